package scenario

import (
	"context"

	"github.com/openenvelope/envelope/finance"
)

// Inputs lists the effective inputs of every scenario, after defaults, in the order of the sheet. The error is [Faults].
func (s *Spec) Inputs() ([]EffectiveInput, error) {
	m, err := s.Model()
	if err != nil {
		return nil, err
	}
	var all []EffectiveInput
	for _, scenario := range append([]Scenario{m.Baseline}, m.Scenarios...) {
		program, err := compile(context.Background(), scenario)
		if err != nil {
			return nil, Faults{{File: s.file, Line: 1, Column: 1, Problem: err.Error()}}
		}
		model, _ := scenario.Model.(*finance.Model)
		all = append(all, effective(scenario, program, model)...)
	}
	return all, nil
}
