package finance

import (
	"maps"
	"slices"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/door"
)

// Actuals are the figures of a plan's first year as they came out.
type Actuals struct {
	// Funding is the cash of the core settlement, without grants.
	Funding Amount
	// Grants are those of the settlement, by name.
	Grants map[string]Amount
	// Cost is the recurrent cost that the next year grows from: without one-off savings, with all that lasting ones
	// save in a whole year. Where the model has services, Services gives it by name.
	Cost     Amount
	Services map[string]Amount // cost by service
	// Position is funding and grants less cost, deficit negative; zero if it is not given. It is there to be checked.
	Position Amount
	// OneOffs is what the year's balance had besides that position, and the next year's has not: one-off savings,
	// accounting items, support on top of funding.
	OneOffs Amount
	// Support is the deficit support inside the funding.
	Support Amount
	// Transformation is what was spent on it.
	Transformation Amount
	// Debt and Reserve are those at the end of the year.
	Debt, Reserve Amount
}

// RollForward is the model opened a year later: the first year of the plan becomes the opening year, with the figures
// as they came out, and the plan for the years after it stands. New money is still measured from the base it was
// measured from, and transformation before the new opening year still gives back what it was to give, in cash at the
// inflation of the model. Prices are those of the new opening year. The model itself is not changed. It fails with
// [Faults] when the model is not sound or the figures do not fit it, and like [Project] when the model cannot be worked
// out.
func (m *Model) RollForward(a Actuals) (*Model, error) {
	m = door.Or(m)
	if faults := m.Validate(); len(faults) > 0 {
		return nil, faults
	}
	tax, err := m.nextTax()
	if err != nil {
		return nil, err
	}
	v := &validator{m: m, near: &sheet.Suggester{}}
	v.rolls()
	v.actuals(a, tax.opening())
	if len(v.faults) > 0 {
		return nil, v.faults
	}
	rolled := m.later()
	rolled.open(a)
	rolled.Funding.CouncilTax.Base, rolled.Funding.CouncilTax.BandD = tax.Base, tax.BandD
	if err := m.rollEarmark(rolled, a); err != nil {
		return nil, err
	}
	if faults := rolled.Validate(); len(faults) > 0 {
		return nil, faults
	}
	return rolled, nil
}

// open makes the actual figures those of the opening year, and notes that they are.
func (m *Model) open(a Actuals) {
	outturn := Note{Source: "outturn of " + m.Label(m.First)}
	m.Notes = maps.Clone(m.Notes)
	if m.Notes == nil {
		m.Notes = map[string]Note{}
	}
	note := func(paths ...string) {
		for _, path := range paths {
			m.Notes[path] = outturn
		}
	}
	m.Funding.Baseline = a.Funding
	m.Opening = Opening{Cost: a.Cost, Support: a.Support, OneOffs: a.OneOffs}
	m.Debt.Opening, m.Debt.Reserve = a.Debt, a.Reserve
	note("funding.baseline", "opening.cost", "opening.position", "opening.support", "opening.one_offs", "debt.opening",
		"debt.reserve")
	for i := range m.Funding.Grants {
		g := &m.Funding.Grants[i]
		g.Baseline = a.Grants[g.Name]
		note("funding.grants." + g.Name + ".baseline")
	}
	for i := range m.Services {
		s := &m.Services[i]
		s.Baseline = a.Services[s.Name]
		note("services." + s.Name + ".baseline")
	}
}

// rollEarmark takes along what the earmark remembers: where new money is measured from, the share of the budget that
// its base has, and what the transformation so far will give back.
func (m *Model) rollEarmark(rolled *Model, a Actuals) error {
	e := &rolled.Earmark
	if !m.Earmark.given() {
		return nil
	}
	l, err := m.returning(a.Transformation)
	if err != nil {
		return err
	}
	if e.Base != PreviousYear {
		e.MeasuredFrom, _ = l.Amount("new_money_base", rolled.First)
	}
	if e.Baseline != 0 {
		budget := rolled.openingBudget().pence()
		e.Baseline = Amount(e.Baseline.pence().Mul(budget).DivRound(m.openingBudget().pence(), 0).IntPart())
	}
	e.Returns.Before = nil
	var before []Amount
	for y := rolled.First + 1; y <= rolled.Last; y++ {
		saved, _ := l.Amount("benefit", y)
		before = append(before, saved)
	}
	if slices.Max(before) != 0 || slices.Min(before) != 0 {
		e.Returns.Before = before
	}
	return nil
}

// returning is the model worked out with transformation in its first year only, to see what that gives back.
func (m *Model) returning(spent Amount) (*Ledger, error) {
	once := *m
	once.Rules, once.RealTerms = nil, nil
	once.Earmark = Earmark{Amount: make([]Amount, m.horizon()), Base: m.Earmark.Base,
		MeasuredFrom: m.Earmark.MeasuredFrom, Returns: m.Earmark.Returns}
	once.Earmark.Amount[0] = spent
	return Project(&once)
}

// rolls reports what a later opening cannot take along.
func (v *validator) rolls() {
	m := v.m
	switch {
	case m.horizon() < 2:
		v.fault("years", fault.OutOfRange.Found(
			"%s is the last year of the plan, so there is no year to roll forward to", m.Label(m.Last)))
	case len(m.Bodies) > 0:
		v.fault("bodies", fault.Misplaced.Found("a system is not rolled forward").Want("open its bodies a year later"))
	}
	if len(m.Rows) > 0 {
		v.fault("rows",
			fault.Misplaced.Found("what earlier years of the plan's own rows were is not among the figures").
				Want("leave them out, and give numbers in the place of formulas"))
	}
	if m.withdraws() {
		v.fault("support", fault.Misplaced.Found(
			"what is withdrawn is a part of the support that this plan opens with, and a later plan opens with less").
			Want("leave it out, and give positions.support, what is inside the funding of each year"))
	}
	if m.Funding.TopUp.Delay > 0 {
		v.fault("funding.top_up.delay",
			fault.Misplaced.Found("what is topped up later for the year's surprise would be lost").
				Want("give the later years' funding as cash"))
	}
	if len(m.Debt.Loans) > 0 {
		v.fault("debt.loans", fault.Misplaced.Found("what is owed on each loan is not among the figures").
			Want("leave the loans out, and give the later plan those that are left"))
	}
	if len(m.Unmet.Carried) > 0 {
		v.fault("unmet.carried", fault.Misplaced.Found("unmet need that comes back is not among the figures").
			Want("leave carried out, and count what comes back in the cost"))
	}
	for _, p := range m.Pressures {
		if p.begun(m.First + 1) {
			v.fault(p.path(), fault.Misplaced.Found("it has begun by %s, so it is in the figures of that year",
				m.Label(m.First+1)).
				Want("leave it out, and count what recurs of it in the cost"))
		}
	}
	if e := m.Debt.Equity; e.given() && e.Year == m.First+1 {
		v.fault("debt.equity",
			fault.Misplaced.Found("the charge on what is converted in %s would be lost", m.Label(e.Year)).
				Want("leave the conversion out, and give the charge as cost"))
	}
	if len(m.Funding.Phasing) > 0 {
		v.fault("funding.phasing", fault.Misplaced.Found("what is left of it would not add up to zero").
			Want("give the later years' funding as cash"))
	}
}

// actuals reports figures that do not fit the model.
func (v *validator) actuals(a Actuals, tax Amount) {
	for _, figure := range []struct {
		path string
		Amount
	}{{"funding", a.Funding}, {"cost", a.Cost}, {"support", a.Support}, {"transformation", a.Transformation},
		{"debt", a.Debt}, {"reserve", a.Reserve}} {
		v.notBelowZero("actuals."+figure.path, figure.Amount)
	}
	v.actualSums(a, tax)
	if m := v.m; a.Transformation > 0 && len(m.Earmark.Share)+len(m.Earmark.Amount) == 0 {
		v.fault("actuals.transformation",
			fault.Misplaced.Found("the model has no earmark that it could have been spent from"))
	}
}

// actualSums reports funding and costs that are missing, given twice, or do not make the position given.
func (v *validator) actualSums(a Actuals, tax Amount) {
	m, cost, funding := v.m, a.Cost, a.Funding+tax
	var grants, services []string
	for _, g := range m.Funding.Grants {
		grants = append(grants, g.Name)
	}
	for _, s := range m.Services {
		services = append(services, s.Name)
	}
	funding += v.actual("actuals.grants", "grant", a.Grants, grants)
	hasCore := m.Funding.hasCore()
	cost += v.actual("actuals.services", "service", a.Services, services)
	switch {
	case !hasCore && a.Funding != 0:
		v.fault("actuals.funding", fault.Misplaced.Found("there is no core settlement beside grants and council tax").
			Want("leave it out"))
	case hasCore && a.Funding == 0:
		v.fault("actuals.funding", fault.Missing.Found("there is no funding").Want("give what the year came to"))
	case len(services) == 0 && a.Cost == 0:
		v.fault("actuals.cost", fault.Missing.Found("there is no cost").
			Want("give the recurrent cost that the next year grows from"))
	case len(services) > 0 && a.Cost != 0:
		v.fault("actuals.cost", fault.Misplaced.Found("the services' costs add up to it").Want("leave it out"))
	case a.Position != 0 && a.Position != funding-cost:
		v.fault("actuals.position",
			fault.Conflict.Found("funding of %s less a cost of %s is %s, but the position given is %s",
				v.money(funding), v.money(cost), v.money(funding-cost), v.money(a.Position)))
	}
}

// actual adds up figures by name, and reports names that are missing and names that there are not.
func (v *validator) actual(path, noun string, given map[string]Amount, names []string) (sum Amount) {
	for _, name := range names {
		a, ok := given[name]
		if !ok {
			v.fault(path+"."+name, fault.Missing.Found("there is no figure for this %s", noun).
				Want("give what the year came to"))
		}
		v.notBelowZero(path+"."+name, a)
		sum += a
	}
	for _, name := range slices.Sorted(maps.Keys(given)) {
		if !slices.Contains(names, name) {
			v.fault(path, fault.Unknown.Found("the model has no %s %s", noun, fault.Quote(name)).Of(name))
		}
	}
	return sum
}
