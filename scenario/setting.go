package scenario

import (
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
)

// A Setting replaces a number of a file, as if the file had the new one: {"funding.real_growth", "4%"}. Value is
// written as it would be after the key: a number, or another form in braces or brackets.
type Setting struct {
	Path  string `json:"path"`  // path of the number in the file
	Value string `json:"value"` // the new value, as it would be written there
}

// SettingsInWords is the settings in words: "with funding.real_growth 4% and earmark.share 2%"; empty if there are
// none. Of several settings of one place the last counts. Whatever shows a result uses these words.
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
