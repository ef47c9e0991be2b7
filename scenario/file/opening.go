package file

import (
	"github.com/openenvelope/envelope/finance"
)

// opening reads the figures that the plan starts from, and notes which of them follow from others.
func (d *decoder) opening(s *section) {
	o := &d.into.Opening
	s.known("position", &o.Position)
	s.known("cost", &o.Cost)
	s.known("support", &o.Support)
	s.known("before_support", &o.BeforeSupport)
	s.known("one_offs", &o.OneOffs)
	s.saysPosition(*o)
}

// deriveNotes handles opening figures that the sheet needs and the file leaves out: it notes what they follow from, in
// the model and in each of its bodies.
func (d *decoder) deriveNotes(m *finance.Model, prefix string) {
	for i := range m.Bodies {
		d.deriveNotes(&m.Bodies[i], prefix+"bodies."+m.Bodies[i].Name+".")
	}
	derived := func(path string, from ...string) {
		path = prefix + path
		if _, given := d.model.Notes[path]; given {
			return
		}
		note, ok := finance.Note{}, false
		for _, other := range from {
			n, given := d.model.Notes[prefix+other]
			if !given {
				continue
			}
			if !ok {
				note.Source = "follows from " + other
				note.Quality, note.Place, ok = n.Quality, n.Place, true
				continue
			}
			note.Source += " and " + other
			note.Quality = worse(note.Quality, n.Quality)
		}
		if ok && prefix != "" {
			note.Source += ", with what the body is paid and pays"
		}
		if ok {
			d.model.Notes[path] = note
		}
	}
	grants := grantPaths(m)
	if m.Opening.BeforeSupport != 0 {
		derived("opening.position", "opening.before_support", "opening.support")
	}
	derived("opening.position", append([]string{"funding.baseline", "opening.cost"}, grants...)...)
	derived("opening.cost", append([]string{"funding.baseline", "opening.position"}, grants...)...)
	derived("funding.baseline", append([]string{"opening.cost", "opening.position"}, grants...)...)
}

// grantPaths are the places of the grants' opening figures.
func grantPaths(m *finance.Model) (paths []string) {
	for _, g := range m.Funding.Grants {
		paths = append(paths, "funding.grants."+g.Name+".baseline")
	}
	return paths
}

// worse is the lower of two qualities: a figure that follows from others is no better than the worst of them.
func worse(a, b finance.Quality) finance.Quality {
	rank := map[finance.Quality]int{finance.Green: 1, finance.Amber: 2, finance.Unrated: 3, finance.Red: 4}
	if rank[b] > rank[a] {
		return b
	}
	return a
}
