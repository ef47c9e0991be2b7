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

// A finding is a row of results: a figure of a line, or a probability, year by year; NaN is a year without it.
type finding struct {
	body, line, unit, figure string
	how                      style
	years                    []float64
}

// A side is the results of a scenario, or of a difference.
type side struct {
	name   string
	cell   func(line, year string) (scenario.Cell, bool)
	chance func(condition, year string) (scenario.Chance, bool)
}

// sides are the scenarios, and then the differences.
func (b *book) sides() (scenarios, differences []side) {
	r := b.result
	for k, name := range r.Scenarios {
		scenarios = append(scenarios, side{b.scenarios[k],
			func(line, year string) (scenario.Cell, bool) { return r.Cell(name, line, year) },
			func(condition, year string) (scenario.Chance, bool) { return r.Chance(name, condition, year) }})
	}
	for _, c := range r.Comparisons {
		differences = append(differences, side{text(c.Of) + " less " + text(c.Versus),
			func(line, year string) (scenario.Cell, bool) { return r.Difference(c.Of, c.Versus, line, year) },
			func(condition, year string) (scenario.Chance, bool) {
				return r.ChanceDifference(c.Of, c.Versus, condition, year)
			}})
	}
	return scenarios, differences
}

// writeResults writes what the run found: a page that follows the scenario in force, and below it, not printed, the
// values of all scenarios and differences.
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
	scenarios, differences := b.sides()
	found := b.findings(lines, scenarios)
	stored := 4 + len(found[0]) + 4
	if len(scenarios)+len(differences) > 1 {
		about += fmt.Sprintf(" This page follows the scenario in force; the figures of all stand from row %d.", stored)
	}
	p.title("Results of the run", about)
	p.skip(4)
	p.put(b.headOfResults()...)
	b.writeInForce(p, found, stored)
	p.prints(fmt.Sprintf("$A$1:$%s$%d", last, p.row))
	p.skip(stored - 1)
	p.put(b.section("All scenarios and differences: choose rows with the filter, and print the selection"))
	p.put(b.headOfResults()...)
	for k, s := range scenarios {
		b.writeFound(p, s.name, found[k])
	}
	for _, s := range differences {
		b.writeFound(p, s.name, b.findings(lines, []side{s})[0])
	}
	if b.err == nil {
		b.try(b.file.AutoFilter(resultsSheet, fmt.Sprintf("A%d:%s%d", stored, last, p.row), nil))
	}
	p.end()
}

// headOfResults are the headings of the columns.
func (b *book) headOfResults() []any {
	head := []any{b.heading("Scenario"), b.heading("Body"), b.heading("Line"), b.heading("Unit"), b.heading("Figure")}
	for column := range b.years {
		head = append(head, b.yearHeading(column))
	}
	return head
}

// labelled are the first cells of a row of results.
func (b *book) labelled(name any, f finding) []any {
	return []any{name, b.words(f.body, style{}), b.words(f.line, style{}), b.words(f.unit, style{color: grey}),
		b.words(f.figure, style{bold: f.how.bold})}
}

// writeInForce writes the figures of the scenario in force: those that stand in its rows of the table below, whose
// heading is in the row stored.
func (b *book) writeInForce(p *page, found [][]finding, stored int) {
	n := len(found[0])
	for i, f := range found[0] {
		cells := b.labelled(b.live(selector, b.scenarios[0], style{}), f)
		for column, v := range f.years {
			missing := 0
			for k := range found {
				if math.IsNaN(found[k][i].years[column]) {
					missing++
				}
			}
			at := letter(6 + column)
			formula := fmt.Sprintf("INDEX(%s$%d:%s$%d,(Scenario-1)*%d+%d)", at, stored+1, at,
				stored+n*len(found), n, i+1)
			how := style{format: f.how.format}
			cached := b.figure(v, how).Value
			if math.IsNaN(v) {
				cached = ""
			}
			if missing == len(found) {
				cells = append(cells, nil)
				continue
			}
			if missing > 0 {
				formula = fmt.Sprintf(`IF(%s="","",%s)`, formula, formula)
			}
			cells = append(cells, b.live(formula, cached, how))
		}
		p.put(cells...)
	}
}

// writeFound writes the figures of a side as values.
func (b *book) writeFound(p *page, name string, found []finding) {
	for _, f := range found {
		cells := b.labelled(b.words(name, style{}), f)
		for _, v := range f.years {
			var cell any
			if !math.IsNaN(v) {
				cell = b.figure(v, style{format: f.how.format})
			}
			cells = append(cells, cell)
		}
		p.put(cells...)
	}
}

// findings are the figures of sides, row by row the same, without rows that none of them has.
func (b *book) findings(lines []scenario.Line, sides []side) (found [][]finding) {
	found = make([][]finding, len(sides))
	add := func(f finding, of func(s side, year string) (float64, bool)) {
		rows, has := make([]finding, len(sides)), false
		for k, s := range sides {
			rows[k] = f
			for _, year := range b.years {
				v, ok := of(s, year)
				if ok = ok && !math.IsInf(v, 0) && !math.IsNaN(v); !ok {
					v = math.NaN()
				}
				rows[k].years, has = append(rows[k].years, v), has || ok
			}
		}
		for k := range rows {
			if has {
				found[k] = append(found[k], rows[k])
			}
		}
	}
	for _, l := range lines {
		b.figuresOf(l, add)
	}
	for _, condition := range b.result.Conditions {
		body, _ := b.bodyAndLine(condition.Name())
		add(finding{body, text(condition.Words()), "%", "probability", style{format: percent}, nil},
			func(s side, year string) (float64, bool) {
				c, ok := s.chance(condition.Name(), year)
				return c.Probability.Value, ok
			})
	}
	return found
}

// figuresOf adds the rows of a line, one for each kind of figure.
func (b *book) figuresOf(l scenario.Line, add func(finding, func(s side, year string) (float64, bool))) {
	unit, format := text(b.unit.Name), b.inUnits()
	if !l.Money {
		unit, format = "number", numbers
	}
	body, name := b.bodyAndLine(l.Name)
	for _, stat := range stats {
		how := style{format: format, bold: stat.name == "p50" || stat.name == "central"}
		add(finding{body, name, unit, stat.name, how, nil}, func(s side, year string) (float64, bool) {
			c, ok := s.cell(l.Name, year)
			if !ok {
				return 0, false
			}
			return stat.of(c)
		})
	}
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

// bodyAndLine are whose a line is and what it is called there.
func (b *book) bodyAndLine(name string) (body, line string) {
	body, line = sheet.BodyOf(name)
	if body == "" {
		return text(b.title(b.tabs[0])), text(sheet.Label(line))
	}
	return text(sheet.BodyLabel(body)), text(sheet.Label(line))
}
