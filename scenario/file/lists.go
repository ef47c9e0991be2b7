package file

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario/dist"
)

// numbersOf are the parameters of a law that are numbers; for percentiles, the ones that the file gives.
func numbersOf(l described) (all []dist.Parameter) {
	for _, p := range l.kind.Parameters {
		switch p.Takes {
		case dist.Number:
			all = append(all, p)
		case dist.PercentileNumbers:
			for _, key := range l.n.keys() {
				if dist.IsPercentile(key) {
					all = append(all, dist.Parameter{Name: key, SameUnit: p.SameUnit})
				}
			}
		}
	}
	return all
}

// holdings reads the values of a distribution's parameters.
func (d *decoder) holdings(l described) (v dist.Values, ok bool) {
	if slices.ContainsFunc(l.kind.Parameters, func(p dist.Parameter) bool { return p.Takes == dist.Laws }) {
		v.Parts, ok = d.mixture(l)
		return v, ok
	}
	s := d.section(l.n, l.path)
	v.Numbers, ok = s.numbers(l)
	v.Lists = map[string][]float64{}
	for _, p := range l.kind.Parameters {
		switch p.Takes {
		case dist.List, dist.Observations:
			list, given, sound := s.list(p, l)
			if given {
				v.Lists[p.Name] = list
			}
			ok = ok && sound
		case dist.PercentileNumbers:
			s.ask("p5", "p50", "p95")
		}
	}
	if !inPlace(l.kind.Name) {
		s.done()
	}
	return v, ok && !s.faulty
}

// list reads a parameter that is a list, from the file or from a table beside it.
func (s *section) list(p dist.Parameter, l described) (list []float64, given, ok bool) {
	each := slot{path: join(l.path, p.Name), unit: pure()}
	if p.SameUnit {
		each.unit = l.unit
	}
	n := s.get(p.Name)
	if p.Takes == dist.Observations {
		if column, found := s.observed(n, each, false); found {
			return column, true, len(column) > 0
		}
	}
	switch {
	case n == nil:
		return nil, false, true
	case n.kind != nodeList:
		s.wrongKind(n, each.path, "a list such as ["+example(each.unit)+", "+example(each.unit)+"]")
		return nil, true, false
	}
	ok = true
	list = make([]float64, len(n.items))
	for i, item := range n.items {
		at := slot{path: fmt.Sprintf("%s[%d]", each.path, i+1), unit: each.unit}
		if item.kind != nodeText {
			s.wrongKind(item, at.path, at.unit.wants)
			ok = false
			continue
		}
		r := s.plain(item, at)
		list[i], ok = r.central, ok && r.ok
	}
	return list, true, ok
}

// example is the example number at the end of what a unit wants.
func example(u unit) string {
	words := strings.Fields(u.wants)
	return words[len(words)-1]
}

// maxMixed is the most parts that the mixtures of a file may have together: some take tens of milliseconds to prepare.
const maxMixed = 40

// mixture reads the parts of a mixture: each is a weight and a number in any of its forms, except forms that follow or
// move.
func (d *decoder) mixture(l described) (parts []dist.Part, ok bool) {
	if l.n.kind != nodeList {
		d.wrongKind(l.n, l.path, "a list such as [{weight: 80%, normal: {...}}, {weight: 20%, uniform: {...}}]")
		return nil, false
	}
	if len(l.n.items) > dist.MostParts {
		d.fault(l.n.at, l.path, fault.TooLarge.Found("found a list of %d", len(l.n.items)).
			Want("the most is %d", dist.MostParts))
		return nil, false
	}
	if d.mixed += len(l.n.items); d.mixed > maxMixed {
		d.fault(l.n.at, l.path,
			fault.TooLarge.Found("the mixtures of the file have more than %d parts together", maxMixed).
				Want("the most is %d", maxMixed))
		return nil, false
	}
	ok = true
	for i, item := range l.n.items {
		part, sound := d.part(item, slot{path: fmt.Sprintf("%s[%d]", l.path, i+1), unit: l.unit})
		parts, ok = append(parts, part), ok && sound
	}
	return parts, ok
}

// part reads one part of a mixture. A value is a part without spread.
func (d *decoder) part(n *node, at slot) (part dist.Part, ok bool) {
	s := d.section(n, at.path)
	weight, forms, r := s.get("weight"), s.forms(), reading{}
	s.ask(keyTruncate)
	s.done()
	switch {
	case weight != nil && weight.kind != nodeText:
		d.wrongKind(weight, join(at.path, "weight"), "a share such as 20%")
	case weight != nil:
		chance := d.plain(weight, slot{path: join(at.path, "weight"), unit: pure()})
		part.Weight, ok = chance.central, chance.ok
	case !s.faulty:
		d.fault(n.at, at.path, fault.Missing.Found("weight is missing").Want("give the chance of this part"))
	}
	switch {
	case len(forms) > 1:
		d.fault(n.at, at.path, fault.Conflict.Found("found %s", strings.Join(s.given(forms), ", and also ")).
			Want("a part has only one of these"))
	case len(forms) == 1 && forms[0] == "mixture":
		if inner := s.get("mixture"); inner != nil {
			d.fault(inner.at, at.path, fault.Misplaced.Found("a part of a mixture is no mixture itself").
				Want("write its parts in the list above, with their weights multiplied"))
		}
	case len(forms) == 1:
		r = d.form(s, forms[0], at)
	case !s.faulty:
		d.fault(n.at, at.path, fault.Missing.Found("there is no number here").
			Want("write value: and %s, or a distribution", at.unit.wants))
	}
	d.truncation(s, at, &r)
	part.Law = r.law
	if part.Law == nil {
		part.Law = dist.Normal{Mean: r.central}
	}
	return part, ok && r.ok && !s.faulty
}

// entry is the value of a key, or an entry of a list below it by its number from 1: "values[2]", "mixture[2].weight".
func (n *node) entry(name string) *node {
	key, rest, listed := strings.Cut(name, "[")
	list := n
	if n.kind != nodeList {
		list = n.child(key)
	}
	if !listed || list == nil {
		return list
	}
	number, below, _ := strings.Cut(rest, "]")
	i, err := strconv.Atoi(number)
	if err != nil || i < 1 || i > len(list.items) {
		return nil
	}
	if below, deeper := strings.CutPrefix(below, "."); deeper {
		return list.items[i-1].child(below)
	}
	return list.items[i-1]
}
