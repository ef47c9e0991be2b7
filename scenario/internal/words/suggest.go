package words

import (
	"fmt"
	"strings"

	"github.com/openenvelope/envelope/finance/sheet"
)

// Suggestion is the end of a sentence about a name that is not known, in a file or outside one.
func Suggestion(by *sheet.Suggester, name string, candidates []string) string {
	if near, ok := by.Nearest(name, candidates); ok {
		return fmt.Sprintf("; did you mean %s?", Quote(near))
	}
	return ThereIs(candidates)
}

// ThereIs lists as many names as a message has room for.
func ThereIs(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return "; there is " + List(names)
}

// List is names with commas between, as many as a message has room for.
func List(names []string) string {
	const most = 2 * Most // each with its comma takes two characters
	return Cut(strings.Join(names[:min(len(names), most)], ", "), most)
}
