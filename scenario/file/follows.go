package file

import (
	"fmt"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
)

// following reads the form {value: 1%, follows: {input: deflator.surprise, times: 0.8}}.
func (d *decoder) following(s *section, at slot, r *reading) {
	n := s.get("follows")
	if n == nil {
		return
	}
	path := join(at.path, "follows")
	if !s.n.has(formValue) {
		s.faulty = true
		d.fault(n.at, path, fault.Misplaced.Found("a number that follows another has no distribution of its own").
			Want("give it a value"))
	}
	if n.kind == nodeText {
		d.wrongKind(n, path, fmt.Sprintf("{input: %s}", fault.Short(n.text)))
		return
	}
	f := d.section(n, path)
	leader, times := f.text("input"), 1.0
	if t := f.get("times"); t != nil {
		times = d.number(t, slot{path: join(path, "times"), unit: pure(), certain: structural()}).central
	}
	f.done()
	switch {
	case f.faulty || !s.n.has(formValue) || leader == "" && f.n.has("input"):
	case leader == "":
		d.fault(n.at, path, fault.Missing.Found("input is missing").
			Want("give the uncertain number whose draw this one follows"))
	default:
		r.follows, r.times, r.at = leader, times, n.at
	}
}

// checkFollowing reports followers of numbers that cannot be followed.
func (d *decoder) checkFollowing() {
	leaders := map[string]draft{}
	var names []string
	for _, f := range d.drafts {
		leaders[f.Name()] = f
		if f.Law != nil {
			names = append(names, f.Name())
		}
	}
	for _, f := range d.drafts {
		if f.Follows == "" {
			continue
		}
		path := join(f.Name(), "follows")
		switch leader, ok := leaders[f.Follows]; {
		case !ok:
			if !d.suspected(f.Follows) && !d.unlabelled(f.Follows) {
				unknown := fault.Unknown.Found("%s is not uncertain, so there is nothing to follow",
					fault.Quote(f.Follows)).
					Want("name an uncertain number, or leave follows out")
				d.fault(f.at, path, d.faults.meant(unknown, f.Follows, names))
			}
		case f.Follows == f.Name():
			d.fault(f.at, path, fault.Conflict.Found("a number cannot follow itself").Want("name another"))
		case leader.Law == nil:
			d.fault(f.at, path, fault.Conflict.Found("%s itself follows %s", fault.Quote(f.Follows),
				fault.Quote(leader.Follows)).
				Want("follow that"))
		case leader.money != f.money && !leader.move().Proportional():
			d.fault(f.at, path,
				fault.Conflict.Found("%s is %s, and this number is %s, so it cannot move by the same difference",
					fault.Quote(f.Follows), inUnit(leader.money), inUnit(f.money)).
					Want("follow a number that is %s too, or one with a lognormal distribution that is not cut off",
						inUnit(f.money)))
		}
	}
}

// unlabelled reports whether a name means one year of a series, in a file whose years cannot be read.
func (d *decoder) unlabelled(name string) bool {
	return strings.Contains(name, "[") && d.suspectedAnywhere("years")
}

// inUnit is a unit in words.
func inUnit(money bool) string {
	if money {
		return "money"
	}
	return "a rate"
}
