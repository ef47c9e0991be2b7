package scenario

import (
	"fmt"
	"slices"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario/internal/words"
)

// Only is the model with just the named scenarios, in the order given; the first is the baseline. Draws belong
// to inputs, so the figures of a scenario are the same in any company. No names means all.
func (m *Model) Only(names []string) (*Model, error) {
	if len(names) == 0 {
		return m, nil
	}
	if len(names) > words.MostEntries {
		return nil, fmt.Errorf("%d scenarios are asked for; the most is %d", len(names), words.MostEntries)
	}
	all := append([]Scenario{m.Baseline}, m.Scenarios...)
	var known []string
	for _, s := range all {
		known = append(known, s.Name)
	}
	less := *m
	less.Scenarios, less.Comparisons = nil, nil
	for i, name := range names {
		at := slices.Index(known, name)
		if at < 0 {
			hint := "there is " + words.List(known)
			if near, ok := sheet.Nearest(name, known); ok {
				hint = fmt.Sprintf("did you mean %s?", words.Quote(near))
			}
			return nil, fmt.Errorf("there is no scenario %s; %s", words.Quote(name), hint)
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
