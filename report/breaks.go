package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/scenario"
)

// A standing tells when a body is in deficit in a scenario.
type standing struct {
	name string
	opening
	// from is the index of the first year after the opening year in which a deficit is more likely than not, beyond the
	// Monte Carlo error; −1 if there is none. For a body that opens in deficit it is the first such year after that
	// deficit has ended.
	from    int
	deficit scenario.Estimate // the chance of a deficit in that year
	// even is the first year in which the paths cannot tell whether a deficit is more likely than not; −1 is none.
	even int
}

// An opening is what is known about a deficit in the opening year; the zero value means no deficit.
type opening struct {
	start bool // there is a deficit, more likely than not
	sure  bool // on all paths
	stays bool // a deficit is still more likely than not in the plan's first year, as far as known
	out   int  // the first year without a deficit; 0 if there is no such year
}

// standings are the standings of the bodies in a scenario.
func (v view) standings(name string) []standing {
	var all []standing
	for _, b := range v.judged() {
		all = append(all, v.standing(name, b))
	}
	return all
}

func (v view) standing(name string, b body) standing {
	s := standing{name: b.name, from: -1, even: -1}
	if c, ok := v.Cell(name, b.balance, v.about.Years[0]); ok && medianOf(c).Hi < 0 {
		s.opening = opening{start: true, sure: c.Exact || c.Max < 0, stays: true}
	}
	asked := false
	for i, year := range v.about.Years {
		c, ok := v.Chance(name, b.main, year)
		if i == 0 || !ok {
			continue
		}
		deficit := against(c.Probability)
		if !asked {
			s.stays, asked = s.start && deficit.Lo > 0.5, true
		}
		switch {
		case deficit.Lo > 0.5 && s.start && s.out == 0: // its opening deficit has not ended yet
		case deficit.Lo > 0.5:
			s.from, s.deficit = i, deficit
			return s
		case deficit.Hi < 0.5 && s.start && s.out == 0:
			s.out = i
		case deficit.Hi >= 0.5 && s.even < 0:
			s.even = i
		}
	}
	return s
}

// against is the chance of the opposite.
func against(e scenario.Estimate) scenario.Estimate {
	return scenario.Estimate{Value: 1 - e.Value, Lo: 1 - e.Hi, Hi: 1 - e.Lo}
}

// breaks says who breaks first in each scenario shown, or how many bodies of a nation are in deficit, in a paragraph;
// empty if nothing is known about bodies.
// Scenarios with the same finding share a sentence.
func (v view) breaks(shown []string) string {
	var sentences []string
	var whose [][]string
	for _, name := range shown {
		said := v.said(name)
		if said == "" {
			continue
		}
		at := slices.Index(sentences, said)
		if at < 0 {
			at, sentences, whose = len(sentences), append(sentences, said), append(whose, nil)
		}
		whose[at] = append(whose[at], quoted(name))
	}
	for i, said := range sentences {
		if len(v.about.Scenarios) > 1 {
			said = "with " + joined(whose[i]) + ", " + said
		}
		sentences[i] = sentence(said) + "."
	}
	return strings.Join(sentences, " ")
}

// said is the finding with a scenario; empty if nothing is known about bodies.
func (v view) said(name string) string {
	if all := v.judged(); many(all) {
		return v.forBodies().troubled(name, all)
	}
	all := v.standings(name)
	if len(all) == 0 {
		return ""
	}
	return breaksFirst(all, v.about.Years) + tooNear(all, v.about.Years)
}

// breaksFirst says which body is the first to be more likely than not in deficit.
func breaksFirst(all []standing, years []string) string {
	opened, later := inDeficitAtFirst(all, years), firstLater(all)
	switch {
	case opened == "" && len(later) == 0:
		return "no body is more likely than not to be in deficit in any year"
	case opened == "":
		return first(later, years)
	case len(later) > 0:
		return opened + "; " + next(later, years)
	case slices.ContainsFunc(all, func(s standing) bool { return !s.start }):
		return opened + "; no other body is more likely than not to be in deficit"
	}
	return opened
}

// inDeficitAtFirst says how the bodies that open in deficit go on; bodies with the same finding share a sentence.
func inDeficitAtFirst(all []standing, years []string) string {
	var how []opening
	whose := map[opening][]string{}
	for _, s := range all {
		if !s.start {
			continue
		}
		if whose[s.opening] == nil {
			how = append(how, s.opening)
		}
		whose[s.opening] = append(whose[s.opening], s.name)
	}
	var said []string
	for _, o := range how {
		names := whose[o]
		if len(names) == len(all) && len(all) > 1 {
			return "every body " + o.words(1, years)
		}
		said = append(said, several(names)+" "+o.words(len(names), years))
	}
	return strings.Join(said, "; ")
}

// words say how some bodies open and go on.
func (o opening) words(bodies int, years []string) string {
	be, open := "is", "opens"
	if bodies > 1 {
		be, open = "are", "open"
	}
	likely := ""
	if !o.sure {
		likely = "more likely than not "
	}
	said := be + " " + likely + "in deficit from the start"
	if !o.stays {
		said = open + " " + likely + "in deficit"
	}
	if o.out > 0 {
		said += " and " + be + " more likely than not out of it in " + clean(years[o.out])
	}
	return said
}

// firstLater are the bodies that are first to break after the opening year, all in the same year.
func firstLater(all []standing) (earliest []standing) {
	for _, s := range all {
		if s.from < 0 || len(earliest) > 0 && s.from > earliest[0].from {
			continue
		}
		if len(earliest) > 0 && s.from < earliest[0].from {
			earliest = nil
		}
		earliest = append(earliest, s)
	}
	return earliest
}

// first says who breaks first, and when.
func first(all []standing, years []string) string {
	verb := "breaks"
	if len(all) > 1 {
		verb = "break"
	}
	return fmt.Sprintf("%s %s first, %s", several(names(all)), verb, when(all, years))
}

// next says which bodies follow the bodies that open in deficit.
func next(all []standing, years []string) string {
	verb := "is"
	if len(all) > 1 {
		verb = "are"
	}
	return fmt.Sprintf("the next to break %s %s, %s", verb, several(names(all)), when(all, years))
}

// when is the year in which bodies break, with the chances of a deficit.
func when(all []standing, years []string) string {
	year := clean(years[all[0].from])
	switch len(all) {
	case 1:
		return fmt.Sprintf("in %s (chance of a deficit %s)", year, chances(all))
	case 2:
		return fmt.Sprintf("both in %s (chances of a deficit %s)", year, chances(all))
	}
	return fmt.Sprintf("all in %s (chances of a deficit %s)", year, chances(all))
}

// tooNear names bodies that may break before the first one: the paths cannot tell.
func tooNear(all []standing, years []string) string {
	before := len(years)
	if later := firstLater(all); len(later) > 0 {
		before = later[0].from
	}
	var open []standing
	for _, s := range all {
		if !s.start && s.even >= 0 && s.even < before && s.from != before {
			open = append(open, s)
		}
	}
	if len(open) == 0 {
		return ""
	}
	earliest := slices.MinFunc(open, func(a, b standing) int { return a.even - b.even })
	return fmt.Sprintf("; %s near even odds from %s, too near to tell", isAre(names(open)), clean(years[earliest.even]))
}

func names(all []standing) (names []string) {
	for _, s := range all {
		names = append(names, s.name)
	}
	return names
}

// chances are the range of chances of a deficit.
func chances(all []standing) string {
	var deficits []scenario.Estimate
	for _, s := range all {
		deficits = append(deficits, s.deficit)
	}
	low, high := ends(deficits)
	if probability(low) == probability(high) {
		return probability(low)
	}
	return probability(low) + " to " + probability(high)
}

// isAre is names with their verb.
func isAre(names []string) string {
	if len(names) == 1 {
		return names[0] + " is"
	}
	return several(names) + " are"
}

// several lists names in a sentence; of many names the first few.
func several(names []string) string {
	const most = 4
	if len(names) <= most+1 {
		return joined(names)
	}
	return joined(append(slices.Clone(names[:most]), fmt.Sprintf("%d more", len(names)-most)))
}
