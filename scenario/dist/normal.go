package dist

import (
	"math"

	"github.com/openenvelope/envelope/scenario/internal/kernel"
)

// Normal is the normal law N(Mean, SD²), with quantile function
//
//	x = Mean + SD·z.
//
// Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions, volume 1,
// 2nd edition (1994), chapter 13.
type Normal struct {
	Mean float64 // in the unit of the input
	SD   float64 // standard deviation in the unit of the input, zero or more
}

func normalKind() Kind {
	parameters := []Parameter{
		{Name: "mean", Meaning: "the mean, also the median", SameUnit: true},
		{Name: "sd", Meaning: "the standard deviation, zero or more", SameUnit: true},
	}
	return newKind("normal", parameters, func(v map[string]float64) (Distribution, []Fault) {
		return Normal{Mean: v["mean"], SD: v["sd"]}, nil
	})
}

// Kind returns "normal".
func (Normal) Kind() string { return "normal" }

// Faults finds a mean that is not finite and a standard deviation below zero.
func (d Normal) Faults() []Fault {
	var c checks
	c.finite("mean", d.Mean)
	c.notNegative("sd", d.SD)
	return c
}

// Moments returns the two parameters.
func (d Normal) Moments() (mean, sd float64) { return d.Mean, d.SD }

// Support is the whole line.
func (d Normal) Support() (low, high float64) {
	if d.SD == 0 {
		return d.Mean, d.Mean
	}
	return math.Inf(-1), math.Inf(1)
}

// Transform returns x = Mean + SD·z.
func (d Normal) Transform() Transform {
	if d.SD == 0 {
		return constant(d.Mean)
	}
	return normalTransform(d)
}

type normalTransform Normal

func (t normalTransform) At(z float64) float64 { return t.Mean + float64(t.SD*z) }

// Linear tells whether a transform is the straight line of a [Normal], and if so its value at score zero and what one
// unit of score adds. A type of another package is never taken for one.
func Linear(t Transform) (centre, slope float64, ok bool) {
	n, ok := t.(normalTransform)
	return n.Mean, n.SD, ok
}

func (t normalTransform) Apply(dst, z []float64) { kernel.Affine(dst, z, t.Mean, t.SD) }
