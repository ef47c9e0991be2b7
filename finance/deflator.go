package finance

import "github.com/openenvelope/envelope/finance/sheet"

// A Deflator is inflation as planned when the cash was fixed, and by how much it turned out otherwise.
type Deflator struct {
	// Planned is the inflation in the settlement, per year. It fixes the cash and is never uncertain.
	Planned []Rate
	// Surprise is inflation above plan, per year: outturn = (1 + planned)(1 + surprise) − 1. It moves costs.
	Surprise []Rate
}

// deflatorRows: planned and outturn inflation, and the price indices they make (opening year = 1).
func deflatorRows(w *layout) {
	planned := w.rates("deflator.planned", w.m.Deflator.Planned, 0, growth())
	w.fix("planned inflation fixes the cash; make deflator.surprise uncertain instead")
	surprise := w.rates("deflator.surprise", w.m.Deflator.Surprise, 0, growth())
	w.number(sheet.Expr{}, "outturn_inflation", "inflation as it turns out",
		plusOne(planned).Times(plusOne(surprise)).Minus(sheet.Num(1)))
	w.number(sheet.Num(1), "planned_prices", "price index at planned inflation, opening year = 1",
		sheet.Last("planned_prices").Times(plusOne(planned)))
	w.number(sheet.Num(1), "outturn_prices", "price index at outturn inflation, opening year = 1",
		sheet.Last("outturn_prices").Times(plusOne(sheet.Ref("outturn_inflation"))))
}

// priceGrowth is 1 + the cash growth of a price that takes on the part passThrough of a surprise.
func priceGrowth(passThrough sheet.Expr) sheet.Expr {
	return plannedGrowth().Times(plusOne(passThrough.Times(sheet.Ref("deflator.surprise"))))
}

// plannedGrowth is 1 + planned inflation.
func plannedGrowth() sheet.Expr { return plusOne(sheet.Ref("deflator.planned")) }
