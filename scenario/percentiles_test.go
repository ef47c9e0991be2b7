package scenario_test

import (
	"bytes"
	"context"
	"math"
	"os"
	"slices"
	"sync"
	"testing"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/openenvelope/envelope/scenario/measure"
	"github.com/openenvelope/envelope/scenario/process"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// shapes is a sheet with a line of each shape that percentiles meet: smooth, skewed, two-humped, with much of its
// mass at zero, and a few pence either way, in which zeros have both signs.
func shapes() *scenario.Model {
	s := inputs([]string{"0", "1", "2"}, "normal", "lognormal", "side")
	s.AddInput(sheet.Input{Name: "pot", Unit: sheet.Money, Values: []decimal.Decimal{decimal.NewFromInt(4)}})
	s.Add(
		sheet.Row{Name: "bimodal",
			Formula: sheet.If(sheet.Ref("side"), sheet.Ref("normal").Plus(sheet.Num(20)), sheet.Ref("normal"))},
		sheet.Row{Name: "atom", Formula: sheet.Max(sheet.Num(0), sheet.Ref("normal").Plus(sheet.Num(0.5244)))},
		sheet.Row{Name: "pence", Unit: sheet.Money, Formula: sheet.Ref("pot").Times(sheet.Ref("normal"))},
		sheet.Row{Name: "certain", Formula: sheet.Num(7.25)},
	)
	return &scenario.Model{Name: "shapes", Baseline: scenario.Scenario{Name: "s", Model: s, Drivers: []scenario.Driver{
		{Input: "in_normal", Law: dist.Normal{SD: 1}, Process: process.EachYear{Persistence: 0.5}},
		{Input: "in_lognormal", Law: dist.Lognormal{Median: 1, Sigma: 1.5}, Process: process.EachYear{}},
		{Input: "in_side", Law: dist.Normal{SD: 1}},
	}}}
}

func shapeLines() []string {
	return []string{"normal", "lognormal", "bimodal", "atom", "pence", "certain"}
}

// A recorder is a measure that keeps every figure it is asked about, by year.
type recorder struct {
	measure.InYear
	mu      *sync.Mutex
	figures map[int][]float64
}

func (r recorder) Next(state, figures []float64, year int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.figures[year] = append(r.figures[year], figures...)
	r.InYear.Next(state, figures, year)
}

// sorted are the figures of a year without those of the pilot, which come first.
func (r recorder) sorted(year, paths int) []float64 {
	all := slices.Clone(r.figures[year][len(r.figures[year])-paths:])
	for i := range all {
		all[i] += 0 // −0 becomes 0
	}
	slices.Sort(all)
	return all
}

// inclusive is Excel's PERCENTILE.INC at a rank of sorted figures.
func inclusive(sorted []float64, rank float64) float64 {
	last := len(sorted) - 1
	if rank <= 0 {
		return sorted[0]
	}
	if rank >= float64(last) {
		return sorted[last]
	}
	low, high := sorted[int(rank)], sorted[int(rank)+1]
	return low + float64((high-low)*(rank-math.Floor(rank)))
}

// Percentiles and their intervals are those of all figures sorted, bit for bit.
func TestExactPercentilesAreTheSortedFigures(t *testing.T) {
	const paths = 60_000
	o := scenario.Options{Paths: paths, Seed: 5, Workers: 3, Lines: shapeLines(), ExactPercentiles: true}
	recorders := map[string]recorder{}
	for _, line := range o.Lines {
		recorders[line] = recorder{mu: &sync.Mutex{}, figures: map[int][]float64{}}
		o.Conditions = append(o.Conditions, scenario.Condition{Line: line, Measure: recorders[line]})
	}
	r := run(t, shapes(), o)
	assert.True(t, r.Run.ExactPercentiles)
	for _, line := range r.Lines {
		unit := 1.0
		if line.Money {
			unit = 100
		}
		for year, label := range r.Years[1:] {
			sorted := recorders[line.Name].sorted(year, paths)
			for i, x := range sorted {
				if line.Money {
					sorted[i] = math.Round(x * unit) // whole pence, as a run counts
				}
			}
			c, _ := r.Cell("s", line.Name, label)
			for _, p := range c.Percentiles {
				rank, width := float64(p.P*(paths-1)),
					float64(1.959963984540054*math.Sqrt(float64(paths*float64(p.P*(1-p.P)))))
				want := scenario.Estimate{Value: inclusive(sorted, rank) / unit,
					Lo: inclusive(sorted, rank-width) / unit, Hi: inclusive(sorted, rank+width) / unit}
				assert.Equal(t, want, p.Estimate, "p%v of %s in year %s", 100*p.P, line.Name, label)
			}
		}
	}
}

// inParts runs a plan in parts, which keep no figures: percentiles that histograms are too coarse for need further
// passes.
func inParts(t *testing.T, m *scenario.Model, o scenario.Options) (*scenario.Result, error) {
	t.Helper()
	ctx := context.Background()
	p, err := scenario.NewPlan(ctx, m, o)
	require.NoError(t, err)
	whole, err := p.RunPart(ctx, 0, min(p.Paths(), scenario.PartPaths))
	if err != nil {
		return nil, err
	}
	if p.Paths() > scenario.PartPaths {
		rest, err := p.RunPart(ctx, scenario.PartPaths, p.Paths())
		require.NoError(t, err)
		require.NoError(t, rest.Merge(whole))
		whole = rest
	}
	return p.Result(ctx, whole)
}

// One hash for an exact run: any number of workers, figures kept or worked out again, and a ceiling that leaves no room
// to keep anything, so that passes narrow what is looked for until single figures are left. Other figures than
// percentiles are those of the histogram's run.
func TestExactPercentilesHaveOneHash(t *testing.T) {
	o := scenario.Options{Paths: 100_000, Seed: 5, Workers: 1, Lines: shapeLines()}
	plain := run(t, shapes(), o)
	o.ExactPercentiles = true
	exact := run(t, shapes(), o)
	assert.NotEqual(t, plain.Hash, exact.Hash)
	for _, workers := range []int{3, 8} {
		o.Workers = workers
		assert.Equal(t, exact.Hash, run(t, shapes(), o).Hash, "%d workers", workers)
	}
	for _, line := range o.Lines {
		a, b := cell(t, plain, line, "2"), cell(t, exact, line, "2")
		for i, p := range b.Percentiles {
			assert.InDelta(t, a.Percentiles[i].Value, p.Value, 0.05*a.SD.Value+1e-12, "p%v of %s", 100*p.P, line)
		}
		a.Percentiles, b.Percentiles = nil, nil
		assert.Equal(t, a, b, "all but percentiles: %s", line)
	}

	var told, total uint64
	o.Workers = 2
	o.Progress = func(done, of uint64) { told, total = done, of }
	again, err := inParts(t, shapes(), o)
	require.NoError(t, err)
	assert.Equal(t, exact.Hash, again.Hash)
	assert.Equal(t, [2]uint64{2 * o.Paths, 2 * o.Paths}, [2]uint64{told, total}, "a second pass")

	o.MaxMemory = leastCeiling(t, shapes(), o) // selections, and nothing to keep
	again, err = inParts(t, shapes(), o)
	require.NoError(t, err)
	assert.Equal(t, exact.Hash, again.Hash)
	assert.Equal(t, total, told)
	assert.GreaterOrEqual(t, total, 3*o.Paths, "passes that narrow")
	t.Logf("%d passes with no room", total/o.Paths)

	o.MaxMemory /= 2
	_, err = scenario.Run(context.Background(), shapes(), o)
	assert.ErrorContains(t, err, "the ceiling is")
}

// leastCeiling is the least ceiling, within 16 KiB, that a run is not refused for.
func leastCeiling(t *testing.T, m *scenario.Model, o scenario.Options) uint64 {
	t.Helper()
	for o.MaxMemory = 16 << 10; o.MaxMemory < 64<<20; o.MaxMemory += 16 << 10 {
		if _, err := scenario.NewPlan(context.Background(), m, o); err == nil {
			return o.MaxMemory
		}
	}
	t.Fatal("every ceiling is too low")
	return 0
}

// Where everything is certain no second pass is run, and progress ends all the same.
func TestExactPercentilesOfCertainties(t *testing.T) {
	var told, total uint64
	r := run(t, shapes(), scenario.Options{Paths: 10_000, Lines: []string{"certain"}, ExactPercentiles: true,
		Progress: func(done, of uint64) { told, total = done, of }})
	c := cell(t, r, "certain", "2")
	assert.Equal(t, scenario.Estimate{Value: 7.25, Lo: 7.25, Hi: 7.25}, c.Percentiles[3].Estimate)
	assert.EqualValues(t, 10_000, told)
	assert.Equal(t, total, told)
}

// A second pass that is cancelled ends with the context's error.
func TestExactPercentilesCanBeCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	o := scenario.Options{Paths: 40_000, Lines: shapeLines(), ExactPercentiles: true}
	o.Progress = func(done, _ uint64) {
		if done > o.Paths {
			cancel()
		}
	}
	p, err := scenario.NewPlan(ctx, shapes(), o)
	require.NoError(t, err)
	part, err := p.RunPart(ctx, 0, o.Paths)
	require.NoError(t, err)
	_, err = p.Result(ctx, part)
	assert.ErrorIs(t, err, context.Canceled)
}

// A law that gives other figures the second time is an error, not a wrong percentile.
func TestExactPercentilesNeedTheSameFigures(t *testing.T) {
	m := shapes()
	m.Baseline.Drivers[0].Law = &drifting{}
	_, err := inParts(t, m,
		scenario.Options{Paths: 40_000, Workers: 1, Lines: []string{"normal"}, ExactPercentiles: true})
	assert.ErrorContains(t, err, "met other figures than the first")
}

// drifting is a law whose transform never gives the same figures again.
type drifting struct {
	dist.Normal
	calls float64
}

func (d *drifting) Faults() []dist.Fault      { return nil }
func (d *drifting) Transform() dist.Transform { return d }
func (d *drifting) At(z float64) float64      { return z }

func (d *drifting) Apply(dst, z []float64) {
	d.calls++
	for i := range dst {
		dst[i] = z[i] + 0.01*d.calls
	}
}

// The record of an exact run says so, and is verified by an exact run.
func TestExactPercentilesAreVerified(t *testing.T) {
	text, err := os.ReadFile("../examples/settlement/settlement.yaml")
	require.NoError(t, err)
	spec, err := file.Load("settlement.yaml", text)
	require.NoError(t, err)
	model, err := spec.Model()
	require.NoError(t, err)
	o := spec.Run()
	o.Paths, o.Lines, o.ExactPercentiles = 100_000, []string{"balance", "net_cost"}, true
	r := run(t, model, o)
	m := file.NewManifest(spec, r)
	assert.True(t, m.ExactPercentiles)
	differences, err := m.Verify(context.Background(), scenario.Options{})
	require.NoError(t, err)
	assert.Empty(t, differences)
	m.ExactPercentiles = false
	differences, err = m.Verify(context.Background(), scenario.Options{ExactPercentiles: true})
	require.NoError(t, err)
	assert.NotEmpty(t, differences, "the manifest decides, and this one says that the run was not exact")

	var b bytes.Buffer
	require.NoError(t, r.WriteJSON(&b))
	assert.Contains(t, b.String(), `"exact_percentiles": true`)
}

// BenchmarkExact measures what exact percentiles cost: R1 with 10⁶ paths, plan included, on one worker.
func BenchmarkExact(b *testing.B) {
	for name, exact := range map[string]bool{"histogram": false, "exact": true} {
		b.Run(name, func(b *testing.B) {
			o := r1Options(1_000_000)
			o.Workers, o.ExactPercentiles = 1, exact
			for b.Loop() {
				run(b, r1(), o)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(o.Paths), "ns/path")
		})
	}
}
