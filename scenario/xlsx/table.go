package xlsx

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/openenvelope/envelope/finance/fault"
	sheets "github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario/file"
)

// The headings of an input workbook, and the unit of rows that hold a text.
const (
	HeadName    = "Name"           // what the first star of the place stands for
	HeadPart    = "Part"           // what the second star stands for
	HeadWhat    = "What"           // the number or text in plain words
	HeadUnit    = "Unit"           // what a number of the row is in
	HeadValue   = "Value"          // known, or the middle of a range
	HeadLow     = "Low"            // one case in ten is below
	HeadHigh    = "High"           // one case in ten is above
	HeadYear    = "Year"           // and a number from 1: a year after the opening year
	HeadAfter   = "After"          // the years after those
	HeadLaw     = "Otherwise said" // any other form, in braces
	HeadSource  = "Source"         // who says so
	HeadOwner   = "Owner"          // who answers for it
	HeadQuality = "Quality"        // green, amber or red
	HeadNote    = "Note"           // what else is known
	HeadMeans   = "What it means"  // what the key means
	HeadDefault = "If left empty"  // what holds where the row is empty
	HeadChange  = "Scenario"       // and a number from 1: a scenario
	HeadPlace   = "Place"          // the keys of the file

	UnitText = "text" // of a row without numbers
	Shared   = "as "  // and the name of a shared number, in the place of a value: as delivery
)

const (
	headingRows = 40     // how far from the top the row of headings may stand
	mostRows    = 40_000 // that give something, of all sheets
	mostLevels  = 32     // of the keys of a place, as in a file
)

// A reader makes the cells of a scenario file from those of a workbook.
type reader struct {
	book    *book
	name    string
	cells   []file.Cell
	faults  []file.Fault
	tabled  []*tabled
	items   map[string]int  // of lists, by their places
	named   map[string]*row // scenarios, by the places of their names
	changed []file.Cell     // of scenarios
	firsts  map[string]*row // rows, by what they give
	twice   map[string]bool // cells that were reported already, for all rows that take what they hold
}

// A tabled is a sheet with its headings.
type tabled struct {
	*sheet
	heading int            // the row
	columns map[string]int // by their headings
	years   []int          // the columns of years, from the first
	changes []int          // those of scenarios
	lost    bool           // a heading shows an error, which is reported
}

// A row is a row of a sheet.
type row struct {
	*reader
	*tabled
	number int
	keys   []string
	item   int
	unit   string
}

// tables reads all sheets that have headings; false if none has.
func (r *reader) tables() bool {
	for _, s := range r.book.sheets {
		if t := headed(s); t != nil {
			r.tabled = append(r.tabled, t)
			r.headings(t)
		}
	}
	if len(r.tabled) == 0 {
		return false
	}
	r.items, r.named = map[string]int{}, map[string]*row{}
	r.firsts, r.twice = map[string]*row{}, map[string]bool{}
	var rows []*row
	for _, t := range r.tabled {
		for n := range t.rowsAfter(t.heading) {
			if r.enough() {
				break
			}
			if one := r.row(t, n); one != nil && !r.repeated(one) {
				rows = append(rows, one)
			}
			if len(rows)+len(r.named) > mostRows {
				r.fault(t.sheet, position{n, 1}, "", fault.TooLarge.Found("more than %d rows give something", mostRows).
					Want("that is the most that is read"))
				return true
			}
		}
	}
	if !slices.ContainsFunc(rows, func(one *row) bool { return one.path() == "schema" }) {
		t := r.tabled[0]
		r.give(file.Cell{At: t.at(position{t.heading, 1}), Keys: []string{"schema"},
			Value: strconv.Itoa(file.CurrentSchema)})
	}
	for _, one := range rows {
		if one.read(); r.enough() {
			break
		}
	}
	r.giveChanges()
	return true
}

// giveChanges adds the cells of the scenarios, scenario by scenario: in the order in which they are named they are
// shown.
func (r *reader) giveChanges() {
	order := map[string]int{}
	used, lost := map[string]bool{}, slices.ContainsFunc(r.tabled, func(t *tabled) bool { return t.lost })
	for _, c := range r.changed {
		used[c.Keys[1]] = true
	}
	for i := 1; ; i++ {
		named := r.named[fmt.Sprintf("%s %d", strings.ToLower(HeadChange), i)]
		if named == nil {
			break
		}
		name, ok := named.words(HeadValue)
		if !ok || name == "" {
			continue
		}
		at := position{named.number, named.columns[HeadValue]}
		switch {
		case order[name] != 0:
			r.fault(named.tabled.sheet, at, "", fault.Duplicate.Found("there is a scenario %s already",
				fault.Quote(name)).Want("give this one another name"))
		case !used[name] && !lost:
			r.fault(named.tabled.sheet, at, "", fault.Missing.Found("the scenario %s has no numbers",
				fault.Quote(name)).Want("write what differs in the columns %s %d of the other sheets, or empty this cell",
				HeadChange, i))
		}
		order[name] = i - len(r.named) - 1
	}
	slices.SortStableFunc(r.changed, func(a, b file.Cell) int { return order[a.Keys[1]] - order[b.Keys[1]] })
	r.cells = append(r.cells, r.changed...)
}

// headed is a sheet with its row of headings; nil if it has none.
func headed(s *sheet) *tabled {
	for n := 1; n <= min(s.rows, headingRows); n++ {
		t := &tabled{sheet: s, heading: n, columns: map[string]int{}}
		for column, c := range s.row(n) {
			if c.kind == text {
				if _, twice := t.columns[tidy(c.text)]; !twice {
					t.columns[tidy(c.text)] = column
				}
			}
		}
		if t.columns[HeadPlace] > 0 && t.columns[HeadValue] > 0 {
			return t
		}
	}
	return nil
}

// tidy is a text of a cell without what stands round it: spaces of any kind, and what follows the first line.
func tidy(s string) string {
	s, _, _ = strings.Cut(strings.TrimSpace(s), "\n")
	odd := strings.IndexFunc(s, func(r rune) bool { return r != ' ' && unicode.IsSpace(r) })
	if odd < 0 && !strings.Contains(s, "  ") {
		return strings.TrimSpace(s) // as it is, without a copy for each of very many cells
	}
	return strings.Join(strings.Fields(s), " ")
}

// knownHeads are the headings that have no number.
func knownHeads() []string {
	return []string{HeadName, HeadPart, HeadWhat, HeadUnit, HeadValue, HeadLow, HeadHigh, HeadAfter, HeadLaw,
		HeadSource, HeadOwner, HeadQuality, HeadNote, HeadMeans, HeadDefault, HeadPlace}
}

// headings finds the columns of years and scenarios, and reports headings that nobody knows.
func (r *reader) headings(t *tabled) {
	known := knownHeads()
	for column := 1; column < t.columns[HeadPlace] && !r.enough(); column++ {
		at := position{t.heading, column}
		c := t.cell(at)
		if c.kind == nothing && c.live {
			r.shown(t.sheet, at) // which says that it has no text
		}
		if c.kind == nothing {
			continue
		}
		head := tidy(c.text)
		word, n, _ := strings.Cut(head, " ")
		i, err := strconv.Atoi(n)
		switch {
		case slices.Contains(known, head):
			if t.columns[head] != column {
				r.fault(t.sheet, at, "", fault.Duplicate.Found("there is a column %s already", fault.Quote(head)))
			}
		case word == HeadYear && err == nil:
			r.next(t, at, &t.years, i, head)
		case word == HeadChange && err == nil:
			r.next(t, at, &t.changes, i, head)
		case c.kind == failed:
			t.lost = true
			r.fault(t.sheet, at, "", fault.Unreadable.Found("the heading shows %s", fault.Quote(head)).
				Want("put back the sheet that it refers to, or type the heading anew, as in %s 1", HeadChange))
		default:
			f := fault.Unknown.Found("there is no column %s", fault.Quote(head)).
				Want("columns of your own stand to the right of %s", HeadPlace)
			if near, ok := sheets.Nearest(head, known); ok {
				f = f.Suggest(near)
			}
			r.fault(t.sheet, at, "", f)
		}
	}
}

// next adds a numbered column, which must be the next of its kind.
func (r *reader) next(t *tabled, at position, to *[]int, i int, head string) {
	if i != len(*to)+1 && !t.lost {
		r.fault(t.sheet, at, "", fault.Misplaced.Found("the column is %s, and %d of its kind stand before it",
			fault.Quote(head), len(*to)).Want("number them from 1, from the left"))
		return
	}
	*to = append(*to, at.column)
}

// mostFaults is how many faults are looked for; the hundred that are shown come from these.
const mostFaults = 2_000

// enough reports whether there are so many faults that the rest of the workbook is not looked at.
func (r *reader) enough() bool { return len(r.faults) >= mostFaults }

// fault reports what is wrong with a cell.
func (r *reader) fault(s *sheet, at position, path string, f fault.Fault) {
	r.faults = append(r.faults, file.Fault{File: r.name, Cell: s.at(at),
		Fault: f.At(path)})
}

// row is a row that has a place; nil for any other.
func (r *reader) row(t *tabled, n int) *row {
	one := &row{reader: r, tabled: t, number: n}
	at := position{n, t.columns[HeadPlace]}
	where, ok := one.words(HeadPlace)
	if where == "" {
		if column := one.stray(at.column); column > 0 && ok {
			r.fault(t.sheet, position{n, column}, "",
				fault.Missing.Found("the row has no place, so that nothing reads it").
					Want("copy a whole row, with its place in column %s", columnName(at.column)))
		}
		return nil
	}
	if strings.Count(where, ">") >= mostLevels {
		r.fault(t.sheet, at, "", fault.TooLarge.Found("the place has more than %d keys", mostLevels).
			Want("that is the most there may be within one another"))
		return nil
	}
	where, list := strings.CutSuffix(where, "[]")
	one.unit, _ = one.words(HeadUnit)
	for _, k := range strings.Split(strings.TrimSpace(where), ">") {
		one.keys = append(one.keys, strings.TrimSpace(k))
	}
	if len(one.keys) == 1 && strings.HasPrefix(one.keys[0], strings.ToLower(HeadChange)+" ") {
		r.named[one.keys[0]] = one
		return nil
	}
	if column := one.filled(); !one.names() || column == 0 {
		one.beside()
		if column == 0 && !slices.Contains(one.keys, "*") {
			one.give(file.Cell{Keys: one.keys, At: t.at(position{n, t.columns[HeadValue]})})
		}
		return nil
	}
	if list {
		at := strings.Join(one.keys, ".")
		r.items[at]++
		one.item = r.items[at]
	}
	return one
}

// names puts the names of the row in the place of the stars; false where one is missing, which is reported where the
// row gives something.
func (r *row) names() bool {
	heads, next, all := []string{HeadName, HeadPart}, 0, true
	for i, k := range r.keys {
		if k != "*" {
			continue
		}
		name, read := "", true
		if next < len(heads) && r.columns[heads[next]] > 0 {
			name, read = r.words(heads[next])
		}
		if name == "" && !read {
			all = false
		} else if name == "" {
			if r.filled() > 0 {
				at := position{r.number, max(r.columns[heads[min(next, 1)]], 1)}
				s, at := r.origin(r.tabled.sheet, at)
				r.fault(s, at, "", fault.Missing.Found("there is no name here").
					Want("write whose numbers the rows are that have a star in their place"))
			}
			all = false
		} else {
			r.keys[i] = name
		}
		next++
	}
	return all
}

// stray is the first column of a row without a place that has a figure, or what could be the place; 0 if there is none.
func (r *row) stray(end int) int {
	if column := r.filled(); column > 0 {
		return column
	}
	for column := 1; column < end; column++ {
		if c := r.tabled.cell(position{r.number, column}); c.kind == text && strings.Contains(c.text, " > ") {
			return column
		}
	}
	return 0
}

// filled is the first column of the row with a figure; 0 if there is none.
func (r *row) filled() int {
	for _, column := range slices.Concat([]int{r.columns[HeadValue], r.columns[HeadLow], r.columns[HeadHigh]}, r.years,
		[]int{r.columns[HeadAfter], r.columns[HeadLaw]}, r.changes) {
		if column > 0 && r.holds(column) {
			return column
		}
	}
	return 0
}

// beside reports a figure that stands in a column of words where the row's own are empty: a row pasted one column too
// far to a side.
func (r *row) beside() {
	for _, head := range []string{HeadWhat, HeadUnit, HeadSource, HeadQuality, HeadOwner, HeadNote} {
		column := r.columns[head]
		if column > 0 && r.filled() == 0 && r.tabled.cell(position{r.number, column}).kind == number {
			r.fault(r.tabled.sheet, position{r.number, column}, r.path(),
				fault.Misplaced.Found("a figure stands in the column %s, and none where the row's are read", head).
					Want("put it into %s, Low, High or a year; was the row pasted a column too far?", HeadValue))
			return
		}
	}
}

// holds reports whether the row has something in a column.
func (r *row) holds(column int) bool {
	c := r.tabled.cell(position{r.number, column})
	return c.live || c.kind != nothing && (c.kind != text || tidy(c.text) != "")
}

// path is the row's place by keys.
func (r *row) path() string { return strings.Join(r.keys, ".") }

// give adds a cell.
func (r *reader) give(c file.Cell) {
	if len(c.Keys) > 2 && c.Keys[0] == "changes" {
		r.changed = append(r.changed, c)
		return
	}
	r.cells = append(r.cells, c)
}
