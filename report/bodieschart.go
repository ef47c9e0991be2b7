package report

import (
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario"
)

// BodiesChart draws how probable a deficit is for every body of a system, year by year: a row for each body, one for
// all of them together and one for a deficit of any body, a cell for each year, the darker the more probable, with the
// figure in it where there is room. Years that rest on assumptions stand behind a dashed line. The page is taller than
// [ChartOptions.Height] where the rows need it, and as tall as they need where that is zero. Of many bodies the first
// 20 are drawn, and it says how many more there are. It fails with the faults of [Fan], and with a [fault.Missing]
// fault where the result does not say how probable the balance of any body is.
func BodiesChart(r *scenario.Result, scenario string, o ChartOptions) (*Chart, error) {
	return bodiesChart(of(r), scenario, o)
}

func bodiesChart(s source, name string, o ChartOptions) (*Chart, error) {
	page, err := newFrame(s, name, o)
	if err != nil {
		return nil, err
	}
	shown, more := shownBodies(page.judged())
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

// heatPanel is what the result says of a scenario's bodies: for each, how probable a deficit is, by year.
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

// bodiesTitle is the finding: who breaks first, with the first scenario drawn.
func (f frame) bodiesTitle(given string) string {
	if given != "" {
		return clean(given)
	}
	said := breaksFirst(f.standings(f.names[0]), f.about.Years)
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

// inCell writes a chance in as few characters as can be.
func inCell(e scenario.Estimate) string {
	switch {
	case e.Lo != e.Hi && e.Value < 0.005:
		return "<1"
	case e.Lo != e.Hi && e.Value > 0.995:
		return ">99"
	}
	return percent(0).write(e)
}
