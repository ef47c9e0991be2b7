package process

import (
	"math"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario/dist"
)

// A history is the law of a value taken from a list, each place equally likely. At score z it is the least value v such
// that at least a share Φ(z) of the list is at or below v. It holds a list, so it cannot be compared with ==.
type history struct{ values []float64 }

// Kind returns "history".
func (history) Kind() string { return "history" }

// Faults finds an empty list and values that are not finite.
func (h history) Faults() []dist.Fault {
	if len(h.values) == 0 {
		return []dist.Fault{{Kind: fault.Missing, Parameter: "history", Found: "a list of 0",
			Want: "at least one value"}}
	}
	return listFaults("history", h.values)
}

// Moments returns the mean of the list and its standard deviation, divided by the number of values.
func (h history) Moments() (mean, sd float64) {
	n := float64(len(h.values))
	var sum, squares float64
	for _, x := range h.values {
		sum += x
	}
	mean = sum / n
	for _, x := range h.values {
		squares += float64((x - mean) * (x - mean))
	}
	return mean, math.Sqrt(squares / n)
}

// Support returns the least value and the greatest.
func (h history) Support() (low, high float64) {
	ordered := sorted(h.values)
	return ordered[0], ordered[len(ordered)-1]
}

// Transform is the transform of a discrete law of the values in the list; a value that is there twice is twice as
// likely.
func (h history) Transform() dist.Transform {
	var values, chances []float64
	each := sorted(h.values)
	for i := 0; i < len(each); {
		first := i
		for i < len(each) && each[i] == each[first] {
			i++
		}
		values = append(values, each[first])
		chances = append(chances, float64(i-first)/float64(len(each)))
	}
	return dist.Discrete{Values: dist.NumbersOf(values...), Chances: dist.NumbersOf(chances...)}.Transform()
}
