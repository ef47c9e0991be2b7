package scenario_test

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/ask"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/stretchr/testify/require"
)

// growths are the settlement with the growth of funding at so many values.
func growths(b *testing.B, n int) (s *file.Spec, rows [][]scenario.Setting, models []*scenario.Model) {
	s, err := file.Read("../examples/settlement/settlement.yaml")
	require.NoError(b, err)
	for i := range n {
		row := []scenario.Setting{{Path: "funding.real_growth",
			Value: fmt.Sprintf("%.4f%%", 2+float64(i)*3/float64(n))}}
		m, err := s.Vary(nil, row...)
		require.NoError(b, err)
		rows, models = append(rows, row), append(models, m)
	}
	return s, rows, models
}

// balanceOnly is a run of one line, with nothing else asked.
func balanceOnly(paths uint64) scenario.Options {
	return scenario.Options{Paths: paths, Workers: 1, Lines: []string{"balance"}, Conditions: []scenario.Condition{}}
}

// processor is the processor time of a call.
func processor(b *testing.B, call func()) time.Duration {
	before, ok := testkit.ProcessorTime()
	if !ok {
		b.Skip("not measured: the system does not tell processor time")
	}
	call()
	after, _ := testkit.ProcessorTime()
	return after - before
}

// marginal is the processor time of a path more, in a long run of the balance only.
func marginal(b *testing.B, m *scenario.Model) float64 {
	p, err := scenario.NewPlan(context.Background(), m, balanceOnly(1<<20))
	require.NoError(b, err)
	part := func(chunks uint64) func() {
		return func() {
			_, err := p.RunPart(context.Background(), 0, chunks*scenario.PartPaths)
			require.NoError(b, err)
		}
	}
	few, many := processor(b, part(2)), processor(b, part(12))
	return float64((many - few).Nanoseconds()) / (10 * scenario.PartPaths)
}

// BenchmarkSweepRows measures the rows of a sweep, one figure in one year on 10,000 paths of the settlement: a row from
// a setting to its estimate, beside the engine's own time for as many paths of a plan that is ready.
func BenchmarkSweepRows(b *testing.B) {
	const paths, n = 10_000, 100
	s, rows, models := growths(b, n)
	study, err := ask.New(context.Background(), s, scenario.Options{Paths: paths, Workers: 1})
	require.NoError(b, err)
	figure, err := study.Figure("mean of balance in 2028/29")
	require.NoError(b, err)
	o := balanceOnly(paths)
	o.Years = []string{"2028/29"}
	p, err := scenario.NewPlan(context.Background(), models[0], o)
	require.NoError(b, err)
	var all, own time.Duration
	for b.Loop() {
		all += processor(b, func() {
			require.NoError(b, study.Sweep(context.Background(), []ask.Figure{figure}, rows,
				func(int, []scenario.Estimate) error { return nil }))
		})
		own += processor(b, func() {
			for range n {
				require.NoError(b, p.EachPath(context.Background(), 0, paths,
					func(scenario.PathBlock) error { return nil }))
			}
		})
	}
	each := float64(b.N) * n * paths
	b.ReportMetric(float64(all.Nanoseconds())/each, "cpu-ns/path")
	b.ReportMetric(float64(own.Nanoseconds())/each, "engine-ns/path")
	b.ReportMetric(float64(all)/float64(own), "ratio-to-engine")
}

// BenchmarkSlider measures a thousand paths of the settlement with another number each time, the balance only: from a
// model to its result, and the run of a plan that is ready; beside a thousand times the marginal time of a path.
func BenchmarkSlider(b *testing.B) {
	const paths, n = 1000, 100
	_, _, models := growths(b, n)
	planner := scenario.NewPlanner(balanceOnly(paths))
	p, err := planner.Plan(context.Background(), models[0])
	require.NoError(b, err)
	var moved, ready time.Duration
	var perPath float64
	for b.Loop() {
		perPath += marginal(b, models[0])
		moved += processor(b, func() {
			for _, m := range models {
				_, err := planner.Run(context.Background(), m)
				require.NoError(b, err)
			}
		})
		ready += processor(b, func() {
			for range n {
				_, err := p.Run(context.Background())
				require.NoError(b, err)
			}
		})
	}
	denominator := perPath * paths * n
	b.ReportMetric(perPath/float64(b.N), "cpu-ns/path")
	b.ReportMetric(float64(moved.Nanoseconds())/denominator, "moved-ratio")
	b.ReportMetric(float64(ready.Nanoseconds())/denominator, "ready-ratio")
}

// BenchmarkManySliders measures ten thousand such runs, one after the other: the processor time of one, half of them
// and of all but the slowest hundredth; and the memory in use after a hundred and after all.
func BenchmarkManySliders(b *testing.B) {
	const paths, calls = 1000, 10_000
	_, _, models := growths(b, 100)
	planner := scenario.NewPlanner(balanceOnly(paths))
	for b.Loop() {
		var each []time.Duration
		var early uint64
		for i := range calls {
			each = append(each, processor(b, func() {
				_, err := planner.Run(context.Background(), models[i%len(models)])
				require.NoError(b, err)
			}))
			if i == 100 {
				early = inUse()
			}
		}
		slices.Sort(each)
		b.ReportMetric(float64(each[calls/2].Microseconds()), "p50-cpu-µs")
		b.ReportMetric(float64(each[calls*99/100])/float64(each[calls/2]), "p99-to-p50")
		b.ReportMetric(float64(early)/(1<<20), "early-MB")
		b.ReportMetric(float64(inUse())/(1<<20), "late-MB")
	}
}

// inUse is the memory in use after a collection of garbage.
func inUse() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// BenchmarkTogether measures goroutines that run one planner's models at the same time, sixteen beside two, in turns.
func BenchmarkTogether(b *testing.B) {
	const paths, calls = 1000, 400
	_, _, models := growths(b, 100)
	planner := scenario.NewPlanner(balanceOnly(paths))
	together := func(goroutines int) time.Duration {
		var next atomic.Int64
		var all sync.WaitGroup
		return timeOf(func() {
			for range goroutines {
				all.Go(func() {
					for i := next.Add(1); i <= calls; i = next.Add(1) {
						if _, err := planner.Run(context.Background(), models[int(i)%len(models)]); err != nil {
							b.Error(err)
						}
					}
				})
			}
			all.Wait()
		})
	}
	var two, sixteen time.Duration
	for b.Loop() {
		two += together(2)
		sixteen += together(16)
	}
	b.ReportMetric(float64(two)/float64(sixteen), "sixteen-to-two")
}
