package finance

import (
	"slices"

	"github.com/openenvelope/envelope/finance/sheet"
)

// A Need is one top-down statement of how fast the cost of meeting demand grows: 3.3% a year real to
// stand still, 4.0% to improve (Institute for Fiscal Studies and Health Foundation, 2018).
type Need struct {
	// RealGrowth is growth of cost above inflation, per year.
	RealGrowth []Rate
	// Includes names what the figure already contains ("productivity", "improvement"); a component with that name is
	// then an error, because it would count twice.
	Includes []string
	// Components are further growth on top, per year, by name.
	Components []Component
	// PassThrough is the part of an inflation surprise that reaches costs; empty is 100%.
	PassThrough []Rate
}

// A Component is a named source of growth in volume, per year (demography, chronic conditions, technology). It
// compounds with the others. Productivity is a component too: a gain of 1% a year is a growth of −1%.
type Component struct {
	Name   string // its name in rows and paths
	Growth []Rate // per year, as a fraction
}

func (n Need) given() bool { return len(n.RealGrowth)+len(n.Components) > 0 }

// contains reports whether the need already includes a component with that name.
func (n Need) contains(component string) bool { return slices.Contains(n.Includes, component) }

// needRows: the cost of meeting demand from the top down.
func needRows(w *layout) {
	n := w.m.Need
	if !w.m.provides() {
		w.moneyAlways("demand", "none: the body only passes money on", sheet.Num(0))
		w.moneyAlways("demand_as_planned", "none", sheet.Num(0))
	}
	if !n.given() {
		return
	}
	volume := plusOne(w.rates("need.real_growth", n.RealGrowth, 0, growth()))
	for _, c := range n.Components {
		volume = volume.Times(plusOne(w.rates("need.components."+c.Name, c.Growth, 0, growth())))
	}
	volume = w.spilled(volume, "")
	passThrough := w.rates("need.pass_through", n.PassThrough, 1, span{0, 2})
	opening := w.amounts("opening.cost", w.m.openingBudget()-w.m.openingPosition())
	w.moneyFrom(opening, "demand", "cost of meeting demand, before savings",
		sheet.Last("demand").Times(volume.Times(priceGrowth(passThrough))))
	w.moneyFrom(opening, "demand_as_planned", "the same had inflation been as planned",
		sheet.Last("demand_as_planned").Times(volume.Times(plannedGrowth())))
}
