package report

import (
	"strings"

	"github.com/openenvelope/envelope/scenario"
)

// A section is a part of a table whose decimal points line up.
type section []block

// A block is what a table says about one line or condition: a label, and rows of one figure for each year.
type block struct {
	label string
	rows  []row
}

type row struct {
	stat  string
	cells []string
}

// A stat is one figure of a cell and how it is written.
type stat struct {
	name string
	text func(s scale, c scenario.Cell) string
}

// scenarioStats are the figures shown of a line in a scenario.
func scenarioStats() []stat {
	return []stat{
		{"central", func(s scale, c scenario.Cell) string { return s.write(surely(c.Central)) }},
		{"mean", func(s scale, c scenario.Cell) string { return s.write(c.Mean) }},
		{"p10", func(s scale, c scenario.Cell) string { return percentile(c, 0.10, s.write) }},
		{"p50", func(s scale, c scenario.Cell) string { return percentile(c, 0.50, s.write) }},
		{"p90", func(s scale, c scenario.Cell) string { return percentile(c, 0.90, s.write) }},
	}
}

// differenceStats are the figures shown of a line's paired difference.
func differenceStats() []stat {
	return []stat{
		{"mean", func(s scale, c scenario.Cell) string {
			if constant(c) != "" {
				return s.change(c.Mean)
			}
			figure, _ := s.besideMargin(c.Mean)
			return signed(figure, c.Mean.Value)
		}},
		{"±", func(s scale, c scenario.Cell) string {
			if word := constant(c); word != "" {
				return word
			}
			_, margin := s.besideMargin(c.Mean)
			return margin
		}},
		{"p10", func(s scale, c scenario.Cell) string { return percentile(c, 0.10, s.change) }},
		{"p90", func(s scale, c scenario.Cell) string { return percentile(c, 0.90, s.change) }},
	}
}

// constant says why a figure has no half-width: exact where no path there could be has another, same where no path of
// the run has; empty where paths differ.
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

// percentile writes a percentile; where all paths have one value, that value.
func percentile(c scenario.Cell, p float64, write func(scenario.Estimate) string) string {
	if constant(c) != "" {
		return write(surely(c.Mean.Value))
	}
	e, ok := c.P(p)
	if !ok {
		return ""
	}
	return write(e)
}

// scenarioSections are the lines of a scenario and the probabilities of the conditions.
func (p page) scenarioSections(name string) []section {
	return []section{
		p.lineBlocks(scenarioStats(), func(line, year string) (scenario.Cell, bool) { return p.Cell(name, line, year) },
			func(s scale, c scenario.Cell) string { return s.write(surely(c.Mean.Value)) }),
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
		}, func(s scale, c scenario.Cell) string { return s.change(surely(c.Mean.Value)) }),
		p.chanceBlocks("points", pointsMargin, func(condition, year string) (scenario.Chance, bool) {
			return p.ChanceDifference(pair.Of, pair.Versus, condition, year)
		}),
		p.differenceBodies(pair),
	}
}

// lineBlocks are the blocks of the page's lines. A line that has one value on all paths in every year takes one row
// instead of many alike, and says "exact", or "same" where that is not sure of paths that were not drawn.
func (p page) lineBlocks(stats []stat, cell func(line, year string) (scenario.Cell, bool),
	alike func(scale, scenario.Cell) string) section {
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
			shown = []stat{{word, alike}}
		}
		if len(cells) > 0 {
			blocks = append(blocks, block{p.name(line), p.statRows(shown, p.scaleOf(line), cells)})
		}
	}
	return blocks
}

// name is a line's label; what is not money says that it is in percent.
func (p page) name(line scenario.Line) string {
	if line.Money {
		return label(line.Name)
	}
	return label(line.Name) + ", %"
}

func (p page) statRows(stats []stat, s scale, cells map[string]scenario.Cell) []row {
	var rows []row
	for _, stat := range stats {
		r := row{stat: stat.name}
		for _, year := range p.about.Years {
			text := ""
			if c, ok := cells[year]; ok {
				text = stat.text(s, c)
			}
			r.cells = append(r.cells, text)
		}
		rows = append(rows, r)
	}
	return rows
}

// chanceBlocks are two rows for every condition: the probability, and its Monte Carlo half-width in points.
func (p page) chanceBlocks(stat string, write func(scenario.Estimate) (figure, margin string),
	chance func(condition, year string) (scenario.Chance, bool)) section {
	var blocks section
	for _, condition := range p.conditions() {
		value, margin := row{stat: stat}, row{stat: "±"}
		for _, year := range p.about.Years {
			text, half := "", ""
			if c, ok := chance(condition.Name(), year); ok {
				text, half = write(c.Probability)
			}
			value.cells, margin.cells = append(value.cells, text), append(margin.cells, half)
		}
		if strings.Join(value.cells, "") != "" {
			blocks = append(blocks, block{conditionLabel(condition), []row{value, margin}})
		}
	}
	return blocks
}
