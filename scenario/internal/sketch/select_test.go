package sketch

import (
	"context"
	"math"
	"slices"
	"sync"
	"testing"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario/internal/wire"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// asked are the percentiles that results show.
func asked() []float64 { return []float64{0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95} }

// someRanks are the real-valued ranks of percentiles and of their intervals' bounds.
func someRanks(n int) []float64 {
	var ranks []float64
	for _, p := range asked() {
		middle, width := float64(p*float64(n-1)), float64(1.96*math.Sqrt(float64(float64(float64(n)*p)*(1-p))))
		ranks = append(ranks, middle, middle-width, middle+width)
	}
	return ranks
}

// inclusive is Excel's PERCENTILE.INC at a rank of sorted values.
func inclusive(sorted []float64, rank float64) float64 {
	last := len(sorted) - 1
	if rank <= 0 {
		return sorted[0] + 0
	}
	if rank >= float64(last) {
		return sorted[last] + 0
	}
	low, high := sorted[int(rank)]+0, sorted[int(rank)+1]+0
	if low == high {
		return low
	}
	return low + float64((high-low)*(rank-math.Floor(rank)))
}

// never gives up.
func never() error { return nil }

// pass shows a selection all values, in blocks from both ends at once.
func pass(s *Selection, values []float64) {
	var wg sync.WaitGroup
	half := len(values) / 2 / 512 * 512
	for _, part := range [][]float64{values[:half], values[half:]} {
		wg.Go(func() {
			var f Finder
			for block := range slices.Chunk(part, 512) {
				s.Add(block, &f)
			}
		})
	}
	wg.Wait()
}

// found runs all passes, narrowing while there is more to keep than the limit.
func found(t *testing.T, sketch *Sketch, values []float64, limit uint64) (s *Selection, narrowed int) {
	s = NewSelection(sketch, someRanks(len(values)))
	for ; s.Count() > limit; narrowed++ {
		require.Less(t, narrowed, 12, "a key has 64 bits, and a pass settles six")
		s.Tally()
		pass(s, values)
		require.NoError(t, s.Narrow())
	}
	s.Keep()
	pass(s, values)
	require.NoError(t, s.Settle(never))
	return s, narrowed
}

// selectionLaws are the laws of sketches, and some that are awkward to select from.
func selectionLaws() map[string]func(n int) []float64 {
	all := map[string]func(n int) []float64{
		"signs of zero": func(n int) []float64 {
			x := make([]float64, n)
			for i := range x {
				x[i] = math.Copysign(float64(i%7/3), float64(i%2)-0.5)
			}
			return x
		},
		"atoms that the pilot missed": func(n int) []float64 {
			x := sample(n, laws()["normal"])
			for i := PilotPaths; i < n; i += 3 {
				x[i] = []float64{100, 100.25, 85, 1e6, -1e6}[i%5]
			}
			return x
		},
		"far beyond the pilot": func(n int) []float64 {
			x := sample(n, laws()["normal"])
			for i := PilotPaths; i < n; i++ {
				x[i] *= 1e9
			}
			return x
		},
		"around zero": func(n int) []float64 {
			x := sample(n, laws()["normal"])
			for i := range x {
				x[i] = (x[i] - 100) * 1e-12
			}
			return x
		},
	}
	for name, law := range laws() {
		all[name] = func(n int) []float64 { return sample(n, law) }
	}
	return all
}

// The values found are those of a sorted list, bit for bit, whether all is kept at once or narrowed first.
func TestSelectionIsTheSortedList(t *testing.T) {
	for name, values := range selectionLaws() {
		for _, n := range []int{1, 2, 7, 1000, 300_000} {
			x := values(n)
			sketch := filled(pilotOf(x), x)
			sorted := slices.Clone(x)
			slices.Sort(sorted)
			for _, limit := range []uint64{math.MaxUint64, 10_000, 50, 0} {
				s, narrowed := found(t, sketch, x, limit)
				for _, r := range someRanks(n) {
					want, got := inclusive(sorted, r), s.At(r)
					require.Equal(t, math.Float64bits(want), math.Float64bits(got),
						"%s, %d values, at most %d kept: rank %v is %v, found %v", name, n, limit, r, want, got)
				}
				t.Logf("%s, %d values: %d kept after %d narrowings", name, n, len(s.kept), narrowed)
			}
		}
	}
}

// Whatever the values, the pilot and the ceiling: 10⁵ cases deep.
func TestSelectionOfAnything(t *testing.T) {
	value := rapid.OneOf(
		rapid.SampledFrom([]float64{0, math.Copysign(0, -1), 1, -1, math.SmallestNonzeroFloat64, -math.MaxFloat64,
			math.Inf(1), 1e300, math.Nextafter(1, 2)}),
		rapid.Float64Range(-2, 2), rapid.Float64())
	testkit.Check(t, 100_000, func(rt *rapid.T) {
		pilot := rapid.SliceOfN(value.Filter(finite), 1, 40).Draw(rt, "pilot")
		x := rapid.SliceOfN(value, 1, 200).Draw(rt, "values")
		ranks := rapid.SliceOfN(rapid.Float64Range(-1, float64(len(x))), 1, maxRanks/2).Draw(rt, "ranks")
		limit := rapid.Uint64Range(0, 50).Draw(rt, "limit")
		s := NewSelection(filled(NewGrid(pilot, 100_000, asked()), x), ranks)
		for s.Count() > limit {
			s.Tally()
			pass(s, x)
			require.NoError(rt, s.Narrow())
		}
		s.Keep()
		pass(s, x)
		require.NoError(rt, s.Settle(never))
		slices.Sort(x)
		for _, r := range ranks {
			if want, got := inclusive(x, r), s.At(r); math.Float64bits(want) != math.Float64bits(got) &&
				!math.IsNaN(want) {
				rt.Fatalf("rank %v of %v is %v, found %v", r, x, want, got)
			}
		}
	})
}

func finite(x float64) bool { return !math.IsInf(x, 0) && !math.IsNaN(x) }

// Many values that were kept are narrowed where they are, and giving up is heeded.
func TestSettleNarrows(t *testing.T) {
	x := selectionLaws()["far beyond the pilot"](500_000)
	sketch := filled(pilotOf(x), x)
	s := NewSelection(sketch, someRanks(len(x)))
	require.Greater(t, s.Count(), uint64(sortLimit))
	s.Keep()
	pass(s, x)
	assert.ErrorIs(t, s.Settle(func() error { return context.Canceled }), context.Canceled)
}

// Where all is certain, or in atoms, there is nothing to keep.
func TestAtomsAreNotKept(t *testing.T) {
	for _, name := range []string{"constant", "two-valued"} {
		x := sample(10_000, laws()[name])
		assert.Zero(t, NewSelection(filled(pilotOf(x), x), someRanks(len(x))).Count(), name)
	}
}

// A second pass that is not like the first is an error, not a wrong figure.
func TestOtherFiguresAreFound(t *testing.T) {
	x := sample(50_000, laws()["normal"])
	sketch := filled(pilotOf(x), x)
	for _, other := range [][]float64{x[:40_000], append(slices.Clone(x), x...), nil} {
		s := NewSelection(sketch, someRanks(len(x)))
		s.Tally()
		pass(s, other)
		assert.ErrorIs(t, s.Narrow(), errOther)
		s = NewSelection(sketch, someRanks(len(x)))
		s.Keep()
		pass(s, other)
		assert.ErrorIs(t, s.Settle(never), errOther)
	}
}

// Keys order the floats and go back to them.
func TestKeys(t *testing.T) {
	floats := []float64{math.Inf(-1), -math.MaxFloat64, -1, -math.SmallestNonzeroFloat64, 0,
		math.SmallestNonzeroFloat64, 1, math.Nextafter(1, 2), math.Inf(1)}
	for i, x := range floats {
		assert.Equal(t, x, keyed(key(x)))
		if i > 0 {
			assert.Less(t, key(floats[i-1]), key(x))
		}
	}
	assert.Equal(t, key(1)+1, key(math.Nextafter(1, 2)))
}

func BenchmarkSelection(b *testing.B) {
	for name, law := range laws() {
		b.Run(name, func(b *testing.B) {
			x := sample(1_000_000, law)
			s := NewSelection(filled(pilotOf(x), x), someRanks(len(x)))
			s.Keep()
			var f Finder
			for i := 0; b.Loop(); i++ {
				at := i % (len(x) / 512) * 512
				s.Add(x[at:at+512], &f)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*512), "ns/value")
			b.ReportMetric(float64(s.Count())/float64(len(x)), "kept")
		})
	}
}

// Many values that were kept, and are not those that are looked for, are an error wherever it shows.
func TestKeptValuesOfOthers(t *testing.T) {
	x := selectionLaws()["far beyond the pilot"](500_000)
	s := NewSelection(filled(pilotOf(x), x), someRanks(len(x)))
	require.Greater(t, s.Count(), uint64(sortLimit))
	s.SetKept(make([]float64, s.Count()))
	assert.ErrorIs(t, s.Settle(never), errOther)
}

// The values at both ends of a span are in it.
func TestEndsOfSpans(t *testing.T) {
	x := sample(20_000, laws()["normal"])
	s := NewSelection(filled(pilotOf(x), x), someRanks(len(x)))
	for i := range s.spans {
		b := &s.spans[i]
		for k, in := range map[uint64]bool{b.from: true, b.last: true} {
			got, err := s.ReadKept(wire.NewReader(AppendKept(nil, []float64{keyed(k)})), 10)
			assert.NoError(t, err)
			assert.Equal(t, []float64{keyed(k)}, got)
			assert.Equal(t, in, s.spanOf(k, 0) == b)
		}
	}
}
