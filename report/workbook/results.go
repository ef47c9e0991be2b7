package workbook

import (
	"fmt"
	"math"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario"
)

// mostResults is the most rows of results that a workbook takes.
const mostResults = 20_000

// Figures of a line that the sheet of results has.
var stats = []struct {
	name string
	of   func(scenario.Cell) (float64, bool)
}{
	{"central", func(c scenario.Cell) (float64, bool) { return c.Central, true }},
	{"mean", func(c scenario.Cell) (float64, bool) { return c.Mean.Value, !math.IsNaN(c.Mean.Value) }},
	{"p5", percentile(0.05)}, {"p10", percentile(0.10)}, {"p25", percentile(0.25)}, {"p50", percentile(0.50)},
	{"p75", percentile(0.75)}, {"p90", percentile(0.90)}, {"p95", percentile(0.95)},
}

// percentile reads one off; a figure that is the same on all paths is each of them.
func percentile(p float64) func(scenario.Cell) (float64, bool) {
	return func(c scenario.Cell) (float64, bool) {
		if e, ok := c.P(p); ok {
			return e.Value, true
		}
		return c.Mean.Value, c.Same()
	}
}

// writeResults writes what the run found, as values.
func (b *book) writeResults() {
	widths := []float64{34, 26, 30, 8, 12}
	for range b.years {
		widths = append(widths, 12)
	}
	last := letter(5 + len(b.years))
	p := b.page(resultsSheet, look{widths: widths, stillColumns: 5, stillRows: 4, titleColumns: "$A:$E"})
	lines, left := b.linesShown()
	about := fmt.Sprintf("Values of %s simulated futures (seed %d), not live: they do not follow the assumptions of this book. Money in %s.",
		count(b.result.Run.Paths), b.result.Run.Seed, text(b.unit.Name))
	if left > 0 {
		about += fmt.Sprintf(" %d lines of bodies are left out for their number; results.csv has them.", left)
	}
	if len(b.scenarios)+len(b.result.Comparisons) > 1 {
		about += " The first scenario prints; for others choose rows, and print the selection."
	}
	p.title("Results of the run", about)
	p.skip(4)
	head := []any{b.heading("Scenario"), b.heading("Body"), b.heading("Line"), b.heading("Unit"), b.heading("Figure")}
	for column := range b.years {
		head = append(head, b.yearHeading(column))
	}
	p.put(head...)
	for k, name := range b.result.Scenarios {
		for _, l := range lines {
			b.writeFigures(p, b.scenarios[k], l, func(year string) (scenario.Cell, bool) {
				return b.result.Cell(name, l.Name, year)
			})
		}
		b.writeChances(p, b.scenarios[k], func(condition, year string) (scenario.Chance, bool) {
			return b.result.Chance(name, condition, year)
		})
		if k == 0 {
			p.prints(fmt.Sprintf("$A$1:$%s$%d", last, p.row))
		}
	}
	for _, c := range b.result.Comparisons {
		side := text(c.Of) + " less " + text(c.Versus)
		for _, l := range lines {
			b.writeFigures(p, side, l, func(year string) (scenario.Cell, bool) {
				return b.result.Difference(c.Of, c.Versus, l.Name, year)
			})
		}
		b.writeChances(p, side, func(condition, year string) (scenario.Chance, bool) {
			return b.result.ChanceDifference(c.Of, c.Versus, condition, year)
		})
	}
	if p.row > 4 && b.err == nil {
		b.try(b.file.AutoFilter(resultsSheet, fmt.Sprintf("A4:%s%d", last, p.row), nil))
	}
	p.end()
}

// linesShown are the lines that the sheet has room for, and how many it leaves out.
func (b *book) linesShown() (lines []scenario.Line, left int) {
	sides := len(b.scenarios) + len(b.result.Comparisons)
	if len(b.result.Lines)*sides*len(stats) <= mostResults {
		return b.result.Lines, 0
	}
	for _, l := range b.result.Lines {
		if body, _ := sheet.BodyOf(l.Name); body == "" {
			lines = append(lines, l)
		}
	}
	return lines, len(b.result.Lines) - len(lines)
}

// writeFigures writes a line's figures, a row for each kind.
func (b *book) writeFigures(p *page, side string, l scenario.Line, of func(year string) (scenario.Cell, bool)) {
	unit, format := text(b.unit.Name), b.inUnits()
	if !l.Money {
		unit, format = "number", numbers
	}
	body, name := b.bodyAndLine(l.Name)
	for _, s := range stats {
		cells := []any{b.words(side, style{}), b.words(body, style{}), b.words(name, style{}),
			b.words(unit, style{color: grey}), b.words(s.name, style{bold: s.name == "p50" || s.name == "central"})}
		has := false
		for _, year := range b.years {
			var cell any
			if c, ok := of(year); ok {
				if v, ok := s.of(c); ok && !math.IsInf(v, 0) && !math.IsNaN(v) {
					cell, has = b.figure(v, style{format: format}), true
				}
			}
			cells = append(cells, cell)
		}
		if has {
			p.put(cells...)
		}
	}
}

// bodyAndLine are whose a line is and what it is called there.
func (b *book) bodyAndLine(name string) (body, line string) {
	body, line = sheet.BodyOf(name)
	if body == "" {
		return text(b.title(b.tabs[0])), text(sheet.Label(line))
	}
	return text(sheet.BodyLabel(body)), text(sheet.Label(line))
}

// writeChances writes the probabilities of a scenario.
func (b *book) writeChances(p *page, side string, of func(condition, year string) (scenario.Chance, bool)) {
	for _, condition := range b.result.Conditions {
		body, _ := b.bodyAndLine(condition.Name())
		cells := []any{b.words(side, style{}), b.words(body, style{}), b.words(text(condition.Words()), style{}),
			b.words("%", style{color: grey}), b.words("probability", style{})}
		has := false
		for _, year := range b.years {
			var cell any
			if c, ok := of(condition.Name(), year); ok {
				cell, has = b.figure(c.Probability.Value, style{format: percent}), true
			}
			cells = append(cells, cell)
		}
		if has {
			p.put(cells...)
		}
	}
}
