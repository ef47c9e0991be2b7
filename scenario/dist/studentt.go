package dist

import (
	"math"

	"github.com/openenvelope/envelope/scenario/internal/num"
)

// StudentT is Student's t law moved to Centre and stretched by Scale: a bell curve with longer tails than the normal
// law. The fewer its degrees of freedom, the longer the tails. With p = Φ(−|z|) and I the regularised incomplete beta
// function,
//
//	x = Centre ± Scale·√(DF·(1/u − 1)),  u = I⁻¹(2p; DF/2, ½),
//
// with the sign of z.
//
// Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 26.5.27 and 26.7.1;
// Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions, volume 2,
// 2nd edition (1995), chapter 28.
type StudentT struct {
	Centre float64 // mean and median, in the unit of the input
	Scale  float64 // in the unit of the input, zero or more; the standard deviation is Scale·√(DF/(DF−2))
	DF     float64 // degrees of freedom, a pure number above 2, so that there is a standard deviation, to 1000
}

// mostDF is where the law can no longer be told from a normal law.
const mostDF = 1000

func studentTKind() Kind {
	parameters := []Parameter{
		{Name: "centre", Meaning: "the mean, also the median", SameUnit: true},
		{Name: "scale", Meaning: "the scale, zero or more; the standard deviation is larger by √(df/(df-2))",
			SameUnit: true},
		{Name: "df", Meaning: "the degrees of freedom, a pure number above 2; the fewer, the longer the tails"},
	}
	return newKind("student t", parameters, func(v map[string]float64) (Distribution, []Fault) {
		return StudentT{Centre: v["centre"], Scale: v["scale"], DF: v["df"]}, nil
	})
}

// Kind returns "student t".
func (StudentT) Kind() string { return "student t" }

// Faults finds a centre that is not finite, a scale below zero and degrees of freedom out
// of range.
func (d StudentT) Faults() []Fault {
	var c checks
	c.finite("centre", d.Centre)
	c.notNegative("scale", d.Scale)
	c.require(d.DF > 2 && d.DF <= mostDF, "df", d.DF,
		"above 2, so that there is a standard deviation, and at most 1000, above which normal says the same")
	return c
}

// Moments returns Centre and Scale·√(DF/(DF − 2)).
func (d StudentT) Moments() (mean, sd float64) {
	return d.Centre, float64(d.Scale * math.Sqrt(d.DF/(d.DF-2)))
}

// Support is the whole line.
func (d StudentT) Support() (low, high float64) {
	if d.Scale == 0 {
		return d.Centre, d.Centre
	}
	return math.Inf(-1), math.Inf(1)
}

// studentTCells is the size of the table: see the test of its accuracy.
const studentTCells = 1024

// Transform tabulates the quantile function over scores from −7 to 7, in some
// milliseconds. Further out it is computed afresh.
func (d StudentT) Transform() Transform { return d.transform(whole) }

func (d StudentT) transform(t tables) Transform {
	if d.Scale == 0 {
		return constant(d.Centre)
	}
	law := standardT(d.DF)
	return &studentTTransform{StudentT: d, table: t.of(studentTCells, law.at)}
}

// standardT is the t law with centre 0 and scale 1; its value is the degrees of freedom.
type standardT float64

// at returns the quantile function at score z. Near the middle it takes 1 − u, which is
// I⁻¹(1 − 2p; ½, DF/2), DLMF 8.17.4.
func (s standardT) at(z float64) float64 {
	if math.IsNaN(z) {
		return z
	}
	df := float64(s)
	p := num.CDF(-math.Abs(z))
	var square float64
	if p < 0.25 {
		u := num.BetaQuantile(df/2, 0.5, p+p)
		square = float64(df * ((1 - u) / u))
	} else {
		rest := num.BetaQuantile(0.5, df/2, 1-p-p)
		square = float64(df * (rest / (1 - rest)))
	}
	return math.Copysign(math.Sqrt(square), z)
}

type studentTTransform struct {
	StudentT
	table *num.Table
}

func (t *studentTTransform) At(z float64) float64 {
	if math.Abs(z) <= num.TableEnd {
		return t.Centre + float64(t.Scale*t.table.At(z))
	}
	return t.Centre + float64(t.Scale*standardT(t.DF).at(z))
}

func (t *studentTTransform) Apply(dst, z []float64) {
	lookUp(dst, z, t.table, t.Centre, t.Scale, math.Inf(1), t)
}
