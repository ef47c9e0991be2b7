//go:build !lean

package report

import (
	"fmt"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario"
	"gonum.org/v1/plot/vg"
)

// ChanceChart draws how probable balance is, year by year, as far as the result says: with the money that deficits take
// from transformation, with that money intact, and for every body of a system. Years that are assumptions are shaded,
// and their lines dashed. The errors are those of [Fan], and a [fault.Missing] fault if the result does not have
// chances of balance for two years.
func ChanceChart(r *scenario.Result, scenario string, o ChartOptions) (*Chart, error) {
	return chanceChart(of(r), scenario, o)
}

// chanceLines are the lines that a chart of chances may have.
func chanceLines() []series {
	return []series{{mainCondition, "balance", blue}, {coreCondition, "intact", teal},
		{lowestCondition, "every body", plum}}
}

func chanceChart(s source, name string, o ChartOptions) (*Chart, error) {
	page, err := newFrame(s, name, o)
	if err != nil {
		return nil, err
	}
	var panels []panel
	for _, name := range page.names {
		one, ok := page.chancePanel(name)
		if !ok {
			return nil, fault.Missing.Found("the result does not say of two years how probable balance is in %q", name)
		}
		panels = append(panels, one)
	}
	page.title, page.subtitle = page.chancesTitle(o.Title), page.chancesSubtitle()
	return newChart(o, page, func(p pen) { page.draw(p, panels, true) })
}

// drawn are the lines whose chances the result has in the year asked about or in the last year.
func (f frame) drawn(name string) (all []series) {
	for _, l := range chanceLines() {
		if len(f.chanceMarks(name, l.of)) > 0 {
			all = append(all, l)
		}
	}
	return all
}

// chanceMarks are a condition's chances over the years, in percent.
func (f frame) chanceMarks(name, condition string) (marks []mark) {
	for i, year := range f.about.Years {
		if c, ok := f.Chance(name, condition, year); ok && finite(c.Probability.Value) {
			marks = append(marks, mark{float64(i), 100 * c.Probability.Value})
		}
	}
	return marks
}

// chancePanel is a scenario's panel; ok is false if the main condition does not have two years.
func (f frame) chancePanel(name string) (one panel, ok bool) {
	first := f.chanceMarks(name, mainCondition)
	if len(first) < 2 {
		return panel{}, false
	}
	one = panel{heading: clean(name), unit: "%", values: []float64{0, 100}, left: first[0].year - 0.25,
		right: first[len(first)-1].year + 0.1, ends: first[len(first)-1].year}
	if c, ok := f.Chance(name, mainCondition, f.year()); ok {
		one.heading += ": " + probability(c.Probability)
	}
	lines := f.drawn(name)
	for rank, l := range lines {
		marks := f.chanceMarks(name, l.of)
		last := marks[len(marks)-1]
		c, _ := f.Chance(name, l.of, f.about.Years[int(last.year)])
		one.labels = append(one.labels,
			endLabel{vg.Length(last.value), l.label + ": " + probability(c.Probability), rank, strong(black)})
	}
	one.draw = func(a axes) {
		a.zero()
		for i := len(lines) - 1; i >= 0; i-- {
			f.chanceLine(a, lines[i].color, f.chanceMarks(name, lines[i].of))
		}
	}
	return one, true
}

// chanceLine draws a line with a mark in each year, dashed and hollow where it is assumed.
func (f frame) chanceLine(a axes, color rgb, marks []mark) {
	border := float64(f.assumedFrom()) - 0.5
	sourced, assumed := cut(marks, border)
	a.curve(color, 1.8, nil, sourced)
	a.curve(color, 1.8, dashed(), assumed)
	for _, m := range marks {
		a.dot(m, color, m.year > border)
	}
}

// chancesTitle is the finding: the chance with the transformation money intact beside that of balance.
func (f frame) chancesTitle(given string) string {
	if given != "" {
		return clean(given)
	}
	var main, core []scenario.Estimate
	for _, name := range f.titled {
		if c, ok := f.Chance(name, mainCondition, f.year()); ok {
			main = append(main, c.Probability)
		}
		if c, ok := f.Chance(name, coreCondition, f.year()); ok {
			core = append(core, c.Probability)
		}
	}
	over := func(all []scenario.Estimate) string {
		low, high := ends(all)
		if probability(low) == probability(high) {
			return probability(low)
		}
		return probability(low) + " to " + probability(high)
	}
	if len(main) == 0 {
		return "How probable balance is"
	}
	said := fmt.Sprintf("The chance of balance in %s is %s", f.year(), over(main))
	if len(core) == len(main) {
		said += "; " + f.intact() + ", " + over(core)
	}
	return said
}

func (f frame) chancesSubtitle() string {
	what := "Chance that the year balances, %"
	if len(f.names) == 1 {
		what = sentence(clean(f.names[0])) + ": chance that the year balances, %"
	}
	lines := ""
	for _, l := range f.drawn(f.names[0]) {
		switch l.of {
		case coreCondition:
			lines += " Intact: " + f.intact() + "."
		case lowestCondition:
			lines += " Every body: no body has a deficit in the year."
		}
	}
	return what + "." + lines + f.notDrawn(true)
}
