package finance

import "github.com/openenvelope/envelope/finance/sheet"

// A Settlement is a funding agreement for several years. Give exactly one of RealGrowth, CashGrowth and Cash.
type Settlement struct {
	// Baseline is the opening year's funding, cash. It may be left out when the opening cost and position are given.
	Baseline Amount
	// RealGrowth is growth above planned inflation, per year; planned inflation then fixes the cash.
	RealGrowth []Rate
	// CashGrowth is growth in cash, per year.
	CashGrowth []Rate
	// Cash is the funding of each year after the opening year, in cash.
	Cash []Amount
	// TopUp is what is added when inflation surprises; the zero value adds nothing.
	TopUp TopUp
}

// A TopUp makes good a part of the inflation that was not planned, for good: the cash of all years from then on moves by it,
// down as well as up.
type TopUp struct {
	// Share is the part of each year's surprise that is made good.
	Share []Rate
	// Delay is how many years after the surprise; zero is the same year.
	Delay int
}

// given reports whether there is a settlement at all; a body that lives on income has none.
func (s Settlement) given() bool {
	return s.Baseline != 0 || len(s.RealGrowth)+len(s.CashGrowth)+len(s.Cash) > 0
}

// fundingRows: the envelope of whoever holds it. What a provider earns is income, not funding.
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
		toppedUpRows(w, name)
		return
	}
	toppedUpRows(w, "own_funding")
	w.moneyAlways(name, "the envelope in cash, its own and as allocated", sheet.Ref("own_funding").Plus(amountsOf(allocated)))
}

// toppedUpRows: the cash as agreed, and what is added when inflation surprises.
func toppedUpRows(w *layout, name string) {
	s := w.m.Funding
	if len(s.TopUp.Share) == 0 {
		settledRow(w, name)
		return
	}
	settledRow(w, "settled")
	share := w.rates("funding.top_up.share", s.TopUp.Share, 0, share())
	w.number(sheet.Expr{}, "inflation_surprise", "inflation above plan", sheet.Ref("deflator.surprise"))
	w.number(sheet.Num(1), "top_up_prices", "index of the surprises made good, opening year = 1",
		sheet.Last("top_up_prices").Times(plusOne(share.Times(sheet.Ref("inflation_surprise").Ago(s.TopUp.Delay)))))
	settled := sheet.Ref("settled")
	w.moneyAlways(name, "the envelope in cash, topped up for inflation", settled.Times(sheet.Ref("top_up_prices")))
	w.money("top_up", "what is added to the settlement, or taken off it", sheet.Ref(name).Minus(settled))
}

// settledRow is the cash as agreed.
func settledRow(w *layout, name string) {
	s, last := w.m.Funding, sheet.Last(name)
	baseline := w.amounts("funding.baseline", w.m.openingSettlement())
	const note = "the envelope in cash, as settled"
	switch {
	case len(s.Cash) > 0:
		w.moneyFrom(baseline, name, note, w.amounts("funding.cash", s.Cash...))
	case len(s.CashGrowth) > 0:
		g := w.rates("funding.cash_growth", s.CashGrowth, 0, growth())
		w.moneyFrom(baseline, name, note, last.Times(plusOne(g)))
	default:
		g := w.rates("funding.real_growth", s.RealGrowth, 0, growth())
		w.moneyFrom(baseline, name, note, last.Times(plusOne(g).Times(plannedGrowth())))
	}
}
