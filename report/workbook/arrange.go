package workbook

import (
	"fmt"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario/xlsx"
	"github.com/xuri/excelize/v2"
)

// The sheets that every workbook has.
const (
	controlSheet     = "Control"
	checksSheet      = "Checks"
	assumptionsSheet = xlsx.LiveInputs
	resultsSheet     = "Results"
	fanSheet         = "Fan"
	waterfallSheet   = "Waterfall"
	tornadoSheet     = "Tornado"
	governanceSheet  = "Governance"
)

// Where things stand on the sheet of a body.
const (
	checkCell   = "$B$3" // what its checks miss
	yearNumbers = 5      // the row that counts the years
	firstLine   = 6      // the first row below the headings
	labels      = 2      // columns before those of years
)

// arrange gives every line its place: assumptions, rows, checks; each part under a heading.
func (b *book) arrange() {
	for _, l := range b.lines {
		b.earlier = max(b.earlier, l.back-1)
	}
	b.limit()
	b.tabs = slices.DeleteFunc(b.tabs, func(t *tab) bool { return len(t.lines) == 0 })
	taken := []string{controlSheet, checksSheet, assumptionsSheet, resultsSheet, fanSheet, waterfallSheet,
		tornadoSheet, governanceSheet, xlsx.MadeOf}
	for _, t := range b.tabs {
		t.sheet = sheetName(b.title(t), taken)
		taken = append(taken, t.sheet)
		t.check = quotedSheet(t.sheet) + "!" + checkCell
		slices.SortStableFunc(t.lines, func(a, b *line) int { return a.part() - b.part() })
		row := firstLine
		for i, l := range t.lines {
			if i == 0 || l.part() != t.lines[i-1].part() {
				row++ // the heading
			}
			b.places[l.name] = place{t, row}
			row++
		}
	}
	b.arrangeAssumptions()
}

// mostCells is how many cells the sheets of bodies and that of assumptions may have together, so that the book with all
// its sheets can be read again.
const mostCells = xlsx.MaxCells * 9 / 10

// limit writes what is too large to be live as values, with as many sheets of bodies as there may be.
func (b *book) limit() {
	cells, bodies, all := 0, 0, max(len(b.tabs)-1, 0)
	for i, t := range b.tabs { // the whole, then the bodies
		if cells += b.cells(t); i > MostBodies || i > 0 && cells > mostCells {
			break
		}
		bodies = i
	}
	b.omitted = all - bodies
	switch {
	case b.omitted == 0:
		return
	case bodies == MostBodies:
		b.values = fmt.Sprintf("it has %d bodies, and a live workbook at most %d", all, MostBodies)
	default:
		b.values = fmt.Sprintf("its sheets would have more than %d cells, which is the most that can be read again", mostCells)
	}
	b.tabs = b.tabs[:1+bodies]
}

// cells is about how many cells the sheet of a body has, and its rows of the sheet of assumptions.
func (b *book) cells(t *tab) (n int) {
	for _, l := range t.lines {
		n += labels + b.earlier + len(b.years)
		if l.input {
			a := b.byInput[l.name]
			a.settle()
			n += a.rows(len(b.years)) * (inForce + 2*len(b.scenarios) + spare)
		}
	}
	return n
}

// title is what a body's sheet is about.
func (b *book) title(t *tab) string {
	switch {
	case t.body != "":
		return sheet.BodyLabel(t.body)
	case strings.TrimSpace(b.result.Body) != "":
		return b.result.Body
	}
	return "Envelope"
}

// part is the part of a sheet that a line stands in.
func (l *line) part() int {
	switch {
	case l.input:
		return 0
	case l.check:
		return 2
	}
	return 1
}

// partTitle is the heading of a part.
func partTitle(part int) string {
	return [...]string{"Assumptions in force", "Lines", "Checks, each exactly 0"}[part]
}

// label is a line's name on its own body's sheet.
func (l *line) label() string {
	_, name := sheet.BodyOf(l.name)
	if !l.input {
		name = sheet.Label(name)
	}
	return text(name)
}

// columnOf is the column of a year, which is the same on every body's sheet.
func (b *book) columnOf(year int) string {
	name, err := excelize.ColumnNumberToName(labels + b.earlier + 1 + year)
	b.try(err)
	return name
}

// addresses are those of cells as the sheet of a body writes them.
func (b *book) addresses(t *tab, opening bool) addresser {
	return func(name string, column, lag int) string {
		if column < 0 && (opening || lag >= len(b.years)) || lag >= len(b.years) {
			return "0"
		}
		at := b.places[name]
		address := fmt.Sprintf("%s%d", b.columnOf(column), at.row)
		if at.tab != t {
			return quotedSheet(at.tab.sheet) + "!" + address
		}
		return address
	}
}

// formula is what the cell of a row holds: a formula where some scenario has one, else zero or another number.
func (b *book) formula(l *line, column int) string {
	t := b.places[l.name].tab
	at := b.addresses(t, column == 0)
	var texts []string
	for k := range b.ledgers {
		texts = append(texts, b.stepOf(k, l, column).text(column, at))
	}
	if len(slices.Compact(slices.Clone(texts))) == 1 {
		return texts[0]
	}
	return "CHOOSE(Scenario," + strings.Join(texts, ",") + ")"
}

// stepOf is a row's formula in a scenario and column; zero where the scenario has no such row.
func (b *book) stepOf(k int, l *line, column int) step {
	r, ok := b.rows[k][l.name]
	switch {
	case !ok:
		return step{op: constant}
	case column == 0:
		return r.opening
	}
	return r.formula
}

// unlivable says why the book cannot be live; empty if it can.
func (b *book) unlivable() string {
	if b.values != "" {
		return b.values
	}
	for _, t := range b.tabs {
		for _, l := range t.lines {
			if l.input {
				continue
			}
			for column := range b.years {
				deep, wide := 1, len(b.ledgers)+1
				for k := range b.ledgers {
					s := b.stepOf(k, l, column)
					deep, wide = max(deep, s.depth()+1), max(wide, s.widest())
				}
				if deep > mostDepth || wide > mostArguments || len(b.formula(l, column)) > mostCharacters {
					return fmt.Sprintf("the formula of %s is longer than a cell may hold", sheet.Label(l.name))
				}
			}
		}
	}
	return ""
}

// try keeps the first error.
func (b *book) try(err error) {
	if b.err == nil {
		b.err = err
	}
}
