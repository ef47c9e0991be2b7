package dist

import (
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario/internal/kernel"
	"github.com/openenvelope/envelope/scenario/internal/num"
)

// Lognormal is the law of a positive quantity whose logarithm is normal, with
// quantile function
//
//	x = Median·e^(Sigma·z).
//
// It is given by its median, not by the mean of its logarithm, so that the central case is the number that was written
// down, to the last digit.
//
// Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions, volume 1,
// 2nd edition (1994), chapter 14.
type Lognormal struct {
	Median float64 // in the unit of the input, above zero
	Sigma  float64 // standard deviation of ln x, a pure number, zero or more; for small values close to sd/mean
}

// LognormalFromMeanSD returns the lognormal law with a given mean, above zero, and
// standard deviation, zero or more, both in the unit of the input:
//
//	Sigma² = ln(1 + (sd/mean)²),  Median = mean/√(1 + (sd/mean)²).
//
// Other arguments give a law with faults.
func LognormalFromMeanSD(mean, sd float64) Lognormal {
	ratio := sd / mean
	square := float64(ratio * ratio)
	d := Lognormal{Median: mean / math.Sqrt(1+square), Sigma: math.Sqrt(num.Log1p(square))}
	if sd < 0 {
		d.Sigma = -d.Sigma
	}
	return d
}

func lognormalKind() Kind {
	const or = "; give mean and sd, or median and sigma"
	parameters := []Parameter{
		{Name: "mean", Meaning: "the mean, above zero" + or, Optional: true, SameUnit: true},
		{Name: "sd", Meaning: "the standard deviation, zero or more" + or, Optional: true, SameUnit: true},
		{Name: "median", Meaning: "the median, above zero" + or, Optional: true, SameUnit: true},
		{Name: "sigma", Meaning: "the standard deviation of the logarithm, a pure number, zero or more" + or,
			Optional: true},
	}
	return newKind("lognormal", parameters, newLognormal)
}

// newLognormal accepts either pair of parameters, but not one of each.
func newLognormal(v map[string]float64) (Distribution, []Fault) {
	mean, byMean := v["mean"]
	sd, bySD := v["sd"]
	median, byMedian := v["median"]
	sigma, bySigma := v["sigma"]
	switch {
	case byMean && bySD && !byMedian && !bySigma:
		var c checks
		c.positive("mean", mean)
		c.notNegative("sd", sd)
		return LognormalFromMeanSD(mean, sd), c
	case byMedian && bySigma && !byMean && !bySD:
		return Lognormal{Median: median, Sigma: sigma}, nil
	}
	return nil,
		[]Fault{{Kind: oneOf(v), Parameter: "lognormal", Found: given(v), Want: "mean and sd, or median and sigma"}}
}

// oneOf is the kind of the fault where exactly one of several forms should be given, and is not.
func oneOf(v map[string]float64) fault.Kind {
	if len(v) == 0 {
		return fault.Missing
	}
	return fault.Conflict
}

// given names the parameters that have values.
func given(v map[string]float64) string {
	return strings.Join(slices.Sorted(maps.Keys(v)), " and ")
}

// Kind returns "lognormal".
func (Lognormal) Kind() string { return "lognormal" }

// Faults finds a median that is not above zero and a sigma below zero.
func (d Lognormal) Faults() []Fault {
	var c checks
	c.positive("median", d.Median)
	c.notNegative("sigma", d.Sigma)
	return c
}

// Moments returns Median·e^(Sigma²/2), and this mean times √(e^(Sigma²) − 1).
func (d Lognormal) Moments() (mean, sd float64) {
	variance := float64(d.Sigma * d.Sigma)
	mean = float64(d.Median * num.Exp(variance/2))
	return mean, float64(mean * math.Sqrt(num.Expm1(variance)))
}

// Support is everything above zero.
func (d Lognormal) Support() (low, high float64) {
	if d.Sigma == 0 {
		return d.Median, d.Median
	}
	return 0, math.Inf(1)
}

// Transform returns x = Median·e^(Sigma·z).
func (d Lognormal) Transform() Transform {
	if d.Sigma == 0 {
		return constant(d.Median)
	}
	return lognormalTransform(d)
}

type lognormalTransform Lognormal

func (t lognormalTransform) At(z float64) float64 {
	return float64(t.Median * num.Exp(float64(t.Sigma*z)))
}

func (t lognormalTransform) Apply(dst, z []float64) { kernel.Lognormal(dst, z, t.Median, t.Sigma) }
