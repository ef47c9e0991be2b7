package scenario_test

import (
	"context"
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// manyBodies is a system of so many bodies, each with an uncertain need, and a scenario beside the baseline.
func manyBodies(n int) *scenario.Model {
	m := &finance.Model{First: 2018, Last: 2023, Deflator: finance.Deflator{Planned: []finance.Rate{0.018}}}
	base := scenario.Scenario{Name: "baseline", Model: m}
	for i := range n {
		name := fmt.Sprintf("Trust %d", i)
		m.Bodies = append(m.Bodies, finance.Model{
			Name:    name,
			Funding: finance.Settlement{Baseline: 200 * finance.Million, RealGrowth: []finance.Rate{0.02}},
			Opening: finance.Opening{Position: -2 * finance.Million},
			Need:    finance.Need{RealGrowth: []finance.Rate{0.03}},
			Savings: finance.Savings{Planned: []finance.Rate{0.02}},
		})
		base.Drivers = append(base.Drivers, scenario.Driver{Input: "bodies." + name + ".need.real_growth", Law: dist.Normal{Mean: 0.03, SD: 0.01}})
	}
	other := base
	other.Name = "less inflation"
	less := *m
	less.Deflator.Planned = []finance.Rate{0.01}
	other.Model = &less
	return &scenario.Model{Baseline: base, Scenarios: []scenario.Scenario{other}}
}

// lap starts to measure: the time that passes, or where other programs take the processors, what this one has had of them.
func lap() func() time.Duration {
	start := time.Now()
	spent, known := testkit.ProcessorTime()
	return func() time.Duration {
		passed := time.Since(start)
		if now, ok := testkit.ProcessorTime(); ok && known {
			return min(passed, now-spent)
		}
		return passed
	}
}

// A plan that takes long is given up within 100 ms of its context's end, with the context's error and nothing left running:
// before it has begun, and at whatever moment.
func TestPlansStopWithTheirContext(t *testing.T) {
	m, o := manyBodies(400), scenario.Options{Paths: 10_000}
	moments := testkit.Deep(60, 4)
	if moments < 60 {
		m.Scenarios = nil
	}
	before := runtime.NumGoroutine()
	start := time.Now()
	_, err := scenario.NewPlan(context.Background(), m, o)
	require.NoError(t, err)
	whole := time.Since(start)

	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	start = time.Now()
	_, err = scenario.NewPlan(ctx, m, o)
	assert.ErrorIs(t, err, context.Canceled)
	assert.Less(t, time.Since(start), 10*time.Millisecond, "cancelled before the call")

	var latest time.Duration
	for i := range moments {
		after := whole * time.Duration(2*i+1) / time.Duration(2*moments+1)
		ctx, cancel := context.WithCancel(context.Background())
		ended := make(chan func() time.Duration, 1)
		time.AfterFunc(after, func() {
			ended <- lap()
			cancel()
		})
		p, err := scenario.NewPlan(ctx, m, o)
		if err == nil {
			cancel() // it was faster this time
			continue
		}
		late := (<-ended)()
		latest = max(latest, late)
		assert.True(t, p == nil)
		assert.ErrorIs(t, err, context.Canceled)
		assert.Less(t, late, 100*time.Millisecond, "cancelled after %v of %v", after, whole)
	}
	t.Logf("a plan in %v; stopped %v after the context ended at the latest", whole, latest)
	assertGoroutines(t, before, "plans")
}
