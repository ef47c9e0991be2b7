package file

import (
	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
)

// earmark reads the only earmark of a model.
func (d *decoder) earmark(s *section) { d.into.Earmark = d.earmarked(s) }

// earmarks reads several, each by its name, in the order of the file.
func (d *decoder) earmarks(s *section) {
	s.each("earmarks", func(name string, n *node, path string) {
		v := d.section(n, path)
		e := d.earmarked(v)
		v.done()
		e.Name = name
		d.into.Earmarks = append(d.into.Earmarks, e)
	})
}

// earmarked reads what part of new money is meant for transformation and what it returns.
func (d *decoder) earmarked(s *section) (e finance.Earmark) {
	s.rates("share", &e.Share)
	s.amounts("amount", &e.Amount)
	e.Base = finance.Base(s.choice("base", "opening_year", "previous_year", "above_inflation"))
	s.rates("leakage", &e.Leakage)
	s.rates("cover", &e.Cover)
	s.amounts("floor", &e.Floor)
	s.amounts("recorded", &e.Recorded)
	e.OnlyWhenBalanced = s.choice("release", "always", "only_when_balanced") == 1
	s.known("baseline", &e.Baseline)
	s.known("measured_from", &e.MeasuredFrom)
	if n := s.get("returns"); n != nil {
		r := d.section(n, join(s.path, "returns"))
		r.rates("per_pound", &e.Returns.PerPound)
		r.years("lag", &e.Returns.Lag)
		r.years("ramp", &e.Returns.Ramp)
		r.rates("fade", &e.Returns.Fade)
		e.Returns.Grows = r.grows()
		r.saysGrowth()
		r.rates("success", &e.Returns.Success)
		r.amounts("before", &e.Returns.Before)
		r.done()
	}
	return e
}

// severalEarmarks reports several earmarks in the place of the only one.
func (d *decoder) severalEarmarks(n *node, path string) bool {
	if n.kind != nodeList {
		return false
	}
	d.fault(n.at, path, fault.Misplaced.Found("found a list").
		Want("several stand in earmarks, each by its name: earmarks: {digital: {share: 2%%}, prevention: {amount: £5m}}"))
	return true
}
