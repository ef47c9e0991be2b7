package history

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/openenvelope/envelope/finance/sheet"
)

// Limits on a file: bytes, rows below the heading, columns.
const (
	MaxFile    = 256 << 10
	maxRows    = 2000
	maxColumns = 50
)

// A cell is a text of a table and where it stands; line and column count from 1, columns in characters.
type cell struct {
	text         string
	line, column int
}

// A table is a CSV file (RFC 4180) with a heading, every row as long as it.
type table struct {
	*faultList
	names []cell
	rows  [][]cell
}

// readTable reads a file's structure. Whatever is wrong is in the table's faults; rows that could be read are kept, so that
// what is wrong with their cells can be told too.
func readTable(file string, text []byte) *table {
	t := &table{faultList: &faultList{file: file}}
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	switch {
	case len(text) > MaxFile:
		t.add(1, 1, "", "the file has more than %d kB; that is the most a table may have", MaxFile>>10)
		return t
	case !t.visible(string(text)):
		return t
	}
	t.read(text)
	if len(t.names) == 0 && len(t.all) == 0 {
		t.add(1, 1, "", "the file is empty; begin with a heading such as year,value")
	}
	return t
}

// visible reports the first character of each line that cannot be seen.
func (t *table) visible(text string) bool {
	number := 0
	for line := range strings.Lines(text) {
		number++
		column := 0
		for i, r := range strings.TrimRight(line, "\r\n") {
			column++
			if r == utf8.RuneError && !strings.HasPrefix(line[i:], string(utf8.RuneError)) {
				t.add(number, column, "", "the bytes here are not UTF-8 text; save the file as UTF-8")
				break
			}
			if r != '\t' && !unicode.IsGraphic(r) {
				t.add(number, column, "", "the character %U cannot be seen; delete it", r)
				break
			}
		}
	}
	return len(t.all) == 0
}

// read parses the rows.
func (t *table) read(text []byte) {
	r := csv.NewReader(bytes.NewReader(text))
	r.FieldsPerRecord = -1
	lines := strings.SplitAfter(string(text), "\n")
	for {
		record, err := r.Read()
		var parse *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			return
		case errors.As(err, &parse):
			t.add(parse.Line, parse.Column, "", "a quotation mark is out of place; put the whole cell in quotation marks and double those inside it")
			continue
		case err != nil:
			t.add(1, 1, "", "%v", err)
			return
		}
		if !t.take(cells(r, record, lines)) {
			return
		}
	}
}

// cells gives a record's texts their places. It counts each line's characters once, however many cells there are.
func cells(r *csv.Reader, record, lines []string) []cell {
	row := make([]cell, len(record))
	line, from, characters := 0, 0, 0
	for i, text := range record {
		at, column := r.FieldPos(i)
		if at != line {
			line, from, characters = at, 0, 0
		}
		to := min(column-1, len(lines[line-1]))
		characters += utf8.RuneCountInString(lines[line-1][from:to])
		from = to
		row[i] = cell{strings.TrimSpace(text), line, characters + 1}
	}
	return row
}

// take adds a row; false when no more are wanted.
func (t *table) take(row []cell) bool {
	switch at := row[0]; {
	case t.names == nil:
		t.heading(row)
	case len(row) != len(t.names):
		t.add(at.line, at.column, "", "the row has %s; the heading has %d", counted(len(row), "cell"), len(t.names))
	case len(t.rows) == maxRows:
		t.add(at.line, at.column, "", "the file has more than %d rows", maxRows)
		return false
	default:
		t.rows = append(t.rows, row)
	}
	return true
}

// heading checks the names of the columns.
func (t *table) heading(row []cell) {
	t.names = row
	if len(row) > maxColumns {
		t.add(row[0].line, 1, "", "the heading has %d columns; the most is %d", len(row), maxColumns)
		return
	}
	for i, c := range row {
		if c.text == "" {
			t.add(c.line, c.column, "", "a column has no name")
		} else if slices.ContainsFunc(row[:i], func(o cell) bool { return o.text == c.text }) {
			t.add(c.line, c.column, c.text, "a second column of this name")
		}
	}
}

// column is the place of a named column, or −1 with a fault that says which there are.
func (t *table) column(name string) int {
	var known []string
	for i, c := range t.names {
		if c.text == name {
			return i
		}
		known = append(known, cut(c.text))
	}
	if len(t.names) > 0 {
		hint := "the columns are " + strings.Join(known, ", ")
		if near, ok := sheet.Nearest(name, known); ok {
			hint = "did you mean " + near + "?"
		}
		t.add(t.names[0].line, t.names[0].column, "", "there is no column %s; %s", quote(name), hint)
	}
	return -1
}
