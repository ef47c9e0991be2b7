package file

import (
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario/internal/words"
)

// nearest suggests a name for one of the file that is not known; empty if none is near, and once the list is full, as
// nobody would read it.
func (l *faultList) nearest(name string, candidates []string) string {
	if l.full() {
		return ""
	}
	near, _ := l.near.Nearest(name, candidates)
	return near
}

// meant is the fault of a name that is not known, with what may be meant by it.
func (l *faultList) meant(f fault.Fault, name string, candidates []string) fault.Fault {
	if l.full() {
		return f
	}
	return words.Meant(f, &l.near, name, candidates)
}
