package table

import (
	"slices"
	"time"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
)

// YearColumn is the name of the column of years.
const YearColumn = "year"

// A Year is the year of a row; OK is false where it could not be read, which is a fault.
type Year struct {
	finance.Year
	OK bool
}

// Years reads a column of years: one for each row, none twice, all fiscal (2013/14) or all calendar (2013). What is
// wrong with them are faults of the table.
func (t *Table) Years(column int) (years []Year, calendar bool) {
	seen := map[finance.Year]int{}
	for _, row := range t.Rows {
		y, ok := t.year(row[column], seen, &calendar)
		years = append(years, Year{y, ok})
	}
	return years, calendar
}

// year reads the year of a row, which no row before may have. All are of the first one's kind.
func (t *Table) year(at Cell, seen map[finance.Year]int, calendar *bool) (y finance.Year, ok bool) {
	y, err := finance.ParseYear(at.Text)
	if err != nil {
		f := fault.Of(err)
		if f.Suggestion == "" {
			f.Wanted = "write 2019/20, or 2019 for a calendar year"
		}
		t.Add(at, YearColumn, f)
		return 0, false
	}
	kind := len(at.Text) == len("2013")
	switch before, twice := seen[y]; {
	case len(seen) == 0:
		*calendar = kind
	case kind != *calendar:
		t.Add(at, YearColumn,
			fault.Conflict.Found("%s is a %s year, unlike the first", fault.Quote(at.Text), kindOfYear(kind)).
				Want("a table has years of one kind"))
		return 0, false
	case twice:
		t.Add(at, YearColumn, fault.Duplicate.Found("%s is in line %d already", label(y, kind), before))
		return 0, false
	}
	seen[y] = at.Line
	return y, true
}

// YearLabel writes a year as the figures of a run do: 2014/15, however the table has it. Text that is no year stays
// as it is.
func YearLabel(text string) string {
	y, err := finance.ParseYear(text)
	if err != nil {
		return text
	}
	return label(y, len(text) == len("2013"))
}

// InOrder puts the rows into the order of their years, the oldest first, whichever way round they stand; years are
// those of [Table.Years]. A year that is missing between the first and the last is a fault: what comes after it is not
// the next year.
func (t *Table) InOrder(column int, years []Year, calendar bool) {
	order := make([]int, len(t.Rows))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return int(years[a].Year - years[b].Year) })
	rows := make([][]Cell, len(order))
	for to, from := range order {
		rows[to] = t.Rows[from]
		if to == 0 || !years[from].OK || !years[order[to-1]].OK {
			continue
		}
		if before := years[order[to-1]].Year; years[from].Year > before+1 {
			t.Add(rows[to][column], YearColumn,
				fault.Missing.Found("there is no %s: the year before %s is %s",
					missing(before+1, years[from].Year-1, calendar), label(years[from].Year, calendar),
					label(before, calendar)).
					Want("years follow one another without a gap"))
		}
	}
	t.Rows = rows
}

// missing names the years from one to another.
func missing(from, to finance.Year, calendar bool) string {
	if from == to {
		return label(from, calendar)
	}
	return label(from, calendar) + " to " + label(to, calendar)
}

func kindOfYear(calendar bool) string {
	if calendar {
		return "calendar"
	}
	return "fiscal"
}

// label writes a year as the table does.
func label(y finance.Year, calendar bool) string {
	if calendar {
		return y.Label(time.January)
	}
	return y.String()
}
