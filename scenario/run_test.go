package scenario_test

import (
	"context"
	"math"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/openenvelope/envelope/scenario/measure"
	"github.com/openenvelope/envelope/scenario/process"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// No conditions are the usual ones; an empty list of them is none.
func TestNoConditionsOrTheUsualOnes(t *testing.T) {
	usual := run(t, question(finance.Billion), scenario.Options{Paths: 100, Lines: []string{"balance"}})
	assert.Len(t, usual.Conditions, 4)
	none := run(t, question(finance.Billion),
		scenario.Options{Paths: 100, Lines: []string{"balance"}, Conditions: []scenario.Condition{}})
	assert.Empty(t, none.Conditions)
	assert.Empty(t, none.ChanceRecords())
}

// A run that is cancelled ends soon with the context's error, and leaves no goroutine behind.
func TestCancel(t *testing.T) {
	before := runtime.NumGoroutine()
	ctx, cancel := context.WithCancel(context.Background())
	started := make(chan struct{})
	var once atomic.Bool
	var cancelled time.Time
	go func() {
		<-started
		cancelled = time.Now()
		cancel()
	}()
	_, err := scenario.Run(ctx, question(finance.Billion),
		scenario.Options{Paths: scenario.MostPaths, Lines: []string{"balance"},
			Progress: func(uint64, uint64) {
				if once.CompareAndSwap(false, true) {
					close(started)
				}
			}})
	assert.ErrorIs(t, err, context.Canceled)
	t.Logf("stopped %v after the context ended", time.Since(cancelled))
	assertGoroutines(t, before, "a run")

	_, err = scenario.Run(ctx, question(finance.Billion), scenario.Options{Paths: 1000})
	assert.ErrorIs(t, err, context.Canceled, "a context that has ended already")
}

// Progress never falls, ends at the total, and comes from one goroutine at a time.
func TestProgress(t *testing.T) {
	var last uint64
	var inside atomic.Int32
	const paths = 10*scenario.PartPaths + 1
	run(t, question(finance.Billion), scenario.Options{Paths: paths, Workers: 4, Lines: []string{"balance"},
		Progress: func(done, total uint64) {
			assert.EqualValues(t, 1, inside.Add(1))
			assert.Greater(t, done, last)
			assert.EqualValues(t, paths, total)
			last = done
			inside.Add(-1)
		}})
	assert.EqualValues(t, paths, last)
}

// Every identity is exactly zero on every path: a run that ends without an error has looked at all of them. Deep, this
// is 10⁹ path-years.
func TestIdentitiesHoldOnEveryPath(t *testing.T) {
	units := []finance.Amount{finance.Billion, finance.Thousand}
	const scenarios, years = 2, 5
	for _, unit := range units {
		paths := uint64(testkit.Count(1_000_000_000 / (len(units) * scenarios * years)))
		r := run(t, question(unit), scenario.Options{Paths: paths, Seed: 3, Lines: []string{"balance"}})
		assert.Len(t, r.Scenarios, scenarios)
		assert.Len(t, r.Years, years+1)
		assert.Greater(t, r.Run.Checks, 2*scenarios*years, "identities, each year of each scenario")
	}
}

// The same for every example. Deep, each is 10⁹ path-years.
func TestIdentitiesHoldOnEveryPathOfTheExamples(t *testing.T) {
	files, err := filepath.Glob("../examples/*/*.yaml")
	require.NoError(t, err)
	assert.GreaterOrEqual(t, len(files), 5)
	for _, name := range files {
		spec, err := file.Read(name)
		require.NoError(t, err)
		m, err := spec.Model()
		require.NoError(t, err)
		scenarios, years := 1+len(m.Scenarios),
			int(m.Baseline.Model.(*finance.Model).Last-m.Baseline.Model.(*finance.Model).First)
		r := run(t, m, scenario.Options{Paths: uint64(testkit.Deep(1_000_000_000/(scenarios*years), 10_000)), Seed: 11,
			Lines: []string{"balance"}})
		assert.Greater(t, r.Run.Checks, 3*scenarios*years, name)
	}
}

// An identity that a rule of the importer breaks stops the run, with what it takes to see the path again.
func TestBrokenIdentityStopsTheRun(t *testing.T) {
	m := question(finance.Billion)
	broken := settlement(finance.Billion)
	broken.Rules = []finance.Rule{func(s *sheet.Sheet) {
		s.Add(sheet.Row{Name: "check_mine", Unit: sheet.Money, Check: true,
			Formula: sheet.Max(sheet.Num(0), sheet.Ref("balance").Minus(sheet.Ref("funding").Times(sheet.Num(0.05))))})
	}}
	m.Baseline.Model = broken
	_, err := scenario.Run(context.Background(), m, scenario.Options{Paths: 5_000, Seed: 1})
	var path *scenario.PathError
	require.ErrorAs(t, err, &path)
	assert.Equal(t, "check_mine", path.Row)
	assert.Equal(t, "settlement", path.Scenario)
	assert.ErrorContains(t, err, "seed 1, path")

	p, err := scenario.NewPlan(context.Background(), question(finance.Billion), scenario.Options{Paths: 5_000, Seed: 1})
	require.NoError(t, err)
	l, err := p.Replay("settlement", path.Path)
	require.NoError(t, err)
	col, _ := l.Program.Column(path.Year)
	balance, _ := l.At("balance", col)
	funding, _ := l.At("funding", col)
	assert.True(t, balance.GreaterThan(funding.Shift(-2).Mul(decimal.NewFromInt(5))),
		"the path named does break it in the year named")
}

// Figures that cannot be stop the run too: a division by zero, money beyond 2⁵¹ pence, a number beyond float64. In
// rules of one's own too the inputs to mend are named.
func TestImpossibleFigures(t *testing.T) {
	years := []string{"0", "1"}
	money := &sheet.Sheet{Years: years}
	money.AddInput(sheet.Input{Name: "in_x", Values: []decimal.Decimal{decimal.NewFromInt(1)}},
		sheet.Input{Name: "pot", Unit: sheet.Money, Values: []decimal.Decimal{decimal.NewFromInt(1 << 50)}})
	money.Add(sheet.Row{Name: "x", Unit: sheet.Money, Formula: sheet.Ref("pot").Times(sheet.Ref("in_x"))})
	zero := inputs(years, "x")
	zero.Add(sheet.Row{Name: "ratio", Formula: sheet.Num(1).Over(sheet.Max(sheet.Num(0), sheet.Ref("x")))})
	huge := inputs(years, "x")
	huge.Add(sheet.Row{Name: "square", Formula: sheet.Ref("x").Times(sheet.Ref("x"))})
	for name, c := range map[string]struct {
		sheet *sheet.Sheet
		law   dist.Distribution
		says  string
	}{
		"division by zero":  {zero, dist.Normal{Mean: 1, SD: 1}, "division by zero, as max(0, x) is zero there; look at in_x (seed"},
		"money too large":   {money, dist.Normal{Mean: 1, SD: 1}, "beyond ±2⁵¹ pence (about £22,500bn); look at pot or in_x (seed"},
		"number not finite": {huge, dist.Lognormal{Median: 1, Sigma: 300}, "not a finite number; look at in_x (seed"},
	} {
		_, err := scenario.Run(context.Background(),
			&scenario.Model{Baseline: scenario.Scenario{Name: "s", Model: c.sheet,
				Drivers: []scenario.Driver{{Input: "in_x", Law: c.law}}}}, scenario.Options{Paths: 10_000})
		assert.ErrorContains(t, err, c.says, name)
	}
}

// What is wrong with a model is said in its own words, all of it at once.
func TestModelFaults(t *testing.T) {
	years := []string{"0", "1"}
	sound := scenario.Driver{Input: "in_a", Law: dist.Normal{SD: 1}}
	for says, m := range map[string]*scenario.Model{
		`no such input`: {Baseline: scenario.Scenario{Model: inputs(years, "a"),
			Drivers: []scenario.Driver{{Input: "b", Law: dist.Normal{}}}}},
		`has no distribution`: {Baseline: scenario.Scenario{Model: inputs(years, "a"),
			Drivers: []scenario.Driver{{Input: "in_a"}}}},
		`two drivers of in_a`: {Baseline: scenario.Scenario{Model: inputs(years, "a"),
			Drivers: []scenario.Driver{sound, sound}}},
		`sd: found -1`: {Baseline: scenario.Scenario{Model: inputs(years, "a"),
			Drivers: []scenario.Driver{{Input: "in_a", Law: dist.Normal{SD: -1}}}}},
		`which is not uncertain`: {Baseline: scenario.Scenario{Model: inputs(years, "a", "b"),
			Drivers: []scenario.Driver{{Input: "in_b", Follows: "in_a"}}}},
		`has no model`: {Baseline: scenario.Scenario{}},
		`other years`: {Baseline: scenario.Scenario{Name: "a", Model: inputs(years, "a")},
			Scenarios: []scenario.Scenario{{Name: "b", Model: inputs([]string{"0", "2"}, "a")}}},
		`a scenario has no name`: {Baseline: scenario.Scenario{Model: inputs(years, "a")},
			Scenarios: []scenario.Scenario{{Model: inputs(years, "a")}}},
		`names must differ`: {Baseline: scenario.Scenario{Model: inputs(years, "a")},
			Scenarios: []scenario.Scenario{{Name: "baseline", Model: inputs(years, "a")}}},
		`no driver "in_z"`: {Baseline: scenario.Scenario{Model: inputs(years, "a"),
			Drivers: []scenario.Driver{sound}},
			Correlation: []scenario.Correlation{{Drivers: []string{"in_a", "in_z"},
				Matrix: [][]float64{{1, 0}, {0, 1}}}}},
		`reduce that of "in_c" and`:    correlated([][]float64{{1, 0.9, 0.9}, {0.9, 1, -0.9}, {0.9, -0.9, 1}}),
		`the matrix must be symmetric`: correlated([][]float64{{1, 0.9, 0}, {0.8, 1, 0}, {0, 0, 1}}),
		`needs a matrix of 3 rows`:     correlated([][]float64{{1}}),
	} {
		_, err := scenario.Run(context.Background(), m, scenario.Options{Paths: 10})
		says = strings.Replace(says, "needs a", "need a", 1)
		assert.ErrorContains(t, err, says)
	}
}

func correlated(matrix [][]float64) *scenario.Model {
	m := &scenario.Model{Baseline: scenario.Scenario{Model: inputs([]string{"0", "1"}, "a", "b", "c")},
		Correlation: []scenario.Correlation{{Drivers: []string{"in_a", "in_b", "in_c"}, Matrix: matrix}}}
	for _, n := range m.Correlation[0].Drivers {
		m.Baseline.Drivers = append(m.Baseline.Drivers, scenario.Driver{Input: n, Law: dist.Normal{SD: 1}})
	}
	return m
}

// A request that makes no sense is refused before any path runs, with a suggestion where there is one.
func TestRequestFaults(t *testing.T) {
	for says, o := range map[string]scenario.Options{
		`did you mean "balance"?`: {Lines: []string{"balanse"}},
		`has no measure`:          {Conditions: []scenario.Condition{{Line: "balance"}}},
		`no line "x"`:             {Conditions: []scenario.Condition{{Line: "x", Measure: measure.InYear{}}}},
		`the ceiling is 1 MiB`:    {MaxMemory: 1 << 20},
	} {
		_, err := scenario.Run(context.Background(), question(finance.Billion), o)
		assert.ErrorContains(t, err, says)
	}
	_, err := question(finance.Billion).Only([]string{"four procent"})
	assert.ErrorContains(t, err, `did you mean "four percent"?`)
}

// Memory does not grow with the number of paths.
func TestCostDoesNotGrowWithPaths(t *testing.T) {
	memory := func(paths uint64) uint64 {
		p, err := scenario.NewPlan(context.Background(), question(finance.Billion),
			scenario.Options{Paths: paths, Workers: 2})
		require.NoError(t, err)
		c, err := p.Cost()
		require.NoError(t, err)
		return c.Memory
	}
	assert.LessOrEqual(t, memory(1_000_000_000), memory(10_000))
	_, err := scenario.NewPlan(context.Background(), question(finance.Billion), scenario.Options{Paths: 1 << 63})
	assert.ErrorContains(t, err, "a run of 9223372036854775808 paths; the most is 1000000000")
}

// A paired difference on common random numbers is far more precise than two runs of their own would be.
func TestPairedDifferenceIsPrecise(t *testing.T) {
	r := run(t, question(finance.Billion), scenario.Options{Paths: 100_000, Seed: 2})
	for _, line := range []string{"balance", "transformation"} {
		a, _ := r.Cell("settlement", line, "2023/24")
		b, _ := r.Cell("four percent", line, "2023/24")
		d, ok := r.Difference("four percent", "settlement", line, "2023/24")
		require.True(t, ok)
		assert.InDelta(t, b.Mean.Value-a.Mean.Value, d.Mean.Value, 1e-6*a.SD.Value)
	}
	balance, ok := r.Pairing("four percent", "settlement", "balance", "2023/24")
	require.True(t, ok)
	assert.Greater(t, balance, 5.0)
	funding, _ := r.Pairing("four percent", "settlement", "funding", "2023/24")
	assert.False(t, funding > 0 && !math.IsInf(funding, 1), "nothing to gain where both are certain")
	_, ok = r.Pairing("settlement", "four percent", "balance", "2023/24")
	assert.False(t, ok, "compared the other way round only")
	a, _ := r.Chance("settlement", "balance_in_year", "2023/24")
	b, _ := r.Chance("four percent", "balance_in_year", "2023/24")
	d, _ := r.ChanceDifference("four percent", "settlement", "balance_in_year", "2023/24")
	assert.InDelta(t, b.Probability.Value-a.Probability.Value, d.Probability.Value, 1e-12)
	assert.Zero(t, d.OnlyVersus, "more money never loses the balance")
	f, _ := r.Difference("four percent", "settlement", "funding", "2023/24")
	assert.True(t, f.Exact, "the difference of two certain figures is exact")
}

// Two independent runs agree within their intervals: an interval of 95% covers the truth about that often.
func TestIntervalsCover(t *testing.T) {
	s := inputs([]string{"0", "1"}, "x")
	m := &scenario.Model{Baseline: scenario.Scenario{Name: "s", Model: s, Drivers: []scenario.Driver{
		{Input: "in_x", Law: dist.Lognormal{Median: 1, Sigma: 0.3}, Process: process.EachYear{}}}}}
	const runs = 1000
	truth := map[string]float64{"mean": 1.0460278599087169, "p10": 0.6808145, "p50": 1}
	covered := map[string]int{}
	for seed := range uint64(runs) {
		r := run(t, m, scenario.Options{Paths: 1_000, Seed: seed, Workers: 1})
		c, _ := r.Cell("s", "x", "1")
		p10, _ := c.P(0.1)
		p50, _ := c.P(0.5)
		for name, e := range map[string]scenario.Estimate{"mean": c.Mean, "p10": p10, "p50": p50} {
			if e.Lo <= truth[name] && truth[name] <= e.Hi {
				covered[name]++
			}
		}
	}
	for name, n := range covered {
		assert.InDelta(t, 0.95, float64(n)/runs, 0.03, "%s: binomial error of 1,000 runs is 0.007", name)
	}
}
