package finance

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/door"
)

// plannedBase names the price level of the year of [Model.Prices], as planned, where the opening year's is 1.
const plannedBase = "deflator.base"

// base names the same of a vintage: years before the plan have one inflation.
func (m *Model) base(v Vintage) string {
	if m.Prices < m.First {
		return plannedBase
	}
	return "deflator.vintages." + v.Name + ".base"
}

// rebased reports whether real terms are in the prices of another year than the opening year.
func (m *Model) rebased() bool { return m.Prices != 0 && m.Prices != m.First }

// PriceYear is the year whose prices real terms are in, if it is not the opening year; else zero.
func (m *Model) PriceYear() Year {
	if m = door.Or(m); m.rebased() {
		return m.Prices
	}
	return 0
}

// baseRows: the price level of the base year, at planned inflation and at each vintage.
func baseRows(w *layout) {
	m := w.m
	switch {
	case !m.rebased():
	case m.Prices < m.First:
		before := w.rates("deflator.before", []Rate{m.Deflator.Before}, 0, beforeSpan())
		w.fix("the prices of past years are known")
		level := sheet.Num(1).Over(plusOne(before))
		w.number(level, plannedBase, "prices of "+m.Label(m.Prices)+", opening year = 1", level)
	default:
		w.base(plannedBase, m.Deflator.Planned)
		for _, v := range m.Deflator.Vintages {
			w.base(m.base(v), v.Inflation)
		}
	}
}

// base adds the price level of a later year as an input, because no formula reads later years.
func (w *layout) base(name string, inflation []Rate) {
	w.AddInput(sheet.Input{Name: name, Unit: sheet.Number, Values: []decimal.Decimal{w.m.level(inflation)},
		Fixed:  "it follows from inflation up to the year of prices",
		Source: "default: prices of " + w.m.Label(w.m.Prices) + ", opening year = 1, as inflation was in the run"})
}

// level is the price level of the base year at an inflation per year, where the opening year's is 1.
func (m *Model) level(inflation []Rate) decimal.Decimal {
	level := decimal.NewFromInt(1)
	for i := range min(int(m.Prices-m.First), m.horizon()) {
		if len(inflation) > 0 {
			rise := inflation[min(i, len(inflation)-1)].decimal()
			level = level.Mul(decimal.NewFromInt(1).Add(rise)).Round(sheet.Places)
		}
	}
	return level
}

// beforeSpan is what inflation over many years may be in all.
func beforeSpan() span { return span{-0.9, 99} }

// priceYear checks that the deflator leads to the year of prices.
func (v *validator) priceYear() {
	m := v.m
	switch {
	case m.links.inside || !m.yearsFit():
	case m.Deflator.Before != 0 && (!m.rebased() || m.Prices > m.First):
		v.fault("deflator.before", fault.Misplaced.Found("real terms are not in prices of a year before %s",
			m.Label(m.First)).Want("give prices, an earlier year, or leave it out").With("prices", "years"))
	case !m.rebased():
	case m.Prices > m.Last:
		v.fault("prices", fault.OutOfRange.Found("%s is after the plan", m.Label(m.Prices)).
			Want("write a year up to %s", m.Label(m.Last)).With("years"))
	case m.Prices > m.First && m.plannedByFormula():
		v.fault("prices", fault.Misplaced.Found("planned inflation up to %s is a formula", m.Label(m.Prices)).
			Want("write planned inflation as numbers, or %s as the year of prices", m.Label(m.First)).
			With("deflator.planned"))
	}
}

// plannedByFormula reports whether a formula gives the inflation of the deflator or of a vintage.
func (m *Model) plannedByFormula() bool {
	return slices.ContainsFunc(m.Rows, func(r Row) bool {
		return r.gives() && (r.Name == "deflator.planned" || strings.HasPrefix(r.Name, "deflator.vintages."))
	})
}

// prices carries the inflation from the year of prices on to the new opening year, as planned.
func (r *roller) prices() {
	if r.m.Prices == 0 || r.m.Prices > r.m.First {
		return
	}
	planned, _ := r.ledger.At("deflator.planned", 1)
	one := decimal.NewFromInt(1)
	before := one.Add(r.m.Deflator.Before.decimal()).Mul(one.Add(planned)).Sub(one)
	r.next.Deflator.Before = Rate(before.InexactFloat64())
	r.opened = append(r.opened, Opened{Path: "deflator.before", Text: r.next.Deflator.Before.String()})
}
