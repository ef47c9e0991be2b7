package report

import (
	"slices"
	"strings"

	"github.com/openenvelope/envelope/scenario"
)

// headerWidth is the width at which a scenario's name is wrapped at the head of its column.
const headerWidth = 13

// summary shows the scenarios side by side in the year asked about.
func (p page) summary() {
	var headers []string
	for _, name := range p.scenarios {
		headers = append(headers, strings.Join(wrap(clean(name), within(headerWidth)), "\n"))
	}
	p.grid(p.heading("In "+p.year()), headers, []section{p.summaryLines(), p.summaryChances(), p.summaryBodies()})
}

// summaryStats are the figures of a line in a summary: for a balance or a debt the range; for the parts of the earmark
// the mean, as means add up; for a share of few bodies the mean too; for the rest the middle path.
func summaryStats(line string) []string {
	switch line {
	case "balance", "debt":
		return []string{"p10", "p50", "p90"}
	case "diverted", "transformation", "share_in_deficit":
		return []string{"mean"}
	}
	return []string{"p50"}
}

func (p page) summaryLines() section {
	var blocks section
	for _, line := range p.lines {
		b, cells := block{label: p.name(line)}, map[string]scenario.Cell{}
		for _, name := range p.scenarios {
			if c, ok := p.Cell(name, line.Name, p.year()); ok {
				cells[name] = c
			}
		}
		for _, stat := range scenarioStats() {
			if !slices.Contains(summaryStats(line.Name), stat.name) {
				continue
			}
			b.rows = append(b.rows, stat.row(p.scaleOf(line), p.scenarios, cells))
		}
		blocks = append(blocks, b)
	}
	return blocks
}

func (p page) summaryChances() section {
	var blocks section
	for _, condition := range p.conditions() {
		r := row{stat: "chance"}
		for _, name := range p.scenarios {
			text := ""
			if c, ok := p.Chance(name, condition.Name(), p.year()); ok {
				text = probability(c.Probability)
			}
			r.cells = append(r.cells, text)
		}
		if strings.Join(r.cells, "") != "" {
			blocks = append(blocks, block{conditionLabel(condition), []row{r}})
		}
	}
	return blocks
}
