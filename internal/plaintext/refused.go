package plaintext

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/openenvelope/envelope/finance/fault"
)

// Refused says why bytes are not text in UTF-8, in one fault at the line and column (in characters, from 1) where that
// shows first; a fault of no kind if they are text. save is what to do about it: "save it as CSV in UTF-8".
func Refused(raw []byte, save string) (line, column int, f fault.Fault) {
	if kind := kindOf(raw); kind != "" {
		return 1, 1, fault.Unreadable.Found("the file is %s", kind).Want("%s", save)
	}
	for text := range bytes.Lines(raw) {
		line++
		if at := invalid(text); at >= 0 {
			column = utf8.RuneCount(text[:at]) + 1
			return line, column,
				fault.Unreadable.Found("the bytes here are not UTF-8 text%s%s", windows(text[at:]), further(raw, line)).
					Want("%s", save)
		}
	}
	return 0, 0, fault.Fault{}
}

// A beginning is how the files of a program begin.
type beginning struct{ bytes, kind string }

// kindOf names what a file is by its first bytes; empty if they may be those of a text.
func kindOf(raw []byte) string {
	if utf16(raw) {
		return "in UTF-16"
	}
	if bytes.HasPrefix(raw, []byte("PK\x03\x04")) {
		return packed(raw)
	}
	for _, b := range []beginning{
		{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "of an older Excel or Word (.xls, .doc), not text"},
		{"%PDF-", "a PDF, not text"},
		{`{\rtf`, "a document with formats (.rtf), not plain text"},
		{"\x1f\x8b", "packed (gzip), not text"},
		{"PAR1", "Parquet, not text"},
		{"<!DOCTYPE html", "a web page, not the text on it"},
		{"<html", "a web page, not the text on it"},
	} {
		if len(raw) >= len(b.bytes) && strings.EqualFold(string(raw[:len(b.bytes)]), b.bytes) {
			return b.kind
		}
	}
	return ""
}

// packed names what a zip file is by the names of the files in it.
func packed(raw []byte) string {
	for _, b := range []beginning{
		{"xl/", "an Excel workbook (.xlsx), not text"},
		{"word/", "a Word document (.docx), not text"},
		{"opendocument.spreadsheet", "a LibreOffice workbook (.ods), not text"},
		{"opendocument.text", "a LibreOffice document (.odt), not text"},
	} {
		if bytes.Contains(raw, []byte(b.bytes)) {
			return b.kind
		}
	}
	return "packed (.zip, .xlsx or .docx), not text"
}

// utf16 reports whether bytes look like UTF-16: by their byte order mark, or by a zero in every other of the first
// four.
func utf16(raw []byte) bool {
	if bytes.HasPrefix(raw, []byte("\xfe\xff")) || bytes.HasPrefix(raw, []byte("\xff\xfe")) {
		return true
	}
	return len(raw) >= 4 && (raw[0] == 0) != (raw[1] == 0) && (raw[2] == 0) == (raw[0] == 0) &&
		(raw[3] == 0) == (raw[1] == 0)
}

// invalid is where the first byte stands that is not UTF-8; −1 if all are.
func invalid(text []byte) int {
	if utf8.Valid(text) {
		return -1
	}
	for i := 0; ; {
		r, size := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
}

// high are the characters of the bytes 80 to 9F in Windows-1252; a space is none.
const high = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ"

// windows says what a byte is in Windows-1252, as Excel saves CSV that is not CSV UTF-8.
func windows(text []byte) string {
	r := rune(text[0])
	if r < 0xA0 {
		r = []rune(high)[r-0x80]
	}
	if r == ' ' || r == 0xA0 || r == 0xAD {
		return ""
	}
	return fmt.Sprintf(", but %c in Windows-1252", r)
}

// further counts the lines after one that are not UTF-8 either.
func further(raw []byte, after int) string {
	line, more := 0, 0
	for text := range bytes.Lines(raw) {
		if line++; line > after && !utf8.Valid(text) {
			more++
		}
	}
	switch more {
	case 0:
		return ""
	case 1:
		return ", and so on 1 further line"
	}
	return fmt.Sprintf(", and so on %d further lines", more)
}
