package file

import (
	"context"
	"slices"

	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/scenario"
)

// Again runs the manifest's scenario again. It takes Workers and Progress from o, and all else from the manifest. The
// error is [Faults] if the scenario file in it has any.
func (m Manifest) Again(ctx context.Context, o scenario.Options) (*Spec, *scenario.Result, error) {
	ctx = door.Context(ctx)
	spec, model, o, err := m.Prepare(o)
	if err != nil {
		return nil, nil, err
	}
	r, err := scenario.Run(ctx, model, o)
	return spec, r, err
}

// Prepare is the manifest's file, and the model and options of its run; options that a manifest does not record are
// taken from o. The error is [Faults] if the scenario file in it has any, or a fault if it names unknown scenarios.
func (m Manifest) Prepare(o scenario.Options) (*Spec, *scenario.Model, scenario.Options, error) {
	spec, err := m.load()
	if err != nil {
		return nil, nil, o, err
	}
	spec.locate(m.Cells)
	if spec, err = spec.With(m.Set...); err != nil {
		return nil, nil, o, err
	}
	model, err := spec.Model()
	if err != nil {
		return nil, nil, o, err
	}
	if model, err = model.Only(m.Scenarios); err != nil {
		return nil, nil, o, err
	}
	o.Paths, o.Seed, o.Lines, o.Years, o.ExactPercentiles = m.Paths, m.Seed, m.Lines, m.Years, m.ExactPercentiles
	return spec, model, o, nil
}

// Verify runs the manifest's scenario again and lists where its record differs; none means the same record of the same
// bits. It does not look at the files beside the manifest. The error is the error of [Manifest.Again].
func (m Manifest) Verify(ctx context.Context, o scenario.Options) (differences []string, err error) {
	spec, r, err := m.Again(ctx, o)
	if err != nil {
		return nil, err
	}
	return m.Against(NewManifest(spec, r)), nil
}

// Against lists where a manifest differs from the manifest of another run: every field, with its place, and both values
// with the different parts in ‹›. It does not compare written_by, as another build may do the check, nor files, which
// are compared with the files themselves.
func (m Manifest) Against(other Manifest) (differences []string) {
	was, err := m.tree()
	if err != nil {
		return []string{err.Error()}
	}
	is, err := other.tree()
	if err != nil {
		return []string{err.Error()}
	}
	c := comparing{was: "the manifest says", is: "this run"}
	c.fields("", without(was, "written_by", "files"), without(is, "written_by", "files"))
	return append(slices.Clone(m.surplus), c.differences...)
}

// without is a tree without some of its fields.
func without(tree any, names ...string) map[string]any {
	fields, _ := tree.(map[string]any)
	for _, name := range names {
		delete(fields, name)
	}
	return fields
}
