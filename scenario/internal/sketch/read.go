package sketch

import "math"

// N is the number of values.
func (s *Sketch) N() uint64 { return s.n }

// Min is the smallest value, +∞ if there is none.
func (s *Sketch) Min() float64 { return s.min }

// Max is the largest value, −∞ if there is none.
func (s *Sketch) Max() float64 { return s.max }

// Overflowed reports that a sum was too large for fixed point, so that Mean and SD are meaningless: some
// values are more than 2⁶⁰ times as far out as any of the pilot.
func (s *Sketch) Overflowed() bool { return s.overflow }

// Mean is the arithmetic mean; zero for no values.
func (s *Sketch) Mean() float64 {
	if s.n == 0 {
		return 0
	}
	if s.min == s.max {
		return s.min
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

// Kurtosis is the fourth central moment over the squared variance, from the middles of the bins; 3 for a
// normal law, and 3 where it cannot be told.
func (s *Sketch) Kurtosis() float64 {
	mean, sd := s.Mean(), s.SD()
	if sd == 0 {
		return 3
	}
	var fourth float64
	s.walk(func(lo, hi float64, count uint64) bool {
		z := (float64((lo+hi)*0.5) - mean) / sd
		z2 := float64(z * z)
		fourth += float64(float64(z2*z2) * float64(count))
		return true
	})
	return fourth / float64(s.n)
}

// At is the value at a rank from 0 (the smallest) to n−1 (the largest), interpolated between values as
// Excel's PERCENTILE.INC does, and within a bin as if its values lay evenly.
func (s *Sketch) At(rank float64) float64 {
	value, before := s.max, 0.0
	if rank <= 0 {
		return s.min
	}
	if rank >= float64(s.n)-1 {
		return s.max
	}
	s.walk(func(lo, hi float64, count uint64) bool {
		c := float64(count)
		if rank >= before+c-0.5 {
			before += c
			return true
		}
		part := min((rank-before+0.5)/c, 1)
		value = lo + float64((hi-lo)*part)
		return false
	})
	return value
}

// Percentile is the value below which the part p of the values lies: rank (n−1)p.
func (s *Sketch) Percentile(p float64) float64 { return s.At(float64(p * (float64(s.n) - 1))) }

// walk visits the filled bins and atoms in ascending order, each clipped to the extremes, until f says stop. An
// atom has lo == hi.
func (s *Sketch) walk(f func(lo, hi float64, count uint64) bool) {
	g := s.grid
	atom := 0
	visit := func(lo, hi float64, count uint64) bool {
		if count == 0 {
			return true
		}
		return f(max(lo, s.min), min(hi, s.max), count)
	}
	atomsUpTo := func(x float64) bool {
		for ; atom < len(g.atoms) && g.atoms[atom] <= x; atom++ {
			if !visit(g.atoms[atom], g.atoms[atom], s.atoms[atom]) {
				return false
			}
		}
		return true
	}
	below := g.shift
	if len(g.knots) > 0 {
		below = g.knots[0]
	}
	if !visit(s.min, below, s.counts[0]) {
		return
	}
	for i := range g.perBin {
		if !atomsUpTo(g.knots[i]) {
			return
		}
		width := (g.knots[i+1] - g.knots[i]) / perSegment
		for j := range perSegment {
			lo := g.knots[i] + float64(float64(j)*width)
			hi := g.knots[i] + float64(float64(j+1)*width)
			if !visit(lo, min(hi, g.knots[i+1]), s.counts[1+i*perSegment+j]) {
				return
			}
		}
	}
	if !atomsUpTo(math.Inf(1)) {
		return
	}
	above := below
	if len(g.knots) > 0 {
		above = g.knots[len(g.knots)-1]
	}
	visit(above, s.max, s.counts[len(s.counts)-1])
}
