package workbook

import (
	"fmt"
	"strings"

	"github.com/openenvelope/envelope/finance/sheet"
)

// writeBody writes the sheet of a body: a row for each line, a column for each year, one formula copied across the
// years of the plan. The opening year has formulas of its own.
func (b *book) writeBody(t *tab) {
	widths := []float64{38, 8}
	for range b.earlier {
		widths = append(widths, 3)
	}
	for range b.years {
		widths = append(widths, 12)
	}
	widths = append(widths, 90)
	last := b.places[t.lines[len(t.lines)-1].name].row
	p := b.page(t.sheet, look{widths: widths, stillColumns: labels, stillRows: yearNumbers, titleColumns: "$A:$B",
		area: fmt.Sprintf("$A$1:$%s$%d", b.columnOf(len(b.years)-1), last)})
	p.tall(22, b.words(text(b.title(t)), style{bold: true, size: 15, color: dark}))
	if b.values == "" {
		p.put(b.live(`"Scenario in force: "&`+selector, "Scenario in force: "+b.scenarios[0], style{color: grey}))
	} else {
		p.put(b.words("Values of the scenario “"+b.scenarios[0]+"”, not live: "+b.values+".", style{color: bad}))
	}
	b.writeCheckSum(p, t)
	b.writeYears(p)
	for i, l := range t.lines {
		if i == 0 || l.part() != t.lines[i-1].part() {
			p.put(b.section(partTitle(l.part())))
		}
		b.writeLine(p, l)
	}
	p.end()
}

// writeCheckSum says what the checks of the sheet miss altogether.
func (b *book) writeCheckSum(p *page, t *tab) {
	formula := "0"
	first, last := 0, 0
	for _, l := range t.lines {
		if at := b.places[l.name].row; l.check && first == 0 {
			first, last = at, at
		} else if l.check {
			last = at
		}
	}
	if first > 0 {
		formula = fmt.Sprintf("SUMPRODUCT(ABS(%s%d:%s%d))", b.columnOf(0), first, b.columnOf(len(b.years)-1), last)
	}
	p.put(b.words("Checks miss", style{bold: true}), b.liveOr(formula, 0, style{bold: true, format: `0.00`}))
}

// liveOr is a cell of a formula; of a number alone, and in a book of values, it is its figure.
func (b *book) liveOr(formula string, cached float64, how style) any {
	if b.values != "" || isNumber(formula) {
		return b.figure(cached, how)
	}
	return b.live(formula, cached, how)
}

// isNumber reports whether a formula is a number alone.
func isNumber(formula string) bool {
	for _, r := range formula {
		if (r < '0' || r > '9') && r != '.' && r != '-' {
			return false
		}
	}
	return true
}

// writeYears writes the heading, and the row that counts the years.
func (b *book) writeYears(p *page) {
	head, count := []any{b.heading("Line"), b.heading("Unit")},
		[]any{b.words("Year of the plan", style{color: grey}), nil}
	for range b.earlier {
		head, count = append(head, b.heading("")), append(count, nil)
	}
	for column := range b.years {
		head, count = append(head, b.yearHeading(column)),
			append(count, b.figure(float64(column), style{color: grey, format: wholes}))
	}
	p.tall(18, append(head, b.heading("What it is"))...)
	p.put(count...)
}

// writeLine writes a row.
func (b *book) writeLine(p *page, l *line) {
	unit, format := b.unit.Name, b.inUnits()
	if l.unit != sheet.Money {
		unit, format = "number", numbers
	}
	if l.input && b.byInput[l.name].share() {
		unit, format = "%", `0.0##%;[Red]-0.0##%`
	}
	if l.check {
		unit, format = b.currency, pounds
	}
	cells := []any{b.words(l.label(), style{indent: 1}), b.words(text(unit), style{color: grey})}
	for i := range b.earlier {
		var zero any
		if l.back > b.earlier-i {
			zero = b.figure(0, style{color: "C8C8C8", format: wholes})
		}
		cells = append(cells, zero)
	}
	for column := range b.years {
		how := style{format: format}
		if column == 0 {
			how.fill = faint
		}
		formula := ""
		if l.input {
			formula = b.inForce(b.byInput[l.name], column)
		} else if b.values == "" {
			formula = b.formula(l, column)
		}
		cells = append(cells, b.liveOr(formula, b.cached(l, column), how))
	}
	note := l.note
	if l.input {
		note = strings.TrimPrefix(b.byInput[l.name].spoken()+". "+note, l.label()+". ")
	}
	if note != "" {
		cells = append(cells, b.words(text(note), style{color: grey}))
	}
	p.put(cells...)
}

// cached is the figure of the first scenario, which is in force as the book is written.
func (b *book) cached(l *line, column int) float64 {
	d, _ := b.ledgers[0].At(l.name, column)
	return inCell(l.unit, d)
}
