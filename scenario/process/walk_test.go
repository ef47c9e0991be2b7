package process_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/internal/draws"
	"github.com/openenvelope/envelope/scenario/process"
)

// TestAWalkIsOfTheScore: a normal law's value spreads by √(t+1). A uniform law keeps its ends and gathers there: the
// figures of the type's comment and of FILES.md, 5% of futures within 2.5% of an end in the first year, 42% in the
// sixth and 54% in the tenth.
func TestAWalkIsOfTheScore(t *testing.T) {
	const n = 1 << 16
	normal, uniform := dist.Normal{Mean: 0.03, SD: 0.01}.Transform(), dist.Uniform{Low: 0.01, High: 0.05}.Transform()
	state, x := make([]float64, n), make([]float64, n)
	var quad [4][]float64
	for k := range quad {
		quad[k] = make([]float64, n)
	}
	unit := distuv.UnitNormal
	printed := map[int]float64{0: 0.05, 5: 0.42, 9: 0.54}
	for year := range 10 {
		if year%4 == 0 {
			draws.Normals(&quad, draws.NewKey(5, "walk"), 0, uint32(year/4), draws.Scores)
		}
		process.RandomWalk{}.Next(state, quad[year%4], year)
		spread := math.Sqrt(float64(year + 1))
		normal.Apply(x, state)
		var squares float64
		for _, v := range x {
			squares += (v - 0.03) * (v - 0.03) / (0.0001 * spread * spread)
		}
		testkit.Z(t, "variance of the value over that of the first year, by year", squares/n, 1, math.Sqrt(2.0/n))
		uniform.Apply(x, state)
		var near float64
		for _, v := range x {
			if v < 0.011 || v > 0.049 {
				near++
			}
		}
		want := 2 * unit.CDF(-1.959963984540054/spread)
		testkit.Z(t, "share near an end", near/n, want, math.Sqrt(want*(1-want)/n))
		if p, ok := printed[year]; ok {
			assert.InDelta(t, p, want, 0.005)
		}
	}
	assert.InDelta(t, 0.01003, uniform.At(-dist.ScoreOfP90*math.Sqrt(6)), 0.000005, "the p10 of the sixth year")
}
