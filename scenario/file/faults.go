package file

import (
	"fmt"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario/internal/words"
)

// A Fault is one thing wrong with a scenario file: where it stands, what was found, and what would be right.
type Fault struct {
	File string
	// Line and Column count from 1, columns in characters. They are 0 for what a [Setting] says.
	Line, Column int
	// Path is the place in the file by its keys ("earmark.share", "funding.real_growth[2021/22]"); empty for the
	// file as a whole. A number that a change replaces keeps the path it has in the baseline, at the change's own line.
	Path string
	// Problem says in plain words what was found and what would be right.
	Problem string
}

// Error is the position, the path and the problem: "plan.yaml:12:10: earmark.share: 3.4 is 340%; did you mean 3.4%?".
func (f Fault) Error() string {
	text := fmt.Sprintf("%s:%d:%d: ", f.File, f.Line, f.Column)
	if f.Line == 0 {
		text = f.File + ": "
	}
	if f.Path != "" {
		text += f.Path + ": "
	}
	return text + f.Problem
}

// Faults is every fault of a file, in the order of their positions.
type Faults []Fault

// Error lists the faults, one a line.
func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, fault := range f {
		lines[i] = fault.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap lets errors.As look at each fault.
func (f Faults) Unwrap() []error {
	errs := make([]error, len(f))
	for i, fault := range f {
		errs[i] = fault
	}
	return errs
}

// maxFaults bounds the list, so that a file of nonsense gets an answer of readable length.
const maxFaults = 100

// A ledger of faults found so far: each once, however many scenarios see it.
type faultList struct {
	file   string
	all    Faults
	seen   map[Fault]bool
	near   sheet.Suggester
	more   int  // faults that the list has no room for
	unread bool // not all was looked at
}

func newFaultList(file string) *faultList { return &faultList{file: file, seen: map[Fault]bool{}} }

// add records a fault unless it is known. prefix goes before the problem of a fault that is new.
func (l *faultList) add(at place, path, prefix, problem string) {
	file := l.file
	if at.line == 0 {
		file += ", as set"
	}
	f := Fault{file, at.line, at.column, words.Short(path), problem}
	if l.seen[f] {
		return
	}
	if l.full() {
		l.more++
		return
	}
	l.seen[f] = true
	f.Problem = prefix + problem
	l.all = append(l.all, f)
}

// full reports whether more faults would not be listed.
func (l *faultList) full() bool { return len(l.all) >= maxFaults }

// err is nil when there is no fault, else the [Faults] in the order of the file.
func (l *faultList) err() error {
	if len(l.all) == 0 {
		return nil
	}
	all := slices.Clone(l.all)
	slices.SortStableFunc(all, func(a, b Fault) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Column - b.Column
	})
	if words := l.omitted(); words != "" {
		last := all[len(all)-1]
		last.Path, last.Problem = "", words
		all = append(all, last)
	}
	return all
}

// omitted says what the list leaves out; empty if nothing. What follows from the first faults may be among those counted.
func (l *faultList) omitted() string {
	switch {
	case l.more > 0:
		return fmt.Sprintf("there are more faults, some %d; these are the first %d found", l.more, len(l.all))
	case l.full():
		return fmt.Sprintf("there may be more faults; these are the first %d found", len(l.all))
	case l.unread:
		return "there may be more faults; a file as large as this is not read further before these are mended"
	}
	return ""
}
