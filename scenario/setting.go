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
// none. Of several settings of one place the last counts. What is noted about a value (its source, note, owner and
// quality) is left out. Whatever shows a result uses these words.
func SettingsInWords(set []Setting) string {
	var each []string
	for i, s := range set {
		again := slices.ContainsFunc(set[i+1:], func(later Setting) bool {
			return strings.TrimSpace(later.Path) == strings.TrimSpace(s.Path)
		})
		if !again {
			value := strings.ReplaceAll(withoutNotes(strings.TrimSpace(s.Value)), `"`, "")
			each = append(each, fault.Short(strings.TrimSpace(s.Path))+" "+
				fault.Short(strings.Join(strings.Fields(value), " ")))
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

// withoutNotes is a value in braces without what is noted about it, and without braces if a number remains.
func withoutNotes(value string) string {
	inner, opens := strings.CutPrefix(value, "{")
	inner, closes := strings.CutSuffix(inner, "}")
	if !opens || !closes {
		return value
	}
	var kept []string
	for _, part := range partsOf(inner) {
		key, _, _ := strings.Cut(part, ":")
		switch strings.Trim(key, ` "'`) {
		case "source", "note", "owner", "quality":
		default:
			kept = append(kept, strings.TrimSpace(part))
		}
	}
	text := strings.Join(kept, ", ")
	if key, number, ok := strings.Cut(text, ":"); ok && len(kept) == 1 && strings.Trim(key, `"'`) == "value" {
		return strings.TrimSpace(number)
	}
	return "{" + text + "}"
}

// partsOf cuts a text at its commas, but not within braces, brackets or quotes.
func partsOf(text string) (parts []string) {
	deep, quote, from := 0, rune(0), 0
	for i, c := range text {
		switch {
		case quote != 0:
			if c == quote && text[i-1] != '\\' {
				quote = 0
			}
		case c == '"' || c == '\'' && strings.HasSuffix(strings.TrimRight(text[:i], " "), ":"):
			quote = c
		case c == '{' || c == '[':
			deep++
		case c == '}' || c == ']':
			deep--
		case c == ',' && deep == 0:
			parts, from = append(parts, text[from:i]), i+1
		}
	}
	return append(parts, text[from:])
}
