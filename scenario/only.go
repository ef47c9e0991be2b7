package scenario

import (
	"slices"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/scenario/internal/words"
)

// Only is the model with just the named scenarios, in the order given; the first is the baseline. Draws belong to
// inputs, so the figures of a scenario do not depend on the other scenarios of a run. No names means all. The name of
// no scenario is a [fault.Unknown] fault, and too many names are a [fault.TooLarge] fault.
func (m *Model) Only(names []string) (*Model, error) {
	m = door.Or(m)
	if len(names) == 0 {
		return m, nil
	}
	if len(names) > words.MostEntries {
		return nil, fault.TooLarge.Found("%d scenarios are asked for", len(names)).
			Want("the most is %d", words.MostEntries)
	}
	all := append([]Scenario{m.Baseline}, m.Scenarios...)
	var known []string
	for _, s := range all {
		known = append(known, s.Name)
	}
	less := *m
	less.Scenarios, less.Comparisons, less.part = nil, nil, true
	less.Correlation = slices.Clone(m.Correlation)
	for i := range less.Correlation {
		less.Correlation[i].Loose = true // a number may be uncertain only in scenarios left out
	}
	for i, name := range names {
		at := slices.Index(known, name)
		if at < 0 {
			return nil, words.Meant(fault.Unknown.Found("there is no scenario %s", fault.Quote(name)),
				&sheet.Suggester{}, name, known)
		}
		if i == 0 {
			less.Baseline = all[at]
		} else {
			less.Scenarios = append(less.Scenarios, all[at])
		}
	}
	for _, c := range m.Comparisons {
		if slices.Contains(names, c.Of) && slices.Contains(names, c.Versus) {
			less.Comparisons = append(less.Comparisons, c)
		}
	}
	return &less, nil
}
