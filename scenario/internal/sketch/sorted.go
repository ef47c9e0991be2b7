package sketch

import "math"

// A Sorted is all values of a cell in ascending order, where they are few enough to have been kept.
type Sorted []float64

// MostSorted is for how many values sorting them all costs less than a [Selection].
const MostSorted = 1 << 14

// NewSorted takes values, which stay as they are.
func NewSorted(values []float64) Sorted {
	var s Sorter
	return s.sorted(values)
}

// A Sorter makes one Sorted after another. It is for one goroutine.
type Sorter struct{ sorter sorter }

// Sorted takes values and their room, which becomes that of the next: many are sorted in little more room than theirs.
func (s *Sorter) Sorted(values []float64) Sorted {
	sorted := s.sorted(values)
	s.sorter.values = values
	return sorted
}

func (s *Sorter) sorted(values []float64) Sorted {
	sorted := s.sorter.arrange(values)
	s.sorter.values = nil
	insert(sorted)
	for i, x := range sorted {
		sorted[i] = x + 0 // −0 becomes 0
	}
	return sorted
}

// At is the value at a rank from 0 to n−1, interpolated between values as Excel's PERCENTILE.INC does.
func (s Sorted) At(rank float64) float64 {
	last := len(s) - 1
	if rank <= 0 {
		return s[0]
	}
	if rank >= float64(last) {
		return s[last]
	}
	whole := math.Floor(rank)
	return between(s[int(whole)], s[int(whole)+1], rank-whole)
}

// between is a part of the way from low to high.
func between(low, high, part float64) float64 {
	if low == high {
		return low
	}
	return low + float64((high-low)*part)
}
