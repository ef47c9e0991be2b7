package sketch

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// exactLaws are laws of different shapes whose values have the same bits on every processor: sums, products and
// quotients of uniform numbers, each rounded by itself.
func exactLaws() map[string]func(u func() float64) float64 {
	bell := func(u func() float64) (sum float64) {
		for range 12 {
			sum += u()
		}
		return sum - 6
	}
	return map[string]func(u func() float64) float64{
		"uniform":  func(u func() float64) float64 { return u() },
		"bell":     bell,
		"far":      func(u func() float64) float64 { return 1e12 + float64(1e3*bell(u)) },
		"heavy":    func(u func() float64) float64 { return 1 / (u() + 0x1p-30) },
		"low tail": func(u func() float64) float64 { return -1 / (u() + 0x1p-10) },
		"capped":   func(u func() float64) float64 { return math.Max(0, bell(u)) },
		"five":     func(u func() float64) float64 { return math.Floor(float64(5 * u())) },
		"pence":    func(u func() float64) float64 { return math.Floor(float64(1e6 * bell(u))) },
		"spike": func(u func() float64) float64 {
			if u() < 0.4 {
				return 1e9 + math.Floor(float64(20*u()))
			}
			return 1e9 + float64(1e6*bell(u))
		},
		"two hills": func(u func() float64) float64 { return bell(u) + float64(1e4*math.Floor(float64(2*u()))) },
		"certain":   func(func() float64) float64 { return 7 },
		"minute":    func(u func() float64) float64 { return float64(0x1p-900 * bell(u)) },
	}
}

// goldenSketches digests everything that a sketch tells of each law, for few values and many: a change of a bin, an
// atom, a rank or the last bit of a sum changes it.
const goldenSketches = "895f6f4ed1131e9c87fc6f6d8decc78e8587831aca16e29f4dd41b2215598d10"

// The same bits on every processor and build, of grids, histograms, moments, percentiles, doubts and selections.
func TestGoldenBits(t *testing.T) {
	testkit.NotForRaces(t)
	h := sha256.New()
	number := func(xs ...uint64) { require.NoError(t, binary.Write(h, binary.LittleEndian, xs)) }
	laws := exactLaws()
	for _, name := range slices.Sorted(maps.Keys(laws)) {
		for _, n := range []int{1, 2, 3, 9, 300, 1024, 5_000, 90_000, 300_000} {
			if n > 100_000 && name != "bell" {
				continue
			}
			r := rand.New(rand.NewPCG(uint64(n), uint64(len(name))))
			u := func() float64 { return float64(r.Uint64()>>11) * 0x1p-53 }
			values := make([]float64, n)
			for i := range values {
				values[i] = laws[name](u)
			}
			digest(t, number, values)
		}
	}
	got := hex.EncodeToString(h.Sum(nil))
	assert.Equal(t, goldenSketches, got, "results change: put the new digest here in a commit that says so")
}

// digest takes everything that sketches of values tell, one for all of them and two that are merged.
func digest(t *testing.T, number func(...uint64), values []float64) {
	float := func(xs ...float64) {
		for _, x := range xs {
			number(math.Float64bits(x))
		}
	}
	g := NewGrid(values[:min(len(values), PilotPaths)], uint64(len(values)), asked())
	s := filled(g, values)
	half := len(values) / 2 / ChunkPaths * ChunkPaths
	merged := filled(g, values[half:])
	require.NoError(t, merged.Merge(filled(g, values[:half])))
	require.Equal(t, fmt.Sprint(s.State()), fmt.Sprint(merged.State()))
	restored := New(g)
	require.NoError(t, restored.Restore(s.State()))
	ranks := someRanks(len(values))
	for _, s := range []*Sketch{s, restored} {
		var o Order
		o.Read(s)
		float(s.Mean(), s.SD(), s.Min(), s.Max(), o.Kurtosis(s.Mean(), s.SD()))
		for i := range 201 {
			float(o.At(float64(float64(i) * float64(len(values)-1) / 200)))
		}
		for _, rank := range ranks {
			float(o.At(rank))
		}
		number(uint64(len(s.counts)), flag(s.Doubtful(ranks)), flag(g.Suspect(uint64(len(values)))), flag(g.Varies()))
	}
	state := s.State()
	number(state.Counts...)
	number(state.Atoms...)
	number(state.Sum[:]...)
	number(state.Squares[:]...)
	selected, narrowed := found(t, s, values, 500)
	number(uint64(narrowed))
	for _, rank := range ranks {
		float(selected.At(rank))
	}
}

func flag(yes bool) uint64 {
	if yes {
		return 1
	}
	return 0
}
