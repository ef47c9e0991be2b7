package scenario_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/process"
	"github.com/stretchr/testify/assert"
)

// Random models have one hash on one worker and on seven: to be run under the race detector, where workers that touch
// each other's figures are found as well.
func TestRandomModelsUnderTheRaceDetector(t *testing.T) {
	for i := range testkit.Deep(30, 3) {
		t.Run(fmt.Sprint("model ", i), func(t *testing.T) { // so that a part of them can be run
			rng := rand.New(rand.NewPCG(11, uint64(i)))
			m := randomQuestion(rng)
			o := scenario.Options{Paths: uint64(testkit.Deep(1_000_000, 5_000)), Seed: rng.Uint64(), Workers: 7}
			seven := run(t, m, o)
			o.Workers = 1
			assert.Equal(t, run(t, m, o).Hash, seven.Hash)
		})
	}
}

// randomQuestion is a settlement with figures, laws and processes drawn at random, against another of the kind.
func randomQuestion(rng *rand.Rand) *scenario.Model {
	rate := func(low, high float64) finance.Rate { return finance.Rate(low + (high-low)*rng.Float64()) }
	body := func() *finance.Model {
		m := settlement(finance.Billion)
		m.Last = m.First + 2 + finance.Year(rng.IntN(8))
		m.Deflator.Planned = []finance.Rate{rate(0, 0.04)}
		m.Funding.RealGrowth = []finance.Rate{rate(-0.01, 0.06)}
		m.Earmark.Share = []finance.Rate{rate(0, 0.5)}
		m.Earmark.Leakage = []finance.Rate{rate(0, 1)}
		m.Savings.Planned = []finance.Rate{rate(0, 0.03)}
		m.Debt.Interest = []finance.Rate{rate(0, 0.05)}
		return m
	}
	moves := []process.Process{nil, process.EachYear{}, process.EachYear{Persistence: 0.6}, process.RandomWalk{}}
	var ds []scenario.Driver
	for _, d := range drivers() {
		if rng.IntN(4) > 0 {
			d.Process = moves[rng.IntN(len(moves))]
			ds = append(ds, d)
		}
	}
	ds = append(ds, scenario.Driver{Input: "debt.interest", Law: dist.Uniform{Low: 0, High: 0.05},
		Process: moves[rng.IntN(len(moves))]})
	first := body()
	second := body()
	second.Last = first.Last
	return &scenario.Model{Name: fmt.Sprint("random ", rng.Uint32()),
		Baseline:  scenario.Scenario{Name: "first", Model: first, Drivers: ds},
		Scenarios: []scenario.Scenario{{Name: "second", Model: second, Drivers: ds}}}
}
