package scenario

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// mostLines is how many bad lines of a table are reported one by one.
const mostLines = 10

// observed reads a list that stands in a table: {csv: FILE, column: NAME}. found tells whether that form was used; the list
// is nil when something is wrong with it.
func (s *section) observed(values *node, at slot) (list []float64, found bool) {
	file, column := s.get("csv"), s.get("column")
	switch {
	case file == nil && column == nil:
		return nil, s.n.has("csv", "column")
	case values != nil:
		s.fault(s.n.at, s.path, "found values, and also csv or column; the observations stand in one place")
	case file == nil || column == nil:
		if !s.faulty {
			s.fault(s.n.at, s.path, "csv names a table, and column the column of it that holds the observations; give both")
		}
	case file.kind != nodeText:
		s.wrongKind(file, join(s.path, "csv"), "the path of a table")
	case column.kind != nodeText:
		s.wrongKind(column, join(s.path, "column"), "the name of a column")
	default:
		return s.columnOf(file, column, at), true
	}
	return nil, true
}

// columnOf reads the numbers of a column.
func (s *section) columnOf(file, column *node, at slot) []float64 {
	path := join(s.path, "csv")
	t := s.spec.table(file.text)
	if t.problem == "" && !utf8.Valid(t.text) {
		t.problem = "is not UTF-8 text; save it as CSV in UTF-8"
	}
	if t.problem != "" {
		s.fault(file.at, path, "the table %s %s", quote(t.name), t.problem)
		return nil
	}
	rows := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(t.text, []byte(byteOrderMark))))
	rows.FieldsPerRecord, rows.TrimLeadingSpace = -1, true
	header, err := rows.Read()
	if err != nil {
		s.fault(file.at, path, "the table %s %s", quote(t.name), tableProblem(err))
		return nil
	}
	i, ok := s.columnIn(header, t.name, column)
	if !ok {
		return nil
	}
	return s.cells(rows, i, t.name, file, at)
}

// columnIn finds a column by its name in the first line.
func (s *section) columnIn(header []string, table string, column *node) (i int, ok bool) {
	for k := range header {
		header[k] = strings.TrimSpace(header[k])
	}
	path := join(s.path, "column")
	switch i = slices.Index(header, column.text); {
	case i < 0:
		s.fault(column.at, path, "the table %s has no column %s%s; its first line is %s",
			quote(table), quote(column.text), didYouMean(column.text, header), quote(strings.Join(header, ", ")))
	case slices.Contains(header[i+1:], column.text):
		s.fault(column.at, path, "the table %s has two columns %s; rename one", quote(table), quote(column.text))
	default:
		return i, true
	}
	return 0, false
}

// cells reads one column of the lines after the first. Each fault names the line of the table.
func (s *section) cells(rows *csv.Reader, column int, table string, file *node, at slot) (list []float64) {
	path, bad := join(s.path, "csv"), 0
	wrong := func(line int, what any) {
		if bad++; bad <= mostLines {
			s.fault(file.at, path, "line %d of %s: %s", line, quote(table), what)
		}
	}
	for {
		row, err := rows.Read()
		line := 0
		if len(row) > 0 {
			line, _ = rows.FieldPos(min(column, len(row)-1))
		}
		switch {
		case errors.Is(err, io.EOF):
			if bad > mostLines {
				s.fault(file.at, path, "%s has %d more lines at fault", quote(table), bad-mostLines)
			}
			if bad > 0 {
				return nil
			}
			if len(list) == 0 {
				s.fault(file.at, path, "the table %s has no line after its first", quote(table))
			}
			return list
		case err != nil:
			s.fault(file.at, path, "the table %s %s", quote(table), tableProblem(err))
			return nil
		case column >= len(row):
			wrong(line, fmt.Sprintf("there is nothing in column %d", column+1))
		default:
			x, err := at.unit.read(strings.TrimSpace(row[column]))
			if err != nil {
				wrong(line, err)
			}
			list = append(list, x)
		}
	}
}

// tableProblem puts an error of the CSV reader into plain words.
func tableProblem(err error) string {
	var e *csv.ParseError
	switch {
	case errors.Is(err, io.EOF):
		return "is empty; its first line names the columns"
	case errors.As(err, &e):
		return fmt.Sprintf("cannot be read at line %d: a quotation mark is out of place", e.Line)
	}
	return "cannot be read"
}
