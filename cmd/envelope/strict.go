package main

import (
	"context"

	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
)

// A strictFlag makes faults of warnings.
type strictFlag struct {
	Strict bool `help:"Take warnings that the file does not accept for faults."`
}

// strict fails with the warnings of the model that nobody has accepted, if it is to.
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
