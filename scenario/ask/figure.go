package ask

import (
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario"
)

// A Figure is one number that can be asked of a plan: a statistic, over all paths, of a line, an event or a count.
// [Study.Figure] reads one from text, and String writes it.
type Figure struct {
	Statistic Statistic
	Count     Count  // what is counted of the event; None for a line and for a chance
	Line      string // a row's name on the sheet, where there is no event
	Year      string // the year of the line: "2023/24"
	Event     Event  // the event of a chance or a count
	Scenario  string // empty for the baseline
	// Versus is another scenario, or empty. With it the figure is of the differences path by path; a chance is then the
	// difference of two chances.
	Versus string
}

// A Count is a count of the years in which a path meets an event, each year looked at alone.
type Count int

// The counts.
const (
	None      Count = iota
	FirstYear       // the first year in which it is met, counted from 1; if never, one more than the number of years
	Years           // in how many years it is met
	Longest         // the longest run of years in which it is met
)

// words is the count as a question writes it.
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

// fault says why there is no such figure; years are the model's years after the opening year.
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

// scenarios are the names of the figure's scenarios.
func (f Figure) scenarios() []string {
	if f.Versus == "" {
		return []string{f.Scenario}
	}
	return []string{f.Scenario, f.Versus}
}

// lines are the rows that the figure is made from.
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

// years are the years that the figure looks at, out of all years after the opening year.
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

// each is its value on each path: the figure of a line, 1 or 0 for an event, or a count.
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

// of is the figure, from the values on the paths of one scenario, or of two.
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
