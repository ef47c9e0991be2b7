package history

import (
	"context"
	"slices"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/evidence"
)

// Backcast runs the baseline of a model whose opening year is in the past, and says where the outturns since then fall
// among its paths. It takes paths, seed, workers, memory and progress from the options; percentiles are exact. An
// outturn is a fault if the model does not have its row or year, if it is of the opening year, or if it has the wrong
// unit: the error is [file.Faults], all of them at once.
func Backcast(ctx context.Context, m *scenario.Model, out Outturns, o scenario.Options) (*evidence.Calibration, error) {
	ctx, m = door.Context(ctx), door.Or(m)
	alone, err := m.Only([]string{m.Baseline.Name})
	if err != nil {
		return nil, err
	}
	if alone.Baseline.Model == nil {
		return nil, fault.Missing.Found("there is no model to cast back")
	}
	s, err := alone.Baseline.Model.Sheet()
	if err != nil {
		return nil, err
	}
	p, err := s.Compile()
	if err != nil {
		return nil, err
	}
	if err := out.check(p); err != nil {
		return nil, err
	}
	o.Lines, o.Years, o.Conditions, o.ExactPercentiles = out.lines(), nil, out.conditions(p), true
	r, err := scenario.Run(ctx, alone, o)
	if err != nil {
		return nil, err
	}
	return out.calibration(r), nil
}

// check finds outturns that the sheet has no figure for.
func (o Outturns) check(p *sheet.Program) error {
	faults := &faultList{file: o.File}
	var names []string
	for _, row := range p.Rows {
		names = append(names, row.Name)
	}
	for _, out := range o.All {
		row, ok := p.Row(out.Line)
		column, has := p.Column(out.Year)
		switch {
		case !ok:
			f := fault.Unknown.Found("the model has no row %s",
				fault.Quote(out.Line)).Suggest(faults.nearest(out.Line, names))
			o.fault(faults, out, f)
		case !has:
			o.fault(faults, out, fault.Unknown.Found("the model has no year %s", fault.Quote(out.Year)).
				Want("it has %s to %s", p.Years[1], p.Years[len(p.Years)-1]))
		case column == 0:
			o.fault(faults, out,
				fault.Misplaced.Found("%s is the opening year, which the model is given and does not forecast",
					out.Year))
		case out.Money != (p.Rows[row].Unit == sheet.Money) && out.Value != 0:
			o.fault(faults, out, fault.Conflict.Found("%s is %s, but the outturn is %s", sheet.Label(out.Line),
				unitWords(!out.Money), unitWords(out.Money)))
		}
	}
	if len(o.All) == 0 {
		faults.add(1, 1, fault.Missing.Found("there are no outturns"))
	}
	return faults.err()
}

func unitWords(money bool) string {
	if money {
		return "money"
	}
	return "a rate"
}

// lines are the rows that have outturns, in order.
func (o Outturns) lines() (lines []string) {
	for _, out := range o.All {
		if !slices.Contains(lines, out.Line) {
			lines = append(lines, out.Line)
		}
	}
	return lines
}

// conditions ask of each line whether a path is at most, and whether it is at least, its outturn.
func (o Outturns) conditions(p *sheet.Program) (all []scenario.Condition) {
	for _, line := range o.lines() {
		by := make([]float64, len(p.Years)-1)
		for _, out := range o.All {
			if column, _ := p.Column(out.Year); out.Line == line {
				by[column-1] = out.Value
			}
		}
		all = append(all, scenario.Condition{Line: line, Measure: atMost(by)},
			scenario.Condition{Line: line, Measure: atLeast(by)})
	}
	return all
}

// calibration reads from a result where the outturns fall.
func (o Outturns) calibration(r *scenario.Result) *evidence.Calibration {
	years := r.Years[0] + " to " + r.Years[len(r.Years)-1]
	c := &evidence.Calibration{Name: r.Name, Currency: r.Currency, Years: years, Run: r}
	for _, line := range r.Lines {
		for _, year := range r.Years {
			for _, out := range o.All {
				if out.Line == line.Name && out.Year == year {
					c.Hits = append(c.Hits, out.hit(r, line.Money))
				}
			}
		}
	}
	return c
}

// hit is where one outturn falls.
func (o Outturn) hit(r *scenario.Result, money bool) evidence.Hit {
	baseline := r.Scenarios[0]
	cell, _ := r.Cell(baseline, o.Line, o.Year)
	most, _ := r.Chance(baseline, o.Line+"_"+atMost(nil).Kind(), o.Year)
	least, _ := r.Chance(baseline, o.Line+"_"+atLeast(nil).Kind(), o.Year)
	h := evidence.Hit{Line: o.Line, Year: o.Year, Money: money, Outturn: o.Value, Source: o.Source}
	h.P10, h.P50, h.P90 = percentile(cell, 0.10), percentile(cell, 0.50), percentile(cell, 0.90)
	h.Rank = rank(most.Probability, least.Probability)
	h.Inside = h.P10.Value <= o.Value && o.Value <= h.P90.Value
	return h
}

// rank is half-way between the share of paths below a figure and the share at or below it. It follows from the share of
// paths at or below the figure (most) and the share at or above it (least).
func rank(most, least scenario.Estimate) scenario.Estimate {
	half := func(most, least float64) float64 { return (most + 1 - least) / 2 }
	value := half(most.Value, least.Value)
	return scenario.Estimate{Value: value, Lo: min(value, half(most.Lo, least.Hi)),
		Hi: max(value, half(most.Hi, least.Lo))}
}

// percentile is a percentile of a cell; if every path has the same value, that value.
func percentile(c scenario.Cell, p float64) scenario.Estimate {
	if e, ok := c.P(p); ok && !c.Exact {
		return e
	}
	return scenario.Estimate{Value: c.Mean.Value, Lo: c.Mean.Value, Hi: c.Mean.Value}
}

// atMost asks whether a figure is at most the outturn of its year, by years after the opening one.
type atMost []float64

// Kind names the question.
func (atMost) Kind() string { return "at_most_outturn" }

// Words says the question.
func (atMost) Words(line string) string { return line + " is at most its outturn" }

// Next keeps by how much the figures fall short of the outturn.
func (by atMost) Next(state, figures []float64, year int) {
	for i, x := range figures {
		state[i] = by[year] - x
	}
}

// atLeast asks the opposite; for a figure equal to the outturn both are true.
type atLeast []float64

// Kind names the question.
func (atLeast) Kind() string { return "at_least_outturn" }

// Words says the question.
func (atLeast) Words(line string) string { return line + " is at least its outturn" }

// Next keeps by how much the figures exceed the outturn.
func (by atLeast) Next(state, figures []float64, year int) {
	for i, x := range figures {
		state[i] = x - by[year]
	}
}
