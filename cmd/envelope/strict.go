package main

import (
	"context"

	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
)

// A strictFlag turns warnings into faults.
type strictFlag struct {
	Strict bool `help:"Treat warnings that the file does not accept as faults."`
}

// strict fails with the model's open warnings, if the flag is set.
func (f strictFlag) strict(ctx context.Context, spec *file.Spec, m *scenario.Model, o scenario.Options) error {
	if !f.Strict {
		return nil
	}
	about, err := m.Describe(ctx, o)
	if err != nil {
		return badInput{err}
	}
	return spec.Strict(about.Warnings)
}
