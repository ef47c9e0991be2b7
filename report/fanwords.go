//go:build !lean

package report

import (
	"fmt"
	"math"

	"github.com/openenvelope/envelope/scenario"
	"gonum.org/v1/plot/vg"
)

// fanLabels name the edges at the end of the fan, with their figures; in panels, only the outermost edges. Edges that
// end in the same place share a label.
func (f frame) fanLabels(last fanYear, s scale) []endLabel {
	names := levels()
	top := len(names) - 1
	if last.alike != "" && together(last.levels[0], last.central) {
		word := map[string]string{"exact": "exactly ", "same": "all paths: "}[last.alike]
		return []endLabel{{vg.Length(last.central.Value), word + minus(s.write(last.central)), 0, strong(blue)}}
	}
	labels := []endLabel{
		{vg.Length(last.levels[median].Value), "median: " + minus(s.write(last.levels[median])), 0, strong(blue)},
		{vg.Length(last.central.Value), "central: " + minus(s.write(last.central)), 2, labelText().in(black)},
	}
	for i := 0; i <= top; i++ {
		outer := i == 0 || i == top
		if i == median || len(f.names) > 1 && !outer {
			continue
		}
		first, e := i, last.levels[i]
		for len(f.names) == 1 && i < top && i+1 != median && together(e, last.levels[i+1]) {
			i++
		}
		rank := 1 + 2*min(first, top-i)
		labels = append(labels, endLabel{vg.Length(e.Value),
			percentileName(names[i], names[first]) + ": " + minus(s.write(e)), rank, labelText()})
	}
	return labels
}

// together reports whether two ends look the same.
func together(a, b scenario.Estimate) bool {
	return math.Abs(a.Value-b.Value) <= 1e-9*math.Max(1, math.Abs(a.Value))
}

// percentileName is p90, or p75–p95 for several.
func percentileName(low, high float64) string {
	if low == high {
		return fmt.Sprintf("p%.0f", low*100)
	}
	return fmt.Sprintf("p%.0f–p%.0f", low*100, high*100)
}

// asks is the condition on a line in the year, if there is one.
func (v view) asks(line scenario.Line) (scenario.Condition, bool) {
	for _, c := range v.about.Conditions {
		if c.Line == line.Name {
			return c, true
		}
	}
	return scenario.Condition{}, false
}

// fanHeading is the heading of a panel: the scenario, and the figure that the title is about.
func (f frame) fanHeading(name string, line scenario.Line) string {
	if c, ok := f.asks(line); ok {
		if chance, ok := f.Chance(name, c.Name(), f.year()); ok {
			heading := clean(name) + ": " + probability(chance.Probability)
			if e, ok := f.coreChance(name, line); ok {
				heading += " (" + probability(e) + ")"
			}
			return heading
		}
	}
	if c, ok := f.Cell(name, line.Name, f.year()); ok {
		return clean(name) + ": " + f.inWords(line, medianOf(c))
	}
	return clean(name)
}

// fanTitle is the finding: how probable the condition on the line is, or else the figure of the middle path.
func (f frame) fanTitle(line scenario.Line, given string) string {
	if given != "" {
		return clean(given)
	}
	var chances, medians []scenario.Estimate
	condition, asked := f.asks(line)
	for _, name := range f.titled {
		if c, ok := f.Cell(name, line.Name, f.year()); ok {
			medians = append(medians, medianOf(c))
		}
		if !asked {
			continue
		}
		if c, ok := f.Chance(name, condition.Name(), f.year()); ok {
			chances = append(chances, c.Probability)
		}
	}
	subject := sentence(label(line.Name)) + " in " + f.year()
	switch {
	case len(medians) != len(f.titled):
		return subject
	case len(chances) == len(f.titled):
		return f.chanceTitle(line, condition, chances, medians)
	case len(medians) > 1:
		low, high := ends(medians)
		return fmt.Sprintf("%s: %s on the middle path", subject,
			overScenarios(f.inWords(line, low), f.inWords(line, high)))
	}
	c, _ := f.Cell(f.titled[0], line.Name, f.year())
	return subject + ": " + f.middle(line, c)
}

func (f frame) chanceTitle(line scenario.Line, condition scenario.Condition,
	chances, medians []scenario.Estimate) string {
	if len(chances) > 1 {
		low, high := ends(chances)
		verb, from, to := "is ", probability(low), probability(high)
		if from != to {
			verb = "runs from "
		}
		return fmt.Sprintf("The chance %s %s%s", f.event(condition), verb, overScenarios(from, to))
	}
	return fmt.Sprintf("The chance %s is %s; the middle path is at %s", f.event(condition),
		probability(chances[0]), f.inWords(line, medians[0]))
}

// fanSubtitle says what is drawn and in what unit.
func (f frame) fanSubtitle(line scenario.Line) string {
	what := label(line.Name)
	if note := clean(line.Note); note != "" {
		what += " (" + note + ")"
	}
	where, right := "", " The figures on the right are for "+clean(f.about.Years[len(f.about.Years)-1])+"."
	if len(f.names) == 1 {
		where = clean(f.names[0]) + ": "
	}
	if where != "" && !ofTheWhole(line) { // a body's label has a colon of its own
		where = clean(f.names[0]) + ", "
	}
	return fmt.Sprintf("%s, %s. %s, every driver at its median.%s%s%s",
		sentence(where+what), f.unitOf(line), fanWords, right, f.intactNote(line), f.notDrawn(true))
}

// intactNote explains the chances in brackets on a chart of the balance; for a single scenario it gives the chance.
func (f frame) intactNote(line scenario.Line) string {
	e, ok := f.coreChance(f.names[0], line)
	switch {
	case !ok:
		return ""
	case len(f.names) == 1:
		return fmt.Sprintf(" %s the chance is %s.", sentence(f.intact()), probability(e))
	}
	return " In brackets: " + f.intact() + "."
}
