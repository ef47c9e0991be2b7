package finance

import "github.com/openenvelope/envelope/finance/sheet"

// An Earmark is the part of new money meant for transformation. Leakage says how much of it deficits may take.
type Earmark struct {
	// Share is the part of new money that is earmarked, per year. Give it or Amount.
	Share []Rate
	// Amount is a fixed sum for each year.
	Amount []Amount
	// Base is what new money is measured from: the opening year (the zero value) or last year.
	Base Base
	// Leakage is the part of the earmark that deficits may take: 0 is a ring-fence, 1 is deficits first.
	Leakage []Rate
	// Cover is the part of a deficit that the earmark may pay for; empty is all of it.
	Cover []Rate
	// Floor is money that deficits may not touch in a year, as far as the planned earmark reaches.
	Floor []Amount
	// OnlyWhenBalanced releases the earmark only where the year balances without it: in a year with a deficit all of it
	// is held back and improves the balance.
	OnlyWhenBalanced bool
	// Baseline is the opening year's spending on the purpose of the earmark. If this spending keeps its share of the
	// budget, it gets a part of new money anyway; that part is not transformation.
	Baseline Amount
	// MeasuredFrom is the funding that new money is measured from in the opening year; zero means that year's own. A
	// plan that was rolled forward needs it.
	MeasuredFrom Amount
	// Returns is the later savings per pound spent.
	Returns Returns
}

// Base is the year that new money is measured from.
type Base int

// Bases of new money.
const (
	OpeningYear  Base = iota // funding above the opening year's
	PreviousYear             // funding above last year's
	// funding above the opening year's at planned prices, so that growth is real before it counts
	AboveInflation
)

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
	// Grows says how the phased-in savings grow, from the year after on, besides fading.
	Grows Grows
	// Success is the part of a year's spending that works, by the year of spending; empty is all of it. A chance makes
	// the programme of a year fail as a whole, in every later year.
	Success []Rate
	// Before is what transformation before the plan saves in each year, in that year's cash.
	Before []Amount
}

// Grows says how money that comes every year grows.
type Grows int

// Ways to grow.
const (
	InCash     Grows = iota // the same cash every year
	WithPrices              // with inflation, planned and surprise, so it keeps its value
)

// given reports whether there is an earmark.
func (e Earmark) given() bool {
	return len(e.Share)+len(e.Amount)+len(e.Returns.Before) > 0 || e.OnlyWhenBalanced || e.Baseline != 0 ||
		e.MeasuredFrom != 0
}

// earmarkRows: new money, the planned earmark, what deficits divert of it, what is left to transform, and
// what past transformation gives back.
func earmarkRows(w *layout) {
	e := w.m.Earmark
	newMoneyRows(w, e)
	if len(e.Amount) > 0 {
		w.money("earmark_planned", "money meant for transformation", w.amounts("earmark.amount", e.Amount...))
	} else {
		share := w.rates("earmark.share", e.Share, 0, share())
		w.money("earmark_planned", "money meant for transformation",
			sheet.Max(sheet.Num(0), share.Times(sheet.Ref("new_money"))))
	}
	w.money("diverted", "earmarked money that goes to deficits instead (virement)", diverted(w, e))
	left := sheet.Ref("earmark_planned").Minus(sheet.Ref("diverted"))
	if e.OnlyWhenBalanced {
		w.money("held_back", "earmarked money not released, because the year does not balance without it",
			sheet.If(w.plusReserve(sheet.Ref("core_position"), "released"), sheet.Num(0), left))
		left = left.Minus(sheet.Ref("held_back"))
	}
	w.money("transformation", "earmarked money spent on transformation", left)
	if e.Baseline != 0 {
		baseGrowthRows(w, e)
	}
	returnRows(w, e.Returns)
}

// newMoneyRows: funding above the base that it is measured from.
func newMoneyRows(w *layout, e Earmark) {
	funding := w.budget()
	base := sheet.Last("new_money_base")
	switch e.Base {
	case PreviousYear:
		base = funding.Ago(1)
	case AboveInflation:
		base = base.Times(plannedGrowth())
	}
	opening := funding
	if e.MeasuredFrom != 0 {
		opening = w.amounts("earmark.measured_from", e.MeasuredFrom)
	}
	w.moneyFrom(opening, "new_money_base", "the funding that new money is measured from", base)
	w.money("new_money", "funding above its base", funding.Minus(sheet.Ref("new_money_base")))
}

// baseGrowthRows: what the spending that the earmark is for would have got of new money anyway, and the
// transformation above it (Nuffield Trust by way of HSJ, 2018: £3.5bn on a base of £21.7bn is 3.4% growth, no shift).
func baseGrowthRows(w *layout, e Earmark) {
	share, growth := "earmark_base_share", "earmark_base_growth"
	w.number(w.amounts("earmark.baseline", e.Baseline).Over(w.budget()), share,
		"opening spending on what the earmark is for, as a share of the opening budget", sheet.Last(share))
	w.money(growth, "what that spending gets of new money by keeping its share",
		sheet.Ref(share).Times(sheet.Ref("new_money")))
	w.money("transformation_above_base_growth", "transformation above what its base would have got anyway",
		sheet.Ref("transformation").Minus(sheet.Ref(growth)))
}

// withheld are the rows of earmarked money that improves the balance instead of being spent.
func (e Earmark) withheld() []string {
	if e.OnlyWhenBalanced {
		return []string{"diverted", "held_back"}
	}
	return []string{"diverted"}
}

// diverted is the least of three amounts: what leakage allows, what deficits need, and what is above the floor.
func diverted(w *layout, e Earmark) sheet.Expr {
	planned, asked := sheet.Ref("earmark_planned"), sheet.Ref("pressure")
	if w.m.RiskReserve.given() {
		asked = asked.Minus(sheet.Ref("released"))
	}
	most := w.rates("earmark.leakage", e.Leakage, 0, share()).Times(planned)
	if len(e.Cover) > 0 {
		asked = w.rates("earmark.cover", e.Cover, 1, share()).Times(asked)
	}
	if len(e.Floor) == 0 {
		return sheet.Min(most, asked)
	}
	above := sheet.Max(sheet.Num(0), planned.Minus(w.amounts("earmark.floor", e.Floor...)))
	return sheet.Min(sheet.Min(most, above), asked)
}

// returnRows: the benefit of past transformation.
func returnRows(w *layout, r Returns) {
	perPound := w.rates("earmark.returns.per_pound", r.PerPound, 0, anything())
	fade := w.rates("earmark.returns.fade", r.Fade, 0, share())
	works := sheet.Ref("transformation")
	if len(r.Success) > 0 {
		success := w.rates("earmark.returns.success", r.Success, 1, share())
		w.money("working_transformation", "the part of the year's transformation that will give something back",
			works.Times(success))
		works = sheet.Ref("working_transformation")
	}
	var phased []sheet.Expr
	for year := range min(max(r.Ramp, 1), maxYears) {
		phased = append(phased, works.Ago(max(r.Lag, 1)+year))
	}
	matured := sheet.Sum(phased...).Over(sheet.Num(float64(len(phased))))
	plan := "benefit"
	if len(r.Before) > 0 {
		plan = "plan_benefit"
	}
	kept := sheet.Last(plan).Times(oneMinus(fade))
	if r.Grows == WithPrices {
		kept = kept.Times(plusOne(sheet.Ref("outturn_inflation")))
	}
	w.money(plan, "what past transformation saves this year", kept.Plus(perPound.Times(matured)))
	if len(r.Before) > 0 {
		w.money("benefit", "the same, with what transformation before the plan saves",
			sheet.Ref(plan).Plus(w.amounts("earmark.returns.before", r.Before...)))
	}
}
