package dist

import (
	"fmt"
	"math"
	"slices"
)

// Discrete is the law of a quantity that has one of some values, each with its chance.
// In rising order of the values its quantile function is
//
//	x = the first value whose chance, with those of the values below it, exceeds Φ(z).
//
// The chances add up to 1; what they miss of it by rounding goes to the largest value.
//
// Johnson, Kemp and Kotz, Univariate Discrete Distributions, 3rd edition (2005), chapter 1.
type Discrete struct {
	Values  Numbers // in the unit of the input, in any order, each once
	Chances Numbers // from 0 to 1, in the order of the values
}

// mostOutcomes is the most values that a discrete law may have.
const mostOutcomes = 1000

func discreteKind() Kind {
	parameters := []Parameter{
		{Name: "values", Meaning: "the values possible, each once", Takes: List, SameUnit: true},
		{Name: "chances", Meaning: "the chance of each value, in the same order; they add up to 100%", Takes: List},
	}
	return newListKind("discrete", parameters, func(v Values) (Distribution, []Fault) {
		return Discrete{Values: NumbersOf(v.Lists["values"]...), Chances: NumbersOf(v.Lists["chances"]...)}, nil
	})
}

// Kind returns "discrete".
func (Discrete) Kind() string { return "discrete" }

// Faults finds lists of different lengths, values that are not finite or there twice, and
// chances that are none or do not add up to 1.
func (d Discrete) Faults() []Fault {
	n := d.Values.Len()
	var c checks
	c.count("values", n, 1, mostOutcomes)
	if m := d.Chances.Len(); m != n {
		c = append(c, Fault{"chances", fmt.Sprint(m), fmt.Sprintf("as many as values, %d", n)})
		return c
	}
	seen := map[float64]bool{}
	sound, sum := true, 0.0
	for i := range n {
		value, chance := d.Values.At(i), d.Chances.At(i)
		if name := item("values", i); c.finite(name, value) {
			c.require(!seen[value], name, value, "a value that is not there already")
		}
		seen[value] = true
		sound = c.require(chance >= 0 && chance <= 1, item("chances", i), chance, "from 0 to 1") && sound
		sum += chance
	}
	if sound && n > 0 {
		c.whole("chances", "chances", sum)
	}
	return append(c, d.tooFarApart(c)...)
}

// tooFarApart finds values whose distance is no float64.
func (d Discrete) tooFarApart(found checks) (c checks) {
	if len(found) == 0 {
		low, high := d.Support()
		c.require(finite(high-low), "values", high, "at a finite distance from "+number(low))
	}
	return c
}

// item is the name of an entry of a list, which people count from 1.
func item(list string, i int) string { return fmt.Sprintf("%s[%d]", list, i+1) }

// An outcome is a value and its chance.
type outcome struct{ value, chance float64 }

// outcomes are those possible, in rising order of their values.
func (d Discrete) outcomes() []outcome {
	var all []outcome
	for i := range d.Values.Len() {
		if chance := d.Chances.At(i); chance > 0 {
			all = append(all, outcome{d.Values.At(i), chance})
		}
	}
	slices.SortFunc(all, func(a, b outcome) int {
		if a.value < b.value {
			return -1
		}
		return 1
	})
	return all
}

// Moments returns Σ chance·value and √(Σ chance·(value − mean)²).
func (d Discrete) Moments() (mean, sd float64) { return momentsOfOutcomes(d.outcomes()) }

// momentsWithin returns the moments of the values from low to high.
func (d Discrete) momentsWithin(low, high float64) (mean, sd float64) {
	all := slices.DeleteFunc(d.outcomes(), func(o outcome) bool { return o.value < low || o.value > high })
	mass := total(all)
	for i := range all {
		all[i].chance /= mass
	}
	return momentsOfOutcomes(all)
}

func momentsOfOutcomes(all []outcome) (mean, sd float64) {
	low := all[0].value
	for _, o := range all {
		mean += float64(o.chance * (o.value - low))
	}
	var variance float64
	for _, o := range all {
		away := (o.value - low) - mean
		variance += float64(o.chance * float64(away*away))
	}
	return low + mean, math.Sqrt(variance)
}

// Support returns the smallest and the largest value that are possible.
func (d Discrete) Support() (low, high float64) {
	all := d.outcomes()
	return all[0].value, all[len(all)-1].value
}

// Transform finds the scores from which on each value is reached.
func (d Discrete) Transform() Transform {
	all := d.outcomes()
	if len(all) == 1 {
		return constant(all[0].value)
	}
	t := &discreteTransform{values: []float64{all[0].value}}
	for k := 1; k < len(all); k++ {
		t.scores = append(t.scores, scoreBetween(all[:k], all[k:]))
		t.values = append(t.values, all[k].value)
	}
	t.scores = append(t.scores, math.Inf(1))
	t.guide()
	return t
}

// scoreBetween is the score below which the first outcomes lie, by the tail that is smaller.
func scoreBetween(first, last []outcome) float64 {
	return scoreBetweenTails(total(first), total(last))
}

func total(all []outcome) (sum float64) {
	for _, o := range all {
		sum += o.chance
	}
	return sum
}

// The cells of a guide, over scores from −8 to 8.
const (
	guideCells   = 1024
	guidePerUnit = 64
	guideEnd     = 8
)

// A discreteTransform counts the scores that z has reached. Its guide holds, for each cell
// of scores, how many every score of the cell has.
type discreteTransform struct {
	values []float64
	scores []float64 // from which on the next value is reached; after the last value, infinity
	from   [guideCells]int
}

// cell is the cell of a score; it never falls as z rises.
func cell(z float64) int {
	return int(float64((max(-guideEnd, min(z, guideEnd-0.5/guidePerUnit)) + guideEnd) * guidePerUnit))
}

func (t *discreteTransform) guide() {
	k := 0
	for i := range t.from {
		for k < len(t.scores)-1 && cell(t.scores[k]) < i {
			k++
		}
		t.from[i] = k
	}
}

func (t *discreteTransform) At(z float64) float64 {
	if math.IsNaN(z) {
		return z
	}
	k := t.from[cell(z)]
	for z >= t.scores[k] && k < len(t.values)-1 {
		k++
	}
	return t.values[k]
}

func (t *discreteTransform) Apply(dst, z []float64) {
	z = z[:len(dst)]
	for i := range dst {
		dst[i] = t.At(z[i])
	}
}
