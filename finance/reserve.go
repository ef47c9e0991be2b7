package finance

import (
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
)

// A RiskReserve is a part of the budget that is frozen at the start of the year: services cannot use it in that year,
// which is the cost of the reserve. At the end of the year it pays for a deficit, before the earmark does. The rest is
// a surplus, which lapses, repays debt or is kept, as [Debt].Surplus says; services do not get it back. Commissioners
// in England froze 1% in 2016/17 and half of that in the two years after it. A body that has merged into another
// freezes nothing. The chance that a reserve is enough is the chance that the balance is not below zero.
type RiskReserve struct {
	// Share is the part of the budget that is frozen, but not more than services cost.
	Share []Rate
	// Released is the part of it that may be released against a deficit; empty is all of it.
	Released []Rate
}

// given reports whether there is a reserve.
func (r RiskReserve) given() bool { return len(r.Share)+len(r.Released) > 0 }

// reserveRows: the frozen amount, the part that a deficit takes, and the rest.
func reserveRows(w *layout) {
	r := w.m.RiskReserve
	if !r.given() {
		return
	}
	frozen, ref := w.rates("risk_reserve.share", r.Share, 0, share()), sheet.Ref
	kept := sheet.Min(frozen.Times(w.budget()), ref("cost"))
	if merged := w.m.links.merged; !merged.IsZero() {
		kept = oneMinus(merged).Times(kept)
	}
	w.money("frozen", "budget kept from services as a risk reserve, which is the reserve's cost to them", kept)
	most := w.rates("risk_reserve.released", r.Released, 1, share()).Times(ref("frozen"))
	w.money("released", "frozen money that pays for a deficit", sheet.Min(most, ref("pressure")))
	w.money("unreleased", "frozen money that no deficit takes: a surplus", ref("frozen").Minus(ref("released")))
}

// plusReserve is an expression with a row of the risk reserve added, if there is one.
func (w *layout) plusReserve(e sheet.Expr, row string) sheet.Expr {
	if w.m.RiskReserve.given() {
		e = e.Plus(sheet.Ref(row))
	}
	return e
}

func (v *validator) riskReserve() {
	r := v.m.RiskReserve
	switch {
	case !r.given():
	case len(r.Share) == 0:
		v.fault("risk_reserve", fault.Missing.Found("released of what?").
			Want("give share, the part of the budget that is frozen"))
	case !v.m.provides():
		v.fault("risk_reserve", fault.Misplaced.Found("the body only passes money on").
			Want("give the reserve to a body whose services can do without it"))
	}
}
