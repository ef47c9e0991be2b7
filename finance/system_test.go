package finance_test

import (
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// system is a small one, invented: a commissioner with an envelope pays two trusts, which also earn a little outside.
func system() *finance.Model {
	const m = finance.Million
	return &finance.Model{
		Name: "A system", First: 2024, Last: 2027,
		Deflator: finance.Deflator{Planned: []finance.Rate{0.02}, Surprise: []finance.Rate{0.01, 0, 0}},
		Bodies: []finance.Model{
			{Name: "Commissioner", Funding: finance.Settlement{Baseline: 1000 * m, RealGrowth: []finance.Rate{0.03}}},
			{Name: "Acute", Opening: finance.Opening{Position: -20 * m}, Need: finance.Need{RealGrowth: []finance.Rate{0.04}},
				Debt: finance.Debt{Interest: []finance.Rate{0.035}}},
			{Name: "Mental health", Opening: finance.Opening{Position: 5 * m}, Need: finance.Need{RealGrowth: []finance.Rate{0.02}},
				Savings: finance.Savings{Planned: []finance.Rate{0.01}}},
		},
		Transfers: []finance.Transfer{
			{Name: "Acute contract", From: "Commissioner", To: "Acute", Baseline: 700 * m, Efficiency: []finance.Rate{0.01}, Volume: []finance.Rate{0.03}},
			{Name: "Mental health contract", From: "Commissioner", To: "Mental health", Baseline: 290 * m, AtLeast: []finance.Rate{0.005}},
			{Name: "Private patients", To: "Acute", Baseline: 30 * m},
			{Name: "Agencies", From: "Acute", Amount: []finance.Amount{2 * m}},
		},
	}
}

func TestASystemNetsItsBodies(t *testing.T) {
	l, err := finance.Project(system())
	require.NoError(t, err)
	assert.Empty(t, l.Breaks())
	at := func(row string, y finance.Year) string {
		a, ok := l.Amount(row, y)
		require.True(t, ok, row)
		return a.String()
	}
	for _, tt := range []struct{ row, want, because string }{
		{"transfers.Acute contract", "728,065,800.00", "700 × 1.02 × 0.99 × 1.03"},
		{"transfers.Mental health contract", "306,197,370.00", "290 × 1.03 × 1.02 × 1.005, which is more than 290 × 1.02"},
		{"bodies.Commissioner.balance", "16,336,830.00", "1,000 × 1.03 × 1.02 less both contracts"},
		{"bodies.Acute.budget", "756,665,800.00", "the contract, 30 × 1.02 from outside, less 2 for agencies"},
		{"bodies.Acute.cost", "803,556,000.00", "(700 + 30 + 20) × 1.04 × 1.02 × 1.01"},
		{"bodies.Acute.balance", "-46,890,200.00", "budget less cost"},
		{"bodies.Mental health.balance", "9,713,021.40", "306.19737 less 285 × 1.02 × 1.02 × 1.01 × 0.99"},
		{"balance", "-20,840,348.60", "the three of them"},
		{"income", "30,600,000.00", "from outside only"},
		{"paid_on", "2,000,000.00", "to outside only"},
		{"surplus", "26,049,851.40", "of those that have one"},
		{"deficit_financing", "46,890,200.00", "of the one that needs it"},
		{"surplus_to_move", "26,049,851.40", "which is not enough"},
	} {
		assert.Equal(t, tt.want, at(tt.row, 2025), "%s: %s", tt.row, tt.because)
	}
	assert.Equal(t, "-5,000,000.00", at("balance", 2024), "10 left with the commissioner, 5 and -20")
	short, _ := l.Number("bodies_in_deficit", 2025)
	assert.Equal(t, 1.0, short)
	share, _ := l.Number("share_in_deficit", 2025)
	assert.InDelta(t, 1.0/3, share, 1e-15)
}

// A body's grants are funding, an earmark held back nets, and a body is shown at the system's vintages. £1,000m and a
// grant of £50m grow by 3% in cash; £20m is moved from the second year to the first.
func TestABodyHasGrantsPhasingVintagesAndHoldsBack(t *testing.T) {
	const m = finance.Million
	s := system()
	s.Deflator.Vintages = []finance.Vintage{{Name: "december 2025", Inflation: []finance.Rate{0.05}}}
	s.Bodies[0].Funding = finance.Settlement{Baseline: 1000 * m, CashGrowth: []finance.Rate{0.03}, Phasing: []finance.Amount{20 * m, -20 * m, 0},
		Grants: []finance.Grant{{Name: "winter", Baseline: 50 * m, CashGrowth: []finance.Rate{0.03}}}}
	s.Bodies[1].Earmark = finance.Earmark{Amount: []finance.Amount{4 * m}, OnlyWhenBalanced: true}
	s.Bodies[1].Savings.Required = finance.RequiredForUnderlying
	s.Bodies[1].RealTerms = []string{"balance"}
	require.Empty(t, s.Validate())
	l, err := finance.Project(s)
	require.NoError(t, err)
	assert.Empty(t, l.Breaks())
	for row, want := range map[string]string{
		"funding": "1,101,500,000.00",
		"bodies.Commissioner.funding.grants.winter": "51,500,000.00",
		"held_back":                                    "4,000,000.00",
		"bodies.Acute.transformation":                  "0.00",
		"bodies.Acute.balance":                         "-46,890,200.00",
		"bodies.Acute.balance_at_december 2025_prices": "-44,657,333.33",
		"recurrent_savings_required":                   "50,890,200.00",
		"funding_at_december 2025_prices":              "1,049,047,619.05",
	} {
		a, ok := l.Amount(row, 2025)
		require.True(t, ok, row)
		assert.Equal(t, want, a.String(), row)
	}
	s.Deflator.Vintages[0].Name = "planned"
	assert.Len(t, s.Validate(), 1, "said once, and not of every body")
	s.Deflator.Vintages, s.Bodies[1].Deflator.Vintages = nil, []finance.Vintage{{Name: "2019", Inflation: []finance.Rate{0}}}
	assert.ErrorContains(t, s.Validate(), "bodies.Acute.deflator: a body takes its deflator from its system; leave it out")
}
