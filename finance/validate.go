package finance

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/openenvelope/envelope/finance/sheet"
)

// Validate reports every fault of the model; none means that it can be laid out. Where a system of more than 500 bodies has faults in
// how its bodies belong together, those of its numbers come when they are mended. [Project] can then still fail on
// a figure that cannot be worked out (a cost that has shrunk to nothing, an amount beyond ±2⁵¹ pence) and on a fault
// in an importer's own rule. Faults of structure come first, then those of the numbers in the order of the sheet.
func (m *Model) Validate() Faults {
	_, faults := m.Draft()
	return faults
}

// structure checks what the rules cannot see number by number.
func (m *Model) structure() Faults {
	v := &validator{m: m, near: m.links.near}
	if !m.links.inside {
		v.years()
		v.vintages()
	}
	v.viewsFit()
	for _, u := range v.m.unplaced {
		v.fault(u.path, "%s", u.problem)
	}
	if !m.bodiesFit() {
		v.fault("bodies", "systems are nested more than %d deep, or there are more than %d bodies", maxLevels, MaxBodies)
		return v.faults
	}
	v.funding()
	if len(m.Bodies) > 0 {
		v.system()
		return v.faults
	}
	v.alone()
	v.opening()
	v.need()
	v.services()
	v.savings()
	v.earmark()
	v.unmet()
	v.notBelowZero("positions.support", v.m.Positions.Support...)
	v.support()
	v.riskReserve()
	v.debt()
	return v.faults
}

// alone checks that a model without bodies has nothing that only a system can have.
func (v *validator) alone() {
	m := v.m
	for _, part := range []struct {
		path  string
		given bool
	}{
		{"transfers", len(m.Transfers) > 0}, {"pools", len(m.Pools) > 0}, {"spills", len(m.Spills) > 0},
		{"allocation", len(m.Allocation.Parts)+len(m.Allocation.Pace) > 0}, {"mergers", len(m.Mergers) > 0},
	} {
		if part.given {
			v.fault(part.path, "only a system has %s; give it bodies", part.path)
		}
	}
}

type validator struct {
	m      *Model
	below  map[string]*Model // the bodies of a system by their paths
	near   *sheet.Suggester
	ends   []string // the bodies that are no systems themselves, once one is not found
	faults Faults
}

func (v *validator) fault(path, format string, args ...any) {
	v.faults = append(v.faults, Fault{path, fmt.Sprintf(format, args...)})
}

// notBelowZero reports amounts that must not be negative.
func (v *validator) notBelowZero(path string, amounts ...Amount) {
	for _, a := range amounts {
		if a < 0 {
			v.fault(path, "%s is negative; write what it is as a positive amount", a)
		}
	}
}

// fits reports whether the model can be laid out at all, sound or not.
func (m *Model) fits() bool { return m.yearsFit() && m.bodiesFit() }

func (m *Model) yearsFit() bool { return m.horizon() >= 1 && m.horizon() <= maxYears }

func (v *validator) years() {
	m := v.m
	switch n := m.horizon(); {
	case m.First == 0 || m.Last == 0:
		v.fault("years", "which? give the opening year and the last")
	case n < 1:
		v.fault("years", "%s to %s has no year after the opening year; the last year must be later than the first",
			m.Label(m.First), m.Label(m.Last))
	case n > maxYears:
		v.fault("years", "%d years is more than %d", n, maxYears)
	}
	if m.FirstMonth < 0 || m.FirstMonth > 12 {
		v.fault("first_month", "%d is not a month; write 1 to 12", m.FirstMonth)
	}
}

func (v *validator) funding() {
	s := v.m.Funding
	v.notBelowZero("funding.baseline", s.Baseline)
	v.notBelowZero("funding.cash", s.Cash...)
	v.span("funding.top_up.delay", s.TopUp.Delay)
	if s.TopUp.Delay > 0 && len(s.TopUp.Share) == 0 {
		v.fault("funding.top_up", "a delay of what? give share, the part of a surprise that is made good")
	}
	if !s.given() && (v.m.links.inside || len(v.m.Bodies) > 0) {
		if len(s.TopUp.Share) > 0 {
			v.fault("funding.top_up", "there is no settlement of its own that it could be added to; give funding")
		}
		return
	}
	v.oneGrowth("funding", s.RealGrowth, s.CashGrowth, s.Cash)
	if v.m.openingFunding() <= 0 {
		v.fault("funding.baseline", "there is no opening funding; give the baseline, or the opening cost and position")
	}
	v.grants()
	v.phasing()
}

// oneGrowth reports a stream of money that says in two ways how it grows, or in none.
func (v *validator) oneGrowth(path string, realGrowth, cashGrowth []Rate, cash []Amount) {
	given := 0
	for _, n := range []int{len(realGrowth), len(cashGrowth), len(cash)} {
		given += min(n, 1)
	}
	if given != 1 {
		v.fault(path, "give exactly one of real_growth, cash_growth and cash; found %d of them", given)
	}
}

func (v *validator) opening() {
	m, o := v.m, v.m.Opening
	v.notBelowZero("opening.cost", o.Cost)
	v.notBelowZero("opening.support", o.Support)
	if o.Position != 0 && o.BeforeSupport != 0 && o.BeforeSupport+o.Support != o.Position {
		v.fault("opening.position", "%s before support and %s of support make %s, but the position given is %s",
			o.BeforeSupport, o.Support, o.BeforeSupport+o.Support, o.Position)
	}
	if !m.links.doubtful {
		v.openingBudget(m.openingBudget(), m.openingPosition())
	}
	if sum := m.servicesCost(); o.Cost != 0 && sum != 0 && o.Cost != sum {
		v.fault("opening.cost", "the services' baselines add up to %s, but the cost given is %s; leave the cost out", sum, o.Cost)
	}
	if !m.provides() && m.statedCost() != 0 {
		v.fault("opening.cost", "there is a cost but no need and no service that it could be for; say how it grows")
	}
}

// openingBudget checks that what there is in the opening year, cost and position agree.
func (v *validator) openingBudget(budget, position Amount) {
	m, called := v.m, "funding"
	if m.links.inside {
		called = "a budget of"
	}
	if cost := m.statedCost(); m.statesBudget() && cost != 0 && budget-position != cost {
		v.fault("opening.cost", "%s %s less position %s makes a cost of %s, but the cost given is %s; give two of the three",
			called, budget, position, budget-position, cost)
	}
	if m.statedCost() == 0 && m.provides() && budget > 0 && budget <= position {
		v.fault("opening.position", "%s %s less position %s leaves a cost of %s; the opening cost must be above zero",
			called, budget, position, budget-position)
	}
	if !m.links.inside || !m.statesBudget() {
		return
	}
	switch {
	case m.provides() && budget < 0:
		v.fault("opening", "the body pays on %s more than it has in the opening year, and has a need; give it funding, or a transfer with a baseline", -budget)
	case m.provides() && budget == 0:
		v.fault("opening", "the body has a need, but neither funding nor income in the opening year; give it funding, or a transfer with a baseline")
	case !m.provides() && position != budget:
		v.fault("opening.position", "the body has no need, so what it does not pay on is its position, %s, but the position given is %s; leave it out",
			budget, position)
	}
}

func (v *validator) need() {
	n := v.m.Need
	switch {
	case n.given() && len(v.m.Services) > 0:
		v.fault("need", "there is a top-down need and there are services; give one or the other, or demand counts twice")
	case !v.m.provides() && !v.m.links.inside:
		v.fault("need", "there is no need and no service; give need.real_growth, or services with their baselines")
	}
	v.components("need.components", n.Components)
	for _, c := range n.Components {
		if n.contains(c.Name) {
			v.fault("need.components."+c.Name, "the need already includes %s, so this would count it twice; remove one of them", c.Name)
		}
	}
}

// components checks names, which become parts of row names.
func (v *validator) components(path string, components []Component) {
	seen := map[string]bool{}
	for _, c := range components {
		v.name(path, c.Name, seen)
	}
}

// name checks that a name can be part of a row's name and is not taken.
func (v *validator) name(path, name string, seen map[string]bool) {
	if !nameable(name) {
		v.fault(path, "%s is not a name; use letters, digits, spaces, _ and -, at most %d of them", quote(name), maxName)
	}
	if seen[name] {
		v.fault(path, "there are two called %q; names must differ", name)
	}
	seen[name] = true
}

const maxName = 60

func nameable(name string) bool {
	inside := func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsNumber(r) || strings.ContainsRune("_ -", r)
	}
	return name != "" && len(name) <= maxName && name[0] != '-' && strings.TrimSpace(name) == name &&
		strings.IndexFunc(name, func(r rune) bool { return !inside(r) }) < 0
}

func (v *validator) services() {
	seen := map[string]bool{}
	for _, s := range v.m.Services {
		path := "services." + s.Name
		v.name("services", s.Name, seen)
		if s.Baseline <= 0 {
			v.fault(path+".baseline", "%s is not a cost; give the opening year's cost as a positive amount", s.Baseline)
		}
		v.components(path+".volume", s.Volume)
		v.prices(path+".prices", s.Prices)
	}
}

func (v *validator) prices(path string, prices []Price) {
	seen := map[string]bool{}
	sum := Rate(0).decimal()
	for _, p := range prices {
		v.name(path, p.Name, seen)
		sum = sum.Add(p.Weight.decimal())
	}
	if len(prices) > 0 && !sum.Equal(Rate(1).decimal()) {
		v.fault(path, "the weights add up to %s%%; they must add up to 100%%", sum.Shift(2))
	}
}

func (v *validator) savings() {
	s := v.m.Savings
	if len(s.Planned) > 0 && len(s.Amount) > 0 {
		v.fault("savings", "give planned, a share of cost, or amount, not both")
	}
	v.notBelowZero("savings.amount", s.Amount...)
	if s.StartMonth < 0 || s.StartMonth > 12 {
		v.fault("savings.start_month", "%d is not a month; write 1 to 12", s.StartMonth)
	}
	switch a := s.Ambition; {
	case len(a.Above) > 0 && len(a.Lowers) == 0:
		v.fault("savings.ambition", "what does a plan above %s do? give lowers, the delivery lost for each point above it", a.Above[0])
	case len(a.Lowers) > 0 && !v.m.provides():
		v.fault("savings.ambition", "the body has no cost that a plan could be a share of; leave ambition out")
	}
	if s.Required < RequiredForYear || s.Required > RequiredForUnderlying {
		v.fault("savings.required", "%d is not what savings can be required for; use RequiredForYear or RequiredForUnderlying", s.Required)
	}
}

func (v *validator) earmark() {
	e := v.m.Earmark
	if len(e.Share) > 0 && len(e.Amount) > 0 {
		v.fault("earmark", "give share, of new money, or amount, not both")
	}
	v.notBelowZero("earmark.amount", e.Amount...)
	v.notBelowZero("earmark.floor", e.Floor...)
	v.notBelowZero("earmark.baseline", e.Baseline)
	v.notBelowZero("earmark.measured_from", e.MeasuredFrom)
	if e.OnlyWhenBalanced && len(e.Floor) > 0 {
		v.fault("earmark", "give floor, which a deficit may not touch, or only_when_balanced, which holds all back in a deficit, not both")
	}
	if budget := v.m.openingBudget(); e.Baseline > 0 && budget > 0 && e.Baseline > budget {
		v.fault("earmark.baseline", "%s is more than the opening budget of %s, of which it is a part", e.Baseline, budget)
	}
	if e.Base == PreviousYear && e.MeasuredFrom != 0 {
		v.fault("earmark.measured_from", "new money is measured from last year's funding; leave it out, or choose another base")
	}
	if e.Base < OpeningYear || e.Base > AboveInflation {
		v.fault("earmark.base", "%d is not a base; use OpeningYear, PreviousYear or AboveInflation", e.Base)
	}
	if g := e.Returns.Grows; g != InCash && g != WithPrices {
		v.fault("earmark.returns.grows", "%d is no way to grow; use InCash or WithPrices", g)
	}
	v.span("earmark.returns.lag", e.Returns.Lag)
	v.span("earmark.returns.ramp", e.Returns.Ramp)
}

// span reports a number of years that cannot be; zero stands for its default.
func (v *validator) span(path string, years int) {
	if years < 0 || years > maxYears {
		v.fault(path, "%d is not a number of years; write 1 to %d", years, maxYears)
	}
}

func (v *validator) debt() {
	d := v.m.Debt
	v.notBelowZero("debt.opening", d.Opening)
	v.notBelowZero("debt.reserve", d.Reserve)
	if d.Surplus < Lapses || d.Surplus > Kept {
		v.fault("debt.surplus", "%d is not a use of a surplus; use Lapses, Repays or Kept", d.Surplus)
	}
	v.loans()
	v.equity()
}
