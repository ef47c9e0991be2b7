package history

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/openenvelope/envelope/finance"
)

// Read reads one column of a CSV table with a heading and a column "year" (2013/14, or 2013 for calendar years). Figures
// are rates (1.9%, or the fraction 0.019) or money (£114.6bn), one kind in a column; an empty cell is a year without a
// figure. Other columns may hold anything. file stands before line numbers. The error is [scenario.Faults], all
// of them at once.
func Read(file string, text []byte, column string) (Series, error) {
	t := readTable(file, text)
	s := Series{File: file, Name: column}
	years, values := t.column("year"), t.column(column)
	if years < 0 || values < 0 {
		return Series{}, t.err()
	}
	s.Money, s.Symbol = kindOf(t.rows, values)
	seen := map[finance.Year]int{}
	for i, row := range t.rows {
		year, ok := t.year(row[years], seen, i == 0, &s.Calendar)
		at := row[values]
		if at.text == "" {
			continue
		}
		value, sound := t.figure(at, in(column, row[years].text), s)
		if ok && sound {
			s.Points = append(s.Points, Point{year, value, at.line, at.column})
		}
	}
	if len(s.Points) == 0 && len(t.all) == 0 {
		t.add(t.names[values].line, t.names[values].column, column, "the column has no figures")
	}
	if err := t.err(); err != nil {
		return Series{}, err
	}
	slices.SortFunc(s.Points, func(a, b Point) int { return int(a.Year - b.Year) })
	return s, nil
}

// year reads the year of a row, which no row before may have. All are of the first one's kind, fiscal or calendar.
func (t *table) year(at cell, seen map[finance.Year]int, first bool, calendar *bool) (y finance.Year, ok bool) {
	y, err := finance.ParseYear(at.text)
	if err != nil {
		t.add(at.line, at.column, "year", "%v", err)
		return 0, false
	}
	kind := len(at.text) == len("2013")
	switch before, twice := seen[y]; {
	case first:
		*calendar = kind
	case kind != *calendar:
		t.add(at.line, at.column, "year", "%s is a %s year, unlike the first; a table has years of one kind", quote(at.text), kindOfYear(kind))
		return 0, false
	case twice:
		t.add(at.line, at.column, "year", "%s stands in line %d already", y.Label(monthOf(kind)), before)
		return 0, false
	}
	seen[y] = at.line
	return y, true
}

func kindOfYear(calendar bool) string {
	if calendar {
		return "calendar"
	}
	return "fiscal"
}

// figure reads a cell in the unit of a driver.
func (t *table) figure(at cell, path string, s Series) (value float64, ok bool) {
	value, err := s.Parse(at.text)
	if err != nil {
		t.add(at.line, at.column, path, "%v", err)
	}
	return value, err == nil
}

// Parse reads a figure as it would stand in the series: a rate as a fraction, money in whole pence.
func (s Series) Parse(text string) (float64, error) { return parse(text, s.Money, s.Symbol) }

// parse reads a rate as a fraction or money in pence.
func parse(text string, money bool, symbol string) (float64, error) {
	if money {
		a, err := finance.ParseAmount(text, symbol)
		return float64(a), err
	}
	r, err := finance.ParseRate(text)
	return float64(r), err
}

// kindOf tells money from rates, and the currency's sign, by the first cell that decides it: a plain 0 may be either.
func kindOf(rows [][]cell, column int) (money bool, symbol string) {
	for _, row := range rows {
		if text := row[column].text; strings.Trim(text, "-−0.") != "" {
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
	rate := err == nil || strings.HasSuffix(text, "%")
	return isCurrency(symbol) || (symbol == "" && !rate), symbol
}

// isCurrency accepts a currency's sign or its code of three letters.
func isCurrency(text string) bool {
	r, n := utf8.DecodeRuneInString(text)
	code := len(text) == 3 && strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
	return code || (n == len(text) && unicode.Is(unicode.Sc, r))
}
