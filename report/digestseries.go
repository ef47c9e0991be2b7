package report

import (
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario"
)

// A Series is a line of a scenario, or the difference of two scenarios, over the years: the data of a chart.
type Series struct {
	Scenario string  // or "one minus another"
	Body     string  // empty for the whole
	Line     string  // in words
	Name     string  // the row on the sheet, without its body; for a chance, its condition
	Basis    string  // cash, or the prices; empty if it is not money
	Unit     string  // unit of the figures
	Points   []Point // one for each year
}

// A Point is a year of a [Series].
type Point struct {
	Known bool // the result has the year
	// Values are p5, p10, p25, p50, p75, p90, p95, the central case and the mean, in the unit; for a chance, the chance
	// and the ends of its interval, in percent.
	Values []float64
	Texts  []string // the same figures as text
}

// series are the figures of the lines shown and of the bodies' balances, in cash, and money in real terms too.
func (p page) series() (all []Series) {
	lines := p.lines
	for _, b := range p.bodies() {
		if l, ok := p.view.line(b.balance); ok {
			lines = append(lines[:len(lines):len(lines)], l)
		}
	}
	for _, line := range lines {
		for _, name := range p.scenarios {
			all = append(all, p.bothBases(clean(name), name, line, func(year string) (scenario.Cell, bool) {
				return p.Cell(name, line.Name, year)
			})...)
		}
		for _, pair := range pairs(p.about.Comparisons, p.scenarios) {
			all = append(all, p.bothBases(clean(pair.Of)+" minus "+clean(pair.Versus), pair.Of, line,
				func(year string) (scenario.Cell, bool) {
					return p.Difference(pair.Of, pair.Versus, line.Name, year)
				})...)
		}
	}
	return all
}

// bothBases is a line in cash and, if it is money and the sheet has prices, in the prices of one year.
func (p page) bothBases(name, prices string, line scenario.Line,
	cell func(year string) (scenario.Cell, bool)) []Series {
	if !ofTheWhole(line) {
		p.view = p.forBodies()
	}
	body, row := sheet.BodyOf(line.Name)
	s := Series{Scenario: name, Body: clean(sheet.BodyLabel(body)), Line: label(row), Name: row,
		Unit: p.unitOf(line)}
	if line.Money {
		s.Basis = "cash"
	}
	s.Points = p.points(line, cell, nil)
	index := p.plannedIndex(prices)
	if !line.Money || index == nil {
		return []Series{s}
	}
	real := s
	real.Basis, real.Points = p.inPrices(), p.points(line, cell, index)
	return []Series{s, real}
}

// plannedIndex is the scenario's price index by year; nil if its sheet has none.
func (p page) plannedIndex(name string) (index []float64) {
	l, ok := p.about.Ledger(name)
	if !ok {
		return nil
	}
	for column := range p.about.Years {
		d, known := l.At(plannedPrices, column)
		if !known || !d.IsPositive() {
			return nil
		}
		index = append(index, d.DivRound(baseOf(l), sheet.Places).InexactFloat64())
	}
	return index
}

// points are a line's years, divided by an index if there is one.
func (p page) points(line scenario.Line, cell func(year string) (scenario.Cell, bool), index []float64) []Point {
	s := p.scaleOf(line)
	all := make([]Point, len(p.about.Years))
	for i, year := range p.about.Years {
		c, ok := cell(year)
		if !ok || !finite(c.Mean.Value) {
			continue
		}
		by := 1.0
		if index != nil {
			by = index[i]
		}
		all[i].Known = true
		figures := figuresOf(c)
		for k, e := range figures {
			figures[k] = shrink(e, by)
		}
		for _, e := range figures {
			all[i].Values = append(all[i].Values, e.Value/s.size)
			all[i].Texts = append(all[i].Texts, minus(s.narrowed(figures).write(e)))
		}
	}
	return all
}

// figuresOf are a cell's figures in the order of [Point].
func figuresOf(c scenario.Cell) (all []scenario.Estimate) {
	for i := len(levels()) - 1; i >= 0; i-- {
		e, ok := c.P(levels()[i])
		if !ok || constant(c) != "" {
			e = surely(c.Mean.Value)
		}
		all = append(all, e)
	}
	return append(all, surely(c.Central), c.Mean)
}

// chanceSeries are the chances of balance by year, also with the money set aside intact.
func (p page) chanceSeries() (all []Series) {
	for _, c := range p.about.Conditions {
		body, name := sheet.BodyOf(c.Name())
		if name != mainCondition && name != coreCondition && name != lowestCondition {
			continue
		}
		for _, scenarioName := range p.scenarios {
			one := Series{Scenario: clean(scenarioName), Body: clean(sheet.BodyLabel(body)), Name: name,
				Line: p.chanceLabel(name), Unit: "%", Points: make([]Point, len(p.about.Years))}
			for i, year := range p.about.Years {
				chance, ok := p.Chance(scenarioName, c.Name(), year)
				if e := chance.Probability; ok && finite(e.Value) {
					figure, interval := probabilityBeside(e)
					one.Points[i] = Point{Known: true, Values: []float64{100 * e.Value, 100 * e.Lo, 100 * e.Hi},
						Texts: []string{figure, interval}}
				}
			}
			all = append(all, one)
		}
	}
	return all
}

// chanceLabel names the event of a chance.
func (p page) chanceLabel(condition string) string {
	switch condition {
	case coreCondition:
		return p.intact()
	case lowestCondition:
		return "every body balances"
	}
	return "balance"
}
