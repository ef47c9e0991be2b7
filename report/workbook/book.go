package workbook

import (
	"context"
	"fmt"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/scenario"
	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"
)

// MostBodies is the most bodies of a live workbook. A system of more is written as values, and the book says so.
const MostBodies = 40

// A book is a workbook before it is written: what stands where.
type book struct {
	result    *scenario.Result
	options   report.Options
	unit      finance.DisplayUnit
	currency  string
	scenarios []string // as they are shown
	years     []string
	ledgers   []*sheet.Ledger  // by scenario
	rows      []map[string]row // by scenario
	bounds    []*bounds        // by scenario
	tabs      []*tab           // the whole, then the bodies
	byBody    map[string]*tab
	lines     map[string]*line // by name
	places    map[string]place // of lines
	inputs    []*assumption
	byInput   map[string]*assumption
	earlier   int    // columns before the opening year, in which everything is zero
	values    string // why the book is written as values; empty if it is live
	omitted   int    // bodies that have no sheet

	file   *excelize.File
	styles map[style]int
	// digests are those of the rows of each sheet, from the first.
	digests map[string][]string
	err     error
}

// A tab is the sheet of a body.
type tab struct {
	body  string // its path; empty for the whole
	sheet string
	lines []*line // in the order of the sheet: assumptions, rows, checks
	check string  // the cell that says what the sheet's checks miss
}

// A line is a row or an input of any scenario, with one row of one sheet.
type line struct {
	name  string
	unit  sheet.Unit
	note  string
	input bool
	check bool
	back  int // the furthest that a formula looks back to it, in years
}

// A place is where a line stands.
type place struct {
	tab *tab
	row int
}

// An assumption is an input with its figures in each scenario, by column; a scenario without it has none.
type assumption struct {
	*line
	given     sheet.Input
	values    [][]decimal.Decimal
	effective []scenario.EffectiveInput
	series    bool // not one number for all columns
	opening   bool // of a series: it is not zero in the opening year
	row       int  // the first of its rows
}

// newBook lays a result out.
func newBook(ctx context.Context, r *scenario.Result, o report.Options) (*book, error) {
	b := &book{result: r, options: o, years: r.Years, lines: map[string]*line{}, places: map[string]place{},
		byInput: map[string]*assumption{}, styles: map[style]int{}, digests: map[string][]string{},
		currency: text(r.Currency)}
	var names []string
	for _, name := range r.Scenarios {
		l, ok := r.Ledger(name)
		if !ok {
			return nil, fault.Missing.Found("the result has no ledger of %s", fault.Quote(name))
		}
		b.ledgers = append(b.ledgers, l)
		names = append(names, text(name))
	}
	if len(names) == 0 || len(r.Years) == 0 {
		return nil, fault.Missing.Found("the result is empty: it has no years or no scenarios")
	}
	b.scenarios = distinct(names)
	b.unit = b.displayUnit()
	for k := range b.ledgers {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		b.gather(k)
	}
	b.arrange()
	b.values = b.unlivable()
	for k, l := range b.ledgers {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if b.values == "" {
			b.bounds = append(b.bounds, newBounds(l, b.rows[k]))
		}
	}
	return b, ctx.Err()
}

// displayUnit is the unit asked for, or that of the envelope's size.
func (b *book) displayUnit() finance.DisplayUnit {
	if u := b.options.Unit; u.Size > 0 && u.Decimals >= 0 {
		return u
	}
	largest := decimal.Zero
	for _, r := range b.ledgers[0].Program.Rows {
		if body, _ := sheet.BodyOf(r.Name); body != "" || r.Unit != sheet.Money {
			continue
		}
		for column := range b.years {
			if d, _ := b.ledgers[0].At(r.Name, column); d.Abs().GreaterThan(largest) {
				largest = d.Abs()
			}
		}
	}
	return finance.DisplayUnitFor(finance.Amount(largest.IntPart()), b.currency)
}

// gather takes the inputs and rows of a scenario in.
func (b *book) gather(k int) {
	p := b.ledgers[k].Program
	for _, in := range p.Inputs {
		l := b.line(in.Name, in.Unit)
		a, ok := b.byInput[in.Name]
		if !ok {
			l.input = true
			a = &assumption{line: l, given: in, values: make([][]decimal.Decimal, len(b.ledgers)),
				effective: make([]scenario.EffectiveInput, len(b.ledgers))}
			b.byInput[in.Name], b.inputs = a, append(b.inputs, a)
		}
		for column := range b.years {
			d, _ := b.ledgers[k].At(in.Name, column)
			a.values[k] = append(a.values[k], d)
		}
	}
	for _, r := range p.Rows {
		if l := b.line(r.Name, r.Unit); l.note == "" {
			l.note, l.check = r.Note, r.Check
		}
	}
	read := newReader(p)
	rows := map[string]row{}
	for _, r := range p.Rows {
		one := row{r.Unit, read.cell(r.Opening), read.cell(r.Formula)}
		rows[r.Name] = one
		one.formula.refs(func(name string, lag int) {
			if l := b.lines[name]; lag < len(b.years) {
				l.back = max(l.back, lag)
			}
		})
	}
	b.rows = append(b.rows, rows)
}

// line is the line of a name, made if there is none.
func (b *book) line(name string, u sheet.Unit) *line {
	l, ok := b.lines[name]
	switch {
	case !ok:
		l = &line{name: name, unit: u}
		b.lines[name] = l
		body, _ := sheet.BodyOf(name)
		t := b.tab(body)
		t.lines = append(t.lines, l)
	case l.unit != u:
		b.values = fmt.Sprintf("%s is money in one scenario and a number in another", sheet.Label(name))
	}
	return l
}

// tab is the sheet of a body, made if there is none. That of the whole is the first.
func (b *book) tab(body string) *tab {
	if len(b.tabs) == 0 {
		b.byBody = map[string]*tab{"": {}}
		b.tabs = []*tab{b.byBody[""]}
	}
	t, ok := b.byBody[body]
	if !ok {
		t = &tab{body: body}
		b.byBody[body], b.tabs = t, append(b.tabs, t)
	}
	return t
}
