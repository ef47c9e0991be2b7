package file

import (
	"cmp"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
)

// A Fault is one thing wrong with a scenario file: a [fault.Fault] (its kind, what was found, what would be right and
// what was perhaps meant) with its place. Its Path is the place by the file's keys ("earmark.share",
// "funding.real_growth[2021/22]"); empty for the file as a whole. A number that a change replaces keeps the path it has
// in the baseline, with the line of the change. A fault that comes only in some scenarios says so in its Where.
type Fault struct {
	// File is the name of the scenario file as it was given to the reader, or of the file of a body or a table of
	// bodies beside it.
	File string `json:"file"`
	// Line and Column are the place in a text. They count from 1, columns in characters, and are 0 for what a [Setting]
	// says. Of a form Line is the number of the field, of a workbook that of the cell among those that give something,
	// from 1, and Column is 0.
	Line   int `json:"line"`
	Column int `json:"column"` // in characters
	// Cell is the place in a workbook ("Inputs!C7"), Field the path of a field in a form, as it was sent. Both are
	// empty in a text.
	Cell  string `json:"cell,omitempty"`
	Field string `json:"field,omitempty"` // of a form
	fault.Fault
}

// Error is the position, the path and the problem, on one line: "plan.yaml:12:10: earmark.share: 3.4 is 340%; did you
// mean 3.4%?".
func (f Fault) Error() string {
	if f.Path != "" && f.Path == f.Field {
		return f.position() + ": " + f.Problem()
	}
	return f.position() + ": " + f.Fault.Error()
}

// position is the place of the fault in words: "plan.yaml:12:10", "enquiry.form.json, field need.real_growth".
func (f Fault) position() string {
	at := place{line: f.Line, column: f.Column, cell: f.Cell, field: f.Field}
	if at.set() {
		return fault.Visible(f.File) // which says so
	}
	return fault.Visible(at.in(f.File))
}

// Unwrap is the fault without its position, for errors.As and errors.Is.
func (f Fault) Unwrap() error { return f.Fault }

// Compare orders faults by their lines, and faults of the same line by their columns.
func (f Fault) Compare(other Fault) int { return cmp.Or(f.Line-other.Line, f.Column-other.Column) }

// compare orders faults by their files, the settings and the scenario file first, and then by their lines.
func (l *faultList) compare(a, b Fault) int {
	return cmp.Or(l.files[a.File]-l.files[b.File], a.Compare(b))
}

// Faults is every fault of a file, in the order of their positions.
type Faults []Fault

// Error lists the faults, one a line.
func (f Faults) Error() string { return fault.Lines(f) }

// Unwrap lets errors.As and errors.Is look at each fault.
func (f Faults) Unwrap() []error { return fault.Errors(f) }

// maxFaults bounds the list, so that a file of nonsense gets an answer of readable length.
const maxFaults = 100

// A faultList holds the faults found so far: each once, however many scenarios have it.
type faultList struct {
	file   string
	all    Faults
	seen   map[string]bool  // by what is shown of them
	places map[place]bool   // of those listed
	files  map[string]int   // of bodies, in the order in which they were read
	empty  map[string]place // cells of a workbook that give nothing, by the path that they would give
	near   sheet.Suggester
	// meantKeys are the paths of keys that were refused as they are written.
	meantKeys []string
	more      int  // faults that the list has no room for
	unread    bool // not all was looked at

	// reword changes the words of every fault, for tests that nothing depends on the words; nil for none.
	reword func(fault.Fault) fault.Fault
}

func newFaultList(file string) *faultList {
	return &faultList{file: file, seen: map[string]bool{}, places: map[place]bool{}, files: map[string]int{},
		empty: map[string]place{}}
}

// add records a fault unless it is known.
func (l *faultList) add(at place, f fault.Fault) { l.addIn("", at, f) }

// addIn records a fault unless it is known. A new fault gets the name of the scenario that it was found in.
func (l *faultList) addIn(scenario string, at place, f fault.Fault) {
	if cell, ok := l.empty[strings.TrimSuffix(f.Path, ".value")]; ok && f.Kind == fault.Missing {
		at = cell
	}
	file := l.file
	switch {
	case at.set():
		file = at.in(file)
	case at.file != "":
		file = l.beside(at.file)
	case at == top() && (strings.HasSuffix(file, endOfForm) || strings.HasSuffix(strings.ToLower(file), endOfWorkbook)):
		at = place{} // a form as a whole has no field, a workbook no cell
	}
	if l.full() && !l.places[at] { // a new fault, which nobody will read
		l.more++
		return
	}
	if l.reword != nil {
		f = l.reword(f)
	}
	found := Fault{file, at.line, at.column, at.cell, at.field, f.At(fault.Short(f.Path))}
	shown := found.Error()
	if l.seen[shown] {
		return
	}
	if l.full() {
		l.more++
		return
	}
	l.seen[shown], l.places[at] = true, true
	if scenario != "" {
		found.Fault = found.In("%s", scenario)
	}
	l.all = append(l.all, found)
}

// beside is the name of a file that the scenario file names, as the reader would name it.
func (l *faultList) beside(name string) string {
	file := path.Join(filepath.ToSlash(filepath.Dir(l.file)), name)
	if l.files[file] == 0 {
		l.files[file] = len(l.files) + 1
	}
	return file
}

// take records the faults of another list, from a file that this one names.
func (l *faultList) take(other *faultList, name string) {
	l.beside(name)
	for _, f := range other.all {
		l.add(place{line: f.Line, column: f.Column, cell: f.Cell, file: name}, f.Fault)
	}
	l.more += other.more
}

// full reports whether more faults would not be listed.
func (l *faultList) full() bool { return len(l.all) >= maxFaults }

// err is nil when there is no fault, else the [Faults] in the order of the file.
func (l *faultList) err() error {
	if len(l.all) == 0 {
		return nil
	}
	all := slices.Clone(l.all)
	slices.SortStableFunc(all, l.compare)
	if omitted := l.omitted(); omitted.Kind != "" {
		last := all[len(all)-1]
		last.Fault = omitted
		all = append(all, last)
	}
	return all
}

// omitted says how many faults the list leaves out; none if nothing. Some of them may follow from faults that are
// listed.
func (l *faultList) omitted() fault.Fault {
	switch {
	case l.more > 0:
		return fault.More(l.more, len(l.all))
	case l.full():
		return fault.TooLarge.Found("there may be more faults").Want("these are the first %d found", len(l.all))
	case l.unread:
		return fault.TooLarge.Found("there may be more faults").
			Want("a file as large as this is not read further before these are mended")
	}
	return fault.Fault{}
}
