package scenario_test

import (
	"context"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/openenvelope/envelope/scenario/internal/kernel"
	"github.com/openenvelope/envelope/scenario/process"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// moving is one driver of every kind of process, by the name of its row; each is followed by another, "of" it.
func moving() map[string]scenario.Driver {
	law := dist.Normal{Mean: 2, SD: 1}
	recalled := process.Bootstrap{History: []float64{2, -1, 4, 4, 0.5}, Block: 2}
	return map[string]scenario.Driver{
		"once":      {Law: law},
		"each_year": {Law: law, Process: process.EachYear{Persistence: 0.5}},
		"ar1":       {Law: law, Process: process.AR1{Persistence: 0.5}},
		"walk":      {Law: law, Process: process.RandomWalk{}},
		"back":      {Law: law, Process: process.MeanReverting{Start: 5, Speed: math.Ln2}},
		"back_far": {Law: dist.Lognormal{Median: 2, Sigma: 0.3},
			Process: process.MeanReverting{Start: 5, Speed: math.Ln2}},
		"back_pert": {Law: dist.PERT{Low: 0, Mode: 2, High: 6},
			Process: process.MeanReverting{Start: 5, Speed: math.Ln2}},
		"shock": {Law: law, Process: process.Shock{Chance: 0.2, Sizes: []float64{-3, -1}}},
		"shock_on": {Law: law,
			Process: process.Shock{Chance: 0.2, Sizes: []float64{9}, On: process.EachYear{Persistence: 0.5}}},
		"shock_way": {Law: law, Process: process.Shock{Chance: 0.2, Sizes: []float64{9},
			On: process.MeanReverting{Start: 5, Speed: math.Ln2}}},
		"certain": {Law: dist.Normal{Mean: 2}, Process: process.Shock{Chance: 0.2, Sizes: []float64{0.5, 0.25}}},
		"regime": {Law: law,
			Process: process.Regime{Crisis: dist.Triangular{Low: -9, Mode: -8, High: -6}, Enter: 0.2, Leave: 0.5}},
		"shifted": {Law: dist.Lognormal{Median: 2, Sigma: 0.3},
			Process: process.Regime{Shift: -3, Enter: 0.2, Leave: 0.5, Stationary: true}},
		"recalled": {Law: recalled.Law(), Process: recalled},
	}
}

// movingYears are the opening year and six more, so that draws are of two groups of years.
func movingYears() []string { return []string{"0", "1", "2", "3", "4", "5", "6"} }

// movingModel has all of them, each with a follower at half its distance.
func movingModel() *scenario.Model {
	var names []string
	var drivers []scenario.Driver
	for name, d := range moving() {
		d.Input = "in_" + name
		names = append(names, name, "of_"+name)
		drivers = append(drivers, d, scenario.Driver{Input: "in_of_" + name, Follows: d.Input, Times: 0.5})
	}
	slices.Sort(names)
	slices.SortFunc(drivers, func(a, b scenario.Driver) int {
		if a.Input < b.Input {
			return -1
		}
		return 1
	})
	laid := inputs(movingYears(), names...)
	laid.Add(sheet.Row{Name: "opened", Opening: sheet.Ref("in_back"), Formula: sheet.Ref("in_back")})
	return &scenario.Model{Baseline: scenario.Scenario{Name: "s", Model: laid, Drivers: drivers}}
}

// Every kind of process is among them.
func TestEveryProcessIsOnASheet(t *testing.T) {
	kinds := map[string]bool{"once": true}
	for _, d := range moving() {
		if d.Process != nil {
			kinds[d.Process.Kind()] = true
		}
	}
	for _, k := range process.Kinds() {
		assert.True(t, kinds[k.Name], "%s is not in moving", k.Name)
	}
}

// The hash of a run with every process: any number of workers, any kernels, any processor.
const movingHash = "97795542d9e8a12d62c7154d67a62778ab8376a268e65a114f92876ea11e40e6"

func TestEveryProcessHasTheSameBits(t *testing.T) {
	for _, name := range kernel.Names() {
		restore, ok := kernel.Use(name)
		if !ok {
			continue
		}
		for _, workers := range []int{1, 3, 8} {
			r := run(t, movingModel(), scenario.Options{Paths: 10_000, Seed: 7, Workers: workers})
			assert.Equal(t, movingHash, r.Hash, "%s, %d workers", name, workers)
		}
		restore()
	}
}

// A replay of every path has the least and the greatest figure of the run, and its mean.
func TestReplaysOfEveryProcess(t *testing.T) {
	paths := uint64(max(100, testkit.Count(3000)))
	p, err := scenario.NewPlan(context.Background(), movingModel(), scenario.Options{Paths: paths, Seed: 11})
	require.NoError(t, err)
	part, err := p.RunPart(context.Background(), 0, paths)
	require.NoError(t, err)
	r, err := p.Result(context.Background(), part)
	require.NoError(t, err)
	figures := map[string][]float64{}
	for path := range paths {
		l, err := p.Replay("s", path)
		require.NoError(t, err)
		for _, line := range r.Lines {
			for col := range r.Years {
				x, ok := l.At(line.Name, col)
				require.True(t, ok)
				key := fmt.Sprint(line.Name, " in ", col)
				figures[key] = append(figures[key], x.InexactFloat64())
			}
		}
	}
	for _, line := range r.Lines {
		for col, year := range r.Years {
			c, _ := r.Cell("s", line.Name, year)
			all := figures[fmt.Sprint(line.Name, " in ", col)]
			var sum float64
			for _, x := range all {
				sum += x
			}
			assert.Equal(t, []float64{c.Min, c.Max}, []float64{slices.Min(all), slices.Max(all)}, "%s in %s", line.Name,
				year)
			assert.InDelta(t, c.Mean.Value, sum/float64(paths), 1e-9, "%s in %s", line.Name, year)
		}
	}
}

// The central case has no shock and no crisis, stands at the median of a history, and goes the way back; followers keep
// their own centre.
func TestTheCentralCaseOfEveryProcess(t *testing.T) {
	p, err := scenario.NewPlan(context.Background(), movingModel(), scenario.Options{Paths: 10})
	require.NoError(t, err)
	l, ok := p.Central("s")
	require.True(t, ok)
	for name := range moving() {
		for year := 1; year <= 6; year++ {
			want, half := 2.0, math.Pow(0.5, float64(year))
			switch name {
			case "back", "shock_way":
				want = 2 + 3*half
			case "back_far":
				want = 2 * math.Pow(2.5, half)
			case "back_pert":
				x, _ := l.At(name, year)
				want = x.InexactFloat64() // held against the process itself in its package
			}
			x, _ := l.At(name, year)
			assert.InDelta(t, want, x.InexactFloat64(), 1e-12, "%s in %d", name, year)
			x, _ = l.At("of_"+name, year)
			assert.Equal(t, 1.0, x.InexactFloat64(), "of %s in %d", name, year)
		}
	}
}

// A follower is half as far from its own centre as its leader from its central case, shocks and crises included; that
// of a lognormal law goes by proportion.
func TestFollowersOfEveryProcess(t *testing.T) {
	p, err := scenario.NewPlan(context.Background(), movingModel(), scenario.Options{Paths: 10, Seed: 3})
	require.NoError(t, err)
	centre, _ := p.Central("s")
	for path := range uint64(50) {
		l, err := p.Replay("s", path)
		require.NoError(t, err)
		for name, d := range moving() {
			for year := 1; year <= 6; year++ {
				middle, _ := centre.At(name, year)
				leader, _ := l.At(name, year)
				follower, _ := l.At("of_"+name, year)
				want := 1 + 0.5*(leader.InexactFloat64()-middle.InexactFloat64())
				if _, regime := d.Process.(process.Regime); d.Law.Kind() == "lognormal" && !regime {
					want = math.Sqrt(leader.InexactFloat64() / middle.InexactFloat64())
				}
				assert.InDelta(t, want, follower.InexactFloat64(), 1e-9, "of %s in %d, path %d", name, year, path)
			}
		}
	}
}

// Scores are correlated as asked whatever is on top of them, and shocks and crises with nothing: the correlation of
// x = z + s and y = w + u, with independent s and u of variance v and v', is r/√((1 + v)(1 + v')).
func TestChancesAreIndependentOfTheGroup(t *testing.T) {
	const r, size, chance = 0.8, 2, 0.25
	shock := process.Shock{Chance: chance, Sizes: []float64{size}, On: process.EachYear{}}
	regime := process.Regime{Shift: size, Enter: chance, Leave: 1 - chance} // each year by itself
	for _, pair := range [][2]process.Process{{shock, shock}, {shock, regime}, {regime, process.EachYear{}}} {
		s := inputs([]string{"0", "1", "2"}, "x", "y")
		m := &scenario.Model{
			Baseline: scenario.Scenario{Name: "s", Model: s, Drivers: []scenario.Driver{
				{Input: "in_x", Law: dist.Normal{SD: 1}, Process: pair[0]},
				{Input: "in_y", Law: dist.Normal{SD: 1}, Process: pair[1]}}},
			Correlation: []scenario.Correlation{{Drivers: []string{"in_x", "in_y"},
				Matrix: [][]float64{{1, r}, {r, 1}}}},
		}
		s.Add(sheet.Row{Name: "sum", Formula: sheet.Ref("x").Plus(sheet.Ref("y"))})
		result := run(t, m, scenario.Options{Paths: 400_000, Seed: fixedSeed})
		part := func(p process.Process) float64 {
			if _, ok := p.(process.Chain); ok {
				return 1 + size*size*chance*(1-chance)
			}
			return 1
		}
		variance := part(pair[0]) + part(pair[1]) + 2*r
		agrees(t, math.Sqrt(variance), cell(t, result, "sum", "2").SD, "sd of %s and %s", pair[0].Kind(),
			pair[1].Kind())
	}
}

// A number from a history has no scores to correlate.
func TestAHistoryIsInNoGroup(t *testing.T) {
	m := movingModel()
	m.Correlation = []scenario.Correlation{{Drivers: []string{"in_regime", "in_recalled"},
		Matrix: [][]float64{{1, 0.5}, {0.5, 1}}}}
	_, err := scenario.NewPlan(context.Background(), m, scenario.Options{})
	assert.ErrorContains(t, err, `driver "in_recalled" repeats a history, so it has no scores to correlate`)
}

// A scenario with likelier shocks differs from the baseline on the paths where one comes of it, and on no other: the
// difference of the means is its closed form, and the rest is the same futures.
func TestLikelierShocksOnTheSameFutures(t *testing.T) {
	model := func(chance float64) scenario.Scenario {
		return scenario.Scenario{Name: fmt.Sprint(chance), Model: inputs(movingYears(), "x", "y"),
			Drivers: []scenario.Driver{
				{Input: "in_x", Law: dist.Normal{SD: 1},
					Process: process.Shock{Chance: chance, Sizes: []float64{-3, -3}, On: process.EachYear{}}},
				{Input: "in_y", Law: dist.Normal{SD: 1}, Process: process.EachYear{}}}}
	}
	r := run(t, &scenario.Model{Baseline: model(0.05), Scenarios: []scenario.Scenario{model(0.1)}},
		scenario.Options{Paths: 200_000, Seed: fixedSeed})
	for year := 1; year <= 6; year++ {
		lasts := func(chance float64) float64 { return 1 - math.Pow(1-chance, float64(min(2, year))) }
		d, ok := r.Difference("0.1", "0.05", "x", fmt.Sprint(year))
		require.True(t, ok)
		agrees(t, -3*(lasts(0.1)-lasts(0.05)), d.Mean, "difference in year %d", year)
		assert.InDelta(t, -3, d.Min, 1e-9)
		assert.InDelta(t, 0, d.Max, 1e-9)
		d, _ = r.Difference("0.1", "0.05", "y", fmt.Sprint(year))
		assert.Zero(t, d.Mean.Value)
	}
}

// What is wrong with a process and its law is told before the run.
func TestUnsoundProcesses(t *testing.T) {
	for want, d := range map[string]scenario.Driver{
		"start: found 5; wanted: between the ends of the uniform distribution, 0 and 1": {
			Law: dist.Uniform{Low: 0, High: 1}, Process: process.MeanReverting{Start: 5, Speed: 1}},
		"start: found 50; wanted: a value that the normal distribution has within 8 standard deviations": {
			Law:     dist.Normal{SD: 1},
			Process: process.Shock{Chance: 1, Sizes: []float64{1}, On: process.MeanReverting{Start: 50, Speed: 1}}},
		"sizes: found a list of 0": {Law: dist.Normal{SD: 1}, Process: process.Shock{}},
		"shock: found bootstrap; wanted: a process that is no": {Law: dist.Normal{SD: 1},
			Process: process.Shock{Sizes: []float64{1}, On: process.Bootstrap{}}},
		"crisis low: found 2; wanted: at most high, 1": {Law: dist.Normal{SD: 1},
			Process: process.Regime{Crisis: dist.Uniform{Low: 2, High: 1}}},
		"history: found a list of 0; wanted: at least one value": {Law: process.Bootstrap{}.Law(),
			Process: process.Bootstrap{}},
	} {
		d.Input = "in_x"
		m := &scenario.Model{Baseline: scenario.Scenario{Name: "s", Model: inputs(movingYears(), "x"),
			Drivers: []scenario.Driver{d}}}
		_, err := scenario.NewPlan(context.Background(), m, scenario.Options{})
		assert.ErrorContains(t, err, want)
	}
}

// A file with every process: each path reconciles to the penny, its replay too, and its manifest finds the same bits.
func TestAFileWithEveryProcess(t *testing.T) {
	text, err := os.ReadFile("file/testdata/good/processes.yaml")
	require.NoError(t, err)
	for _, kind := range process.Kinds() {
		if kind.Name != "once" && kind.Name != "ar1" {
			assert.True(t, strings.Contains(string(text), strings.ReplaceAll(kind.Name, " ", "_")+": "),
				"processes.yaml has no %s", kind.Name)
		}
	}
	spec, err := file.Load("processes.yaml", text)
	require.NoError(t, err)
	m, err := spec.Model()
	require.NoError(t, err)
	o := scenario.Options{Paths: 4_000, Seed: fixedSeed}
	p, err := scenario.NewPlan(context.Background(), m, o)
	require.NoError(t, err)
	centre, _ := p.Central("baseline")
	assert.Empty(t, centre.Breaks())
	for path := range uint64(200) {
		l, err := p.Replay("baseline", path)
		require.NoError(t, err)
		require.Empty(t, l.Breaks())
	}
	manifest := file.NewManifest(spec, run(t, m, o))
	differences, err := manifest.Verify(context.Background(), scenario.Options{Workers: 3})
	require.NoError(t, err)
	assert.Empty(t, differences)
}
