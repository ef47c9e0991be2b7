package scenario

import (
	"strings"

	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/process"
)

// processKinds are the kinds of process, named as keys are written.
func processKinds() []process.Kind {
	kinds := process.Kinds()
	for i := range kinds {
		kinds[i].Name = strings.ReplaceAll(kinds[i].Name, " ", "_")
	}
	return kinds
}

// wholeKind finds a process that brings its own distribution, and so is a form of a number by itself.
func wholeKind(form string) (kind process.Kind, ok bool) {
	for _, k := range processKinds() {
		if k.Name == form && k.Law != nil {
			return k, true
		}
	}
	return process.Kind{}, false
}

// ownLaw reads a process that brings its own distribution.
func (d *decoder) ownLaw(n *node, kind process.Kind, at slot) reading {
	r := reading{form: kind.Name, described: n, at: n.at}
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
	var found []string // ways to move
	var top process.Process
	_, whole := wholeKind(r.form)
	if whole {
		found = append(found, r.form)
	}
	key := "" // the first that is no form
	for _, k := range processKinds() {
		s.asked = append(s.asked, k.Name)
		if k.Law != nil || !s.n.has(k.Name) {
			continue
		}
		if key == "" {
			key = k.Name
		}
		if !k.OnTop || whole {
			found = append(found, k.Name)
		}
		n := s.get(k.Name)
		switch {
		case n == nil:
		case k.OnTop:
			top, _ = d.process(n, k, at)
		default:
			r.process, _ = d.process(n, k, at)
		}
	}
	if key == "" && whole {
		key = r.form
	}
	if key != "" {
		d.checkMoves(s, at, r, key, found)
	}
	if shock, ok := top.(process.Shock); ok && !whole && !s.n.has("follows") {
		r.shock(shock, s.n.at)
	}
	if at.year != "" {
		r.process = nil
	}
	d.checkFit(s, at, r)
}

// shock puts a shock on top of what a number does; one that is certain has no other spread.
func (r *reading) shock(shock process.Shock, at place) {
	shock.On = r.process
	r.process = shock
	if r.law == nil && r.form == "" {
		r.law, r.form, r.at = dist.Normal{Mean: r.central}, formValue, at
	}
}

// checkMoves reports a number that moves in two ways, or cannot move. key is the first key that says how.
func (d *decoder) checkMoves(s *section, at slot, r *reading, key string, found []string) {
	field, _ := s.n.field(key)
	path := join(at.path, key)
	switch certain := r.law == nil && r.form == "" && !s.faulty; {
	case len(found) > 1:
		d.fault(field.key.at, path, "found %s; a number moves in one way", strings.Join(found, " and "))
	case at.then:
		d.fault(field.key.at, path, "the number after a list is drawn once for all its years; make the whole series uncertain to have it move")
	case at.year != "":
		d.fault(field.key.at, path, "the number of a single year is drawn once; %s belongs to a number for all years", key)
	case certain && s.n.has("shock") && s.n.has("follows"):
		d.fault(field.key.at, path, "this number follows another, and takes its shocks; leave shock out")
	case certain && (len(found) > 0 || !s.n.has(formValue)):
		d.fault(field.key.at, path, "%s says how an uncertain number moves, but this one is certain; give it p10 and p90 or a distribution", key)
	}
}

// checkFit reports a start that the number's distribution does not reach.
func (d *decoder) checkFit(s *section, at slot, r *reading) {
	if r.law == nil || r.process == nil || len(misfits(Driver{Law: r.law, Process: r.process})) == 0 {
		return
	}
	path := join(at.path, "mean_reverting.start")
	start := s.n.child("mean_reverting").child("start")
	d.fault(start.at, path, "start is %s; it must be a value that the %s distribution can have, and within 8 standard deviations: its p10 is %s and its p90 %s",
		quoted(start), r.law.Kind(), percentile(r.law, 0.1, at.unit.money), percentile(r.law, 0.9, at.unit.money))
}

// process reads one process and what was given for it; nil if it is refused or switched off.
func (d *decoder) process(n *node, kind process.Kind, at slot) (process.Process, process.Given) {
	path := join(at.path, kind.Name)
	var given process.Given
	switch {
	case n.kind == nodeText && n.text == "true":
	case n.kind == nodeText && n.text == "false":
		return nil, given
	case n.kind == nodeMapping:
		var ok bool
		if given, ok = d.given(n, kind, slot{path: path, unit: at.unit}); !ok {
			return nil, given
		}
	default:
		d.wrongKind(n, path, "true, or the parameters of "+kind.Name)
		return nil, given
	}
	p, faults := kind.New(given)
	for _, f := range faults {
		d.processFault(n, path, f, given)
	}
	if len(faults) > 0 {
		return nil, given
	}
	return p, given
}

// processFault reports a parameter in the words of the file.
func (d *decoder) processFault(n *node, path string, f dist.Fault, given process.Given) {
	if parameter := n.child(f.Parameter); parameter != nil && parameter.kind != nodeText {
		d.fault(parameter.at, join(path, f.Parameter), "%s is %s; it must be %s", f.Parameter, f.Found, f.Want)
		return
	}
	d.lawFault(described{n: n, path: path}, f, given.Numbers)
}

// given reads the parameters of a process by name.
func (d *decoder) given(n *node, kind process.Kind, at slot) (process.Given, bool) {
	s := d.section(n, at.path)
	g := process.Given{Numbers: map[string]float64{}, Lists: map[string][]float64{}, Laws: map[string]dist.Distribution{}, Words: map[string]string{}}
	sound := true
	for _, p := range kind.Parameters {
		child := s.get(p.Name)
		if child == nil {
			sound = sound && !s.n.has(p.Name)
			continue
		}
		to, ok := slot{path: join(at.path, p.Name), unit: pure()}, false
		if p.SameUnit {
			to.unit = at.unit
		}
		switch p.Takes {
		case process.List:
			g.Lists[p.Name], ok = d.list(child, to)
		case process.Law:
			g.Laws[p.Name], ok = d.lawOf(child, to)
		case process.Word:
			g.Words[p.Name], ok = d.word(child, to, p.Words)
		default:
			g.Numbers[p.Name], ok = d.alone(child, to)
		}
		sound = sound && ok
	}
	s.done()
	return g, sound && !s.faulty
}

// alone reads a number that stands alone.
func (d *decoder) alone(n *node, at slot) (float64, bool) {
	if n.kind != nodeText {
		d.wrongKind(n, at.path, at.unit.wants)
		return 0, false
	}
	r := d.plain(n, at)
	return r.central, r.ok
}

// list reads numbers, such as the years of a history.
func (d *decoder) list(n *node, at slot) (xs []float64, ok bool) {
	if n.kind != nodeList {
		d.wrongKind(n, at.path, "a list of numbers such as [2.1%, -0.4%]")
		return nil, false
	}
	ok = true
	for _, item := range n.items {
		x, sound := d.alone(item, at)
		xs, ok = append(xs, x), ok && sound
	}
	return xs, ok
}

// word reads one of a few words.
func (d *decoder) word(n *node, at slot, words []string) (string, bool) {
	for _, w := range words {
		if n.kind == nodeText && n.text == w {
			return w, true
		}
	}
	d.wrongKind(n, at.path, strings.Join(words, " or "))
	return "", false
}

// lawOf reads a distribution that is a part of a process; a number alone is one without spread.
func (d *decoder) lawOf(n *node, at slot) (dist.Distribution, bool) {
	before := len(d.suspects)
	r := d.number(n, at)
	switch {
	case !r.ok || len(d.suspects) > before:
		return nil, false
	case n.has("source", "note", "owner", "quality"):
		d.fault(n.at, at.path, "this is one distribution of a number; say what is known of the number beside it, not within")
		return nil, false
	case r.process != nil || r.follows != "":
		d.fault(n.at, at.path, "this is one distribution of a number that moves; it has p10 and p90 or a distribution, and nothing else")
		return nil, false
	case r.law == nil:
		return dist.Normal{Mean: r.central}, true
	}
	return r.law, true
}
