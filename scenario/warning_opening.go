package scenario

import (
	"github.com/openenvelope/envelope/finance/fault"
)

// A position of more than a quarter of a body's money probably comes from a slip in one of the figures that it follows
// from. A figure that nobody gave matters from a tenth of a percent on.
const (
	wholeQuarter = 0.25
	matters      = 0.001
)

// opening warns of an opening year that is probably wrong: a position that is far too large, a surplus where other
// figures suggest a deficit, and spending or a surplus that nobody gave.
func (l *look) opening() {
	all := l.bodies()
	alone := l.inSurplusAlone(all)
	for _, b := range all {
		has, path := l.has(b, 0), b.prefix+"opening.position"
		positions := l.input(path)
		if has <= 0 || len(positions) == 0 {
			continue
		}
		position := positions[0]
		if l.passesOn(b) {
			l.leftOver(b, position, has)
			continue
		}
		if position > wholeQuarter*has || position < -wholeQuarter*has {
			l.warn("position", l.openingPath(b), fault.OutOfRange.Found("the opening position is %s of %s",
				l.money(position), l.money(has)).
				Want("usual is a few percent; look at the units and at what it follows from"))
		}
		if why := speaksOfDeficit(b, alone); position > 0 && why != "" {
			l.warn("surplus", l.openingPath(b), fault.OutOfRange.Found("the opening year has a surplus of %s, and %s",
				l.money(position), why).Want("a deficit is negative").Suggest(l.money(-position)))
		}
		l.spendsUnsaid(b)
	}
}

// passesOn reports whether a body has no services of its own.
func (l *look) passesOn(b body) bool { return l.row(b.prefix+"demand", 0) == 0 }

// openingPath is the figure of the opening year that the file gives.
func (l *look) openingPath(b body) string {
	for _, key := range []string{"opening.before_support", "opening.position", "opening.cost"} {
		if l.stated(b.prefix + key) {
			return b.prefix + key
		}
	}
	return b.prefix + "opening.position"
}

// speaksOfDeficit names a figure of a body with a surplus that suggests a deficit, or says that it is alone with a
// surplus; empty if there is neither.
func speaksOfDeficit(b body, alone bool) string {
	m := b.m
	switch {
	case len(m.Support.Amount)+len(m.Support.Withdrawn) > 0:
		return "is to have deficit support"
	case m.Opening.BeforeSupport > 0:
		return "deficit support on top"
	case len(m.Positions.Support) > 0 || m.Opening.Support > 0 && m.Opening.Position > m.Opening.Support:
		return "deficit support inside the funding"
	case m.Debt.Opening > 0:
		return "debt"
	case alone:
		return "no body beside it has one"
	}
	return ""
}

// inSurplusAlone reports whether one of several bodies with services has a surplus in the opening year, and no other.
func (l *look) inSurplusAlone(all []body) bool {
	bodies, surpluses := 0, 0
	for _, b := range all {
		position := l.input(b.prefix + "opening.position")
		if len(position) == 0 || l.passesOn(b) {
			continue
		}
		if bodies++; position[0] > 0 {
			surpluses++
		}
	}
	return bodies > 1 && surpluses == 1
}

// leftOver warns of money that a body without services does not pay on, if nobody gave that amount.
func (l *look) leftOver(b body, position, has float64) {
	path := b.prefix + "opening.position"
	if len(l.m.Notes) == 0 || l.stated(path) || position <= matters*has {
		return
	}
	l.warn("unsaid", path, fault.Missing.Found("%s of %s is not paid on, which nobody gave as a surplus",
		l.money(position), l.money(has)).Want("give opening.position, or a need that it is spent on"))
}

// spendsUnsaid warns of a body that pays money on and spends the rest, because neither its cost nor its position is
// given.
func (l *look) spendsUnsaid(b body) {
	if len(l.m.Notes) == 0 || len(b.m.Services) > 0 || l.row(b.prefix+"paid_on", 0) == 0 {
		return
	}
	for _, key := range []string{"opening.position", "opening.cost", "opening.before_support"} {
		if l.stated(b.prefix + key) {
			return
		}
	}
	cost := l.input(b.prefix + "opening.cost")
	if len(cost) == 0 {
		return
	}
	l.warn("unsaid", b.prefix+"opening.cost", fault.Missing.Found("spends %s itself, which is what it does not pay on",
		l.money(cost[0])).Want("give opening.position, £0 for a balance, or opening.cost"))
}
