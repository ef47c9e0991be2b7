package lines

import (
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario/internal/words"
)

// MostPatterns is the most patterns among the lines that are asked for together.
const MostPatterns = 200

// A Finder finds many lines among the same rows. It is not safe for concurrent use.
type Finder struct {
	rows     []string
	near     *sheet.Suggester
	known    map[string]bool
	words    map[bool]map[string][]string // rows by their names in words, with a colon or without, once asked for
	labels   []string                     // the names in words that have a colon, once they are asked for
	patterns int                          // asked for so far
	starred  int                          // patterns that suggestions were looked for
}

// NewFinder finds lines among rows, and suggests by a suggester that others may use too.
func NewFinder(rows []string, near *sheet.Suggester) *Finder {
	f := &Finder{rows: rows, near: near, known: make(map[string]bool, len(rows))}
	for _, row := range rows {
		f.known[row] = true
	}
	return f
}

// Find lists the rows that a text names, in their order. The error says that there is none, and which may be meant.
func (f *Finder) Find(text string) (found []string, err error) {
	if len(text) > words.LongestText {
		return nil, fault.TooLarge.Found("%s is not a line", fault.Quote(text)).
			Want("it is longer than %d characters", words.LongestText)
	}
	text = strings.TrimSpace(text)
	pattern := strings.Split(text, ".")
	switch {
	case f.known[text]:
		return []string{text}, nil
	case isPattern(pattern):
		if f.patterns++; f.patterns > MostPatterns {
			return nil, fault.TooLarge.Found("%s is a pattern too many", fault.Quote(text)).
				Want("the most is %d", MostPatterns)
		}
		for _, row := range f.rows {
			if isOf(row, pattern) {
				found = append(found, row)
			}
		}
	default:
		found = f.inWords(strings.Contains(text, ":"))[strings.ToLower(text)]
	}
	if len(found) == 0 {
		return nil, words.Meant(fault.Unknown.Found("%s is not a line", fault.Quote(text)), f.near, text,
			f.spelt(text, pattern))
	}
	return found, nil
}

// inWords is the rows by their names in words that have a colon, or by those that have none, without regard to
// capitals. Most rows of a large system are of bodies, and have one.
func (f *Finder) inWords(colon bool) map[string][]string {
	if f.words == nil {
		f.words = map[bool]map[string][]string{}
	}
	if f.words[colon] == nil {
		names := map[string][]string{}
		for _, row := range f.rows {
			if !colon && ofBody(row) {
				continue
			}
			if label := sheet.Label(row); strings.Contains(label, ":") == colon {
				label = strings.ToLower(label)
				names[label] = append(names[label], row)
			}
		}
		f.words[colon] = names
	}
	return f.words[colon]
}

// ofBody reports whether a row's name in words begins with that of a body, and a colon.
func ofBody(row string) bool {
	body, below := sheet.BodyOf(row)
	return body != "" && !strings.Contains(below, ".")
}

// isPattern reports whether a * stands for a name among those of a text.
func isPattern(names []string) bool { return slices.Contains(names, "*") }

// isOf reports whether a row has a pattern's names between its dots, and any for a *.
func isOf(row string, pattern []string) bool {
	more := true
	for _, want := range pattern {
		if !more {
			return false
		}
		var name string
		if name, row, more = strings.Cut(row, "."); want != "*" && want != name {
			return false
		}
	}
	return !more
}

// starred is a row's name with * where the pattern has it.
func starred(row string, pattern []string) string {
	names := strings.Split(row, ".")
	for i, name := range pattern[:min(len(pattern), len(names))] {
		if name == "*" {
			names[i] = name
		}
	}
	return strings.Join(names, ".")
}

// mostStarred is how many patterns get suggestions: each takes a look at every row.
const mostStarred = 10

// spelt is the rows' names in the way that the text is written: as a pattern, in words with a colon, or as on the
// sheet.
func (f *Finder) spelt(text string, pattern []string) (all []string) {
	seen := map[string]bool{}
	switch {
	case f.near.Spent():
		return nil
	case isPattern(pattern):
		if f.starred++; f.starred > mostStarred {
			return nil
		}
		for _, row := range f.rows {
			if name := starred(row, pattern); !seen[name] && strings.Contains(name, "*") {
				all, seen[name] = append(all, name), true
			}
		}
		return all
	case !strings.Contains(text, ":"):
		return f.rows
	}
	if f.labels == nil {
		for _, row := range f.rows {
			if label := sheet.Label(row); !seen[label] && strings.Contains(label, ":") {
				f.labels, seen[label] = append(f.labels, label), true
			}
		}
	}
	return f.labels
}
