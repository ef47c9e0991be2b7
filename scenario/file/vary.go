package file

import (
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/scenario"
)

// Vary is a model with one scenario: the file's baseline with some of its changes made, in order, and then settings, so
// that a setting wins over a change of the same place. It serves questions that no scenario of the file answers. It has
// no correlations: a caller reads them once from [Spec.Model]. The error is [Faults]; a change that the file does not
// have is a fault.
func (s *Spec) Vary(changes []string, settings ...scenario.Setting) (*scenario.Model, error) {
	s = door.Or(s)
	changed, err := s.changed(changes)
	if err != nil {
		return nil, err
	}
	varied, err := changed.With(settings...)
	if err != nil {
		return nil, err
	}
	faults := newFaultList(s.file)
	r := newShared(varied, faults)
	r.markChanged(s.root.child("changes"))
	f := r.decoder(version{root: varied.root})
	name := f.baseline()
	m := &scenario.Model{Name: varied.asSet(), Set: varied.set, NotModelled: s.NotModelled(), AskedYear: s.askedYear()}
	for _, d := range r.decoders([]version{{name: name, changes: changes, root: varied.root}}) {
		m.Baseline = d.scenario()
	}
	return m, faults.err()
}

// changed is the file with changes made to its tree. The tables that they name are not read yet.
func (s *Spec) changed(names []string) (*Spec, error) {
	faults := newFaultList(s.file)
	d := newShared(s, faults).decoder(version{root: s.root})
	all := d.named("changes", maxChanges)
	for _, name := range names {
		if all.child(name) == nil {
			d.fault(place{}, "changes", fault.Unknown.Found("there is no change %s", fault.Quote(name)).
				Suggest(faults.nearest(name, all.keys())))
		}
	}
	if len(faults.all) > 0 {
		return nil, faults.err()
	}
	tree, _ := d.apply(names, all)
	changed := *s
	changed.root, changed.main = tree, nil
	return &changed, faults.err()
}
