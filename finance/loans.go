package finance

import (
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
)

// A Loan is debt with its own rate and term. Interim loans to NHS trusts cost 1.5%, 3.5% or 6% a year in 2016 to 2019.
type Loan struct {
	Name string // its name in rows and paths
	// Opening is the amount owed at the end of the opening year, besides [Debt].Opening.
	Opening Amount
	// Interest is the rate on the amount owed at the end of last year, per year.
	Interest []Rate
	// Repaid is the part of the opening amount that is due each year, until nothing is owed; empty means none.
	Repaid []Rate
}

// Repay says how debt other than loans is repaid.
type Repay struct {
	// AtMost is the most that a surplus repays in a year; any rest of the surplus lapses. Repayments that are due are
	// made even beyond it. Empty means no limit. It needs a surplus that repays.
	AtMost []Amount
	// Due is the part of last year's debt that must be repaid each year; empty means none.
	Due []Rate
}

// row is the name of the row with the amount owed on a loan.
func (l Loan) row() string { return "debt.loans." + l.Name }

// loanRows: each loan, and all together. It returns the interest on them.
func loanRows(w *layout) (interest []sheet.Expr) {
	var owed []sheet.Expr
	for _, l := range w.m.Debt.Loans {
		row, last := l.row(), sheet.Last(l.row())
		opening := w.amounts(row+".opening", l.Opening)
		interest = append(interest, last.Times(w.rates(row+".interest", l.Interest, 0, growth())))
		w.money(row+".due", "the part of the loan that is due",
			sheet.Min(last, w.rates(row+".repaid", l.Repaid, 0, share()).Times(opening)))
		left := last.Minus(sheet.Ref(row + ".due"))
		if w.m.Debt.Equity.given() {
			w.money(row+".converted", "the part of the loan that becomes equity", w.conversion().Times(left))
			left = left.Minus(sheet.Ref(row + ".converted"))
		}
		w.moneyFrom(opening, row, "what is owed on the loan at the end of the year", left)
		owed = append(owed, sheet.Ref(row))
	}
	if len(owed) > 0 {
		w.moneyAlways("ordinary_debt", "what is owed besides loans", sheet.Ref("debt").Minus(sheet.Sum(owed...)))
	}
	return interest
}

// ordinary is the name of the row of debt that is not in loans.
func (d Debt) ordinary() string {
	if len(d.Loans) > 0 {
		return "ordinary_debt"
	}
	return "debt"
}

// dues reports whether any repayment is due.
func (d Debt) dues() bool { return len(d.Loans)+len(d.Repay.Due) > 0 }

// loansDue is the repayments due on all loans.
func (d Debt) loansDue() (due []sheet.Expr) {
	for _, l := range d.Loans {
		due = append(due, sheet.Ref(l.row()+".due"))
	}
	return due
}

// dueRows: the repayments due; the part that a surplus does not pay, which new debt replaces; and the money that a year
// must earn to pay all of it.
func dueRows(w *layout) {
	d := w.m.Debt
	if !d.dues() {
		return
	}
	due, ref := d.loansDue(), sheet.Ref
	if len(d.Repay.Due) > 0 {
		due = append(due, w.rates("debt.repay.due", d.Repay.Due, 0, share()).Times(sheet.Last(d.ordinary())))
	}
	w.money("repayment_due", "debt that is due this year", sheet.Sum(due...))
	w.money("refinanced", "what is due and no surplus pays, so that new debt replaces it",
		sheet.Max(sheet.Num(0), ref("repayment_due").Minus(ref("repayment"))))
	w.money("debt_service", "what the year has to earn before it pays for debt and equity: the charges and what is due",
		w.charges().Plus(ref("repayment_due")))
}

func (v *validator) loans() {
	d, seen := v.m.Debt, map[string]bool{}
	for _, l := range d.Loans {
		v.name("debt.loans", l.Name, seen)
		if l.Opening <= 0 {
			v.fault(l.row()+".opening", fault.OutOfRange.Found("%s is not a loan", l.Opening).
				Want("give what is owed in the opening year as a positive amount"))
		}
	}
	v.notBelowZero("debt.repay.at_most", d.Repay.AtMost...)
	if len(d.Repay.AtMost) > 0 && d.Surplus != Repays {
		v.fault("debt.repay.at_most", fault.Misplaced.Found("a surplus repays nothing beyond what is due").
			Want("say that it repays, or leave the limit out").
			With("debt.surplus"))
	}
}
