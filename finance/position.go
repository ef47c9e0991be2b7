package finance

import (
	"slices"

	"github.com/openenvelope/envelope/finance/sheet"
)

// Positions holds the items between the reported and the underlying position.
type Positions struct {
	// Support is deficit support inside the funding of each year; empty means the opening support in every year, or the
	// part of it that [Support] leaves.
	Support []Amount
	// Technical is the sum of accounting items that improve the reported position without cash, per year.
	Technical []Amount
}

// positionRows: the reported, cash and underlying position side by side, and the bridge between them as an identity
// (Nuffield Trust, The bottom line, 2017: reported less non-recurrent savings, technical items and support).
func positionRows(w *layout) {
	ref, p := sheet.Ref, w.m.Positions
	opening := w.amounts("opening.support", w.m.Opening.Support)
	later := opening
	if len(p.Support) > 0 {
		later = w.amounts("positions.support", p.Support...)
	}
	w.moneyFrom(opening, "support", "deficit support inside the funding", w.withSupport(later))
	w.money("technical", "accounting items without cash", w.amounts("positions.technical", p.Technical...))
	cash := w.plusReserve(ref("balance"), "unreleased")
	w.moneyAlways("cash_position", "the balance as cash", cash)
	w.moneyAlways("reported_position", "the balance as accounted", cash.Plus(ref("technical")))
	underlying := oneOffPressures().addedTo(
		ref("core_position").Minus(ref("support")).Minus(ref("non_recurrent_savings")), w.m)
	note, late := "the position without support, diversion and one-off savings", w.m.Savings.monthsLeft() < 12
	if oneOffPressures().given(w.m) {
		note += ", and without pressures that do not recur"
	}
	if late {
		underlying = underlying.Plus(ref("full_year_effect"))
		note += ", with the full-year effect of the others"
	}
	w.moneyAlways("underlying_position", note, underlying)
	bridge := ref("reported_position")
	for _, item := range slices.Concat([]string{"technical"}, w.m.Earmark.withheld(),
		[]string{"support", "non_recurrent_savings"}) {
		bridge = bridge.Minus(ref(item))
	}
	if w.m.RiskReserve.given() {
		bridge = bridge.Minus(ref("frozen"))
	}
	if w.m.Opening.OneOffs != 0 {
		bridge = bridge.Minus(ref("one_offs"))
	}
	bridge = oneOffPressures().addedTo(bridge, w.m)
	if late {
		bridge = bridge.Plus(ref("full_year_effect"))
	}
	w.AddCheck("check_bridge", "the reported position less its one-off items is the underlying position",
		bridge.Minus(ref("underlying_position")))
}
