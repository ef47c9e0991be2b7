package sketch

import (
	"math"
	"slices"
)

// A Sorted is all values of a cell, where they are few enough to have been kept: in ascending order, or with those
// values in their places that a [Sorter] is asked for.
type Sorted []float64

// MostSorted is for how many values sorting them costs less than a [Selection].
const MostSorted = 1 << 14

// NewSorted takes values, which stay as they are, and sorts them all.
func NewSorted(values []float64) Sorted {
	var s sorter
	sorted := s.arrange(values)
	insert(sorted)
	for i, x := range sorted {
		sorted[i] = x + 0 // −0 becomes 0
	}
	return sorted
}

// A Sorter makes one Sorted after another, of equally many values. It is for one goroutine.
type Sorter struct {
	sorter sorter
	places []int
}

// NewSorter is for n values, read at some ranks and at the same ranks from the end.
func NewSorter(n int, ranks []float64) *Sorter {
	var places []int
	for _, r := range ranks {
		for _, r := range [...]float64{r, float64(n-1) - r} {
			for _, at := range [...]float64{math.Floor(r), math.Floor(r) + 1} {
				places = append(places, int(min(max(at, 0), float64(n-1))))
			}
		}
	}
	slices.Sort(places)
	return &Sorter{places: slices.Compact(places)}
}

// Sorted takes the values of a sketch and their room, which becomes that of the next: many are sorted in little more
// room than theirs.
func (s *Sorter) Sorted(of *Sketch, values []float64) Sorted {
	s.sorter.spread(values, of.min, of.max)
	s.sorter.settleAt(s.places)
	sorted := s.sorter.values
	s.sorter.values = values
	return sorted
}

// At is the value at a rank from 0 to n−1, interpolated between values as Excel's PERCENTILE.INC does.
func (s Sorted) At(rank float64) float64 {
	last := len(s) - 1
	if rank <= 0 {
		return s[0] + 0 // −0 becomes 0
	}
	if rank >= float64(last) {
		return s[last] + 0
	}
	whole := math.Floor(rank)
	return between(s[int(whole)]+0, s[int(whole)+1], rank-whole)
}

// Kurtosis is the fourth central moment over the squared variance, given mean and standard deviation; 3 for a normal
// law, and 3 where all values are one. It is the same in whatever order the values stand: their terms, of which none is
// above the square of their number, are summed in whole 2⁻³² parts.
func (s Sorted) Kurtosis(mean, sd float64) float64 {
	if sd == 0 {
		return 3
	}
	const most = MostSorted * MostSorted
	var sum int64
	for _, x := range s {
		z := (x - mean) / sd
		z2 := float64(z * z)
		z4 := float64(z2 * z2)
		if !(z4 <= most) {
			z4 = most
		}
		sum += int64(float64(z4 * 0x1p32))
	}
	return float64(sum) * 0x1p-32 / float64(len(s))
}

// between is a part of the way from low to high.
func between(low, high, part float64) float64 {
	if low == high {
		return low
	}
	return low + float64((high-low)*part)
}
