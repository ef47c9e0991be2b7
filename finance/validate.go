package finance

import (
	"strings"
	"unicode"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/door"
)

// Validate reports every fault of the model; none means that it can be laid out. If a system of more than 500 bodies
// has faults in its structure, faults of its numbers are reported only after these are mended. [Project] can then still
// fail on a figure that cannot be worked out (a cost that has shrunk to nothing, an amount beyond ±2⁵¹ pence) and on a
// fault in an importer's own rule. Faults of structure come first, then faults of the numbers in the order of the
// sheet.
func (m *Model) Validate() Faults {
	m = door.Or(m)
	_, faults := m.Draft()
	return faults
}

// structure makes the checks that the rules cannot make number by number.
func (m *Model) structure() Faults {
	v := &validator{m: m, near: m.links.near}
	if !m.links.inside {
		v.years()
		v.vintages()
		v.priceYear()
	}
	v.viewsFit()
	v.faults = append(v.faults, v.m.unplaced...)
	if !m.bodiesFit() {
		v.fault("bodies", fault.TooLarge.Found("systems are nested more than %d deep, or there are more than %d bodies",
			MaxLevels, MaxBodies))
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
	v.causes()
	v.pressures()
	v.savings()
	v.earmarks()
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
			v.fault(part.path, fault.Misplaced.Found("only a system has %s", part.path).Want("give it bodies"))
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

func (v *validator) fault(path string, f Fault) { v.faults = append(v.faults, f.At(path)) }

// money is an amount as messages write it.
func (v *validator) money(a Amount) string { return a.Short(v.m.Symbol()) }

// notBelowZero reports amounts that must not be negative.
func (v *validator) notBelowZero(path string, amounts ...Amount) {
	for _, a := range amounts {
		if a < 0 {
			v.fault(path, fault.OutOfRange.Found("%s is negative",
				v.money(a)).Want("write what it is as a positive amount"))
		}
	}
}

// fits reports whether the model can be laid out at all, sound or not.
func (m *Model) fits() bool { return m.yearsFit() && m.bodiesFit() }

func (m *Model) yearsFit() bool { return m.horizon() >= 1 && m.horizon() <= maxYears }

// YearsFaults are the faults of the model's years and first month alone. [Model.Validate] reports them first.
func (m *Model) YearsFaults() Faults {
	v := &validator{m: door.Or(m)}
	v.years()
	return v.faults
}

func (v *validator) years() {
	m := v.m
	switch n := m.horizon(); {
	case m.First == 0 || m.Last == 0:
		v.fault("years", fault.Missing.Found("which?").Want("give the opening year and the last"))
	case n < 1:
		v.fault("years", fault.Conflict.Found("%s to %s has no year after the opening year", m.Label(m.First),
			m.Label(m.Last)).
			Want("the last year must be later than the first"))
	case n > maxYears:
		v.fault("years", fault.TooLarge.Found("%d years is more than %d", n, maxYears))
	}
	if m.FirstMonth < 0 || m.FirstMonth > 12 {
		v.fault("first_month", fault.OutOfRange.Found("%d is not a month", m.FirstMonth).Want("write 1 to 12"))
	}
}

func (v *validator) funding() {
	s := v.m.Funding
	v.notBelowZero("funding.baseline", s.Baseline)
	v.notBelowZero("funding.cash", s.Cash...)
	v.span("funding.top_up.delay", s.TopUp.Delay)
	if s.TopUp.Delay > 0 && len(s.TopUp.Share) == 0 {
		v.fault("funding.top_up", fault.Missing.Found("a delay of what?").
			Want("give share, the part of a surprise that is made good"))
	}
	if !s.given() && (v.m.links.inside || len(v.m.Bodies) > 0) {
		if len(s.TopUp.Share) > 0 {
			v.fault("funding.top_up",
				fault.Misplaced.Found("there is no settlement of its own that it could be added to").
					Want("give funding"))
		}
		return
	}
	if s.hasCore() {
		v.oneGrowth("funding", s.RealGrowth, s.CashGrowth, s.Cash)
	}
	v.councilTax()
	if t := v.m.Funding.CouncilTax; v.m.openingFunding() <= 0 && (t.sound() || !t.given()) {
		v.fault("funding.baseline", fault.Missing.Found("there is no opening funding").
			Want("give the baseline, or the opening cost and position").
			With(append(openingYear(), "funding.council_tax")...))
	}
	v.grants()
	v.phasing()
}

// oneGrowth reports a stream of money whose growth is given in two ways, or in none.
func (v *validator) oneGrowth(path string, realGrowth, cashGrowth []Rate, cash []Amount) {
	given := 0
	for _, n := range []int{len(realGrowth), len(cashGrowth), len(cash)} {
		given += min(n, 1)
	}
	kind := fault.Conflict
	if given == 0 {
		kind = fault.Missing
	}
	if given != 1 {
		v.fault(path, kind.Found("found %d of real_growth, cash_growth and cash", given).
			Want("give exactly one of them").
			With(path+".real_growth", path+".cash_growth", path+".cash"))
	}
}

func (v *validator) opening() {
	m, o := v.m, v.m.Opening
	v.notBelowZero("opening.cost", o.Cost)
	v.notBelowZero("opening.support", o.Support)
	if o.Position != 0 && o.BeforeSupport != 0 && o.BeforeSupport+o.Support != o.Position {
		v.fault("opening.position",
			fault.Conflict.Found("%s before support and %s of support make %s, but the position given is %s",
				v.money(o.BeforeSupport), v.money(o.Support), v.money(o.BeforeSupport+o.Support),
				v.money(o.Position)).With(openingYear()...))
	}
	if !m.links.doubtful {
		v.openingBudget(m.openingBudget(), m.openingPosition())
	}
	if sum := m.servicesCost(); o.Cost != 0 && sum != 0 && o.Cost != sum {
		v.fault("opening.cost", fault.Conflict.Found("the services' baselines add up to %s, but the cost given is %s",
			v.money(sum), v.money(o.Cost)).
			Want("leave the cost out").
			With(openingYear()...))
	}
	if !m.provides() && m.statedCost() != 0 {
		v.fault("opening.cost", fault.Conflict.Found("there is a cost but no need and no service that it could be for").
			Want("say how it grows").
			With(openingYear()...))
	}
}

// openingYear are the numbers that make up the opening year; a fault of their sum is about all of them.
func openingYear() []string { return []string{"funding.baseline", "opening", "services"} }

// openingBudget checks that the budget, the cost and the position of the opening year agree.
func (v *validator) openingBudget(budget, position Amount) {
	m, called := v.m, "funding"
	if m.links.inside {
		called = "a budget of"
	}
	if cost := m.statedCost(); m.statesBudget() && cost != 0 && budget-position != cost {
		v.fault("opening.cost",
			fault.Conflict.Found("%s %s less position %s makes a cost of %s, but the cost given is %s",
				called, v.money(budget), v.money(position), v.money(budget-position), v.money(cost)).
				Want("give two of the three").
				With(openingYear()...))
	}
	if m.statedCost() == 0 && m.provides() && budget > 0 && budget <= position {
		v.fault("opening.position", fault.Conflict.Found("%s %s less position %s leaves a cost of %s", called,
			v.money(budget), v.money(position), v.money(budget-position)).
			Want("the opening cost must be above zero").
			With(openingYear()...))
	}
	if !m.links.inside || !m.statesBudget() {
		return
	}
	switch {
	case m.provides() && budget < 0:
		v.paysOn(-budget)
	case m.provides() && budget == 0:
		v.fault("opening",
			fault.Missing.Found("the body has a need, but neither funding nor income in the opening year").
				Want("give it funding, or a transfer with a baseline").
				With(openingYear()...))
	case !m.provides() && position != budget:
		v.fault("opening.position",
			fault.Conflict.Found(
				"the body has no need, so what it does not pay on is its position, %s, but the position given is %s",
				v.money(budget), v.money(position)).
				Want("leave it out").With(append(openingYear(), "need")...))
	}
}

// outOfScale: if an amount is this many times another, the unit of one of them is most probably wrong.
const outOfScale = 100

// paysOn reports a body that pays on more money than it has; more is the difference.
func (v *validator) paysOn(more Amount) {
	f := fault.Conflict.Found("the body pays on %s more than it has in the opening year, and has a need",
		v.money(more)).
		Want("give it funding, or a transfer with a baseline")
	if has := v.m.openingSettlement(); has > 0 && more/outOfScale >= has {
		f = f.Want("look at the units: its funding is %s", v.money(has))
	}
	v.fault("opening", f.With(openingYear()...))
}

func (v *validator) need() {
	n := v.m.Need
	switch {
	case n.given() && len(v.m.Services) > 0:
		v.fault("need", fault.Conflict.Found("there is a top-down need and there are services").
			Want("give one or the other, or demand counts twice").
			With("need.real_growth", "services"))
	case !v.m.provides() && !v.m.links.inside:
		v.fault("need", fault.Missing.Found("there is no need and no service").
			Want("give need.real_growth, or services with their baselines").
			With("need.real_growth", "services"))
	}
	v.components("need.components", n.Components)
	for _, c := range n.Components {
		if n.contains(c.Name) {
			v.fault("need.components."+c.Name,
				fault.Duplicate.Found("the need already includes %s, so this would count it twice", c.Name).
					Want("remove one of them"))
		}
	}
}

// components checks the names of components, which become parts of row names.
func (v *validator) components(path string, components []Component) {
	seen := map[string]bool{}
	for _, c := range components {
		v.name(path, c.Name, seen)
	}
}

// name checks that a name can be part of a row's name and is not taken.
func (v *validator) name(path, name string, seen map[string]bool) {
	if !nameable(name) {
		v.fault(path, fault.Unreadable.Found("%s is not a name", fault.Quote(name)).
			Want("use letters, digits, spaces, _ and -, at most %d of them", maxName).Of(name))
	}
	if seen[name] {
		v.fault(path, fault.Duplicate.Found("there are two called %s", fault.Quote(name)).
			Want("names must differ").Of(name))
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
			v.fault(path+".baseline", fault.OutOfRange.Found("%s is not a cost", v.money(s.Baseline)).
				Want("give the opening year's cost as a positive amount"))
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
		v.fault(path, fault.Conflict.Found("the weights add up to %s%%", sum.Shift(2)).
			Want("they must add up to 100%%"))
	}
}

func (v *validator) savings() {
	s := v.m.Savings
	if len(s.Planned) > 0 && len(s.Amount) > 0 {
		v.fault("savings", fault.Conflict.Want("give planned, a share of cost, or amount, not both").
			With("savings.planned", "savings.amount"))
	}
	v.notBelowZero("savings.amount", s.Amount...)
	if s.StartMonth < 0 || s.StartMonth > 12 {
		v.fault("savings.start_month", fault.OutOfRange.Found("%d is not a month", s.StartMonth).Want("write 1 to 12"))
	}
	switch a := s.Ambition; {
	case len(a.Above) > 0 && len(a.Lowers) == 0:
		v.fault("savings.ambition", fault.Missing.Found("what does a plan above %s do?", a.Above[0]).
			Want("give lowers, the delivery lost for each point above it"))
	case len(a.Lowers) > 0 && !v.m.provides():
		v.fault("savings.ambition", fault.Misplaced.Found("the body has no cost that a plan could be a share of").
			Want("leave ambition out"))
	}
	if s.Required < RequiredForYear || s.Required > RequiredForUnderlying {
		v.fault("savings.required", fault.OutOfRange.Found("%d is not what savings can be required for", s.Required).
			Want("use RequiredForYear or RequiredForUnderlying"))
	}
}

// span reports a number of years that cannot be; zero stands for its default.
func (v *validator) span(path string, years int) {
	if years < 0 || years > maxYears {
		v.fault(path, fault.OutOfRange.Found("%d is not a number of years", years).Want("write 1 to %d", maxYears))
	}
}

func (v *validator) debt() {
	d := v.m.Debt
	v.notBelowZero("debt.opening", d.Opening)
	v.notBelowZero("debt.reserve", d.Reserve)
	if d.Surplus < Lapses || d.Surplus > Kept {
		v.fault("debt.surplus", fault.OutOfRange.Found("%d is not a use of a surplus", d.Surplus).
			Want("use Lapses, Repays or Kept"))
	}
	v.loans()
	v.equity()
}
