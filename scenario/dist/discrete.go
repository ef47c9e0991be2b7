package dist

import (
	"fmt"
	"math"

	"github.com/openenvelope/envelope/finance/fault"
)

// Discrete is the law of a quantity that takes one of several values, each with its chance. In rising order of the
// values its quantile function is
//
//	x = the first value at which the chances, added up so far, reach Φ(z).
//
// So 1 to 10 with a chance of 10% each have 1 as p10, 5 as p50 and 9 as p90: see [Percentile]. The chances add up to 1;
// what rounding leaves goes to the largest value.
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

// Faults finds lists of different lengths, values that are not finite or appear twice, chances outside 0 to 1, and
// chances that do not add up to 1.
func (d Discrete) Faults() []Fault {
	n := d.Values.Len()
	var c checks
	c.count("values", n, 1, mostOutcomes)
	if m := d.Chances.Len(); m != n {
		c = append(c, Fault{Kind: fault.Conflict, Parameter: "chances", Found: fmt.Sprint(m),
			Want: fmt.Sprintf("as many as values, %d", n)})
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

// tooFarApart finds two values whose distance is too large for a float64.
func (d Discrete) tooFarApart(found checks) (c checks) {
	if len(found) == 0 {
		low, high := d.Support()
		c.require(finite(high-low), "values", high, "at a finite distance from {}", Limit{Value: low})
	}
	return c
}

// item is the name of an entry of a list, which people count from 1.
func item(list string, i int) string { return fmt.Sprintf("%s[%d]", list, i+1) }

// outcomes are the possible outcomes, in rising order of their values.
func (d Discrete) outcomes() []outcome {
	var all []outcome
	for i := range d.Values.Len() {
		all = append(all, outcome{d.Values.At(i), d.Chances.At(i)})
	}
	return ordered(all)
}

// Moments returns Σ chance·value and √(Σ chance·(value − mean)²).
func (d Discrete) Moments() (mean, sd float64) {
	if d.Values.Len() == 0 {
		return math.NaN(), math.NaN()
	}
	return momentsOfOutcomes(d.outcomes())
}

// Support returns the smallest and the largest value that are possible.
func (d Discrete) Support() (low, high float64) {
	if d.Values.Len() == 0 {
		return math.NaN(), math.NaN()
	}
	all := d.outcomes()
	return all[0].value, all[len(all)-1].value
}

// Transform finds the score up to which each value is reached.
func (d Discrete) Transform() Transform {
	if d.Values.Len() == 0 {
		return unsound()
	}
	return stepsThrough(d.outcomes())
}
