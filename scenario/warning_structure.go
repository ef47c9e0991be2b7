package scenario

import (
	"math"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
)

// payers warns of a body that pays others more than it has itself.
func (l *look) payers() {
	if l.ledger == nil {
		return
	}
	for _, b := range l.bodies() {
		for column, year := range l.ledger.Program.Years {
			has, paid := l.has(b, column), l.row(b.prefix+"paid_on", column)
			if paid > has {
				l.warn("transfers", strings.TrimSuffix(b.prefix, "."), fault.Conflict.Found(
					"pays on %s in %s, and has %s of funding and income", l.money(paid), year, l.money(has)).
					Want("usual is to pay on less than there is; look at the units, and at how the two grow"))
				break
			}
		}
	}
}

// twice warns of productivity in a need or in services beside a savings plan: both may count the same savings.
func (l *look) twice() {
	for _, b := range l.bodies() {
		plan := ""
		for _, key := range []string{"savings.planned", "savings.amount"} {
			if largest(l.input(b.prefix+key)) != 0 {
				plan = b.prefix + key
			}
		}
		if where := gains(b); plan != "" && where != "" {
			l.warn("twice", plan, fault.Duplicate.Found("there is a savings plan, and %s", where).
				Want("usual is to count an efficiency once: leave out one of them, or say which part each is"))
		}
	}
}

// gains says where a body's costs already contain productivity; empty if nowhere.
func gains(b body) string {
	names := []string{"productivity", "efficiency", "savings"}
	for _, name := range b.m.Need.Includes {
		if slices.Contains(names, strings.ToLower(name)) {
			return "need.real_growth includes " + name
		}
	}
	for _, c := range b.m.Need.Components {
		if slices.Contains(names, strings.ToLower(c.Name)) {
			return "need.components has " + c.Name
		}
	}
	for _, s := range b.m.Services {
		if slices.ContainsFunc(s.Productivity, func(r finance.Rate) bool { return r != 0 }) {
			return "services." + s.Name + " has productivity"
		}
	}
	return ""
}

// outOfReach warns of an earmark that its body's deficits may take, and do not, while other bodies without an earmark
// are in deficit: theirs take nothing of it.
func (l *look) outOfReach() {
	bodies := l.bodies()
	for _, b := range bodies {
		planned, taken := l.total(b.prefix+"earmark_planned"), l.total(b.prefix+"diverted")
		if planned <= 0 || taken > planned/20 || !b.leaks() {
			continue
		}
		for _, other := range bodies {
			short := l.shortfall(other)
			if short < planned/10 || l.total(other.prefix+"earmark_planned") > 0 {
				continue
			}
			l.warnOnce("reach", b.prefix+"earmark", fault.Conflict.Found(
				"deficits take an earmark of their own body only: %s diverts %s of %s, and the deficits of %s, %s in all years, take none of it",
				b.name, l.about(taken), l.about(planned), other.name, l.about(short)).
				Want("usual is to earmark money where the deficits are, or to pay on to them before it is earmarked"))
			break
		}
	}
}

// about writes an amount of pence with three digits.
func (l *look) about(pence float64) string {
	unit := 1.0
	for pence >= 1000*unit {
		unit *= 10
	}
	return l.money(float64(math.Round(pence/unit) * unit))
}

// leaks reports whether deficits may take something of the body's earmarks.
func (b body) leaks() bool {
	return slices.ContainsFunc(append(slices.Clone(b.m.Earmarks), b.m.Earmark), func(e finance.Earmark) bool {
		return slices.ContainsFunc(e.Leakage, func(r finance.Rate) bool { return r > 0 })
	})
}

// total is the sum of a row's central figures after the opening year.
func (l *look) total(name string) (sum float64) {
	for column := 1; column < len(l.program.Years); column++ {
		sum += l.row(name, column)
	}
	return sum
}

// shortfall is the sum of a body's deficits in the central case, after the opening year.
func (l *look) shortfall(b body) (sum float64) {
	for column := 1; column < len(l.program.Years); column++ {
		sum -= min(l.row(b.prefix+"balance", column), 0)
	}
	return sum
}

// longest is the most years that a plan usually has.
const longest = 30

// span warns of a plan for so many years that its first or last year is probably mistyped.
func (l *look) span() {
	if years := int(l.m.Last - l.m.First); years > longest {
		l.warn("years", "years", fault.OutOfRange.Found("the plan has %d years after the opening year", years).
			Want("usual is up to %d", longest))
	}
}
