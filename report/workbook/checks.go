package workbook

import (
	"fmt"
	"math"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario"
)

// A tally lays out the sheet that compares the book with the run: blocks of the same lines by year.
type tally struct {
	lines []scenario.Line
	// The first rows of the blocks: in the book, in the run, difference, how much is allowed; and the figures and
	// limits of every scenario.
	book, run, difference, allowed, figures, limits int
}

// mostCompared is the most lines that are compared with the run.
const mostCompared = 100

// Cells of the sheet that the control reads.
const (
	beyondCell  = "$C$3" // figures further from the run's than allowed
	largestCell = "$C$4" // the largest difference
	allowedCell = "$C$5" // the most that any of them may differ by
)

// tally lays the comparison out.
func (b *book) tally() tally {
	var t tally
	for _, l := range b.result.Lines {
		if at, ok := b.places[l.Name]; ok && at.tab != nil && l.Money && len(t.lines) < mostCompared &&
			b.everywhere(l.Name) {
			t.lines = append(t.lines, l)
		}
	}
	n, at := len(t.lines), 9
	for _, block := range []*int{&t.book, &t.run, &t.difference, &t.allowed} {
		*block = at
		at += n + 1
	}
	t.figures = at
	t.limits = at + n*len(b.scenarios) + 1
	return t
}

// everywhere reports whether every scenario has a row.
func (b *book) everywhere(name string) bool {
	for _, rows := range b.rows {
		if _, ok := rows[name]; !ok {
			return false
		}
	}
	return true
}

// writeChecks writes the comparison with the run.
func (b *book) writeChecks() {
	t := b.tally()
	widths := []float64{38, 24, 9}
	for range b.years {
		widths = append(widths, b.widest(t))
	}
	n := len(t.lines)
	last := letter(3 + len(b.years))
	p := b.page(checksSheet, look{widths: widths, stillColumns: 1, stillRows: 7, titleColumns: "$A:$A",
		area: fmt.Sprintf("$A$1:$%s$%d", last, max(8, t.figures-2))})
	p.title("Checks against the run", "The lines of the run, as this book works them out and as the run did. Both agree to the penny, but where 15 digits do not reach it.")
	block := func(first int) string { return fmt.Sprintf("D%d:%s%d", first, last, first+n-1) }
	beyond, largest, allowed := "0", "0", "0"
	if n > 0 {
		beyond = fmt.Sprintf("SUMPRODUCT(--(ABS(%s)>%s))", block(t.difference), block(t.allowed))
		largest = fmt.Sprintf("MAX(MAX(%s),-MIN(%s))", block(t.difference), block(t.difference))
		allowed = fmt.Sprintf("MAX(%s)", block(t.allowed))
	}
	bold := style{bold: true, format: wholes}
	p.put(b.words("Figures further from the run's than allowed", style{bold: true}), nil, b.liveOr(beyond, 0, bold))
	p.put(b.words("The largest difference, in pence", style{bold: true}), nil, b.liveOr(largest, 0, bold))
	p.put(b.words("The most that any may differ by, in pence", style{bold: true}), nil,
		b.liveOr(allowed, b.mostAllowed(t), bold))
	p.skip(7)
	head := []any{b.heading("Line"), b.heading("Scenario"), b.headingRight("Number")}
	for column := range b.years {
		head = append(head, b.yearHeading(column))
	}
	p.put(head...)
	if n == 0 {
		p.put(b.words("The run reports no money.", style{color: grey}))
		p.end()
		return
	}
	b.writeComparison(p, t)
	p.put(b.section("In the run, by scenario"))
	b.writeStored(p, t, func(k int, l scenario.Line, column int) float64 {
		d, _ := b.ledgers[k].At(l.Name, column)
		return inCell(sheet.Money, d)
	}, pounds)
	p.put(b.section("May differ by, in pence, by scenario"))
	b.writeStored(p, t, func(k int, l scenario.Line, column int) float64 { return b.pence(k, l.Name, column) }, wholes)
	p.end()
}

// writeComparison writes the four blocks for the scenario in force.
func (b *book) writeComparison(p *page, t tally) {
	n := len(t.lines)
	stored := func(first, i int) func(string) string {
		return func(c string) string {
			return fmt.Sprintf("INDEX(%s$%d:%s$%d,(Scenario-1)*%d+$C%d)", c, first, c, first+n*len(b.scenarios)-1, n, i)
		}
	}
	for _, block := range []struct {
		title, format string
		first         int
		formula       func(row, i, column int) string
		cached        func(i, column int) float64
	}{
		{"In this book", pounds, t.book, func(_, i, column int) string {
			at := b.places[t.lines[i].Name]
			return fmt.Sprintf("%s!%s%d", quotedSheet(at.tab.sheet), b.columnOf(column), at.row)
		}, func(i, column int) float64 { return b.cached(b.lines[t.lines[i].Name], column) }},
		{"In the run", pounds, t.run, func(row, i, column int) string {
			return stored(t.figures, row)(letter(4 + column))
		},
			func(i, column int) float64 { return b.cached(b.lines[t.lines[i].Name], column) }},
		{"Difference, in pence", wholes, t.difference, func(_, i, column int) string {
			c := letter(4 + column)
			return fmt.Sprintf("ROUND((%s%d-%s%d)*100,0)", c, t.book+i, c, t.run+i)
		}, func(int, int) float64 { return 0 }},
		{"May differ by, in pence", wholes, t.allowed, func(row, i, column int) string {
			return stored(t.limits, row)(letter(4 + column))
		},
			func(i, column int) float64 { return b.pence(0, t.lines[i].Name, column) }},
	} {
		for i, l := range t.lines {
			if i == 0 && p.row < block.first-1 {
				p.put(b.section(block.title))
			}
			cells := []any{b.words(text(sheet.Label(l.Name)), style{indent: 1}),
				b.words(block.title, style{color: grey}), b.figure(float64(i+1), style{color: grey, format: wholes})}
			for column := range b.years {
				cells = append(cells,
					b.liveOr(block.formula(p.row+1, i, column), block.cached(i, column), style{format: block.format}))
			}
			p.put(cells...)
		}
	}
}

// writeStored writes a block of values for every scenario.
func (b *book) writeStored(p *page, t tally, of func(k int, l scenario.Line, column int) float64, format string) {
	for k, name := range b.scenarios {
		for i, l := range t.lines {
			cells := []any{b.words(text(sheet.Label(l.Name)), style{indent: 1, color: grey}),
				b.words(name, style{color: grey}), b.figure(float64(i+1), style{color: grey, format: wholes})}
			for column := range b.years {
				cells = append(cells, b.figure(of(k, l, column), style{format: format, color: grey}))
			}
			p.put(cells...)
		}
	}
}

// noLimit stands for a figure that has no limit.
const noLimit = 1e15

// pence is how many pence a cell may differ by.
func (b *book) pence(k int, name string, column int) float64 {
	if b.values != "" {
		return 0
	}
	return math.Min(b.bounds[k].of(name, column), noLimit)
}

// mostAllowed is the most that a line compared may differ by in the first scenario.
func (b *book) mostAllowed(t tally) (most float64) {
	for _, l := range t.lines {
		for column := range b.years {
			most = math.Max(most, b.pence(0, l.Name, column))
		}
	}
	return most
}

// widest is how wide a column has to be for the lines compared, in pounds and pence.
func (b *book) widest(t tally) float64 {
	width := 12
	for _, ledger := range b.ledgers {
		for _, l := range t.lines {
			for column := range b.years {
				d, _ := ledger.At(l.Name, column)
				digits := d.Abs().NumDigits()
				width = max(width, digits+digits/3+4)
			}
		}
	}
	return float64(width)
}
