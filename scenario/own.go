package scenario

import (
	"maps"
	"slices"
)

// own is a copy of the model with lists of its own, so that later changes of the caller do not reach the plan. Sheets,
// laws and processes are shared.
func (m *Model) own() *Model {
	c := *m
	c.Baseline = m.Baseline.own()
	c.Scenarios = slices.Clone(m.Scenarios)
	for i, s := range c.Scenarios {
		c.Scenarios[i] = s.own()
	}
	c.Correlation = slices.Clone(m.Correlation)
	for i, g := range c.Correlation {
		c.Correlation[i].Drivers, c.Correlation[i].Matrix = slices.Clone(g.Drivers), rowsClone(g.Matrix)
	}
	c.Draws = m.Draws.own()
	c.Comparisons, c.NotModelled = slices.Clone(m.Comparisons), slices.Clone(m.NotModelled)
	c.Accepted = maps.Clone(m.Accepted)
	return &c
}

func (s Scenario) own() Scenario {
	s.Drivers, s.Changes = slices.Clone(s.Drivers), slices.Clone(s.Changes)
	return s
}

// own is a copy that shares nothing.
func (c EffectiveCorrelation) own() EffectiveCorrelation {
	c.Drivers, c.Matrix = slices.Clone(c.Drivers), rowsClone(c.Matrix)
	return c
}

func rowsClone(rows [][]float64) [][]float64 {
	rows = slices.Clone(rows)
	for i, row := range rows {
		rows[i] = slices.Clone(row)
	}
	return rows
}
