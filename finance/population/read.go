package population

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/openenvelope/envelope/finance"
)

// Limits of a table.
const (
	maxBands  = 150
	maxYears  = 200
	maxPeople = 1_000_000_000_000
)

// Read reads a projection from a table with commas: a heading of year, bands of age from 0 on ("0-4", "5-9", … "85+") and,
// if there is one, total, by which each line is checked; then a line for each year, without gaps. It fails with
// [finance.Faults], each with its line, or with what the reader of the table says.
func Read(r io.Reader) (Projection, error) {
	lines, err := csv.NewReader(r).ReadAll()
	if err != nil {
		return Projection{}, fmt.Errorf("population: %w", err)
	}
	t := &table{}
	if len(lines) < 2 {
		t.fault(1, "there is no heading with lines for years below it")
		return Projection{}, t.faults
	}
	t.heading(lines[0])
	if len(t.faults) == 0 {
		for i, line := range lines[1:] {
			t.line(i+2, line)
		}
	}
	if len(t.faults) > 0 {
		return Projection{}, t.faults
	}
	return t.p, nil
}

// A table is being read.
type table struct {
	p      Projection
	total  bool
	faults finance.Faults
}

func (t *table) fault(line int, format string, args ...any) {
	t.faults = append(t.faults, finance.Fault{Path: fmt.Sprintf("line %d", line), Problem: fmt.Sprintf(format, args...)})
}

// heading reads the bands of age.
func (t *table) heading(cells []string) {
	if cells[0] != "year" {
		t.fault(1, "the first column is %q; it must be year", short(cells[0]))
	}
	bands := cells[1:]
	if len(bands) > 0 && bands[len(bands)-1] == "total" {
		t.total, bands = true, bands[:len(bands)-1]
	}
	if len(bands) == 0 || len(bands) > maxBands {
		t.fault(1, "there are %d bands of age; there must be 1 to %d", len(bands), maxBands)
		return
	}
	next := 0
	for i, band := range bands {
		t.p.Ages = append(t.p.Ages, next)
		low, high, open := strings.Cut(band, "-")
		if last := i == len(bands)-1; last {
			low, open = strings.CutSuffix(band, "+")
			high = low
		}
		from, err := strconv.Atoi(low)
		to, err2 := strconv.Atoi(high)
		if !open || err != nil || err2 != nil || from != next || to < from || to > maxBands {
			t.fault(1, "%q is not the band of age that begins at %d; write 0-4, 5-9 and so on, and 85+ for the last", short(band), next)
			return
		}
		next = to + 1
	}
}

// line reads one year.
func (t *table) line(number int, cells []string) {
	year, err := finance.ParseYear(cells[0])
	if len(t.p.People) == 0 {
		t.p.First = year
	}
	switch want := t.p.First + finance.Year(len(t.p.People)); {
	case err != nil || len(cells[0]) != 4:
		t.fault(number, "%q is not a year; write 2022", short(cells[0]))
	case year != want:
		t.fault(number, "the year is %d; the one after the line before is %d", int(year), int(want))
	case len(t.p.People) == maxYears:
		t.fault(number, "there are more than %d years", maxYears)
	}
	var people []int64
	var sum int64
	for i, cell := range cells[1:] {
		n, err := strconv.ParseInt(cell, 10, 64)
		if err != nil || n < 0 || n > maxPeople {
			t.fault(number, "%q is not a number of people; write digits alone", short(cell))
			n = 0
		}
		if t.total && i == len(t.p.Ages) {
			if n != sum {
				t.fault(number, "the bands add up to %d, but the total is %d", sum, n)
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
