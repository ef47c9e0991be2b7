package sketch

import (
	"math"
	"slices"
)

// The promise of a percentile: it lies between the order statistics 1/tolerance of all values below and above its rank.
const tolerance = 5000

// luck is the square of how many standard errors counts may be from what a smooth law leads to expect: 3.7.
const luck = 14

// Doubtful reports whether the histogram may break the promise at any of some ranks, so that the values there have to
// be looked for ([Selection]). It is decided from counts and the grid alone, in whole numbers.
//
// Within a bin the values are taken to lie evenly. A bin that holds no more than 1/tolerance of all values cannot break
// the promise. In a fuller one with k values of a smooth law, the number below any point is off by √k/2 at most, one
// standard error (a Brownian bridge), so k may be as large as that leaves room; and its neighbours have about as many.
// A law that is not smooth shows in the pilot too: see [Grid].
func (s *Sketch) Doubtful(ranks []float64) bool {
	if s.grid.bare {
		return true
	}
	whole := wholeRanks(s, ranks)
	before, next := uint64(0), 0
	for bin := 0; bin < s.grid.bins && next < len(whole); bin++ {
		count := s.in(bin)
		if whole[next] >= before+count {
			before += count
			continue
		}
		doubtful := s.doubt(bin)
		for ; next < len(whole) && whole[next] < before+count; next++ {
			if doubtful && !s.inAtom(bin, whole[next]-before) {
				return true
			}
		}
		before += count
	}
	return false
}

// inAtom reports whether the value at a rank within a bin is an atom, however the others lie about it.
func (s *Sketch) inAtom(bin int, rank uint64) bool {
	others, before := s.smooth(bin), uint64(0)
	for i, a := range s.grid.atoms {
		if s.grid.bin(a) == bin {
			if before+others <= rank && rank < before+s.atoms[i].n {
				return true
			}
			before += s.atoms[i].n
		}
	}
	return false
}

// wholeRanks are the ranks of the values that percentiles at some ranks lie between, ascending, each once; the first
// and the last value are known.
func wholeRanks(s *Sketch, ranks []float64) (whole []uint64) {
	for _, r := range ranks {
		if r > 0 && r < float64(s.n)-1 {
			whole = append(whole, uint64(r), uint64(math.Floor(r)+1))
		}
	}
	slices.Sort(whole)
	return slices.Compact(whole)
}

// Suspect reports whether values like the pilot's are likely to make a sketch on the grid doubtful, for n of them.
func (g *Grid) Suspect(n uint64) bool {
	return g.varies && (g.bare || g.Odd() || n < keepsSmooth)
}

// Odd reports whether values like the pilot's are likely to make a sketch on the grid doubtful, however many they are.
func (g *Grid) Odd() bool { return g.coarse || g.crowded }

// Varies reports whether the pilot met more than one value.
func (g *Grid) Varies() bool { return g.varies }

// keepsSmooth is about how many values it takes for a normal law to keep the promise by a histogram.
const keepsSmooth = 85_000

// doubt reports whether a bin may break the promise.
func (s *Sketch) doubt(bin int) bool {
	k := s.smooth(bin)
	if k*tolerance <= s.n {
		return false
	}
	if s.grid.crowded || bin == 0 || bin == s.grid.bins-1 || s.grid.repeats(bin) {
		return true
	}
	if k*(luck*tolerance*tolerance/4) > s.n*s.n { // 3.7·√k/2 > n/tolerance, squared
		return true
	}
	// 2k less its neighbours has variance 4k and theirs. Up to 1/tolerance of all values it does not matter.
	below, above := s.smooth(bin-1), s.smooth(bin+1)
	odd := max(2*k, below+above) - min(2*k, below+above)
	return odd*tolerance > s.n && odd*odd > luck*(4*k+below+above)
}

// smooth is how many values of a bin are not atoms.
func (s *Sketch) smooth(bin int) uint64 {
	n := s.in(bin)
	for i, a := range s.grid.atoms {
		if s.grid.bin(a) == bin {
			n -= s.atoms[i].n
		}
	}
	return n
}

// repeats reports whether a value in the bin was met more than once by the pilot.
func (g *Grid) repeats(bin int) bool {
	return slices.ContainsFunc(g.repeated, func(x float64) bool { return g.bin(x) == bin })
}

const (
	mostRepeated = 8  // values that a smooth law on a fine scale (whole pence) may repeat
	nearby       = 64 // values less than 1/nearby of a bin apart are a pair
	mostPairs    = 48 // pairs that a smooth law may have, far more than any of the tests' has
)

// lookForCrowds finds what a smooth law's pilot would hardly show among the sorted values that are not atoms: values
// that occur again, and many pairs within a small part of a bin.
func (g *Grid) lookForCrowds(sorted []float64) {
	pairs := 0
	for i := 1; i < len(sorted); i++ {
		a, b := sorted[i-1], sorted[i]
		if a == b && (len(g.repeated) == 0 || g.repeated[len(g.repeated)-1] != a) {
			g.repeated = append(g.repeated, a+0)
		}
		if g.pair(a, b) {
			pairs++
		}
	}
	g.crowded = pairs > mostPairs || len(g.repeated) > mostRepeated
}

// pair reports whether two values are nearer than a small part of a bin.
func (g *Grid) pair(a, b float64) bool {
	if !g.stretched {
		return float64(float64((b-a)*g.perUnit)*nearby) < 1
	}
	low, high := g.ends(g.bin(a))
	return float64((b-a)*nearby) < high-low
}
