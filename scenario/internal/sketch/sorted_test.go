package sketch

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The values at ranks of a few that were kept are those that a selection finds, for every law and however few there
// are.
func TestSortedIsWhatASelectionFinds(t *testing.T) {
	for name, law := range laws() {
		for _, n := range []int{1, 2, 3, 51, 1024, 5000} {
			x := sample(n, law)
			before := slices.Clone(x)
			sorted := NewSorted(x)
			require.Equal(t, before, x, "%s: the values stay as they are", name)
			ranks := someRanks(n)
			selection := NewSelection(filled(pilotOf(x), x), ranks)
			selection.Keep()
			var f Finder
			selection.Add(x, &f)
			require.NoError(t, selection.Settle(func() error { return nil }))
			for _, rank := range ranks {
				require.Equal(t, math.Float64bits(selection.At(rank)), math.Float64bits(sorted.At(rank)),
					"%s: rank %v of %d", name, rank, n)
			}
		}
	}
}

// Minus zero is zero among the sorted too.
func TestSortedHasOneZero(t *testing.T) {
	minus := math.Copysign(0, -1)
	sorted := NewSorted([]float64{minus, 0, minus, 0, 1, minus})
	for rank := range 5 {
		assert.Zero(t, math.Float64bits(sorted.At(float64(rank))))
	}
}

// Counts of one value beyond 16 bits are whole: chunk by chunk, merged, and beside others. Where no bin is so full,
// they stay in 16 bits however many values there are.
func TestFullBins(t *testing.T) {
	same := func(n int) *Sketch {
		s := New(NewGrid(slices.Repeat([]float64{7}, PilotPaths), 1<<20, asked()))
		for some := range slices.Chunk(slices.Repeat([]float64{7}, n), ChunkPaths) {
			s.Add(some)
			s.Flush()
		}
		return s
	}
	for _, n := range []int{65_535, 65_536, 70_000, 200_000} {
		assert.Equal(t, uint64(n), slices.Max(same(n).State().Counts), "%d values", n)
		whole := same(n)
		for _, more := range []int{40_000, 30_000, 100_000} {
			require.NoError(t, whole.Merge(same(more)))
			n += more
			assert.Equal(t, uint64(n), slices.Max(whole.State().Counts))
		}
	}
	x := sample(300_000, laws()["normal"])
	smooth := filled(pilotOf(x), x)
	assert.Nil(t, smooth.older)
	other := filled(pilotOf(x), x)
	require.NoError(t, smooth.Merge(other))
	assert.Nil(t, smooth.older)
	for bin, count := range other.State().Counts {
		assert.Equal(t, 2*count, smooth.State().Counts[bin])
	}
}

// Figures are moved and turned, in place too, without a rounding.
func TestMoved(t *testing.T) {
	figures := []float64{1 << 51, 5, -3, 0, -(1 << 51)}
	assert.Equal(t, []float64{1<<51 - 5, 0, -8, -5, -(1 << 51) - 5}, Moved(make([]float64, 9), figures, 5, 1))
	assert.Equal(t, []float64{5 - 1<<51, 0, 8, 5, 1<<51 + 5}, Moved(figures, figures, 5, -1))
}

// Values are few just when at most an eighth of them are different, in whatever order they come.
func TestFew(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	for _, n := range []int{0, 1, 7, 8, 15, 16, 100, 4096} {
		for different := range []int{0, 1, 2, 3} {
			different += n/8 - 1
			if different < 1 || different > n {
				continue
			}
			values := make([]float64, n)
			for i := range values {
				values[i] = float64(i%different) * 1e-300
			}
			r.Shuffle(n, func(i, j int) { values[i], values[j] = values[j], values[i] })
			assert.Equal(t, different <= n/8, Few(values), "%d of %d", different, n)
		}
	}
	assert.True(t, Few(nil))
	assert.True(t, Few(slices.Repeat([]float64{0, math.Copysign(0, -1)}, 4)), "zero is one value")
	assert.True(t, Few(slices.Repeat([]float64{math.Inf(1), -1}, 8)))
}

// The ends are the extremes themselves, even those that are too far apart to be subtracted, or have no end.
func TestEndsOfSorted(t *testing.T) {
	for _, ends := range [][2]float64{{-math.MaxFloat64, math.MaxFloat64}, {math.Inf(-1), math.Inf(1)}} {
		sorted := NewSorted([]float64{ends[1], ends[0]})
		assert.Equal(t, ends, [2]float64{sorted.At(0), sorted.At(1)})
		assert.Equal(t, ends, [2]float64{sorted.At(-3), sorted.At(9)})
	}
	assert.Equal(t, math.Inf(1), NewSorted(slices.Repeat([]float64{math.Inf(1)}, 3)).At(0.5), "between equals")
	assert.Equal(t, 3.0, NewSorted([]float64{3}).At(0))
}

// Figures that are taken as they are moved make the state that the moved ones make, atoms among them.
func TestTakingMovedFigures(t *testing.T) {
	figures := make([]float64, 3*ChunkPaths)
	for i := range figures {
		figures[i] = float64([]int{3, 8, i % 100}[i%3])
	}
	figures = append(figures, slices.Repeat([]float64{8}, ChunkPaths)...) // an atom alone
	for _, by := range []float64{1, -1} {
		for _, at := range []float64{0, 5, -2, 8} {
			moved := Moved(make([]float64, len(figures)), figures, at, by)
			g := pilotOf(moved)
			require.NotEmpty(t, g.atoms)
			s := New(g)
			for chunk := range slices.Chunk(figures, ChunkPaths) {
				for piece := range slices.Chunk(chunk, 333) {
					s.AddMoved(piece, at, by)
				}
				s.Flush()
			}
			assert.Equal(t, filled(g, moved).State(), s.State(), "by %v from %v", by, at)
		}
	}
}
