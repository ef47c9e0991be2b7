package file

import (
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/internal/lines"
)

// report reads what the file says about its run and its report.
func (d *decoder) report(s *section) {
	d.model.RealTerms, _ = s.texts("real_terms")
	d.prices(s)
	s.texts("lines")
	d.notModelled(s)
	d.warned(s)
	d.explored(s)
	if n := s.get("run"); n != nil {
		r := d.section(n, "run")
		d.whole(r, "paths", 1, scenario.MostPaths)
		d.whole(r, "seed", 0, 1<<64-1)
		r.done()
	}
}

// prices reads the year whose prices real terms are in. For a year before the plan the file must say what inflation
// was until the plan's opening year.
func (d *decoder) prices(s *section) {
	m := d.model
	m.Prices = s.year("prices")
	n := s.n.child("prices")
	if before := s.n.child("deflator"); n == nil || m.Prices == 0 || m.Prices >= m.First || d.unread ||
		before != nil && before.has("before") {
		return
	}
	d.fault(n.at, "prices", fault.Missing.Found("%s is before the plan", m.Label(m.Prices)).
		Want("add deflator: {before: inflation from then to %s, in all}", m.Label(m.First)))
}

// notModelled checks the list of what the model leaves out. Every file must have one: readers of the results must know
// what they do not cover.
func (d *decoder) notModelled(s *section) {
	s.texts("not_modelled")
	if s.n.kind == nodeMapping && !s.n.has("not_modelled") && !d.suspected("not_modelled") {
		d.fault(top(), "not_modelled", fault.Missing.Found("the file does not say what its model leaves out").
			Want("add a list not_modelled, with [] if there is truly nothing"))
	}
}

// MostExplored is how many numbers a file may name for the page that moves them.
const MostExplored = 20

// explored checks the list of numbers for the page that moves them.
func (d *decoder) explored(s *section) {
	places, nodes := s.texts("explore")
	if len(places) > MostExplored {
		d.fault(s.n.child("explore").at, "explore", fault.TooLarge.Found("%d numbers are named", len(places)).
			Want("the most is %d", MostExplored))
		return
	}
	for i, place := range places {
		if err := d.spec.asWritten().move(Move{Place: place}, func(movable, []string) {}); err != nil {
			d.fault(nodes[i].at, "explore", fault.Of(err))
		}
	}
}

// Explored are the numbers that the file names for the page that moves them, by their places; none if it leaves the
// choice to what moves the answer most.
func (s *Spec) Explored() []string { return textsOf(door.Or(s).root.child("explore")) }

// whole checks a key whose value is a whole number.
func (d *decoder) whole(s *section, key string, low, high uint64) {
	n := s.get(key)
	if n == nil {
		return
	}
	if k, ok := n.asked(takesWhole); ok {
		k.low, k.high = low, high
		return
	}
	path := join(s.path, key)
	if text := d.textAs(n, path, "a whole number in digits alone"); n.kind == nodeText {
		if x, ok := wholeNumber(n); !ok || x < low || x > high {
			d.fault(n.at, path, fault.Unreadable.Found("%s is not a whole number from %d to %d, in digits alone",
				fault.Quote(text), low, high))
		}
	}
}

// checkLines reports lines that are not rows of the scenario's sheet.
func (d *decoder) checkLines(laid *sheet.Sheet) {
	n := d.root.child("lines")
	if n == nil {
		return
	}
	var rows []string
	for _, r := range laid.Rows {
		rows = append(rows, r.Name)
	}
	finder, seen := lines.NewFinder(rows, &d.faults.near), map[string]bool{}
	for _, item := range itemsOf(n) {
		if item.kind != nodeText || seen[item.text] || d.faults.full() {
			continue
		}
		seen[item.text] = true
		if _, err := finder.Find(item.text); err != nil {
			d.fault(item.at, "lines", fault.Of(err))
		}
	}
}
