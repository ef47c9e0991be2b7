package ask

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario"
	"github.com/stretchr/testify/assert"
)

// How often the interval of each kind of figure holds the true value, over 400 seeds (deep: 4,000) of 2,000 paths of
// two standard normals with a correlation of 0.8, the second of them a tenth higher: as often as it says, |z| < 4.75
// against 95%. That of a chance is corrected for continuity and may hold it more often.
func TestIntervalsCover(t *testing.T) {
	const paths, r, apart = 2_000, 0.8, 0.1
	seeds := testkit.Deep(4_000, 400)
	normal := func(p float64) float64 { return math.Sqrt2 * math.Erfinv(2*p-1) }
	density := func(z float64) float64 { return math.Exp(-z*z/2) / math.Sqrt(2*math.Pi) }
	worst := -density(normal(0.05)) / 0.05
	above := func(figures []float64) []float64 {
		each := make([]float64, len(figures))
		for i, x := range figures {
			if x >= 0 {
				each[i] = 1
			}
		}
		return each
	}
	p10, tail := Statistic{Share: 0.1}, Statistic{Kind: Worst, Share: 0.05}
	higher := 0.5 * math.Erfc(-apart/math.Sqrt2)
	families := []struct {
		name   string
		of     func(x, y []float64) scenario.Estimate
		want   float64
		atomic bool
	}{
		{"mean", func(x, _ []float64) scenario.Estimate { return Statistic{Kind: Mean}.of(x) }, 0, false},
		{"standard deviation", func(x, _ []float64) scenario.Estimate { return Statistic{Kind: SD}.of(x) }, 1, false},
		{"p10", func(x, _ []float64) scenario.Estimate { return p10.of(x) }, normal(0.1), false},
		{"median", func(x, _ []float64) scenario.Estimate { return Statistic{}.of(x) }, 0, false},
		{"worst 5%", func(x, _ []float64) scenario.Estimate { return tail.of(x) }, worst, false},
		{"best 5%", func(x, _ []float64) scenario.Estimate {
			return Statistic{Kind: Best, Share: 0.05}.of(x)
		}, -worst, false},
		{"chance", func(x, _ []float64) scenario.Estimate { return Statistic{Kind: Chance}.of(above(x)) }, 0.5, true},
		{"difference of means",
			func(x, y []float64) scenario.Estimate { return Statistic{Kind: Mean}.difference(y, x) }, apart, false},
		{"difference of p10s", func(x, y []float64) scenario.Estimate { return p10.difference(y, x) }, apart, false},
		{"difference of worst 5%", func(x, y []float64) scenario.Estimate {
			return tail.difference(y, x)
		}, apart, false},
		{"difference of chances",
			func(x, y []float64) scenario.Estimate { return Statistic{Kind: Chance}.difference(above(y), above(x)) },
			higher - 0.5, true},
		{"share of the variance", func(x, y []float64) scenario.Estimate {
			again := make([]float64, len(y))
			for i := range y {
				again[i] = y[i] - apart
			}
			return ratio(halfSquares(x, again), spread(x, again))
		}, 1 - r, false},
	}
	held := make([]int, len(families))
	x, y := make([]float64, paths), make([]float64, paths)
	for seed := range seeds {
		draw := rand.New(rand.NewPCG(1, uint64(seed)))
		for i := range x {
			x[i] = draw.NormFloat64()
			y[i] = apart + r*x[i] + math.Sqrt(1-r*r)*draw.NormFloat64()
		}
		for i, f := range families {
			if e := f.of(x, y); e.Lo <= f.want && f.want <= e.Hi {
				held[i]++
			}
		}
	}
	for i, f := range families {
		z := (float64(held[i])/float64(seeds) - 0.95) / math.Sqrt(0.95*0.05/float64(seeds))
		t.Logf("%-24s %.1f%%, z %.2f", f.name, 100*float64(held[i])/float64(seeds), z)
		assert.Greater(t, z, -4.75, f.name)
		assert.True(t, f.atomic || z < 4.75, f.name)
	}
}
