package finance

import (
	"fmt"
	"strings"

	"github.com/openenvelope/envelope/finance/sheet"
)

// systemRules are the rules of a system: what moves between its bodies, each body by the rules of a year, and their net.
func systemRules() []func(*layout) {
	return []func(*layout){allocationRows, transferRows, poolRows, mergerRows, bodiesRows, spillRows, netRows, dispersionRows, systemChecks, realTermsRows}
}

// flows is all the money that moves between the system's bodies, to them and from them.
func (m *Model) flows() []flow {
	all := m.Allocation.flows()
	for _, f := range m.links.flows {
		if !f.allocation {
			all = append(all, f)
		}
	}
	for _, t := range m.Transfers {
		all = append(all, t.flow())
	}
	for _, p := range m.Pools {
		all = append(all, p.flows()...)
	}
	return append(all, m.supports()...)
}

// bodiesRows: each body by the rules of a year.
func bodiesRows(w *layout) {
	for _, b := range w.m.Bodies {
		l := links{inside: true, spills: w.m.spillsTo(b.Name)}
		for _, f := range w.m.flows() {
			if seen, ok := f.seenBy(b.Name); ok {
				l.flows = append(l.flows, seen)
			}
		}
		w.m.mergers(b.Name, &l)
		w.body(b, l)
	}
}

// laid are the names of the rows laid out so far.
type laid map[string]bool

func (w *layout) laid() laid {
	names := laid{}
	for _, r := range w.Rows {
		names[r.Name] = true
	}
	return names
}

// each is a row of every body that has it.
func (names laid) each(bodies []Model, row string) []sheet.Expr {
	var all []string
	for _, b := range bodies {
		all = append(all, "bodies."+b.Name+"."+row)
	}
	return names.refs(all...)
}

// refs are those of the rows that there are.
func (names laid) refs(rows ...string) (all []sheet.Expr) {
	for _, row := range rows {
		if names[row] {
			all = append(all, sheet.Ref(row))
		}
	}
	return all
}

// netRows: the bodies' money, added up. What they pay each other is in it on both sides and nets to nothing.
func netRows(w *layout) {
	names := w.laid()
	for _, row := range netted() {
		if bodies := names.each(w.m.Bodies, row); len(bodies) > 0 {
			w.moneyAlways(row, "of all bodies: "+sheet.Label(row), sheet.Sum(bodies...))
		}
	}
	if support := w.m.pickFlows(func(f flow) bool { return f.from == outside && f.support }); len(support) > 0 {
		w.moneyAlways("support_paid", "deficit support from outside, on top of funding", amountsOf(support))
	}
	from := w.m.pickFlows(func(f flow) bool { return f.from == outside && !f.allocation && !f.support })
	to := w.m.pickFlows(func(f flow) bool { return f.to == outside })
	w.moneyAlways("income", "what comes from outside, besides funding", amountsOf(from))
	w.moneyAlways("paid_on", "what goes outside", amountsOf(to))
	w.moneyAlways("budget", "funding and income, less what is paid on", sheet.Sum(names.each(w.m.Bodies, "budget")...))
	w.number(sheet.Expr{}, "savings_required_share", "savings required as a share of cost",
		sheet.Ref("savings_required").Over(sheet.Ref("cost")))
}

// systemLines are the rows that a report of a system shows besides those of any model.
func (m *Model) systemLines() []string {
	lines := []string{"bodies_in_deficit", "share_in_deficit", "surplus_to_move", "unmet_need"}
	if len(m.Spills) > 0 {
		lines = append(lines, "spilled_cost")
	}
	for _, b := range m.Bodies {
		lines = append(lines, rowOf(b.Name, "balance"))
	}
	return lines
}

// netted are the rows of money that a system adds up, if any body has them.
func netted() []string {
	return []string{
		"funding", "demand", "demand_as_planned", "unfunded_inflation", "savings_carried", "cost",
		"savings_planned", "savings", "recurrent_savings", "non_recurrent_savings", "savings_required",
		"recurrent_savings_required",
		"new_money", "earmark_planned", "held_back", "frozen", "released", "unreleased", "diverted", "transformation", "benefit", "unmet_need",
		"interest", "equity_charge", "repayment_due", "refinanced", "debt_service", "net_cost", "funding_gap", "pressure", "core_position",
		"balance", "surplus", "deficit_financing", "cumulative_balance",
		"support", "technical", "cash_position", "reported_position", "underlying_position",
		"repayment", "kept", "lapsed", "drawn", "borrowing", "reserve", "debt", "converted", "equity",
	}
}

func (m *Model) pickFlows(belongs func(flow) bool) []flow {
	return links{flows: m.flows()}.pick(belongs)
}

// dispersionRows: what the net hides. A system can balance while half of its bodies do not.
func dispersionRows(w *layout) {
	var bodies, short []sheet.Expr
	for _, b := range w.m.Bodies {
		path := "bodies." + b.Name + "."
		if len(b.Bodies) > 0 {
			bodies = append(bodies, sheet.Ref(path+"bodies_counted"))
			short = append(short, sheet.Ref(path+"bodies_in_deficit"))
			continue
		}
		short = append(short, sheet.If(sheet.Ref(path+"balance"), sheet.Num(0), sheet.Num(1)))
		one := sheet.Num(1)
		for _, merger := range w.m.Mergers {
			if merger.Body == b.Name {
				one = oneMinus(sheet.Ref(mergerPath(b.Name)))
			}
		}
		bodies = append(bodies, one)
	}
	always := func(name, note string, formula sheet.Expr) { w.number(formula, name, note, formula) }
	always("bodies_counted", "how many bodies there are", sheet.Sum(bodies...))
	always("bodies_in_deficit", "how many of them have a deficit", sheet.Sum(short...))
	always("share_in_deficit", "the share of bodies with a deficit", sheet.Ref("bodies_in_deficit").Over(sheet.Ref("bodies_counted")))
	w.moneyAlways("surplus_to_move", "surplus that would have to move between bodies for their deficits to shrink as far as they can",
		sheet.Min(sheet.Ref("surplus"), sheet.Ref("deficit_financing")))
}

// systemChecks: what bodies pay each other nets to zero, and the system's own sources and uses agree.
func systemChecks(w *layout) {
	ref := sheet.Ref
	names, bodies := w.laid(), w.m.Bodies
	received := sheet.Sum(append(names.each(bodies, "income"), names.each(bodies, "support_paid")...)...)
	fromOutside := sheet.Sum(names.refs("income", "support_paid")...)
	w.AddCheck("check_transfers", "what bodies pay each other is what they receive from each other",
		received.Minus(sheet.Sum(names.each(bodies, "paid_on")...)).Minus(fromOutside.Minus(ref("paid_on"))))
	sources := sheet.Sum(names.refs("funding", "income", "support_paid", "deficit_financing", "frozen")...)
	uses := sheet.Sum(ref("paid_on"), ref("net_cost"), ref("transformation"), ref("surplus"))
	w.AddCheck("check_sources_and_uses", "every pound that comes in is spent, kept or handed back", sources.Minus(uses))
}

// has reports whether the system has a body of that name.
func (m *Model) has(name string) bool {
	_, ok := m.find(name)
	return ok && !strings.Contains(name, ".")
}

// find is the body of that path; ok is false when there is none.
func (m *Model) find(path string) (body *Model, ok bool) {
	name, rest, deeper := strings.Cut(path, ".")
	for i := range m.Bodies {
		if b := &m.Bodies[i]; b.Name == name {
			if deeper {
				return b.find(rest)
			}
			return b, true
		}
	}
	return nil, false
}

// system checks what a model with bodies may not have, and that its bodies can be told apart.
func (v *validator) system() {
	m, seen := v.m, map[string]bool{}
	for _, b := range m.Bodies {
		v.name("bodies", b.Name, seen)
		v.frame(b)
	}
	for _, part := range []struct {
		path  string
		given bool
	}{
		{"opening", m.Opening != Opening{}}, {"need", m.Need.given()}, {"services", len(m.Services) > 0},
		{"savings", m.Savings.given()}, {"earmark", m.Earmark.given()}, {"debt", m.Debt.given()},
		{"unmet", m.Unmet.given()},
		{"positions", len(m.Positions.Support)+len(m.Positions.Technical) > 0},
		{"support", m.Support.given()}, {"risk_reserve", m.RiskReserve.given()},
	} {
		if part.given {
			v.fault(part.path, "a system nets its bodies and has no %s of its own; give it to a body", part.path)
		}
	}
	v.transfers()
	v.pools()
	v.spills()
	v.supports()
	v.mergers()
	v.allocation()
}

// frame reports what a body takes from its system and may not say itself.
func (v *validator) frame(b Model) {
	path := "bodies." + b.Name
	if b.First != 0 || b.Last != 0 || b.FirstMonth != 0 || b.Currency != "" {
		v.fault(path, "a body takes its years, first month and currency from its system; leave them out")
	}
	if len(b.Deflator.Planned)+len(b.Deflator.Surprise)+len(b.Deflator.Vintages) > 0 {
		v.fault(path+".deflator", "a body takes its deflator from its system; leave it out")
	}
	if len(b.Notes) > 0 {
		v.fault(path, "notes on a body's numbers stand in its system's Notes, under %q", path+".")
	}
}

// noBody reports a name that is not that of a body, with the one that may be meant.
func (v *validator) noBody(path, name string) {
	hint := ""
	if near, ok := sheet.Nearest(name, v.m.leaves()); ok {
		hint = fmt.Sprintf("; did you mean %q?", near)
	}
	v.fault(path, "there is no body %s that has money of its own in this system%s", quote(name), hint)
}

// leaves are the paths of all bodies that are not systems themselves.
func (m *Model) leaves() (paths []string) {
	for i := range m.Bodies {
		b := &m.Bodies[i]
		if len(b.Bodies) == 0 {
			paths = append(paths, b.Name)
		}
		for _, below := range b.leaves() {
			paths = append(paths, b.Name+"."+below)
		}
	}
	return paths
}

// BodyOf splits the name of a row or input into the path of the body that it belongs to, as a [Transfer] names it ("North.Acute
// trust", empty for the whole model), and its name there.
func BodyOf(name string) (body, line string) { return sheet.BodyOf(name) }
