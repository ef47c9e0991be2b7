package history

import (
	"fmt"
	"slices"

	"github.com/openenvelope/envelope/internal/table"
	"github.com/openenvelope/envelope/scenario"
)

// maxFaults bounds the list, so that a file of nonsense gets an answer of readable length.
const maxFaults = 100

// A faultList gathers what is wrong with one file.
type faultList struct {
	file string
	all  scenario.Faults
}

// add records a fault; path is the column, with the year in brackets where there is one.
func (l *faultList) add(line, column int, path, format string, args ...any) {
	if len(l.all) < maxFaults {
		l.all = append(l.all, scenario.Fault{File: l.file, Line: line, Column: column, Path: table.Cut(path), Problem: fmt.Sprintf(format, args...)})
	}
}

// err is nil when there is no fault, else all of them in the order of the file.
func (l *faultList) err() error {
	if len(l.all) == 0 {
		return nil
	}
	slices.SortStableFunc(l.all, func(a, b scenario.Fault) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Column - b.Column
	})
	if len(l.all) == maxFaults {
		last := l.all[maxFaults-1]
		last.Path, last.Problem = "", fmt.Sprintf("there may be more faults; these are the first %d found", maxFaults)
		l.all = append(l.all, last)
	}
	return l.all
}
