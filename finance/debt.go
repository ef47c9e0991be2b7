package finance

import "github.com/openenvelope/envelope/finance/sheet"

// Debt says how deficits are financed and how surpluses are used. Two rows say which surplus repays the debt, and how
// long that takes: debt_service is the money that a year must earn to pay interest, charges and all repayments that are
// due, and years_in_debt counts the years that end with debt. Give the repayments that are due ([Loan].Repaid,
// [Repay].Due) to see which surplus they need; or let a surplus repay ([Repays], with [Repay].AtMost) to see how many
// years it takes. Each loan has its own rate, [Loan].Interest.
type Debt struct {
	// Opening is the debt at the end of the opening year, besides loans.
	Opening Amount
	// Reserve is the money held at the end of the opening year.
	Reserve Amount
	// Interest is the rate on last year's closing debt besides loans, per year.
	Interest []Rate
	// Surplus says what happens to a surplus; the zero value means that it lapses.
	Surplus SurplusUse
	// Repay says how fast debt besides loans is repaid.
	Repay Repay
	// Loans have their own rates and terms. A repayment that is due is paid from a surplus before any other use of it;
	// if the surplus is not enough, new debt replaces the loan.
	Loans []Loan
	// Equity is a conversion of debt.
	Equity Equity
}

// SurplusUse says what happens to a surplus.
type SurplusUse int

// Uses of a surplus.
const (
	Lapses SurplusUse = iota // goes back, like all unspent money at the year's end
	Repays                   // repays debt; any rest lapses
	Kept                     // goes to a reserve, which later deficits draw on before they borrow
)

// terms reports whether the model says how debt is repaid or converted.
func (d Debt) terms() bool { return d.dues() || len(d.Repay.AtMost) > 0 || d.Equity.given() }

// debtRows: borrowing, repayment, the reserve, interest; the movement of debt and reserve must explain the balance.
func debtRows(w *layout) {
	ref, last := sheet.Ref, sheet.Last
	d := w.m.Debt
	opening := []sheet.Expr{w.amounts("debt.opening", d.Opening)}
	rate := w.rates("debt.interest", d.Interest, 0, growth())
	equityInputs(w)
	interest := loanRows(w)
	for _, l := range d.Loans {
		opening = append(opening, ref(l.row()+".opening"))
	}
	w.money("interest", "interest on last year's closing debt",
		sheet.Sum(append(interest, last(d.ordinary()).Times(rate))...))
	dueRows(w)
	surplusRows(w)
	w.money("drawn", "reserve used for a deficit", sheet.Min(last("reserve"), ref("deficit_financing")))
	w.money("borrowing", "deficit paid for by new debt", ref("deficit_financing").Minus(ref("drawn")))
	held := sheet.Expr{}
	if d.Reserve != 0 {
		held = w.amounts("debt.reserve", d.Reserve)
	}
	w.moneyFrom(held, "reserve", "surpluses kept and not used", last("reserve").Plus(ref("kept")).Minus(ref("drawn")))
	owed := last("debt").Plus(ref("borrowing")).Minus(ref("repayment"))
	equityRows(w, sheet.Sum(append(d.loansDue(), last(d.ordinary()))...).Plus(ref("borrowing")).Minus(ref("repayment")))
	if d.Equity.given() {
		owed = owed.Minus(ref("converted"))
	}
	w.moneyFrom(sheet.Sum(opening...), "debt", "what is owed at the end of the year", owed)
	if d.terms() {
		w.number(sheet.Expr{}, "years_in_debt", "years of the plan so far that end with debt",
			last("years_in_debt").Plus(sheet.If(sheet.Num(0).Minus(ref("debt")), sheet.Num(0), sheet.Num(1))))
	}
}

// surplusRows: what happens to a surplus. It first pays the repayments that are due.
func surplusRows(w *layout) {
	d, surplus, zero := w.m.Debt, sheet.Ref("surplus"), sheet.Num(0)
	repaid, kept := zero, zero
	if d.dues() {
		repaid = sheet.Min(sheet.Ref("repayment_due"), surplus)
	}
	switch d.Surplus {
	case Repays:
		repaid = sheet.Min(w.mostRepaid(), surplus)
	case Kept:
		kept = surplus
		if d.dues() {
			kept = surplus.Minus(sheet.Ref("repayment"))
		}
	}
	w.money("repayment", "surplus that repays debt", repaid)
	w.money("kept", "surplus that goes to the reserve", kept)
	w.money("lapsed", "surplus that is handed back", surplus.Minus(sheet.Ref("repayment")).Minus(sheet.Ref("kept")))
}

// mostRepaid is the debt that a surplus can repay in a year: all debt except loans that are not yet due.
func (w *layout) mostRepaid() sheet.Expr {
	d := w.m.Debt
	owed := sheet.Sum(append([]sheet.Expr{sheet.Last(d.ordinary())}, d.loansDue()...)...)
	if len(d.Repay.AtMost) == 0 {
		return owed
	}
	most := w.amounts("debt.repay.at_most", d.Repay.AtMost...)
	if d.dues() {
		most = sheet.Max(most, sheet.Ref("repayment_due"))
	}
	return sheet.Min(owed, most)
}
