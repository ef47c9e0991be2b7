package finance

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance/sheet"
)

// systemRules are the rules of a system: what moves between its bodies, each body by the rules of a year, and their net.
func systemRules() []func(*layout) {
	return []func(*layout){allocationRows, transferRows, poolRows, mergerRows, bodiesRows, spillRows, netRows, dispersionRows, systemChecks, realTermsRows}
}

// flows is the money that the system itself and those that it belongs to move between its bodies, to them and from them.
func (m *Model) flows() []flow {
	all := m.declared()
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

// flowsBelow are the flows that systems inside this one declare. What comes from outside those is from outside this one too.
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
		l := links{inside: true, doubtful: w.doubtful, flows: flows[b.Name], spills: w.m.spillsTo(b.Name)}
		w.m.mergers(b.Name, &l)
		w.body(b, l)
	}
}

// each is a row of every body.
func (w *layout) each(row string) (all []sheet.Expr) {
	for _, b := range w.m.Bodies {
		all = append(all, sheet.Ref("bodies."+b.Name+"."+row))
	}
	return all
}

// netRows: the bodies' money, added up. What they pay each other is in it on both sides and nets to nothing.
func netRows(w *layout) {
	for _, row := range netted() {
		w.moneyAlways(row, "of all bodies: "+sheet.Label(row), sheet.Sum(w.each(row)...))
	}
	all := links{flows: append(w.m.flows(), w.m.flowsBelow()...)}
	from := all.pick(func(f flow) bool { return f.from == outside && !f.allocation })
	to := all.pick(func(f flow) bool { return f.to == outside })
	w.moneyAlways("income", "what comes from outside, besides funding", amountsOf(from))
	w.moneyAlways("paid_on", "what goes outside", amountsOf(to))
	w.moneyAlways("budget", "funding and income, less what is paid on", sheet.Sum(w.each("budget")...))
	if w.m.provides() {
		w.number(sheet.Expr{}, "savings_required_share", "savings required as a share of cost",
			sheet.Ref("savings_required").Over(sheet.Ref("cost")))
	}
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

// netted are the rows of money that a system adds up.
func netted() []string {
	return []string{
		"funding", "demand", "demand_as_planned", "unfunded_inflation", "savings_carried", "cost",
		"savings_planned", "savings", "recurrent_savings", "non_recurrent_savings", "savings_required",
		"new_money", "earmark_planned", "diverted", "transformation", "benefit", "unmet_need",
		"interest", "net_cost", "funding_gap", "pressure", "core_position", "balance", "surplus", "deficit_financing", "cumulative_balance",
		"support", "technical", "cash_position", "reported_position", "underlying_position",
		"repayment", "kept", "lapsed", "drawn", "borrowing", "reserve", "debt",
	}
}

// dispersionRows: what the net hides. A system can balance while half of its bodies do not.
func dispersionRows(w *layout) {
	var bodies, left, short []sheet.Expr // in the opening year, when none has merged, and later
	for _, b := range w.m.Bodies {
		path := "bodies." + b.Name + "."
		if len(b.Bodies) > 0 {
			bodies, left = append(bodies, sheet.Ref(path+"bodies_counted")), append(left, sheet.Ref(path+"bodies_counted"))
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
		bodies, left = append(bodies, sheet.Num(1)), append(left, one)
	}
	always := func(name, note string, formula sheet.Expr) { w.number(formula, name, note, formula) }
	w.number(sheet.Sum(bodies...), "bodies_counted", "how many bodies there are", sheet.Sum(left...))
	always("bodies_in_deficit", "how many of them have a deficit", sheet.Sum(short...))
	always("share_in_deficit", "the share of bodies with a deficit", sheet.Ref("bodies_in_deficit").Over(sheet.Ref("bodies_counted")))
	w.moneyAlways("surplus_to_move", "surplus that would have to move between bodies for their deficits to shrink as far as they can",
		sheet.Min(sheet.Ref("surplus"), sheet.Ref("deficit_financing")))
}

// systemChecks: what bodies pay each other nets to zero, and the system's own sources and uses agree.
func systemChecks(w *layout) {
	ref := sheet.Ref
	between := sheet.Sum(w.each("income")...).Minus(sheet.Sum(w.each("paid_on")...))
	w.AddCheck("check_transfers", "what bodies pay each other is what they receive from each other",
		between.Minus(ref("income").Minus(ref("paid_on"))))
	sources := sheet.Sum(ref("funding"), ref("income"), ref("deficit_financing"))
	uses := sheet.Sum(ref("paid_on"), ref("net_cost"), ref("transformation"), ref("surplus"))
	w.AddCheck("check_sources_and_uses", "every pound that comes in is spent, kept or handed back", sources.Minus(uses))
}

// Limits of a system, so that one that holds itself is a fault and not a sheet without end.
const (
	maxLevels = 10
	maxBodies = 20_000
)

// bodiesFit reports whether the bodies of all levels are within the limits.
func (m *Model) bodiesFit() bool {
	left := maxBodies
	return m.bodiesWithin(maxLevels, &left)
}

func (m *Model) bodiesWithin(levels int, left *int) bool {
	*left -= len(m.Bodies)
	if *left < 0 || (levels == 0 && len(m.Bodies) > 0) {
		return false
	}
	for i := range m.Bodies {
		if !m.Bodies[i].bodiesWithin(levels-1, left) {
			return false
		}
	}
	return true
}

// paths adds the bodies of all levels by their paths.
func (m *Model) paths(prefix string, to map[string]*Model) {
	for i := range m.Bodies {
		b := &m.Bodies[i]
		if path := prefix + b.Name; to[path] == nil {
			to[path] = b
			b.paths(path+".", to)
		}
	}
}

// system checks what a model with bodies may not have, and that its bodies can be told apart.
func (v *validator) system() {
	m, seen := v.m, map[string]bool{}
	v.below = map[string]*Model{}
	m.paths("", v.below)
	for _, b := range m.Bodies {
		v.name("bodies", b.Name, seen)
		v.frame(b)
	}
	for _, part := range []struct {
		path  string
		given any
	}{
		{"opening", m.Opening}, {"need", m.Need}, {"services", m.Services}, {"savings", m.Savings}, {"earmark", m.Earmark},
		{"debt", m.Debt}, {"unmet", m.Unmet}, {"positions", m.Positions},
	} {
		if !empty(reflect.ValueOf(part.given)) {
			v.fault(part.path, "a system nets its bodies and has no %s of its own; give it to a body", part.path)
		}
	}
	if !m.links.inside && !m.provides() {
		v.fault("bodies", "no body has a need or a service; give need.real_growth to one, or services with their baselines")
	}
	v.transfers()
	v.pools()
	v.spills()
	v.mergers()
	v.allocation()
}

// empty reports whether nothing is said in a part of a model; a series without values says nothing.
func empty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Slice:
		return v.Len() == 0
	case reflect.Struct:
		for i := range v.NumField() {
			if !empty(v.Field(i)) {
				return false
			}
		}
		return true
	}
	return v.IsZero()
}

// frame reports what a body takes from its system and may not say itself.
func (v *validator) frame(b Model) {
	path := "bodies." + b.Name
	if b.First != 0 || b.Last != 0 || b.FirstMonth != 0 || b.Currency != "" {
		v.fault(path, "a body takes its years, first month and currency from its system; leave them out")
	}
	if len(b.Deflator.Planned)+len(b.Deflator.Surprise) > 0 {
		v.fault(path+".deflator", "a body takes its deflator from its system; leave it out")
	}
	if len(b.Notes) > 0 {
		v.fault(path, "notes on a body's numbers stand in its system's Notes, under %q", path+".")
	}
}

// noBody reports a name that is not that of a body, with the one that may be meant.
func (v *validator) noBody(path, name string) {
	v.fault(path, "there is no body %s that has money of its own in this system%s", quote(name), v.meant(name, (*Model).leaves))
}

// maxHints bounds the search for what may be meant, as each looks at every body.
const maxHints = 100

// meant is the body that may be meant by a name, as a hint.
func (v *validator) meant(name string, bodies func(*Model) []string) string {
	if len(v.faults) < maxHints {
		if near, ok := sheet.Nearest(name, bodies(v.m)); ok {
			return fmt.Sprintf("; did you mean %q?", near)
		}
	}
	return ""
}

// members are the names of the system's own bodies.
func (m *Model) members() (names []string) {
	for _, b := range m.Bodies {
		names = append(names, b.Name)
	}
	return names
}

// misplaced reports whether faults are of what moves between bodies.
func misplaced(faults Faults) bool {
	return slices.ContainsFunc(faults, func(f Fault) bool {
		part, _, _ := strings.Cut(f.Path, ".")
		return part == "transfers" || part == "pools" || part == "allocation"
	})
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

// leaf is the body of that path, if there is one that is no system itself.
func (v *validator) leaf(path string) (b *Model, ok bool) {
	b, ok = v.below[path]
	return b, ok && len(b.Bodies) == 0
}

// member reports a name that is not that of a body directly in the system, or of one that is a system itself.
func (v *validator) member(path, name string) {
	switch _, ok := v.leaf(name); {
	case !ok:
		v.noBody(path, name)
	case strings.Contains(name, "."):
		v.fault(path, "%s is a body of a system inside this one; name a body of this system, or say it there", quote(name))
	}
}

// funded reports whether the body of that path has funding, its own or a part of its system's.
func (v *validator) funded(path string) bool {
	b, system, name := v.below[path], v.m, path
	if i := strings.LastIndex(path, "."); i >= 0 {
		system, name = v.below[path[:i]], path[i+1:]
	}
	return b.Funding.given() || slices.ContainsFunc(system.Allocation.Parts, func(p Part) bool { return p.Body == name })
}

// BodyOf splits the name of a row or input into the path of the body that it belongs to, as a [Transfer] names it ("North.Acute
// trust", empty for the whole model), and its name there.
func BodyOf(name string) (body, line string) {
	for strings.HasPrefix(name, "bodies.") {
		inner, rest, ok := strings.Cut(strings.TrimPrefix(name, "bodies."), ".")
		if !ok {
			break
		}
		if body != "" {
			body += "."
		}
		body, name = body+inner, rest
	}
	return body, name
}
