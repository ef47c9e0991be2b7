package finance

import (
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
)

// Unmet says what happens to need that the money does not cover: a body that may not run a deficit, such as a council,
// provides less.
type Unmet struct {
	// Share is the part of the pressure that is met by providing less instead of by a deficit; empty means none.
	Share []Rate
	// ReservesFirst says that a deficit is first paid from the reserve ([Debt].Reserve), and that only the rest is met
	// by providing less. This is the duty of a council that may not plan a deficit.
	ReservesFirst bool
	// Carried is the part of unmet need that comes back in the next year, grown with demand: a backlog.
	Carried []Rate
}

func (u Unmet) given() bool { return len(u.Share) > 0 }

// unmetRows: the need that is not met, before any of the earmark is diverted. A year needs its cost and interest, less
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
	short := w.needed().Minus(w.lessInside(w.budget().Minus(sheet.Ref("earmark_planned"))))
	if u.ReservesFirst {
		reserveMarginRows(w, short)
		short = sheet.Num(0).Minus(sheet.Ref("reserve_margin"))
	}
	w.money("unmet_need", "cost of what is not given for want of money", sheet.Max(sheet.Num(0), short).Times(part))
	w.number(sheet.Num(0), "unmet_share", "the same as a share of cost",
		sheet.Ref("unmet_need").Over(sheet.Ref("cost")))
	if len(u.Carried) > 0 {
		carried := w.rates("unmet.carried", u.Carried, 0, share())
		w.money("backlog", "unmet need of last year that comes back, grown with demand",
			sheet.Last("unmet_need").Times(carried).Times(sheet.Ref("demand_growth")))
	}
}

// reserveMarginRows: the rest of the reserve if it paid for the year's whole shortfall, and for how long it has been
// enough.
func reserveMarginRows(w *layout, short sheet.Expr) {
	w.money("reserve_margin", "last year's reserve less what the year is short of: below zero it is not enough",
		sheet.Last("reserve").Minus(short))
	last := sheet.Last("reserves_last")
	w.number(sheet.Num(1), "reserves_last", "1 as long as the reserve has been enough in every year",
		sheet.If(sheet.Ref("reserve_margin"), last, sheet.Num(0)))
	w.number(sheet.Expr{}, "years_reserves_last", "years of the plan until the reserve is not enough",
		sheet.Last("years_reserves_last").Plus(sheet.Ref("reserves_last")))
}

// needed is the money that the year needs, before any need goes unmet.
func (w *layout) needed() sheet.Expr {
	ref := sheet.Ref
	return ref("cost").Plus(w.charges()).Minus(ref("benefit")).Minus(ref("savings"))
}

func (v *validator) unmet() {
	u := v.m.Unmet
	if u.ReservesFirst && !u.given() {
		v.fault("unmet.reserves_first", fault.Missing.Found("what comes after the reserves?").
			Want("give share, the part of what they do not reach that is met by giving less"))
	}
	if len(u.Carried) > 0 && !u.given() {
		v.fault("unmet.carried", fault.Missing.Found("nothing goes unmet that could be carried").
			Want("give share, the part of the pressure that is met by giving less"))
	}
	if u.given() && !v.m.provides() {
		v.fault("unmet", fault.Misplaced.Found("the body has no need that could go unmet"))
	}
}
