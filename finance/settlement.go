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
}

// settlementRows: the cash of each year. It is fixed at planned inflation and does not move when inflation surprises
// (HM Treasury's practice for departmental limits set in cash).
func settlementRows(w *layout) {
	s := w.m.Funding
	baseline := w.amounts("funding.baseline", w.m.openingFunding())
	last := sheet.Last("funding")
	const note = "the envelope in cash, as settled"
	switch {
	case len(s.Cash) > 0:
		w.moneyFrom(baseline, "funding", note, w.amounts("funding.cash", s.Cash...))
	case len(s.CashGrowth) > 0:
		g := w.rates("funding.cash_growth", s.CashGrowth, 0, growth())
		w.moneyFrom(baseline, "funding", note, last.Times(plusOne(g)))
	default:
		g := w.rates("funding.real_growth", s.RealGrowth, 0, growth())
		w.moneyFrom(baseline, "funding", note, last.Times(plusOne(g).Times(plannedGrowth())))
	}
}
