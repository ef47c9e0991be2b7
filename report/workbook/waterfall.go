package workbook

import (
	"fmt"
	"math"
	"slices"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/xuri/excelize/v2"
)

// A move is what a line's change adds to the balance between the opening year and the year asked
// about, or one of the two balances.
type move struct {
	name  string
	line  *line   // nil for what other lines add
	sign  float64 // of the line in the balance
	whole bool    // a balance, not a change
}

// bridged are the lines whose changes make the change of the balance, with their signs: the balance is the funding and
// the income, less what is paid on, the earmark and the net cost, and what is left of one-offs and diversion. What else
// there is stands in a last step.
func bridged() []move {
	return []move{{name: "funding", sign: 1}, {name: "income", sign: 1}, {name: "paid_on", sign: -1},
		{name: "net_cost", sign: -1}, {name: "earmark_planned", sign: -1}, {name: "one_offs", sign: 1},
		{name: "diverted", sign: 1}}
}

// moves reports whether a line is anything but zero in a year of the waterfall, in any scenario.
func (w waterfall) moves(b *book, l *line) bool {
	for _, ledger := range b.ledgers {
		for _, column := range []int{w.from, w.to} {
			if d, ok := ledger.At(l.name, column); ok && !d.IsZero() {
				return true
			}
		}
	}
	return false
}

// A waterfall is the steps from the balance of one year to that of another, on the sheet of the whole.
type waterfall struct {
	from, to int // columns of years
	balance  *line
	steps    []move
}

// waterfallOf is the waterfall of the balance; ok is false where the sheet of the whole has no balance or is not live.
func (b *book) waterfallOf() (w waterfall, ok bool) {
	w.to = slices.Index(b.years, b.result.MainYear)
	at := func(name string) *line {
		if p, ok := b.places[name]; ok && p.tab == b.tabs[0] && b.lines[name] != nil {
			return b.lines[name]
		}
		return nil
	}
	if w.balance = at("balance"); w.balance == nil || w.to < 1 || b.values != "" {
		return w, false
	}
	w.steps = append(w.steps, move{name: "Balance in " + b.years[w.from], line: w.balance, sign: 1, whole: true})
	for _, s := range bridged() {
		if s.line = at(s.name); s.line != nil && w.moves(b, s.line) {
			s.name = "Change in " + sheet.Label(s.name)
			w.steps = append(w.steps, s)
		}
	}
	w.steps = append(w.steps, move{name: "All else", sign: 1},
		move{name: "Balance in " + b.years[w.to], line: w.balance, sign: 1, whole: true})
	return w, true
}

// Where things stand on the sheet of the waterfall.
const (
	waterfallTable   = chartTop + chartRows + 2
	waterfallHelpers = 6 // the first column of what only the chart reads
)

// parts are the columns of bars that the chart stacks: what is not seen, then each kind, above zero and below.
func waterfallParts() []string {
	return []string{"base", "base below", "balance", "balance below", "up", "up below", "down", "down below"}
}

// writeWaterfall writes the chart, its table, and what the chart reads.
func (b *book) writeWaterfall() {
	w, ok := b.waterfallOf()
	if !ok {
		return
	}
	last := waterfallTable + len(w.steps)
	p := b.page(waterfallSheet, look{widths: []float64{40, 14, 14, 14, 3},
		area: fmt.Sprintf("$A$1:$D$%d", last), pages: 1})
	b.drawWaterfall(len(w.steps))
	p.tall(22, b.words(fmt.Sprintf("Why the balance moves from %s to %s, in %s", text(b.years[w.from]),
		text(b.years[w.to]), text(b.unit.Name)), style{bold: true, size: 15, color: dark}))
	about := " · the central case of this book, live; green raises the balance, plum lowers it"
	p.put(b.live(`"Scenario in force: "&`+selector+`&"`+about+`"`, "Scenario in force: "+b.scenarios[0]+about,
		style{color: grey}))
	p.skip(waterfallTable)
	head := []any{b.heading("Step"), b.headingRight("By"), b.headingRight("Before"), b.headingRight("After"), nil}
	for _, h := range waterfallParts() {
		head = append(head, b.words(h, style{color: grey}))
	}
	p.put(head...)
	before := 0.0
	for _, s := range w.steps {
		row := p.row + 1
		by, formula := b.stepBy(w, s)
		begins := fmt.Sprintf("D%d", row-1)
		switch {
		case s.whole:
			before, begins = 0, "0"
		case s.line == nil:
			by = b.inUnit(w.balance, w.to) - before
			formula = fmt.Sprintf("ROUND(%s-D%d,6)", b.cellIn(w.balance, w.to), row-1)
			by = math.Round(by*1e6) / 1e6
		}
		how := style{format: pounds, bold: s.whole}
		cells := []any{b.words(text(s.name), style{bold: s.whole}), b.live(formula, by, how),
			b.live(begins, before, style{format: pounds, color: grey}),
			b.live(fmt.Sprintf("C%d+B%d", row, row), before+by, style{format: pounds, color: grey}), nil}
		p.put(append(cells, b.bars(row, s.whole, before, before+by)...)...)
		before += by
	}
	p.end()
}

// stepBy is a step's figure and formula, in the book's unit.
func (b *book) stepBy(w waterfall, s move) (by float64, formula string) {
	switch {
	case s.line == nil:
		return 0, ""
	case s.whole:
		year := w.to
		if s.name == w.steps[0].name {
			year = w.from
		}
		return b.inUnit(s.line, year), b.cellIn(s.line, year)
	}
	formula = fmt.Sprintf("%s-%s", b.cellIn(s.line, w.to), b.cellIn(s.line, w.from))
	if s.sign < 0 {
		formula = fmt.Sprintf("%s-%s", b.cellIn(s.line, w.from), b.cellIn(s.line, w.to))
	}
	return s.sign * (b.inUnit(s.line, w.to) - b.inUnit(s.line, w.from)), formula
}

// cellIn is a line's cell of a year, in the book's unit.
func (b *book) cellIn(l *line, column int) string {
	at := b.places[l.name]
	return fmt.Sprintf("%s!%s%d/%d", quotedSheet(at.tab.sheet), b.columnOf(column), at.row, int64(b.unit.Size)/100)
}

// inUnit is the figure in that cell.
func (b *book) inUnit(l *line, column int) float64 {
	return b.cached(l, column) / float64(int64(b.unit.Size)/100)
}

// bars are the heights that the chart stacks for a step from one level to another: above zero and below it, a part that
// is not seen and the bar itself, in the column of its kind.
func (b *book) bars(row int, whole bool, before, after float64) (cells []any) {
	low, high := math.Min(before, after), math.Max(before, after)
	c, d := fmt.Sprintf("C%d", row), fmt.Sprintf("D%d", row)
	hidden, hiddenBelow := math.Max(0, low), math.Min(0, high)
	how := style{format: pounds, color: grey}
	base, baseBelow := letter(waterfallHelpers), letter(waterfallHelpers+1)
	cells = append(cells, b.live(fmt.Sprintf("MAX(0,MIN(%s,%s))", c, d), hidden, how),
		b.live(fmt.Sprintf("MIN(0,MAX(%s,%s))", c, d), hiddenBelow, how))
	above := fmt.Sprintf("MAX(0,MAX(%s,%s))-%s%d", c, d, base, row)
	below := fmt.Sprintf("MIN(0,MIN(%s,%s))-%s%d", c, d, baseBelow, row)
	up, down := math.Max(0, high)-hidden, math.Min(0, low)-hiddenBelow
	kinds := []struct {
		is   bool
		when string
	}{{whole, ""}, {!whole && after >= before, d + ">=" + c}, {!whole && after < before, d + "<" + c}}
	for i, k := range kinds {
		if whole != (i == 0) {
			cells = append(cells, nil, nil)
			continue
		}
		shown, shownBelow, v, vBelow := above, below, up, down
		if k.when != "" {
			shown, shownBelow = fmt.Sprintf("IF(%s,%s,0)", k.when, above), fmt.Sprintf("IF(%s,%s,0)", k.when, below)
		}
		if !k.is {
			v, vBelow = 0, 0
		}
		cells = append(cells, b.live(shown, v, how), b.live(shownBelow, vBelow, how))
	}
	return cells
}

// drawWaterfall draws the chart: stacked columns on a base that is not seen.
func (b *book) drawWaterfall(steps int) {
	first, last := waterfallTable+1, waterfallTable+steps
	at := func(column int) string {
		return fmt.Sprintf("%s!$%s$%d:$%s$%d", waterfallSheet, letter(column), first, letter(column), last)
	}
	font := excelize.Font{Family: "Arial", Size: 10, Color: ink}
	chart := &excelize.Chart{Type: excelize.ColStacked, GapWidth: to(uint(40)), Overlap: to(100),
		XAxis: excelize.ChartAxis{Font: font, TickLabelPosition: excelize.ChartTickLabelLow},
		YAxis: excelize.ChartAxis{Font: font, MajorGridLines: true,
			NumFmt: excelize.ChartNumFmt{CustomNumFmt: "#,##0.0"}},
		Legend: excelize.ChartLegend{Position: "none"},
		Title: excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: text("Balance, " + b.unit.Name),
			Font: &excelize.Font{Family: "Arial", Size: 12, Bold: true, Color: ink}}}},
		Dimension: excelize.ChartDimension{Width: 640, Height: 460},
		Format: excelize.GraphicOptions{AltText: "Waterfall of the balance; its figures are in the table below",
			Locked: to(true)},
		Border: excelize.LineOptions{Type: excelize.LineNone}}
	for c, color := range []string{"", "", dark, dark, "28A197", "28A197", "801650", "801650"} {
		s := excelize.ChartSeries{Categories: at(1), Values: at(waterfallHelpers + c),
			Name: fmt.Sprintf("%s!$%s$%d", waterfallSheet, letter(waterfallHelpers+c), waterfallTable),
			Fill: excelize.Fill{Type: "pattern", Pattern: 0}}
		if color != "" {
			s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}}
		}
		chart.Series = append(chart.Series, s)
	}
	b.try(b.file.AddChart(waterfallSheet, fmt.Sprintf("A%d", chartTop), chart))
}
