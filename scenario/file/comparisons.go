package file

import (
	"fmt"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario"
)

// comparisons reads which scenarios to compare.
func (d *decoder) comparisons(m *scenario.Model) (all []scenario.Comparison) {
	n := d.root.child("compare")
	if n == nil || n.kind == nodeRefused {
		return nil
	}
	if n.kind != nodeList {
		d.wrongKind(n, "compare", "a list of comparisons such as {of: one scenario, versus: another}")
		return nil
	}
	names := d.scenarioNames()
	for i, item := range n.items {
		path := fmt.Sprintf("compare[%d]", i+1)
		c := d.comparison(d.section(item, path), names)
		if c.Of != "" && c.Of == c.Versus {
			d.fault(item.at, path, fault.Duplicate.Found("both are %s", fault.Quote(c.Of)).
				Want("a comparison needs two scenarios"))
		}
		all = append(all, c)
	}
	return all
}

// comparison reads one comparison.
func (d *decoder) comparison(s *section, names []string) scenario.Comparison {
	s.ask("of", "versus")
	s.done()
	return scenario.Comparison{Of: s.scenarioName("of", names), Versus: s.scenarioName("versus", names)}
}

// scenarioNames lists the scenarios as the file names them, the baseline first, sound or not.
func (d *decoder) scenarioNames() []string {
	names := []string{scenario.DefaultBaseline}
	if n := d.root.child("baseline"); n != nil && n.kind == nodeText {
		names[0] = n.text
	}
	for _, key := range []string{"scenarios", "changes"} {
		if n := d.root.child(key); n != nil {
			return append(names, n.keys()...)
		}
	}
	return names
}

// scenarioName reads a key whose value is a scenario's name.
func (s *section) scenarioName(key string, names []string) string {
	n := s.get(key)
	if n == nil {
		if !s.faulty {
			s.fault(s.n.at, s.path, fault.Missing.Found("%s is missing", key).
				Want("write {of: one scenario, versus: another}"))
		}
		return ""
	}
	path := join(s.path, key)
	name := s.textOf(n, path)
	for _, known := range names {
		if name == known {
			return name
		}
	}
	if n.kind == nodeText {
		s.fault(n.at, path, s.faults.meant(fault.Unknown.Found("there is no scenario %s", fault.Quote(name)), name,
			names))
	}
	return ""
}
