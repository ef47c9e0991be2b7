package scenario

import (
	"slices"

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

// describe adds what only a finance.Model knows: its currency, its notes, and where its sources end.
func (p *Plan) describe(r *Result) {
	r.Correlations = p.Correlations()
	for i, s := range p.scenarios {
		m, ok := s.Model.(*finance.Model)
		if ok && i == 0 {
			r.Currency, r.Body = m.Symbol(), m.Name
		}
		r.Inputs = append(r.Inputs, effective(s, p.engine.Scenarios[i].Program, m)...)
		if ok {
			r.AssumedFrom = earliest(r.AssumedFrom, assumedFrom(m))
		}
	}
}

// assumedFrom is the first year for which some number is an assumption beyond its source.
func assumedFrom(m *finance.Model) string {
	var first finance.Year
	for _, n := range m.Notes {
		if n.AssumedFrom != 0 && (first == 0 || n.AssumedFrom < first) {
			first = n.AssumedFrom
		}
	}
	if first == 0 {
		return ""
	}
	return m.Label(first)
}

// earliest is the earlier of two years' labels, where empty is none.
func earliest(a, b string) string {
	if a == "" || (b != "" && b < a) {
		return b
	}
	return a
}
