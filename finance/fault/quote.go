package fault

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Longest is the most characters of the input that a message repeats in one place.
const Longest = 60

// Cut shortens text to at most n characters.
func Cut(text string, n int) string {
	for i := range text {
		if n == 0 {
			return text[:i] + "…"
		}
		n--
	}
	return text
}

// Short is text short enough for a message.
func Short(text string) string { return Cut(text, Longest) }

// longestReason is how many letters of an error are told.
const longestReason = 200

// Reason is what an error says, short enough for a message: it may quote the input that it is about. Of no error it is
// empty.
func Reason(err error) string {
	if err == nil {
		return ""
	}
	return Cut(err.Error(), longestReason)
}

// Visible is text on one line, with nothing invisible in it: a line break within a name is written \n, as [Quote] does.
func Visible(text string) string {
	if strings.IndexFunc(text, func(r rune) bool { return r == utf8.RuneError || !strconv.IsPrint(r) }) < 0 {
		return text
	}
	var b strings.Builder
	for i, r := range text {
		_, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case strconv.IsPrint(r) && (r != utf8.RuneError || size > 1):
			b.WriteRune(r)
		default:
			quoted := strconv.Quote(text[i : i+size])
			b.WriteString(quoted[1 : len(quoted)-1])
		}
	}
	return b.String()
}

// Quote shows a piece of input, short enough for a message and with nothing invisible in it.
func Quote(text string) string { return fmt.Sprintf("%q", Short(text)) }
