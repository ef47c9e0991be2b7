package scenario

import (
	"fmt"
	"strings"

	"github.com/openenvelope/envelope/finance/sheet"
)

// nearest suggests a name for one of the file that is not known. Once the list is full nobody would read it.
func (l *faultList) nearest(name string, candidates []string) (string, bool) {
	if l.full() {
		return "", false
	}
	return l.near.Nearest(name, candidates)
}

// suggestion is the end of a sentence about a name that is not known.
func (l *faultList) suggestion(name string, candidates []string) string {
	if l.full() {
		return ""
	}
	return suggestion(&l.near, name, candidates)
}

// didYouMean is a suggestion without a list of what there is.
func (l *faultList) didYouMean(name string, candidates []string) string {
	if near, ok := l.nearest(name, candidates); ok {
		return fmt.Sprintf("; did you mean %s?", near)
	}
	return ""
}

// suggestion is the end of a sentence about a name that is not known, in a file or outside one.
func suggestion(by *sheet.Suggester, name string, candidates []string) string {
	if near, ok := by.Nearest(name, candidates); ok {
		return fmt.Sprintf("; did you mean %s?", quote(near))
	}
	return thereIs(candidates)
}

// thereIs lists as many names as a message has room for.
func thereIs(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return "; there is " + listed(names)
}

// listed is names with commas between, as many as a message has room for.
func listed(names []string) string {
	const most = 2 * maxQuoted // each with its comma takes two characters
	return cut(strings.Join(names[:min(len(names), most)], ", "), most)
}
