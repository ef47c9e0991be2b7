package finance

import (
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
)

// Support is deficit support that is paid on top of funding: funding does not contain it, and it is no part of new
// money. Support inside the funding is [Positions].Support.
type Support struct {
	// Amount is what is offered each year, before withdrawal.
	Amount []Amount
	// Withdrawn is the part that is withdrawn by that year: 33.3%, 66.7%, 100% is a glide path of three years. Empty is
	// none.
	Withdrawn []Rate
	// Target is a surplus target for the position without the support, deficit negative, with the earmark spent in full
	// and before anything a merger brings: the support is paid only if that position reaches it. Empty is
	// unconditional.
	Target []Amount
	// From is the body of the system that pays the support (a top-slice), by its path from the whole system; empty is
	// outside.
	From string
}

// given reports whether anything is said of support.
func (s Support) given() bool {
	return len(s.Amount)+len(s.Withdrawn)+len(s.Target) > 0 || s.From != outside
}

// supportRows: what is offered, whether the target is reached without it, and what is paid.
func supportRows(w *layout) {
	s := w.m.Support
	if given := w.m.links.given(); len(given) > 0 {
		w.money("support_given", "deficit support for other bodies, in what is paid on", amountsOf(given))
	}
	if !s.given() {
		return
	}
	amount := w.amounts("support.amount", s.Amount...)
	withdrawn := w.rates("support.withdrawn", s.Withdrawn, 0, share())
	w.money("support_offered", "deficit support on top of funding, after withdrawal", amount.Times(oneMinus(withdrawn)))
	w.money("position_before_support", "the body's own position without the support, the earmark spent in full",
		w.budget().Minus(sheet.Ref("earmark_planned")).Minus(sheet.Ref("net_cost")))
	paid, note := sheet.Ref("support_offered"), "deficit support on top of funding"
	if len(s.Target) > 0 {
		above := sheet.Ref("position_before_support").Minus(w.amounts("support.target", s.Target...))
		paid, note = sheet.If(above, paid, sheet.Num(0)),
			"the support that is offered, if the position without it reaches the target"
	}
	w.money("support_paid", note, paid)
}

// withSupport is the support of a year: that inside the funding, and that on top of it less what goes to other bodies,
// so that a system has no support but what comes from outside.
func (w *layout) withSupport(inside sheet.Expr) sheet.Expr {
	if w.m.Support.given() {
		inside = inside.Plus(sheet.Ref("support_paid"))
	}
	if len(w.m.links.given()) > 0 {
		inside = inside.Minus(sheet.Ref("support_given"))
	}
	return inside
}

// supports are the flows of support between the bodies of the whole system, and from outside to them.
func (m *Model) supports() (all []flow) {
	if m.links.inside {
		return nil // the whole system has told
	}
	below := map[string]*Model{}
	m.paths("", below)
	for _, path := range m.leaves() {
		if b := below[path]; b.Support.given() {
			all = append(all, flow{from: b.Support.From, to: path, amount: sheet.Ref(rowsOf(path) + "support_paid"),
				support: true})
		}
	}
	return all
}

// rowsOf is how the names of a body's rows begin in its system.
func rowsOf(path string) string { return "bodies." + strings.ReplaceAll(path, ".", ".bodies.") + "." }

func (v *validator) support() {
	s := v.m.Support
	v.notBelowZero("support.amount", s.Amount...)
	if s.given() && len(s.Amount) == 0 {
		v.fault("support.amount", fault.Missing.Found("there is no support that could be paid").
			Want("give amount, what is offered each year"))
	}
	if s.From != outside && !v.m.links.inside {
		v.fault("support.from", fault.Misplaced.Found("only a body of a system is paid by another").
			Want("leave it out for support from outside"))
	}
}

// supports checks who pays the support of the whole system's bodies.
func (v *validator) supports() {
	if v.m.links.inside {
		return
	}
	payer := map[string]string{}
	for _, f := range v.m.supports() {
		payer[f.to] = f.from
	}
	for _, path := range v.m.leaves() {
		from := rowsOf(path) + "support.from"
		v.end(from, payer[path])
		if circle(payer, path) {
			v.fault(from, fault.Circle.Found("%s pays, and is supported by %s in the end", fault.Quote(payer[path]),
				fault.Quote(path)).
				Want("let money from elsewhere begin the chain"))
		}
	}
}

// circle reports whether the payers lead from a body back to it.
func circle(payer map[string]string, body string) bool {
	at := payer[body]
	for range payer {
		if at == body {
			return true
		}
		at = payer[at]
	}
	return false
}
