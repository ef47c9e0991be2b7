package finance

import "github.com/openenvelope/envelope/finance/sheet"

// Returns are the savings from transformation: per pound spent in a year, after Lag years, phased in evenly over
// Ramp years; what has phased in fades by Fade of itself in every year after, and grows as Grows says.
type Returns struct {
	// PerPound is the yearly saving per pound spent once it has phased in; it may be negative. A series gives
	// what applies to the spending that phases in in that year.
	PerPound []Rate
	// Lag is the number of years before the first saving, at least 1; zero is taken as 1.
	Lag int
	// Ramp is the number of years over which it phases in; zero is taken as 1.
	Ramp int
	// Fade is the share of the saving that is lost each year.
	Fade []Rate
	// Grows says what becomes of what has phased in, from the year after on, besides fading.
	Grows Grows
	// Success is the part of a year's spending that works, by the year of spending; empty is all of it. A chance makes
	// the programme of a year fail as a whole, in every later year.
	Success []Rate
	// Before is what transformation before the plan saves in each year, in that year's cash.
	Before []Amount
}

// Grows is what becomes of money that comes again every year.
type Grows int

// Ways to grow.
const (
	InCash     Grows = iota // the same cash every year
	WithPrices              // by the inflation that there is, planned and surprise: it keeps its value
)

// returnRows: the benefit of past transformation.
func returnRows(w *layout, e earmarked) {
	r := e.Returns
	perPound := w.rates(e.at("returns.per_pound"), r.PerPound, 0, anything())
	fade := w.rates(e.at("returns.fade"), r.Fade, 0, share())
	works := e.ref("transformation")
	if len(r.Success) > 0 {
		success := w.rates(e.at("returns.success"), r.Success, 1, share())
		w.money(e.row("working_transformation"), "the part of the year's transformation that will give something back",
			works.Times(success))
		works = e.ref("working_transformation")
	}
	var phased []sheet.Expr
	for year := range min(max(r.Ramp, 1), maxYears) {
		phased = append(phased, works.Ago(max(r.Lag, 1)+year))
	}
	matured := sheet.Sum(phased...).Over(sheet.Num(float64(len(phased))))
	plan := e.row("benefit")
	if len(r.Before) > 0 {
		plan = e.row("plan_benefit")
	}
	kept := sheet.Last(plan).Times(oneMinus(fade))
	if r.Grows == WithPrices {
		kept = kept.Times(plusOne(sheet.Ref("outturn_inflation")))
	}
	w.money(plan, "what past transformation saves this year", kept.Plus(perPound.Times(matured)))
	if len(r.Before) > 0 {
		w.money(e.row("benefit"), "the same, with what transformation before the plan saves",
			sheet.Ref(plan).Plus(w.amounts(e.at("returns.before"), r.Before...)))
	}
}
