package table

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
)

// mark is the byte order mark, which may stand at the beginning of a table in UTF-8.
const mark = "\ufeff"

// Read reads a table. Whatever is wrong is in its faults; rows that could be read are kept, so that what is wrong with
// their cells can be told too.
func Read(text []byte, limits Limits) *Table {
	t := &Table{limits: limits, Near: &sheet.Suggester{}}
	text = bytes.TrimPrefix(text, []byte(mark))
	switch {
	case len(text) > limits.Bytes:
		t.Add(start(), "", fault.TooLarge.Found("the file has more than %d kB", limits.Bytes>>10).
			Want("that is the most a table may have"))
		return t
	case utf16(text):
		t.Add(start(), "", fault.Unreadable.Found("the file is in UTF-16").Want("save it as CSV in UTF-8"))
		return t
	case !t.visible(string(text)):
		return t
	}
	t.read(text)
	if len(t.Names) == 0 && len(t.Faults) == 0 {
		t.Add(start(), "", fault.Missing.Found("the file is empty").Want("begin with a heading such as year,value"))
	}
	return t
}

// start is where a table begins.
func start() Cell { return Cell{Line: 1, Column: 1} }

// utf16 reports whether a text begins with the mark of UTF-16.
func utf16(text []byte) bool {
	return bytes.HasPrefix(text, []byte("\xfe\xff")) || bytes.HasPrefix(text, []byte("\xff\xfe"))
}

// visible reports the first character of each line that cannot be seen.
func (t *Table) visible(text string) bool {
	number := 0
	for line := range strings.Lines(text) {
		number++
		if column, f := refused(strings.TrimRight(line, "\r\n")); f.Kind != "" {
			t.Add(Cell{Line: number, Column: column}, "", f)
		}
	}
	return len(t.Faults) == 0
}

// refused finds the first character of a line that has no business in a table.
func refused(line string) (column int, f fault.Fault) {
	for i, r := range line {
		column++
		switch {
		case r == utf8.RuneError && !strings.HasPrefix(line[i:], string(utf8.RuneError)):
			return column, fault.Unreadable.Found("the bytes here are not UTF-8 text").Want("save the file as UTF-8")
		case r == '\r':
			return column, fault.Unreadable.Found("the line ends with a carriage return alone").
				Want("save the file with the line ends of Windows or Unix")
		case r != '\t' && !unicode.IsGraphic(r):
			return column, fault.Unreadable.Found("the character %U cannot be seen", r).Want("delete it")
		}
	}
	return 0, fault.Fault{}
}

// read parses the rows.
func (t *Table) read(text []byte) {
	r := csv.NewReader(bytes.NewReader(text))
	r.FieldsPerRecord, r.TrimLeadingSpace = -1, true
	lines := strings.SplitAfter(string(text), "\n")
	for {
		record, err := r.Read()
		var parse *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			return
		case errors.As(err, &parse):
			t.Add(Cell{Line: parse.Line, Column: parse.Column}, "",
				fault.Unreadable.Found("a quotation mark is out of place").
					Want("put the whole cell in quotation marks and double those inside it"))
			continue
		case err != nil:
			t.Add(start(), "", fault.Unreadable.Found("%v", err))
			return
		}
		if !t.take(cells(r, record, lines)) {
			return
		}
	}
}

// cells gives a record's texts their places. It counts each line's characters once, however many cells there are.
func cells(r *csv.Reader, record, lines []string) []Cell {
	row := make([]Cell, len(record))
	line, from, characters := 0, 0, 0
	for i, text := range record {
		at, column := r.FieldPos(i)
		if at != line {
			line, from, characters = at, 0, 0
		}
		to := min(column-1, len(lines[line-1]))
		characters += utf8.RuneCountInString(lines[line-1][from:to])
		from = to
		row[i] = Cell{strings.TrimSpace(text), line, characters + 1}
	}
	return row
}

// take adds a row; false when no more are wanted.
func (t *Table) take(row []Cell) bool {
	switch at := row[0]; {
	case t.Names == nil:
		t.heading(row)
	case len(row) != len(t.Names):
		t.Add(at, "", fault.Conflict.Found("the row has %s; the heading has %d", counted(len(row), "cell"),
			len(t.Names)).
			Want("%s", t.tooLong(row)))
		return len(t.Faults) < mostFaults
	case len(t.Rows) == t.limits.Rows:
		t.Add(at, "", fault.TooLarge.Found("the file has more than %d rows", t.limits.Rows))
		return false
	default:
		t.Rows = append(t.Rows, row)
	}
	return true
}

// tooLong says what makes most rows longer than their heading.
func (t *Table) tooLong(row []Cell) string {
	if len(row) < len(t.Names) {
		return ""
	}
	return `a comma within a number ends its cell: write 0.8%, and "1,200" in quotation marks`
}

// heading checks the names of the columns.
func (t *Table) heading(row []Cell) {
	t.Names = row
	if len(row) > t.limits.Columns {
		t.Add(Cell{Line: row[0].Line, Column: 1}, "", fault.TooLarge.Found("the heading has %d columns", len(row)).
			Want("the most is %d", t.limits.Columns))
		return
	}
	for i, c := range row {
		if c.Text == "" {
			t.Add(c, "", fault.Missing.Found("a column has no name"))
		} else if slices.ContainsFunc(row[:i], func(o Cell) bool { return o.Text == c.Text }) {
			t.Add(c, fault.Short(c.Text), fault.Duplicate.Found("a second column of this name"))
		}
	}
}
