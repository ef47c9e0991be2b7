package sketch

import (
	"slices"

	"github.com/openenvelope/envelope/scenario/internal/kernel"
)

// A sorter puts the values of many figures in order. Values of a smooth law fall into as many bins as there are values,
// a few in each, so that this takes a few nanoseconds a value.
type sorter struct {
	values  []float64
	low     float64 // of the first bin
	perUnit float64 // bins
	last    float64 // bin
	ends    []int32 // of bins, once all values are placed
	bins    []uint16
	full    []int32 // bins that may hold an atom
	moments kernel.Moments
}

// mostPlaced is the most bins that values are placed in.
const mostPlaced = 1 << 16

// arrange returns the values nearly in ascending order, until it is called again: each is less than atomRepeat places
// from its own, and what occurs often enough for an atom is in its place; insert does the rest.
func (s *sorter) arrange(values []float64) []float64 {
	low, high := s.extremes(values)
	s.spread(values, low, high)
	for _, bin := range s.full {
		s.settle(bin)
	}
	return s.values
}

// spread puts the values from low to high in bins: in one, if they are one value or beyond what can be scaled.
func (s *sorter) spread(values []float64, low, high float64) {
	n := len(values)
	s.last = float64(min(n, mostPlaced) - 1)
	s.low, s.perUnit = low, s.last/(high-low)
	s.values, s.full = slices.Grow(s.values[:0], n)[:n], s.full[:0]
	if len(s.bins) != n {
		s.ends, s.bins = make([]int32, int(s.last)+2), make([]uint16, n)
	}
	s.place(values)
}

func (s *sorter) extremes(values []float64) (low, high float64) {
	s.moments = kernel.NewMoments(0)
	rounds := len(values) / kernel.Lanes * kernel.Lanes
	kernel.Summarise(values[:rounds], kernel.AsIs(), &s.moments)
	for _, x := range values[rounds:] {
		s.moments.One(0, x)
	}
	return s.moments.Extremes()
}

// bin is the bin of a value.
func (s *sorter) bin(x float64) int32 {
	return int32(kernel.EvenBin(x, s.low, s.perUnit, s.last))
}

// place puts values in the order of their bins.
func (s *sorter) place(values []float64) {
	whole := len(values) &^ (kernel.Lanes - 1)
	kernel.EvenBins(s.bins, values[:whole], kernel.AsIs(), s.low, s.perUnit, s.last, &s.moments)
	for i, x := range values[whole:] {
		s.bins[whole+i] = uint16(s.bin(x))
	}
	clear(s.ends)
	ends, full := s.ends, s.full
	for _, bin := range s.bins {
		at := &ends[int(bin)+1]
		if *at++; *at == atomRepeat {
			full = append(full, int32(bin))
		}
	}
	s.full = full
	sum := int32(0)
	for i, n := range ends {
		sum += n
		ends[i] = sum
	}
	for i, x := range values {
		at := &ends[s.bins[i]]
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

// settleAt sees to it that some places, ascending, have the values that ascending order gives them.
func (s *sorter) settleAt(places []int) {
	last := int32(-1)
	for _, at := range places {
		if bin := s.bin(s.values[at]); bin != last {
			s.settle(bin)
			last = bin
		}
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
