package finance_test

import (
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// supported is a body that is 2,200 short of its cost every year and balances only by support, in millions: the plans
// of 2025/26 (NHS England board, May 2025).
func supported(withdrawn ...finance.Rate) *finance.Model {
	const m = finance.Million
	return &finance.Model{First: 2025, Last: 2028,
		Funding: finance.Settlement{Baseline: 100_000 * m, CashGrowth: []finance.Rate{0}},
		Opening: finance.Opening{Position: -2200 * m},
		Need:    finance.Need{RealGrowth: []finance.Rate{0}},
		Support: finance.Support{Amount: []finance.Amount{2200 * m}, Withdrawn: withdrawn}}
}

func millions(t require.TestingT, l *finance.Ledger, m *finance.Model, name string) (figures []float64) {
	for _, a := range row(t, l, m, name)[1:] {
		figures = append(figures, float64(a)/finance.Million)
	}
	return figures
}

// Support that is withdrawn in thirds, as over 2026/27 to 2028/29, opens the gap that it closed, and never moves the
// underlying position.
func TestSupportIsWithdrawn(t *testing.T) {
	for _, tt := range []struct {
		withdrawn               []finance.Rate
		paid, balance, borrowed []float64
	}{
		{nil, []float64{2200, 2200, 2200}, []float64{0, 0, 0}, []float64{0, 0, 0}},
		{[]finance.Rate{0.25, 0.5, 1}, []float64{1650, 1100, 0}, []float64{-550, -1100, -2200},
			[]float64{550, 1100, 2200}},
		{[]finance.Rate{0, 0, 1}, []float64{2200, 2200, 0}, []float64{0, 0, -2200}, []float64{0, 0, 2200}},
	} {
		m := supported(tt.withdrawn...)
		l := project(t, m)
		assert.Empty(t, l.Breaks())
		assert.Equal(t, tt.paid, millions(t, l, m, "support_paid"))
		assert.Equal(t, tt.paid, millions(t, l, m, "support"))
		assert.Equal(t, tt.balance, millions(t, l, m, "balance"))
		assert.Equal(t, tt.borrowed, millions(t, l, m, "borrowing"))
		assert.Equal(t, []float64{-2200, -2200, -2200}, millions(t, l, m, "underlying_position"))
		assert.Equal(t, []float64{-2200, -2200, -2200}, millions(t, l, m, "position_before_support"))
	}
}

// Support on condition of a surplus target is paid in full or not at all: a penny decides.
func TestSupportIsPaidWhereItsTargetIsReached(t *testing.T) {
	const m = finance.Million
	model := supported()
	model.Support.Target = []finance.Amount{-2200 * m, -2200*m + finance.Penny, -2300 * m}
	l := project(t, model)
	assert.Equal(t, []float64{2200, 0, 2200}, millions(t, l, model, "support_paid"))
	assert.Equal(t, []float64{0, -2200, 0}, millions(t, l, model, "balance"))
}

// A commissioner's top-slice is its payment and the trust's support: the system has no more than before, and its
// underlying position does not move.
func TestSupportWithinASystemNetsToNothing(t *testing.T) {
	const m = finance.Million
	without := project(t, system())
	s := system()
	s.Bodies[1].Support = finance.Support{Amount: []finance.Amount{12 * m}, Withdrawn: []finance.Rate{0, 0.5, 1},
		From: "Commissioner"}
	s.Bodies[2].Support = finance.Support{Amount: []finance.Amount{1 * m}}
	l := project(t, s)
	require.Empty(t, l.Breaks())
	at := func(l *finance.Ledger, name string, y finance.Year) string {
		a, ok := l.Amount(name, y)
		require.True(t, ok, name)
		return a.String()
	}
	for _, tt := range []struct{ row, want, because string }{
		{"bodies.Acute.support_paid", "12,000,000.00", "as offered"},
		{"bodies.Commissioner.support_given", "12,000,000.00", "which it pays"},
		{"bodies.Commissioner.paid_on", "1,046,263,170.00", "the contracts of 728.0658 and 306.19737, and the support"},
		{"bodies.Commissioner.balance", "4,336,830.00", "16.33683 without it"},
		{"bodies.Commissioner.support", "-12,000,000.00", "without which it would have more"},
		{"bodies.Commissioner.underlying_position", "16,336,830.00", "as if it paid none"},
		{"bodies.Acute.income", "758,665,800.00", "support is no income that new money could be counted from"},
		{"bodies.Acute.balance", "-34,890,200.00", "-46.8902 and 12"},
		{"bodies.Acute.underlying_position", "-46,890,200.00", "without it"},
		{"support_paid", "1,000,000.00", "from outside the system"},
		{"support", "1,000,000.00", "of the net"},
		{"balance", "-19,840,348.60", "-20.8403486 and what comes from outside"},
		{"paid_on", "2,000,000.00", "to outside only"},
		{"deficit_financing", "34,890,200.00", "of the one that needs it"},
	} {
		assert.Equal(t, tt.want, at(l, tt.row, 2025), "%s: %s", tt.row, tt.because)
	}
	assert.Equal(t, at(without, "underlying_position", 2025), at(l, "underlying_position", 2025))
	assert.Equal(t, "6,000,000.00", at(l, "bodies.Commissioner.support_given", 2026))
	assert.Equal(t, "0.00", at(l, "bodies.Commissioner.support_given", 2027))
}

// indebted owes 10.9bn, as NHS trusts did in March 2019, has costs that do not grow, and earns so much more than them.
func indebted(surplus finance.Amount, rate finance.Rate) *finance.Model {
	const bn = finance.Billion
	return &finance.Model{First: 2018, Last: 2057,
		Funding: finance.Settlement{Baseline: 84 * bn, CashGrowth: []finance.Rate{0}},
		Opening: finance.Opening{Position: surplus},
		Need:    finance.Need{RealGrowth: []finance.Rate{0}},
		Debt:    finance.Debt{Opening: 10.9 * bn, Interest: []finance.Rate{rate}, Surplus: finance.Repays}}
}

// What surplus for how long: an annuity. A debt D at rate i is paid after −ln(1 − D·i/S)/ln(1 + i) years of a surplus S
// before interest, and a surplus of the interest alone never pays it.
func TestASurplusPaysADebtInTheYearsOfAnAnnuity(t *testing.T) {
	const bn = finance.Billion
	for _, tt := range []struct {
		rate    finance.Rate
		surplus finance.Amount
		years   float64 // the formula's, in which the last year is not whole
	}{
		{0.015, bn, 11.99}, {0.035, bn, 13.96}, {0.06, bn, 18.21},
		{0.015, bn / 2, 26.59}, {0.035, bn / 2, 41.89}, {0.06, 0.654 * bn, 1e9},
	} {
		m := indebted(tt.surplus, tt.rate)
		m.Debt.Repay.AtMost = []finance.Amount{100 * bn} // no limit that holds
		l := project(t, m)
		owing, _ := l.Number("years_in_debt", m.Last)
		assert.Equal(t, min(39, float64(int(tt.years))), owing, "%s a year at %s", tt.surplus, tt.rate)
	}
}

// What is due on loans is paid from a surplus, whatever else becomes of it, and is refinanced as far as there is none.
func TestLoansAreDueWhateverASurplusDoes(t *testing.T) {
	const m, bn = finance.Million, finance.Billion
	for _, tt := range []struct {
		name                                                string
		surplus                                             finance.Amount // before interest
		use                                                 finance.SurplusUse
		repayment, refinanced, lapsed, kept, ordinary, debt float64
	}{
		{"a surplus pays what is due, the rest lapses", 1500 * m, finance.Lapses, 500, 0, 825, 0, 500, 4500},
		{"or is kept", 1500 * m, finance.Kept, 500, 0, 0, 825, 500, 4500},
		{"or repays the ordinary debt, and no loan before it is due", 1500 * m, finance.Repays, 1000, 0, 325, 0, 0,
			4000},
		{"a small surplus pays a part", 375 * m, finance.Lapses, 200, 300, 0, 0, 800, 4800},
		{"a deficit pays nothing and borrows more", -100 * m, finance.Repays, 0, 500, 0, 0, 1275, 5275},
	} {
		model := indebted(tt.surplus, 0.035)
		model.Debt.Opening, model.Debt.Surplus = bn/2, tt.use
		model.Debt.Loans = []finance.Loan{
			{Name: "interim", Opening: 2500 * m, Interest: []finance.Rate{0.015}, Repaid: []finance.Rate{0.2}},
			{Name: "special measures", Opening: 2000 * m, Interest: []finance.Rate{0.06}},
		}
		l := project(t, model)
		require.Empty(t, l.Breaks())
		for name, want := range map[string]float64{"interest": 37.5 + 120 + 17.5, "repayment_due": 500,
			"debt_service": 675, "repayment": tt.repayment, "refinanced": tt.refinanced, "lapsed": tt.lapsed,
			"kept": tt.kept, "ordinary_debt": tt.ordinary, "debt.loans.interim": 2000,
			"debt.loans.special measures": 2000, "debt": tt.debt} {
			assert.Equal(t, want, millions(t, l, model, name)[0], "%s: %s", tt.name, name)
		}
	}
}

// A limit holds back a surplus that could repay more, but not what is due.
func TestASurplusRepaysAtMostSoMuch(t *testing.T) {
	const m = finance.Million
	model := indebted(1000*m, 0)
	model.Debt.Repay = finance.Repay{AtMost: []finance.Amount{300 * m}, Due: []finance.Rate{0.05}}
	l := project(t, model)
	assert.Equal(t, []float64{545, 517.75, 491.8625}, millions(t, l, model, "repayment")[:3],
		"5% of 10,900, of 10,355, of 9,837.25")
	assert.Equal(t, 455.0, millions(t, l, model, "lapsed")[0])
	assert.Equal(t, 300.0, millions(t, l, model, "repayment")[20], "when 5% has become less")
}

// The conversion of April 2020: £13.4bn at the end of 2019/20, charged 3.5% from 2020/21 on (HSJ, April 2020).
func TestDebtBecomesEquity(t *testing.T) {
	const bn = finance.Billion
	m := indebted(0, 0.015)
	m.Debt.Opening = 10.4 * bn
	m.Debt.Loans = []finance.Loan{{Name: "special measures", Opening: 3 * bn, Interest: []finance.Rate{0.06}}}
	m.Opening.Position = 336_000_000_00 // pays the interest, so that nothing is borrowed before the conversion
	for _, tt := range []struct {
		share                                               finance.Rate
		debt, equity, interestBefore, interestAfter, charge float64
	}{
		{1, 0, 13400, 336, 0, 469},
		{0.4, 8040, 5360, 336, 201.6, 187.6},
	} {
		m.Debt.Equity = finance.Equity{Share: tt.share, Year: 2019, Charge: []finance.Rate{0.035}}
		l := project(t, m)
		require.Empty(t, l.Breaks())
		assert.Equal(t, tt.debt, millions(t, l, m, "debt")[0])
		assert.Equal(t, tt.equity, millions(t, l, m, "equity")[0])
		assert.Equal(t, tt.interestBefore, millions(t, l, m, "interest")[0])
		assert.Equal(t, 0.0, millions(t, l, m, "equity_charge")[0], "from the next year on")
		assert.Equal(t, tt.interestAfter, millions(t, l, m, "interest")[1])
		assert.Equal(t, tt.charge, millions(t, l, m, "equity_charge")[1])
		assert.InDelta(t, 336-tt.interestAfter-tt.charge, millions(t, l, m, "balance")[1], 1e-9)
	}
}

// When debt is converted is a choice, not a chance.
func TestTheYearOfAConversionIsFixed(t *testing.T) {
	m := indebted(0, 0.015)
	m.Debt.Equity = finance.Equity{Share: 1, Year: 2019}
	s, err := m.Sheet()
	require.NoError(t, err)
	fixed := map[string]bool{}
	for _, in := range s.Inputs {
		fixed[in.Name] = in.Fixed != ""
	}
	assert.True(t, fixed["debt.equity.year"])
	assert.False(t, fixed["debt.equity.share"])
}

// A reserve costs services what is frozen, pays for a deficit before the earmark does, and leaves a surplus where there
// is none. All figures are in millions, of funding of 1,000 with 40 earmarked and costs of 950 or 985.
func TestARiskReserve(t *testing.T) {
	const m = finance.Million
	for _, tt := range []struct {
		name                                                 string
		cost                                                 finance.Amount
		share, released, leakage                             finance.Rate
		frozen, out, left, diverted, balance, surplus, under float64
	}{
		{"no deficit", 950 * m, 0.01, 1, 1, 10, 0, 10, 0, 10, 20, 10},
		{"a deficit takes it before the earmark", 985 * m, 0.01, 1, 1, 10, 10, 0, 15, 0, 0, -25},
		{"more than enough", 985 * m, 0.03, 1, 1, 30, 25, 5, 0, 0, 5, -25},
		{"a part may be released", 985 * m, 0.03, 0.5, 0, 30, 15, 15, 0, -10, 15, -25},
		{"services cannot do without more than they cost", 950 * m, 1, 1, 1, 950, 0, 950, 0, 10, 960, 10},
	} {
		model := &finance.Model{First: 2018, Last: 2019,
			Funding:     finance.Settlement{Baseline: 1000 * m, CashGrowth: []finance.Rate{0}},
			Opening:     finance.Opening{Cost: tt.cost},
			Need:        finance.Need{RealGrowth: []finance.Rate{0}},
			Earmark:     finance.Earmark{Amount: []finance.Amount{40 * m}, Leakage: []finance.Rate{tt.leakage}},
			RiskReserve: finance.RiskReserve{Share: []finance.Rate{tt.share}, Released: []finance.Rate{tt.released}}}
		l := project(t, model)
		require.Empty(t, l.Breaks())
		for name, want := range map[string]float64{"frozen": tt.frozen, "released": tt.out, "unreleased": tt.left,
			"diverted": tt.diverted, "balance": tt.balance, "surplus": tt.surplus, "lapsed": tt.surplus,
			"cash_position": tt.balance + tt.left, "underlying_position": tt.under} {
			assert.Equal(t, want, millions(t, l, model, name)[0], "%s: %s", tt.name, name)
		}
	}
}
