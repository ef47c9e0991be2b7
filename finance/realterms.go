package finance

import (
	"fmt"
	"slices"

	"github.com/openenvelope/envelope/finance/sheet"
)

// Suffixes of the rows that show a money row in the opening year's prices. Real terms are a view: no
// other rule reads them.
const (
	AtPlannedPrices = "_at_planned_prices" // deflated by inflation as planned
	AtOutturnPrices = "_at_outturn_prices" // deflated by inflation as it turned out
)

// realTermsRows: funding and the rows asked for, deflated.
func realTermsRows(w *layout) {
	for _, line := range w.m.realLines() {
		w.realTerms(line)
		for _, view := range w.m.views() {
			w.moneyAlways(line+view.suffix, sheet.Label(line)+" "+view.note, sheet.Ref(line).Over(sheet.Ref(view.prices)))
		}
	}
}

// A view is a way to show money in the opening year's prices.
type view struct{ suffix, prices, note string }

// views are inflation as planned, as it turned out, and at each vintage of the deflator.
func (m *Model) views() []view {
	all := []view{
		{AtPlannedPrices, "planned_prices", "in opening-year prices, at inflation as planned"},
		{AtOutturnPrices, "outturn_prices", "in opening-year prices, at inflation as it turned out"},
	}
	for _, v := range m.Deflator.Vintages {
		all = append(all, view{v.Suffix(), v.prices(), "in opening-year prices, at the deflator of " + v.Name})
	}
	return all
}

// realTerms reports a name that is no money row, unless a rule of the importer's may still add it: then Compile tells.
func (w *layout) realTerms(line string) {
	var names []string
	for _, r := range w.Rows {
		if r.Unit == sheet.Money {
			names = append(names, r.Name)
		}
	}
	if len(w.m.Rules) > 0 || slices.Contains(names, line) {
		return
	}
	hint := ""
	if near, ok := sheet.Nearest(line, names); ok {
		hint = fmt.Sprintf("; did you mean %q?", near)
	}
	w.fault("real_terms", "%s is not a money row%s", quote(line), hint)
}

func (m *Model) realLines() []string {
	lines := []string{"funding"}
	if m.links.inside {
		lines = nil
	}
	for _, line := range m.RealTerms {
		if !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	return lines
}
