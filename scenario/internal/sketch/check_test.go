package sketch

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Values of every kind, near, far, repeated, on a large offset and beyond all measure, make states that pass their own
// check, whole and in parts; one count more or less does not.
func TestCheckTakesWhatValuesMake(t *testing.T) {
	testkit.NotForRaces(t)
	laws := map[string]func(r *rand.Rand) float64{
		"constant":     func(*rand.Rand) float64 { return 1234567 },
		"zero":         func(*rand.Rand) float64 { return 0 },
		"minus zero":   func(*rand.Rand) float64 { return math.Copysign(0, -1) },
		"normal":       func(r *rand.Rand) float64 { return r.NormFloat64() },
		"an offset":    func(r *rand.Rand) float64 { return 1e15 + r.Float64() },
		"a far offset": func(r *rand.Rand) float64 { return -1e9 + 1e-6*r.NormFloat64() },
		"lognormal":    func(r *rand.Rand) float64 { return math.Exp(3 * r.NormFloat64()) },
		"Cauchy":       func(r *rand.Rand) float64 { return r.NormFloat64() / r.NormFloat64() },
		"coins":        func(r *rand.Rand) float64 { return float64(r.IntN(2)) },
		"dice":         func(r *rand.Rand) float64 { return float64(r.IntN(6)) },
		"rare":         func(r *rand.Rand) float64 { return 1e6 * math.Floor(1.0005-r.Float64()) },
		"capped":       func(r *rand.Rand) float64 { return math.Min(0, r.NormFloat64()+1) },
		"overflow": func(r *rand.Rand) float64 {
			return math.Pow(1e30, 10*math.Floor(r.Float64()*1.0002)) * r.NormFloat64()
		},
		"tiny": func(r *rand.Rand) float64 { return 1e-300 * r.NormFloat64() },
	}
	for name, law := range laws {
		r := rand.New(rand.NewPCG(1, 1))
		values := make([]float64, 20*ChunkPaths+77)
		for i := range values {
			values[i] = law(r)
		}
		g := NewGrid(values[:PilotPaths], uint64(len(values)), asked())
		whole := New(g)
		for from := 0; from < len(values); from += ChunkPaths {
			part := New(g)
			chunk := values[from:min(from+ChunkPaths, len(values))]
			part.Add(chunk)
			part.Flush()
			assert.NoError(t, g.Check(part.State(), uint64(len(chunk))), "%s from %d", name, from)
			require.NoError(t, whole.Merge(part))
			if from < 3*ChunkPaths {
				assert.NoError(t, g.Check(whole.State(), uint64(min(from+ChunkPaths, len(values)))), name)
			}
		}
		n := uint64(len(values))
		state := whole.State()
		assert.NoError(t, g.Check(state, n), name)
		assert.Error(t, g.Check(state, n+1), name)
		for i := range state.Counts {
			state.Counts[i]++
			assert.Error(t, g.Check(state, n), fmt.Sprint(name, " bin ", i))
			state.Counts[i]--
		}
		assert.NoError(t, g.Check(New(g).State(), 0), name)
		assert.Error(t, g.Check(state, 0), name)
	}
}

// A single value at an atom that lies beyond the extremes is found out; on them it may lie.
func TestAnAtomBeyondTheExtremes(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 1))
	values := make([]float64, PilotPaths)
	for i := range values {
		values[i] = float64(r.IntN(2)) * r.Float64() // an atom at 0, below all others
	}
	g := NewGrid(values, uint64(len(values)), asked())
	require.Contains(t, g.atoms, 0.)
	s := New(g)
	chunk := []float64{0, 0.25, 0.5, 0.75}
	s.Add(chunk)
	s.Flush()
	state := s.State()
	require.NoError(t, g.Check(state, 4))
	assert.NoError(t, g.checkAtoms(state))
	state.Min = math.Nextafter(0, 1)
	assert.ErrorContains(t, g.checkAtoms(state), "beyond the extremes")
	state.Min, state.Max = -1, math.Nextafter(0, -1)
	assert.ErrorContains(t, g.checkAtoms(state), "beyond the extremes")
}

// A mean may lie beyond the extremes by what rounding takes, and no farther.
func TestAMeanBeyondTheExtremes(t *testing.T) {
	values := sample(3*ChunkPaths, laws()["normal"])
	g, n := pilotOf(values), float64(len(values))
	for _, c := range []struct {
		off float64
		ok  bool
	}{{-1e-9, true}, {-1e-7, true}, {1e-3, false}, {0.1, false}, {0.9, false}} {
		state := filled(g, values).State()
		low, high := state.Min-g.shift, state.Max-g.shift
		far := max(-low, high)
		for _, mean := range []float64{low - c.off*far, high + c.off*far} {
			state.Sum = mustFix(t, mean*n, g.places)
			if c.ok {
				assert.NotContains(t, fmt.Sprint(g.checkSums(state)), "mean lies", "%v", c.off)
			} else {
				assert.ErrorContains(t, g.checkSums(state), "mean lies", "%v", c.off)
			}
		}
	}
}

// Sums that did not fit are those of values so far out that a chunk of them has squares of 176 bits, or half of that.
func TestSumsThatDidNotFit(t *testing.T) {
	g := NewGrid([]float64{-1, 0, 1}, 100, asked())
	require.Zero(t, g.shift)
	told := map[bool]int{}
	for e := range 200 {
		for _, part := range []float64{1, 1.25, 1.5} {
			far := math.Ldexp(part, e)
			fits := 2*math.Log2(far)+11+float64(g.squarePlaces()) < wideBits-1
			told[fits]++
			assert.Equal(t, fits, g.checkSums(State{N: 1, Min: far, Max: far, Overflow: true}) != nil, "%v", far)
		}
	}
	assert.Greater(t, min(told[true], told[false]), 30)
}

// The state of a value alone passes, whatever it is.
func TestCheckTakesAValueAlone(t *testing.T) {
	for name, law := range laws() {
		x := sample(2000, law)
		g := pilotOf(x)
		for i := range x {
			require.NoError(t, g.Check(filled(g, x[i:i+1]).State(), 1), "%s: %v", name, x[i])
		}
	}
}
