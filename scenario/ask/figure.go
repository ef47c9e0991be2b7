package ask

import (
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario"
)

// A Figure is one number that can be asked of a plan: a statistic of what every path has of something. [Study.Figure]
// reads one from text, and String writes it.
type Figure struct {
	Statistic Statistic
	Count     Count  // what is counted of the event; where it is None the statistic is of the line, or a chance
	Line      string // a row's name on the sheet, where there is no event
	Year      string // of the line: "2023/24"
	Event     Event  // of a chance or a count
	Scenario  string // empty for the baseline
	// Versus is another scenario, or empty. The figure is then of the differences path by path; a chance is the
	// difference of two.
	Versus string
}

// A Count is what a path has of an event, looked at in each year alone.
type Count int

// The counts.
const (
	None      Count = iota
	FirstYear       // the first year in which it is met, counted from 1; one more than the years there are if never
	Years           // in how many years it is met
	Longest         // how many years it is met in a row, at most
)

// words is the count as a question has it.
func (c Count) words() string {
	switch c {
	case FirstYear:
		return "first year of "
	case Years:
		return "years of "
	case Longest:
		return "longest run of "
	}
	return ""
}

// String is the figure in the grammar that [Study.Figure] reads.
func (f Figure) String() string {
	var text string
	switch {
	case f.Event == nil:
		text = f.Statistic.String() + " of " + named(f.Line) + " in " + f.Year
	case f.Count == None:
		text = "chance that " + f.Event.String()
	default:
		var terms []string
		for _, list := range f.Event {
			var all []string
			for _, t := range list {
				all = append(all, t.what())
			}
			terms = append(terms, strings.Join(all, " and "))
		}
		text = f.Statistic.String() + " of " + f.Count.words() + strings.Join(terms, " or ")
	}
	if f.Scenario != "" {
		text += " for " + f.Scenario
	}
	if f.Versus != "" {
		text += " versus " + f.Versus
	}
	return text
}

// fault is why there is no such figure; years are those there are after the opening year.
func (f Figure) fault(years []string) error {
	share, k := f.Statistic.share(), f.Statistic.Kind
	switch {
	case f.Event == nil && (f.Count != None || k == Chance):
		return fault.Missing.Found("there is no event to count").Want("give the figure one, or another statistic")
	case f.Event != nil && (len(f.Event) == 0 || slices.ContainsFunc(f.Event, isEmpty)):
		return fault.Missing.Found("an event has no terms")
	case f.Event != nil && (f.Count == None) != (k == Chance):
		return fault.Conflict.Found("a chance is not of a count, and nothing but a chance is of an event").
			Want("ask the median of a count, or the chance of the event by a year")
	case f.Count == FirstYear && k != Percentile:
		return fault.Conflict.Found("a %s of first years would count never as a year", f.Statistic).
			Want("ask the median, or the chance of the event by a year")
	case (k == Percentile || k == Worst || k == Best) && !(share > 0 && share < 1):
		return fault.OutOfRange.Found("%v is not a share of the paths", share).Want("it is between 0 and 1")
	}
	for _, year := range f.asked() {
		if !slices.Contains(years, year) {
			return fault.Unknown.Found("%s is not a year after the opening year", fault.Quote(year))
		}
	}
	return nil
}

func isEmpty(list []Term) bool { return len(list) == 0 }

// asked are the years that the figure names.
func (f Figure) asked() (years []string) {
	if f.Event == nil {
		return []string{f.Year}
	}
	for _, t := range f.Event.terms() {
		if f.Count == None {
			years = append(years, t.Year)
		}
	}
	return years
}

// scenarios are those that the figure is of.
func (f Figure) scenarios() []string {
	if f.Versus == "" {
		return []string{f.Scenario}
	}
	return []string{f.Scenario, f.Versus}
}

// lines are the rows that the figure is made of.
func (f Figure) lines() []string {
	if f.Event == nil {
		return []string{f.Line}
	}
	var all []string
	for _, t := range f.Event.terms() {
		if !slices.Contains(all, t.Line) {
			all = append(all, t.Line)
		}
	}
	return all
}

// years are those that it looks at, of all that there are after the opening year.
func (f Figure) years(all []string) []string {
	if f.Event == nil {
		return []string{f.Year}
	}
	if f.Count != None {
		return all
	}
	var some []string
	for _, t := range f.Event.terms() {
		if t.Over == InYear {
			some = append(some, t.Year)
			continue
		}
		for _, y := range all {
			if some = append(some, y); y == t.Year {
				break
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(all), func(y string) bool { return !slices.Contains(some, y) })
}

// each is what the paths have of it: a line's figures, 1 or 0 for an event, or a count.
func (f Figure) each(c columns) []float64 {
	if f.Event == nil {
		return c.of(f.Line, f.Year)
	}
	each := make([]float64, c.paths)
	if f.Count == None {
		for i, held := range f.Event.on(c, "") {
			if held {
				each[i] = 1
			}
		}
		return each
	}
	last := len(c.years)
	run := make([]float64, c.paths)
	for n, year := range c.years {
		for i, held := range f.Event.on(c, year) {
			if held {
				run[i]++
			} else {
				run[i] = 0
			}
			switch {
			case f.Count == Longest:
				each[i] = max(each[i], run[i])
			case held && f.Count == Years:
				each[i]++
			case f.Count == FirstYear && each[i] == 0 && held:
				each[i] = float64(n + 1)
			}
		}
	}
	for i, x := range each {
		if f.Count == FirstYear && x == 0 {
			each[i] = float64(last + 1)
		}
	}
	return each
}

// of is the figure, from what one scenario's paths have, or from two scenarios'.
func (f Figure) of(each, versus []float64) scenario.Estimate {
	switch {
	case versus == nil:
		return f.Statistic.of(each)
	case f.Statistic.Kind == Chance:
		return pairedChance(each, versus)
	}
	apart := make([]float64, len(each))
	for i, x := range each {
		apart[i] = x - versus[i]
	}
	return f.Statistic.of(apart)
}
