package finance

import "github.com/openenvelope/envelope/finance/sheet"

// grownRow is a stream of cash that opens at its baseline: sums for each year, or growth in cash or above planned
// inflation.
func grownRow(w *layout, path, name, note string, baseline sheet.Expr, realGrowth, cashGrowth []Rate, cash []Amount) {
	last := sheet.Last(name)
	switch {
	case len(cash) > 0:
		w.moneyFrom(baseline, name, note, w.amounts(path+".cash", cash...))
	case len(cashGrowth) > 0:
		g := w.rates(path+".cash_growth", cashGrowth, 0, growth())
		w.moneyFrom(baseline, name, note, last.Times(plusOne(g)))
	default:
		g := w.rates(path+".real_growth", realGrowth, 0, growth())
		w.moneyFrom(baseline, name, note, last.Times(plusOne(g).Times(plannedGrowth())))
	}
}
