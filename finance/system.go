package finance

import (
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
)

// systemRules are the rules of a system: the money that moves between its bodies, each body by the rules of a year, and
// their net.
func systemRules() []func(*layout) {
	return []func(*layout){
		assumptionRows, allocationRows, transferRows, poolRows, mergerRows, bodiesRows, mergedSystems, spillRows,
		netRows, leftRows, causesOfBodies, dispersionRows, systemChecks, ownRows, realTermsRows,
	}
}

// flows is the money that the system itself and those that it belongs to move between its bodies, to them and from
// them.
func (m *Model) flows() []flow {
	all := append(m.declared(), m.supports()...)
	for _, f := range m.links.flows {
		if !f.allocation {
			all = append(all, f)
		}
	}
	return all
}

// declared are the flows that the system declares.
func (m *Model) declared() []flow {
	all := m.Allocation.flows()
	for _, t := range m.Transfers {
		all = append(all, t.flow())
	}
	for _, p := range m.Pools {
		all = append(all, p.flows()...)
	}
	return all
}

// flowsBelow are the flows that systems inside this one declare. A flow from outside such a system is from outside this
// one too.
func (m *Model) flowsBelow() (all []flow) {
	for i := range m.Bodies {
		b := &m.Bodies[i]
		for _, f := range append(b.declared(), b.flowsBelow()...) {
			all = append(all, f.seenFrom(b.Name))
		}
	}
	return all
}

// bodiesRows: each body by the rules of a year.
func bodiesRows(w *layout) {
	flows := map[string][]flow{}
	for _, f := range w.m.flows() {
		for _, body := range f.bodies() {
			flows[body] = append(flows[body], f.seenBy(body))
		}
	}
	for _, b := range w.m.Bodies {
		if w.ctx.Err() != nil || w.full {
			return
		}
		l := links{inside: true, doubtful: w.doubtful, flows: flows[b.Name], spills: w.m.spillsTo(b.Name)}
		w.m.mergers(b.Name, &l)
		w.body(b, l)
		w.notTooMany()
	}
}

// notTooMany reports a system of too many rows and inputs; the rest is then left out.
func (w *layout) notTooMany() {
	if !w.full && len(w.Rows)+len(w.Inputs) > MaxRows {
		w.full = true
		w.fault("bodies", tooManyRows())
	}
}

func tooManyRows() Fault {
	return fault.TooLarge.Found("the bodies have more than %d rows and inputs together", MaxRows).
		Want("the most is %d", MaxRows)
}

// The fewest rows and inputs that a body has, and that each of its services adds.
const (
	fewestOfBody    = 55
	fewestOfService = 5
)

// fewestRows is the fewest rows and inputs that the bodies at all levels may have, known before they are laid out.
func (m *Model) fewestRows() (n int) {
	for i := range m.Bodies {
		n += fewestOfBody + fewestOfService*len(m.Bodies[i].Services) + m.Bodies[i].fewestRows()
	}
	return n
}

// MaxRows is the most rows and inputs of a system, those of its bodies together, in a file and in Go: a body with a
// need has some 65 of them, and a service five more.
const MaxRows = 136_000

// laid are the names of rows.
type laid map[string]bool

// laid are the names of the rows laid out so far, without those of bodies.
func (w *layout) laid() laid {
	names := laid{}
	for _, r := range w.Rows {
		if !strings.HasPrefix(r.Name, "bodies.") {
			names[r.Name] = true
		}
	}
	return names
}

// refs are references to the rows that exist.
func (names laid) refs(rows ...string) (all []sheet.Expr) {
	for _, row := range rows {
		if names[row] {
			all = append(all, sheet.Ref(row))
		}
	}
	return all
}

// netRows: the sum of the bodies' money. Payments between bodies are in it on both sides, and net to zero.
func netRows(w *layout) {
	for _, row := range netted() {
		if w.ctx.Err() != nil {
			return
		}
		if len(w.having[row]) > 0 {
			opening, later := w.sumOf(row)
			w.moneyFrom(opening, row, "of all bodies: "+sheet.Label(row), later)
		}
	}
	all := links{flows: append(w.m.flows(), w.m.flowsBelow()...)}
	if support := all.pick(func(f flow) bool { return f.from == outside && f.support }); len(support) > 0 {
		w.moneyAlways("support_paid", "deficit support from outside, on top of funding", amountsOf(support))
	}
	from := all.pick(func(f flow) bool { return f.from == outside && !f.allocation && !f.support })
	to := all.pick(func(f flow) bool { return f.to == outside })
	w.moneyAlways("income", "what comes from outside, besides funding", amountsOf(from))
	w.moneyAlways("paid_on", "what goes outside", amountsOf(to))
	opening, later := w.sumOf("budget")
	w.moneyFrom(opening, "budget", "funding and income, less what is paid on", later)
	if w.m.provides() {
		w.number(sheet.Expr{}, "savings_required_share", "savings required as a share of cost",
			sheet.Ref("savings_required").Over(sheet.Ref("cost")))
	}
}

// systemLines are further rows that a report of a system shows.
func (m *Model) systemLines() []string {
	lines := []string{"share_in_deficit", "surplus_to_move", "unmet_need"}
	if len(m.Spills) > 0 {
		lines = append(lines, "spilled_cost")
	}
	for _, b := range m.Bodies {
		lines = append(lines, rowOf(b.Name, "balance"))
	}
	for _, b := range m.Bodies {
		if b.Unmet.ReservesFirst {
			lines = append(lines, rowOf(b.Name, "reserve"))
		}
	}
	return lines
}

// netted are the rows of money that a system adds up, if any body has them.
func netted() []string {
	return []string{
		"funding", "council_tax", "demand", "demand_as_planned", "unfunded_inflation", "savings_carried", "cost",
		"pressures_cost", "pressures_returned", "one_off_pressures", "savings_planned", "savings", "recurrent_savings",
		"non_recurrent_savings", "savings_required", "recurrent_savings_required",
		"new_money", "earmark_planned", "held_back", "frozen", "released", "unreleased", "diverted", "transformation",
		"benefit", "unmet_need", "interest", "equity_charge", "repayment_due", "refinanced", "debt_service", "net_cost",
		"funding_gap", "pressure", "core_position", "one_offs", "balance", "surplus", "deficit_financing",
		"cumulative_balance", "support", "support_inside", "technical", "cash_position", "reported_position",
		"underlying_position", "repayment", "kept", "lapsed", "drawn", "borrowing", "reserve", "debt", "converted",
		"equity",
	}
}

// dispersionRows: how the bodies differ, which the net hides. A system can balance while half of its bodies do not.
func dispersionRows(w *layout) {
	var bodies, left, short, shortLeft []sheet.Expr // in the opening year, when none has merged, and later
	for _, b := range w.m.Bodies {
		path := "bodies." + b.Name + "."
		one, still := sheet.Num(1), sheet.Num(1)
		deficit := sheet.If(sheet.Ref(path+"balance"), sheet.Num(0), sheet.Num(1))
		switch {
		case len(b.Bodies) > 0:
			one, deficit = sheet.Ref(path+"bodies_counted"), sheet.Ref(path+"bodies_in_deficit")
			still = w.stillApart(b.Name, one)
		case w.m.merges(b.Name):
			still = oneMinus(sheet.Ref(mergerPath(b.Name)))
		}
		left, shortLeft = append(left, still), append(shortLeft, w.stillApart(b.Name, deficit))
		if !w.m.mergedBefore(b.Name) {
			bodies, short = append(bodies, one), append(short, deficit)
		}
	}
	always := func(name, note string, formula sheet.Expr) { w.number(formula, name, note, formula) }
	w.number(sheet.Sum(bodies...), "bodies_counted", "how many bodies there are", sheet.Sum(left...))
	w.number(sheet.Sum(short...), "bodies_in_deficit", "how many of them have a deficit", sheet.Sum(shortLeft...))
	always("share_in_deficit", "the share of bodies with a deficit",
		sheet.Ref("bodies_in_deficit").Over(sheet.Ref("bodies_counted")))
	lowestRow(w)
	w.moneyAlways("surplus_to_move",
		"surplus that would have to move between bodies for their deficits to shrink as far as they can",
		sheet.Min(sheet.Ref("surplus"), sheet.Ref("deficit_financing")))
}

// lowestRow: the lowest balance of any body, however deep. Every body balances where it is zero or more; a body that
// has merged has a balance of zero.
func lowestRow(w *layout) {
	var all []sheet.Expr
	for _, b := range w.m.Bodies {
		row := "balance"
		if len(b.Bodies) > 0 {
			row = "lowest_balance"
		}
		all = append(all, sheet.Ref(rowOf(b.Name, row)))
	}
	w.moneyAlways("lowest_balance", "the lowest balance of any body: every body balances if it is zero or more",
		sheet.Min(all[0], all[1:]...))
}
