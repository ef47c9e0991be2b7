package finance

import "github.com/openenvelope/envelope/finance/sheet"

// Debt is how deficits are paid for and what surpluses are used for.
type Debt struct {
	// Opening is the debt at the end of the opening year.
	Opening Amount
	// Reserve is what is held at the end of the opening year.
	Reserve Amount
	// Interest is the rate on last year's closing debt, per year.
	Interest []Rate
	// Surplus says what becomes of a surplus; the zero value is that it lapses.
	Surplus SurplusUse
}

// SurplusUse says what becomes of a surplus.
type SurplusUse int

// Uses of a surplus.
const (
	Lapses SurplusUse = iota // handed back, as unspent money is at the year's end
	Repays                   // repays debt as far as there is any; the rest lapses
	Kept                     // goes to a reserve, which later deficits draw on before they borrow
)

// given reports whether anything is said of debt.
func (d Debt) given() bool {
	return d.Opening != 0 || d.Reserve != 0 || len(d.Interest) > 0 || d.Surplus != Lapses
}

// debtRows: borrowing, repayment, the reserve, interest; the movement of debt and reserve must explain the balance.
func debtRows(w *layout) {
	ref, last, zero := sheet.Ref, sheet.Last, sheet.Num(0)
	d := w.m.Debt
	opening := w.amounts("debt.opening", d.Opening)
	rate := w.rates("debt.interest", d.Interest, 0, growth())
	repaid, kept := zero, zero
	switch d.Surplus {
	case Repays:
		repaid = sheet.Min(last("debt"), ref("surplus"))
	case Kept:
		kept = ref("surplus")
	}
	w.money("interest", "interest on last year's closing debt", last("debt").Times(rate))
	w.money("repayment", "surplus that repays debt", repaid)
	w.money("kept", "surplus that goes to the reserve", kept)
	w.money("lapsed", "surplus that is handed back", ref("surplus").Minus(ref("repayment")).Minus(ref("kept")))
	w.money("drawn", "reserve used for a deficit", sheet.Min(last("reserve"), ref("deficit_financing")))
	w.money("borrowing", "deficit paid for by new debt", ref("deficit_financing").Minus(ref("drawn")))
	held := sheet.Expr{}
	if d.Reserve != 0 {
		held = w.amounts("debt.reserve", d.Reserve)
	}
	w.moneyFrom(held, "reserve", "surpluses kept and not used", last("reserve").Plus(ref("kept")).Minus(ref("drawn")))
	w.moneyFrom(opening, "debt", "what is owed at the end of the year",
		last("debt").Plus(ref("borrowing")).Minus(ref("repayment")))
}

// conservationRows: no money appears or vanishes between the years.
func conservationRows(w *layout) {
	ref, last := sheet.Ref, sheet.Last
	owed := ref("debt").Minus(last("debt"))
	held := ref("reserve").Minus(last("reserve"))
	w.Add(sheet.Row{Name: "check_debt", Unit: sheet.Money, Check: true,
		Note:    "debt and reserve move by the cash position and by nothing else",
		Formula: owed.Minus(held).Plus(ref("cash_position")).Minus(ref("lapsed"))})
}
