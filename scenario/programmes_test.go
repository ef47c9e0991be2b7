package scenario_test

import (
	"math"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/process"
)

// Seven programme years in ten work, each as a whole. £10m a year is spent and gives ten pence in the pound, the half
// of it after one year and all of it after two. In the fifth year three programmes give £1m and one £0.5m, each or
// nothing: the mean is 0.7 × 3.5 and the variance 0.7 × 0.3 × (3 + 0.25). Had each year's return been drawn by itself,
// the variance would be 0.7 × 0.3 × (6 × 0.25 + 0.25); were they all one programme, 0.7 × 0.3 × 3.5².
func TestProgrammesFailByYearOfSpending(t *testing.T) {
	const chance = 0.7
	m := &finance.Model{First: 2018, Last: 2023,
		Funding: finance.Settlement{Baseline: finance.Billion, CashGrowth: []finance.Rate{0}},
		Need:    finance.Need{RealGrowth: []finance.Rate{0}},
		Earmark: finance.Earmark{Amount: []finance.Amount{10 * finance.Million},
			Returns: finance.Returns{PerPound: []finance.Rate{0.1}, Ramp: 2, Success: []finance.Rate{1}}}}
	for _, c := range []struct {
		move process.Process
		sd   float64
	}{{process.EachYear{}, math.Sqrt(chance * (1 - chance) * 3.25)},
		{process.Once{}, math.Sqrt(chance*(1-chance)) * 3.5}} {
		r := run(t, &scenario.Model{Baseline: scenario.Scenario{Name: "s", Model: m, Drivers: []scenario.Driver{
			{Input: "earmark.returns.success", Law: dist.Bernoulli{Chance: chance, Size: 1}, Process: c.move}}}},
			scenario.Options{Paths: manyPaths, Seed: fixedSeed, Lines: []string{"benefit"}})
		benefit := cell(t, r, "benefit", "2023/24")
		agrees(t, chance*3.5e6, benefit.Mean, "mean, %s", c.move.Kind())
		agrees(t, c.sd*1e6, benefit.SD, "sd, %s", c.move.Kind())
	}
}
