package finance

import (
	"reflect"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/shopspring/decimal"
)

// An earmarked is an earmark as its rows and numbers are called: those of a model's only earmark by what they are
// ("diverted", "earmark.share"), those of one of several under its name ("earmarks.digital.diverted",
// "earmarks.digital.share").
type earmarked struct {
	Earmark
	path    string
	earlier []earmarked // those that deficits take first
}

// earmarks are a model's earmarks in the order in which deficits take them: the only one, given or not, or several.
func (m *Model) earmarks() (all []earmarked) {
	for _, e := range m.Earmarks {
		all = append(all, earmarked{e, "earmarks." + e.Name, slices.Clip(all)})
	}
	if len(all) == 0 {
		all = []earmarked{{Earmark: m.Earmark, path: "earmark"}}
	}
	return all
}

// only reports whether there are no others.
func (e earmarked) only() bool { return e.path == "earmark" }

// at is the path of a number.
func (e earmarked) at(key string) string { return e.path + "." + key }

// row is the name of a row of one of several, for what it is called where there is only one.
func (e earmarked) row(name string) string {
	if e.only() {
		return name
	}
	return e.at(strings.TrimPrefix(name, "earmark_"))
}

func (e earmarked) ref(name string) sheet.Expr { return sheet.Ref(e.row(name)) }

// measures reports whether it has new money of its own: one of several reads the model's, above the opening year's
// funding, unless it says otherwise.
func (e earmarked) measures() bool { return e.only() || e.Base != OpeningYear || e.MeasuredFrom != 0 }

func (e earmarked) newMoney() sheet.Expr {
	if e.measures() {
		return e.ref("new_money")
	}
	return sheet.Ref("new_money")
}

// withheld are the rows of earmarked money that improves the balance instead.
func (e earmarked) withheld() []string {
	if e.OnlyWhenBalanced {
		return []string{e.row("diverted"), e.row("held_back")}
	}
	return []string{e.row("diverted")}
}

// before is what those before it have given to deficits already, or hold back.
func (e earmarked) before() (all []sheet.Expr) {
	for _, earlier := range e.earlier {
		for _, row := range earlier.withheld() {
			all = append(all, sheet.Ref(row))
		}
	}
	return all
}

// overpaid reports whether those before it may have given more than deficits ask for.
func (e earmarked) overpaid() bool {
	return slices.ContainsFunc(e.earlier, func(e earmarked) bool { return e.OnlyWhenBalanced || len(e.Recorded) > 0 })
}

// withheld are the rows of all earmarked money that improves the balance instead.
func (m *Model) withheld() []string {
	if slices.ContainsFunc(m.earmarks(), func(e earmarked) bool { return e.OnlyWhenBalanced }) {
		return []string{"diverted", "held_back"}
	}
	return []string{"diverted"}
}

// leftRows: what is left of the money set aside once deficits have taken theirs and the year has ended, as published
// tables have it: a deficit that the earmark could not pay for is taken off it.
func leftRows(w *layout) {
	if w.m.setsAside() {
		w.money("left_of_fund", "what is left of the money set aside once the year's balance is taken off it",
			sheet.Ref("transformation").Plus(sheet.Ref("balance")))
	}
}

// setsAside reports whether the model has an earmark, or a body of it.
func (m *Model) setsAside() bool {
	return slices.ContainsFunc(m.earmarks(), earmarked.given) ||
		slices.ContainsFunc(m.Bodies, func(b Model) bool { return b.setsAside() })
}

// sumsOfEarmarks: all of them together, under the names of an only one, and what survives of each.
func sumsOfEarmarks(w *layout, all []earmarked) {
	penny := sheet.Cash(decimal.NewFromInt(1), w.m.Symbol())
	for _, e := range all {
		w.number(sheet.Expr{}, e.at("survival"), "the part of what is planned that is spent on what it is for",
			e.ref("transformation").Over(sheet.Max(e.ref("earmark_planned"), penny)))
	}
	rows := w.laid()
	for _, sum := range []struct{ row, note string }{
		{"earmark_planned", "money meant for transformation"},
		{"diverted", "earmarked money that goes to deficits instead (virement)"},
		{"held_back", "earmarked money not released, because the year does not balance without it"},
		{"transformation", "earmarked money spent on transformation"},
		{"benefit", "what past transformation saves this year"},
	} {
		var each []string
		for _, e := range all {
			each = append(each, e.row(sum.row))
		}
		if parts := rows.refs(each...); len(parts) > 0 {
			w.money(sum.row, "of all earmarks: "+sum.note, sheet.Sum(parts...))
		}
	}
}

// earmarkLines are the lines of each of several earmarks that a report shows.
func (m *Model) earmarkLines() (lines []string) {
	for _, e := range m.earmarks() {
		if !e.only() {
			lines = append(lines, e.row("earmark_planned"), e.row("diverted"), e.row("transformation"),
				e.at("survival"))
		}
		if e.Baseline != 0 {
			lines = append(lines, e.row("transformation_above_base_growth"))
		}
	}
	return lines
}

// earmarks checks the only one, or each of several.
func (v *validator) earmarks() {
	m, seen := v.m, map[string]bool{}
	if m.Earmark.Name != "" {
		v.fault("earmark", fault.Misplaced.Found("the only earmark is called %s", fault.Quote(m.Earmark.Name)).
			Want("leave its name out, or give it in Earmarks"))
	}
	if len(m.Earmarks) > 0 && !(empty(reflect.ValueOf(m.Earmark))) {
		v.fault("earmark", fault.Conflict.Found("there are several earmarks beside it").
			Want("give it a name among them").With("earmarks"))
	}
	for _, e := range m.earmarks() {
		if !e.only() {
			v.name("earmarks", e.Name, seen)
		}
		v.earmark(e)
	}
}

// earmark checks one of them.
func (v *validator) earmark(e earmarked) {
	if len(e.Share) > 0 && len(e.Amount) > 0 {
		v.fault(e.path, fault.Conflict.Want("give share, of new money, or amount, not both").With(e.at("share"),
			e.at("amount")))
	}
	v.notBelowZero(e.at("amount"), e.Amount...)
	v.notBelowZero(e.at("floor"), e.Floor...)
	v.notBelowZero(e.at("baseline"), e.Baseline)
	v.notBelowZero(e.at("measured_from"), e.MeasuredFrom)
	if e.OnlyWhenBalanced && len(e.Floor) > 0 {
		v.fault(e.path, fault.Conflict.Want("give floor, which a deficit may not touch, or only_when_balanced, which holds all back in a deficit, not both").
			With(e.at("floor"), e.at("only_when_balanced")))
	}
	if budget := v.m.openingBudget(); e.Baseline > 0 && budget > 0 && e.Baseline > budget {
		v.fault(e.at("baseline"),
			fault.Conflict.Found("%s is more than the opening budget of %s, of which it is a part", v.money(e.Baseline),
				v.money(budget)))
	}
	if e.Base == PreviousYear && e.MeasuredFrom != 0 {
		v.fault(e.at("measured_from"), fault.Misplaced.Found("new money is measured from last year's funding").
			Want("leave it out, or choose another base"))
	}
	if e.Base < OpeningYear || e.Base > AboveInflation {
		v.fault(e.at("base"), fault.OutOfRange.Found("%d is not a base", e.Base).
			Want("use OpeningYear, PreviousYear or AboveInflation"))
	}
	if g := e.Returns.Grows; g != InCash && g != WithPrices {
		v.fault(e.at("returns.grows"), fault.OutOfRange.Found("%d is no way to grow", g).
			Want("use InCash or WithPrices"))
	}
	v.span(e.at("returns.lag"), e.Returns.Lag)
	v.span(e.at("returns.ramp"), e.Returns.Ramp)
	if len(e.Recorded) > 0 && len(e.Leakage)+len(e.Cover)+len(e.Floor) > 0 {
		v.fault(e.at("recorded"), fault.Conflict.Found("it says what deficits took, and a rule says it too").
			Want("leave leakage, cover and floor out").
			With(e.at("leakage"), e.at("cover"), e.at("floor")))
	}
	v.notBelowZero(e.at("recorded"), e.Recorded...)
}
