package population

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/internal/table"
)

// Limits of a table.
const (
	maxBytes  = 1 << 20
	maxBands  = 150
	maxYears  = 200
	maxLines  = 20_000 // of all areas
	maxPeople = 1_000_000_000_000
)

// Read reads a projection from a table with commas: a heading of year, bands of age from 0 on ("0-4", "5-9", … "85+")
// and, if there is one, total, which checks each line; then a line for each year, in any order without gaps. The error
// is [finance.Faults], each with its line, or the reader's own error.
func Read(r io.Reader) (Projection, error) { return ReadArea(r, "") }

// ReadArea reads the projection of one area from a table of several areas: like a table of [Read], with a column area
// that names the area of each line. If area is empty the table must not have this column. The errors are those of Read.
func ReadArea(r io.Reader, area string) (Projection, error) {
	r = door.Reader(r)
	text, err := io.ReadAll(io.LimitReader(r, maxBytes+1))
	if err != nil {
		return Projection{}, fmt.Errorf("population: %w", err)
	}
	t := &reading{Table: table.Read(text, table.Limits{Bytes: maxBytes, Rows: maxLines, Columns: maxBands + 3})}
	if len(t.Faults) == 0 {
		t.only(area)
	}
	if len(t.Faults) == 0 && len(t.Rows) > maxYears {
		t.Add(t.Names[0], "", fault.TooLarge.Found("there are %d years", len(t.Rows)).Want("the most is %d", maxYears))
	}
	if len(t.Faults) == 0 {
		t.heading(t.Names)
	}
	if len(t.Faults) == 0 {
		t.years()
		for _, row := range t.Rows {
			t.line(row)
		}
	}
	if len(t.Faults) == 0 && len(t.Rows) == 0 {
		t.Add(t.Names[0], "", fault.Missing.Found("there are no lines for years below the heading"))
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

// areaColumn names the area of a line in a table of several areas.
const areaColumn = "area"

// only keeps the lines of one area, and removes the column of the areas.
func (t *reading) only(area string) {
	at := t.Find(areaColumn)
	switch {
	case at < 0 && area == "":
		return
	case at < 0:
		t.Add(t.Names[0], "", fault.Unknown.Found("there is no column %s", fault.Quote(areaColumn)).
			Want("a table of one area needs no name of it"))
		return
	}
	var areas []string
	var rows [][]table.Cell
	for _, row := range t.Rows {
		name := row[at].Text
		if !slices.Contains(areas, name) {
			areas = append(areas, name)
		}
		if name == area {
			rows = append(rows, slices.Delete(slices.Clone(row), at, at+1))
		}
	}
	if len(rows) == 0 {
		few := areas[:min(len(areas), mostNamed)]
		f := fault.Unknown.Found("there is no area %s", fault.Quote(area))
		if area == "" {
			f = fault.Missing.Found("no area is named, and the table has a column of them")
		}
		t.Add(t.Names[at], "", f.Want("the table has %s", fault.Short(strings.Join(few, ", "))))
		return
	}
	t.Names, t.Rows = slices.Delete(slices.Clone(t.Names), at, at+1), rows
}

// mostNamed is how many areas a fault names.
const mostNamed = 10

// faults are the faults of the table, by its lines.
func (t *reading) faults() (faults finance.Faults) {
	slices.SortStableFunc(t.Faults, func(a, b table.Fault) int { return cmp.Or(a.Line-b.Line, a.Column-b.Column) })
	for _, f := range t.Faults {
		own := f.Fault
		if f.Path != "" && f.Path != table.YearColumn {
			own = own.In("%s", f.Path)
		}
		faults = append(faults, own.At(fmt.Sprintf("line %d", f.Line)))
	}
	return faults
}

// heading reads the bands of age.
func (t *reading) heading(cells []table.Cell) {
	if cells[0].Text != table.YearColumn {
		t.Add(cells[0], "", fault.Unreadable.Found("the first column is %s", fault.Quote(cells[0].Text)).
			Want("it must be year"))
	}
	bands := cells[1:]
	if len(bands) > 0 && bands[len(bands)-1].Text == "total" {
		t.total, bands = true, bands[:len(bands)-1]
	}
	if len(bands) == 0 || len(bands) > maxBands {
		t.Add(cells[0], "", fault.OutOfRange.Found("there are %d bands of age", len(bands)).
			Want("there must be 1 to %d", maxBands))
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
			t.Add(band, "", fault.Unreadable.Found("%s is not the band of age that begins at %d",
				fault.Quote(band.Text), next).
				Want("write 0-4, 5-9 and so on, and 85+ for the last"))
			return
		}
		next = to + 1
	}
}

// years reads the column of years and puts the lines into their order.
func (t *reading) years() {
	const column = 0
	years, calendar := t.Years(column)
	if len(years) > 0 && years[0].OK && !calendar {
		t.Add(t.Rows[0][column], "", fault.Unreadable.Found("%s is a fiscal year", fault.Quote(t.Rows[0][column].Text)).
			Want("people are counted in the middle of a calendar year: write 2022"))
	}
	t.InOrder(column, years, calendar)
	for i, y := range years {
		if y.OK && (i == 0 || y.Year < t.p.First) {
			t.p.First = y.Year
		}
	}
}

// line reads one year.
func (t *reading) line(cells []table.Cell) {
	var people []int64
	var sum int64
	for i, cell := range cells[1:] {
		n, err := strconv.ParseInt(t.Figure(cell), 10, 64)
		if err != nil || n < 0 || n > maxPeople {
			t.Add(cell, "", fault.Unreadable.Found("%s is not a number of people", fault.Quote(cell.Text)).
				Want("write digits alone"))
			n = 0
		}
		if t.total && i == len(t.p.Ages) {
			if n != sum {
				t.Add(cell, "", fault.Conflict.Found("the bands add up to %d, but the total is %d", sum, n))
			}
			continue
		}
		people, sum = append(people, n), sum+n
	}
	t.p.People = append(t.p.People, people)
}
