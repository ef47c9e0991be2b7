package file

import (
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/internal/bounds"
	"github.com/openenvelope/envelope/scenario/internal/words"
	"github.com/openenvelope/envelope/scenario/process"
)

// processKinds are the kinds of process, named as keys are written.
func (r *shared) processKinds() []process.Kind {
	if r.processForms == nil {
		r.processForms = process.Kinds()
		for i, k := range r.processForms {
			r.processForms[i].Name = strings.ReplaceAll(k.Name, " ", "_")
		}
	}
	return r.processForms
}

// wholeKind finds a process that brings its own distribution, so that its name alone is a form of a number.
func (r *shared) wholeKind(form string) (kind process.Kind, ok bool) {
	for _, k := range r.processKinds() {
		if k.Name == form && k.Law != nil {
			return k, true
		}
	}
	return process.Kind{}, false
}

// ownLaw reads a process that brings its own distribution.
func (d *decoder) ownLaw(n *node, kind process.Kind, at slot) reading {
	r := reading{form: kind.Name, described: n, at: n.at}
	if n.kind != nodeMapping {
		d.wrongKind(n, join(at.path, kind.Name), parametersOf(kind))
		return r
	}
	p, given := d.process(n, kind, at)
	if p == nil {
		return r
	}
	r.process = p
	law := kind.Law(given)
	return d.drawn(madeLaw{law, dist.Median(law)}, r, at)
}

// moves reads how an uncertain number moves from year to year: nothing (drawn once for the whole path), the name of
// a process with true, or with its parameters; and a shock on top of that.
func (d *decoder) moves(s *section, at slot, r *reading) {
	keys, ways := s.ways(r.form)
	if len(keys) > 0 {
		d.checkMoves(s, at, r, keys[0], ways)
	}
	var top process.Process
	for _, k := range s.processKinds() {
		if k.Law != nil || !s.n.has(k.Name) {
			continue
		}
		n := s.get(k.Name)
		if n == nil {
			continue
		}
		if p, _ := d.process(n, k, at); k.OnTop {
			top = p
		} else {
			r.process = p
		}
	}
	if shock, ok := top.(process.Shock); ok {
		r.shock(shock, s)
	}
	if at.year != "" {
		r.process = nil
	}
	d.checkFit(s, at, r)
}

// ways finds the keys that say how a number of a form moves, and those among them that exclude each other.
func (s *section) ways(form string) (keys, ways []string) {
	_, whole := s.wholeKind(form)
	if whole {
		ways = append(ways, form)
	}
	for _, k := range s.processKinds() {
		s.ask(k.Name)
		if k.Law != nil || !s.n.has(k.Name) {
			continue
		}
		keys = append(keys, k.Name)
		if !k.OnTop || whole {
			ways = append(ways, k.Name)
		}
	}
	if len(keys) == 0 {
		keys = ways
	}
	return keys, ways
}

// shock puts a shock on top of the way a number moves. If the number is certain, the shock is its only uncertainty.
func (r *reading) shock(shock process.Shock, s *section) {
	if _, ok := r.process.(process.Chain); ok || s.n.has("follows") {
		return // reported
	}
	shock.On = r.process
	r.process = shock
	if r.law == nil && r.form == "" {
		r.law, r.form, r.at = dist.Normal{Mean: r.central}, formValue, s.n.at
	}
}

// checkMoves reports a number that moves in two ways, or cannot move. key is the first key that says how.
func (d *decoder) checkMoves(s *section, at slot, r *reading, key string, found []string) {
	field, _ := s.n.field(key)
	path := join(at.path, key)
	switch certain := r.law == nil && r.form == "" && !s.faulty; {
	case len(found) > 1:
		d.fault(field.key.at, path, fault.Conflict.Found("found %s", strings.Join(found, " and ")).
			Want("a number moves in one way"))
	case at.then:
		d.fault(field.key.at, path, fault.Misplaced.Found("the number after a list is drawn once for all its years").
			Want("make the whole series uncertain to have it move"))
	case at.year != "":
		d.fault(field.key.at, path, fault.Misplaced.Found("the number of a single year is drawn once").
			Want("%s belongs to a number for all years", key))
	case certain && s.n.has("shock") && s.n.has("follows"):
		d.fault(field.key.at, path, fault.Misplaced.Found("this number follows another, and takes its shocks").
			Want("leave shock out"))
	case certain && len(s.forms()) > 0 && (len(found) > 0 || !s.n.has(formValue)):
		d.fault(field.key.at, path,
			fault.Misplaced.Found("%s says how an uncertain number moves, but this one is certain", key).
				Want("give it p10 and p90 or a distribution, or leave %s out", key))
	}
}

// checkFit reports a start outside the number's distribution.
func (d *decoder) checkFit(s *section, at slot, r *reading) {
	if r.law == nil || r.process == nil || len(bounds.Move{Law: r.law, Process: r.process}.Misfits()) == 0 {
		return
	}
	path := join(at.path, "mean_reverting.start")
	start := s.n.child("mean_reverting").child("start")
	p := words.Percentiles(r.law, at.unit.money)
	d.fault(start.at, path, fault.OutOfRange.Found("start is %s", quoted(start)).
		Want("it must be a value that the %s distribution can have, and within 8 standard deviations: its p10 is %s and its p90 %s", r.law.Kind(), p[0], p[2]))
}
