package sketch

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Taking n values that are all the typical one is taking them in columns, however many there are.
func TestTheTypicalIsAColumnOfIt(t *testing.T) {
	for _, typical := range []float64{7, 0, math.Copysign(0, -1), -1e300} {
		pilot := slices.Repeat([]float64{typical}, PilotPaths)
		one, columns := New(NewGrid(pilot, 1<<20, asked())), New(NewGrid(pilot, 1<<20, asked()))
		total := 0
		for _, n := range []int{0, 1, 5, 1024, 64_000, 3, 1030, 70_000, 40_000, 40_000, 30_000} {
			one.AddTypical(uint64(n))
			for some := range slices.Chunk(slices.Repeat([]float64{typical}, n), ChunkPaths) {
				columns.Add(some)
				columns.Flush()
			}
			total += n
			assert.Equal(t, columns.State(), one.State())
		}
		assert.Equal(t, uint64(total), one.N())
	}
}

// The typical value may come in columns and without them, in turn, beyond what 16 bits hold.
func TestTheTypicalAfterColumns(t *testing.T) {
	s := New(NewGrid(slices.Repeat([]float64{7}, PilotPaths), 1<<20, asked()))
	want := uint64(0)
	for _, n := range []uint64{30_000, 20_000, 60_000} {
		for range 20 {
			s.Add(slices.Repeat([]float64{7}, ChunkPaths))
			s.Flush()
		}
		s.AddTypical(n)
		want += 20*ChunkPaths + n
		assert.Equal(t, want, s.in(s.grid.bin(7)))
	}
}

// A state that no values can have is refused, whatever of it is wrong.
func TestStatesThatNoValuesHave(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	values := make([]float64, 4*ChunkPaths)
	for i := range values {
		values[i] = math.Max(0, 10+5*r.NormFloat64()) // with an atom at zero
	}
	g := NewGrid(values[:PilotPaths], uint64(len(values)), asked())
	n := uint64(len(values))
	for name, change := range map[string]func(*State){
		"more in a bin than there are":     func(s *State) { s.Counts[len(s.Counts)/2] += n },
		"counts that come round":           func(s *State) { s.Counts[1] += 1 << 63; s.Counts[2] += 1 << 63 },
		"fewer in the bins":                func(s *State) { s.Counts[g.bin(s.Max)]-- },
		"a bin less":                       func(s *State) { s.Counts = s.Counts[1:] },
		"an atom more":                     func(s *State) { s.Atoms = append(s.Atoms, 0) },
		"more at an atom than in its bin":  func(s *State) { s.Atoms[0] = s.Counts[g.bin(g.atoms[0])] + 1 },
		"extremes that are not in order":   func(s *State) { s.Min, s.Max = s.Max, s.Min },
		"a least value without a count":    func(s *State) { s.Min -= 100 },
		"a greatest value without a count": func(s *State) { s.Max += 1000 },
		"a least value that is none":       func(s *State) { s.Min = math.NaN() },
		"a greatest value that is none":    func(s *State) { s.Max = math.Inf(1) },
		"a mean above": func(s *State) {
			s.Sum = mustFix(t, (s.Max+1-g.shift)*float64(n), g.places)
		},
		"a mean below": func(s *State) {
			s.Sum = mustFix(t, (s.Min-1-g.shift)*float64(n), g.places)
		},
		"squares of nothing": func(s *State) { s.Squares = mustFix(t, 0, g.squarePlaces()) },
		"squares too large":  func(s *State) { s.Squares = mustFix(t, 1e4*float64(n), g.squarePlaces()) },
		"sums too large":     func(s *State) { s.Overflow = true },
	} {
		sketch := New(g)
		sketch.Add(values)
		sketch.Flush()
		state := sketch.State()
		require.NoError(t, g.Check(state, n))
		state.Counts, state.Atoms = slices.Clone(state.Counts), slices.Clone(state.Atoms)
		change(&state)
		assert.Error(t, g.Check(state, n), name)
	}
	for name, change := range map[string]func(*State){
		"a count":  func(s *State) { s.Counts[3]++ },
		"an atom":  func(s *State) { s.Atoms[0]++ },
		"a least":  func(s *State) { s.Min = 0 },
		"a most":   func(s *State) { s.Max = 0 },
		"a sum":    func(s *State) { s.Sum[0]++ },
		"squares":  func(s *State) { s.Squares[0]++ },
		"overflow": func(s *State) { s.Overflow = true },
	} {
		state := New(g).State()
		require.NoError(t, g.Check(state, 0))
		change(&state)
		assert.Error(t, g.Check(state, 0), "no values, but "+name)
	}
}

func mustFix(t *testing.T, x float64, places int) (w [len(wide{})]uint64) {
	fixed, ok := fixed(x, places)
	require.True(t, ok)
	return fixed
}

// Values far nearer to the typical one than the pilot's are cut to the last place of the sums, and their states pass
// all the same.
func TestValuesFarNearerThanThePilots(t *testing.T) {
	var pilot []float64
	for i := range PilotPaths {
		pilot = append(pilot, float64(i%3-1))
	}
	g := NewGrid(pilot, 1<<20, asked())
	require.Zero(t, g.shift)
	for _, x := range []float64{1e-20, -1e-25, 1e-300} {
		s := New(g)
		s.Add(slices.Repeat([]float64{x}, 100))
		s.Flush()
		assert.NoError(t, g.Check(s.State(), 100), "%v", x)
		tampered := s.State()
		tampered.Sum[0] += 1000
		assert.Error(t, g.Check(tampered, 100), "%v", x)
		tampered = s.State()
		tampered.Squares[0] += 1000
		assert.Error(t, g.Check(tampered, 100), "%v", x)
	}
}

// Fixed point holds all the bits of a number, at every place that has room for them.
func TestFixedPointHoldsAllBits(t *testing.T) {
	for places := range wideBits - 60 {
		for _, x := range []float64{1, -1, 1 + 0x1p-52, -1.5, 3} {
			w, ok := fixed(x, places)
			require.True(t, ok, "%v, %d places", x, places)
			if places >= 52 {
				assert.Equal(t, x, w.float(places), "%v, %d places", x, places)
			}
		}
	}
}

// A value at a rank lies in the bin in which the values of that rank were counted.
func TestReadValuesLieInTheirBins(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	values := make([]float64, 40_000)
	for name, law := range map[string]func() float64{
		"normal":  r.NormFloat64,
		"Cauchy":  func() float64 { return r.NormFloat64() / r.NormFloat64() },
		"capped":  func() float64 { return math.Max(0, r.NormFloat64()) },
		"uniform": r.Float64,
	} {
		for i := range values {
			values[i] = law()
		}
		g := NewGrid(values[:PilotPaths], uint64(len(values)), asked())
		s := filled(g, values)
		var o Order
		o.Read(s)
		rank := 0
		for bin := range s.counts {
			low, high := g.ends(bin)
			for range s.in(bin) {
				x := o.At(float64(rank))
				rank++
				if (bin > 0 && x < low) || (bin < g.bins-1 && x > high) || x < s.Min() || x > s.Max() {
					t.Fatalf("%s: rank %d is %v, outside bin %d, %v to %v", name, rank-1, x, bin, low, high)
				}
			}
		}
		assert.Equal(t, len(values), rank)
	}
}

// A pilot is crowded by more than eight values that occur again, or more than 48 pairs within a small part of a bin.
func TestWhatCrowdsAPilot(t *testing.T) {
	apart := func(n int) (values []float64) {
		for i := range n {
			values = append(values, float64(100*i))
		}
		return values
	}
	crowded := func(more ...float64) *Grid {
		g := &Grid{perUnit: 1}
		values := append(apart(200), more...)
		slices.Sort(values)
		g.lookForCrowds(values)
		return g
	}
	assert.Empty(t, crowded().repeated)
	assert.False(t, crowded(apart(8)...).crowded)
	assert.True(t, crowded(apart(9)...).crowded)
	assert.Equal(t, []float64{300}, crowded(300, 300, 300, 300, 300, 300, 300, 300, 300).repeated, "one, however often")
	var near []float64
	for i := range 49 {
		near = append(near, float64(100*i)+0.01)
	}
	assert.False(t, crowded(near[:48]...).crowded)
	assert.True(t, crowded(near...).crowded)
	assert.False(t, crowded(100.0+1.0/nearby).crowded)
}

// Doubt is likely where the pilot was coarse or crowded, or where there are few values; never where it met one value
// alone.
func TestSuspects(t *testing.T) {
	const many, few = keepsSmooth, keepsSmooth - 1
	for _, c := range []struct {
		varies, coarse, crowded bool
		n                       uint64
		want                    bool
	}{
		{true, false, false, many, false}, {true, false, false, few, true}, {true, true, false, many, true},
		{true, false, true, many, true}, {false, true, true, few, false},
	} {
		assert.Equal(t, c.want, (&Grid{varies: c.varies, coarse: c.coarse, crowded: c.crowded}).Suspect(c.n), "%+v", c)
	}
}
