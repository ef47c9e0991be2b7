package scenario

import (
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance"
)

// Inputs lists every scenario's inputs as a run uses them, after defaults.
func (p *Plan) Inputs() []EffectiveInput {
	r := &Result{}
	p.describe(r)
	return r.Inputs
}

// Correlations lists the groups of correlated drivers as a run uses them.
func (p *Plan) Correlations() []EffectiveCorrelation {
	groups := slices.Clone(p.groups)
	for i, g := range groups {
		groups[i] = g.own()
	}
	return groups
}

// describe adds what only a finance.Model knows: its currency, its notes, and where its sources end. That is the baseline's to
// say: what a change to it assumes moves neither the year asked about nor the mark on the baseline's years.
func (p *Plan) describe(r *Result) {
	r.Correlations = p.Correlations()
	for i, s := range p.scenarios {
		m, ok := s.Model.(*finance.Model)
		if ok && i == 0 {
			r.Currency, r.Body = m.Symbol(), m.Name
			r.AssumedFrom = label(m, assumedFrom(m, func(string) bool { return true }))
			askOf(s, m, r)
		}
		r.Inputs = append(r.Inputs, effective(s, p.engine.Scenarios[i].Program, m)...)
	}
}

// askOf makes the last year that the baseline's settlement covers the one asked about. What is set for a run moves it no more than
// a scenario's change does, so that two runs of a file answer one question.
func askOf(baseline Scenario, m *finance.Model, r *Result) {
	if said, ok := baseline.written.(*finance.Model); ok {
		m = said
	}
	from := assumedFrom(m, ofFunding)
	if year := m.Label(from - 1); from > m.First+1 && slices.Contains(r.Years, year) {
		r.MainYear = year
	}
}

// ofFunding reports whether a number's path is of the settlement, the whole's or a body's.
func ofFunding(path string) bool {
	return strings.HasPrefix(path, "funding.") || strings.Contains(path, ".funding.")
}

// label writes a year, empty for none.
func label(m *finance.Model, y finance.Year) string {
	if y == 0 {
		return ""
	}
	return m.Label(y)
}

// assumedFrom is the first year for which a number of such a path is an assumption beyond its source; zero if there is none.
func assumedFrom(m *finance.Model, such func(path string) bool) (first finance.Year) {
	for path, n := range m.Notes {
		if such(path) && n.AssumedFrom != 0 && (first == 0 || n.AssumedFrom < first) {
			first = n.AssumedFrom
		}
	}
	return first
}
