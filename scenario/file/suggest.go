package file

import (
	"fmt"

	"github.com/openenvelope/envelope/scenario/internal/words"
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
	return words.Suggestion(&l.near, name, candidates)
}

// didYouMean is a suggestion without a list of what there is.
func (l *faultList) didYouMean(name string, candidates []string) string {
	if near, ok := l.nearest(name, candidates); ok {
		return fmt.Sprintf("; did you mean %s?", near)
	}
	return ""
}
