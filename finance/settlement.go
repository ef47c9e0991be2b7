package finance

import (
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
)

// A Settlement is a funding agreement for several years. Give exactly one of RealGrowth, CashGrowth and Cash.
type Settlement struct {
	// Baseline is the opening year's funding, cash. It may be left out if the opening cost and position are given.
	Baseline Amount
	// RealGrowth is growth above planned inflation, per year; planned inflation then fixes the cash.
	RealGrowth []Rate
	// CashGrowth is growth in cash, per year.
	CashGrowth []Rate
	// Cash is the funding of each year after the opening year, in cash.
	Cash []Amount
	// TopUp is the money that is added when inflation surprises; the zero value adds nothing.
	TopUp TopUp
	// Grants are streams of funding beside this core settlement; new money includes them.
	Grants []Grant
	// CouncilTax is a stream of funding that a council raises itself; with it the core may be left out.
	CouncilTax CouncilTax
	// Phasing moves cash between the years: how much more or less than settled each year gets. It adds up to zero, so
	// that the plan's total stays the same; later years grow from the settled amount. Empty moves nothing. In a plan
	// that continues an earlier one, which opens the row settled_before_phasing, it adds up to what the past years
	// left.
	Phasing []Amount
}

// A TopUp compensates for a part of the inflation that was not planned. It is permanent: the cash of all years from
// then on moves by it, down as well as up.
type TopUp struct {
	// Share is the part of each year's surprise that is compensated.
	Share []Rate
	// Delay is how many years after the surprise; zero is the same year.
	Delay int
}

// given reports whether there is a settlement; a body that has only income has none.
func (s Settlement) given() bool {
	return s.Baseline != 0 || len(s.RealGrowth)+len(s.CashGrowth)+len(s.Cash)+len(s.Grants)+len(s.Phasing) > 0 ||
		s.CouncilTax.given()
}

// hasCore reports whether there is a core beside grants and council tax.
func (s Settlement) hasCore() bool {
	return !s.CouncilTax.given() || s.Baseline != 0 ||
		len(s.RealGrowth)+len(s.CashGrowth)+len(s.Cash)+len(s.Phasing)+len(s.TopUp.Share) > 0
}

// fundingRows: the envelope of the body that holds it. The earnings of a provider are income, not funding.
func fundingRows(w *layout) { settledRows(w, "funding") }

// settledRows: the cash of each year. It is fixed at planned inflation and does not move when inflation surprises
// (HM Treasury's practice for departmental limits set in cash), unless it is topped up.
func settledRows(w *layout, name string) {
	allocated := w.m.links.allocated()
	if !w.m.Funding.given() && w.m.links.inside {
		w.moneyAlways(name, "the envelope in cash, as allocated", amountsOf(allocated))
		return
	}
	if len(allocated) == 0 {
		grantedRows(w, name)
		return
	}
	grantedRows(w, "own_funding")
	w.moneyAlways(name, "the envelope in cash, its own and as allocated",
		sheet.Ref("own_funding").Plus(amountsOf(allocated)))
}

// toppedUpRows: the cash as agreed, and the money added when inflation surprises.
func toppedUpRows(w *layout, name string) {
	s := w.m.Funding
	if len(s.TopUp.Share) == 0 {
		settledRow(w, name)
		return
	}
	opening := settledRow(w, "settled")
	share := w.rates("funding.top_up.share", s.TopUp.Share, 0, share())
	w.number(sheet.Expr{}, "inflation_surprise", "inflation above plan", sheet.Ref("deflator.surprise"))
	w.number(sheet.Num(1), "top_up_prices", "index of the surprises made good, opening year = 1",
		sheet.Last("top_up_prices").Times(plusOne(share.Times(sheet.Ref("inflation_surprise").Ago(s.TopUp.Delay)))))
	settled := sheet.Ref("settled")
	w.moneyFrom(opening, name, "the envelope in cash, topped up for inflation",
		settled.Times(sheet.Ref("top_up_prices")))
	w.money("top_up", "what is added to the settlement, or taken off it", sheet.Ref(name).Minus(settled))
}

// beforePhasing is the row of the cash as settled, before any is moved between years.
const beforePhasing = "settled_before_phasing"

// settledRow is the cash as agreed, after phasing. It returns what it opens at: that of a plan which continues an
// earlier one has phasing and top-ups in it already.
func settledRow(w *layout, name string) (opening sheet.Expr) {
	s := w.m.Funding
	baseline := w.amounts("funding.baseline", w.m.openingSettlement()-s.besideCore())
	if len(s.Phasing) == 0 {
		grownRow(w, "funding", name, "the envelope in cash, as settled", baseline, s.RealGrowth, s.CashGrowth, s.Cash)
		return baseline
	}
	grownRow(w, "funding", beforePhasing, "the cash as settled, before any is moved between years",
		baseline, s.RealGrowth, s.CashGrowth, s.Cash)
	phasing := w.amounts("funding.phasing", s.Phasing...)
	w.fix("phasing adds up to zero and is part of the model's structure")
	before := sheet.Ref(beforePhasing)
	w.moneyFrom(baseline, name, "the envelope in cash, as settled and phased", before.Plus(phasing))
	return baseline
}

// phasing checks that the cash moved between years adds up to zero.
func (v *validator) phasing() {
	phasing := v.m.Funding.Phasing
	var sum Amount
	for _, a := range phasing {
		if a > MaxAmount || a < -MaxAmount {
			return // reported with the numbers
		}
		sum += a
	}
	switch {
	case len(phasing) == 1 && v.m.horizon() > 1:
		v.fault("funding.phasing", fault.Conflict.Found("has one value").
			Want("give one for each year, which add up to zero"))
	case sum != 0 && !v.m.opensAt(beforePhasing): // a plan that continues an earlier one has the rest of it
		v.fault("funding.phasing", fault.Conflict.Found("adds up to %s", sum).
			Want("what is moved between years must add up to zero"))
	}
}
