package sketch

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// No values have mean and spread zero, one value no spread, and neither have values that are all the same, wherever the
// pilot lay.
func TestMomentsOfFewAndOfEqualValues(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	pilot := make([]float64, PilotPaths)
	for i := range pilot {
		pilot[i] = r.NormFloat64()
	}
	g := NewGrid(pilot, 1_000, asked())
	assert.Equal(t, []float64{0, 0}, []float64{New(g).Mean(), New(g).SD()})
	for n := 1; n < 50; n++ {
		same := make([]float64, n)
		for i := range same {
			same[i] = 0.1
		}
		s := filled(g, same)
		assert.Equal(t, []float64{0.1, 0}, []float64{s.Mean(), s.SD()}, "%d values", n)
	}
}

// Where rounding leaves less than nothing of the squares, the spread is zero.
func TestASpreadIsNeverBelowZero(t *testing.T) {
	g := NewGrid([]float64{-1, 0, 1}, 100, asked())
	state := filled(g, []float64{0.5, 0.5000001}).State()
	state.Squares = mustFix(t, 0, g.squarePlaces())
	s := New(g)
	require.NoError(t, s.Restore(state))
	assert.Zero(t, s.SD())
}

// A state belongs to a grid of as many bins and as many atoms, and holds no more values than can be counted.
func TestStatesOfOtherGridsAreNotRestored(t *testing.T) {
	values := sample(5_000, laws()["30% atom"])
	g := pilotOf(values)
	state := filled(g, values).State()
	require.NoError(t, New(g).Restore(state))
	fewer, more := state, state
	fewer.Atoms, more.Counts = state.Atoms[1:], append(state.Counts[:len(state.Counts):len(state.Counts)], 0)
	assert.Error(t, New(g).Restore(fewer))
	assert.Error(t, New(g).Restore(more))
	state.N = MostValues + 1
	assert.EqualError(t, New(g).Restore(state), fmt.Sprintf("the state holds more than %d values", uint64(1<<32-1)))
}

// Values that are four times as dense beside a percentile's bin make it odd, below and above alike.
func TestOddOnEitherSideIsDoubted(t *testing.T) {
	const n = 200_000
	for _, sign := range []float64{1, -1} {
		r := rand.New(rand.NewPCG(8, 8))
		values := make([]float64, n)
		for i := range values {
			values[i] = sign * r.Float64()
		}
		s := filled(pilotOf(values), values)
		bin := s.grid.bins / 2
		middle := func(s *Sketch) []float64 {
			before := uint64(0)
			for i := range bin {
				before += s.in(i)
			}
			return []float64{float64(before + s.in(bin)/2)}
		}
		require.False(t, s.Doubtful(middle(s)), "a smooth law")
		for _, beside := range []int{bin - 1, bin + 1} {
			odd := filled(pilotOf(values), values)
			odd.age()
			more := 3 * odd.older[beside]
			odd.older[beside] += more
			odd.n += uint64(more)
			assert.True(t, odd.Doubtful(middle(odd)), "bin %d beside %d", beside, bin)
		}
	}
}

// Sums of large values, and of small ones, are those that such values can have.
func TestCheckTakesSumsOfAnySize(t *testing.T) {
	for _, scale := range []float64{1e-9, 1e-3, 1, 1e6, 1e13} {
		values := sample(3*ChunkPaths, laws()["normal"])
		for i := range values {
			values[i] *= scale
		}
		g := pilotOf(values)
		assert.NoError(t, g.Check(filled(g, values).State(), uint64(len(values))), "%v", scale)
		state := filled(g, values).State()
		state.Squares = mustFix(t, 0, g.squarePlaces())
		assert.Error(t, g.Check(state, uint64(len(values))), "%v: no squares", scale)
	}
}

// When the bins of values are counted changes nothing: at once, after some, or when all are in.
func TestWaitingChangesNothing(t *testing.T) {
	values := sample(5*ChunkPaths+7, laws()["30% atom"])
	g := pilotOf(values)
	want := filled(g, values).State()
	for _, room := range []int{8, 64, roomAlone, ChunkPaths, 2 * ChunkPaths, 3*ChunkPaths + 64} {
		s := New(g)
		s.Add(values[:100])
		s.Wait(make([]uint16, room))
		for at := 100; at < len(values); {
			end := min(at+256, (at/ChunkPaths+1)*ChunkPaths, len(values))
			s.Add(values[at:end])
			if at = end; at%ChunkPaths == 0 || at == len(values) {
				s.Flush()
			}
		}
		s.Count()
		assert.Equal(t, want, s.State(), "room for %d", room)
	}
}

// Atoms that share a bin have no more values together than it has.
func TestAtomsOfOneBinAreCountedTogether(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 6))
	values := make([]float64, 4*ChunkPaths)
	for i := range values {
		values[i] = []float64{1e9, 1e9 + 1, 1e9 + 1e6*r.NormFloat64()}[r.IntN(3)]
	}
	g := pilotOf(values)
	require.Len(t, g.atoms, 2)
	require.Equal(t, g.bin(g.atoms[0]), g.bin(g.atoms[1]))
	state := filled(g, values).State()
	require.NoError(t, g.Check(state, uint64(len(values))))
	state.Atoms = []uint64{state.Atoms[0], state.Counts[g.bin(g.atoms[0])] - state.Atoms[0] + 1}
	assert.ErrorContains(t, g.Check(state, uint64(len(values))), "more values at an atom than in its bin")
}

// Minus zero, which a state that was read may have as an extreme, is shown as zero, and found as zero.
func TestExtremesAreNeverMinusZero(t *testing.T) {
	minus := math.Copysign(0, -1)
	g := NewGrid([]float64{-1, 0, 1}, 100, asked())
	state := filled(g, []float64{0, 0}).State()
	state.Min, state.Max = minus, minus
	s := New(g)
	require.NoError(t, s.Restore(state))
	selected := NewSelection(s, []float64{0.5})
	for _, x := range []float64{s.Min(), s.Max(), selected.At(0), selected.At(1)} {
		assert.Zero(t, math.Float64bits(x))
	}
}

// A grid without a pilot has two bins and no atom.
func TestGridOfNoPilot(t *testing.T) {
	bins, atoms := NewGrid(nil, 0, asked()).Shape()
	assert.Equal(t, []int{2, 0}, []int{bins, atoms})
}

// A value that the pilot met again, too seldom for an atom, makes its bin doubtful, and no other.
func TestBinsOfRepeatedValues(t *testing.T) {
	g := pilotOf(sample(PilotPaths, laws()["normal"]))
	g.repeated = []float64{90, 100}
	for bin := range g.bins {
		assert.Equal(t, bin == g.bin(90) || bin == g.bin(100), g.repeats(bin), "bin %d", bin)
	}
}
