package finance

import "github.com/openenvelope/envelope/finance/sheet"

// demandRows: the cost after past recurrent savings, and the part of it that is unfunded inflation. Past savings grow
// with demand, because they removed a part of the base.
func demandRows(w *layout) {
	demand, carried := sheet.Ref("demand"), sheet.Ref("savings_carried")
	w.money("unfunded_inflation", "cost above what it would be had inflation been as planned",
		demand.Minus(sheet.Ref("demand_as_planned")))
	growth := sheet.Num(1)
	if w.m.provides() {
		growth = demand.Over(sheet.Last("demand"))
	}
	w.number(sheet.Num(1), "demand_growth", "this year's demand over last year's", growth)
	past := sheet.Last("savings_carried").Plus(sheet.Last("recurrent_savings"))
	if w.m.Savings.monthsLeft() < 12 {
		past = past.Plus(sheet.Last("full_year_effect"))
	}
	w.money("savings_carried", "recurrent savings of past years, grown with demand",
		past.Times(sheet.Ref("demand_growth")))
	cost, note := demand.Minus(carried), "cost after past recurrent savings, before this year's savings"
	if len(w.m.Unmet.Carried) > 0 {
		cost, note = cost.Plus(sheet.Ref("backlog")), note+", with the backlog"
	}
	if len(w.m.Pressures) > 0 {
		cost = pressuresReturned().takenOff(pressuresCost().addedTo(cost, w.m), w.m)
		note += ", with named pressures"
	}
	w.moneyAlways("cost", note, cost)
}
