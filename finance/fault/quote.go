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

// Quote shows a piece of input, short enough for a message and with nothing invisible in it.
func Quote(text string) string { return fmt.Sprintf("%q", Short(text)) }
