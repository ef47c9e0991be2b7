package history

import (
	"slices"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario/file"
)

// maxFaults bounds the list, so that a file of nonsense gets an answer of readable length.
const maxFaults = 100

// A faultList gathers what is wrong with one file.
type faultList struct {
	file string
	all  file.Faults
	near sheet.Suggester
	more int // faults that the list has no room for
}

// add records a fault; its path is the column, with the year in brackets where there is one.
func (l *faultList) add(line, column int, f fault.Fault) {
	if l.full() {
		l.more++
		return
	}
	l.all = append(l.all, file.Fault{File: l.file, Line: line, Column: column, Fault: f.At(fault.Short(f.Path))})
}

// full reports whether more faults would not be listed.
func (l *faultList) full() bool { return len(l.all) >= maxFaults }

// nearest suggests a known name for an unknown one of the file; empty if none is near, or if the list is full, as
// nobody would read it.
func (l *faultList) nearest(name string, candidates []string) string {
	if l.full() {
		return ""
	}
	near, _ := l.near.Nearest(name, candidates)
	return near
}

// err is nil when there is no fault, else all of them in the order of the file.
func (l *faultList) err() error {
	if len(l.all) == 0 {
		return nil
	}
	slices.SortStableFunc(l.all, file.Fault.Compare)
	if l.more > 0 {
		last := l.all[maxFaults-1]
		last.Fault = fault.More(l.more, maxFaults)
		l.all = append(l.all, last)
	}
	return l.all
}
