package finance_test

import (
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// goesOnExactly rolls a plan forward year by year on its own figures: every row named is that of the plan, to the penny
// and to the eighteenth decimal, in every year that is left.
func goesOnExactly(t *testing.T, m *finance.Model, rows ...string) {
	t.Helper()
	whole := project(t, m)
	for next, past := m, 0; next.Last > next.First+1; {
		rolled, err := next.RollForward(asPlanned(t, next))
		require.NoError(t, err)
		next, past = rolled.Model, past+1
		rest := project(t, next)
		require.Empty(t, rest.Breaks())
		for _, row := range rows {
			for col := 1; col < len(rest.Program.Years); col++ {
				want, ok := whole.At(row, past+col)
				require.True(t, ok, row)
				got, ok := rest.At(row, col)
				require.True(t, ok, row)
				assert.Equal(t, want.String(), got.String(), "%s in %s, rolled %d times", row, rest.Program.Years[col],
					past)
			}
		}
	}
}

// A formula that reads three years back goes on: what was before the new opening year goes with the plan.
func TestFormulasThatReadFarBackRollForward(t *testing.T) {
	m := plain()
	m.Last, m.Funding.RealGrowth = 2024, []finance.Rate{0.01, 0.02, 0.03, 0.04, 0.05, 0.06}
	m.Rows = []finance.Row{
		{Name: "new in three years", Unit: sheet.Money, Formula: "funding − ago(funding, 3)"},
		{Name: "trend", Opening: "1", Formula: "1 + ago(trend, 2) × 1.5"},
		{Name: "far and near", Unit: sheet.Money, Formula: "ago(net cost, 2) + last(net cost) × ago(trend, 4)"},
	}
	goesOnExactly(t, m, "new in three years", "trend", "far and near", "balance")
	came, err := m.RollForward(asPlanned(t, m))
	require.NoError(t, err)
	assert.Contains(t, came.Model.Rows, finance.Row{Name: "funding_1_ago", Opening: "£100000000"})
	twice, err := came.Model.RollForward(asPlanned(t, came.Model))
	require.NoError(t, err)
	assert.Contains(t, twice.Model.Rows, finance.Row{Name: "funding_1_ago", Opening: "£101000000"})
	assert.Contains(t, twice.Model.Rows, finance.Row{Name: "funding_2_ago", Opening: "£100000000"})
}

// A top-up that comes two years later goes on for the surprises of the years before the new opening year.
func TestADelayedTopUpRollsForward(t *testing.T) {
	m := plain()
	m.Last = 2023
	m.Deflator = finance.Deflator{Planned: []finance.Rate{0}, Surprise: []finance.Rate{0.02, 0.05, -0.01, 0.03, 0}}
	m.Funding.RealGrowth, m.Funding.CashGrowth = nil, []finance.Rate{0.1}
	m.Funding.TopUp = finance.TopUp{Share: []finance.Rate{0.5}, Delay: 2}
	m.Opening.Position, m.Need.RealGrowth = 0, []finance.Rate{0}
	m.Need.PassThrough = []finance.Rate{0}
	goesOnExactly(t, m, "funding", "balance", "inflation_surprise")
}

// Need that spills over two years later arrives, whatever year the plan is opened in.
func TestASpillOfSomeYearsRollsForward(t *testing.T) {
	rate := func(r finance.Rate) []finance.Rate { return []finance.Rate{r} }
	body := func(name string) finance.Model {
		return finance.Model{Name: name, Need: finance.Need{RealGrowth: rate(0.1)},
			Funding: finance.Settlement{Baseline: 100 * finance.Million, CashGrowth: rate(0)}}
	}
	council := body("council")
	council.Unmet.Share = []finance.Rate{0.5, 0.2, 0.6, 0.1, 0.4, 0.3}
	m := &finance.Model{First: 2024, Last: 2030, Bodies: []finance.Model{council, body("trust")},
		Spills: []finance.Spill{{Name: "beds", From: "council", To: "trust", Elasticity: rate(0.7), Lag: 3}}}
	goesOnExactly(t, m, "spills.beds.level", "bodies.trust.demand", "bodies.trust.balance", "bodies.council.balance")
}

// What a row was before the plan is read by its name; there is none of what is no row.
func TestWhatARowWasBeforeThePlan(t *testing.T) {
	m := plain()
	m.Rows = []finance.Row{{Name: "two years", Unit: sheet.Money, Formula: "funding − ago(funding, 2)"},
		{Name: "funding 1 ago", Opening: "£90m"}}
	l := project(t, m)
	first, _ := l.Amount("two years", 2019)
	assert.Equal(t, finance.Amount(13_400_000_00), first, "103.4 less the 90 of the year before the opening year")
	second, _ := l.Amount("two years", 2020)
	assert.Equal(t, finance.Amount(6_915_600_00), second, "106.9156 less 100")
	m.Rows[1].Name = "fundng_1_ago"
	assert.ErrorContains(t, m.Validate(), `the model has no row "fundng_1_ago" that could open at a figure`)
}
