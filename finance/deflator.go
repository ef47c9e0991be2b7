package finance

import (
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
)

// A Deflator is inflation as planned when the cash was fixed, and the difference of actual inflation from that.
type Deflator struct {
	// Planned is the inflation in the settlement, per year. It fixes the cash and is never uncertain.
	Planned []Rate
	// Surprise is inflation above plan, per year: outturn = (1 + planned)(1 + surprise) − 1. It moves costs.
	Surprise []Rate
	// Before is inflation from the year of [Model.Prices] to the opening year, in all, if that year is before the plan.
	Before Rate
	// Vintages are further deflators for the same cash: an earlier forecast, today's outturn. They change no figure in
	// cash.
	Vintages []Vintage
}

// A Vintage is inflation as it was known at some time. The rows shown in real terms are shown at its prices too.
type Vintage struct {
	Name string // its name in rows and paths: "december 2025"
	// Inflation is inflation as published then, per year.
	Inflation []Rate
}

// Suffix ends the names of the rows at a vintage's prices: "_at_december 2025_prices".
func (v Vintage) Suffix() string { return "_at_" + v.Name + "_prices" }

// prices names the row of a vintage's price index.
func (v Vintage) prices() string { return "deflator.vintages." + v.Name + ".prices" }

// deflatorRows: planned and outturn inflation, and the price indices that follow (opening year = 1).
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
	for _, v := range w.m.Deflator.Vintages {
		inflation := w.rates("deflator.vintages."+v.Name, v.Inflation, 0, growth())
		w.fix("a vintage is what was published; make deflator.surprise uncertain instead")
		w.number(sheet.Num(1), v.prices(), "price index of a vintage of the deflator, opening year = 1",
			sheet.Last(v.prices()).Times(plusOne(inflation)))
	}
}

// vintages checks that the names of vintages differ from each other and from the other prices.
func (v *validator) vintages() {
	seen := map[string]bool{}
	if v.m.links.inside {
		return // the vintages belong to the system
	}
	for _, vintage := range v.m.Deflator.Vintages {
		if vintage.Name == "planned" || vintage.Name == "outturn" {
			v.fault("deflator.vintages",
				fault.Duplicate.Found("%s prices are there already", fault.Quote(vintage.Name)).
					Want("name the vintage by its date").Of(vintage.Name))
			continue
		}
		v.name("deflator.vintages", vintage.Name, seen)
		if len(vintage.Inflation) == 0 {
			v.fault("deflator.vintages."+vintage.Name, fault.Missing.Found("the vintage has no inflation").
				Want("give it as published"))
		}
	}
}

// priceGrowth is 1 + the cash growth of a price, which takes the part passThrough of an inflation surprise.
func priceGrowth(passThrough sheet.Expr) sheet.Expr {
	return plannedGrowth().Times(plusOne(passThrough.Times(sheet.Ref("deflator.surprise"))))
}

// plannedGrowth is 1 + planned inflation.
func plannedGrowth() sheet.Expr { return plusOne(sheet.Ref("deflator.planned")) }
