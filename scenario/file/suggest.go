package file

import (
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario/internal/words"
)

// nearest suggests a known name for an unknown one of the file; empty if none is near, or if the list is full, as
// nobody would read it.
func (l *faultList) nearest(name string, candidates []string) string {
	if l.full() {
		return ""
	}
	near, _ := l.near.Nearest(name, candidates)
	return near
}

// meant is the fault of an unknown name, with the name that may be meant.
func (l *faultList) meant(f fault.Fault, name string, candidates []string) fault.Fault {
	if l.full() {
		return f
	}
	return words.Meant(f, &l.near, name, candidates)
}
