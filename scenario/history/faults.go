package history

import (
	"fmt"
	"slices"

	"github.com/openenvelope/envelope/scenario"
)

// maxFaults bounds the list, so that a file of nonsense gets an answer of readable length.
const maxFaults = 100

// maxQuoted is the most characters of a file that a message repeats in one place.
const maxQuoted = 60

// A faultList gathers what is wrong with one file.
type faultList struct {
	file string
	all  scenario.Faults
}

// add records a fault; path is the column, with the year in brackets where there is one.
func (l *faultList) add(line, column int, path, format string, args ...any) {
	if len(l.all) < maxFaults {
		l.all = append(l.all, scenario.Fault{File: l.file, Line: line, Column: column, Path: cut(path), Problem: fmt.Sprintf(format, args...)})
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

// cut shortens text to what a message repeats.
func cut(text string) string {
	n := 0
	for i := range text {
		if n++; n > maxQuoted {
			return text[:i] + "…"
		}
	}
	return text
}

// quote shows what was found, short enough for a message and with nothing invisible in it.
func quote(text string) string { return fmt.Sprintf("%q", cut(text)) }
