package scenario

import (
	"fmt"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance/sheet"
)

// nearest suggests a name: one a few letters away, or with the same letters in another order. Names too long to be
// typed by hand get no suggestion.
func nearest(name string, candidates []string) (string, bool) {
	if len(name) > maxQuoted {
		return "", false
	}
	if near, ok := sheet.Nearest(name, candidates); ok {
		return near, true
	}
	for _, c := range candidates {
		if len(name) > 2 && lettersOf(c) == lettersOf(name) {
			return c, true
		}
	}
	return "", false
}

// lettersOf is a name's bytes in order, without regard to capitals.
func lettersOf(name string) string {
	letters := []byte(strings.ToLower(name))
	slices.Sort(letters)
	return string(letters)
}

// suggestion is the end of a sentence about a name that is not known.
func suggestion(name string, candidates []string) string {
	if near, ok := nearest(name, candidates); ok {
		return fmt.Sprintf("; did you mean %s?", quote(near))
	}
	if len(candidates) == 0 {
		return ""
	}
	return "; there is " + cut(strings.Join(candidates, ", "), 2*maxQuoted)
}

// didYouMean is a suggestion without a list of what there is.
func didYouMean(name string, candidates []string) string {
	if near, ok := nearest(name, candidates); ok {
		return fmt.Sprintf("; did you mean %s?", near)
	}
	return ""
}
