package finance_test

import (
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Published bridges from the reported to the underlying position: those that close do so exactly, and the others show
// what their items leave unexplained. Sources stand beside the figures.
func TestPublishedBridges(t *testing.T) {
	rows := published(t, "bridges")
	closed := 0
	for name, line := range rows {
		step := func(column string) finance.Amount { return rows.amount(t, name, column+"_gbp_m", "m") }
		b := finance.Bridge{Reported: step("reported"), NonRecurrent: step("non_recurrent"),
			Technical: step("technical"), Support: step("support"), Underlying: step("underlying")}
		assert.Equal(t, step("unexplained"), b.Unexplained(), name)
		l := bridgedIn(t, b, name)
		assert.Empty(t, l.Breaks(), name)
		d, ok := l.At("unexplained", 1)
		require.True(t, ok)
		assert.Equal(t, int64(step("unexplained")), d.IntPart(), name)
		if b.Unexplained() == 0 {
			closed++
		}
		assert.NotEmpty(t, line["source"], name)
	}
	assert.Equal(t, 5, closed)
}

// NHS trusts, commissioners and NHS England together were £21m short in 2017/18, while the trusts alone were £991m
// short. The figures leave £3m unexplained, because NHS England's underspend is rounded to £10m (NAO HC 1867, 2019; NAO
// 2020).
func TestTheNetOf2017To18(t *testing.T) {
	rows := published(t, "commissioner_positions")
	body := func(name string, position finance.Amount) finance.Model {
		return finance.Model{Name: name, Need: finance.Need{RealGrowth: []finance.Rate{0}},
			Opening: finance.Opening{Position: position},
			Funding: finance.Settlement{Baseline: 80 * finance.Billion, CashGrowth: []finance.Rate{0}}}
	}
	m := &finance.Model{First: 2017, Last: 2018, Bodies: []finance.Model{
		body("Trusts", -991*finance.Million), body("Commissioners", rows.amount(t, "2017/18", "ccg_net_gbp_m", "m")),
		body("NHS England", rows.amount(t, "2017/18", "nhs_england_central_underspend_gbp_m", "m"))}}
	l := project(t, m)
	net, _ := l.Amount("balance", 2017)
	assert.Equal(t, finance.Amount(-24*finance.Million), net)
	assert.InDelta(t, -21*finance.Million, float64(net), 5*finance.Million)
	short, _ := l.Number("bodies_in_deficit", 2017)
	assert.Equal(t, 2.0, short)
	move, _ := l.Amount("surplus_to_move", 2017)
	assert.Equal(t, finance.Amount(1180*finance.Million), move)
}

// What NHS trusts owed: £10.9bn in March 2019, £13.4bn turned into equity in April 2020. The two imply £2.5bn borrowed
// in 2019/20. The charge of 3.5% on it is £469m a year, more than twice what the same debt cost at 1.5%.
func TestTheDebtThatBecameEquity(t *testing.T) {
	rows := published(t, "provider_debt_and_interest")
	owed := rows.amount(t, "Accumulated debt judged unlikely to be repaid", "value", "bn")
	converted := rows.amount(t, "Debt converted to public dividend capital", "value", "bn")
	rate := rows.rate(t, "Interim loan rate (longer-term)", "value")
	interest := finance.Amount(float64(rate) * float64(owed))
	m := &finance.Model{First: 2018, Last: 2020,
		Funding: finance.Settlement{Baseline: 84 * finance.Billion, CashGrowth: []finance.Rate{0}},
		Opening: finance.Opening{Position: owed - converted + interest},
		Need:    finance.Need{RealGrowth: []finance.Rate{0}},
		Debt: finance.Debt{
			Loans: []finance.Loan{{Name: "interim", Opening: owed, Interest: []finance.Rate{rate}}},
			Equity: finance.Equity{Share: 1, Year: 2019, Charge: []finance.Rate{
				rows.rate(t, "Public dividend capital charge", "value")}}}}
	l := project(t, m)
	require.Empty(t, l.Breaks())
	for name, want := range map[string][]float64{
		"interest": {163.5, 0}, "borrowing": {2500, 2336.5 + 469}, "converted": {13400, 0}, "equity": {13400, 13400},
		"debt": {0, 2805.5}, "equity_charge": {0, 469},
	} {
		assert.Equal(t, want, millions(t, l, m, name), name)
	}
}

// Trusts paid £183m of interest from 2016 to March 2018. On what they borrowed in those two years that is 3.2% a year,
// if the loans were taken evenly: between the rates of 1.5%, 3.5% and 6%. By the rule of this package, in which a
// year's borrowing first bears interest in the next, the second year's interest at the three rates leaves £141m, £85m
// and £15m unexplained: interest within the year, and on older loans.
func TestTheInterestOf2016To2018(t *testing.T) {
	rows := published(t, "provider_debt_and_interest")
	const item = "Interest paid to DHSC since the regime began"
	paid := rows.amount(t, item, "value", "m")
	first, second := 2.8*finance.Billion, 3.2*finance.Billion
	evenly := float64(paid) / (first/2 + first + second/2)
	assert.InDelta(t, 0.0316, evenly, 0.0001)
	for name, unexplained := range map[string]float64{
		"Interim loan rate (longer-term)": 141, "Interim loan rate (revolving working capital)": 85,
		"Interim loan rate (financial special measures)": 15,
	} {
		m := &finance.Model{First: 2015, Last: 2017,
			Funding: finance.Settlement{Baseline: 80 * finance.Billion,
				Cash: []finance.Amount{77.2 * finance.Billion, 76.8 * finance.Billion}},
			Need: finance.Need{RealGrowth: []finance.Rate{0}},
			Debt: finance.Debt{Interest: []finance.Rate{rows.rate(t, name, "value")}}}
		l := project(t, m)
		assert.Equal(t, 2800.0, millions(t, l, m, "borrowing")[0])
		interest, _ := l.Amount("interest", 2017)
		assert.Equal(t, unexplained, float64(paid-interest)/finance.Million, name)
	}
}
