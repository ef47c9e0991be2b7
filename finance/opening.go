package finance

import (
	"slices"

	"github.com/openenvelope/envelope/finance/sheet"
)

// An Opening is the start of the plan: baseline cost = baseline funding − opening position. Give two of funding, cost
// and position; the third is derived. All three are a fault if they do not agree.
type Opening struct {
	// Position is the recurrent position in the opening year, deficit negative. If the funding contains deficit
	// support, the position does too.
	Position Amount
	// Cost is the recurrent cost in the opening year.
	Cost Amount
	// Support is deficit support that is inside the opening funding. Position less Support is the
	// position before support, so support is counted once.
	Support Amount
	// BeforeSupport is the position before support; given with Support, it derives or checks Position.
	BeforeSupport Amount
	// OneOffs is the sum of one-off items in the reported position of the opening year: one-off savings, accounting
	// items, support on top of funding. The opening year's balance is Position plus OneOffs; later years start from
	// Position alone.
	OneOffs Amount
}

// openingPosition is the position given, or the one that follows from two other figures.
func (m *Model) openingPosition() Amount {
	o := m.Opening
	switch {
	case o.Position != 0:
		return o.Position
	case o.BeforeSupport != 0:
		return o.BeforeSupport + o.Support
	case m.statesBudget() && (m.statedCost() != 0 || !m.provides()):
		return m.openingBudget() - m.statedCost()
	}
	return 0
}

// provides reports whether the model, or a body of it, has services of its own; a body that only passes money on has
// none.
func (m *Model) provides() bool {
	return m.Need.given() || len(m.Services) > 0 ||
		slices.ContainsFunc(m.Bodies, func(b Model) bool { return b.provides() })
}

// statesBudget reports whether the opening budget is known without cost and position.
func (m *Model) statesBudget() bool {
	return m.Funding.Baseline != 0 || m.links.inside && !m.Funding.given() || !m.Funding.hasCore()
}

// statedCost is the opening cost given, directly or as the sum of services' baselines; zero if none.
func (m *Model) statedCost() Amount {
	if m.Opening.Cost != 0 {
		return m.Opening.Cost
	}
	return m.servicesCost()
}

// servicesCost is the sum of the services' baselines.
func (m *Model) servicesCost() (sum Amount) {
	for _, s := range m.Services {
		sum += s.Baseline
	}
	return sum
}

// openingSettlement is the baseline given plus the grants, or the funding that follows from cost and position.
func (m *Model) openingSettlement() Amount {
	switch {
	case len(m.Bodies) > 0 && m.Funding.Baseline == 0 && m.Funding.given():
		return m.Allocation.opening() - openingOf(m.links.allocated())
	case m.statesBudget():
		return m.Funding.Baseline + m.Funding.besideCore()
	}
	return m.statedCost() + m.openingPosition() - m.openingFlows()
}

// openingFunding is the envelope in the opening year: the settlement plus the allocation.
func (m *Model) openingFunding() Amount {
	return m.openingSettlement() + openingOf(m.links.allocated())
}

// openingFlows is the money that a body gets in the opening year besides its own settlement.
func (m *Model) openingFlows() Amount {
	l := m.links
	return openingOf(l.allocated()) + openingOf(l.income()) - openingOf(l.paid())
}

// openingBudget is the money for services in the opening year.
func (m *Model) openingBudget() Amount { return m.openingSettlement() + m.openingFlows() }

// openingRows: the opening position and the check that funding, cost and position agree.
func openingRows(w *layout) {
	position := w.amounts("opening.position", w.m.openingPosition())
	check := w.budget().Minus(sheet.Ref("cost")).Minus(position)
	if w.m.begun() { // they are beside the opening cost that the position is of
		check = pressuresReturned().takenOff(pressuresCost().addedTo(check, w.m), w.m)
	}
	w.Add(sheet.Row{Name: "check_opening", Unit: sheet.Money, Opening: check, Formula: sheet.Num(0), Check: true,
		Note: "opening funding less opening cost is the opening position"})
	if o := w.m.Opening.OneOffs; o != 0 {
		w.moneyFrom(w.amounts("opening.one_offs", o), "one_offs",
			"what the opening year's balance has besides, and no later year has", sheet.Num(0))
	}
}

// plusOneOffs is an expression with the opening year's one-offs added, if there are any.
func (w *layout) plusOneOffs(e sheet.Expr) sheet.Expr {
	if w.m.Opening.OneOffs != 0 {
		e = e.Plus(sheet.Ref("one_offs"))
	}
	return e
}
