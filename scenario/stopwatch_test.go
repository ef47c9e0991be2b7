package scenario_test

import (
	"context"
	"testing"
	"time"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/internal/kernel"
	"github.com/stretchr/testify/require"
)

// A stopwatch takes the time of a benchmark twice: by the wall clock, and as the processor time of the process where
// the system tells it, which other programs on the machine disturb less.
type stopwatch struct{ processor time.Duration }

func newStopwatch() stopwatch {
	now, _ := testkit.ProcessorTime()
	return stopwatch{now}
}

// report gives both times of one operation of a finished benchmark, in units of so many a nanosecond.
func (s stopwatch) report(b *testing.B, perNanosecond float64, unit string) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())*perNanosecond/float64(b.N), unit)
	if now, ok := testkit.ProcessorTime(); ok {
		b.ReportMetric(float64((now-s.processor).Nanoseconds())*perNanosecond/float64(b.N), "cpu-"+unit)
	}
}

// eachPath measures all the paths of a run and the reading of its results, without the plan, and the peak of memory.
func eachPath(b *testing.B, m *scenario.Model, o scenario.Options) {
	p, err := scenario.NewPlan(context.Background(), m, o)
	require.NoError(b, err)
	b.ReportAllocs()
	testkit.ForgetPeak()
	start := newStopwatch()
	for b.Loop() {
		runPlan(b, p)
	}
	start.report(b, 1/float64(p.Paths()), "ns/path")
	if peak, ok := testkit.PeakMemory(); ok {
		b.ReportMetric(float64(peak)/(1<<20), "peak-MiB")
	}
}

// runPlan runs a plan whole.
func runPlan(t testing.TB, p *scenario.Plan) *scenario.Result {
	t.Helper()
	part, err := p.RunPart(context.Background(), 0, p.Paths())
	require.NoError(t, err)
	r, err := p.Result(context.Background(), part)
	require.NoError(t, err)
	return r
}

// eachKernels measures under each implementation of the kernels, and says which this processor or build lacks.
func eachKernels(b *testing.B, measure func(b *testing.B)) {
	for _, name := range kernel.Names() {
		b.Run(name, func(b *testing.B) {
			restore, ok := kernel.Use(name)
			if !ok {
				b.Skipf("not measured: this processor or build has no %s", name)
			}
			defer restore()
			measure(b)
		})
	}
}
