package finance

import (
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
		for _, view := range []struct{ suffix, prices, note string }{
			{AtPlannedPrices, "planned_prices", "in opening-year prices, at inflation as planned"},
			{AtOutturnPrices, "outturn_prices", "in opening-year prices, at inflation as it turned out"},
		} {
			w.moneyAlways(line+view.suffix, sheet.Label(line)+" "+view.note, sheet.Ref(line).Over(sheet.Ref(view.prices)))
		}
	}
}

func (m *Model) realLines() []string {
	lines := []string{"funding"}
	for _, line := range m.RealTerms {
		if !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	return lines
}
