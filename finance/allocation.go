package finance

import (
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
)

// An Allocation divides a system's own settlement among its bodies, by shares that move towards their targets.
type Allocation struct {
	Parts []Part // one for each body that has a share
	// Pace is the part of the distance to its target that each share moves in a year: 0 stays, 1 is there at once.
	Pace []Rate
}

// A Part is the part of one body.
type Part struct {
	Body string // as in Model.Bodies
	// Opening is the amount in the opening year.
	Opening Amount
	// Target is the share that it should have; the targets add up to 1. If no part has a target, the shares stay.
	Target Rate
}

// allocationRows: the amount of each body. The last body gets the rest, so that nothing is lost in rounding.
func allocationRows(w *layout) {
	a := w.m.Allocation
	if len(a.Parts) == 0 {
		return
	}
	settledRows(w, "envelope")
	envelope := sheet.Ref("envelope")
	pace := w.rates("allocation.pace", a.Pace, 0, share())
	var given []sheet.Expr
	for i, p := range a.Parts {
		name := partPath(p.Body)
		opening := w.amounts(name+".opening", p.Opening)
		target := w.target(name, p)
		var part sheet.Expr
		if i < len(a.Parts)-1 {
			w.shareRow(name, opening, target, pace)
			part = envelope.Times(sheet.Ref(name + ".share"))
		} else {
			part = envelope.Minus(sheet.Sum(given...))
		}
		w.moneyFrom(opening, name, "what is allocated to "+p.Body, part)
		given = append(given, sheet.Ref(name))
	}
	w.AddCheck("check_allocation", "the parts make up the envelope", envelope.Minus(sheet.Sum(given...)))
}

// target is the share that a body should have; no formula if the shares stay.
func (w *layout) target(name string, p Part) sheet.Expr {
	if !w.m.Allocation.moves() {
		return sheet.Expr{}
	}
	target := w.rates(name+".target", []Rate{p.Target}, 0, share())
	w.fix("targets add up to 1 and are part of the model's structure")
	return target
}

// shareRow is a body's share of the envelope, on its way to its target.
func (w *layout) shareRow(name string, opening, target, pace sheet.Expr) {
	row, note, later := name+".share", "share of the envelope", sheet.Last(name+".share")
	if !target.IsZero() {
		note += ", on its way to the target"
		later = later.Plus(pace.Times(target.Minus(later)))
	}
	w.number(opening.Over(sheet.Ref("envelope")), row, note, later)
}

// partPath is the name of a body's allocation, and its place in a file.
func partPath(body string) string { return "allocation.parts." + body }

// moves reports whether any part has a target.
func (a Allocation) moves() bool {
	for _, p := range a.Parts {
		if p.Target != 0 {
			return true
		}
	}
	return false
}

// flows are the parts as flows.
func (a Allocation) flows() (all []flow) {
	for _, p := range a.Parts {
		all = append(all, flow{to: p.Body, amount: sheet.Ref(partPath(p.Body)), opening: p.Opening, allocation: true})
	}
	return all
}

func (a Allocation) opening() (sum Amount) {
	for _, p := range a.Parts {
		sum += p.Opening
	}
	return sum
}

func (v *validator) allocation() {
	m, a := v.m, v.m.Allocation
	divided := m.Funding.given() || len(m.links.allocated()) > 0
	switch {
	case len(a.Parts) == 0 && len(a.Pace) > 0:
		v.fault("allocation.pace", fault.Missing.Found("a pace of what?").
			Want("say in parts which bodies get the funding, and their targets"))
	case len(a.Parts) == 0 && divided:
		v.fault("allocation", fault.Conflict.Found("the system has funding of its own").
			Want("say in parts which bodies get it"))
	case len(a.Parts) > 0 && !divided:
		v.fault("allocation", fault.Missing.Found("there is no funding to divide").
			Want("give the system's funding, or fund each body"))
	}
	seen, sum := map[string]bool{}, Rate(0).decimal()
	for _, p := range a.Parts {
		path := partPath(p.Body)
		if seen[p.Body] {
			v.fault(path, fault.Duplicate.Found("there are two parts for %s", fault.Quote(p.Body)))
		}
		seen[p.Body] = true
		v.notBelowZero(path+".opening", p.Opening)
		sum = sum.Add(p.Target.decimal())
		if _, ok := v.below[p.Body]; !ok || strings.Contains(p.Body, ".") {
			v.fault(path, fault.Unknown.Found("there is no body %s in this system", fault.Quote(p.Body)).
				Suggest(v.meant(p.Body, m.members())))
		}
	}
	if len(a.Pace) > 0 && len(a.Parts) > 0 && !a.moves() {
		v.fault("allocation.pace", fault.Missing.Found("a pace of what?").
			Want("give the parts targets, the shares that they should have"))
	}
	if a.moves() && !sum.Equal(Rate(1).decimal()) {
		v.fault("allocation", fault.Conflict.Found("the targets add up to %s%%", sum.Shift(2)).
			Want("they must add up to 100%%"))
	}
	if total := m.openingFunding(); len(a.Parts) > 0 && divided && total != a.opening() {
		v.fault("allocation",
			fault.Conflict.Found("the parts open at %s, but there are %s to divide", a.opening(), total))
	}
}
