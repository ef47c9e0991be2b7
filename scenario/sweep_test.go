package scenario_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// sweep is R1 with so many growths of funding, from 2.0% upwards by a tenth of a point: scenarios that differ in the
// mean of one law only.
func sweep(n int) *scenario.Model {
	m := r1()
	base := m.Baseline
	m.Baseline, m.Scenarios = scenario.Scenario{}, nil
	for i := range n {
		s := base
		s.Name = fmt.Sprintf("%.1f%%", 2+float64(i)/10)
		s.Drivers = append([]scenario.Driver{}, base.Drivers...)
		s.Drivers[0].Law = dist.Normal{Mean: float64(20+i) / 1000, SD: 0.010}
		if i == 0 {
			m.Baseline = s
		} else {
			m.Scenarios = append(m.Scenarios, s)
		}
	}
	if n > 2 {
		m.Comparisons = []scenario.Comparison{{Of: m.Scenarios[0].Name, Versus: m.Baseline.Name}}
	}
	return m
}

// A sweep shares what the growth of funding does not touch, and more growth means more balance.
func TestSweep(t *testing.T) {
	r := run(t, sweep(50), r1Questions(2_048, 0))
	require.Len(t, r.Scenarios, 50)
	last := 0.0
	for i, name := range r.Scenarios {
		c, ok := r.Cell(name, "balance", "20")
		require.True(t, ok)
		if i > 0 {
			assert.Greater(t, c.Mean.Value, last, name)
		}
		last = c.Mean.Value
	}
	assert.Equal(t, "2.0%", r.Scenarios[0])
	assert.Equal(t, "6.9%", r.Scenarios[49])
}

// BenchmarkSweep measures fifty scenarios in one run beside one scenario, in turns, on one worker: balance and carry of
// the last year, or of every year. One pair is compared, the fewest that a run of several scenarios can be asked for.
// The ratio would be 50 if they shared nothing.
func BenchmarkSweep(b *testing.B) {
	b.Run("last year", func(b *testing.B) { benchmarkSweep(b, "20") })
	b.Run("every year", func(b *testing.B) { benchmarkSweep(b) })
}

func benchmarkSweep(b *testing.B, years ...string) {
	const paths = 1 << 15
	plan := func(scenarios int) *scenario.Plan {
		o := r1Questions(paths, 1)
		o.Years = years
		p, err := scenario.NewPlan(context.Background(), sweep(scenarios), o)
		require.NoError(b, err)
		return p
	}
	one, fifty := plan(1), plan(50)
	var oneTime, fiftyTime time.Duration
	for b.Loop() {
		oneTime += timeOf(func() { runPlan(b, one) })
		fiftyTime += timeOf(func() { runPlan(b, fifty) })
	}
	perPath := func(d time.Duration) float64 { return float64(d.Nanoseconds()) / float64(b.N) / paths }
	b.ReportMetric(perPath(oneTime), "ns/path-of-one")
	b.ReportMetric(perPath(fiftyTime), "ns/path")
	b.ReportMetric(float64(fiftyTime)/float64(oneTime), "ratio-to-one")
}

func timeOf(run func()) time.Duration {
	start := time.Now()
	run()
	return time.Since(start)
}
