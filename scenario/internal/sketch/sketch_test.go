package sketch

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	_ "github.com/openenvelope/envelope/internal/testkit" // -deep, for every package
	"github.com/openenvelope/envelope/scenario/internal/kernel"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// laws are columns as they come out of models: smooth, skewed, two-humped, with a point mass, and not at all.
func laws() map[string]func(*rand.Rand) float64 {
	return map[string]func(*rand.Rand) float64{
		"normal":        func(r *rand.Rand) float64 { return 100 + 15*r.NormFloat64() },
		"pence":         func(r *rand.Rand) float64 { return math.Round(1e13 * (1 + 0.01*r.NormFloat64())) },
		"lognormal 0.5": func(r *rand.Rand) float64 { return math.Exp(0.5 * r.NormFloat64()) },
		"lognormal 1.5": func(r *rand.Rand) float64 { return math.Exp(1.5 * r.NormFloat64()) },
		"bimodal": func(r *rand.Rand) float64 {
			return float64(r.IntN(2))*20 + r.NormFloat64()
		},
		"30% atom": func(r *rand.Rand) float64 {
			if r.Float64() < 0.3 {
				return 0
			}
			return 2 + 3*r.NormFloat64()
		},
		"uniform":  func(r *rand.Rand) float64 { return r.Float64() },
		"constant": func(*rand.Rand) float64 { return 7.25 },
		"two-valued": func(r *rand.Rand) float64 {
			return float64(r.IntN(2))
		},
	}
}

func sample(n int, law func(*rand.Rand) float64) []float64 {
	r := rand.New(rand.NewPCG(1, 2))
	x := make([]float64, n)
	for i := range x {
		x[i] = law(r)
	}
	return x
}

// filled summarises values in chunks, as the engine does.
func filled(g *Grid, values []float64) *Sketch {
	s := New(g)
	for len(values) > 0 {
		n := min(len(values), ChunkPaths)
		s.Add(values[:n])
		s.Flush()
		values = values[n:]
	}
	return s
}

func pilotOf(x []float64) *Grid { return NewGrid(x[:min(len(x), PilotPaths)], uint64(len(x)), asked()) }

// Rank error: how far the true rank of a percentile that results show is from the one asked for. At 10⁶ values it is at
// most 0.02% for every one of these laws.
func TestPercentilesHaveSmallRankError(t *testing.T) {
	const n = 1_000_000
	for name, law := range laws() {
		t.Run(name, func(t *testing.T) {
			x := sample(n, law)
			s := filled(pilotOf(x), x)
			slices.Sort(x)
			for _, p := range asked() {
				q := s.Percentile(p)
				lo, _ := slices.BinarySearch(x, q)
				hi, _ := slices.BinarySearch(x, math.Nextafter(q, math.Inf(1)))
				rank := p * (n - 1)
				miss := math.Max(0, math.Max(float64(lo)-rank, rank-float64(hi)))
				assert.LessOrEqual(t, miss/n, 0.0002, "p%v = %v", 100*p, q)
			}
			assert.Equal(t, x[0], s.Min())
			assert.Equal(t, x[n-1], s.Max())
		})
	}
}

// Moments agree with a two-pass computation in extended precision terms: relative 1e-12.
func TestMoments(t *testing.T) {
	const n = 100_000
	for name, law := range laws() {
		t.Run(name, func(t *testing.T) {
			x := sample(n, law)
			s := filled(pilotOf(x), x)
			mean := 0.0
			for _, v := range x {
				mean += (v - x[0]) / n
			}
			mean += x[0]
			var squares float64
			for _, v := range x {
				squares += (v - mean) * (v - mean)
			}
			sd := math.Sqrt(squares / (n - 1))
			assert.InDelta(t, mean, s.Mean(), 1e-12*(math.Abs(mean)+sd))
			assert.InDelta(t, sd, s.SD(), 1e-11*sd)
			assert.EqualValues(t, n, s.N())
		})
	}
}

// NIST StRD NumAcc3 and NumAcc4: mean and standard deviation with a tiny spread on a large mean; 8.3 digits are the
// ceiling for float64 inputs (10000000.1 is not representable).
func TestNISTNumAcc(t *testing.T) {
	for _, base := range []float64{1, 1e6, 1e7} {
		x := []float64{base + 0.2}
		for range 500 {
			x = append(x, base+0.1, base+0.3)
		}
		s := filled(pilotOf(x), x)
		assert.InEpsilon(t, base+0.2, s.Mean(), 1e-15)
		assert.InEpsilon(t, 0.1, s.SD(), math.Pow(10, -8), "base %v", base)
	}
}

// Merging is exact in any order and grouping, and an empty sketch is its identity.
func TestMergeLaws(t *testing.T) {
	for name, law := range laws() {
		t.Run(name, func(t *testing.T) {
			x := sample(10*ChunkPaths, law)
			g := pilotOf(x)
			whole := filled(g, x).State()

			var parts []*Sketch
			for i := range 10 {
				parts = append(parts, filled(g, x[i*ChunkPaths:(i+1)*ChunkPaths]))
			}
			backwards := New(g)
			for i := range parts {
				require.NoError(t, backwards.Merge(parts[9-i]))
			}
			assert.Equal(t, whole, backwards.State())

			left, right := New(g), New(g)
			for i, p := range parts {
				into := left
				if i%3 == 0 {
					into = right
				}
				require.NoError(t, into.Merge(p))
			}
			require.NoError(t, right.Merge(left))
			assert.Equal(t, whole, right.State())

			restored := New(g)
			require.NoError(t, restored.Restore(whole))
			assert.Equal(t, whole, restored.State())
			assert.Equal(t, backwards.Percentile(0.37), restored.Percentile(0.37))
		})
	}
}

// The cut into blocks within a chunk does not matter.
func TestBlocksDoNotMatter(t *testing.T) {
	x := sample(3*ChunkPaths, laws()["lognormal 1.5"])
	g := pilotOf(x)
	want := filled(g, x).State()
	for _, block := range []int{1, 7, 33, 64, 500, 501, 512} {
		s := New(g)
		for chunk := range 3 {
			for rest := x[chunk*ChunkPaths : (chunk+1)*ChunkPaths]; len(rest) > 0; {
				n := min(block, len(rest))
				s.Add(rest[:n])
				rest = rest[n:]
			}
			s.Flush()
		}
		assert.Equal(t, want, s.State(), "blocks of %d", block)
	}
}

// Every implementation keeps what value after value would: counts, extremes and, in the same bits, sums; columns of one
// value, of atoms alone and beyond the pilot among them.
func TestImplementationsAgree(t *testing.T) {
	columns := map[string][]float64{"beyond": {-1e300, 1e300, 0, math.Copysign(0, -1), 1, 2, 3, 4, 5}}
	for name, law := range laws() {
		columns[name] = sample(2*ChunkPaths+77, law)
	}
	for _, set := range kernel.Names() {
		t.Run("impl="+set, func(t *testing.T) {
			restore, ok := kernel.Use(set)
			if !ok {
				t.Skip("not tested: this processor or build does not have it")
			}
			defer restore()
			for name, x := range columns {
				g := pilotOf(x)
				assert.Equal(t, oneByOne(g, x), filled(g, x).State(), name)
			}
		})
	}
}

// oneByOne is the definition of a state.
func oneByOne(g *Grid, values []float64) State {
	s := State{Counts: make([]uint64, g.bins), Atoms: make([]uint64, len(g.atoms)), Min: math.Inf(1), Max: math.Inf(-1)}
	var sum, squares wide
	for chunk := range slices.Chunk(values, ChunkPaths) {
		var lane, lane2 [kernel.Lanes]float64
		for i, x := range chunk {
			d := x - g.shift
			lane[i%kernel.Lanes] += d
			lane2[i%kernel.Lanes] += float64(d * d)
			s.Counts[g.bin(x)]++
			for a := range g.atoms {
				if x == g.atoms[a] {
					s.Atoms[a]++
				}
			}
			s.Min, s.Max = min(s.Min, x+0), max(s.Max, x+0)
		}
		w, fits := fixed(total(&lane), g.places)
		w2, fits2 := fixed(total(&lane2), g.squarePlaces())
		sum, squares = sum.plus(w), squares.plus(w2)
		s.Overflow = s.Overflow || !fits || !fits2
		s.N += uint64(len(chunk))
	}
	s.Sum, s.Squares = sum, squares
	return s
}

func TestPercentilesAreMonotone(t *testing.T) {
	for name, law := range laws() {
		x := sample(20_000, law)
		s := filled(pilotOf(x), x)
		last := math.Inf(-1)
		for i := range 1001 {
			q := s.Percentile(float64(i) / 1000)
			assert.GreaterOrEqual(t, q, last, "%s at %d‰", name, i)
			last = q
		}
		assert.Equal(t, s.Max(), last, name)
	}
}

// A probability mass the pilot saw is reported as the value itself, not as something beside it.
func TestAtomIsExact(t *testing.T) {
	x := sample(50_000, laws()["30% atom"])
	s := filled(pilotOf(x), x)
	slices.Sort(x)
	at := slices.Index(x, 0)
	assert.Zero(t, s.At(float64(at)+10))
	assert.Zero(t, s.At(float64(at)+10_000))
	assert.Equal(t, 7.25,
		filled(NewGrid([]float64{7.25}, 100, asked()), sample(100, laws()["constant"])).Percentile(0.9))
}

// Minus zero, which rounding a small negative amount gives, is zero: with it in a bin of its own the atom's count would
// be taken from a bin that does not hold it.
func TestMinusZeroIsZero(t *testing.T) {
	minus := math.Copysign(0, -1)
	g := NewGrid(make([]float64, PilotPaths), 1000, asked())
	x := make([]float64, 1000)
	for i := range x {
		switch {
		case i >= 900:
			x[i] = float64(i)
		case i%2 == 0:
			x[i] = minus
		}
	}
	s := filled(g, x)
	assert.Zero(t, s.Percentile(0.89))
	assert.InDelta(t, 950, s.Percentile(0.95), 30, "bins of one eighth of a doubling")
	assert.InDelta(t, 990, s.Percentile(0.99), 30)
	for _, order := range [][]float64{{0, minus}, {minus, 0}} {
		s := filled(g, order)
		assert.Equal(t, []uint64{0, 0}, []uint64{math.Float64bits(s.Min()), math.Float64bits(s.Max())})
	}
}

// Values that the pilot knew nothing of are still counted, and the extremes are theirs.
func TestBeyondThePilot(t *testing.T) {
	for _, pilot := range [][]float64{{1}, {1, 2}, {0, 0, 0, 0, 0, 0, 0, 0, 3}} {
		s := filled(NewGrid(pilot, 100_000, asked()), []float64{-1e9, 0, 1, 1.5, 2, 1e9})
		assert.EqualValues(t, 6, s.N())
		assert.Equal(t, -1e9, s.Percentile(0))
		assert.Equal(t, 1e9, s.Percentile(1))
		assert.InDelta(t, 4.5/6, s.Mean(), 1e-3)
		assert.False(t, s.Overflowed())
	}
	far := filled(NewGrid([]float64{0, 1e-9}, 1, asked()), []float64{1e40})
	assert.True(t, far.Overflowed(), "a sum that does not fit is reported, not wrapped")
}

func TestFixedPoint(t *testing.T) {
	for _, x := range []float64{0, 1, -1, 0.1, -1e9, 123456.789, 0x1p-30} {
		w, ok := fixed(x, 40)
		require.True(t, ok)
		assert.InDelta(t, x, w.float(40), 0x1p-40, "%v", x)
	}
	a, _ := fixed(1e9, 30)
	b, _ := fixed(-1e9, 30)
	assert.Equal(t, wide{}, a.plus(b))
	_, ok := fixed(math.NaN(), 0)
	assert.False(t, ok)
	_, ok = fixed(math.MaxFloat64, 0)
	assert.False(t, ok)
	_, ok = fixed(math.SmallestNonzeroFloat64, 0)
	assert.True(t, ok)
	assert.Equal(t, 0x1p190, wide{0, 0, 1 << 62}.float(0), "the last bit alone is the sign")
	assert.Equal(t, -0x1p191, wide{0, 0, 1 << 63}.float(0))
}

// One block of 512 values under every implementation: a light tail, a heavy one, a point mass, and a figure that is
// certain.
func BenchmarkAdd(b *testing.B) {
	columns := []struct{ name, law string }{{"normal", "normal"}, {"lognormal", "lognormal 1.5"},
		{"atom30", "30% atom"}, {"certain", "constant"}}
	for _, set := range slices.Backward(kernel.Names()) {
		for _, c := range columns {
			b.Run(set+"/"+c.name, func(b *testing.B) { benchmarkAdd(b, set, laws()[c.law]) })
		}
	}
}

func benchmarkAdd(b *testing.B, set string, law func(*rand.Rand) float64) {
	restore, ok := kernel.Use(set)
	if !ok {
		b.Skip("not measured: this processor or build does not have it")
	}
	defer restore()
	x := sample(512, law)
	s := New(pilotOf(sample(PilotPaths, law)))
	for b.Loop() {
		s.Add(x)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(x)), "ns/value")
}

// Atoms of the pilot that never come, below all values, between them and above, change no percentile.
func TestAtomsThatNeverCome(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	values := make([]float64, 4000)
	for i := range values {
		values[i] = 2 + r.Float64() + 3*float64(i%2) // from 2 to 3 and from 5 to 6
	}
	pilot := slices.Clone(values[:800])
	for _, atom := range []float64{-1, 0, 4, 4.25, 9} {
		pilot = append(pilot, slices.Repeat([]float64{atom}, 40)...)
	}
	g := NewGrid(pilot, 100_000, asked())
	require.Len(t, g.atoms, 5)
	s := filled(g, values)
	slices.Sort(values)
	for _, rank := range []int{0, 1, 400, 1000, 1990, 2010, 3000, 3999} {
		assert.InDelta(t, values[rank], s.At(float64(rank)), 0.01, "rank %d", rank)
	}
	g = NewGrid(slices.Concat(slices.Repeat([]float64{-1e4}, 7), slices.Repeat([]float64{2.5}, 400), values[:1500]),
		100_000, asked())
	require.Equal(t, []float64{-1e4, 2.5}, g.atoms)
	require.Zero(t, g.bin(-1e4), "in the first bin")
	s = filled(g, append(slices.Repeat([]float64{2.5}, 4000), values...))
	assert.Equal(t, 2.5, s.At(3000), "another that comes is found")
	assert.Equal(t, 2.5, s.At(4500))
}

// The spread of a pilot is between its quartiles; where those are equal, between its extremes.
func TestSpreadOfAPilot(t *testing.T) {
	assert.Equal(t, 1.0, shapeOf([]float64{1, 2, 3, 4}).spread)
	assert.Equal(t, 3.0, shapeOf([]float64{0, 1, 2, 3, 4, 5, 6, 7}).spread)
	assert.Equal(t, 9.0, shapeOf([]float64{1, 4, 4, 4, 10}).spread)
	assert.Zero(t, shapeOf([]float64{3, 3}).spread)
	assert.Zero(t, shapeOf(nil).spread)
}

// A sum that did not fit is told of a sketch whichever of those that it was merged from had it.
func TestMergedSumsThatDoNotFit(t *testing.T) {
	g := NewGrid([]float64{0, 1e-9}, 1, asked())
	for _, values := range [][2]float64{{1e40, 0}, {0, 1e40}, {1e40, 1e40}, {0, 1e-9}} {
		s := filled(g, values[:1])
		require.NoError(t, s.Merge(filled(g, values[1:])))
		assert.Equal(t, max(values[0], values[1]) > 1, s.Overflowed(), "%v", values)
	}
}

// Bins of one width have room where floats tell them apart, and where nearly all values are so near to each other.
func TestWhereBinsOfOneWidthHaveRoom(t *testing.T) {
	const far = 1 << 53 // where floats are one apart below, and two above
	for _, c := range []struct {
		why              string
		first, low, high float64
		last             float64
		want             bool
	}{
		{"a tail as long as twice the rest", 0, 0, 1, 2.9, true}, {"a tail that is longer", 0, 0, 1, 3.5, false},
		{"at the end", 0, 0, 1, 3, false}, {"to the other side", -1.9, 0, 1, 1, true},
		{"no width", 5, 5, 5, 5, false}, {"a width of which none is the inverse", 0, 0, 1e-305, 1e-305, false},
		{"a tiny width", 0, 0, 1e-300, 1e-300, true},
		{"floats too far apart above", far, far, far + 2950, far + 2950, false},
		{"and just not so below", far - 2950, far - 2950, far, far, true},
		{"nor there", -far, -far, -far + 2950, -far + 2950, true},
	} {
		s := shape{first: c.first, low: c.low, high: c.high, last: c.last}
		assert.Equal(t, c.want, s.roomy(), c.why)
	}
}

// The fullest bin should hold two thirds of what is not doubted yet: 2.6·n/(14·5000²), within bounds.
func TestHowLittleTheFullestBinShouldHold(t *testing.T) {
	for n, want := range map[uint64]float64{0: 0.00075, 1_000: 0.00075, 100_000: 0.00075, 200_000: 0.001486,
		400_000: 0.002971, 540_000: 0.004, 1 << 31: 0.004} {
		assert.InEpsilon(t, want, enough(n), 0.01, "%d values", n)
	}
}
