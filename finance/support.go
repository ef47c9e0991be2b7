package finance

import (
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
)

// Support is deficit support that is withdrawn, or depends on a target. It is the support inside the funding
// ([Opening].Support): this is then taken out of the funding after the opening year, and the part that is not withdrawn
// is paid separately. Or, with an Amount, it is paid on top of funding that does not contain it. In both cases it is
// not part of new money.
type Support struct {
	// Amount is the support offered each year on top of funding, before withdrawal. Empty means the support inside the
	// funding.
	Amount []Amount
	// Adds says that Amount is new money, in addition to support that stays inside the funding. Without it a model with
	// both is refused, because support would be counted twice.
	Adds bool
	// Withdrawn is the part that is withdrawn by each year: 33.3%, 66.7%, 100% is a glide path of three years. Empty
	// means none.
	Withdrawn []Rate
	// Target is a surplus target for the position without the support, deficit negative, with the earmark spent in full
	// and before anything a merger brings: the support is paid only if that position reaches it. Empty means that
	// support is unconditional.
	Target []Amount
	// From is the body of the system that pays the support (a top-slice), by its path from the whole system; empty
	// means from outside.
	From string
}

// given reports whether the model says anything about support.
func (s Support) given() bool {
	return len(s.Amount)+len(s.Withdrawn)+len(s.Target) > 0 || s.From != outside // Adds alone is a fault
}

// withdraws reports whether the support inside the funding is withdrawn or depends on a target.
func (m *Model) withdraws() bool { return m.Support.given() && len(m.Support.Amount) == 0 }

// lessInside is an expression less the support inside the funding, if that is paid separately.
func (w *layout) lessInside(e sheet.Expr) sheet.Expr {
	if w.m.withdraws() {
		return e.Minus(sheet.Ref("support_inside"))
	}
	return e
}

// supportRows: the support offered, whether the target is reached without it, and the support paid.
func supportRows(w *layout) {
	s := w.m.Support
	if given := w.m.links.given(); len(given) > 0 {
		w.money("support_given", "deficit support for other bodies, in what is paid on", amountsOf(given))
	}
	if !s.given() {
		return
	}
	which := "deficit support on top of funding"
	var amount sheet.Expr
	if w.m.withdraws() {
		which, amount = "deficit support that was inside the funding", sheet.Ref("support_inside")
		w.money("support_inside", "what the funding contains of it, paid beside it from here on",
			sheet.Ref("opening.support"))
	} else {
		amount = w.amounts("support.amount", s.Amount...)
	}
	withdrawn := w.rates("support.withdrawn", s.Withdrawn, 0, share())
	w.money("support_offered", which+", after withdrawal", amount.Times(oneMinus(withdrawn)))
	w.money("position_before_support", "the body's own position without the support, the earmark spent in full",
		w.lessInside(w.budget().Minus(sheet.Ref("earmark_planned"))).Minus(sheet.Ref("net_cost")))
	paid, note := sheet.Ref("support_offered"), which
	if len(s.Target) > 0 {
		above := sheet.Ref("position_before_support").Minus(w.amounts("support.target", s.Target...))
		paid, note = sheet.If(above, paid, sheet.Num(0)),
			"the support that is offered, if the position without it reaches the target"
	}
	w.money("support_paid", note, paid)
}

// withSupport is the support of a year: inside the funding, plus on top of it, less support paid to other bodies. So a
// system only has support that comes from outside.
func (w *layout) withSupport(inside sheet.Expr) sheet.Expr {
	switch {
	case w.m.withdraws():
		inside = sheet.Ref("support_paid") // the part that is still paid
	case w.m.Support.given():
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
		return nil // reported by the whole system
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

// rowsOf is the prefix of a body's rows in its system.
func rowsOf(path string) string { return "bodies." + strings.ReplaceAll(path, ".", ".bodies.") + "." }

func (v *validator) support() {
	s := v.m.Support
	v.notBelowZero("support.amount", s.Amount...)
	if s.From != outside && !v.m.links.inside {
		v.fault("support.from", fault.Misplaced.Found("only a body of a system is paid by another").
			Want("leave it out for support from outside"))
	}
	switch inside := v.m.Opening.Support; {
	case v.m.withdraws():
		v.withdrawal()
	case s.Adds && len(s.Amount) == 0:
		v.fault("support.adds",
			fault.Misplaced.Found("there is no amount that could be added").Want("give amount, or leave adds out"))
	case len(s.Amount) > 0 && inside != 0 && !s.Adds:
		v.fault("support.amount", fault.Conflict.Found("%s of support is inside the funding (opening.support), and this is offered on top of it, so support is counted twice", inside).
			Want(
				"leave amount out, and that inside the funding is withdrawn; or write adds: true if this is new money").
			With("opening.support"))
	}
}

// withdrawal checks the numbers about support inside the funding.
func (v *validator) withdrawal() {
	m := v.m
	switch {
	case m.Opening.Support == 0:
		v.fault("support.amount", fault.Missing.Found("there is no support that could be paid").
			Want("give amount, what is offered each year on top of funding; or opening.support, what is inside it").
			With("opening.support"))
	case len(m.Positions.Support) > 0:
		v.fault("positions.support",
			fault.Conflict.Found("the support inside the funding is withdrawn as support says").
				Want("leave this out"))
	case m.Support.From != outside:
		v.fault("support.from",
			fault.Misplaced.Found("the support inside the funding is paid by whoever pays the funding").
				Want("leave it out, or give amount, what the other body pays"))
	case m.Support.Adds:
		v.fault("support.adds",
			fault.Misplaced.Found("there is no amount that could be added").Want("give amount, or leave adds out"))
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
