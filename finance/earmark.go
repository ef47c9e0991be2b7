package finance

import "github.com/openenvelope/envelope/finance/sheet"

// An Earmark is money set aside for transformation: a part of what is new, or a sum. Leakage decides what deficits may
// take of it.
type Earmark struct {
	// Name is what it is called where a model has several: its rows and numbers then stand under earmarks.NAME.
	Name string
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
	// Recorded is what deficits took in each year, as it was recorded, however large they were: instead of Leakage,
	// Cover and Floor. It is no more than what was planned.
	Recorded []Amount
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

// given reports whether there is an earmark.
func (e Earmark) given() bool {
	return len(e.Share)+len(e.Amount)+len(e.Returns.Before) > 0 || e.OnlyWhenBalanced || e.Baseline != 0 ||
		e.MeasuredFrom != 0
}

// earmarkRows: new money, the planned earmark, what deficits divert of it, what is left to transform, and
// what past transformation gives back.
func earmarkRows(w *layout) {
	all := w.m.earmarks()
	if len(w.m.Earmarks) > 0 {
		newMoneyRows(w, earmarked{path: "earmark"})
	}
	for _, e := range all {
		if e.measures() {
			newMoneyRows(w, e)
		}
		e.plan(w)
		e.divert(w)
		if e.Baseline != 0 {
			baseGrowthRows(w, e)
		}
		returnRows(w, e)
	}
	if len(w.m.Earmarks) > 0 {
		sumsOfEarmarks(w, all)
	}
}

// plan: what is meant for transformation.
func (e earmarked) plan(w *layout) {
	planned := e.row("earmark_planned")
	if len(e.Amount) > 0 {
		w.money(planned, "money meant for transformation", w.amounts(e.at("amount"), e.Amount...))
		return
	}
	share := w.rates(e.at("share"), e.Share, 0, share())
	w.money(planned, "money meant for transformation", sheet.Max(sheet.Num(0), share.Times(e.newMoney())))
}

// divert: what of it deficits take, what is held back, and what is left.
func (e earmarked) divert(w *layout) {
	w.money(e.row("diverted"), "earmarked money that goes to deficits instead (virement)", e.diverted(w))
	left := e.ref("earmark_planned").Minus(e.ref("diverted"))
	if e.OnlyWhenBalanced {
		position := w.plusReserve(sheet.Ref("core_position"), "released")
		for _, row := range e.before() {
			position = position.Plus(row)
		}
		w.money(e.row("held_back"), "earmarked money not released, because the year does not balance without it",
			sheet.If(position, sheet.Num(0), left))
		left = left.Minus(e.ref("held_back"))
	}
	w.money(e.row("transformation"), "earmarked money spent on transformation", left)
}

// newMoneyRows: funding above the base that it is measured from.
func newMoneyRows(w *layout, e earmarked) {
	funding := w.budget()
	base := sheet.Last(e.row("new_money_base"))
	switch e.Base {
	case PreviousYear:
		base = funding.Ago(1)
	case AboveInflation:
		base = base.Times(plannedGrowth())
	}
	opening := funding
	if e.MeasuredFrom != 0 {
		opening = w.amounts(e.at("measured_from"), e.MeasuredFrom)
	}
	w.moneyFrom(opening, e.row("new_money_base"), "the funding that new money is measured from", base)
	w.money(e.row("new_money"), "funding above its base", funding.Minus(e.ref("new_money_base")))
}

// baseGrowthRows: what the spending that the earmark is for would have got of new money anyway, and the
// transformation above it (Nuffield Trust by way of HSJ, 2018: £3.5bn on a base of £21.7bn is 3.4% growth, no shift).
func baseGrowthRows(w *layout, e earmarked) {
	share, growth := e.row("earmark_base_share"), e.row("earmark_base_growth")
	w.number(w.amounts(e.at("baseline"), e.Baseline).Over(w.budget()), share,
		"opening spending on what the earmark is for, as a share of the opening budget", sheet.Last(share))
	w.money(growth, "what that spending gets of new money by keeping its share",
		sheet.Ref(share).Times(e.newMoney()))
	w.money(e.row("transformation_above_base_growth"), "transformation above what its base would have got anyway",
		e.ref("transformation").Minus(sheet.Ref(growth)))
}

// diverted is the least of what leakage allows, what deficits ask for, and what is above the floor; or what was
// recorded.
func (e earmarked) diverted(w *layout) sheet.Expr {
	planned, asked := e.ref("earmark_planned"), sheet.Ref("pressure")
	if len(e.Recorded) > 0 {
		return sheet.Min(planned, w.amounts(e.at("recorded"), e.Recorded...))
	}
	if w.m.RiskReserve.given() {
		asked = asked.Minus(sheet.Ref("released"))
	}
	for _, row := range e.before() {
		asked = asked.Minus(row)
	}
	if e.overpaid() {
		asked = sheet.Max(sheet.Num(0), asked)
	}
	most := w.rates(e.at("leakage"), e.Leakage, 0, share()).Times(planned)
	if len(e.Cover) > 0 {
		asked = w.rates(e.at("cover"), e.Cover, 1, share()).Times(asked)
	}
	if len(e.Floor) == 0 {
		return sheet.Min(most, asked)
	}
	above := sheet.Max(sheet.Num(0), planned.Minus(w.amounts(e.at("floor"), e.Floor...)))
	return sheet.Min(sheet.Min(most, above), asked)
}
