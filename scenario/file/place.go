package file

import "fmt"

// A place is where a reader found a key or a value, in the reader's own terms: a line and a column of a text, a cell of
// a workbook, or a field of a form. The zero place is that of a setting, which is in none of them.
type place struct {
	line, column int    // both from 1, columns in characters; of a form the number of the field, and 0
	cell         string // of a workbook: Inputs!C7
	field        string // of a form, as it was sent
	file         string // other than the scenario file: that of a body, or a table of bodies, by its path from there
}

// top is the place of a text as a whole.
func top() place { return place{line: 1, column: 1} }

// set reports whether the place is that of a setting.
func (p place) set() bool { return p == place{} }

// in is the place behind the name of what it is in: plan.yaml:12:3; plan.xlsx, cell Inputs!C7; enquiry, field
// need.real_growth.
func (p place) in(name string) string {
	switch {
	case p.cell != "":
		return name + ", cell " + p.cell
	case p.field != "":
		return name + ", field " + p.field
	case p.set():
		return name + ", as set"
	case p.file != "":
		name = p.file
	}
	return fmt.Sprintf("%s:%d:%d", name, p.line, p.column)
}

// on is the place in a sentence about another: on line 12; in cell Inputs!C7; in field need.real_growth; as set.
func (p place) on() string {
	switch {
	case p.cell != "":
		return "in cell " + p.cell
	case p.field != "":
		return "in field " + p.field
	case p.set():
		return "as set"
	case p.file != "":
		return fmt.Sprintf("on line %d of %s", p.line, p.file)
	}
	return fmt.Sprintf("on line %d", p.line)
}

// exactly is the place in a sentence about a key beside it, with its column in a text.
func (p place) exactly() string {
	if p.column > 0 && p.file == "" {
		return fmt.Sprintf("on line %d, column %d", p.line, p.column)
	}
	return p.on()
}
