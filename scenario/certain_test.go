package scenario_test

import (
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// textModel is a scenario file's model.
func textModel(t *testing.T, yaml string) *scenario.Model {
	t.Helper()
	s, err := file.Load("test.yaml", []byte("schema: 1\nnot_modelled: []\n"+yaml))
	require.NoError(t, err)
	m, err := s.Model()
	require.NoError(t, err)
	return m
}

// seldom is an envelope whose balance fails once in ten thousand paths.
const seldom = `
years: 2024/25 to 2026/27
funding: {baseline: £100bn, real_growth: 3.4%}
need: {real_growth: {bernoulli: {chance: 0.01%, size: 9%}}}
`

// An event that no path met is not impossible, and one path does not make all figures exact.
func TestWhatAllPathsAgreeOnIsNotExact(t *testing.T) {
	for _, paths := range []uint64{1, 100} {
		r := run(t, textModel(t, seldom), scenario.Options{Paths: paths, Seed: 3})
		c, ok := r.Cell("", "balance", "2026/27")
		require.True(t, ok)
		require.True(t, c.Same(), "this seed meets the event, so it shows nothing")
		assert.False(t, c.Exact)
		chance, _ := r.Chance("", "balance_in_year", "2026/27")
		assert.False(t, chance.Exact)
		assert.Less(t, chance.Probability.Lo, chance.Probability.Hi)
		for _, line := range []string{"funding", "earmark_planned", "diverted"} {
			f, _ := r.Cell("", line, "2026/27")
			assert.True(t, f.Exact, line)
		}
		opening, _ := r.Cell("", "balance", "2024/25")
		assert.True(t, opening.Exact, "the driver reaches the years after the opening year only")
	}
}

// Where nothing is uncertain every figure is exact and every chance is none or all.
func TestWithoutUncertaintyAllIsExact(t *testing.T) {
	for growth, want := range map[string]float64{"0%": 1, "-1%": 0} {
		r := run(t, textModel(t, "years: 2024/25 to 2025/26\nfunding: {baseline: £100bn, real_growth: "+growth+
			"}\nneed: {real_growth: 0%}\n"), scenario.Options{Paths: 50})
		for _, line := range r.Lines {
			c, _ := r.Cell("", line.Name, "2025/26")
			assert.True(t, c.Exact, line.Name)
		}
		c, ok := r.Chance("", "balance_in_year", "2025/26")
		require.True(t, ok)
		assert.Equal(t, scenario.Chance{Probability: scenario.Estimate{Value: want, Lo: want, Hi: want}, Exact: true},
			c)
	}
}

// What is uncertain in both scenarios alike cancels: the difference is exact, and so is that of a chance where it
// changes nothing that is judged. Where rounding or a limit stands between, it is not.
func TestADifferenceThatIsConstantByConstructionIsExact(t *testing.T) {
	r := run(t, textModel(t, `
years: 2024/25 to 2027/28
funding: {baseline: £100bn, real_growth: 3.4%}
opening: {position: -£1bn}
need: {real_growth: {p10: 2.8%, p90: 3.8%}}
changes:
  more: {funding.real_growth: 4%}
  other need: {need.real_growth: {p10: 3%, p90: 4%}}
  in debt: {debt.opening: £1bn}
  the same: {funding.real_growth: 3.4%}
scenarios: {more: [more], other need: [other need], in debt: [in debt], the same: [the same]}
`), scenario.Options{Paths: 2000, Seed: 1})
	exact := func(of, line string) bool {
		c, ok := r.Difference(of, "", line, "2027/28")
		require.True(t, ok)
		assert.True(t, !c.Exact || c.Same(), "%s of %s", line, of)
		return c.Exact
	}
	assert.True(t, exact("more", "funding"))
	assert.True(t, exact("more", "balance"), "more funding, the same cost")
	assert.False(t, exact("more", "debt"), "a surplus is not a debt")
	assert.False(t, exact("other need", "balance"))
	assert.True(t, exact("in debt", "net_cost"), "without interest a debt costs nothing")
	same, _ := r.ChanceDifference("the same", "", "balance_in_year", "2027/28")
	assert.True(t, same.Exact)
	assert.Zero(t, same.Probability)
	more, _ := r.ChanceDifference("more", "", "balance_in_year", "2027/28")
	assert.False(t, more.Exact)
}

// Whatever is called exact has one value, whatever the seed.
func TestExactIsNeverContradicted(t *testing.T) {
	testkit.NotForRaces(t)
	for _, path := range []string{"settlement/settlement.yaml", "earmark/earmark.yaml", "system/system.yaml",
		"today/today.yaml"} {
		m := modelIn(t, "../examples/"+path)
		one, other := run(t, m, scenario.Options{Paths: 2000, Seed: 1}),
			run(t, m, scenario.Options{Paths: 2000, Seed: 2})
		exact, same := 0, 0
		for _, side := range sides(one) {
			for _, line := range one.Lines {
				for _, year := range one.Years {
					c, d := cellOf(t, one, side, line.Name, year), cellOf(t, other, side, line.Name, year)
					if c.Exact {
						exact++
						assert.True(t, c.Same() && d.Same() && c.Min == d.Min &&
							c.Mean.Value == c.Min, "%v %s %s", side, line.Name, year)
					} else if c.Same() && d.Same() && c.Min == d.Min {
						same++
					}
				}
			}
		}
		t.Logf("%s: %d cells exact, %d more the same on all paths of both runs", path, exact, same)
		assert.Greater(t, exact, 50)
	}
}

// sides are the scenarios alone, then the comparisons.
func sides(r *scenario.Result) (all []scenario.Comparison) {
	for _, s := range r.Scenarios {
		all = append(all, scenario.Comparison{Of: s})
	}
	return append(all, r.Comparisons...)
}

func cellOf(t *testing.T, r *scenario.Result, side scenario.Comparison, line, year string) scenario.Cell {
	t.Helper()
	c, ok := r.Cell(side.Of, line, year)
	if side.Versus != "" {
		c, ok = r.Difference(side.Of, side.Versus, line, year)
	}
	require.True(t, ok)
	return c
}

// The empty name is the baseline's at every door, and a baseline without a name is called so.
func TestTheEmptyNameIsTheBaseline(t *testing.T) {
	more := *reserveOf(0.034)
	more.Funding.RealGrowth = []finance.Rate{0.05}
	for _, name := range []string{"", "as it is"} {
		m := &scenario.Model{
			Baseline:    scenario.Scenario{Name: name, Model: reserveOf(0.034)},
			Scenarios:   []scenario.Scenario{{Name: "more", Model: &more}},
			Comparisons: []scenario.Comparison{{Of: "more"}, {Versus: "more"}},
		}
		plan, err := scenario.NewPlan(t.Context(), m, scenario.Options{Paths: 10})
		require.NoError(t, err)
		r := run(t, m, scenario.Options{Paths: 10})
		called := r.Scenarios[0]
		assert.NotEmpty(t, called)
		year := r.Years[2]
		for _, of := range []string{"", called} {
			c, ok := r.Cell(of, "balance", year)
			require.True(t, ok)
			d, ok := r.Difference("more", of, "balance", year)
			require.True(t, ok)
			back, ok := r.Difference(of, "more", "balance", year)
			require.True(t, ok)
			alone, ok := r.Cell("more", "balance", year)
			require.True(t, ok)
			assert.InDelta(t, alone.Central-c.Central, d.Central, 1)
			assert.InDelta(t, -d.Central, back.Central, 1)
			_, ok = r.Chance(of, "balance_in_year", year)
			assert.True(t, ok)
			_, ok = r.ChanceDifference("more", of, "balance_in_year", year)
			assert.True(t, ok)
			_, ok = r.Pairing("more", of, "balance", year)
			assert.True(t, ok)
			_, ok = r.Ledger(of)
			assert.True(t, ok)
			_, ok = plan.Central(of)
			assert.True(t, ok)
			_, err = plan.Replay(of, 0)
			assert.NoError(t, err)
		}
	}
}

func reserveOf(growth finance.Rate) *finance.Model {
	return &finance.Model{
		First: 2018, Last: 2021,
		Funding: finance.Settlement{Baseline: 100 * finance.Billion, RealGrowth: []finance.Rate{growth}},
		Need:    finance.Need{RealGrowth: []finance.Rate{0.034}},
	}
}
