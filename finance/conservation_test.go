package finance_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// fromNowhere is the money of a whole plan, in pence, that nobody paid in and nobody owes, of a body or of the net of a
// system; money that vanished is negative. It is told from what was given for the opening year and from the rows that
// money comes in by, is spent, owed and left by, over all years at once, and from nothing that a rule makes of them on
// the way.
func fromNowhere(m *finance.Model, l *sheet.Ledger) decimal.Decimal {
	owedBefore, heldBefore := opensWith(m)
	sum := func(rows ...string) (sum decimal.Decimal) {
		for _, row := range rows {
			for col := range l.Program.Years[1:] {
				figure, _ := l.At(row, col+1)
				sum = sum.Add(figure)
			}
		}
		return sum
	}
	end := func(row string) decimal.Decimal {
		figure, _ := l.At(row, len(l.Program.Years)-1)
		return figure
	}
	received := sum("funding", "income", "support_paid", "taken_over")
	spent := sum("paid_on", "handed_over", "support_inside", "cost", "interest", "equity_charge", "transformation").
		Sub(sum("savings", "benefit", "unmet_need", "frozen"))
	borrowed := end("debt").Add(end("equity")).Sub(money(owedBefore))
	left := end("reserve").Sub(money(heldBefore)).Add(sum("lapsed"))
	return spent.Add(left).Sub(received).Sub(borrowed)
}

// opensWith is what a model and its bodies owe and hold at the end of the opening year, as given.
func opensWith(m *finance.Model) (owed, held finance.Amount) {
	owed, held = m.Debt.Opening, m.Debt.Reserve
	for _, l := range m.Debt.Loans {
		owed += l.Opening
	}
	for i := range m.Bodies {
		o, h := opensWith(&m.Bodies[i])
		owed, held = owed+o, held+h
	}
	return owed, held
}

// What is spent, repaid, held and handed back over a whole plan is what was paid in, borrowed and there before.
func TestNoMoneyComesFromNowhere(t *testing.T) {
	accounted := func(draw func(*rapid.T, finance.Amount) *finance.Model) func(*rapid.T) {
		return func(t *rapid.T) {
			m := draw(t, largest)
			l := project(t, m)
			require.Empty(t, l.Breaks())
			require.True(t, fromNowhere(m, l.Ledger).IsZero())
		}
	}
	for name, draw := range map[string]func(*rapid.T, finance.Amount) *finance.Model{"a body": drawBody,
		"a system": drawSystem, "supported": drawSupported} {
		t.Run(name, func(t *testing.T) { testkit.Check(t, 20_000, accounted(draw)) })
	}
	for _, book := range workbooks(t) {
		assert.True(t, fromNowhere(book.model, book.ledger(t)).IsZero(), book.name)
	}
}

// spoiled is a sheet with a formula in place of another one, wherever it stands; a row by itself is spelled "row =".
func spoiled(s *sheet.Sheet, formula string, by sheet.Expr) {
	for i := range s.Rows {
		r := &s.Rows[i]
		if strings.TrimSuffix(formula, " =") == r.Name {
			r.Formula = by
			continue
		}
		r.Opening, r.Formula = instead(r.Opening, formula, by), instead(r.Formula, formula, by)
	}
}

func instead(e sheet.Expr, formula string, by sheet.Expr) sheet.Expr {
	n, ok := e.Node()
	switch {
	case !ok || len(n.Args) == 0:
		return e
	case e.Words() == formula:
		return by
	}
	n.Args = slices.Clone(n.Args)
	for i, arg := range n.Args {
		n.Args[i] = instead(arg, formula, by)
	}
	return sheet.Of(n)
}

// contingency is a rule that sets a part of funding aside and gives it back in the last year, so many times over. It
// moves what there is for services, which the gap, the pressure, the core position and all else are worked out from.
func contingency(times float64) finance.Rule {
	return func(s *sheet.Sheet) {
		last := make([]decimal.Decimal, len(s.Years)-1)
		last[len(last)-1] = one
		s.AddInput(sheet.Input{Name: "contingency.last_year", Values: last})
		end := sheet.Ref("contingency.last_year")
		row := func(name string, formula sheet.Expr) {
			s.Add(sheet.Row{Name: name, Unit: sheet.Money, Formula: formula})
		}
		row("set_aside", sheet.Ref("funding").Times(sheet.Num(0.0075)).Times(sheet.Num(1).Minus(end)))
		row("given_back", sheet.Last("contingency").Times(end).Times(sheet.Num(times)))
		row("contingency", sheet.Last("contingency").Plus(sheet.Ref("set_aside")).Minus(sheet.Ref("given_back")))
		own := sheet.Ref("funding").Minus(sheet.Ref("earmark_planned"))
		spoiled(s, own.Words(), own.Minus(sheet.Ref("set_aside")).Plus(sheet.Ref("given_back")))
	}
}

// spoilers are rules that make money from nothing, or lose it, in places where the rules of a year read each other.
func spoilers() map[string]finance.Rule {
	ref := sheet.Ref
	in := func(formula string, by sheet.Expr) finance.Rule {
		return func(s *sheet.Sheet) { spoiled(s, formula, by) }
	}
	own := ref("funding").Minus(ref("earmark_planned"))
	return map[string]finance.Rule{
		"what was set aside is given back twice": contingency(2),
		"what was set aside is not given back":   contingency(0),
		"funding that nobody pays":               in(own.Words(), own.Plus(ref("cost").Times(sheet.Num(0.01)))),
		"interest that nobody pays": in("net_cost =",
			ref("cost").Minus(ref("benefit")).Minus(ref("savings"))),
		"savings count twice": in("net_cost =",
			ref("cost").Plus(ref("interest")).Minus(ref("benefit")).Minus(ref("savings")).Minus(ref("savings"))),
		"debt is written off": in("debt =",
			sheet.Last("debt").Times(sheet.Num(0.9)).Plus(ref("borrowing")).Minus(ref("repayment"))),
		"a surplus is kept and handed back": in("lapsed =", ref("surplus")),
		"the reserve bears interest from nowhere": in("reserve =",
			sheet.Last("reserve").Times(sheet.Num(1.01)).Plus(ref("kept")).Minus(ref("drawn"))),
		"the earmark is spent and diverted": in("transformation =", ref("earmark_planned")),
		"a deficit that nobody pays for":    in("borrowing =", sheet.Num(0)),
	}
}

// The checks are checked: money from nowhere breaks a check row, and is missing over the whole plan. A rule that gives
// back what it set aside is a sound one over the whole plan, and only has to tell the check rows what it holds in
// between.
func TestMoneyFromNowhereIsNoticed(t *testing.T) {
	rules := spoilers()
	for _, name := range slices.Sorted(maps.Keys(rules)) {
		m := uneven()
		m.Rules = []finance.Rule{rules[name]}
		l := project(t, m)
		assert.NotEmpty(t, l.Breaks(), "no check row notices: %s", name)
		assert.False(t, fromNowhere(m, l.Ledger).IsZero(), "nothing is missing: %s", name)
	}
	m := uneven()
	require.Empty(t, project(t, m).Breaks())
	m.Rules = []finance.Rule{contingency(1)}
	l := project(t, m)
	assert.True(t, fromNowhere(m, l.Ledger).IsZero())
	assert.NotEmpty(t, l.Breaks())
}

// uneven is a body with a year of surplus between years of deficit, debt, and a reserve.
func uneven() *finance.Model {
	return &finance.Model{First: 2018, Last: 2021,
		Funding: finance.Settlement{Baseline: 100 * finance.Billion, CashGrowth: []finance.Rate{0.02, 0.07, 0.01}},
		Need:    finance.Need{RealGrowth: []finance.Rate{0.033}},
		Savings: finance.Savings{Planned: []finance.Rate{0.01}, Recurrent: []finance.Rate{0.5}},
		Earmark: finance.Earmark{Share: []finance.Rate{0.2}, Leakage: []finance.Rate{0.5}},
		Debt: finance.Debt{Opening: finance.Billion, Reserve: 200 * finance.Million, Interest: []finance.Rate{0.03},
			Surplus: finance.Kept},
	}
}
