package scenario

import (
	"fmt"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance/sheet"
)

// FindLines lists the rows that a text names, in the order of rows: the row itself ("bodies.Acute trust.balance"), its
// name in words ("net cost", "Acute trust: balance"), or every row of a pattern, in which * stands for one name
// between dots ("bodies.*.balance"). The error says that there is none, and which may be meant.
func FindLines(text string, rows []string) ([]string, error) {
	text = strings.TrimSpace(text)
	if slices.Contains(rows, text) {
		return []string{text}, nil
	}
	var found []string
	for _, row := range rows {
		if isPattern(text) && starred(row, text) == text || strings.EqualFold(sheet.Label(row), text) {
			found = append(found, row)
		}
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("%s is not a line%s", quote(text), suggestion(text, spelt(text, rows)))
	}
	return found, nil
}

// isPattern reports whether a * stands for a name in the text.
func isPattern(text string) bool { return slices.Contains(strings.Split(text, "."), "*") }

// starred is a row's name with * where the pattern has it.
func starred(row, pattern string) string {
	names := strings.Split(row, ".")
	for i, name := range strings.Split(pattern, ".") {
		if name == "*" && i < len(names) {
			names[i] = name
		}
	}
	return strings.Join(names, ".")
}

// spelt is the rows' names in the way that the text is written: as a pattern, in words with a colon, or as on the sheet.
func spelt(text string, rows []string) []string {
	if !isPattern(text) && !strings.Contains(text, ":") {
		return rows
	}
	var all []string
	seen := map[string]bool{}
	for _, row := range rows {
		name := sheet.Label(row)
		if isPattern(text) {
			name = starred(row, text)
		}
		if !seen[name] && strings.ContainsAny(name, "*:") {
			all, seen[name] = append(all, name), true
		}
	}
	return all
}
