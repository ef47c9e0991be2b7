package sketch

import "math"

// Bare reports whether all values are kept beside, and no histogram.
func (s *Sketch) Bare() bool { return s.grid.bare }

// N is the number of values.
func (s *Sketch) N() uint64 { return s.n }

// Min is the smallest value, +∞ if there is none. It is never −0, which is found or not by the order of the values.
func (s *Sketch) Min() float64 { return s.min + 0 }

// Max is the largest value, −∞ if there is none; never −0.
func (s *Sketch) Max() float64 { return s.max + 0 }

// Overflowed reports that a sum was too large for fixed point, so that Mean and SD are meaningless: some
// values are more than 2⁶⁰ times as far out as any of the pilot.
func (s *Sketch) Overflowed() bool { return s.overflow }

// Mean is the arithmetic mean; zero for no values.
func (s *Sketch) Mean() float64 {
	if s.n == 0 {
		return 0
	}
	if s.min == s.max {
		return s.Min()
	}
	return s.grid.shift + s.sum.float(s.grid.places)/float64(s.n)
}

// SD is the sample standard deviation, with n−1; zero for fewer than two values.
func (s *Sketch) SD() float64 {
	if s.n < 2 || s.min == s.max {
		return 0
	}
	n, sum := float64(s.n), s.sum.float(s.grid.places)
	v := (s.squares.float(s.grid.squarePlaces()) - float64(sum*sum)/n) / (n - 1)
	return math.Sqrt(max(v, 0))
}
