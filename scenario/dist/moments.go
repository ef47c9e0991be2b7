package dist

import (
	"math"

	"github.com/openenvelope/envelope/scenario/internal/num"
)

// momentsPerUnit is how finely momentsOf divides a unit of score.
const momentsPerUnit = 64

// momentsOf integrates values over the standard normal by the trapezoidal rule. For a smooth function under a bell
// curve its error falls exponentially as the steps shrink: Trefethen and Weideman, SIAM Review 56 (2014), 385-458. A
// kink in the values costs accuracy in proportion to the square of the step.
func momentsOf(t Transform) (mean, sd float64) {
	const half = 37 * momentsPerUnit
	z := make([]float64, 2*half+1)
	for i := range z {
		z[i] = float64(i-half) / momentsPerUnit
	}
	x := make([]float64, len(z))
	t.Apply(x, z)
	centre := x[half]
	var total, first, second float64
	for i, v := range x {
		weight := num.Exp(float64(-0.5 * float64(z[i]*z[i])))
		total += weight
		first += float64(weight * (v - centre))
	}
	shift := first / total
	for i, v := range x {
		weight := num.Exp(float64(-0.5 * float64(z[i]*z[i])))
		away := (v - centre) - shift
		second += float64(weight * float64(away*away))
	}
	return centre + shift, math.Sqrt(second / total)
}
