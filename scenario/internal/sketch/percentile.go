package sketch

import (
	"sort"
)

// An Order is what a sketch holds in ascending order, from which values at ranks are read.
type Order struct {
	min, max float64
	n        float64
	parts    []part
}

// A part is neighbouring values, an atom or what a bin holds, and how many are before it.
type part struct{ low, high, count, before float64 }

// Read takes what a sketch holds, in place of what the order held.
func (o *Order) Read(s *Sketch) {
	o.min, o.max, o.n, o.parts = s.min, s.max, 0, o.parts[:0]
	if s.n == 0 {
		return
	}
	g, last := s.grid, s.grid.bins-1
	atom, atomBin := 0, g.atomBin(0)
	edge, at := 0.0, -1 // the lower end of the bin at a place, which is the upper one of that before
	for bin, highest := s.occupied(g.bin(s.min)), g.bin(s.max); bin <= highest; bin = s.occupied(bin + 1) {
		for 0 <= atomBin && atomBin < bin { // none of it is here
			atom++
			atomBin = g.atomBin(atom)
		}
		switch count := s.in(bin); {
		case bin == 0 || bin == last || bin == atomBin:
			atom = o.bin(s, bin, atom)
			atomBin = g.atomBin(atom)
		default:
			if at != bin {
				edge, _ = g.ends(bin)
			}
			lo, hi := edge, g.upper(bin)
			o.add(lo, hi, count)
			edge, at = hi, bin+1
		}
	}
}

// atomBin is the bin of the i-th atom; −1 if there is none.
func (g *Grid) atomBin(i int) int {
	if i < len(g.atoms) {
		return g.bin(g.atoms[i])
	}
	return -1
}

// bin takes a filled bin, and the atoms in it, of which one is the first that may be; it returns the one after them.
// What is not an atom lies below and above it in proportion to the room there.
func (o *Order) bin(s *Sketch, bin, atom int) int {
	g, count := s.grid, s.in(bin)
	lo, hi := g.ends(bin)
	if bin == 0 {
		lo = s.min
	}
	if bin == g.bins-1 {
		hi = s.max
	}
	lo, hi = max(lo, s.min), max(min(hi, s.max), max(lo, s.min))
	last := atom
	for last < len(g.atoms) && g.bin(g.atoms[last]) == bin {
		count -= s.atoms[last].n
		last++
	}
	for ; atom < last; atom++ {
		below := uint64(0)
		if a := min(max(g.atoms[atom], lo), hi); a > lo {
			below = min(uint64(float64(float64(count)*(a-lo))/(hi-lo)+0.5), count)
		}
		o.add(lo, g.atoms[atom], below)
		o.add(g.atoms[atom], g.atoms[atom], s.atoms[atom].n)
		lo, count = max(lo, g.atoms[atom]), count-below
	}
	o.add(lo, max(lo, hi), count)
	return atom
}

// add takes a part, if there is something in it, clipped to the extremes.
func (o *Order) add(lo, hi float64, count uint64) {
	if count > 0 {
		o.parts = append(o.parts, part{max(lo, o.min), min(hi, o.max), float64(count), o.n})
		o.n += float64(count)
	}
}

// At is the value at a rank from 0 (the smallest) to n−1 (the largest), interpolated between values as
// Excel's PERCENTILE.INC does, and within a bin as if its values lay evenly.
func (o *Order) At(rank float64) float64 {
	if rank <= 0 {
		return o.min
	}
	i := sort.Search(len(o.parts), func(i int) bool { return rank < o.parts[i].before+o.parts[i].count-0.5 })
	if rank >= o.n-1 || i == len(o.parts) {
		return o.max
	}
	p := o.parts[i]
	share := min(max((rank-p.before+0.5)/p.count, 0), 1)
	return p.low + float64((p.high-p.low)*share)
}

// Kurtosis is the fourth central moment over the squared variance, given mean and standard deviation, from the middles
// of the bins; 3 for a normal law, and 3 where it cannot be told.
func (o *Order) Kurtosis(mean, sd float64) float64 {
	if sd == 0 {
		return 3
	}
	var fourth float64
	for i, p := range o.parts {
		within := 0.5
		switch { // what lies beyond all bins crowds at its inner end
		case i == 0:
			within = 0.75
		case i == len(o.parts)-1:
			within = 0.25
		}
		z := (p.low + float64((p.high-p.low)*within) - mean) / sd
		z2 := float64(z * z)
		fourth += float64(float64(z2*z2) * p.count)
	}
	return fourth / o.n
}

// At reads one value; an [Order] reads many faster.
func (s *Sketch) At(rank float64) float64 {
	var o Order
	o.Read(s)
	return o.At(rank)
}

// Percentile is the value below which the part p of the values lies: rank (n−1)p.
func (s *Sketch) Percentile(p float64) float64 { return s.At(float64(p * (float64(s.n) - 1))) }
