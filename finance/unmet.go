package finance

import (
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
)

// Unmet is what becomes of need that the money does not reach: a body that may not run a deficit, as a council, gives
// less.
type Unmet struct {
	// Share is the part of the pressure that is met by giving less instead of by a deficit; empty is none.
	Share []Rate
	// Carried is the part of unmet need that comes back in the next year, grown with demand: a backlog.
	Carried []Rate
}

func (u Unmet) given() bool { return len(u.Share) > 0 }

// unmetRows: what is not given, before any of the earmark is diverted. What a year needs is its cost and interest, less
// benefit and savings.
func unmetRows(w *layout) {
	u := w.m.Unmet
	if !u.given() {
		if w.m.links.inside {
			w.moneyAlways("unmet_need", "none: all pressure becomes a deficit", sheet.Num(0))
		}
		return
	}
	part := w.rates("unmet.share", u.Share, 0, share())
	short := sheet.Max(sheet.Num(0), w.needed().Minus(w.lessInside(w.budget().Minus(sheet.Ref("earmark_planned")))))
	w.money("unmet_need", "cost of what is not given for want of money", short.Times(part))
	w.number(sheet.Num(0), "unmet_share", "the same as a share of cost",
		sheet.Ref("unmet_need").Over(sheet.Ref("cost")))
	if len(u.Carried) > 0 {
		carried := w.rates("unmet.carried", u.Carried, 0, share())
		w.money("backlog", "unmet need of last year that comes back, grown with demand",
			sheet.Last("unmet_need").Times(carried).Times(sheet.Ref("demand_growth")))
	}
}

// needed is what the year needs, before anything goes unmet.
func (w *layout) needed() sheet.Expr {
	ref := sheet.Ref
	return ref("cost").Plus(w.charges()).Minus(ref("benefit")).Minus(ref("savings"))
}

func (v *validator) unmet() {
	u := v.m.Unmet
	if len(u.Carried) > 0 && !u.given() {
		v.fault("unmet.carried", fault.Missing.Found("nothing goes unmet that could be carried").
			Want("give share, the part of the pressure that is met by giving less"))
	}
	if u.given() && !v.m.provides() {
		v.fault("unmet", fault.Misplaced.Found("the body has no need that could go unmet"))
	}
}
