package scenario_test

import (
	"context"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// asked are the names of the conditions that a model is asked if nobody says which.
func asked(t *testing.T, m *scenario.Model) (names []string) {
	t.Helper()
	for _, c := range run(t, m, scenario.Options{Paths: 8}).Conditions {
		names = append(names, c.Name())
	}
	return names
}

// Whether the year balances with the money intact is asked where a deficit may take some, in any scenario: it is
// decided from what numbers can be. Elsewhere the two balances are one, and one is asked for.
func TestBothBalancesAreAskedForWhereTheyDiffer(t *testing.T) {
	one := []string{"balance_in_year", "balance_every_year", "balance_cumulatively"}
	both := []string{"balance_in_year", "core_position_in_year", "balance_every_year", "balance_cumulatively"}
	share := []finance.Rate{0.05}
	for _, c := range []struct {
		name    string
		change  func(m *finance.Model)
		drivers []scenario.Driver
		want    []string
	}{
		{"no earmark", func(m *finance.Model) { m.Earmark = finance.Earmark{} }, nil, one},
		{"an earmark of nothing", func(m *finance.Model) { m.Earmark.Share = []finance.Rate{0} }, nil, one},
		{"a ring-fence", func(m *finance.Model) { m.Earmark.Leakage = nil }, nil, one},
		{"deficits first", func(*finance.Model) {}, nil, both},
		{"deficits first in the last year", func(m *finance.Model) {
			m.Earmark.Leakage = []finance.Rate{0, 0, 0, 0, 0.1}
		}, nil, both},
		{"released when balanced", func(m *finance.Model) {
			m.Earmark.Leakage, m.Earmark.OnlyWhenBalanced = nil, true
		}, nil, both},
		{"a leak that is zero at its median", func(m *finance.Model) { m.Earmark.Leakage = []finance.Rate{0} },
			[]scenario.Driver{{Input: "earmark.leakage", Law: dist.Bernoulli{Chance: 0.01, Size: 1}}}, both},
		{"an earmark that is zero at its median", func(m *finance.Model) { m.Earmark.Share = []finance.Rate{0} },
			[]scenario.Driver{{Input: "earmark.share", Law: dist.Bernoulli{Chance: 0.01, Size: 1}}}, both},
		{"what deficits took, as recorded", func(m *finance.Model) {
			m.Earmark.Leakage, m.Earmark.Recorded = nil, []finance.Amount{finance.Million}
		}, nil, both},
		{"several ring-fences", func(m *finance.Model) {
			m.Earmark, m.Earmarks = finance.Earmark{}, []finance.Earmark{{Name: "one", Share: share},
				{Name: "two", Leakage: share}}
		}, nil, one},
		{"one of several leaks", func(m *finance.Model) {
			m.Earmark, m.Earmarks = finance.Earmark{}, []finance.Earmark{{Name: "one", Share: share},
				{Name: "two", Share: share, Leakage: share}}
		}, nil, both},
		{"a risk reserve", func(m *finance.Model) {
			m.Earmark, m.RiskReserve = finance.Earmark{}, finance.RiskReserve{Share: share}
		}, nil, both},
	} {
		m := settlement(finance.Billion)
		c.change(m)
		base := scenario.Scenario{Name: "s", Model: m, Drivers: c.drivers}
		assert.Equal(t, c.want, asked(t, &scenario.Model{Baseline: base}), c.name)
		plain := scenario.Scenario{Name: "plain", Model: settlement(finance.Billion)}
		plain.Model.(*finance.Model).Earmark = finance.Earmark{}
		assert.Equal(t, c.want, asked(t, &scenario.Model{Baseline: plain, Scenarios: []scenario.Scenario{base}}),
			"%s, in a change", c.name)
	}
}

// The chance with the money intact is that of the paths that balance and take nothing of the earmark; the chance that
// every body balances is that of the paths on which none is in deficit.
func TestTheStricterBalancesAreCountedPathByPath(t *testing.T) {
	system := modelIn(t, "../examples/system/system.yaml")
	for _, s := range append(system.Scenarios, system.Baseline) {
		acute := &s.Model.(*finance.Model).Bodies[1]
		require.Equal(t, "Acute trust", acute.Name)
		acute.Opening.Position = 150 * finance.Million // or no future balances every body
	}
	for name, c := range map[string]struct {
		model   *scenario.Model
		line    string
		holds   func(figures []float64) bool
		figures []string
	}{
		"core_position_in_year": {question(finance.Billion), "core_position",
			func(x []float64) bool { return x[0] >= 0 && x[1] == 0 }, []string{"balance", "diverted"}},
		"lowest_balance_in_year": {system, "lowest_balance", func(x []float64) bool { return x[0] == 0 },
			[]string{"bodies_in_deficit"}},
	} {
		lines := append([]string{c.line}, c.figures...)
		p, err := scenario.NewPlan(context.Background(), c.model,
			scenario.Options{Paths: 3_000, Seed: fixedSeed, Lines: lines})
		require.NoError(t, err)
		holds := map[[2]string]int{}
		columns := p.PathColumns()
		at := map[scenario.PathColumn]int{}
		for i, column := range columns {
			column.Money = false
			at[column] = i
		}
		require.NoError(t, p.EachPath(context.Background(), 0, p.Paths(), func(b scenario.PathBlock) error {
			for _, column := range columns {
				if column.Line != c.line {
					continue
				}
				beside := func(line string) []float64 {
					return b.Columns[at[scenario.PathColumn{Scenario: column.Scenario, Line: line, Year: column.Year}]]
				}
				for i, position := range beside(c.line) {
					var figures []float64
					for _, line := range c.figures {
						figures = append(figures, beside(line)[i])
					}
					require.Equal(t, c.holds(figures), position >= 0, "%s in %s: %v, %v", c.line, column.Year, position,
						figures)
					if position >= 0 {
						holds[[2]string{column.Scenario, column.Year}]++
					}
				}
			}
			return nil
		}))
		part, err := p.RunPart(context.Background(), 0, p.Paths())
		require.NoError(t, err)
		r, err := p.Result(context.Background(), part)
		require.NoError(t, err)
		some := 0
		for _, s := range r.Scenarios {
			for _, year := range r.Years[1:] {
				chance, ok := r.Chance(s, name, year)
				require.True(t, ok)
				assert.Equal(t, float64(holds[[2]string{s, year}])/3_000, chance.Probability.Value, "%s with %s in %s",
					name, s, year)
				some += holds[[2]string{s, year}]
			}
		}
		assert.Positive(t, some, name)
	}
}

// Returns that grow with prices are the same figures on paths as in the exact ledger, and more than those in cash by
// the inflation since they first came: 1.02 × 1.03 after a planned 2% and a surprise of 3%.
func TestReturnsGrowWithPrices(t *testing.T) {
	for _, c := range []struct {
		grows finance.Grows
		want  finance.Amount
	}{{finance.InCash, 10 * finance.Million}, {finance.WithPrices, 10_506_000 * finance.Pound}} {
		m := &finance.Model{First: 2018, Last: 2021,
			Deflator: finance.Deflator{Planned: []finance.Rate{0.02}, Surprise: []finance.Rate{0.03}},
			Funding:  finance.Settlement{Baseline: finance.Billion, CashGrowth: []finance.Rate{0}},
			Need:     finance.Need{RealGrowth: []finance.Rate{0}},
			Earmark: finance.Earmark{Amount: []finance.Amount{100 * finance.Million, 0, 0},
				Returns: finance.Returns{PerPound: []finance.Rate{0.1}, Grows: c.grows}}}
		l, err := finance.Project(m)
		require.NoError(t, err)
		exact, ok := l.Amount("benefit", 2021)
		require.True(t, ok)
		assert.Equal(t, c.want, exact, "a tenth of £100m spent two years before")
		r := run(t, &scenario.Model{Baseline: scenario.Scenario{Name: "s", Model: m, Drivers: []scenario.Driver{
			{Input: "deflator.surprise", Law: dist.Uniform{Low: 0.03, High: 0.03}}}}},
			scenario.Options{Paths: 9, Lines: []string{"benefit"}})
		cell, ok := r.Cell("s", "benefit", "2021/22")
		require.True(t, ok)
		assert.Equal(t, float64(c.want)/finance.Pound, cell.Min)
		assert.Equal(t, float64(c.want)/finance.Pound, cell.Max)
	}
}
