package history

import (
	"fmt"
	"slices"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/table"
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

// add records a fault; path is the column, with the year in brackets where there is one.
func (l *faultList) add(line, column int, path, format string, args ...any) {
	if l.full() {
		l.more++
		return
	}
	l.all = append(l.all, file.Fault{File: l.file, Line: line, Column: column, Path: table.Cut(path), Problem: fmt.Sprintf(format, args...)})
}

// full reports whether more faults would not be listed.
func (l *faultList) full() bool { return len(l.all) >= maxFaults }

// nearest suggests a name for one of the file that is not known. Once the list is full nobody would read it.
func (l *faultList) nearest(name string, candidates []string) (string, bool) {
	if l.full() {
		return "", false
	}
	return l.near.Nearest(name, candidates)
}

// err is nil when there is no fault, else all of them in the order of the file.
func (l *faultList) err() error {
	if len(l.all) == 0 {
		return nil
	}
	slices.SortStableFunc(l.all, func(a, b file.Fault) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Column - b.Column
	})
	if l.more > 0 {
		last := l.all[maxFaults-1]
		last.Path, last.Problem = "", fmt.Sprintf("there are more faults, some %d; these are the first %d found", l.more, maxFaults)
		l.all = append(l.all, last)
	}
	return l.all
}
