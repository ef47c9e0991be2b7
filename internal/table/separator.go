package table

import (
	"bytes"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
)

// separators are what may end a cell.
const separators = ",;\t"

// separator is what ends the cells of a text: what a first line such as sep=; says, for which Excel looks too, or else
// the first of comma, semicolon and tab in the heading, outside quotation marks. It empties that first line, so that
// lines keep their numbers.
func (t *Table) separator(text []byte) ([]byte, rune) {
	line, rest, _ := bytes.Cut(text, []byte("\n"))
	first := strings.Trim(string(line), "\" \r")
	if len(first) < len("sep=") || !strings.EqualFold(first[:len("sep=")], "sep=") {
		return text, inHeading(text)
	}
	said := strings.TrimRight(first[len("sep="):], separators)
	switch given := first[len("sep="):]; {
	case said == "" && given != "":
		return append([]byte("\n"), rest...), rune(given[0])
	default:
		t.Add(start(), "", fault.Unreadable.Found("the first line says that cells end with %s", fault.Quote(given)).
			Want("separate them by commas, semicolons or tabs"))
		return nil, ','
	}
}

// inHeading finds the first separator of the heading, the first line that is not empty; a comma if there is none.
func inHeading(text []byte) rune {
	quoted := false
	for _, c := range bytes.TrimLeft(text, "\r\n ") {
		switch {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '\n':
			return ','
		case strings.IndexByte(separators, c) >= 0:
			return rune(c)
		}
	}
	return ','
}

// Cells is about how many cells a text has, and no fewer.
func Cells(text []byte) (n int) {
	for _, c := range text {
		if c == '\n' || strings.IndexByte(separators, c) >= 0 {
			n++
		}
	}
	return n + 1
}
