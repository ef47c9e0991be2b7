package sketch

import (
	"errors"
	"fmt"
	"math"
)

// Shape is how many bins and atoms a state of the grid has.
func (g *Grid) Shape() (bins, atoms int) { return g.bins, len(g.atoms) }

// Check says what is wrong with a state of the grid that should hold n values: counts that do not add up, extremes
// outside the bins that hold something, sums that no such values have.
func (g *Grid) Check(t State, n uint64) error {
	if len(t.Counts) != g.bins || len(t.Atoms) != len(g.atoms) {
		return fmt.Errorf("%d bins and %d atoms, want %d and %d", len(t.Counts), len(t.Atoms), g.bins, len(g.atoms))
	}
	if t.N != n {
		return fmt.Errorf("%d values, want %d", t.N, n)
	}
	if n == 0 {
		return g.checkEmpty(t)
	}
	lowest, highest, err := occupied(t.Counts, n)
	if err != nil {
		return err
	}
	if !(t.Min <= t.Max) || math.IsInf(t.Min, 0) || math.IsInf(t.Max, 0) || g.bin(t.Min) != lowest ||
		g.bin(t.Max) != highest {
		return errors.New("the extremes are not where the counts are")
	}
	return errors.Join(g.checkAtoms(t), g.checkSums(t))
}

// checkEmpty is Check for no values.
func (g *Grid) checkEmpty(t State) error {
	empty := New(g).State()
	for _, counts := range [][]uint64{t.Counts, t.Atoms} {
		for _, c := range counts {
			if c != 0 {
				return errors.New("counts, but no values")
			}
		}
	}
	if t.Min != empty.Min || t.Max != empty.Max || t.Sum != empty.Sum || t.Squares != empty.Squares || t.Overflow {
		return errors.New("figures, but no values")
	}
	return nil
}

// occupied is the first and the last bin that holds something; all hold n together.
func occupied(counts []uint64, n uint64) (lowest, highest int, err error) {
	lowest = -1
	left := n
	for i, c := range counts {
		if c == 0 {
			continue
		}
		if c > left {
			return 0, 0, errors.New("more values in the bins than there are")
		}
		left -= c
		if lowest < 0 {
			lowest = i
		}
		highest = i
	}
	if left != 0 {
		return 0, 0, errors.New("fewer values in the bins than there are")
	}
	return lowest, highest, nil
}

// checkAtoms asks that every bin has room for its atoms, and that none lies beyond the extremes.
func (g *Grid) checkAtoms(t State) error {
	inBin := map[int]uint64{}
	for i, c := range t.Atoms {
		bin := g.bin(g.atoms[i])
		if c > t.Counts[bin]-inBin[bin] {
			return errors.New("more values at an atom than in its bin")
		}
		inBin[bin] += c
		if c > 0 && !(t.Min <= g.atoms[i] && g.atoms[i] <= t.Max) {
			return errors.New("an atom beyond the extremes")
		}
	}
	return nil
}

// checkSums asks that the mean lies between the extremes, and that the mean square is one that such values can have.
func (g *Grid) checkSums(t State) error {
	n := float64(t.N)
	low, high := t.Min-g.shift, t.Max-g.shift
	far := max(math.Abs(low), math.Abs(high))
	if t.Overflow {
		if most := float64(float64(far*far) * ChunkPaths); scaled(most, g.squarePlaces()) < scaled(0.5, wideBits) {
			return errors.New("sums too large for values so near")
		}
		return nil
	}
	// A chunk's sum is rounded as floats are, and cut to a last place.
	chunks := n/ChunkPaths + 2
	mean, cut := wide(t.Sum).float(g.places)/n, float64(chunks/n*scaled(1, -g.places))
	if room := float64(1e-6*far) + cut; mean < low-room || mean > high+room {
		return errors.New("the mean lies beyond the extremes")
	}
	square, cut := wide(t.Squares).float(g.squarePlaces())/n, float64(chunks/n*scaled(1, -g.squarePlaces()))
	most := float64(far * far)
	room := float64(1e-6*most) + cut
	if square < float64(mean*mean)-room || square > most+room {
		return errors.New("the squares do not go with the mean")
	}
	if most-room > float64(n*(square+room)) { // the outermost bins have no end
		return errors.New("an extreme is farther out than the squares allow")
	}
	return nil
}
