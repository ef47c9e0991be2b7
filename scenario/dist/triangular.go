package dist

import (
	"math"

	"github.com/openenvelope/envelope/scenario/internal/kernel"
	"github.com/openenvelope/envelope/scenario/internal/num"
)

// Triangular is the law whose density rises in a straight line from Low to Mode and
// falls in a straight line to High. With p = Φ(z), width w = High − Low and
// m = (Mode − Low)/w its quantile function is
//
//	x = Low + w·√(p·m)             for p < m,
//	x = High − w·√((1−p)·(1−m))    otherwise.
//
// Kotz and van Dorp, Beyond Beta (2004), chapter 1.
type Triangular struct {
	Low, Mode, High float64 // in the unit of the input, Low ≤ Mode ≤ High
}

func triangularKind() Kind {
	return newKind("triangular", threePointParameters(), func(v map[string]float64) (Distribution, []Fault) {
		return Triangular{Low: v["low"], Mode: v["mode"], High: v["high"]}, nil
	})
}

// Kind returns "triangular".
func (Triangular) Kind() string { return "triangular" }

// Faults finds points that are not finite or in the wrong order.
func (d Triangular) Faults() []Fault {
	var c checks
	c.threePoints(d.Low, d.Mode, d.High)
	return c
}

// Moments returns (Low + Mode + High)/3 and √((u² + u·v + v²)/18), where u = Mode − Low
// and v = High − Mode.
func (d Triangular) Moments() (mean, sd float64) {
	u, v := d.Mode-d.Low, d.High-d.Mode
	square := float64(u*u) + float64(u*v) + float64(v*v)
	return d.Low + (u+u+v)/3, math.Sqrt(square / 18)
}

// Support returns the two ends.
func (d Triangular) Support() (low, high float64) { return d.Low, d.High }

// Transform returns the quantile function of the type's comment.
func (d Triangular) Transform() Transform {
	if d.Low == d.High {
		return constant(d.Low)
	}
	width := d.High - d.Low
	return &triangularTransform{
		Low: d.Low, High: d.High, Width: width,
		Below: (d.Mode - d.Low) / width,
		Above: (d.High - d.Mode) / width,
	}
}

type triangularTransform kernel.Triangle

func (t *triangularTransform) At(z float64) float64 {
	p, q := num.Tails(z)
	if p < t.Below {
		return min(t.Low+float64(t.Width*math.Sqrt(float64(p*t.Below))), t.High)
	}
	return max(t.High-float64(t.Width*math.Sqrt(float64(q*t.Above))), t.Low)
}

func (t *triangularTransform) Apply(dst, z []float64) {
	kernel.Triangular(dst, z, (*kernel.Triangle)(t))
}
