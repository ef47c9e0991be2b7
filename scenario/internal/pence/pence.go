package pence

import (
	"math"
	"slices"
)

// perPound is how many pence the unit of the currency has.
const perPound = 100

// Of is an amount of pounds in pence. Where it is what a whole number of pence is in pounds, to the last bit, it is
// that number: 0.07 is 7, not 7.000000000000001.
func Of(pounds float64) float64 {
	pence := float64(pounds * perPound)
	if whole := math.Trunc(pence + math.Copysign(0.5, pence)); whole/perPound == pounds {
		return whole
	}
	return pence
}

// Pounds is an amount of pence in pounds.
func Pounds(pence float64) float64 { return pence / perPound }

// A way is from one unit to the other.
type way bool

const (
	toPence  way = false
	toPounds way = true
)

// of takes one number to the other unit.
func (w way) of(x float64) float64 {
	if w == toPounds {
		return Pounds(x)
	}
	return Of(x)
}

// all takes every number of a column, in its place.
func (w way) all(column []float64) {
	for i, x := range column {
		column[i] = w.of(x)
	}
}

// list takes every number of a list.
func (w way) list(numbers []float64) []float64 {
	all := slices.Clone(numbers)
	w.all(all)
	return all
}
