package sketch

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// anyFloats are floats of all magnitudes, those at the ends of what there is among them.
func anyFloats(n int) []float64 {
	r := rand.New(rand.NewPCG(5, 5))
	all := []float64{0, math.Copysign(0, -1), 1, -1, math.MaxFloat64, -math.MaxFloat64, math.SmallestNonzeroFloat64,
		-math.SmallestNonzeroFloat64, 0x1p-1022, math.Nextafter(0x1p-1022, 0), math.Nextafter(1, 2),
		math.Nextafter(-1, 0), 0x1p52, 0x1p53 - 1}
	for len(all) < n {
		if x := math.Float64frombits(r.Uint64()); !math.IsNaN(x) && !math.IsInf(x, 0) {
			all = append(all, x)
		}
	}
	return all
}

// integer is a wide integer as another kind of integer.
func (w wide) integer() *big.Int {
	sum := new(big.Int)
	for i := range w {
		sum.Add(sum, new(big.Int).Lsh(new(big.Int).SetUint64(w[i]), uint(64*i)))
	}
	if w[2]>>63 != 0 {
		sum.Sub(sum, new(big.Int).Lsh(big.NewInt(1), 192))
	}
	return sum
}

// Fixed point is the exact product cut to an integer, for every float and as many places as there can be; what has too
// many bits is told. Back again it is the float nearest to it.
func TestFixedPointIsTheExactProduct(t *testing.T) {
	for i, x := range anyFloats(400) {
		_, exponent := math.Frexp(x)
		for _, bit := range []int{-80, -64, -63, -1, 0, 1, 30, 52, 53, 54, 63, 64, 65, 100, 127, 128, 129, wideBits - 1,
			wideBits, wideBits + 1, 400} {
			places := bit - exponent // so that the leading bit of the product is the one below
			if i%5 == 0 {
				places = bit * 5
			}
			product := new(big.Float).SetMantExp(new(big.Float).SetPrec(200).SetFloat64(x), places)
			want, _ := product.Int(nil)
			w, ok := fixed(x, places)
			// A float has 53 bits, or fewer where it is subnormal: then the place of its last bit decides.
			last := max(exponent, -1021) - 53 + places
			require.Equal(t, x == 0 || last <= wideBits-53, ok, "%g, %d places", x, places)
			if !ok {
				require.Zero(t, w)
				continue
			}
			require.Equal(t, want.String(), w.integer().String(), "%g, %d places", x, places)
			if back := new(big.Float).SetMantExp(new(big.Float).SetInt(want), -places); places > -960 && places < 960 {
				near, _ := back.Float64()
				require.LessOrEqual(t, math.Abs(near-w.float(places)), 4e-16*math.Abs(near), "%g, %d places", x, places)
			}
		}
	}
	for _, x := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		w, ok := fixed(x, -1000)
		assert.False(t, ok)
		assert.Zero(t, w)
	}
}

// A power of two changes the exponent alone, as far as floats go.
func TestScaledIsLdexp(t *testing.T) {
	for _, x := range anyFloats(60) {
		for _, power := range []int{-2097, -2001, -2000, -1999, -1075, -1023, -1022, -1001, -1000, -999, -1, 0, 1, 999,
			1000, 1001, 1023, 1999, 2000, 2001, 2097} {
			want, got := math.Ldexp(x, power), scaled(x, power)
			if _, e := math.Frexp(want); want == 0 || e > -1021 { // in between it may be rounded twice
				require.Equal(t, want, got, "%g × 2^%d", x, power)
			}
		}
	}
}

// The exponent of x is the least e with x < 2^e.
func TestExponent(t *testing.T) {
	assert.Zero(t, exponent(0))
	for _, x := range []float64{0x1p-1022, 0x1p-60, 0.5, math.Nextafter(0.5, 0), 1, math.Nextafter(1, 0), 3, 4,
		0x1p1023, math.MaxFloat64} {
		_, want := math.Frexp(x)
		assert.Equal(t, want, exponent(x), "%g", x)
	}
}

// A sorter sorts whatever its last pilot was: values that repeat, at either end too, and as many in a bin as are sorted
// in two ways.
func TestASorterForgetsItsLastPilot(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 6))
	pilots := [][]float64{{1}, {2, 1}, {3, 3, 3}, {0, math.Copysign(0, -1), 1}, {math.MaxFloat64, -math.MaxFloat64, 0},
		{1e-320, 2e-320, 0}}
	for _, crowd := range []int{atomRepeat - 1, atomRepeat, atomRepeat + 1, 23, 24, 25, 26, 60} {
		for _, at := range []float64{0, 0.5, 1} { // in the first bin, in the middle, in the last
			pilot := []float64{0, 1}
			for range crowd {
				pilot = append(pilot, at+(0.5-at)*1e-9*r.Float64())
			}
			for len(pilot) < 100 {
				pilot = append(pilot, r.Float64())
			}
			pilots = append(pilots, pilot)
		}
	}
	var s sorter
	for range 2 {
		for _, pilot := range pilots {
			r.Shuffle(len(pilot), func(i, j int) { pilot[i], pilot[j] = pilot[j], pilot[i] })
			got := slices.Clone(s.arrange(pilot))
			for i, x := range got { // each is near its place, and what may be an atom is in it
				if below := slices.IndexFunc(got, func(y float64) bool { return y > x }); below >= 0 {
					require.Less(t, i-below, atomRepeat, "%v", pilot)
				}
			}
			insert(got)
			want := slices.Sorted(slices.Values(pilot))
			require.Equal(t, want, got)
		}
	}
}

// Values that occur atomRepeat times in a pilot are its atoms, the most frequent where there are too many.
func TestAtomsAreWhatRepeats(t *testing.T) {
	var sorted []float64
	for value := range maxAtoms + 3 {
		sorted = append(sorted, slices.Repeat([]float64{float64(value)}, atomRepeat-1+value)...)
	}
	assert.Equal(t, []float64{3, 4, 5, 6, 7, 8, 9, 10}, atoms(sorted))
	assert.Equal(t, []float64{1}, atoms(sorted[:2*atomRepeat-1]))
	assert.Empty(t, atoms(sorted[:2*atomRepeat-2]))
	assert.Equal(t, []float64{4}, atoms([]float64{4}), "of one value that is all")
	assert.Empty(t, atoms([]float64{1, 2, 3}))
	assert.Equal(t, []float64{4}, atoms([]float64{4, 4, 4}))
	assert.Empty(t, atoms(nil))
}

// A column of any length is added as its values are one by one, however many wait: no value is lost or counted twice,
// beyond what 16 bits hold too, and its sums have the same bits.
func TestColumnsOfAnyLength(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	x := make([]float64, 100_000)
	for i := range x {
		x[i] = math.Floor(3 * r.NormFloat64()) // few figures, each of them often
	}
	g := NewGrid(x[:PilotPaths], uint64(len(x)), asked())
	want := make([]uint64, g.bins)
	for _, v := range x {
		want[g.bin(v)]++
	}
	var first State
	for _, step := range []int{1, 7, 1001, ChunkPaths - 1, ChunkPaths} {
		s := New(g)
		for from := 0; from < len(x); from += ChunkPaths {
			chunk := x[from:min(from+ChunkPaths, len(x))]
			for piece := range slices.Chunk(chunk, step) {
				s.Add(piece)
			}
			s.Flush()
		}
		require.Equal(t, want, s.State().Counts, "%d at a time", step)
		if step == 1 {
			first = s.State()
		}
		require.Equal(t, first, s.State(), "%d at a time", step)
		require.NoError(t, g.Check(s.State(), uint64(len(x))))
	}
	same := New(NewGrid(slices.Repeat([]float64{7}, PilotPaths), 1<<20, asked()))
	for range 100 {
		same.AddTypical(ChunkPaths)
		same.Flush()
	}
	assert.Equal(t, uint64(100*ChunkPaths), slices.Max(same.State().Counts), "more than 16 bits hold")
	assert.Equal(t, []float64{7, 7, 7, 0}, []float64{same.Min(), same.Max(), same.Mean(), same.SD()})
}

// Merging keeps every count, however often, and refuses a sketch of another cell.
func TestMergingKeepsEveryCount(t *testing.T) {
	g := NewGrid(slices.Repeat([]float64{0, 1}, PilotPaths/2), 1<<20, asked())
	whole := New(g)
	for range 70 {
		part := New(g)
		part.Add(slices.Repeat([]float64{1}, ChunkPaths))
		part.Flush()
		require.NoError(t, whole.Merge(part))
	}
	assert.Equal(t, uint64(70*ChunkPaths), whole.N())
	assert.Equal(t, uint64(70*ChunkPaths), slices.Max(whole.State().Counts))
	require.NoError(t, g.Check(whole.State(), 70*ChunkPaths))
	fewer, more := *g, *g
	fewer.atoms, more.bins = g.atoms[:1], g.bins+1
	assert.Error(t, whole.Merge(New(&fewer)), "as many bins, fewer atoms")
	assert.Error(t, whole.Merge(New(&more)), "as many atoms, more bins")
	other := New(NewGrid([]float64{1, 2, 3, 4, 5}, 100, asked()))
	assert.Error(t, whole.Merge(other))
	assert.Error(t, other.Merge(whole))
	assert.Equal(t, uint64(70*ChunkPaths), whole.N(), "unchanged")
}

// Of figures that are all atoms every percentile is one of them: that at the rank (n − 1)·p, and the extremes at and
// beyond the ends.
func TestPercentilesOfAtomsAreExact(t *testing.T) {
	x := slices.Concat(slices.Repeat([]float64{1}, 10), slices.Repeat([]float64{2}, 10),
		slices.Repeat([]float64{4}, 10))
	s := filled(NewGrid(x, uint64(len(x)), asked()), x)
	for p, want := range map[float64]float64{0: 1, 0.2: 1, 9.3 / 29: 1, 9.7 / 29: 2, 0.5: 2, 19.3 / 29: 2, 19.7 / 29: 4,
		0.9: 4, 1: 4} {
		assert.Equal(t, want, s.Percentile(p), "%v", p)
	}
	assert.Equal(t, 1.0, s.At(-1))
	assert.Equal(t, 4.0, s.At(40))
	assert.Equal(t, math.Copysign(0, 1), filled(NewGrid(nil, 0, nil), []float64{math.Copysign(0, -1)}).Max())
	assert.False(t, math.Signbit(filled(NewGrid(nil, 0, nil), []float64{math.Copysign(0, -1)}).Min()))
}

// A rank is in an atom if it is so wherever the other values of the bin lie about its atoms.
func TestARankIsInAnAtomHoweverTheOthersLie(t *testing.T) {
	pilot := slices.Concat(slices.Repeat([]float64{0}, 100), slices.Repeat([]float64{1e-9}, 100), []float64{-1e6, 1e6})
	g := NewGrid(pilot, 1<<20, asked())
	require.Equal(t, []float64{0, 1e-9}, g.atoms)
	bin := g.bin(0)
	require.Equal(t, bin, g.bin(1e-9), "both atoms in one bin")
	for others := range 6 {
		for first := range 6 {
			for second := range 6 {
				s := New(g)
				s.Add(slices.Concat(slices.Repeat([]float64{0}, first), slices.Repeat([]float64{1e-9}, second),
					slices.Repeat([]float64{5e-10}, others)))
				s.Flush()
				for rank := range uint64(others + first + second) {
					// the atom's values, after those before it and any number of the others
					always := func(before, count int) bool {
						for some := range others + 1 {
							if from := uint64(before + some); rank < from || rank >= from+uint64(count) {
								return false
							}
						}
						return true
					}
					require.Equal(t, always(0, first) || always(first, second), s.inAtom(bin, rank),
						"%d others, atoms of %d and %d, rank %d", others, first, second, rank)
				}
			}
		}
	}
}

// States of no values are empty throughout, and those of some say how many, and where the outermost lie.
func TestCheckLooksAtEveryCount(t *testing.T) {
	x := slices.Concat(slices.Repeat([]float64{0}, 20), []float64{-3, -2, -1, 1, 2, 3})
	g := NewGrid(x, uint64(len(x)), asked())
	s := filled(g, x)
	n := uint64(len(x))
	for what, change := range map[string]func(*State){
		"another number of values": func(s *State) { s.N++ },
		"an atom below the extremes": func(s *State) {
			s.Min = 0.5
			s.Counts[g.bin(-3)], s.Counts[g.bin(-2)], s.Counts[g.bin(-1)] = 0, 0, 0
		},
		"no least value":             func(s *State) { s.Min = math.Inf(-1) },
		"a least value above all":    func(s *State) { s.Min = math.Inf(1) },
		"no greatest value":          func(s *State) { s.Max = math.Inf(1) },
		"a greatest value below all": func(s *State) { s.Max = math.Inf(-1) },
		"fewer counts than values":   func(s *State) { s.Counts[g.bin(1)]-- },
		"more counts than values":    func(s *State) { s.Counts[g.bin(1)]++ },
	} {
		state := s.State()
		require.NoError(t, g.Check(state, n))
		change(&state)
		assert.Error(t, g.Check(state, n), what)
	}
	fewer := s.State()
	fewer.Counts[g.bin(1)]--
	assert.ErrorContains(t, g.Check(fewer, n), "fewer values in the bins")
	y := slices.Concat(slices.Repeat([]float64{0}, 20), []float64{1, 2, 3})
	h := NewGrid(y, uint64(len(y)), asked())
	least := filled(h, y).State()
	require.NoError(t, h.Check(least, uint64(len(y))))
	least.Min = math.SmallestNonzeroFloat64
	require.Equal(t, h.bin(0), h.bin(least.Min))
	assert.ErrorContains(t, h.Check(least, uint64(len(y))), "atom")
	y = []float64{-1e9, 0.25, 0.5, 0.75, 1e9}
	h = NewGrid(y[1:4], uint64(len(y)), asked())
	for what, change := range map[string]func(*State){"no least value": func(s *State) { s.Min = math.Inf(-1) },
		"no greatest value": func(s *State) { s.Max = math.Inf(1) }} {
		ends := filled(h, y).State()
		require.NoError(t, h.Check(ends, uint64(len(y))))
		require.Positive(t, min(ends.Counts[0], ends.Counts[h.bins-1]), "in the bins that hold what lies beyond")
		change(&ends)
		assert.ErrorContains(t, h.Check(ends, uint64(len(y))), "extremes", what)
	}
	low, high, err := occupied([]uint64{0, 2, 0, 3, 0}, 5)
	assert.Equal(t, [2]int{1, 3}, [2]int{low, high})
	assert.NoError(t, err)
	for _, counts := range [][]uint64{{0, 2, 2}, {3, 3}, {6}, {0}, {1 << 63, 1 << 63, 5}} {
		_, _, err := occupied(counts, 5)
		assert.Error(t, err, "%v", counts)
	}
	for what, change := range map[string]func(*State){
		"a count": func(s *State) { s.Counts[1] = 1 }, "an atom": func(s *State) { s.Atoms[0] = 1 },
		"a least value": func(s *State) { s.Min = 0 }, "a greatest value": func(s *State) { s.Max = 0 },
		"a sum": func(s *State) { s.Sum[0] = 1 }, "a square": func(s *State) { s.Squares[2] = 1 },
		"too large a sum": func(s *State) { s.Overflow = true },
	} {
		state := New(g).State()
		require.NoError(t, g.Check(state, 0))
		change(&state)
		assert.Error(t, g.Check(state, 0), what)
	}
	most := New(g).State()
	most.N = MostValues
	assert.NoError(t, New(g).Restore(most))
	most.N++
	assert.Error(t, New(g).Restore(most))
	most.N, most.Counts[1] = 1, MostValues
	assert.NoError(t, New(g).Restore(most))
	most.Counts[1]++
	assert.Error(t, New(g).Restore(most))
}

// A selection takes a column of any length, finds what is asked for, and tells when the second pass is not like the
// first, or is to stop.
func TestASelectionTakesLongColumns(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	x := make([]float64, 5*ChunkPaths+3)
	for i := range x {
		x[i] = r.NormFloat64()
	}
	sketch := filled(NewGrid(x[:PilotPaths], uint64(len(x)), asked()), x)
	sorted := slices.Sorted(slices.Values(x))
	never := func() error { return nil }
	for _, step := range []int{1, 100, ChunkPaths - 1, ChunkPaths, ChunkPaths + 1, 2 * ChunkPaths, len(x)} {
		s := NewSelection(sketch, []float64{0.5 * float64(len(x)-1), 10, 11})
		s.Keep()
		var f Finder
		for piece := range slices.Chunk(x, step) {
			s.Add(piece, &f)
		}
		require.NoError(t, s.Settle(never), "%d at a time", step)
		for _, rank := range []int{10, 11, (len(x) - 1) / 2} {
			require.Equal(t, sorted[rank], s.At(float64(rank)))
		}
	}
	for what, second := range map[string][]float64{"fewer": x[1:], "more": slices.Concat(x, x),
		"others": slices.Repeat([]float64{sorted[len(x)/2]}, len(x))} {
		s := NewSelection(sketch, []float64{0.5 * float64(len(x)-1)})
		s.Keep()
		var f Finder
		s.Add(second, &f)
		if what != "fewer" || s.filled.Load() != s.Count() {
			assert.Error(t, s.Settle(never), what)
		}
	}
	// Of many that lie in one bin, some are narrowed first, and that can be stopped.
	crowd := slices.Concat([]float64{-1e9, 1e9}, x)
	coarse := filled(NewGrid([]float64{-1e9, 0, 1e9}, uint64(len(crowd)), asked()), crowd)
	s := NewSelection(coarse, []float64{100, 5000})
	s.Keep()
	var f Finder
	s.Add(crowd, &f)
	require.Greater(t, s.Count(), uint64(sortLimit))
	stop := errors.New("stop")
	for calls := range 4 {
		again := NewSelection(coarse, []float64{100, 5000})
		again.Keep()
		again.Add(crowd, &f)
		left := calls
		err := again.Settle(func() error {
			if left--; left < 0 {
				return stop
			}
			return nil
		})
		assert.ErrorIs(t, err, stop, "after %d calls", calls)
	}
	require.NoError(t, s.Settle(never))
	assert.Equal(t, sorted[99], s.At(100))
	assert.Equal(t, sorted[4999], s.At(5000))
}

// pilotLaws are laws of pilots, of a uniform number and the source of others; each is computed with no rounding that
// depends on the processor.
func pilotLaws() map[string]func(u float64, r *rand.Rand) float64 {
	return map[string]func(u float64, r *rand.Rand) float64{
		"even":       func(u float64, _ *rand.Rand) float64 { return u },
		"bell":       func(u float64, r *rand.Rand) float64 { return bell(u, r) },
		"an offset":  func(u float64, _ *rand.Rand) float64 { return 1e9 + float64(u*1e-3) },
		"below zero": func(u float64, r *rand.Rand) float64 { return -float64(1e7*bell(u, r)) - 5e8 },
		"one tail":   func(u float64, _ *rand.Rand) float64 { return 1 / (1 - u) },
		"far tail":   func(u float64, _ *rand.Rand) float64 { return -1 / float64((1-u)*float64((1-u)*(1-u))) },
		"two tails":  func(u float64, _ *rand.Rand) float64 { return (float64(2*u) - 1) / float64(u*(1-u)) },
		"crowded": func(u float64, _ *rand.Rand) float64 {
			return float64(float64(u*u) * float64(float64(u*u)*float64(u*u)))
		},
		"dice":      func(u float64, _ *rand.Rand) float64 { return math.Floor(6 * u) },
		"pence":     func(u float64, r *rand.Rand) float64 { return math.Floor(float64(3000 * bell(u, r))) },
		"capped":    func(u float64, r *rand.Rand) float64 { return max(0, bell(u, r)) },
		"two parts": func(u float64, r *rand.Rand) float64 { return u + float64(50*math.Floor(r.Float64()+0.3)) },
		"a spike":   func(u float64, r *rand.Rand) float64 { return u * (1e-7 + math.Floor(r.Float64()+0.8)) },
		"tiny":      func(u float64, _ *rand.Rand) float64 { return float64(u * 1e-300) },
		"huge":      func(u float64, _ *rand.Rand) float64 { return float64((u - 0.5) * 1e300) },
		"constant":  func(float64, *rand.Rand) float64 { return 1234 },
	}
}

// bell is nearly normal: six uniform numbers less three.
func bell(u float64, r *rand.Rand) float64 {
	for range 5 {
		u += r.Float64()
	}
	return u - 3
}

// Where bins lie is a part of the results: it decides the last digits of percentiles, and which of them a second pass
// looks for. For pilots of every kind and size, and runs of every length, it is what it was. A change here changes
// results.
func TestGridsAreWhatTheyWere(t *testing.T) {
	want := map[string]string{
		"a spike":    "5858ed3296e7594b",
		"an offset":  "f60a79d2470e88e4",
		"bell":       "43cffa774b3d3676",
		"below zero": "53089827930eeb50",
		"capped":     "ea74284d03264c53",
		"constant":   "59d0843879f0b049",
		"crowded":    "199fa025c090a511",
		"dice":       "acfebfd2fe8bf40d",
		"even":       "df0b9ac10ef82b0c",
		"far tail":   "48d5d9bba2a4651b",
		"huge":       "05b2978526730def",
		"one tail":   "85bf5b694f48c65b",
		"pence":      "de17ae69409983bf",
		"tiny":       "f8274f95111cd551",
		"two parts":  "1cdfdcbf331ee0ca",
		"two tails":  "3aeb63e9760a032a",
	}
	for name, law := range pilotLaws() {
		sum := sha256.New()
		r := rand.New(rand.NewPCG(9, 9))
		for _, size := range []int{1, 2, 3, 7, 40, 127, 128, 300, 777, 1000, PilotPaths} {
			for _, n := range []uint64{1_000, 30_000, 100_000, 1_000_000, 1 << 31} {
				pilot := make([]float64, size)
				for i := range pilot {
					pilot[i] = law(r.Float64(), r)
				}
				g := NewGrid(pilot, n, asked())
				fmt.Fprintf(sum, "%x %d %t %x %x %x %x %d %d %d %x %d %t %t %t %x %t", g.atoms, g.bins, g.stretched,
					g.low, g.perUnit, g.centre, g.offset, g.origin, g.cut, g.side, g.shift, g.places, g.varies,
					g.coarse, g.crowded, g.repeated, g.Suspect(n))
				for _, bin := range []int{0, 1, g.bins / 2, g.bins - 1} {
					low, high := g.ends(bin)
					fmt.Fprintf(sum, " %x %x", low, high)
				}
			}
		}
		assert.Equal(t, want[name], hex.EncodeToString(sum.Sum(nil))[:16], name)
	}
}

// What is doubted decides how long a run takes and its last digits: over counts of every size about those that a smooth
// law makes, with odd bins and without, it is what it was. A change here changes results.
func TestDoubtsAreWhatTheyWere(t *testing.T) {
	r := rand.New(rand.NewPCG(10, 10))
	pilot := make([]float64, PilotPaths)
	for i := range pilot {
		pilot[i] = bell(r.Float64(), r)
	}
	g := NewGrid(pilot, 1<<20, asked())
	require.False(t, g.crowded)
	counts := map[bool]int{}
	sum := sha256.New()
	for range 20_000 {
		s := New(g)
		state := s.State()
		bin := 1 + r.IntN(g.bins-2)
		k := uint64(r.IntN(1 << (2 + r.IntN(12))))
		around := func() uint64 {
			return uint64(max(0, float64(k)+math.Floor(math.Sqrt(float64(k))*12*(r.Float64()-0.5))))
		}
		state.Counts[bin-1], state.Counts[bin], state.Counts[bin+1] = around(), k, around()
		inside := state.Counts[bin-1] + k + state.Counts[bin+1]
		state.N = inside + uint64(r.IntN(1<<(6+r.IntN(20))))
		state.Counts[0] += (state.N - inside) / 2
		state.Counts[g.bins-1] += state.N - inside - (state.N-inside)/2
		require.NoError(t, s.Restore(state))
		doubted := s.doubt(bin)
		counts[doubted]++
		fmt.Fprint(sum, doubted, s.Doubtful([]float64{float64(state.Counts[0]+state.Counts[bin-1]) + 0.5}))
	}
	assert.Greater(t, min(counts[true], counts[false]), 4_000)
	for _, bin := range []int{0, g.bins - 1} { // which have no end, whatever is in them
		for _, k := range []uint64{199, 200, 201} {
			s := New(g)
			state := s.State()
			state.Counts[bin], state.N = k, 1_000_000
			require.NoError(t, s.Restore(state))
			assert.Equal(t, k > 200, s.doubt(bin), "%d of 5,000 times 200 in bin %d", k, bin)
		}
	}
	assert.Equal(t, "e6052194c8bc5bdf", hex.EncodeToString(sum.Sum(nil))[:16])
}
