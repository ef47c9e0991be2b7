package finance

import "github.com/openenvelope/envelope/finance/sheet"

// An Earmark is the part of new money meant for transformation. Leakage decides what deficits may take of it.
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
	// Returns is what a pound spent gives back.
	Returns Returns
}

// Base is the year that new money is measured from.
type Base int

// Bases of new money.
const (
	OpeningYear    Base = iota // funding above the opening year's
	PreviousYear               // funding above last year's
	AboveInflation             // funding above the opening year's at planned prices, so that growth is real before it counts
)

// Returns are the savings from transformation: per pound spent in a year, after Lag years, phased in evenly over
// Ramp years; what has phased in fades by Fade of itself in every year after. They are in cash and are not uprated.
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
}

// given reports whether there is an earmark.
func (e Earmark) given() bool { return len(e.Share)+len(e.Amount) > 0 }

// earmarkRows: new money, the planned earmark, what deficits divert of it, what is left to transform, and
// what past transformation gives back.
func earmarkRows(w *layout) {
	e, funding := w.m.Earmark, w.budget()
	base := sheet.Last("new_money_base")
	switch e.Base {
	case PreviousYear:
		base = funding.Ago(1)
	case AboveInflation:
		base = base.Times(plannedGrowth())
	}
	w.moneyFrom(funding, "new_money_base", "the funding that new money is measured from", base)
	w.money("new_money", "funding above its base", funding.Minus(sheet.Ref("new_money_base")))
	if len(e.Amount) > 0 {
		w.money("earmark_planned", "money meant for transformation", w.amounts("earmark.amount", e.Amount...))
	} else {
		share := w.rates("earmark.share", e.Share, 0, share())
		w.money("earmark_planned", "money meant for transformation",
			sheet.Max(sheet.Num(0), share.Times(sheet.Ref("new_money"))))
	}
	w.money("diverted", "earmarked money that goes to deficits instead (virement)", diverted(w, e))
	w.money("transformation", "earmarked money spent on transformation",
		sheet.Ref("earmark_planned").Minus(sheet.Ref("diverted")))
	returnRows(w, e.Returns)
}

// diverted is the least of what leakage allows, what deficits ask for, and what is above the floor.
func diverted(w *layout, e Earmark) sheet.Expr {
	planned, asked := sheet.Ref("earmark_planned"), sheet.Ref("pressure")
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
	var phased []sheet.Expr
	for year := range min(max(r.Ramp, 1), maxYears) {
		phased = append(phased, sheet.Ref("transformation").Ago(max(r.Lag, 1)+year))
	}
	matured := sheet.Sum(phased...).Over(sheet.Num(float64(len(phased))))
	w.money("benefit", "what past transformation saves this year",
		sheet.Last("benefit").Times(oneMinus(fade)).Plus(perPound.Times(matured)))
}
