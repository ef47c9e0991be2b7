package words

import (
	"math"
	"testing"

	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/process"
	"github.com/stretchr/testify/assert"
)

// What the assumptions of a run say of a process.
func TestProcessesInWords(t *testing.T) {
	for want, p := range map[string]process.Process{
		"drawn once":                                 nil,
		"drawn each year, persistence 0.5":           process.EachYear{Persistence: 0.5},
		"a random walk":                              process.RandomWalk{},
		"blocks of 1 year out of 3 years of history": process.Bootstrap{History: make([]float64, 3), Block: 1},
		"from 3% back to its long-run level, half of the way every 2 years": process.MeanReverting{
			Start: 0.03, Speed: math.Ln2 / 2},
		"drawn once; each year with chance 0.05 a shock of -3% for 2 years": process.Shock{
			Chance: 0.05, Sizes: []float64{-0.03, -0.03}},
		"drawn each year; each year with chance 0.05 a shock of 2.4%, then 3.6%": process.Shock{
			Chance: 0.05, Sizes: []float64{0.024, 0.036}, On: process.EachYear{}},
		"drawn each year; a crisis begins with chance 0.1 and ends with chance 0.4, from calm; in a crisis moved by -2%": process.Regime{Shift: -0.02, Enter: 0.1, Leave: 0.4},
		"drawn each year; a crisis begins with chance 0.1 and ends with chance 0.4, from the long-run shares; in a crisis normal, p10 1%, p50 2%, p90 3%": process.Regime{
			Crisis: dist.NormalFromInterval(0.01, 0.03), Enter: 0.1, Leave: 0.4, Stationary: true},
	} {
		assert.Equal(t, want, Process(p, false))
	}
	assert.Equal(t, "always 5.00", Spread(dist.Normal{Mean: 500}, true))
}

func TestTruncatedInWords(t *testing.T) {
	inf := math.Inf(1)
	law := dist.Normal{Mean: 0.02, SD: 0.01}
	for want, cut := range map[string]dist.Truncated{
		"truncated normal between 1% and 3%, p10 1.251%, p50 2%, p90 2.749%": {Law: law, Low: 0.01, High: 0.03},
		"truncated normal above 2%, p10 2.126%, p50 2.674%, p90 3.645%":      {Law: law, Low: 0.02, High: inf},
		"truncated normal below 2%, p10 0.3551%, p50 1.326%, p90 1.874%":     {Law: law, Low: -inf, High: 0.02},
		"truncated normal, p10 0.7184%, p50 2%, p90 3.282%":                  {Law: law, Low: -inf, High: inf},
	} {
		assert.Equal(t, want, Spread(cut, false))
	}
	money := dist.Truncated{Law: dist.Uniform{Low: 0, High: 100_00}, Low: 0, High: 50_05}
	assert.Equal(t, "truncated uniform between 0.00 and 50.05, p10 5.00, p50 25.02, p90 45.04", Spread(money, true))
}
