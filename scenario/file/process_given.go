package file

import (
	"fmt"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/process"
)

// process reads one process and its parameters; nil if it is refused or switched off.
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
		wants := "true or false"
		if len(kind.Parameters) > 0 {
			wants = "true, or " + parametersOf(kind)
		}
		d.wrongKind(n, path, wants)
		return nil, given
	}
	p, faults := kind.New(given)
	for _, f := range faults {
		d.processFault(n, path, f, at.unit)
	}
	if len(faults) > 0 {
		return nil, given
	}
	return p, given
}

// parametersOf names the parameters of a process as what would be right.
func parametersOf(kind process.Kind) string {
	var names []string
	for _, p := range kind.Parameters {
		names = append(names, p.Name)
	}
	return "its parameters: " + strings.Join(names, ", ")
}

// processFault reports a parameter in the words of the file.
func (d *decoder) processFault(n *node, path string, f dist.Fault, u unit) {
	l := described{n: n, path: path, unit: u}
	if parameter := n.child(f.Parameter); parameter != nil && parameter.kind != nodeText {
		d.fault(parameter.at, join(path, f.Parameter), f.Kind.Found("%s is %s", f.Parameter, f.Found).
			Want("it must be %s", l.wanted(f)))
		return
	}
	d.lawFault(l, f)
}

// given reads the parameters of a process by name.
func (d *decoder) given(n *node, kind process.Kind, at slot) (process.Given, bool) {
	s := d.section(n, at.path)
	g := process.Given{Numbers: map[string]float64{}, Lists: map[string][]float64{},
		Laws: map[string]dist.Distribution{}, Words: map[string]string{}}
	sound := true
	for _, p := range kind.Parameters {
		child := s.get(p.Name)
		if child == nil {
			continue // a key without a value makes the section faulty
		}
		to := slot{path: join(at.path, p.Name), unit: pure()}
		if p.SameUnit {
			to.unit = at.unit
		}
		sound = d.parameter(child, p, to, g) && sound
	}
	s.done()
	return g, sound && !s.faulty
}

// parameter reads one parameter in the form that it takes.
func (d *decoder) parameter(n *node, p process.Parameter, at slot, g process.Given) (ok bool) {
	switch p.Takes {
	case process.List:
		g.Lists[p.Name], ok = d.list(n, at, p.Name == keyHistory)
	case process.Law:
		g.Laws[p.Name], ok = d.lawOf(n, at)
	case process.Word:
		g.Words[p.Name], ok = d.word(n, at, p.Words)
	default:
		g.Numbers[p.Name], ok = d.alone(n, at)
	}
	return ok
}

// alone reads a single number without any notes.
func (d *decoder) alone(n *node, at slot) (float64, bool) {
	if n.kind != nodeText {
		d.wrongKind(n, at.path, at.unit.wants)
		return 0, false
	}
	r := d.plain(n, at)
	return r.central, r.ok
}

// list reads numbers in their order: from a list in the file or, for a history, from a column of a table beside it.
func (d *decoder) list(n *node, at slot, history bool) (xs []float64, ok bool) {
	if n.kind == nodeMapping && history {
		s := d.section(n, at.path)
		xs, found := s.observed(nil, at, true)
		s.done()
		if !found && !s.faulty {
			d.fault(n.at, at.path, fault.Missing.Found("there is nothing here").Want("write csv and column, or a list"))
		}
		return xs, len(xs) > 0 && !s.faulty
	}
	if n.kind != nodeList {
		wants := "a list of numbers such as [2.1%, -0.4%]"
		if history {
			wants += ", or {csv: FILE, column: NAME}"
		}
		d.wrongKind(n, at.path, wants)
		return nil, false
	}
	ok = true
	for i, item := range n.items {
		x, sound := d.alone(item, slot{path: fmt.Sprintf("%s[%d]", at.path, i+1), unit: at.unit})
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

// lawOf reads a distribution that is part of a process; a single number is a distribution without spread.
func (d *decoder) lawOf(n *node, at slot) (dist.Distribution, bool) {
	before := len(d.suspects)
	r := d.number(n, at)
	switch {
	case !r.ok || len(d.suspects) > before:
		return nil, false
	case n.has("source", "note", "owner", "quality"):
		d.fault(n.at, at.path, fault.Misplaced.Found("this is one distribution of a number").
			Want("say what is known of the number beside it, not within"))
		return nil, false
	case r.process != nil || r.follows != "":
		d.fault(n.at, at.path, fault.Misplaced.Found("this is one distribution of a number that moves").
			Want("it has p10 and p90 or a distribution, and nothing else"))
		return nil, false
	case r.law == nil:
		return dist.Normal{Mean: r.central}, true
	}
	return r.law, true
}
