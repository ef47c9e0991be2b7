package dist

import (
	"math"

	"github.com/openenvelope/envelope/scenario/internal/kernel"
	"github.com/openenvelope/envelope/scenario/internal/num"
)

// Uniform is the law under which every value between Low and High is as likely as
// every other, with quantile function
//
//	x = Low·(1 − Φ(z)) + High·Φ(z).
type Uniform struct {
	Low, High float64 // in the unit of the input, Low ≤ High
}

func uniformKind() Kind {
	return newKind("uniform", endParameters(), func(v map[string]float64) (Distribution, []Fault) {
		return Uniform{Low: v["low"], High: v["high"]}, nil
	})
}

// Kind returns "uniform".
func (Uniform) Kind() string { return "uniform" }

// Faults finds ends that are not finite or in the wrong order.
func (d Uniform) Faults() []Fault {
	var c checks
	c.ends(d.Low, d.High)
	return c
}

// Moments returns (Low + High)/2 and (High − Low)/√12.
func (d Uniform) Moments() (mean, sd float64) {
	width := d.High - d.Low
	return d.Low + width/2, width / math.Sqrt(12)
}

// Support returns the two parameters.
func (d Uniform) Support() (low, high float64) { return d.Low, d.High }

// Transform returns the quantile function of the type's comment.
func (d Uniform) Transform() Transform {
	if d.Low == d.High {
		return constant(d.Low)
	}
	return uniformTransform(d)
}

type uniformTransform Uniform

// At takes a weighted sum of the two ends. So both ends are reached, and the median of 1% and 3% is 2% to the last
// digit.
func (t uniformTransform) At(z float64) float64 {
	p, q := num.Tails(z)
	return max(t.Low, min(float64(t.Low*q)+float64(t.High*p), t.High))
}

func (t uniformTransform) Apply(dst, z []float64) { kernel.Uniform(dst, z, t.Low, t.High) }
