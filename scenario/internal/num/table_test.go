package num

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
)

// betaOfScore is the quantile function of Beta(a, b) at a normal score.
func betaOfScore(a, b float64) func(z float64) float64 {
	return func(z float64) float64 {
		if z > 0 {
			return 1 - BetaQuantile(b, a, CDF(-z))
		}
		return BetaQuantile(a, b, CDF(z))
	}
}

// TestTableAccuracy: 512 cells are within 1e-10 of the range of a beta quantile
// function, ten times better than a simulation needs.
func TestTableAccuracy(t *testing.T) {
	for _, shape := range [][2]float64{{2, 4}, {1, 5}, {5, 1}, {3, 3}, {1.5, 4.5}} {
		f := betaOfScore(shape[0], shape[1])
		table := NewTable(512, f)
		var worst float64
		for z := -TableEnd; z <= TableEnd; z += 0.0037 {
			worst = max(worst, math.Abs(table.At(z)-f(z)))
		}
		t.Logf("Beta%v: %.2g", shape, worst)
		assert.Less(t, worst, 1e-10, "Beta%v", shape)
	}
}

func TestTableIsExactAtEdgesAndEnds(t *testing.T) {
	const cells = 64
	table := NewTable(cells, Exp)
	for i := range cells {
		z := (float64(i) - cells/2) * 2 * TableEnd / cells
		assert.Equal(t, Exp(z), table.At(z), "z = %v", z)
	}
	assert.Equal(t, 1.0, table.At(0))
	for _, z := range []float64{7, 7.5, 1e300, math.Inf(1)} {
		assert.Equal(t, Exp(7), table.At(z))
		assert.Equal(t, Exp(-7), table.At(-z))
	}
	assert.True(t, math.IsNaN(table.At(math.NaN())))
	assert.InEpsilon(t, Exp(7), table.At(math.Nextafter(7, 0)), 1e-14)
	assert.InEpsilon(t, Exp(-7), table.At(math.Nextafter(-7, 0)), 1e-14)
}

// TestTableIsMonotone also for functions that no cubic follows.
func TestTableIsMonotone(t *testing.T) {
	for name, f := range map[string]func(z float64) float64{
		"beta":    betaOfScore(2, 4),
		"kink":    func(z float64) float64 { return math.Max(0, z-0.01) },
		"step":    func(z float64) float64 { return math.Floor(z) },
		"falling": func(z float64) float64 { return -math.Floor(z * 3) },
		"flat":    func(z float64) float64 { return 3 },
	} {
		t.Run(name, func(t *testing.T) {
			sign := 1.0
			if name == "falling" {
				sign = -1
			}
			table := NewTable(40, f)
			previous := math.Inf(-1)
			for z := -7.1; z < 7.1; z += 0.0009 {
				y := sign * table.At(z)
				assert.GreaterOrEqual(t, y, previous-1e-14, "z = %v", z)
				previous = y
			}
		})
	}
}

func TestTableOfNoCellsHasOne(t *testing.T) {
	assert.InDelta(t, 3, NewTable(0, func(z float64) float64 { return z }).At(3), 1e-14)
}

func BenchmarkNewTable(b *testing.B) {
	for b.Loop() {
		NewTable(512, betaOfScore(2, 4))
	}
}

func BenchmarkFunctions(b *testing.B) {
	table := NewTable(512, betaOfScore(2, 4))
	for name, f := range map[string]func(float64) float64{"Exp": Exp, "Log": Log, "CDF": CDF, "Quantile": Quantile,
		"Table": table.At} {
		b.Run(name, func(b *testing.B) {
			var sum float64
			for i := range b.N {
				sum += f(float64(i&1023+1) * 0x1p-11)
			}
			assert.False(b, math.IsNaN(sum))
		})
	}
}
