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
	"github.com/openenvelope/envelope/internal/plaintext"
)

// mark is the byte order mark, which may stand at the beginning of a table in UTF-8.
const mark = "\ufeff"

// Read reads a table. Whatever is wrong is in its faults; rows that could be read are kept, so that what is wrong with
// their cells can be told too.
func Read(text []byte, limits Limits) *Table {
	t := &Table{limits: limits, Near: &sheet.Suggester{}}
	if len(text) > limits.Bytes {
		t.Add(start(), "", fault.TooLarge.Found("the file has more than %d kB", limits.Bytes>>10).
			Want("that is the most a table may have"))
		return t
	}
	if line, column, f := plaintext.Refused(text, "save it as CSV in UTF-8"); f.Kind != "" {
		t.Add(Cell{Line: line, Column: column}, "", f)
		return t
	}
	text = bytes.TrimPrefix(text, []byte(mark))
	if !t.visible(string(text)) {
		return t
	}
	t.read(text)
	if len(t.Names) == 0 && len(t.Faults) == 0 {
		t.Add(start(), "", fault.Missing.Found("the file is empty").Want("begin with a heading such as year,value"))
	}
	return t
}

// Needs reports a table that is read but has nothing below its heading, where there must be rows: of settings, say.
func (t *Table) Needs(rows string) {
	if len(t.Rows) == 0 && len(t.Faults) == 0 {
		t.Add(t.Names[0], "", fault.Missing.Found("there are no %s below the heading", rows))
	}
}

// start is where a table begins.
func start() Cell { return Cell{Line: 1, Column: 1} }

// visible reports the first character of each line that cannot be seen.
func (t *Table) visible(text string) bool {
	number := 0
	for line := range strings.Lines(text) {
		number++
		if column, f := refused(strings.TrimRight(line, "\r\n")); f.Kind != "" {
			t.Add(Cell{Line: number, Column: column}, "", f)
		}
		if len(t.Faults) == mostFaults {
			return false
		}
	}
	return len(t.Faults) == 0
}

// refused finds the first character of a line that has no business in a table.
func refused(line string) (column int, f fault.Fault) {
	for _, r := range line {
		column++
		switch {
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
	text, separator := t.separator(text)
	if t.wide(text, byte(separator)) {
		return
	}
	r := csv.NewReader(bytes.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.TrimLeadingSpace = separator, -1, separator != '\t'
	at := &walk{text: text, line: 1}
	for {
		record, err := r.Read()
		var parse *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			t.finish(separator)
			return
		case errors.As(err, &parse):
			t.Add(Cell{Line: parse.Line, Column: parse.Column}, "",
				fault.Unreadable.Found("a quotation mark is out of place").
					Want("put the whole cell in quotation marks and double those inside it"))
			if len(t.Faults) == mostFaults {
				return
			}
			continue
		case err != nil:
			t.Add(start(), "", fault.Unreadable.Found("%v", err))
			return
		}
		if row := cells(r, record, at); !empty(row) && !t.take(row) {
			return
		}
	}
}

// mostSeparated is the most separators in a line, those in quotation marks too.
const mostSeparated = 100_000

// wide reports a line that has more, which would be more cells than any table has columns.
func (t *Table) wide(text []byte, separator byte) bool {
	number := 0
	for line := range bytes.Lines(text) {
		if number++; bytes.Count(line, []byte{separator}) > mostSeparated {
			t.Add(Cell{Line: number, Column: 1}, "",
				fault.TooLarge.Found("the line has more than %d cells", mostSeparated))
			return true
		}
	}
	return false
}

// A walk goes through the lines of a text.
type walk struct {
	text []byte // from the beginning of the line
	line int    // its number, from 1
}

// to goes on to a line and returns it.
func (w *walk) to(line int) []byte {
	end := bytes.IndexByte(w.text, '\n')
	for ; w.line < line && end >= 0; w.line++ {
		w.text = w.text[end+1:]
		end = bytes.IndexByte(w.text, '\n')
	}
	if end < 0 {
		return w.text
	}
	return w.text[:end+1]
}

// cells gives a record's texts their places. It counts each line's characters once, however many cells there are.
func cells(r *csv.Reader, record []string, at *walk) []Cell {
	row := make([]Cell, len(record))
	number, from, characters := 0, 0, 0
	var line []byte
	for i, text := range record {
		in, column := r.FieldPos(i)
		if in != number {
			number, from, characters = in, 0, 0
			line = at.to(number)
		}
		to := min(column-1, len(line))
		characters += utf8.RuneCount(line[from:to])
		from = to
		row[i] = Cell{strings.TrimSpace(text), number, characters + 1}
	}
	return row
}

// empty reports whether nothing stands in a row, as in those that spreadsheets write below a table.
func empty(row []Cell) bool { return !slices.ContainsFunc(row, Cell.filled) }

func (c Cell) filled() bool { return c.Text != "" }

// take adds a row; false when no more are wanted.
func (t *Table) take(row []Cell) bool {
	switch at := row[0]; {
	case t.Names == nil:
		t.Names = row
	case len(t.Rows) == t.limits.Rows:
		t.Add(at, "", fault.TooLarge.Found("the file has more than %d rows", t.limits.Rows))
		return false
	case t.limits.Cells > 0 && len(t.Rows) >= t.limits.Cells/len(t.Names):
		t.Add(at, "", fault.TooLarge.Found("the file has more than %d cells", t.limits.Cells))
		return false
	case len(row) != len(t.Names):
		t.uneven(row)
		return len(t.Faults) < mostFaults
	default:
		t.Rows = append(t.Rows, row)
	}
	return true
}

// finish looks at the table as a whole.
func (t *Table) finish(separator rune) {
	t.heading()
	t.crowdedRows()
	if separator != ',' {
		t.decimals()
	}
}

// heading checks the names of the columns. Columns on the right without a name and without a cell are none.
func (t *Table) heading() {
	if len(t.Names) > t.limits.Columns {
		t.Add(Cell{Line: t.Names[0].Line, Column: 1}, "",
			fault.TooLarge.Found("the heading has %d columns", len(t.Names)).
				Want("the most is %d", t.limits.Columns))
		return
	}
	for t.lastIsEmpty() {
		last := len(t.Names) - 1
		t.Names = t.Names[:last]
		for i, row := range t.Rows {
			t.Rows[i] = row[:last]
		}
	}
	for i, c := range t.Names {
		if c.Text == "" {
			t.Add(c, "", fault.Missing.Found("a column has no name"))
		} else if slices.ContainsFunc(t.Names[:i], func(o Cell) bool { return o.Text == c.Text }) {
			t.Add(c, fault.Short(c.Text), fault.Duplicate.Found("a second column of this name"))
		}
	}
}

// lastIsEmpty reports whether nothing stands in the last column, not even a name.
func (t *Table) lastIsEmpty() bool {
	last := len(t.Names) - 1
	return last > 0 && !t.Names[last].filled() &&
		!slices.ContainsFunc(t.Rows, func(row []Cell) bool { return row[last].filled() })
}
