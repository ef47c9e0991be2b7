package dist

import (
	"math"
	"slices"

	"github.com/openenvelope/envelope/scenario/internal/kernel"
	"github.com/openenvelope/envelope/scenario/internal/num"
)

// Empirical is the law of a quantity with some observed values. Its quantile function is straight lines between them:
// with the n values in rising order, p = Φ(z) and h = (n − 1)·p,
//
//	x = value[⌊h⌋] + (h − ⌊h⌋)·(value[⌊h⌋+1] − value[⌊h⌋]),  counted from 0.
//
// This is Excel's PERCENTILE.INC, and type 7 of Hyndman and Fan, The American Statistician 50 (1996), 361-365. No value
// is beyond the smallest or the largest observed: with few observations the tails are too short.
type Empirical struct {
	Values Numbers // at least 2, in the unit of the input, in any order
}

// MostObservations is the most values that an empirical law may have.
const MostObservations = 10_000

func empiricalKind() Kind {
	parameters := []Parameter{
		{Name: "values", Meaning: "the values observed, at least 2", Takes: Observations, SameUnit: true},
	}
	return newListKind("empirical", parameters, func(v Values) (Distribution, []Fault) {
		return Empirical{Values: NumbersOf(v.Lists["values"]...)}, nil
	})
}

// Kind returns "empirical".
func (Empirical) Kind() string { return "empirical" }

// Faults finds fewer than 2 values, too many, and values that are not finite.
func (d Empirical) Faults() []Fault {
	var c checks
	if !c.count("values", d.Values.Len(), 2, MostObservations) {
		return c
	}
	for i, x := range d.Values.Slice() {
		c.finite(item("values", i), x)
	}
	if low, high := d.Support(); len(c) == 0 {
		c.require(finite(high-low), "values", high, "at a finite distance from {}", Limit{Value: low})
	}
	return c
}

// Moments returns the moments of n − 1 equally likely uniform laws, one between each value and the next.
func (d Empirical) Moments() (mean, sd float64) {
	if d.Values.Len() == 0 {
		return math.NaN(), math.NaN()
	}
	return d.momentsWithin(d.Support())
}

// momentsWithin returns the moments between two bounds: each uniform law counts with the part of it that is within
// them.
func (d Empirical) momentsWithin(low, high float64) (mean, sd float64) {
	x := d.Values.sorted()
	var pieces []piece
	for i := 1; i < len(x); i++ {
		from, to := max(x[i-1], low), min(x[i], high)
		switch {
		case x[i-1] == x[i] && low <= x[i] && x[i] <= high:
			pieces = append(pieces, piece{x[i], x[i], 1})
		case from < to:
			pieces = append(pieces, piece{from, to, (to - from) / (x[i] - x[i-1])})
		}
	}
	return momentsOfPieces(pieces)
}

// A piece is a uniform law and its weight.
type piece struct{ low, high, weight float64 }

func momentsOfPieces(pieces []piece) (mean, sd float64) {
	first := pieces[0].low
	var mass, variance float64
	for _, p := range pieces {
		mass += p.weight
		mean += float64(p.weight * ((p.low-first)/2 + (p.high-first)/2))
	}
	mean /= mass
	for _, p := range pieces {
		a, b := (p.low-first)-mean, (p.high-first)-mean
		variance += float64(p.weight * ((float64(a*a) + float64(a*b) + float64(b*b)) / 3))
	}
	return first + mean, math.Sqrt(variance / mass)
}

// Support returns the smallest and the largest value.
func (d Empirical) Support() (low, high float64) {
	if d.Values.Len() == 0 {
		return math.NaN(), math.NaN()
	}
	x := d.Values.Slice()
	return slices.Min(x), slices.Max(x)
}

// Transform makes a table of the straight lines over Φ(z), not over z, so its only errors are from rounding.
func (d Empirical) Transform() Transform {
	if d.Values.Len() == 0 {
		return unsound()
	}
	x := d.Values.sorted()
	if x[0] == x[len(x)-1] {
		return constant(x[0])
	}
	return &empiricalTransform{values: x, lines: num.Polyline(x), low: x[0], high: x[len(x)-1]}
}

type empiricalTransform struct {
	values    []float64 // rising
	lines     *num.Table
	low, high float64
}

// across maps probabilities from 0 to 1 onto −7 to 7, the ends of a table.
func across(z float64) float64 {
	below, above := num.Tails(z)
	return max(-num.TableEnd, min(float64(-num.TableEnd*above)+float64(num.TableEnd*below), num.TableEnd))
}

func (t *empiricalTransform) At(z float64) float64 { return t.along(across(z)) }

func (t *empiricalTransform) along(u float64) float64 { return min(t.lines.At(u), t.high) }

// alongLines is the quantile function as a function of the argument that Apply looks up.
type alongLines struct{ *empiricalTransform }

func (a alongLines) At(u float64) float64 { return a.along(u) }

func (t *empiricalTransform) Apply(dst, z []float64) {
	kernel.Uniform(dst, z, -num.TableEnd, num.TableEnd)
	lookUp(dst, dst, t.lines, 0, 1, t.high, alongLines{t})
}
