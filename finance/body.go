package finance

import (
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance/sheet"
)

// links are what a system says about one of its bodies, while it lays out the body.
type links struct {
	inside bool // the model is a body of a system
	// near makes the suggestions for faults of the whole model; nil at the top.
	near *sheet.Suggester
	// doubtful is set if there is a fault in the money that its system moves, so that this alone may make the body's
	// opening year wrong.
	doubtful bool
	flows    []flow
	// merged is 1 from the year in which the body merges into another; no formula if it never does.
	merged sheet.Expr
	// takenOver are the positions of bodies that merge into this one.
	takenOver []sheet.Expr
	// spills are growth factors from other bodies' unmet need, by service; "" is every service.
	spills map[string][]sheet.Expr
}

// A flow is money that moves from one body of a system to another, or comes from outside or goes there.
type flow struct {
	// from and to are bodies by their path below the system ("North.Acute trust"), itself, outside or a pool.
	from, to string
	amount   sheet.Expr
	opening  Amount
	// allocation marks a part of the system's envelope: the receiver's funding, not its income. support marks deficit
	// support, which is paid on top of the receiver's budget.
	allocation, support bool
}

// Ends of a flow that are not a body below.
const (
	outside = ""
	itself  = "." // the body whose flow it is
)

// bodies are the bodies of the system at the ends of the flow, or around its ends.
func (f flow) bodies() []string {
	from, _, _ := strings.Cut(f.from, ".")
	to, _, _ := strings.Cut(f.to, ".")
	if from == to {
		return []string{from}
	}
	return []string{from, to}
}

// seenBy is the flow as a body of the system sees it.
func (f flow) seenBy(body string) flow {
	f.from, f.to, f.amount = endSeenBy(body, f.from), endSeenBy(body, f.to), outer(f.amount)
	return f
}

func endSeenBy(body, path string) string {
	name, rest, deeper := strings.Cut(path, ".")
	switch {
	case name != body:
		return outside
	case deeper:
		return rest
	}
	return itself
}

// seenFrom is a flow that a body of the system declares, as the system sees it.
func (f flow) seenFrom(body string) flow {
	prefix := "bodies." + body + "."
	f.amount = rename(f.amount, under(prefix))
	for _, end := range []*string{&f.from, &f.to} {
		if *end != outside {
			*end = body + "." + *end
		}
	}
	return f
}

// income, paid, given and allocated are the body's own flows.
func (l links) income() []flow {
	return l.pick(func(f flow) bool { return f.to == itself && !f.allocation && !f.support })
}
func (l links) given() []flow {
	return l.pick(func(f flow) bool { return f.from == itself && f.support })
}
func (l links) paid() []flow { return l.pick(func(f flow) bool { return f.from == itself }) }
func (l links) allocated() []flow {
	return l.pick(func(f flow) bool { return f.to == itself && f.allocation })
}

func (l links) pick(belongs func(flow) bool) (own []flow) {
	for _, f := range l.flows {
		if belongs(f) {
			own = append(own, f)
		}
	}
	return own
}

// amountsOf is the sum of the flows' formulas.
func amountsOf(flows []flow) sheet.Expr {
	var all []sheet.Expr
	for _, f := range flows {
		all = append(all, f.amount)
	}
	return sheet.Sum(all...)
}

// openingOf is the sum of the flows' opening amounts.
func openingOf(flows []flow) (sum Amount) {
	for _, f := range flows {
		sum += f.opening
	}
	return sum
}

// body lays out one body by the rules of a year, and adds its rows under its name.
func (w *layout) body(b Model, l links) {
	frame := w.m
	b.First, b.Last, b.FirstMonth, b.Currency = frame.First, frame.Last, frame.FirstMonth, frame.Currency
	l.near = w.near
	b.Prices, b.Deflator, b.links = frame.Prices, frame.Deflator, l
	prefix := "bodies." + b.Name + "."
	inner := &layout{Sheet: &sheet.Sheet{Years: w.Years}, ctx: w.ctx, m: &b, notes: w.notes, near: w.near,
		draft: w.draft}
	inner.prefix, inner.read = w.prefix+prefix, map[int]bool{}
	inner.faults = b.structure()
	inner.doubtful = l.doubtful || misplaced(inner.faults)
	inner.rules()
	if w.ctx.Err() != nil {
		return
	}
	for _, rule := range b.Rules {
		rule(inner.Sheet)
	}
	w.full = inner.full
	w.take(b.Name, inner)
}

// take adds the rows and inputs of a body under its name.
func (w *layout) take(body string, inner *layout) {
	prefix := "bodies." + body + "."
	if w.having == nil {
		w.having = map[string][]string{}
		// Bodies are often alike: room for as many as a system may have, and for what the system has of its own, spares
		// the copies of a sheet that grows.
		one := len(inner.Inputs) + len(inner.Rows)
		alike := func(n int) int { return n*min(len(w.m.Bodies), 1+MaxRows/max(one, 1)) + 256 }
		w.Inputs = slices.Grow(w.Inputs, alike(len(inner.Inputs)))
		w.Rows = slices.Grow(w.Rows, alike(len(inner.Rows)))
	}
	for _, in := range inner.Inputs {
		in.Name = prefix + in.Name
		w.AddInput(in)
	}
	for _, r := range inner.Rows {
		// a row of the body itself, not of a body in it
		if !strings.Contains(r.Name, ".") || strings.HasPrefix(r.Name, "causes.") {
			w.having[r.Name] = append(w.having[r.Name], body)
		}
		r.Name = prefix + r.Name
		if w.draft {
			r = sheet.Row{Name: r.Name, Unit: r.Unit, Check: r.Check}
		} else {
			r.Opening, r.Formula = rename(r.Opening, under(prefix)), rename(r.Formula, under(prefix))
		}
		w.Add(r)
	}
	for _, f := range inner.formulas {
		f.row, f.path = prefix+f.row, prefix+f.path
		w.formulas = append(w.formulas, f)
	}
	for row, years := range inner.memories {
		if w.memories == nil {
			w.memories = map[string]int{}
		}
		w.memories[prefix+row] = years
	}
	for _, f := range inner.faults {
		w.faults = append(w.faults, f.Below(prefix))
	}
}

// outerMark begins a reference that leaves a body for the system it belongs to, once for each level.
const outerMark = "^"

// outer is a formula of the system as it is written in one of its bodies.
func outer(e sheet.Expr) sheet.Expr {
	return rename(e, func(name string) string { return outerMark + name })
}

// under adds a prefix to a body's names; marked names are the system's.
func under(prefix string) func(string) string {
	return func(name string) string {
		if rest, ok := strings.CutPrefix(name, outerMark); ok {
			return rest
		}
		return prefix + name
	}
}

// shared reports whether a name is a row or input of the deflator, which all bodies share.
func shared(name string) bool {
	switch name {
	case "deflator.planned", "deflator.surprise", "outturn_inflation", "planned_prices", "outturn_prices",
		plannedBase:
		return true
	}
	return strings.HasPrefix(name, "deflator.vintages.")
}

// rename is a formula with other names in its references; prices are the same for everyone and keep theirs.
func rename(e sheet.Expr, name func(string) string) sheet.Expr {
	n, ok := e.Node()
	if !ok {
		return e
	}
	if n.Op == sheet.OpRef && shared(n.Name) {
		return e
	}
	if n.Op == sheet.OpRef {
		n.Name = name(n.Name)
		return sheet.Of(n)
	}
	args := make([]sheet.Expr, len(n.Args))
	for i, a := range n.Args {
		args[i] = rename(a, name)
	}
	n.Args = args
	return sheet.Of(n)
}

// incomeRows: the money that a body of a system receives from others and pays on, and the rest for its own services.
func incomeRows(w *layout) {
	if !w.m.links.inside {
		return
	}
	w.moneyAlways("income", "what comes from other bodies and from outside, besides funding",
		amountsOf(w.m.links.income()))
	w.moneyAlways("paid_on", "what goes to other bodies and outside", amountsOf(w.m.links.paid()))
	w.moneyAlways("budget", "funding and income, less what is paid on",
		sheet.Ref("funding").Plus(sheet.Ref("income")).Minus(sheet.Ref("paid_on")))
}

// budget is the model's money for its own services and its earmark.
func (w *layout) budget() sheet.Expr {
	if w.m.links.inside {
		return sheet.Ref("budget")
	}
	return sheet.Ref("funding")
}
