package file

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/population"
)

// demography reads a component that follows from a population and the cost of a person at each age.
func (d *decoder) demography(n *node, path string) []finance.Rate {
	s := d.section(n, path)
	d.note(s, slot{path: path})
	p, known := s.population()
	curve, read := s.costPerHead()
	s.done()
	d.demographyWhole(s)
	if s.faulty || !known || !read || d.unread {
		return []finance.Rate{0}
	}
	note := d.model.Notes[path]
	if note.Source == "" {
		note.Source = p.Source
	}
	d.model.Notes[path] = note
	growth, err := p.Growth(curve, d.model.First, d.model.Last)
	var faults finance.Faults
	if errors.As(err, &faults) {
		for _, f := range faults {
			d.fault(d.below(n, f.Path), join(path, f.Path), f)
		}
		return []finance.Rate{0}
	}
	return growth
}

// demographyWhole reports a population without costs, and costs without a population.
func (d *decoder) demographyWhole(s *section) {
	symbol := d.model.Symbol()
	switch {
	case s.faulty:
	case !s.n.has("population"):
		d.fault(s.n.at, s.path, fault.Missing.Found("the costs per head are of which population?").
			Want("write population: %s", population.Names()[0]))
	case !s.n.has("cost_per_head"):
		d.fault(s.n.at, s.path, fault.Missing.Found("what does a person cost?").
			Want("write cost_per_head: {0: %s1200, 65: %s4000}, a year, from each age on", symbol, symbol))
	}
}

// population reads which projection is meant.
func (s *section) population() (p population.Projection, ok bool) {
	n := s.get(keyPopulation)
	if n == nil {
		return p, false
	}
	path := join(s.path, keyPopulation)
	if n.kind == nodeMapping {
		return s.ownPopulation(n, path)
	}
	if n.kind != nodeText && n.kind != nodeAsked {
		s.faulty = true
		s.wrongKind(n, path, "the name of a population, or {csv: people.csv}")
		return p, false
	}
	name := s.textOf(n, path)
	if n.kind == nodeAsked { // the other forms it may have
		own := s.section(n.about.node(), path)
		own.text("csv")
		own.text("area")
		n.about.takes = takesText
	}
	if p, ok = population.Named(name); !ok && n.kind == nodeText {
		s.fault(n.at, path, fault.Unknown.Found("there is no population %s", fault.Quote(name)).
			Want("there is %s; or give your own, {csv: people.csv}", strings.Join(population.Names(), ", ")))
	}
	return p, ok
}

// keyPopulation gives a population, by name or in a table.
const keyPopulation = "population"

// ownPopulation reads a projection from a table beside the file: {csv: people.csv, area: Marlshire}.
func (s *section) ownPopulation(n *node, path string) (p population.Projection, ok bool) {
	own := s.section(n, path)
	name, area := own.text("csv"), own.text("area")
	own.done()
	switch {
	case own.faulty || own.n.has("csv") && n.child("csv").kind != nodeText:
		s.faulty = true
		return p, false
	case name == "":
		s.fault(n.at, path, fault.Missing.Found("csv is missing").
			Want("name a table with a column year and one for each band of age"))
		return p, false
	}
	at := n.child("csv").at
	named := s.spec.table(name)
	if named.refused.Kind != "" {
		s.fault(at, join(path, "csv"), named.refused)
		return p, false
	}
	p, err := population.ReadArea(bytes.NewReader(named.text), area)
	p.Name, p.Source = name, "the table "+name
	if area != "" {
		p.Source += ", " + area
	}
	var faults finance.Faults
	switch {
	case errors.As(err, &faults):
		for _, f := range faults[:min(len(faults), mostLines)] {
			s.fault(at, join(path, "csv"), f.At("").In("%s of %s", f.Path, fault.Quote(name)))
		}
	case err != nil:
		s.fault(at, join(path, "csv"), fault.Of(err))
	}
	return p, err == nil
}

// costPerHead reads the cost of a person in a year, each with the age from which it holds.
func (s *section) costPerHead() (curve population.Curve, ok bool) {
	ok = true
	symbol := s.model.Symbol()
	if n := s.n.child("cost_per_head"); n != nil && (n.kind == nodeText || n.kind == nodeList) {
		s.ask("cost_per_head")
		s.faulty = true
		s.wrongKind(n, join(s.path, "cost_per_head"),
			fmt.Sprintf("{0: %s1200, 65: %s4000}, a year, from each age on", symbol, symbol))
		return nil, false
	}
	s.each("cost_per_head", func(name string, n *node, path string) {
		r := s.number(n, slot{path: path, unit: s.amount(), certain: structural()})
		age, err := strconv.ParseUint(name, 10, 7)
		if err != nil {
			s.fault(n.at, path, fault.Unreadable.Found("%s is not an age", fault.Quote(name)).
				Want("write the age from which on a person costs this, such as 65"))
			ok = false
			return
		}
		ok = ok && r.ok
		curve = append(curve, population.Step{Age: int(age), Cost: finance.Amount(r.central)})
	})
	if n := s.n.child("cost_per_head"); n != nil && n.kind == nodeMapping && len(n.fields) == 0 {
		s.fault(n.at, join(s.path, "cost_per_head"), fault.Missing.Found("there is no cost here").
			Want("write {0: %s1200, 65: %s4000}, a year, from each age on", symbol, symbol))
	}
	return curve, ok && len(curve) > 0
}

// below is the place of a path in a node or, if the path is not there, of the nearest node above it that is.
func (d *decoder) below(n *node, path string) place {
	at := n.at
	for key := range strings.SplitSeq(path, ".") {
		if n = n.child(key); n == nil {
			break
		}
		at = n.at
	}
	return at
}
