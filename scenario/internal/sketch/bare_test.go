package sketch

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/openenvelope/envelope/scenario/internal/wire"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A sketch on a bare grid has the moments and extremes that one with a histogram has, in one column or in many, and
// says that its percentiles are to be looked for elsewhere; its grid is read as it was written.
func TestABareSketchHasMomentsAndNoHistogram(t *testing.T) {
	for name, law := range laws() {
		for _, n := range []int{1, 2, 7, 8, 500, PilotPaths} {
			x := sample(n, law)
			g := NewBare([][]float64{x})[0]
			bare, counted := filled(g, x), filled(pilotOf(x), x)
			assert.Equal(t, counted.Min(), bare.Min(), name)
			assert.Equal(t, counted.Max(), bare.Max(), name)
			assert.InEpsilon(t, 1+math.Abs(counted.Mean()), 1+math.Abs(bare.Mean()), 1e-12, "%s, %d values", name, n)
			assert.InDelta(t, counted.SD(), bare.SD(), 1e-9*max(counted.SD(), math.Abs(counted.Mean())), "%s, %d values",
				name, n)
			assert.Equal(t, counted.Min() != counted.Max(), g.Varies(), name)
			assert.True(t, bare.Bare() && bare.Doubtful(nil), name)
			assert.False(t, counted.Bare(), name)
			assert.NoError(t, g.Check(bare.State(), uint64(n)), name)

			one := New(g)
			for _, v := range x {
				one.Add([]float64{v})
			}
			one.Flush()
			assert.Equal(t, bare.State(), one.State(), "%s, %d values one by one", name, n)

			read, err := ReadGrid(wire.NewReader(g.Append(nil)))
			require.NoError(t, err, name)
			assert.Equal(t, g, read, name)
		}
	}
}

// What a sorter is asked for is what sorting everything gives, at the rank and at that as far from the other end.
func TestASorterHasTheValuesAtItsRanks(t *testing.T) {
	for name, draw := range pilots() {
		for _, n := range []int{1, 2, 3, 25, 500, PilotPaths} {
			for i, rank := range append(someRanks(n), -1, float64(n), 0.3, float64(n)/3+0.1, float64(n)/2+0.4) {
				r := rand.New(rand.NewPCG(uint64(i), uint64(n)))
				x := make([]float64, n)
				for i := range x {
					x[i] = draw(r)
				}
				want := NewSorted(x)
				got := NewSorter(n, []float64{rank}).Sorted(filled(NewBare([][]float64{x})[0], x), slices.Clone(x))
				for _, rank := range []float64{rank, float64(n-1) - rank} {
					require.Equal(t, math.Float64bits(want.At(rank)), math.Float64bits(got.At(rank)),
						"%s: rank %v of %d", name, rank, n)
				}
			}
		}
	}
}

// Minus zero is zero among all values, and at each of a sorter's ranks.
func TestMinusZeroIsSortedAsZero(t *testing.T) {
	x := slices.Repeat([]float64{math.Copysign(0, -1)}, 5)
	for _, zero := range NewSorted(x) {
		assert.Zero(t, math.Float64bits(zero))
	}
	got := NewSorter(5, []float64{2}).Sorted(filled(NewBare([][]float64{x})[0], x), x)
	for _, rank := range []float64{-1, 0, 2, 2.5, 4} {
		assert.Zero(t, math.Float64bits(got.At(rank)))
	}
}

// The kurtosis is that of the definition, and the same bits in any order: (1, 1, 1, 1, 6) has 3.25.
func TestKurtosisOfValues(t *testing.T) {
	x := Sorted{1, 1, 1, 6, 1}
	assert.Equal(t, 3.25, x.Kurtosis(2, 2))
	assert.Equal(t, 3.0, Sorted{5, 5}.Kurtosis(5, 0), "where nothing varies it is that of a normal law")
	many := Sorted(sample(PilotPaths, laws()["normal"]))
	want := many.Kurtosis(0.1, 0.9)
	slices.Sort(many)
	assert.Equal(t, math.Float64bits(want), math.Float64bits(many.Kurtosis(0.1, 0.9)))
	assert.Equal(t, float64(MostSorted*MostSorted), Sorted{math.MaxFloat64}.Kurtosis(0, 1),
		"a term beyond what can be is cut")
}

// More values than there are bins to place them in are sorted too.
func TestSortingManyValues(t *testing.T) {
	x := sample(3*mostPlaced, laws()["normal"])
	require.True(t, slices.Equal(slices.Sorted(slices.Values(x)), NewSorted(x)))
}
