package file

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/openenvelope/envelope/finance/fault"
)

// byteOrderMark may stand at the beginning of a UTF-8 file; some editors write it.
const byteOrderMark = "\ufeff"

// checkText looks at a file's bytes before anything else does. It reports what makes them unreadable, and
// gives the text without its byte order mark.
func checkText(raw []byte, faults *faultList) (text []byte, ok bool) {
	start := top()
	switch {
	case len(raw) > MaxFile:
		faults.add(start, fault.TooLarge.Found("the file has more than %d kB", MaxFile>>10).
			Want("that is the most a scenario file may have"))
		return nil, false
	case utf16(raw):
		faults.add(start, fault.Unreadable.Found("the file is in UTF-16").Want("save it as UTF-8"))
		return nil, false
	}
	text = bytes.TrimPrefix(raw, []byte(byteOrderMark))
	if len(bytes.TrimSpace(text)) == 0 {
		faults.add(start, fault.Missing.Found("the file is empty").Want("begin with schema: 1"))
		return nil, false
	}
	return text, checkCharacters(string(text), faults)
}

// utf16 reports whether bytes look like UTF-16: by their byte order mark, or by a zero in every other of
// the first four.
func utf16(raw []byte) bool {
	if bytes.HasPrefix(raw, []byte("\xfe\xff")) || bytes.HasPrefix(raw, []byte("\xff\xfe")) {
		return true
	}
	return len(raw) >= 4 && (raw[0] == 0) != (raw[1] == 0) && (raw[2] == 0) == (raw[0] == 0) &&
		(raw[3] == 0) == (raw[1] == 0)
}

// checkCharacters reports the first character of each line that has no business in a text file.
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
	for i, r := range line {
		column++
		if r == utf8.RuneError && !strings.HasPrefix(line[i:], string(utf8.RuneError)) {
			return column, fault.Unreadable.Found("the bytes here are not UTF-8 text").Want("save the file as UTF-8")
		}
		if why := refusedRune(r); why != "" {
			return column, fault.Unreadable.Found("the character %U is %s", r, why).Want("delete it")
		}
	}
	return 0, fault.Fault{}
}

// refusedRune says why a character may not stand in a scenario file; empty if it may.
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
