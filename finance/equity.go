package finance

import (
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
)

// Equity is a conversion of debt: at the end of a year a share of all debt, loans included, becomes equity. It is no
// longer owed, but has a charge from the next year on. In April 2020 £13.4bn of NHS trusts' debt became public dividend
// capital, which usually costs 3.5% a year.
type Equity struct {
	// Share is the part of all debt that is converted.
	Share Rate
	// Year is the year at whose end the conversion takes place; before the plan where the row equity opens at what was
	// converted then.
	Year Year
	// Charge is the rate on the equity at the end of last year, per year.
	Charge []Rate
}

// given reports whether the model says anything about a conversion.
func (e Equity) given() bool { return e.Share != 0 || e.Year != 0 || len(e.Charge) > 0 }

// equityInputs: how much is converted, and when.
func equityInputs(w *layout) {
	e := w.m.Debt.Equity
	if !e.given() {
		return
	}
	w.rates("debt.equity.share", []Rate{e.Share}, 0, share())
	w.during("debt.equity.year", e.Year, e.Year, "the year of a conversion is part of the model's structure")
}

// conversion is the part of debt that becomes equity at the end of this year.
func (w *layout) conversion() sheet.Expr {
	return sheet.Ref("debt.equity.share").Times(sheet.Ref("debt.equity.year"))
}

// equityRows: the converted amount, the equity and its charge. left is debt besides loans before the conversion.
func equityRows(w *layout, left sheet.Expr) {
	d := w.m.Debt
	if !d.Equity.given() {
		return
	}
	converted := []sheet.Expr{w.conversion().Times(left)}
	for _, l := range d.Loans {
		converted = append(converted, sheet.Ref(l.row()+".converted"))
	}
	w.money("converted", "debt that becomes equity at the end of the year", sheet.Sum(converted...))
	w.money("equity", "debt converted so far", sheet.Last("equity").Plus(sheet.Ref("converted")))
	w.money("equity_charge", "the charge on last year's closing equity",
		sheet.Last("equity").Times(w.rates("debt.equity.charge", d.Equity.Charge, 0, growth())))
}

// charges are the costs of debt and equity.
func (w *layout) charges() sheet.Expr {
	if w.m.Debt.Equity.given() {
		return sheet.Ref("interest").Plus(sheet.Ref("equity_charge"))
	}
	return sheet.Ref("interest")
}

func (v *validator) equity() {
	m, e := v.m, v.m.Debt.Equity
	if !e.given() {
		return
	}
	if e.Share == 0 {
		v.fault("debt.equity", fault.Missing.Found("there is nothing to convert").
			Want("give share, the part of all debt"))
	}
	switch {
	case e.Year == 0:
		v.fault("debt.equity", fault.Missing.Found("when?").Want("give year, the one at whose end debt is converted"))
	case e.Year <= m.First && m.opensAt("equity"): // converted before a plan that continues an earlier one
	case e.Year <= m.First || e.Year > m.Last:
		v.fault("debt.equity.year", fault.OutOfRange.Found("%s is not a year of the plan", m.Label(e.Year)).
			Want("it has %s to %s", m.Label(m.First+1), m.Label(m.Last)).With("years"))
	}
}
