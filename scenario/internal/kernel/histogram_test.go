package kernel

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A summariser is a row of the table: a loop that summarises values, and finds their bins if bin numbers them.
type summariser struct {
	name string
	bins int
	run  func(s Set, found []uint16, values []float64, see View, m *Moments)
	bin  func(x float64) int
}

func summarisers() []summariser {
	rows := []summariser{{
		"summarise", 0,
		func(s Set, _ []uint16, values []float64, see View, m *Moments) { s.Summarise(values, see, m) },
		func(float64) int { return -1 },
	}}
	for _, g := range []struct {
		bins         int
		low, perUnit float64
	}{{1024, -8, 64}, {1024, -0x1p51, 0x1p-42}, {2, 0, 0}, {3, 1, 1e300}, {64, math.Inf(-1), 1}, {1 << 16, -8, 4096}} {
		rows = append(rows, summariser{
			fmt.Sprint("even ", g), g.bins,
			func(s Set, found []uint16, values []float64, see View, m *Moments) {
				s.EvenBins(found, values, see, g.low, g.perUnit, float64(g.bins-1), m)
			},
			func(x float64) int { return EvenBin(x, g.low, g.perUnit, float64(g.bins-1)) },
		})
	}
	for _, g := range []struct {
		bins           int
		centre, offset float64
		cut            uint64
	}{{2048, 0, 1.0 / 64, 46}, {2048, 1e6, 3, 49}, {2, -1, 1e-300, 46}, {1000, 0.5, 0x1p40, 32},
		{1 << 16, 0, 0x1p-20, 42}} {
		rows = append(rows, summariser{
			fmt.Sprint("stretched ", g), g.bins,
			func(s Set, found []uint16, values []float64, see View, m *Moments) {
				s.StretchedBins(found, values, see, g.centre, g.offset, g.cut, g.bins/2, m)
			},
			func(x float64) int {
				return StretchedBin(x, g.centre, g.offset, math.Float64bits(g.offset), g.cut, g.bins/2)
			},
		})
	}
	return rows
}

// Every implementation summarises and finds bins as value after value would, whole rounds of whatever number, and
// writes nothing else.
func TestSummarisersAgree(t *testing.T) {
	each(t, func(t *testing.T, s Set) {
		for _, row := range summarisers() {
			for _, n := range lengths() {
				for seed := range uint64(4) {
					row.compare(t, s, column(n&^(Lanes-1), seed))
				}
			}
			row.compare(t, s, slices.Repeat([]float64{math.NaN()}, Lanes))
			row.compare(t, s, slices.Repeat([]float64{0, math.Copysign(0, -1), math.Copysign(0, -1), 0, 0}, Lanes))
		}
	})
}

// compare looks at values as they are, from beside them, and in a mirror.
func (row summariser) compare(t *testing.T, s Set, values []float64) {
	for _, see := range []View{AsIs(), {1, -1000.5}, {-1, 3}} {
		row.compareSeen(t, s, values, see)
	}
}

// compareSeen starts from moments that hold something already.
func (row summariser) compareSeen(t *testing.T, s Set, values []float64, see View) {
	const before = 0xbeef
	found := slices.Repeat([]uint16{before}, len(values)+2*guards)
	got := [3]Moments{NewMoments(-1), NewMoments(0.3), NewMoments(-1)}
	got[1].One(0, 5)
	want, wantFound := got, slices.Clone(found)
	for i, x := range values {
		x = see.See(x)
		want[1].One(i%Lanes, x)
		if row.bins > 0 {
			wantFound[guards+i] = uint16(row.bin(x))
		}
	}
	copied, _ := guarded(values)
	row.run(s, found[guards:guards+len(values):guards+len(values)], copied, see, &got[1])
	require.Equal(t, wantFound, found, "%s of %d", row.name, len(values))
	require.Equal(t, want[0], got[0])
	require.Equal(t, want[2], got[2])
	a, b := want[1], got[1]
	for i := range Lanes {
		require.True(t, same(a.Sums[i], b.Sums[i]), "%s of %d: lane %d has %v, not %v", row.name, len(values), i,
			b.Sums[i], a.Sums[i])
		require.True(t, same(a.Squares[i], b.Squares[i]), "%s of %d: lane %d has %v, not %v", row.name, len(values), i,
			b.Squares[i], a.Squares[i])
	}
	low, high := a.Extremes()
	gotLow, gotHigh := b.Extremes()
	require.True(t, same(low, gotLow) && same(high, gotHigh), "%s of %d: %v to %v, not %v to %v", row.name, len(values),
		gotLow, gotHigh, low, high)
	require.Equal(t, a.Shift, b.Shift)
}

// Every value at every place of a round has its bin, at the ends of the bins too.
func TestBinsAtEdges(t *testing.T) {
	each(t, func(t *testing.T, s Set) {
		for _, row := range summarisers() {
			if row.bins == 0 {
				continue
			}
			for _, x := range nasty() {
				for place := range Lanes {
					values := make([]float64, Lanes)
					values[place] = x
					row.compare(t, s, values)
				}
			}
		}
	})
}

// Bins: what lies beyond is in the outermost, and what is not a number has one.
func TestBinNumbers(t *testing.T) {
	negativeZero := math.Copysign(0, -1)
	for x, want := range map[float64]int{math.Inf(-1): 0, -1e300: 0, negativeZero: 0, 0.5: 0, 1: 1, 8.9: 8, 9: 9,
		9.5: 9, 1e300: 9, math.Inf(1): 9} {
		assert.Equal(t, want, EvenBin(x, 0, 1, 9), "%v", x)
	}
	assert.Equal(t, 0, EvenBin(math.NaN(), 0, 1, 9))
	one := math.Float64bits(1)
	for x, want := range map[float64]int{math.Inf(-1): 0, -1e300: 0, -3: 2, -1: 3, -0.5: 4, 0: 5, 0.5: 5, 1: 6, 3: 7,
		1e300: 9, math.Inf(1): 9} {
		assert.Equal(t, want, StretchedBin(x, 0, 1, one, 52, 5), "%v", x)
	}
	assert.Equal(t, 5, StretchedBin(negativeZero, 0, 1, one, 52, 5), "−0 is 0")
	assert.Equal(t, 9, StretchedBin(math.NaN(), 0, 1, one, 52, 5))
	assert.Equal(t, 0, StretchedBin(math.Copysign(math.NaN(), -1), 0, 1, one, 52, 5))
}

func TestExtremes(t *testing.T) {
	m := NewMoments(0)
	low, high := m.Extremes()
	assert.Equal(t, []float64{math.Inf(1), math.Inf(-1)}, []float64{low, high})
	m.One(3, math.NaN())
	m.One(4, math.Copysign(0, -1))
	low, high = m.Extremes()
	assert.False(t, math.Signbit(low) || math.Signbit(high), "−0 is 0")
	m.One(7, -2)
	m.One(2, 5)
	low, high = m.Extremes()
	assert.Equal(t, []float64{-2, 5}, []float64{low, high})
	m.One(4, math.Inf(1))
	low, high = m.Extremes()
	assert.Equal(t, []float64{-2, math.Inf(1)}, []float64{low, high})
}

// Equality is that of numbers; what is not a number is neither equal nor zero or more.
func TestCounts(t *testing.T) {
	nan, negativeZero := math.NaN(), math.Copysign(0, -1)
	x := []float64{0, negativeZero, 1, -1, nan, math.Inf(1), math.Inf(-1), math.SmallestNonzeroFloat64,
		-math.SmallestNonzeroFloat64}
	assert.Equal(t, 2, Equal(x, 0))
	assert.Equal(t, 0, Equal(x, nan))
	assert.Equal(t, 1, Equal(x, math.Inf(-1)))
	assert.Equal(t, 5, ZeroOrMore(x))
	onlyA, onlyB := Apart(x, []float64{-1, nan, -1, 0, 0, 0, 0, 0, nan})
	assert.Equal(t, [2]int{3, 3}, [2]int{onlyA, onlyB})
	onlyA, onlyB = Apart(nil, nil)
	assert.Equal(t, [2]int{}, [2]int{onlyA, onlyB})
}

// What is not whole rounds would be read beyond its end.
func TestSummarisersTakeWholeRounds(t *testing.T) {
	m := NewMoments(0)
	bins := make([]uint16, 16)
	for _, n := range []int{1, 7, 9} {
		assert.Panics(t, func() { Summarise(make([]float64, n), AsIs(), &m) })
		assert.Panics(t, func() { EvenBins(bins, make([]float64, n), AsIs(), 0, 1, 2, &m) })
		assert.Panics(t, func() { StretchedBins(bins, make([]float64, n), AsIs(), 0, 1, 46, 1, &m) })
	}
	assert.Panics(t, func() { EvenBins(nil, make([]float64, Lanes), AsIs(), 0, 1, 2, &m) }, "no room for the bins")
	assert.Panics(t, func() { StretchedBins(nil, make([]float64, Lanes), AsIs(), 0, 1, 46, 1, &m) })
}

// A count is of the bins of whatever number.
func TestCount(t *testing.T) {
	for n := range 10 {
		counts := []uint16{5, 0, math.MaxUint16}
		Count(counts, slices.Repeat([]uint16{1}, n))
		assert.Equal(t, []uint16{5, uint16(n), math.MaxUint16}, counts)
	}
	counts := make([]uint16, 4)
	Count(counts, []uint16{0, 1, 2, 3, 3, 0, 0})
	assert.Equal(t, []uint16{3, 1, 1, 2}, counts)
	assert.Panics(t, func() { Count(counts, []uint16{4}) }, "a bin that there is not")
}

// Another package's tests choose an implementation and put back what was there.
func TestUse(t *testing.T) {
	before := Active()
	restore, ok := Use("go")
	require.True(t, ok)
	assert.Equal(t, "go", Active())
	restore()
	assert.Equal(t, before, Active())
	_, ok = Use("abacus")
	assert.False(t, ok)
}

// Of every cache line of counts one is read, and nothing beyond them.
func TestFetchReadsEveryLine(t *testing.T) {
	for n := range 16*32 + 1 {
		counts := make([]uint16, n)
		var want uint16
		for line := 0; 32*line < n; line++ {
			counts[32*line] = 1 << line
			want |= 1 << line
		}
		assert.Equal(t, want, fetch(counts), "%d counts", n)
	}
}

// A value is seen as By × value + Plus: as it is, from beside it, or in a mirror. −0 is 0.
func TestViews(t *testing.T) {
	for _, x := range []float64{-2.5, 0, 1, 1e300, math.Inf(-1)} {
		assert.Equal(t, x, AsIs().See(x))
		assert.Equal(t, x-3, View{By: 1, Plus: -3}.See(x))
		assert.Equal(t, 3-x, View{By: -1, Plus: 3}.See(x))
	}
	assert.False(t, math.Signbit(AsIs().See(math.Copysign(0, -1))))
}

// The functions summarise whole rounds, and no values at all, and find their bins, whichever set is in use.
func TestRoundsAreSummarised(t *testing.T) {
	each(t, func(t *testing.T, s Set) {
		use(t, s)
		for rounds := range 3 {
			values := column(rounds*Lanes, 1)
			bins, want := make([]uint16, len(values)), make([]uint16, len(values))
			got := [3]Moments{NewMoments(0.5), NewMoments(0.5), NewMoments(0.5)}
			Summarise(values, AsIs(), &got[0])
			EvenBins(bins, values, AsIs(), -8, 64, 1023, &got[1])
			for i, x := range values {
				want[i] = uint16(EvenBin(AsIs().See(x), -8, 64, 1023))
			}
			assert.Equal(t, want, bins)
			StretchedBins(bins, values, AsIs(), 0, 1, 46, 1000, &got[2])
			for i, x := range values {
				want[i] = uint16(StretchedBin(AsIs().See(x), 0, 1, math.Float64bits(1), 46, 1000))
			}
			assert.Equal(t, want, bins)
			one := NewMoments(0.5)
			for i, x := range values {
				one.One(i%Lanes, x)
			}
			for _, m := range got {
				assert.Equal(t, fmt.Sprint(one.Sums, one.Squares), fmt.Sprint(m.Sums, m.Squares))
			}
		}
	})
}
