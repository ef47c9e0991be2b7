package fault

import (
	"fmt"
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

// Quote shows a piece of input, short enough for a message and with nothing invisible in it.
func Quote(text string) string { return fmt.Sprintf("%q", Short(text)) }
