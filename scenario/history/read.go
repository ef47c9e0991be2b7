package history

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/table"
	"github.com/openenvelope/envelope/scenario/evidence"
)

// Read reads one column of a CSV table with a heading and a column "year" (2013/14, or 2013 for calendar years).
// Figures are rates (1.9%, or the fraction 0.019) or money (£114.6bn), one kind in a column; an empty cell is a year
// without a figure. Other columns may hold anything. file is printed before line numbers. The error is [file.Faults],
// all of them at once.
func Read(file string, text []byte, column string) (evidence.Series, error) {
	t := readTable(file, text)
	s := evidence.Series{File: file, Name: column}
	at, values := t.Column(table.YearColumn), t.Column(column)
	if at < 0 || values < 0 {
		return evidence.Series{}, t.err()
	}
	s.Money, s.Symbol = t.kindOf(values)
	years, calendar := t.Years(at)
	s.Calendar = calendar
	for i, row := range t.Rows {
		if c := row[values]; c.Text != "" {
			value, sound := t.figure(c, table.In(column, row[at].Text), s)
			if years[i].OK && sound {
				p := evidence.Point{Year: years[i].Year, Value: value, Line: c.Line, Column: c.Column}
				s.Points = append(s.Points, p)
			}
		}
	}
	if len(s.Points) == 0 && len(t.Faults) == 0 {
		t.Add(t.Names[values], column, fault.Missing.Found("the column has no figures"))
	}
	if err := t.err(); err != nil {
		return evidence.Series{}, err
	}
	slices.SortFunc(s.Points, func(a, b evidence.Point) int { return int(a.Year - b.Year) })
	return s, nil
}

// Limits on a file: bytes, rows below the heading, columns.
const (
	MaxFile    = 256 << 10
	maxRows    = 2000
	maxColumns = 50
)

// A csvTable is a table and the name of its file.
type csvTable struct {
	*table.Table
	file string
}

func readTable(file string, text []byte) csvTable {
	return csvTable{table.Read(text, table.Limits{Bytes: MaxFile, Rows: maxRows, Columns: maxColumns}), file}
}

// err is nil when there is no fault, else all of them in the order of the file.
func (t csvTable) err() error {
	l := &faultList{file: t.file}
	for _, f := range t.Faults {
		l.add(f.Line, f.Column, f.Fault)
	}
	return l.err()
}

// figure reads a cell in the unit of a driver.
func (t csvTable) figure(at table.Cell, path string, s evidence.Series) (value float64, ok bool) {
	value, err := s.Parse(t.Figure(at))
	if err != nil {
		t.Add(at, path, fault.Of(err))
	}
	return value, err == nil
}

// kindOf tells whether a column is money or rates, and the currency's sign, by the first cell that decides it: a plain
// 0 may be either.
func (t csvTable) kindOf(column int) (money bool, symbol string) {
	for _, row := range t.Rows {
		if text := t.Figure(row[column]); strings.Trim(text, "-−0.") != "" {
			return isMoney(text)
		}
	}
	return false, ""
}

// isMoney reports whether a text is an amount rather than a rate, and the sign before its digits.
func isMoney(text string) (money bool, symbol string) {
	digits := strings.IndexAny(text, "0123456789")
	if digits < 0 {
		return false, ""
	}
	symbol = strings.Trim(text[:digits], "-− (")
	_, err := strconv.ParseFloat(strings.Trim(text, "-−%"), 64)
	rate := err == nil || strings.HasSuffix(strings.TrimRight(text, ") "), "%")
	return isCurrency(symbol) || (symbol == "" && !rate), symbol
}

// isCurrency accepts a currency's sign or its code of three letters.
func isCurrency(text string) bool {
	r, n := utf8.DecodeRuneInString(text)
	code := len(text) == 3 && strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
	return code || (n == len(text) && unicode.Is(unicode.Sc, r))
}
