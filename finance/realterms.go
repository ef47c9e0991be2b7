package finance

import (
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
)

// Suffixes of the rows that show a money row in the prices of one year ([Model.Prices]). Real terms are a view: no
// other rule reads them.
const (
	AtPlannedPrices = "_at_planned_prices" // deflated by inflation as planned
	AtOutturnPrices = "_at_outturn_prices" // deflated by inflation as it turned out
)

// realTermsRows: funding and the rows asked for, deflated.
func realTermsRows(w *layout) {
	if !w.m.viewsFit() {
		return
	}
	var names []string
	known := map[string]bool{"funding": true}
	for _, r := range w.Rows {
		if r.Unit == sheet.Money && len(w.m.RealTerms) > 0 {
			names, known[r.Name] = append(names, r.Name), true
		}
	}
	for _, line := range w.m.realLines() {
		w.realTerms(line, names, known)
		for _, view := range w.m.views() {
			name := line + view.suffix
			real := w.atBase(sheet.Ref(line), view).Over(sheet.Ref(view.prices))
			w.moneyAlways(name, sheet.Label(line)+" "+view.note, real)
			names, known[name] = append(names, name), true
		}
	}
}

// A view is a way to show money in the prices of one year: base is the input that leads there from the opening year's.
type view struct{ suffix, prices, base, note string }

// views are the views at planned inflation, at outturn inflation, and at each vintage of the deflator. At outturn
// inflation too a pound is worth what it is worth in the base year as planned, so that both views have one unit and
// differ by the surprise alone.
func (m *Model) views() []view {
	in := "in opening-year prices, at "
	if m.rebased() {
		in = "in " + m.Label(m.Prices) + " prices as planned, at "
	}
	all := []view{
		{AtPlannedPrices, "planned_prices", plannedBase, in + "inflation as planned"},
		{AtOutturnPrices, "outturn_prices", plannedBase, in + "inflation as it turned out"},
	}
	in = strings.Replace(in, " as planned", "", 1)
	for _, v := range m.Deflator.Vintages {
		all = append(all, view{v.Suffix(), v.prices(), m.base(v), in + "the deflator of " + v.Name})
	}
	return all
}

// atBase is opening-year money in the prices of the base year, if that is another year.
func (w *layout) atBase(money sheet.Expr, v view) sheet.Expr {
	if !w.m.rebased() {
		return money
	}
	return money.Times(sheet.Ref(v.base))
}

// realTerms reports a name that is not a money row, unless an importer's rule may still add the row: then Compile
// reports it.
func (w *layout) realTerms(line string, names []string, known map[string]bool) {
	if len(w.m.Rules) > 0 || known[line] {
		return
	}
	near, _ := w.near.Nearest(line, names)
	w.fault("real_terms", fault.Unknown.Found("%s is not a money row", fault.Quote(line)).Suggest(near).Of(line))
}

// maxViews is the most rows that show money in other prices: lines in real terms, times the deflators that each is
// shown at.
const maxViews = 20_000

func (m *Model) viewsFit() bool { return len(m.realLines())*len(m.views()) <= maxViews }

// viewsFit reports too many rows in other prices, before they are laid out.
func (v *validator) viewsFit() {
	if !v.m.viewsFit() {
		v.fault("real_terms",
			fault.TooLarge.Found("%d lines at %d deflators are too many rows", len(v.m.realLines()), len(v.m.views())).
				Want("the most is %d", maxViews))
	}
}

func (m *Model) realLines() []string {
	lines := []string{"funding"}
	if m.links.inside {
		lines = nil
	}
	return unique(append(lines, m.RealTerms...))
}

// unique is the texts in their order, each once.
func unique(texts []string) (once []string) {
	seen := map[string]bool{}
	for _, text := range texts {
		if !seen[text] {
			once, seen[text] = append(once, text), true
		}
	}
	return once
}
