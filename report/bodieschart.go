//go:build !lean

package report

import (
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario"
)

// BodiesChart draws how probable a deficit is for every body of a system, year by year: a row for each body, one for
// all of them together and one for a deficit of any body, with a cell for each year. The more probable the deficit, the
// darker the cell; the figure is in it if there is room. Years that are assumptions are behind a dashed line. The page
// is taller than [ChartOptions.Height] if the rows need it; if that is zero, it is as tall as the rows need. Of more
// than 20 bodies the 10 in most trouble are drawn, the worst first, and the chart says how many others there are. The
// errors are those of [Fan], and a [fault.Missing] fault if the result has no chance of balance for any body.
func BodiesChart(r *scenario.Result, scenario string, o ChartOptions) (*Chart, error) {
	return bodiesChart(of(r), scenario, o)
}

func bodiesChart(s source, name string, o ChartOptions) (*Chart, error) {
	page, err := newFrame(s, name, o)
	if err != nil {
		return nil, err
	}
	shown, more := page.shownBodies(page.names[0], page.judged(), mostBodies)
	if len(shown) == 0 {
		return nil, fault.Missing.Found("the result does not say of any body how probable its balance is")
	}
	h := heat{frame: page, more: more}
	for _, name := range page.names {
		h.panels = append(h.panels, page.heatPanel(name, shown))
	}
	h.title, h.subtitle = page.bodiesTitle(o.Title), page.bodiesSubtitle()
	if o.Width == 0 {
		o.Width = defaultChartWidth
	}
	o.Height = max(o.Height, h.pixelsHigh(pixels(o.Width)))
	return newChart(o, h.frame, h.paint)
}

// heatPanel is the panel of a scenario: for each body, how probable a deficit is, by year.
func (f frame) heatPanel(name string, shown []body) heatPanel {
	one := heatPanel{heading: clean(name)}
	for _, b := range shown {
		one.rows = append(one.rows, f.heatRow(name, b.name, b.main))
	}
	for _, net := range []heatRow{f.heatRow(name, "Together", mainCondition),
		f.heatRow(name, "Any body", lowestCondition)} {
		if len(net.deficit) > 0 {
			one.net = append(one.net, net)
		}
	}
	return one
}

func (f frame) heatRow(name, label, condition string) heatRow {
	row := heatRow{label: label, deficit: map[int]scenario.Estimate{}}
	for i, year := range f.about.Years {
		if c, ok := f.Chance(name, condition, year); ok && finite(c.Probability.Value) {
			row.deficit[i] = against(c.Probability)
		}
	}
	return row
}

// bodiesTitle is the finding: who breaks first, or how a nation stands, with the first scenario drawn.
func (f frame) bodiesTitle(given string) string {
	if given != "" {
		return clean(given)
	}
	said := breaksFirst(f.standings(f.names[0]), f.about.Years)
	if all := f.judged(); many(all) {
		said = f.worst(f.names[0], all)
	}
	if len(f.names) > 1 {
		said = "with " + quoted(f.names[0]) + ", " + said
	}
	return sentence(said)
}

func (f frame) bodiesSubtitle() string {
	what := "Chance of a deficit in the year, %"
	if len(f.names) == 1 {
		what = sentence(clean(f.names[0])) + ", chance of a deficit in the year, %"
	}
	what += ": the darker, the more likely; in bold, more likely than not." + f.notDrawn(false)
	if name := clean(f.about.Name); name != "" {
		what = name + ". " + what
	}
	return what
}

// inCell writes a chance in as few characters as possible.
func inCell(e scenario.Estimate) string {
	switch {
	case e.Lo != e.Hi && e.Value < 0.005:
		return "<1"
	case e.Lo != e.Hi && e.Value > 0.995:
		return ">99"
	}
	return percent(0).write(e)
}
