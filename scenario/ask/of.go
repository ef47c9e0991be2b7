package ask

import (
	"slices"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/dist"
)

// Of makes a source from a Go program's model. A scenario without a list of changes counts as one change with the
// scenario's name; changes of several scenarios cannot be made together. A setting gives an input of the sheet one
// value for all years: "4%", "£20m" or a plain number.
func Of(m *scenario.Model) Source { return model{m} }

type model struct{ of *scenario.Model }

// Model is the model, with a list of changes for every scenario.
func (m model) Model() (*scenario.Model, error) {
	if m.of == nil {
		return nil, fault.Missing.Found("there is no model")
	}
	named := *m.of
	named.Scenarios = slices.Clone(named.Scenarios)
	for i, s := range named.Scenarios {
		named.Scenarios[i].Changes = changesOf(s)
	}
	return &named, nil
}

// changesOf are a scenario's changes; where it lists none, its own name.
func changesOf(s scenario.Scenario) []string {
	if len(s.Changes) == 0 {
		return []string{s.Name}
	}
	return s.Changes
}

// Vary is the scenario with the changes, with inputs set.
func (m model) Vary(changes []string, settings ...scenario.Setting) (*scenario.Model, error) {
	s, err := m.with(changes)
	if err != nil {
		return nil, err
	}
	laid, err := s.Model.Sheet()
	if err != nil {
		return nil, err
	}
	program, err := laid.Compile()
	if err != nil {
		return nil, err
	}
	s.Drivers = slices.Clone(s.Drivers)
	for _, set := range settings {
		d, err := decided(program, set, symbolOf(s.Model))
		if err != nil {
			return nil, err
		}
		s.Drivers = slices.DeleteFunc(s.Drivers, func(other scenario.Driver) bool { return other.Input == set.Path })
		s.Drivers = append(s.Drivers, d)
	}
	varied := *m.of
	varied.Baseline, varied.Scenarios, varied.Comparisons = s, nil, nil
	varied.Set = append(slices.Clip(varied.Set), settings...)
	return &varied, nil
}

// with is the scenario that makes the changes.
func (m model) with(changes []string) (scenario.Scenario, error) {
	if len(changes) == 0 {
		return m.of.Baseline, nil
	}
	for _, s := range m.of.Scenarios {
		if slices.Equal(changesOf(s), changes) {
			return s, nil
		}
	}
	return scenario.Scenario{}, fault.Misplaced.Found("no scenario makes the changes %q alone", changes).
		Want("changes of a Go program's model come as it made them")
}

// decided is a driver that gives an input one value.
func decided(p *sheet.Program, set scenario.Setting, symbol string) (d scenario.Driver, err error) {
	i, ok := p.Input(set.Path)
	if !ok {
		var known []string
		for _, in := range p.Inputs {
			known = append(known, in.Name)
		}
		near, _ := sheet.Nearest(set.Path, known)
		return d, fault.Unknown.Found("there is no number %s", fault.Quote(set.Path)).Suggest(near)
	}
	var x float64
	if p.Inputs[i].Unit == sheet.Money {
		a, e := finance.ParseAmount(set.Value, symbol)
		x, err = a.Decimal().InexactFloat64(), e
	} else {
		r, e := finance.ParseRate(set.Value)
		x, err = float64(r), e
	}
	if err != nil {
		return d, fault.Of(err).At(set.Path)
	}
	return scenario.Driver{Input: set.Path, Law: dist.Normal{Mean: x}}, nil
}

// symbolOf is a model's currency.
func symbolOf(m scenario.Sheeter) string {
	if f, ok := m.(*finance.Model); ok {
		return f.Symbol()
	}
	return "£"
}
