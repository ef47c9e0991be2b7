package file

import (
	"fmt"
	"strconv"
)

// A place is where a reader found a key or a value, in the reader's own terms: a line and a column of a text, a cell of
// a workbook, or a field of a form. The zero place is the place of a setting, which is in none of them.
type place struct {
	line, column int    // both from 1, columns in characters; in a form the number of the field, and 0
	cell         string // a cell of a workbook: Inputs!C7
	field        string // the path of a field in a form, as it was sent
	file         string // path of a body's file or a table of bodies; empty for the scenario file
}

// top is the place of a text as a whole.
func top() place { return place{line: 1, column: 1} }

// set reports whether the place is the place of a setting.
func (p place) set() bool { return p == place{} }

// in is the place after the name of the file or form: plan.yaml:12:3; plan.xlsx, cell Inputs!C7; enquiry, field
// need.real_growth.
func (p place) in(name string) string {
	if p.file != "" {
		name = p.file
	}
	switch {
	case p.cell != "":
		return name + ", cell " + p.cell
	case p.field != "":
		return name + ", field " + p.field
	case p.set():
		return name + ", as set"
	}
	return name + ":" + strconv.Itoa(p.line) + ":" + strconv.Itoa(p.column)
}

// on is the place as part of a sentence about another place: on line 12; in cell Inputs!C7; in field need.real_growth;
// as set.
func (p place) on() string {
	switch {
	case p.cell != "" && p.file != "":
		return "in cell " + p.cell + " of " + p.file
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

// exactly is the place as part of a sentence about a key nearby, with its column if it is in a text.
func (p place) exactly() string {
	if p.column > 0 && p.file == "" {
		return fmt.Sprintf("on line %d, column %d", p.line, p.column)
	}
	return p.on()
}
