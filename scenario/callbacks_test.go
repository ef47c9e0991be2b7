package scenario_test

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/openenvelope/envelope/scenario/measure"
	"github.com/openenvelope/envelope/scenario/process"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A hook is called with the number of the call; what it does to its goroutine is the test's.
type hook func(call int64)

// hooked counts calls for a hook.
type hooked struct {
	hook  hook
	calls *atomic.Int64
}

func (h hooked) call() { h.hook(h.calls.Add(1)) }

// The law, process, measure and model of an importer that call a hook wherever they are called themselves.
type (
	hookedLaw struct {
		dist.Normal
		hooked
	}
	hookedTransform struct{ hooked }
	hookedProcess   struct {
		process.EachYear
		hooked
	}
	hookedMeasure struct {
		measure.InYear
		hooked
	}
	hookedModel struct {
		laid *sheet.Sheet
		hooked
	}
)

func (l hookedLaw) Transform() dist.Transform { return hookedTransform{l.hooked} }

func (t hookedTransform) At(z float64) float64 { return z }

func (t hookedTransform) Apply(dst, z []float64) {
	t.call()
	copy(dst, z)
}

func (p hookedProcess) Next(state, innovation []float64, _ int) {
	p.call()
	copy(state, innovation)
}

func (m hookedMeasure) Next(state, figures []float64, _ int) {
	m.call()
	copy(state, figures)
}

func (m hookedModel) Sheet() (*sheet.Sheet, error) {
	m.call()
	return m.laid, nil
}

// A callback is a run in which an importer's code calls a hook.
type callback func(o scenario.Options, h hooked) (*scenario.Model, scenario.Options)

func callbacks() map[string]callback {
	normal := dist.Normal{SD: 1}
	return map[string]callback{
		"law": func(o scenario.Options, h hooked) (*scenario.Model, scenario.Options) {
			return one(hookedLaw{normal, h}, process.EachYear{}), o
		},
		"process": func(o scenario.Options, h hooked) (*scenario.Model, scenario.Options) {
			return one(normal, hookedProcess{hooked: h}), o
		},
		"measure": func(o scenario.Options, h hooked) (*scenario.Model, scenario.Options) {
			o.Conditions = []scenario.Condition{{Line: "x", Measure: hookedMeasure{hooked: h}}}
			return one(normal, process.EachYear{}), o
		},
		"model": func(o scenario.Options, h hooked) (*scenario.Model, scenario.Options) {
			m := one(normal, process.EachYear{})
			m.Baseline.Model = hookedModel{inputs([]string{"0", "1", "2", "3"}, "x"), h}
			return m, o
		},
		"progress": func(o scenario.Options, h hooked) (*scenario.Model, scenario.Options) {
			o.Progress = func(uint64, uint64) { h.call() }
			return one(normal, process.EachYear{}), o
		},
	}
}

// with sets a callback up.
func (c callback) with(o scenario.Options, h hook) (*scenario.Model, scenario.Options) {
	return c(o, hooked{h, new(atomic.Int64)})
}

// A callback that ends its goroutine ends the run with an error, wherever it is called: while the plan is made, in the
// pilot, early or late in the run. What was worked out until then is no result.
func TestGoexitIsNoResult(t *testing.T) {
	for _, at := range []int64{1, 2, 20, 60} {
		for name, c := range callbacks() {
			if name == "model" && at > 1 || name == "progress" && at > 2 {
				continue // it is not called so often
			}
			m, o := c.with(scenario.Options{Paths: 20_000, Seed: 3, Workers: int(at%2 + 2)}, func(call int64) {
				if call == at {
					runtime.Goexit()
				}
			})
			r, err := scenario.Run(context.Background(), m, o)
			assert.True(t, r == nil, "%s, call %d", name, at)
			assert.EqualError(t, err, "stopped unexpectedly: runtime.Goexit was called (seed 3)", "%s, call %d", name,
				at)
		}
	}
}

// The same for parts, for paths one by one, and with several workers.
func TestGoexitIsNoPart(t *testing.T) {
	for name, c := range callbacks() {
		if name == "model" {
			continue // not called after the plan is made
		}
		for _, workers := range []int{1, 4} {
			m, o := c.with(scenario.Options{Paths: 100 * scenario.PartPaths, Seed: 3, Workers: workers},
				func(call int64) {
					if call > 30 { // beyond the pilot
						runtime.Goexit()
					}
				})
			p, err := scenario.NewPlan(context.Background(), m, o)
			require.NoError(t, err)
			_, err = p.RunPart(context.Background(), 0, p.Paths())
			assert.ErrorContains(t, err, "runtime.Goexit was called", "%s, %d workers", name, workers)
			if name == "measure" {
				continue // paths one by one answer no questions
			}
			given := 0
			err = p.EachPath(context.Background(), 0, p.Paths(), func(b scenario.PathBlock) error {
				given += len(b.Columns[0])
				return nil
			})
			assert.ErrorContains(t, err, "runtime.Goexit was called", "%s, %d workers", name, workers)
			assert.Less(t, given, 100*scenario.PartPaths+1)
		}
	}
}

// A panic keeps its value and the stack of where it happened, whatever panicked.
func TestPanicsKeepValueAndStack(t *testing.T) {
	boom := errors.New("boom")
	for name, c := range callbacks() {
		m, o := c.with(scenario.Options{Paths: 5_000, Seed: 3}, func(int64) { panic(boom) })
		_, err := scenario.Run(context.Background(), m, o)
		var p *scenario.PanicError
		require.ErrorAs(t, err, &p, name)
		assert.Equal(t, boom, p.Value, name)
		assert.EqualValues(t, 3, p.Seed, name)
		assert.Contains(t, string(p.Stack), "hooked", name)
		assert.ErrorIs(t, err, boom, name)
		assert.NotContains(t, err.Error(), "goroutine", "the stack is for those who ask")
	}
}

// A Progress that does not return keeps no run beyond its deadline, and no goroutine but its own.
func TestProgressMayBlock(t *testing.T) {
	before := runtime.NumGoroutine()
	m := one(dist.Normal{SD: 1}, process.EachYear{})
	for name, do := range map[string]func(ctx context.Context, p *scenario.Plan, o scenario.Options) error{
		"part": func(ctx context.Context, p *scenario.Plan, _ scenario.Options) error {
			_, err := p.RunPart(ctx, 0, p.Paths())
			return err
		},
		"paths": func(ctx context.Context, p *scenario.Plan, _ scenario.Options) error {
			return p.EachPath(ctx, 0, p.Paths(), func(scenario.PathBlock) error { return nil })
		},
		"run": func(ctx context.Context, _ *scenario.Plan, o scenario.Options) error {
			_, err := scenario.Run(ctx, m, o)
			return err
		},
		"exact": func(ctx context.Context, _ *scenario.Plan, o scenario.Options) error {
			o.ExactPercentiles = true
			_, err := scenario.Run(ctx, m, o)
			return err
		},
	} {
		release := make(chan struct{})
		var calls atomic.Int64
		o := scenario.Options{Paths: 20 * scenario.PartPaths, Seed: 3, Workers: 3, Progress: func(uint64, uint64) {
			calls.Add(1)
			<-release
		}}
		p, err := scenario.NewPlan(context.Background(), m, o)
		require.NoError(t, err)
		testkit.Within(t, 100*time.Millisecond, func() time.Duration {
			for after := 150 * time.Millisecond; ; after *= 2 { // until it comes to Progress before its deadline
				require.Less(t, after, time.Minute, "%s calls Progress", name)
				earlier := calls.Load()
				deadline := time.Now().Add(after)
				ctx, cancel := context.WithDeadline(context.Background(), deadline)
				assert.ErrorIs(t, do(ctx, p, o), context.DeadlineExceeded, name)
				late := time.Since(deadline)
				cancel()
				assert.LessOrEqual(t, calls.Load(), earlier+1, name)
				if calls.Load() > earlier {
					return late
				}
			}
		}, "%s ends after its deadline", name)
		assertGoroutines(t, before+int(calls.Load()), name+": those in Progress stay")
		close(release)
		assertGoroutines(t, before, name)
	}
}

// assertGoroutines waits for goroutines to end until there are no more than so many.
func assertGoroutines(t *testing.T, most int, about string) {
	t.Helper()
	for range 2_000 {
		if runtime.NumGoroutine() <= most {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	stacks := make([]byte, 1<<16)
	t.Errorf("%s: %d goroutines, want %d at most\n%s", about, runtime.NumGoroutine(), most,
		strings.TrimSpace(string(stacks[:runtime.Stack(stacks, true)])))
}

// What a caller does to a result does not reach the plan, nor the next result.
func TestResultsAreTheCallersOwn(t *testing.T) {
	spec, err := file.Read("../examples/settlement/settlement.yaml")
	require.NoError(t, err)
	m, err := spec.Model()
	require.NoError(t, err)
	m.NotModelled = []string{"dust"}
	var once []string // drivers drawn once
	for _, d := range m.Baseline.Drivers {
		if d.Process == nil {
			once = append(once, d.Name())
		}
	}
	require.GreaterOrEqual(t, len(once), 2)
	m.Correlation = []scenario.Correlation{{Drivers: once[:2], Matrix: [][]float64{{1, 0.5}, {0.5, 1}}}}
	o := scenario.Options{Paths: 2_000, Seed: 3, Years: []string{"2019/20", "2020/21"},
		Conditions: []scenario.Condition{{Line: "balance", Measure: measure.InYear{}}}}
	p, err := scenario.NewPlan(context.Background(), m, o)
	require.NoError(t, err)
	first, second := runPlan(t, p), runPlan(t, p)
	require.Equal(t, first.Records(), second.Records())

	first.Years[0], first.Scenarios[0], first.Lines[0].Name, first.Conditions[0].Line = "x", "x", "x", "x"
	first.Comparisons[0].Of, first.NotModelled[0], first.Run.Years[0], first.Inputs[0].Input = "x", "x", "x", "x"
	first.Correlations[0].Drivers[0], first.Correlations[0].Matrix[0][0] = "x", 7
	about, err := m.Describe(context.Background(), o)
	require.NoError(t, err)
	about.Correlations[0].Drivers[0], about.Years[0], about.Inputs[0].Values[0] = "y", "y", "y"
	about.Correlations[0].Matrix[0][1] = 7
	p.PathColumns()[0].Line = "y"
	// Nor does what happens to the options and the model's lists.
	o.Years[0], o.Conditions[0].Line, m.NotModelled[0], m.Baseline.Name, m.Correlation[0].Drivers[0] = "z", "z", "z",
		"z", "z"
	m.Correlation[0].Matrix[0][1] = 7
	m.Baseline.Drivers[0] = scenario.Driver{}

	third := runPlan(t, p)
	assert.Equal(t, second.Hash, third.Hash)
	assert.Equal(t, second.Records(), third.Records())
	for _, what := range [][2]any{{second.Years, third.Years}, {second.Scenarios, third.Scenarios},
		{second.Lines, third.Lines}, {second.Conditions, third.Conditions},
		{second.Comparisons, third.Comparisons}, {second.NotModelled, third.NotModelled}, {second.Run, third.Run},
		{second.Inputs, third.Inputs}, {second.Correlations, third.Correlations}} {
		assert.Equal(t, what[0], what[1])
	}
}
