package report

import (
	"slices"
	"strings"

	"github.com/openenvelope/envelope/scenario"
)

// asSet puts the settings of the file before a sentence that depends on them, and the scenarios that differ after it.
func (v view) asSet(answer string, shown []string) string {
	set := clean(scenario.SettingsInWords(v.about.Set))
	if set == "" {
		return answer
	}
	return strings.TrimSpace(sentence(set) + ", " + strings.ToLower(answer[:1]) + answer[1:] + " " + v.own(shown))
}

// own says which scenarios have a number of their own in place of a setting: “four percent” has its own
// funding.real_growth.
func (v view) own(shown []string) string {
	var sentences []string
	for _, set := range v.about.Set {
		var names []string
		for _, name := range shown {
			if !slices.Contains(v.about.SetIn(name), set) {
				names = append(names, quoted(name))
			}
		}
		said := joined(names) + " has its own " + clean(set.Path) + "."
		if len(names) > 1 {
			said = joined(names) + " have their own " + clean(set.Path) + "."
		}
		if len(names) > 0 && !slices.Contains(sentences, said) {
			sentences = append(sentences, said)
		}
	}
	return strings.Join(sentences, " ")
}
