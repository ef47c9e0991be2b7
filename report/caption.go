package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/scenario"
)

// mostSources is the most sources that a chart's caption names.
const mostSources = 3

// caption gives the settings of a chart's figures, where the figures come from and how to get them again. It names at
// most so many of the inputs' own sources.
func (v view) caption(source string, most int) string {
	run := fmt.Sprintf("Seed %d, %s paths.", v.about.Run.Seed, count(v.about.Run.Paths))
	if set := clean(scenario.SettingsInWords(v.about.Set)); set != "" {
		run = strings.TrimSpace(sentence(set)+". "+v.own(v.about.Scenarios)) + " " + run
	}
	source = strings.TrimSuffix(clean(source), ".")
	if source == "" {
		source = v.sources(most)
	}
	if source == "" {
		return run
	}
	return fmt.Sprintf("%s Source: %s.", run, source)
}

// sources lists where the inputs come from, each source once; of many sources the first few. An input at its default
// has no source, and an input that follows from others has theirs.
func (v view) sources(most int) string {
	var all []string
	for _, in := range v.about.Inputs {
		source := strings.TrimSuffix(clean(in.Source), ".")
		if source == "" || in.Default || strings.HasPrefix(source, "follows from ") || slices.Contains(all, source) {
			continue
		}
		all = append(all, source)
	}
	if more := len(all) - most; more > 0 {
		all = append(all[:most], fmt.Sprintf("%d more, full list in the assumptions log", more))
	}
	return strings.Join(all, "; ")
}
