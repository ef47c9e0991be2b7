package report

import (
	"fmt"
	"strings"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario"
)

// A body is a body of a system, with the names of its figures in the result.
type body struct {
	name       string // as people read it
	balance    string // the line of its balance, which the result may lack
	main       string // the condition of balance in the year, which it may lack
	conditions []scenario.Condition
}

// bodies are the bodies of the system whose balance is reported or that a condition is about, in the order of the
// result. Bodies within bodies are not shown.
func (v view) bodies() []body {
	var paths []string
	for _, l := range v.about.Lines {
		if path, line := sheet.BodyOf(l.Name); path != "" && line == "balance" {
			paths = append(paths, path)
		}
	}
	for _, c := range v.about.Conditions {
		if path, _ := sheet.BodyOf(c.Line); path != "" {
			paths = append(paths, path)
		}
	}
	var all []body
	at := map[string]int{}
	for _, path := range outermost(paths) {
		if _, ok := at[path]; !ok {
			at[path] = len(all)
			all = append(all, body{name: clean(sheet.BodyLabel(path))})
		}
	}
	v.collect(all, at)
	return all
}

// judged are the bodies with a condition of balance in the year.
func (v view) judged() (all []body) {
	for _, b := range v.bodies() {
		if b.main != "" {
			all = append(all, b)
		}
	}
	return all
}

// outermost are the paths with the fewest names.
func outermost(paths []string) []string {
	var least []string
	for _, path := range paths {
		depth := strings.Count(path, ".")
		if len(least) > 0 && depth > strings.Count(least[0], ".") {
			continue
		}
		if len(least) > 0 && depth < strings.Count(least[0], ".") {
			least = nil
		}
		least = append(least, path)
	}
	return least
}

// collect gives bodies the names of their figures in the result. The map has the place of each by its path.
func (v view) collect(all []body, at map[string]int) {
	for _, l := range v.about.Lines {
		path, line := sheet.BodyOf(l.Name)
		if i, ok := at[path]; ok && line == "balance" {
			all[i].balance = l.Name
		}
	}
	for _, c := range v.about.Conditions {
		path, _ := sheet.BodyOf(c.Line)
		_, condition := sheet.BodyOf(c.Name())
		i, ok := at[path]
		switch {
		case !ok:
		case condition == mainCondition:
			all[i].main = c.Name()
		default:
			all[i].conditions = append(all[i].conditions, c)
		}
	}
}

// conditions are the conditions of the whole.
func (v view) conditions() []scenario.Condition {
	var whole []scenario.Condition
	for _, c := range v.about.Conditions {
		if body, _ := sheet.BodyOf(c.Line); body == "" {
			whole = append(whole, c)
		}
	}
	return whole
}

// bodyTable shows a scenario's bodies, year by year: how probable balance is, and the balance of the middle path; then
// the same for all bodies together, with what the net figure hides.
func (p page) bodyTable(name string, all []body) {
	p.view = p.forBodies()
	sections, more := p.bodySections(name, all)
	if len(sections) == 0 {
		return
	}
	p.grid(p.bodyHeading(name, more), p.headers(), sections)
}

// bodySections are the bodies, their sum, and how many bodies are left out.
func (p page) bodySections(name string, all []body) (sections []section, more int) {
	shown, more := p.shownBodies(name, all, mostBodies)
	var blocks section
	for _, b := range shown {
		blocks = append(blocks, p.bodyBlocks(name, b)...)
	}
	if len(blocks) == 0 {
		return nil, more
	}
	return []section{blocks, p.netBlocks(name)}, more
}

// bodyGrid is the same as a grid.
func (p page) bodyGrid(name string, all []body) Grid {
	p.view = p.forBodies()
	sections, more := p.bodySections(name, all)
	return gridOf(p.bodyHeading(name, more), p.headers(), sections)
}

// bodyHeading says which bodies are shown, and how many are left out.
func (p page) bodyHeading(name string, more int) string {
	if more == 0 {
		return p.heading("Bodies with " + clean(name))
	}
	return p.heading(fmt.Sprintf("The %d bodies in most trouble in %s with %s, %s", mostTroubled, clean(p.year()),
		clean(name), lessTrouble(more)))
}

func (p page) bodyBlocks(name string, b body) section {
	main := block{label: b.name, rows: p.present(p.chanceRow(name, "chance", b.main), p.medianRow(name, b.balance))}
	var blocks section
	if len(main.rows) > 0 {
		blocks = append(blocks, main)
	}
	for _, c := range b.conditions {
		if rows := p.present(p.chanceRow(name, "chance", c.Name())); len(rows) > 0 {
			blocks = append(blocks, block{label(c.Name()), rows})
		}
	}
	return blocks
}

// netBlocks are the bodies together, how many of them have a deficit, and how much money would have to move between
// them.
func (p page) netBlocks(name string) section {
	var blocks section
	add := func(label string, rows ...row) {
		if rows = p.present(rows...); len(rows) > 0 {
			blocks = append(blocks, block{label, rows})
		}
	}
	add("together", p.chanceRow(name, "chance", mainCondition), p.medianRow(name, "balance"))
	add("every body", p.chanceRow(name, "chance", lowestCondition))
	add("share of bodies in deficit, %", p.meanRow(name, "share_in_deficit"))
	add("surplus to move", p.meanRow(name, "surplus_to_move"))
	return blocks
}

// present are the rows that have a figure.
func (p page) present(rows ...row) []row {
	var kept []row
	for _, r := range rows {
		if strings.Join(r.cells, "") != "" {
			kept = append(kept, r)
		}
	}
	return kept
}

func (p page) chanceRow(name, stat, condition string) row {
	r := row{stat: stat}
	for _, year := range p.about.Years {
		text := ""
		if c, ok := p.Chance(name, condition, year); ok {
			text = probability(c.Probability)
		}
		r.cells = append(r.cells, text)
	}
	return r
}

func (p page) medianRow(name, line string) row {
	return p.cellRow(name, line, alone("p50", func(c scenario.Cell) (scenario.Estimate, bool) {
		return medianOf(c), true
	}, scale.write))
}

func (p page) meanRow(name, line string) row {
	return p.cellRow(name, line, alone("mean", meanOf, scale.write))
}

func (p page) cellRow(name, line string, t stat) row {
	about, _ := p.view.line(line)
	cells := map[string]scenario.Cell{}
	for _, year := range p.about.Years {
		if c, ok := p.Cell(name, line, year); ok {
			cells[year] = c
		}
	}
	return p.yearRow(t, p.scaleOf(about), cells)
}

// summaryBodies are the bodies' chances in the year asked about, scenario by scenario.
func (p page) summaryBodies() section {
	all, most := p.judged(), mostBodies
	if !p.detail && !many(all) {
		most = mostFirstBodies
	}
	shown, more := p.shownBodies(p.scenarios[0], all, most)
	var blocks section
	for _, b := range shown {
		r := row{stat: "chance"}
		for _, name := range p.scenarios {
			text := ""
			if c, ok := p.Chance(name, b.main, p.year()); ok {
				text = probability(c.Probability)
			}
			r.cells = append(r.cells, text)
		}
		if strings.Join(r.cells, "") != "" {
			blocks = append(blocks, block{b.name, []row{r}})
		}
	}
	if more > 0 && len(blocks) > 0 {
		blocks = append(blocks,
			block{lessTrouble(more), []row{{cells: make([]string, len(p.scenarios))}}})
	}
	return blocks
}

// differenceBodies shows by how much one scenario changes the bodies' chances against another. Bodies that balance on
// the same paths in both scenarios share a row.
func (p page) differenceBodies(pair scenario.Comparison) section {
	shown, more := p.shownBodies(pair.Versus, p.judged(), mostBodies)
	var blocks section
	var same row
	alike := 0
	for _, b := range shown {
		r, differs := p.pointsRow(pair, b.main)
		switch {
		case strings.Join(r.cells, "") == "":
		case differs:
			blocks = append(blocks, block{b.name, []row{r}})
		default:
			same, alike = r, alike+1
		}
	}
	if len(blocks) > 0 && alike > 0 {
		who := "the other"
		if more > 0 {
			who = "another"
		}
		blocks = append(blocks, block{fmt.Sprintf("%s %d", who, alike), []row{same}})
	}
	if len(blocks) > 0 && more > 0 {
		blocks = append(blocks,
			block{lessTrouble(more), []row{{cells: make([]string, len(p.about.Years))}}})
	}
	return blocks
}

// pointsRow is a condition's differences, and whether the scenarios differ on any path.
func (p page) pointsRow(pair scenario.Comparison, condition string) (r row, differs bool) {
	r.stat = "points"
	for _, year := range p.about.Years {
		text := ""
		if c, ok := p.ChanceDifference(pair.Of, pair.Versus, condition, year); ok {
			text = points(c.Probability)
			differs = differs || c.OnlyOf+c.OnlyVersus > 0
		}
		r.cells = append(r.cells, text)
	}
	return r, differs
}
