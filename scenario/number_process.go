package scenario

import (
	"strings"

	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/process"
)

// moves reads how an uncertain number moves from year to year: nothing (drawn once for the whole path), the name of
// a process with true, or with its parameters.
func (d *decoder) moves(s *section, at slot, r *reading) {
	var found []string
	for _, k := range process.Kinds() {
		k.Name = strings.ReplaceAll(k.Name, " ", "_") // as keys are written
		s.asked = append(s.asked, k.Name)
		if !s.n.has(k.Name) {
			continue
		}
		found = append(found, k.Name)
		if n := s.get(k.Name); n != nil {
			r.process = d.process(n, k, join(at.path, k.Name))
		}
	}
	if len(found) == 0 {
		return
	}
	key, _ := s.n.field(found[0])
	path := join(at.path, found[0])
	switch {
	case len(found) > 1:
		d.fault(key.key.at, path, "found %s; a number moves in one way", strings.Join(found, " and "))
	case at.then:
		d.fault(key.key.at, path, "the number after a list is drawn once for all its years; make the whole series uncertain to have it move")
	case at.year != "":
		d.fault(key.key.at, path, "the number of a single year is drawn once; %s belongs to a number for all years", found[0])
	case r.law == nil && r.form == "" && !s.faulty:
		d.fault(key.key.at, path, "%s says how an uncertain number moves, but this one is certain; give it p10 and p90 or a distribution", found[0])
	}
	if at.year != "" {
		r.process = nil
	}
}

// process reads one process; nil if it is refused or switched off.
func (d *decoder) process(n *node, kind process.Kind, path string) process.Process {
	as := described{n, dist.Kind{Name: kind.Name, Parameters: kind.Parameters}, path, pure()}
	values := map[string]float64{}
	switch {
	case n.kind == nodeText && n.text == "true":
	case n.kind == nodeText && n.text == "false":
		return nil
	case n.kind == nodeMapping:
		var ok bool
		if values, ok = d.parameters(as); !ok {
			return nil
		}
	default:
		d.wrongKind(n, path, "true, or the parameters of "+kind.Name)
		return nil
	}
	p, faults := kind.New(values)
	for _, f := range faults {
		d.lawFault(as, f, values)
	}
	if len(faults) > 0 {
		return nil
	}
	return p
}
