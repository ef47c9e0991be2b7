package workbook

import (
	"strings"

	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/scenario/file"
)

// spokenOf is an entry in plain words.
func spokenOf(e file.Entry) string {
	var keys, open []string
	for i, k := range e.Keys {
		if i < len(e.Named) && e.Named[i] {
			open = append(open, k)
			keys = append(keys, "*")
			continue
		}
		keys = append(keys, k)
	}
	pattern := strings.TrimPrefix(strings.Join(keys, "."), "bodies.*.")
	if words, ok := report.PlainWords()[pattern]; ok {
		if strings.Count(pattern, "*") > 1 {
			words += ": " + open[len(open)-1]
		}
		return text(words)
	}
	last, before := e.Keys[len(e.Keys)-1], ""
	if len(e.Keys) > 1 {
		before = spoken(e.Keys[len(e.Keys)-2]) + ": "
	}
	return text(sentence(before + spoken(last)))
}

// spoken is a key with spaces.
func spoken(key string) string { return strings.ReplaceAll(key, "_", " ") }
