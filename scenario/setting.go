package scenario

import (
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
)

// A Setting puts a number in the place of what a file says, as if the file said so: {"funding.real_growth", "4%"}.
// Value is what would stand after the key: a number, or any other form in braces or brackets.
type Setting struct {
	Path  string `json:"path"`  // of the number in the file
	Value string `json:"value"` // as it would be written there
}

// SettingsInWords says what was set: "with funding.real_growth 4% and earmark.share 2%"; empty if nothing was. Of
// several settings of one place the last counts. Everything that shows a result says it so.
func SettingsInWords(set []Setting) string {
	var each []string
	for i, s := range set {
		again := slices.ContainsFunc(set[i+1:], func(later Setting) bool {
			return strings.TrimSpace(later.Path) == strings.TrimSpace(s.Path)
		})
		if !again {
			value := strings.Join(strings.Fields(strings.ReplaceAll(s.Value, `"`, "")), " ")
			each = append(each, fault.Short(strings.TrimSpace(s.Path))+" "+fault.Short(value))
		}
	}
	if len(each) == 0 {
		return ""
	}
	last := len(each) - 1
	if last == 0 {
		return "with " + each[0]
	}
	return "with " + strings.Join(each[:last], ", ") + " and " + each[last]
}
