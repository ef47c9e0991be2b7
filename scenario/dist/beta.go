package dist

import "math"

// Beta is the beta law stretched over [Low, High]: with width w = High − Low and I the
// regularised incomplete beta function,
//
//	x = Low + w·B,  B = I⁻¹(Φ(z); Alpha, Beta).
//
// Both shapes above 1 make a hump, 1 and 1 the uniform law, and below 1 the mass gathers
// at the ends.
//
// Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions, volume 2,
// 2nd edition (1995), chapter 25.
type Beta struct {
	Low, High   float64 // in the unit of the input, Low ≤ High
	Alpha, Beta float64 // shapes, pure numbers from 0.1 to 1000
}

// The range of shapes for which the table is accurate. Beyond it other kinds say nearly the same: two values, or a
// normal law.
const (
	leastShape    = 0.1
	mostBetaShape = 1000
)

func betaKind() Kind {
	parameters := append(endParameters(),
		Parameter{Name: "alpha", Meaning: "the shape towards high, a pure number from 0.1 to 1000"},
		Parameter{Name: "beta", Meaning: "the shape towards low, a pure number from 0.1 to 1000"})
	return newKind("beta", parameters, func(v map[string]float64) (Distribution, []Fault) {
		return Beta{Low: v["low"], High: v["high"], Alpha: v["alpha"], Beta: v["beta"]}, nil
	})
}

// Kind returns "beta".
func (Beta) Kind() string { return "beta" }

// Faults finds ends that are not finite or in the wrong order and shapes out of range.
func (d Beta) Faults() []Fault {
	var c checks
	c.ends(d.Low, d.High)
	const want = "from 0.1, below which bernoulli says nearly the same, to 1000, above which normal does"
	c.require(leastShape <= d.Alpha && d.Alpha <= mostBetaShape, "alpha", d.Alpha, want)
	c.require(leastShape <= d.Beta && d.Beta <= mostBetaShape, "beta", d.Beta, want)
	return c
}

// Moments returns Low + w·Alpha/s and w·√(Alpha·Beta/(s + 1))/s, with s = Alpha + Beta.
func (d Beta) Moments() (mean, sd float64) {
	width, sum := d.High-d.Low, d.Alpha+d.Beta
	return d.Low + float64(width*(d.Alpha/sum)),
		float64(width * (math.Sqrt(float64(d.Alpha*d.Beta)/(sum+1)) / sum))
}

// Support returns the two ends.
func (d Beta) Support() (low, high float64) { return d.Low, d.High }

// roughBetaCells is the size of the table for shapes below 1, where the quantile function
// bends more: see the test of its accuracy.
const roughBetaCells = 2048

// Transform tabulates the quantile function over scores from −7 to 7, in some
// milliseconds. Further out it is computed afresh.
func (d Beta) Transform() Transform { return d.transform(whole) }

func (d Beta) transform(t tables) Transform {
	if d.Low == d.High {
		return constant(d.Low)
	}
	cells := pertCells
	if min(d.Alpha, d.Beta) < 1 {
		cells = roughBetaCells
	}
	law := standardBeta{a: d.Alpha, b: d.Beta}
	return &pertTransform{
		low: d.Low, high: d.High, width: d.High - d.Low,
		law: law, table: t.of(cells, law.at),
	}
}
