package dist

import (
	"math"

	"github.com/openenvelope/envelope/scenario/internal/num"
)

// Gamma is the law of a positive quantity such as a sum of waits or of losses. Its upper tail is shorter than that of a
// lognormal of the same mean and standard deviation. With P the regularised incomplete gamma function its quantile
// function is
//
//	x = Scale·P⁻¹(Φ(z); Shape).
//
// Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions, volume 1,
// 2nd edition (1994), chapter 17.
type Gamma struct {
	Shape float64 // (mean/sd)², a pure number from 0.1 to 10,000
	Scale float64 // sd²/mean, in the unit of the input, above zero
}

// GammaFromMeanSD returns the gamma law with a given mean and standard deviation, both
// above zero and in the unit of the input:
//
//	Shape = (mean/sd)²,  Scale = sd²/mean.
func GammaFromMeanSD(mean, sd float64) Gamma {
	ratio := mean / sd
	return Gamma{Shape: float64(ratio * ratio), Scale: sd / ratio}
}

// mostGammaShape is the shape at which the standard deviation is a hundredth of the mean.
const mostGammaShape = 10_000

func gammaKind() Kind {
	const or = "; give shape and scale, or mean and sd"
	parameters := []Parameter{
		{Name: "shape", Meaning: "the shape, (mean/sd)², a pure number" + or, Optional: true},
		{Name: "scale", Meaning: "the scale, sd²/mean, above zero" + or, Optional: true, SameUnit: true},
		{Name: "mean", Meaning: "the mean, above zero" + or, Optional: true, SameUnit: true},
		{Name: "sd", Meaning: "the standard deviation, above zero" + or, Optional: true, SameUnit: true},
	}
	return newKind("gamma", parameters, newGamma)
}

// newGamma accepts either pair of parameters, but not one of each.
func newGamma(v map[string]float64) (Distribution, []Fault) {
	shape, byShape := v["shape"]
	scale, byScale := v["scale"]
	mean, byMean := v["mean"]
	sd, bySD := v["sd"]
	switch {
	case byShape && byScale && !byMean && !bySD:
		return Gamma{Shape: shape, Scale: scale}, nil
	case byMean && bySD && !byShape && !byScale:
		var c checks
		if c.positive("mean", mean) && c.positive("sd", sd) {
			ratio := mean / sd
			square := float64(ratio * ratio)
			c.require(leastShape <= square && square <= mostGammaShape, "sd", sd,
				"from 1% of {}, below which normal says the same, to 316% of it", Limit{"mean", mean})
		} else if !(mean > 0) {
			c.positive("sd", sd)
		}
		return GammaFromMeanSD(mean, sd), c
	}
	return nil, []Fault{{Kind: oneOf(v), Parameter: "gamma", Found: given(v), Want: "shape and scale, or mean and sd"}}
}

// Kind returns "gamma".
func (Gamma) Kind() string { return "gamma" }

// Faults finds a shape out of range and a scale that is not above zero.
func (d Gamma) Faults() []Fault {
	var c checks
	c.require(leastShape <= d.Shape && d.Shape <= mostGammaShape, "shape", d.Shape,
		"from 0.1 to 10000, above which normal says the same")
	c.positive("scale", d.Scale)
	return c
}

// Moments returns Shape·Scale and √Shape·Scale.
func (d Gamma) Moments() (mean, sd float64) {
	return float64(d.Shape * d.Scale), float64(math.Sqrt(d.Shape) * d.Scale)
}

// Support is everything above zero.
func (Gamma) Support() (low, high float64) { return 0, math.Inf(1) }

// The sizes of the table, by whether the shape is below 1, where the quantile function
// bends more: see the test of its accuracy.
const (
	gammaCells      = 512
	roughGammaCells = 2048
)

// Transform tabulates the quantile function over scores from −7 to 7, in some
// milliseconds. Further out it is computed afresh.
func (d Gamma) Transform() Transform { return d.transform(whole) }

func (d Gamma) transform(t tables) Transform {
	cells := gammaCells
	if d.Shape < 1 {
		cells = roughGammaCells
	}
	return &gammaTransform{Gamma: d, table: t.of(cells, d.standard)}
}

// standard returns the quantile function at score z for a scale of 1.
func (d Gamma) standard(z float64) float64 {
	below, above := num.Tails(z)
	return num.GammaQuantile(d.Shape, below, above)
}

type gammaTransform struct {
	Gamma
	table *num.Table
}

func (t *gammaTransform) At(z float64) float64 {
	if math.Abs(z) <= num.TableEnd {
		return float64(t.Scale * t.table.At(z))
	}
	return float64(t.Scale * t.standard(z))
}

func (t *gammaTransform) Apply(dst, z []float64) {
	lookUp(dst, z, t.table, 0, t.Scale, math.Inf(1), t)
}
