package file

import (
	"fmt"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario/internal/words"
)

// A Fault is one thing wrong with a scenario file: where it is, what was found, and what would be right.
type Fault struct {
	File string
	// Line and Column are the place in a text. They count from 1, columns in characters, and are 0 for what a [Setting] says. Of a
	// form Line is the number of the field, from 1, and Column is 0.
	Line, Column int
	// Cell is the place in a workbook ("Inputs!C7"), Field that in a form, as it was sent. Both are empty in a text.
	Cell, Field string
	// Path is the place in the file by its keys ("earmark.share", "funding.real_growth[2021/22]"); empty for the
	// file as a whole. A number that a change replaces keeps the path it has in the baseline, at the change's own line.
	Path string
	// Problem says in plain words what was found and what would be right.
	Problem string
}

// Error is the position, the path and the problem: "plan.yaml:12:10: earmark.share: 3.4 is 340%; did you mean 3.4%?".
func (f Fault) Error() string {
	text := f.position() + ": "
	if f.Path != "" && f.Path != f.Field {
		text += f.Path + ": "
	}
	return text + f.Problem
}

// position is where the fault stands, in the terms of what was read: "plan.yaml:12:10", "enquiry.form.json, field need.real_growth".
func (f Fault) position() string {
	at := place{f.Line, f.Column, f.Cell, f.Field}
	if at.set() {
		return f.File // which says so
	}
	return at.in(f.File)
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
	switch {
	case at.set():
		file = at.in(file)
	case at == top() && strings.HasSuffix(file, endOfForm):
		at = place{} // a form as a whole has no field
	}
	f := Fault{File: file, Line: at.line, Column: at.column, Cell: at.cell, Field: at.field, Path: words.Short(path), Problem: problem}
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
