package population

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/internal/table"
)

// Limits of a table.
const (
	maxBytes  = 1 << 20
	maxBands  = 150
	maxYears  = 200
	maxPeople = 1_000_000_000_000
)

// Read reads a projection from a table with commas: a heading of year, bands of age from 0 on ("0-4", "5-9", … "85+") and,
// if there is one, total, by which each line is checked; then a line for each year, without gaps. It fails with
// [finance.Faults], each with its line, or with what the reader of its bytes says.
func Read(r io.Reader) (Projection, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxBytes+1))
	if err != nil {
		return Projection{}, fmt.Errorf("population: %w", err)
	}
	t := &reading{Table: table.Read(text, table.Limits{Bytes: maxBytes, Rows: maxYears, Columns: maxBands + 2})}
	if len(t.Faults) == 0 {
		t.heading(t.Names)
	}
	if len(t.Faults) == 0 {
		for _, row := range t.Rows {
			t.line(row)
		}
	}
	if len(t.Faults) == 0 && len(t.Rows) == 0 {
		t.Add(t.Names[0], "", "there are no lines for years below the heading")
	}
	if len(t.Faults) > 0 {
		return Projection{}, t.faults()
	}
	return t.p, nil
}

// A reading is a table being read.
type reading struct {
	*table.Table
	p     Projection
	total bool
}

// faults are what is wrong with the table, by its lines.
func (t *reading) faults() (faults finance.Faults) {
	for _, f := range t.Faults {
		problem := f.Problem
		if f.Path != "" {
			problem = f.Path + ": " + problem
		}
		faults = append(faults, finance.Fault{Path: fmt.Sprintf("line %d", f.Line), Problem: problem})
	}
	return faults
}

// heading reads the bands of age.
func (t *reading) heading(cells []table.Cell) {
	if cells[0].Text != table.YearColumn {
		t.Add(cells[0], "", "the first column is %q; it must be year", short(cells[0].Text))
	}
	bands := cells[1:]
	if len(bands) > 0 && bands[len(bands)-1].Text == "total" {
		t.total, bands = true, bands[:len(bands)-1]
	}
	if len(bands) == 0 || len(bands) > maxBands {
		t.Add(cells[0], "", "there are %d bands of age; there must be 1 to %d", len(bands), maxBands)
		return
	}
	next := 0
	for i, band := range bands {
		t.p.Ages = append(t.p.Ages, next)
		low, high, open := strings.Cut(band.Text, "-")
		if last := i == len(bands)-1; last {
			low, open = strings.CutSuffix(band.Text, "+")
			high = low
		}
		from, err := strconv.Atoi(low)
		to, err2 := strconv.Atoi(high)
		if !open || err != nil || err2 != nil || from != next || to < from || to > maxBands {
			t.Add(band, "", "%q is not the band of age that begins at %d; write 0-4, 5-9 and so on, and 85+ for the last", short(band.Text), next)
			return
		}
		next = to + 1
	}
}

// line reads one year.
func (t *reading) line(cells []table.Cell) {
	year, err := finance.ParseYear(cells[0].Text)
	if len(t.p.People) == 0 {
		t.p.First = year
	}
	switch want := t.p.First + finance.Year(len(t.p.People)); {
	case err != nil || len(cells[0].Text) != 4:
		t.Add(cells[0], "", "%q is not a year; write 2022", short(cells[0].Text))
	case year != want:
		t.Add(cells[0], "", "the year is %d; the one after the line before is %d", int(year), int(want))
	}
	var people []int64
	var sum int64
	for i, cell := range cells[1:] {
		n, err := strconv.ParseInt(cell.Text, 10, 64)
		if err != nil || n < 0 || n > maxPeople {
			t.Add(cell, "", "%q is not a number of people; write digits alone", short(cell.Text))
			n = 0
		}
		if t.total && i == len(t.p.Ages) {
			if n != sum {
				t.Add(cell, "", "the bands add up to %d, but the total is %d", sum, n)
			}
			continue
		}
		people, sum = append(people, n), sum+n
	}
	t.p.People = append(t.p.People, people)
}

// short is the start of what was found.
func short(text string) string {
	const longest = 40
	if len(text) > longest {
		return strings.ToValidUTF8(text[:longest], "") + "…"
	}
	return text
}
