package scenario_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/stretchr/testify/require"
)

// BenchmarkSettlement measures what people run, with the lines of its own choice, on one worker: all paths of a plan
// and the reading of its results; a run from the start, with what that allocates; one of twice as many paths, which
// tells what a further path costs; a thousand paths from the start; a thousand paths of a kept plan, with the balance
// alone; and two workers.
func BenchmarkSettlement(b *testing.B) {
	m := modelIn(b, "../examples/settlement/settlement.yaml")
	b.Run("paths", func(b *testing.B) { eachPath(b, m, scenario.Options{Workers: 1}) })
	b.Run("workers=2", func(b *testing.B) { eachPath(b, m, scenario.Options{Workers: 2}) })
	b.Run("whole", func(b *testing.B) { wholeRun(b, m, scenario.Options{Workers: 1}) })
	b.Run("twice", func(b *testing.B) {
		wholeRun(b, m, scenario.Options{Workers: 1, Paths: 2 * scenario.DefaultPaths})
	})
	b.Run("kept", func(b *testing.B) {
		keptPlan(b, m, scenario.Options{Workers: 1, Paths: 1000, Lines: []string{"balance"}})
	})
	b.Run("cold", func(b *testing.B) { wholeRun(b, m, scenario.Options{Workers: 1, Paths: 1000}) })
}

// wholeRun measures runs from the start, plans included.
func wholeRun(b *testing.B, m *scenario.Model, o scenario.Options) {
	b.ReportAllocs()
	start := newStopwatch()
	for b.Loop() {
		run(b, m, o)
	}
	start.report(b, 1e-6, "ms")
}

// keptPlan measures runs of a plan that is made once.
func keptPlan(b *testing.B, m *scenario.Model, o scenario.Options) {
	p, err := scenario.NewPlan(context.Background(), m, o)
	require.NoError(b, err)
	b.ReportAllocs()
	start := newStopwatch()
	for b.Loop() {
		_, err := p.Run(context.Background())
		require.NoError(b, err)
	}
	start.report(b, 1e-6, "ms")
}

// BenchmarkSystem measures a run of the system of the examples from the start, on one worker.
func BenchmarkSystem(b *testing.B) {
	wholeRun(b, modelIn(b, "../examples/system/system.yaml"), scenario.Options{Workers: 1})
}

// BenchmarkNation measures two thousand paths of a nation of 42 systems with five bodies each from the start, on one
// worker, without the reading of its file.
func BenchmarkNation(b *testing.B) {
	wholeRun(b, nationalModel(b), scenario.Options{Workers: 1, Paths: 2000})
}

// many is an envelope of ten years with so many scenarios, each with a need of its own.
func many(scenarios int) string {
	var s strings.Builder
	s.WriteString(`schema: 1
not_modelled: []
years: 2023/24 to 2033/34
funding: {baseline: £100bn, real_growth: {p10: 3.0%, p90: 3.8%}}
opening: {position: -£1bn}
need: {real_growth: {p10: 2.8%, p90: 3.8%}}
earmark: {share: 5%, leakage: 100%, returns: {per_pound: {triangular: {low: 0%, mode: 30%, high: 83%}}, lag: 3, ramp: 3}}
debt: {opening: £0, interest: 1.5%, surplus: lapses}
`)
	if scenarios > 1 {
		s.WriteString("changes:\n")
	}
	for i := range scenarios - 1 {
		fmt.Fprintf(&s, "  c%d: {need.real_growth: {p10: %.2f%%, p90: %.2f%%}}\n", i, 2+float64(i)*0.02,
			3+float64(i)*0.02)
	}
	if scenarios > 1 {
		s.WriteString("scenarios:\n")
	}
	for i := range scenarios - 1 {
		fmt.Fprintf(&s, "  s%d: [c%d]\n", i, i)
	}
	return s.String()
}

// BenchmarkScenarios measures many scenarios, each compared with the first, beside one, in turns, on one worker: the
// first pass over the paths, without the plan and the reading of results. The ratio is of processor times.
func BenchmarkScenarios(b *testing.B) {
	for _, scenarios := range []int{10, 50, 100} {
		b.Run(fmt.Sprint(scenarios), func(b *testing.B) { benchmarkScenarios(b, scenarios) })
	}
}

func benchmarkScenarios(b *testing.B, scenarios int) {
	const paths = 90_000
	plan := func(scenarios int) *scenario.Plan {
		s, err := file.Load("many.yaml", []byte(many(scenarios)))
		require.NoError(b, err)
		m, err := s.Model()
		require.NoError(b, err)
		p, err := scenario.NewPlan(context.Background(), m, scenario.Options{Paths: paths, Workers: 1})
		require.NoError(b, err)
		return p
	}
	pass := func(p *scenario.Plan) time.Duration {
		before, ok := testkit.ProcessorTime()
		if !ok {
			b.Skip("not measured: the system does not tell processor time")
		}
		_, err := p.RunPart(context.Background(), 0, 8*scenario.PartPaths)
		require.NoError(b, err)
		after, _ := testkit.ProcessorTime()
		return after - before
	}
	one, all := plan(1), plan(scenarios)
	var oneTime, allTime time.Duration
	for b.Loop() {
		oneTime += pass(one)
		allTime += pass(all)
	}
	perPath := func(d time.Duration) float64 {
		return float64(d.Nanoseconds()) / float64(b.N) / (8 * scenario.PartPaths)
	}
	b.ReportMetric(perPath(oneTime), "ns/path-of-one")
	b.ReportMetric(perPath(allTime), "ns/path")
	b.ReportMetric(float64(allTime)/float64(oneTime), "ratio-to-one")
}
