package file

import (
	"context"
	"slices"

	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/scenario"
)

// Again runs the manifest's scenario again. Of the options it takes Workers and Progress. The error is [Faults] if the
// scenario file in it has any.
func (m Manifest) Again(ctx context.Context, o scenario.Options) (*Spec, *scenario.Result, error) {
	ctx = door.Context(ctx)
	spec, model, o, err := m.Prepare(o)
	if err != nil {
		return nil, nil, err
	}
	r, err := scenario.Run(ctx, model, o)
	return spec, r, err
}

// Prepare is the manifest's file, and the model and options of its run; those that it does not record are as given. The
// error is [Faults] if the scenario file in it has any, or a fault of the scenarios that it names.
func (m Manifest) Prepare(o scenario.Options) (*Spec, *scenario.Model, scenario.Options, error) {
	spec, err := load(m.File, []byte(m.Text), m.table)
	if err != nil {
		return nil, nil, o, err
	}
	if len(m.Cells) > 0 {
		spec.locate(m.Cells)
	}
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
// bits. Of the files beside the manifest it knows nothing. The error is that of [Manifest.Again].
func (m Manifest) Verify(ctx context.Context, o scenario.Options) (differences []string, err error) {
	spec, r, err := m.Again(ctx, o)
	if err != nil {
		return nil, err
	}
	return m.Against(NewManifest(spec, r)), nil
}

// Against lists where a manifest differs from that of another run: every field, with its place, and the two values with
// what differs in ‹›. Not compared are written_by, which another build may check, and files, which are compared with
// the files themselves.
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
