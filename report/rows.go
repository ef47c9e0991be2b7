package report

import (
	"strings"

	"github.com/openenvelope/envelope/scenario"
)

// A section is a part of a table whose decimal points line up.
type section []block

// A block is the part of a table about one line or condition: a label, and rows with one figure for each year.
type block struct {
	label string
	rows  []row
}

type row struct {
	stat  string
	cells []string
}

// A stat is one figure of a cell and how it is written, in the scale of its row.
type stat struct {
	name   string
	of     func(c scenario.Cell) (e scenario.Estimate, ok bool)
	text   func(s scale, c scenario.Cell) string
	beside bool // with the decimals of its half-width
}

// scenarioStats are the figures shown of a line in a scenario.
func scenarioStats() []stat {
	return []stat{
		alone("central", centralOf, scale.write),
		alone("mean", meanOf, scale.write),
		alone("p10", percentileOf(0.10), scale.write),
		alone("p50", percentileOf(0.50), scale.write),
		alone("p90", percentileOf(0.90), scale.write),
	}
}

// differenceStats are the figures shown of a line's paired difference.
func differenceStats() []stat {
	return []stat{
		{name: "mean", of: meanOf, beside: true, text: func(s scale, c scenario.Cell) string {
			if constant(c) != "" {
				return s.whole().change(c.Mean)
			}
			figure, _ := s.besideMargin(c.Mean)
			return signed(figure, c.Mean.Value)
		}},
		{name: "±", of: meanOf, beside: true, text: func(s scale, c scenario.Cell) string {
			if word := constant(c); word != "" {
				return word
			}
			_, margin := s.besideMargin(c.Mean)
			return margin
		}},
		alone("p10", percentileOf(0.10), scale.change),
		alone("p90", percentileOf(0.90), scale.change),
	}
}

// alone is a figure that is written by itself.
func alone(name string, of func(scenario.Cell) (scenario.Estimate, bool),
	write func(scale, scenario.Estimate) string) stat {
	return stat{name: name, of: of, text: func(s scale, c scenario.Cell) string {
		e, ok := of(c)
		if !ok {
			return ""
		}
		return write(s, e)
	}}
}

func centralOf(c scenario.Cell) (scenario.Estimate, bool) { return surely(c.Central), true }

func meanOf(c scenario.Cell) (scenario.Estimate, bool) { return c.Mean, true }

// percentileOf is a percentile; if all paths have the same value, that value.
func percentileOf(p float64) func(c scenario.Cell) (scenario.Estimate, bool) {
	return func(c scenario.Cell) (scenario.Estimate, bool) {
		if constant(c) != "" {
			return surely(c.Mean.Value), true
		}
		return c.P(p)
	}
}

// row writes the cells of a row, by column, all with the decimals of the least certain.
func (t stat) row(s scale, columns []string, cells map[string]scenario.Cell) row {
	var all []scenario.Estimate
	for _, column := range columns {
		if c, known := cells[column]; known {
			if e, ok := t.of(c); ok && !(t.beside && constant(c) != "") {
				all = append(all, e)
			}
		}
	}
	if s = s.narrowed(all); t.beside {
		s = s.narrowedBeside(all)
	}
	r := row{stat: t.name}
	for _, column := range columns {
		text := ""
		if c, known := cells[column]; known {
			text = t.text(s, c)
		}
		r.cells = append(r.cells, text)
	}
	return r
}

// constant says why a figure has no half-width: exact if any path would have the same value, same if only all paths of
// this run do; empty if paths differ.
func constant(c scenario.Cell) string {
	switch {
	case c.Exact:
		return "exact"
	case c.Same():
		return "same"
	}
	return ""
}

// surely is a figure without Monte Carlo error.
func surely(value float64) scenario.Estimate {
	return scenario.Estimate{Value: value, Lo: value, Hi: value}
}

// scenarioSections are the lines of a scenario and the probabilities of the conditions.
func (p page) scenarioSections(name string) []section {
	return []section{
		p.lineBlocks(scenarioStats(), func(line, year string) (scenario.Cell, bool) { return p.Cell(name, line, year) },
			scale.write),
		p.chanceBlocks("chance", probabilityMargin, func(condition, year string) (scenario.Chance, bool) {
			return p.Chance(name, condition, year)
		}),
	}
}

// differenceSections are the same for the paired difference of two scenarios.
func (p page) differenceSections(pair scenario.Comparison) []section {
	return []section{
		p.lineBlocks(differenceStats(), func(line, year string) (scenario.Cell, bool) {
			return p.Difference(pair.Of, pair.Versus, line, year)
		}, scale.change),
		p.chanceBlocks("points", pointsMargin, func(condition, year string) (scenario.Chance, bool) {
			return p.ChanceDifference(pair.Of, pair.Versus, condition, year)
		}),
		p.differenceBodies(pair),
	}
}

// lineBlocks are the blocks of the page's lines. A line with the same value on all paths in every year takes a single
// row, and says "exact", or "same" if other paths might have another value.
func (p page) lineBlocks(stats []stat, cell func(line, year string) (scenario.Cell, bool),
	alike func(scale, scenario.Estimate) string) section {
	var blocks section
	for _, line := range p.lines {
		cells := map[string]scenario.Cell{}
		word := "exact"
		for _, year := range p.about.Years {
			if c, ok := cell(line.Name, year); ok {
				cells[year] = c
				switch why := constant(c); {
				case why == "":
					word = ""
				case why == "same" && word != "":
					word = why
				}
			}
		}
		shown := stats
		if word != "" {
			shown = []stat{alone(word, percentileOf(0.50), alike)}
		}
		if len(cells) > 0 {
			blocks = append(blocks, block{p.name(line), p.statRows(shown, p.scaleOf(line), cells)})
		}
	}
	return blocks
}

// name is a line's label; if the line is not money, with "percent".
func (p page) name(line scenario.Line) string {
	if line.Money {
		return label(line.Name)
	}
	return label(line.Name) + ", %"
}

func (p page) statRows(stats []stat, s scale, cells map[string]scenario.Cell) []row {
	var rows []row
	for _, stat := range stats {
		rows = append(rows, p.yearRow(stat, s, cells))
	}
	return rows
}

// yearRow writes a row of years. Assumed years have their own decimals: they are far off and the least certain, and
// would cost all other years a decimal.
func (p page) yearRow(t stat, s scale, cells map[string]scenario.Cell) row {
	r := row{stat: t.name}
	for _, years := range p.eras() {
		r.cells = append(r.cells, t.row(s, years, cells).cells...)
	}
	return r
}

// eras are the years with sources and the assumed years.
func (p page) eras() [][]string {
	from := min(p.assumedFrom(), len(p.about.Years))
	return [][]string{p.about.Years[:from], p.about.Years[from:]}
}

// chanceBlocks are two rows for every condition: the probability, and its Monte Carlo half-width in points.
func (p page) chanceBlocks(stat string, write func(scale, scenario.Estimate) (figure, margin string),
	chance func(condition, year string) (scenario.Chance, bool)) section {
	var blocks section
	for _, condition := range p.conditions() {
		value, margin := row{stat: stat}, row{stat: "±"}
		for _, years := range p.eras() {
			var all []scenario.Estimate
			for _, year := range years {
				if c, ok := chance(condition.Name(), year); ok && !certain(c.Probability) {
					all = append(all, c.Probability)
				}
			}
			s := percent(1).narrowedBeside(all)
			for _, year := range years {
				text, half := "", ""
				if c, ok := chance(condition.Name(), year); ok {
					text, half = write(s, c.Probability)
				}
				value.cells, margin.cells = append(value.cells, text), append(margin.cells, half)
			}
		}
		if strings.Join(value.cells, "") != "" {
			blocks = append(blocks, block{conditionLabel(condition), []row{value, margin}})
		}
	}
	return blocks
}
