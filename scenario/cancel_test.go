package scenario_test

import (
	"context"
	"fmt"
	"runtime"
	"slices"
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
		base.Drivers = append(base.Drivers,
			scenario.Driver{Input: "bodies." + name + ".need.real_growth", Law: dist.Normal{Mean: 0.03, SD: 0.01}})
	}
	other := base
	other.Name = "less inflation"
	less := *m
	less.Deflator.Planned = []finance.Rate{0.01}
	other.Model = &less
	return &scenario.Model{Baseline: base, Scenarios: []scenario.Scenario{other}}
}

// A plan that takes long is given up within 100 ms of its context's end, with the context's error and nothing left
// running: before it has begun, and at whatever moment.
func TestPlansStopWithTheirContext(t *testing.T) {
	bodies := 400
	if testkit.Race {
		bodies = 100
	}
	m, o := manyBodies(bodies), scenario.Options{Paths: 10_000}
	moments := testkit.Deep(60, 4)
	if moments < 60 {
		m.Scenarios = nil
	}
	before := runtime.NumGoroutine()
	start := time.Now()
	_, err := scenario.NewPlan(context.Background(), m, o)
	require.NoError(t, err)
	whole := time.Since(start)

	ended, cancel := context.WithCancel(context.Background())
	cancel()
	testkit.Within(t, 10*time.Millisecond, func() time.Duration {
		lap := testkit.Lap()
		_, err := scenario.NewPlan(ended, m, o)
		assert.ErrorIs(t, err, context.Canceled)
		return lap()
	}, "cancelled before the call")

	var latest time.Duration
	for i := range moments {
		after := whole * time.Duration(2*i+1) / time.Duration(2*moments+1)
		latest = max(latest, testkit.Within(t, 100*time.Millisecond, func() time.Duration {
			return givenUp(t, m, o, after)
		},
			"cancelled after %v of %v", after, whole))
	}
	t.Logf("a plan in %v; stopped %v after the context ended at the latest", whole, latest)
	assertGoroutines(t, before, "plans")
}

// givenUp is how long after its context's end a plan is given up; nothing if it was made before.
func givenUp(t *testing.T, m *scenario.Model, o scenario.Options, after time.Duration) time.Duration {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	ended := make(chan func() time.Duration, 1)
	time.AfterFunc(after, func() {
		ended <- testkit.Lap()
		cancel()
	})
	p, err := scenario.NewPlan(ctx, m, o)
	if err == nil {
		return 0
	}
	late := (<-ended)()
	assert.True(t, p == nil)
	assert.ErrorIs(t, err, context.Canceled)
	return late
}

// A watched context notes how long it was not looked at, look by look, and who looked when that was long.
type watched struct {
	context.Context
	looked  time.Time
	gaps    []time.Duration
	looks   map[int]string // by place among the gaps
	lap     func() time.Duration
	started time.Time // the lap
}

func watch(looks map[int]string) *watched {
	now := time.Now()
	return &watched{Context: context.Background(), looked: now, looks: looks, lap: testkit.Lap(), started: now}
}

// gap is the time since the last look. To ask for processor time at every look would take longer than the rest.
func (w *watched) gap() time.Duration {
	now := time.Now()
	gap := now.Sub(w.looked)
	if now.Sub(w.started) > longGap/10 {
		gap = min(gap, w.lap())
		w.lap, w.started = testkit.Lap(), now
	}
	w.looked = now
	return gap
}

func (w *watched) Err() error {
	gap := w.gap()
	if gap >= longGap {
		w.looks[len(w.gaps)] = caller()
	}
	w.gaps = append(w.gaps, gap)
	return nil
}

// caller is who called the method that calls it.
func caller() (text string) {
	pcs := make([]uintptr, 4)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs)])
	for more := true; more; {
		var f runtime.Frame
		f, more = frames.Next()
		text += fmt.Sprintf(" < %s:%d", f.Function, f.Line)
	}
	return text
}

// longGap is half of what is promised: the other half is for machines that are slower.
const longGap = 50 * time.Millisecond

// At no moment is a plan's context left alone for long: looks at it come often in every stage. A look that comes late
// in one plan because the machine was busy comes in time in another.
func TestPlansLookOften(t *testing.T) {
	testkit.NotForRaces(t)
	m, o := manyBodies(testkit.Deep(400, 200)), scenario.Options{Paths: 10_000}
	var gaps []time.Duration
	looks := map[int]string{}
	testkit.Within(t, longGap, func() time.Duration {
		w := watch(looks)
		_, err := scenario.NewPlan(w, m, o)
		require.NoError(t, err)
		w.gaps = append(w.gaps, w.gap())
		if gaps == nil {
			gaps = w.gaps
		}
		require.Len(t, w.gaps, len(gaps), "the same looks in every plan of a model")
		for i, gap := range w.gaps {
			gaps[i] = min(gaps[i], gap)
		}
		return slices.Max(gaps)
	}, "before each of these looks:\n%v", late{gaps: &gaps, looks: looks})
	t.Logf("%d looks, %v apart at most", len(gaps), slices.Max(gaps))
}

// late lists the looks that came late.
type late struct {
	gaps  *[]time.Duration
	looks map[int]string
}

func (l late) String() string {
	text := ""
	for i, gap := range *l.gaps {
		if gap >= longGap {
			text += fmt.Sprintf("%v: look %d%s\n", gap, i, l.looks[i])
		}
	}
	return text
}
