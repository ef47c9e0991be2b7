package report

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/openenvelope/envelope/finance/sheet"
)

// Printable makes text from a file fit for any page: white space becomes single spaces, and invisible characters
// (control characters, terminal escapes, marks that reverse the reading direction, broken UTF-8) are written as
// escapes.
func Printable(s string) string { return clean(s) }

// clean is [Printable].
func clean(s string) string {
	var b strings.Builder
	for _, word := range strings.Fields(s) {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		for len(word) > 0 {
			r, n := utf8.DecodeRuneInString(word)
			b.WriteString(visible(r, word[:n]))
			word = word[n:]
		}
	}
	return b.String()
}

// visible is a rune if it is visible, or else its escape.
func visible(r rune, raw string) string {
	switch {
	case r == utf8.RuneError && len(raw) == 1:
		return fmt.Sprintf(`\x%02x`, raw[0])
	case unicode.IsPrint(r):
		return raw
	case r < 0x80:
		return fmt.Sprintf(`\x%02x`, r)
	}
	return fmt.Sprintf(`\u%04x`, r)
}

// label is the name of a line or condition in words: net_cost is "net cost", a cause's is "cost of ageing", and a
// body's is "North, Acute trust: net cost".
func label(name string) string {
	body, line := sheet.BodyOf(name)
	if line == "share_in_deficit" {
		line = "share_of_bodies_in_deficit"
	}
	line = strings.ReplaceAll(line, "_", " ")
	if parts := strings.Split(line, "."); len(parts) == 3 && ofCause(line) {
		line = parts[2] + " of " + parts[1] // "gap of ageing"
	}
	if body != "" {
		line = sheet.BodyLabel(body) + ": " + line
	}
	return clean(line)
}

// sentence starts with a capital letter.
func sentence(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// quoted puts a scenario's name in quotation marks, because names hold commas.
func quoted(name string) string { return "“" + clean(name) + "”" }

// joined lists phrases: a, b and c.
func joined(phrases []string) string {
	last := len(phrases) - 1
	if last < 1 {
		return strings.Join(phrases, "")
	}
	return strings.Join(phrases[:last], ", ") + " and " + phrases[last]
}

// wrap breaks text into lines that fit; a word that does not fit by itself is broken between characters.
func wrap(s string, fits func(string) bool) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(s) {
		if line != "" && fits(line+" "+word) {
			line += " " + word
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		var broken []string
		broken, line = breakWord(word, fits)
		lines = append(lines, broken...)
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// breakWord cuts full lines off a word that is too long, and returns the rest of it.
func breakWord(word string, fits func(string) bool) (lines []string, rest string) {
	for !fits(word) {
		cut := firstRune(word)
		for cut < len(word) {
			next := cut + firstRune(word[cut:])
			if !fits(word[:next]) {
				break
			}
			cut = next
		}
		if cut == len(word) {
			break
		}
		lines, word = append(lines, word[:cut]), word[cut:]
	}
	return lines, word
}

func firstRune(s string) int {
	_, n := utf8.DecodeRuneInString(s)
	return n
}

// within reports whether text fits into so many columns.
func within(columns int) func(string) bool {
	return func(s string) bool { return width(s) <= columns }
}

// count writes a whole number with commas.
func count(n uint64) string { return commas(fmt.Sprint(n)) }
