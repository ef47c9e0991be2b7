package sketch

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// shapes of pilots: smooth, heavy-tailed, with atoms, of one value, and beyond what can be scaled.
func pilots() map[string]func(r *rand.Rand) float64 {
	return map[string]func(r *rand.Rand) float64{
		"normal":    func(r *rand.Rand) float64 { return r.NormFloat64() },
		"lognormal": func(r *rand.Rand) float64 { return math.Exp(3 * r.NormFloat64()) },
		"atom":      func(r *rand.Rand) float64 { return max(0, r.NormFloat64()) },
		"often": func(r *rand.Rand) float64 {
			if r.Float64() < 0.03 {
				return float64(r.IntN(3)) / 4
			}
			return r.NormFloat64()
		},
		"pence":     func(r *rand.Rand) float64 { return float64(r.IntN(7)) },
		"one value": func(*rand.Rand) float64 { return -3 },
		"huge":      func(r *rand.Rand) float64 { return (r.Float64() - 0.5) * math.MaxFloat64 * 2 },
		"tiny":      func(r *rand.Rand) float64 { return float64(r.IntN(9)) * math.SmallestNonzeroFloat64 },
		"outlier": func(r *rand.Rand) float64 {
			return math.Pow(10, 300*math.Floor(r.Float64()*1.001)) + r.Float64()
		},
	}
}

// What a grid looks at is as in values that are sorted, and the rest is near.
func TestArrangedAsFarAsAGridLooks(t *testing.T) {
	for name, draw := range pilots() {
		for _, n := range []int{0, 1, 2, 3, 25, 500, PilotPaths} {
			r := rand.New(rand.NewPCG(uint64(n), 1))
			values := make([]float64, n)
			for i := range values {
				values[i] = draw(r)
			}
			want := slices.Sorted(slices.Values(values))
			got := new(sorter).arrange(values)
			require.Equal(t, atoms(want), atoms(got), "%s, %d values", name, n)
			require.Equal(t, newGrid(slices.Clone(want), 100_000, asked()),
				newGrid(slices.Clone(got), 100_000, asked()), "%s, %d values", name, n)
			insert(got)
			require.True(t, slices.Equal(want, got), "%s, %d values", name, n)
		}
	}
}

// BenchmarkNewGrid is what a pilot costs for each figure of a run.
func BenchmarkNewGrid(b *testing.B) {
	for name, draw := range pilots() {
		b.Run(name, func(b *testing.B) {
			r := rand.New(rand.NewPCG(1, 1))
			pilot := make([]float64, PilotPaths)
			for i := range pilot {
				pilot[i] = draw(r)
			}
			for b.Loop() {
				NewGrid(pilot, 100_000, asked())
			}
		})
	}
}
