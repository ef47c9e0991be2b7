package scenario

import (
	"context"
	"slices"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/internal/door"
)

// Describe says what the model is about and what a run with the options would report. It only lays out the sheets and
// runs nothing. The error is the error of [NewPlan].
func (m *Model) Describe(ctx context.Context, o Options) (*Description, error) {
	ctx = door.Context(ctx)
	return guarded(o.Seed, func() (*Description, error) {
		p, err := new(structures).outline(ctx, m, o)
		if err != nil {
			return nil, err
		}
		ledgers, err := p.central.of(ctx, p)
		if err != nil {
			ledgers = nil // a run will say why; there are warnings that need no central case
		}
		d := p.describe(p.warnings(ledgers), p.inputs())
		return &d, nil
	})
}

// Inputs lists every scenario's inputs as a run uses them, after defaults, in the order of the sheet. The error is the
// error of [NewPlan].
func (m *Model) Inputs() ([]EffectiveInput, error) {
	d, err := m.Describe(context.Background(), Options{})
	if err != nil {
		return nil, err
	}
	return d.Inputs, nil
}

// inputs lists every scenario's inputs.
func (p *Plan) inputs() (all []EffectiveInput) {
	for i, s := range p.scenarios {
		m, _ := s.Model.(*finance.Model)
		all = append(all, effective(s, p.engine.Scenarios[i].Program, m)...)
	}
	return all
}

// describe is what the plan is about, with its warnings and inputs, which it takes for its own. Only a finance.Model knows the currency, the notes and where
// the sources end: these come from the baseline's model.
func (p *Plan) describe(warnings []Warning, inputs []EffectiveInput) Description {
	base := p.engine.Scenarios[0].Program
	d := Description{
		Name: p.model.Name, Set: slices.Clone(p.model.Set), NotModelled: slices.Clone(p.model.NotModelled),
		Currency: "£", Years: slices.Clone(base.Years), Lines: slices.Clone(p.lines),
		Conditions: slices.Clone(p.conditions), MainYear: p.mainYear(), Correlations: p.correlations(),
		Warnings: warnings, Inputs: inputs,
	}
	if m, ok := p.scenarios[0].Model.(*finance.Model); ok {
		d.Currency, d.Body = m.Symbol(), m.Name
		d.Prices = label(m, m.PriceYear())
		d.AssumedFrom = label(m, m.AssumedFrom(nil))
	}
	for _, s := range p.scenarios {
		d.Scenarios = append(d.Scenarios, s.Name)
	}
	for _, c := range p.pairs {
		d.Comparisons = append(d.Comparisons, Comparison{p.scenarios[c.of].Name, p.scenarios[c.versus].Name})
	}
	d.noteAccepted()
	return d
}

// noteAccepted adds the reasons for accepted warnings to the inputs that the warnings are about.
func (d *Description) noteAccepted() {
	for _, w := range d.Warnings {
		scenario := w.Scenario
		if scenario == "" {
			scenario = d.Scenarios[0]
		}
		for i, in := range d.Inputs {
			if w.Accepted != "" && in.Input == w.Path && in.Scenario == scenario {
				d.Inputs[i].Note = joinWords(in.Note, "accepted: "+w.Accepted)
			}
		}
	}
}

// correlations lists the groups of correlated drivers as a run uses them.
func (p *Plan) correlations() []EffectiveCorrelation {
	groups := slices.Clone(p.groups)
	for i, g := range groups {
		groups[i] = g.own()
	}
	return groups
}
