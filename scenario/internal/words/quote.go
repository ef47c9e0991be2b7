package words

import "fmt"

// Most is the most characters of a file that a message repeats in one place.
const Most = 60

// Limits on what is named together and on each text of it, in a file and outside one.
const (
	MostEntries = 2_000 // of a list or a mapping
	LongestText = 2_000 // characters
)

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
func Short(text string) string { return Cut(text, Most) }

// Quote shows what was found, short enough for a message and with nothing invisible in it.
func Quote(text string) string { return fmt.Sprintf("%q", Short(text)) }

// Counted is a number of things in words: "1 value", "3 values".
func Counted(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
