package finance_test

import (
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A council's year: £107.1m of tax at £1,050 a dwelling are 102,000 dwellings, and its ward of £2m, which grows with
// prices, came to £2.5m. The later plan opens on these; the ward goes on at £2m and inflation, and the strike is over.
func TestACouncilsYearOpensItsTaxAndWhatHasBegun(t *testing.T) {
	const m = finance.Million
	plan := &finance.Model{First: 2025, Last: 2028, Deflator: finance.Deflator{Planned: []finance.Rate{0.02}},
		Funding: finance.Settlement{
			Grants: []finance.Grant{{Name: "rates", Baseline: 30 * m, CashGrowth: []finance.Rate{0}}},
			CouncilTax: finance.CouncilTax{Base: 100_000, Growth: []finance.Rate{0.01}, BandD: 1000 * finance.Pound,
				Rise: []finance.Rate{0.055}, Limit: []finance.Rate{0.05}}},
		Need: finance.Need{RealGrowth: []finance.Rate{0.01}},
		Pressures: []finance.Pressure{
			{Name: "ward", Amount: []finance.Amount{2 * m}, Grows: finance.WithPrices,
				Returns: finance.PressureReturns{From: 2027, Amount: []finance.Amount{m}}},
			{Name: "strike", Amount: []finance.Amount{m}, OneOff: true}}}
	came, err := plan.RollForward(finance.Actuals{"council_tax": 107.1 * m, "band_d": 1050 * finance.Pound,
		"recurrent_cost": 134.5 * m, "pressures.ward": 2.5 * m, "balance": -1.5 * m})
	require.NoError(t, err)
	next := came.Model
	assert.Equal(t, 102_000.0, next.Funding.CouncilTax.Base)
	assert.Zero(t, next.Funding.Baseline, "there is still no core")
	assert.Equal(t, finance.Year(2026), next.Pressures[0].From)
	assert.Equal(t, finance.Year(2027), next.Pressures[0].Returns.From)
	assert.Equal(t, finance.Year(2026), next.Pressures[1].Until)
	l := project(t, next)
	require.Empty(t, l.Breaks())
	opening := func(row string) float64 {
		a, ok := l.Amount(row, 2026)
		require.True(t, ok, row)
		return float64(a) / m
	}
	assert.Equal(t, 137.1, opening("funding"))
	assert.Equal(t, 138.0, opening("cost")) // 134.5, 2.5 and 1
	assert.Equal(t, -0.6, opening("one_offs"))
	assert.Equal(t, -1.5, opening("balance"))
	assert.Equal(t, 0.1, opening("underlying_position")) // 137.1 less 137, without the strike
	assert.Equal(t, []float64{2.04, 2.0808}, millions(t, l, next, "pressures.ward"))
	assert.Equal(t, []float64{0, 0}, millions(t, l, next, "pressures.strike"))
	assert.Equal(t, 1050*1.05*103_020/1e6, millions(t, l, next, "council_tax")[0])

	_, err = plan.RollForward(finance.Actuals{"funding": 138 * m, "council_tax": 107.1 * m,
		"band_d": 1050 * finance.Pound, "recurrent_cost": 134.5 * m})
	assert.EqualError(t, err, "actuals.funding: it is £900,000 more than council tax and grants; give their sum, or leave "+
		"it out")
}
