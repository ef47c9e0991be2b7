package finance_test

import (
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// indexed is an envelope of £100m in each year, with prices that rise by 25% and then by 60%, and are surprised by
// another quarter in the second year.
func indexed() *finance.Model {
	return &finance.Model{First: 2018, Last: 2020,
		Deflator: finance.Deflator{Planned: []finance.Rate{0.25, 0.6}, Surprise: []finance.Rate{0, 0.25},
			Vintages: []finance.Vintage{{Name: "later", Inflation: []finance.Rate{0.5, 0}}}},
		Funding: finance.Settlement{Baseline: 100 * finance.Million, CashGrowth: []finance.Rate{0}},
		Opening: finance.Opening{Position: 0}, Need: finance.Need{RealGrowth: []finance.Rate{0}}}
}

// The same cash in the prices of the opening year, of a year of the plan, and of one before it: worked out by hand.
func TestRealTermsAreInThePricesOfAYear(t *testing.T) {
	for _, tt := range []struct {
		prices                  finance.Year
		before                  finance.Rate
		planned, outturn, later []float64
	}{
		{0, 0, []float64{100, 80, 50}, []float64{100, 80, 40}, []float64{100, 66.66666667, 66.66666667}},
		{2018, 0, []float64{100, 80, 50}, []float64{100, 80, 40}, []float64{100, 66.66666667, 66.66666667}},
		{2019, 0, []float64{125, 100, 62.5}, []float64{125, 100, 50}, []float64{150, 100, 100}},
		{2020, 0, []float64{200, 160, 100}, []float64{200, 160, 80}, []float64{150, 100, 100}},
		{2010, 0.25, []float64{80, 64, 40}, []float64{80, 64, 32}, []float64{80, 53.33333333, 53.33333333}},
	} {
		m := indexed()
		m.Prices, m.Deflator.Before = tt.prices, tt.before
		l, err := finance.Project(m)
		require.NoError(t, err)
		for row, want := range map[string][]float64{finance.AtPlannedPrices: tt.planned,
			finance.AtOutturnPrices: tt.outturn, "_at_later_prices": tt.later} {
			opening, _ := l.Amount("funding"+row, 2018)
			assert.InDelta(t, want[0], float64(opening)/finance.Million, 1e-6, "%d %s", tt.prices, row)
			assert.InDeltaSlice(t, want[1:], millions(t, l, m, "funding"+row), 1e-6, "%d %s", tt.prices, row)
		}
	}
}

// Where prices of that year cannot be had, the fault says what would do.
func TestPricesThatCannotBeHad(t *testing.T) {
	for _, tt := range []struct {
		change func(m *finance.Model)
		fault  string
	}{
		{func(m *finance.Model) { m.Prices = 2021 }, "prices: 2021/22 is after the plan; write a year up to 2020/21"},
		{func(m *finance.Model) { m.Deflator.Before = 0.1 },
			"deflator.before: real terms are not in prices of a year before 2018/19; give prices, an earlier year, or " +
				"leave it out"},
		{func(m *finance.Model) {
			m.Prices, m.Deflator.Planned = 2019, nil
			m.Rows = []finance.Row{{Name: "deflator.planned", Formula: "2%"}}
		}, "prices: planned inflation up to 2019/20 is a formula; write planned inflation as numbers, or 2018/19 as the " +
			"year of prices"},
		{func(m *finance.Model) { m.Prices, m.Deflator.Before = 2010, -1 },
			"deflator.before: -100% is outside -90% to 9900%"},
	} {
		m := indexed()
		tt.change(m)
		assert.EqualError(t, m.Validate(), tt.fault)
	}
}

// A plan that is rolled forward stays in the prices that it was in: the year that has passed goes into the inflation
// before the plan.
func TestARolledPlanKeepsItsPrices(t *testing.T) {
	for _, prices := range []finance.Year{2016, 2018, 2019, 2020} {
		m := indexed()
		m.Prices, m.Deflator.Vintages = prices, nil
		if prices < m.First {
			m.Deflator.Before = 0.1
		}
		rolled, err := m.RollForward(finance.Actuals{"funding": 100 * finance.Million,
			"recurrent_cost": 100 * finance.Million})
		require.NoError(t, err)
		was, err := finance.Project(m)
		require.NoError(t, err)
		now, err := finance.Project(rolled.Model)
		require.NoError(t, err)
		before, _ := was.Amount("funding"+finance.AtPlannedPrices, 2020)
		after, _ := now.Amount("funding"+finance.AtPlannedPrices, 2020)
		assert.Equal(t, before, after, prices)
	}
	m := indexed()
	m.Prices = 2018
	_, err := m.RollForward(finance.Actuals{"funding": 1, "recurrent_cost": 1})
	assert.EqualError(t, err, "deflator.vintages.later: its inflation of 2019/20 would be lost, which leads to prices of "+
		"2018/19; leave it out, or give a later year as prices")
}

// Planned inflation may be a formula: it is then no input that could be marked as certain.
func TestPlannedInflationMayBeAFormula(t *testing.T) {
	m := indexed()
	m.Deflator.Planned, m.Rows = nil, []finance.Row{{Name: "deflator.planned", Formula: "2%"}}
	l, err := finance.Project(m)
	require.NoError(t, err)
	prices, _ := l.Number("planned_prices", 2020)
	assert.InDelta(t, 1.02*1.02, prices, 1e-12)
}
