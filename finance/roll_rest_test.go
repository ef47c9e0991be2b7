package finance_test

import (
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Cash that was moved from next year into this one, or out of it, is still owed to the years that are left.
func TestPhasingRollsForward(t *testing.T) {
	const m = finance.Million
	p := plain()
	p.Last, p.Funding.RealGrowth, p.Funding.CashGrowth = 2022, nil, []finance.Rate{0.1}
	p.Funding.Phasing = []finance.Amount{5 * m, -3 * m, -m, -m}
	goesOnExactly(t, p, "funding", "settled_before_phasing", "balance", "debt")
	came, err := p.RollForward(finance.Actuals{"funding": 116 * m, "recurrent_cost": 110 * m})
	require.NoError(t, err)
	// 111 × 1.1 less 3, 122.1 × 1.1 less 1, 134.31 × 1.1 less 1
	assert.Equal(t, []finance.Amount{116 * m, 119_100_000_00, 133_310_000_00, 146_741_000_00},
		row(t, project(t, came.Model), came.Model, "funding"))
	came.Model.Rows = nil
	assert.ErrorContains(t, came.Model.Validate(), "funding.phasing: adds up to -5,000,000.00")
}

// Sums of cash do not have what was topped up in them, and the index of the top-ups goes on.
func TestToppedUpSumsOfCashRollForward(t *testing.T) {
	const m = finance.Million
	p := plain()
	p.Funding.RealGrowth, p.Funding.Cash = nil, []finance.Amount{103 * m, 106 * m, 109 * m}
	p.Deflator.Surprise = []finance.Rate{0.02, 0.01, 0.03}
	p.Funding.TopUp.Share = []finance.Rate{1, 0.5, 0.25}
	goesOnExactly(t, p, "funding", "settled", "balance")
	p.Funding.Cash, p.Funding.CashGrowth = nil, []finance.Rate{0.037}
	p.Funding.Phasing = []finance.Amount{m, m, -2 * m}
	goesOnExactly(t, p, "funding", "settled", "settled_before_phasing", "top_up", "balance")
}

// Debt that became equity in the year that is over has its charge in the years that are left.
func TestAConversionRollsForward(t *testing.T) {
	p := plain()
	p.Last = 2022
	p.Debt = finance.Debt{Opening: 40 * finance.Million, Interest: []finance.Rate{0.02},
		Equity: finance.Equity{Share: 0.5, Year: 2019, Charge: []finance.Rate{0.035}}}
	goesOnExactly(t, p, "debt", "equity", "equity_charge", "net_cost", "balance")
}

// What formulas say of returns is taken along as it is in the plan, and what came before it as sums. (Phased in over
// some years, two parts of a sum are rounded where the plan rounds one, and half a penny may differ.)
func TestReturnsByFormulaRollForward(t *testing.T) {
	p := plain()
	p.Last, p.Assumptions = 2023, []finance.Assumption{{Name: "pays", Rate: []finance.Rate{0.3}}}
	p.Funding.RealGrowth = []finance.Rate{0.05}
	p.Earmark = finance.Earmark{Share: []finance.Rate{0.2}, Returns: finance.Returns{Lag: 2}}
	p.Rows = []finance.Row{
		{Name: "earmark.returns.per_pound", Formula: "assumptions.pays × demand ÷ funding"},
		{Name: "earmark.returns.before", Formula: "1% × funding"}}
	goesOnExactly(t, p, "benefit", "transformation", "balance")
}

// Bodies, and systems, that merged in the year that is over stay merged.
func TestMergersRollForward(t *testing.T) {
	rate := func(r finance.Rate) []finance.Rate { return []finance.Rate{r} }
	body := func(name string, growth finance.Rate) finance.Model {
		return finance.Model{Name: name, Need: finance.Need{RealGrowth: rate(growth)}, Debt: finance.Debt{
			Interest: rate(0.03)}, Funding: finance.Settlement{Baseline: 100 * finance.Million, CashGrowth: rate(0.02)}}
	}
	m := &finance.Model{First: 2024, Last: 2028, Bodies: []finance.Model{body("clinic", 0.05), body("trust", 0.01)},
		Mergers: []finance.Merger{{Body: "clinic", Into: "trust", Year: 2025}}}
	goesOnExactly(t, m, "bodies.clinic.balance", "bodies.trust.balance", "bodies.trust.debt", "bodies.trust.taken_over",
		"bodies_counted", "bodies_in_deficit", "balance", "debt")

	m.Bodies, m.Mergers = []finance.Model{
		{Name: "South", Bodies: []finance.Model{body("a", 0.05), body("b", 0.01)}},
		{Name: "North", Bodies: []finance.Model{body("c", 0.03), body("d", 0.02)}}},
		[]finance.Merger{{Body: "South", Into: "North", Year: 2025}}
	goesOnExactly(t, m, "bodies.North.balance", "bodies.North.debt", "bodies.North.lowest_balance", "bodies.South.balance",
		"bodies.North.bodies_in_deficit", "balance", "debt", "bodies_counted")
	came, err := m.RollForward(asPlanned(t, m))
	require.NoError(t, err)
	whole, rest := project(t, m), project(t, came.Model)
	for _, row := range []string{"bodies.North.balance", "bodies.North.lowest_balance", "bodies.North.bodies_counted",
		"bodies_counted", "balance"} {
		want, _ := whole.At(row, 1)
		got, _ := rest.At(row, 0)
		assert.Equal(t, want.String(), got.String(), "%s in the new opening year", row)
	}
}
