package sketch

import (
	"math"
	"slices"

	"github.com/openenvelope/envelope/scenario/internal/kernel"
)

// A sorter puts the pilots of many figures in order. Values of a smooth law fall into as many bins as there are values,
// a few in each, so that this takes a few nanoseconds a value.
type sorter struct {
	values []float64
	ends   []int32 // of bins, once all values are placed
	bins   []int32 // by value
	full   []int32 // bins that may hold an atom
}

// arrange returns the values nearly in ascending order, until it is called again: each is less than atomRepeat places
// from its own, and what occurs often enough for an atom is in its place; insert does the rest.
func (s *sorter) arrange(values []float64) []float64 {
	n := len(values)
	s.values = slices.Grow(s.values[:0], n)[:n]
	low, high := extremes(values)
	perUnit := float64(n-1) / (high - low)
	if !(perUnit > 0) || math.IsInf(perUnit, 0) { // one value throughout, none, or beyond what can be scaled
		copy(s.values, values)
		slices.Sort(s.values)
		return s.values
	}
	s.place(values, low, perUnit)
	for _, bin := range s.full {
		s.settle(bin)
	}
	return s.values
}

func extremes(values []float64) (low, high float64) {
	m := kernel.NewMoments(0)
	rounds := len(values) / kernel.Lanes * kernel.Lanes
	kernel.Summarise(values[:rounds], kernel.AsIs(), &m)
	for _, x := range values[rounds:] {
		m.One(0, x)
	}
	return m.Extremes()
}

// place puts values in the order of their bins.
func (s *sorter) place(values []float64, low, perUnit float64) {
	n := len(values)
	if len(s.bins) != n {
		s.ends, s.bins = make([]int32, n+1), make([]int32, n)
	}
	clear(s.ends)
	ends, bins, full := s.ends, s.bins, s.full[:0]
	for i, x := range values {
		bin := int32(float64((x - low) * perUnit))
		bins[i] = bin
		if ends[bin+1]++; ends[bin+1] == atomRepeat {
			full = append(full, bin)
		}
	}
	s.full = full
	for i := 1; i <= n; i++ {
		ends[i] += ends[i-1]
	}
	for i, x := range values {
		at := &ends[bins[i]]
		s.values[*at] = x
		*at++
	}
}

// settle sorts the values in a bin.
func (s *sorter) settle(bin int32) {
	from := int32(0)
	if bin > 0 {
		from = s.ends[bin-1]
	}
	const many = 24
	if values := s.values[from:s.ends[bin]]; len(values) > many {
		slices.Sort(values)
	} else {
		insert(values)
	}
}

// insert sorts values that are few or near their places.
func insert(values []float64) {
	for i := 1; i < len(values); i++ {
		x, j := values[i], i
		for ; j > 0 && values[j-1] > x; j-- {
			values[j] = values[j-1]
		}
		values[j] = x
	}
}
