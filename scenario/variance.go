package scenario

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/door"
)

// A VarianceShare says how much of a figure's variance rests on some inputs: what would still be open about the figure
// if everything else were known. Shares of several groups add up to more than 1 where inputs act together.
type VarianceShare struct {
	// Inputs are the drivers of the group, with any that are correlated with them: those cannot be told apart.
	Inputs []string
	// Share is a fraction of the variance, with a 95% Monte Carlo interval. Its end is not known (NaN) where the figure
	// is the same on all paths whatever the group draws, though it might be another on one that was not drawn.
	Share Estimate
}

// VarianceShares finds, for a line in a year of the baseline, the share of its variance that rests on each group of
// drivers, by [Driver.Name]. Each group is drawn a second time while the rest stays as it is: half the mean square of
// what that changes is the variance that the group accounts for (total effect; Jansen, Computer Physics Communications
// 117, 1999). A figure without variance is an error.
func VarianceShares(ctx context.Context, m *Model, o Options, line, year string,
	groups ...[]string) ([]VarianceShare, error) {
	ctx = door.Context(ctx)
	if len(groups) == 0 {
		return nil, fault.Missing.Found("there is no group of inputs to find the share of")
	}
	again := &Model{Name: m.Name, Baseline: m.Baseline, Correlation: m.Correlation}
	shares := make([]VarianceShare, len(groups))
	for i, group := range groups {
		names, err := m.withCorrelated(group)
		if err != nil {
			return nil, err
		}
		shares[i].Inputs = names
		again.Scenarios = append(again.Scenarios,
			m.redrawn(fmt.Sprintf("%s, group %d drawn again", m.Baseline.Name, i+1), names))
	}
	o.Lines, o.Years, o.Conditions = []string{line}, []string{year}, []Condition{}
	r, err := Run(ctx, again, o)
	if err != nil {
		return nil, err
	}
	whole, ok := r.Cell(m.Baseline.Name, line, year)
	switch {
	case !ok || whole.Exact:
		return nil, fault.Conflict.Found("no uncertain input reaches %s in %s, so nothing of it rests on any",
			sheet.Label(line), year)
	case whole.SD.Value == 0:
		return nil, fault.Conflict.Found("%s in %s is the same on all %d paths, which cannot tell what it rests on",
			sheet.Label(line), year, r.Run.Paths)
	}
	for i := range shares {
		d, _ := r.Difference(again.Scenarios[i].Name, m.Baseline.Name, line, year)
		shares[i].Share = shareOf(d, whole)
	}
	return shares, nil
}

// shareOf is half the mean square of a difference over the variance. The interval takes the errors of the two as
// independent.
func shareOf(d, whole Cell) Estimate {
	switch {
	case d.Exact:
		return Estimate{}
	case d.Same():
		return Estimate{Hi: math.NaN()}
	}
	square := func(x float64) float64 { return x * x }
	share := (square(d.SD.Value) + square(d.Mean.Value)) / (2 * square(whole.SD.Value))
	relative := 2 * math.Hypot(d.SD.HalfWidth()/d.SD.Value, whole.SD.HalfWidth()/whole.SD.Value)
	return Estimate{share, math.Max(0, share*(1-relative)), share * (1 + relative)}
}

// withCorrelated is a group of drivers of the baseline with all that are correlated with any of them.
func (m *Model) withCorrelated(group []string) (names []string, err error) {
	var known []string
	for _, d := range m.Baseline.Drivers {
		if d.Law != nil {
			known = append(known, d.Name())
		}
	}
	add := func(name string) {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for _, name := range group {
		if !slices.Contains(known, name) {
			near, _ := sheet.Nearest(name, known)
			return nil, fault.Unknown.Found("%s is not a driver with draws of its own", fault.Quote(name)).Suggest(near)
		}
		add(name)
	}
	for _, c := range m.Correlation {
		if slices.ContainsFunc(c.Drivers, func(name string) bool { return slices.Contains(names, name) }) {
			for _, name := range c.Drivers {
				add(name)
			}
		}
	}
	return names, nil
}

// redrawn is the baseline with other draws for some drivers.
func (m *Model) redrawn(name string, drivers []string) Scenario {
	s := m.Baseline
	s.Name, s.Drivers = name, slices.Clone(s.Drivers)
	for i := range s.Drivers {
		s.Drivers[i].redrawn = slices.Contains(drivers, s.Drivers[i].Name())
	}
	return s
}
