package num

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestFineTableMeetsSteepFunctions: a smooth function is not halved; a steep one is met within the bound; at a jump
// there is nothing between the two sides.
func TestFineTableMeetsSteepFunctions(t *testing.T) {
	smooth := NewFineTable(512, 1e-9, CDF)
	steep := func(z float64) float64 { return CDF(200 * (z - 0.3)) }
	jump := func(z float64) float64 {
		if z < 1.0/3 {
			return -1
		}
		return z
	}
	for name, c := range map[string]struct {
		table *FineTable
		f     func(z float64) float64
	}{
		"smooth": {smooth, CDF}, "steep": {NewFineTable(512, 1e-9, steep), steep},
		"jump": {NewFineTable(512, 1e-9, jump), jump},
	} {
		for z := -7.0; z <= 7; z += 0.00037 {
			assert.InDelta(t, c.f(z), c.table.At(z), 1.2e-9, "%s at %v", name, z)
		}
		for _, z := range []float64{1.0/3 - 1e-8, 1.0 / 3, 1.0/3 + 1e-8} {
			if y := c.table.At(z); name == "jump" {
				assert.True(t, y == -1 || y > 0.33, "%v", y)
			}
		}
		assert.True(t, math.IsNaN(c.table.At(math.NaN())))
		assert.Equal(t, c.table.At(7), c.table.At(8))
	}
	for _, c := range smooth.Holed().cells {
		assert.False(t, math.IsNaN(c[0]))
	}
	assert.Len(t, smooth.halved, 512)
}

// TestPolylineGoesThroughItsValues, and in straight lines between.
func TestPolylineGoesThroughItsValues(t *testing.T) {
	values := []float64{-3, 0, 0, 5, 5.5, 9}
	table := Polyline(values)
	for i := range values[1:] {
		for _, s := range []float64{0, 0.25, 1} {
			z := -7 + 14*(float64(i)+s)/5
			assert.InDelta(t, values[i]+s*(values[i+1]-values[i]), table.At(z), 1e-13)
		}
	}
	assert.GreaterOrEqual(t, table.At(math.Nextafter(-7, 0)), -3.0)
}

// TestSolve: the classic system of a matrix with a zero in the corner, and one without a solution.
func TestSolve(t *testing.T) {
	x := Solve([][]float64{{0, 2, 1, 7}, {1, 1, 1, 6}, {2, 1, -1, 1}}) // 1, 2, 3
	assert.InDeltaSlice(t, []float64{1, 2, 3}, x, 1e-15)
	none := Solve([][]float64{{1, 1, 1}, {1, 1, 2}})
	assert.True(t, math.IsInf(none[0], 0) || math.IsNaN(none[0]))
}
