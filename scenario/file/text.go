package file

import (
	"bytes"
	"strings"
	"unicode"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/plaintext"
)

// byteOrderMark may come at the beginning of a UTF-8 file; some editors write it.
const byteOrderMark = "\ufeff"

// checkText checks a file's bytes before anything else reads them. It reports what makes them unreadable, and gives the
// text without its byte order mark.
func checkText(raw []byte, faults *faultList) (text []byte, ok bool) {
	start := top()
	if len(raw) > MaxFile {
		faults.add(start, fault.TooLarge.Found("the file has more than %d kB", MaxFile>>10).
			Want("that is the most a scenario file may have"))
		return nil, false
	}
	if bytes.HasPrefix(raw, []byte("PK\x03\x04")) {
		faults.add(start, fault.Unreadable.Found("this is a workbook, or another archive, and no text").
			Want("a workbook has a name that ends in .xlsx"))
		return nil, false
	}
	if line, column, f := plaintext.Refused(raw, "save it as plain text in UTF-8"); f.Kind != "" {
		faults.add(place{line: line, column: column}, f)
		return nil, false
	}
	text = bytes.TrimPrefix(raw, []byte(byteOrderMark))
	if len(bytes.TrimSpace(text)) == 0 {
		faults.add(start, fault.Missing.Found("the file is empty").Want("begin with schema: 2"))
		return nil, false
	}
	return text, checkCharacters(string(text), faults)
}

// checkCharacters reports, for each line, the first character that does not belong in a text file.
func checkCharacters(text string, faults *faultList) bool {
	ok := true
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	line := 0
	for content := range strings.Lines(text) {
		line++
		if column, f := refusedIn(content); f.Kind != "" {
			faults.add(place{line: line, column: column}, f)
			ok = false
		}
	}
	return ok
}

// refusedIn finds the first refused character of a line and says what is wrong with it; columns count from 1.
func refusedIn(line string) (column int, f fault.Fault) {
	for _, r := range line {
		column++
		if why := refusedRune(r); why != "" {
			return column, fault.Unreadable.Found("the character %U is %s", r, why).Want("delete it")
		}
	}
	return 0, fault.Fault{}
}

// refusedRune says why a scenario file may not have a character; empty if it may.
func refusedRune(r rune) string {
	switch {
	case r == '\n' || r == '\t':
		return ""
	case unicode.IsControl(r):
		return "a control character"
	case r == '\u2028' || r == '\u2029':
		return "a line break that editors do not show"
	case r == '\ufeff':
		return "a byte order mark in the middle of the text"
	case unicode.Is(unicode.Bidi_Control, r):
		return "a mark that turns the direction of text, so that it reads other than it is"
	case r == '\u200b' || r == '\u2060' || r == '\u00ad':
		return "invisible"
	case r > unicode.MaxRune || unicode.Is(unicode.Noncharacter_Code_Point, r):
		return "no character"
	}
	return ""
}
