package sketch

import (
	"math"
	"slices"
)

// A sorter sorts the pilots of many figures. Values of a smooth law fall into as many bins as there are values, a few in
// each, so that sorting takes a few nanoseconds a value.
type sorter struct {
	values []float64
	ends   []int32 // of bins, once all values are placed
	bins   []int32 // by value
}

// sort returns the values in ascending order, until it is called again.
func (s *sorter) sort(values []float64) []float64 {
	n := len(values)
	low, high := math.Inf(1), math.Inf(-1)
	for _, x := range values {
		if x < low {
			low = x
		}
		if x > high {
			high = x
		}
	}
	s.values = append(s.values[:0], values...)
	perUnit := float64(n-1) / (high - low)
	if !(perUnit > 0) || math.IsInf(perUnit, 0) { // one value throughout, none, or beyond what can be scaled
		slices.Sort(s.values)
		return s.values
	}
	s.place(values, low, perUnit)
	from := int32(0)
	for _, to := range s.ends[:n] {
		const many = 24
		if to-from > many {
			slices.Sort(s.values[from:to])
		}
		from = to
	}
	insert(s.values)
	return s.values
}

// place puts values in the order of their bins.
func (s *sorter) place(values []float64, low, perUnit float64) {
	n := len(values)
	if len(s.ends) != n+1 {
		s.ends, s.bins = make([]int32, n+1), make([]int32, n)
	}
	clear(s.ends)
	ends, bins := s.ends, s.bins
	for i, x := range values {
		bin := int32(float64((x - low) * perUnit))
		bins[i] = bin
		ends[bin+1]++
	}
	for i := 1; i <= n; i++ {
		ends[i] += ends[i-1]
	}
	for i, x := range values {
		at := &ends[bins[i]]
		s.values[*at] = x
		*at++
	}
}

// insert sorts values that are nearly in order.
func insert(values []float64) {
	for i := 1; i < len(values); i++ {
		x, j := values[i], i
		for ; j > 0 && values[j-1] > x; j-- {
			values[j] = values[j-1]
		}
		values[j] = x
	}
}
