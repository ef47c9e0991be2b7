package finance

import (
	"slices"

	"github.com/openenvelope/envelope/finance/fault"
)

// earmarks takes along what each earmark remembers.
func (r *roller) earmarks(m, next *Model, prefix string) {
	next.Earmarks = slices.Clone(next.Earmarks)
	for i, e := range m.earmarks() {
		to := &next.Earmark
		if !e.only() {
			to = &next.Earmarks[i]
		}
		if e.given() {
			r.earmark(e, next, to, prefix)
		}
	}
}

// earmark takes along where new money is measured from, and what the transformation so far will give back.
func (r *roller) earmark(e earmarked, next *Model, to *Earmark, prefix string) {
	line := prefix + e.row("transformation")
	spent := r.figure(line, r.at(line), false)
	if e.Base != PreviousYear {
		base := "new_money_base"
		if e.measures() {
			base = e.row(base)
		}
		r.open(prefix+e.at("measured_from"), &to.MeasuredFrom, r.at(prefix+base), "")
	}
	before, err := r.returning(e, prefix, spent)
	if err != nil {
		r.fault(prefix+e.at("returns"),
			fault.Misplaced.Found("what the spending of %s gives back cannot be worked out",
				r.m.Label(r.next.First)).Want("give it as %s of the later plan", e.at("returns.before")))
		return
	}
	was := len(e.Returns.Before) > 0 || r.byFormula(prefix+e.at("returns.before"))
	next.Rows = slices.DeleteFunc(slices.Clone(next.Rows), func(own Row) bool { // which is sums from now on
		return own.Name == e.at("returns.before") && own.gives()
	})
	to.Returns.Before = nil
	if slices.Max(before) != 0 || slices.Min(before) != 0 {
		to.Returns.Before = before
	}
	if was || len(to.Returns.Before) > 0 {
		_, given := r.actual[line]
		opened := Opened{Path: prefix + e.at("returns.before"), Amounts: to.Returns.Before, Given: given}
		if len(opened.Amounts) == 0 {
			opened.Kind = OpenedGone
		}
		r.opened = append(r.opened, opened)
	}
}

// returning is what a body's spending in the first year of the plan, and what it spent before that, gives back in each
// later year. What formulas say of it is taken as it is in the plan.
func (r *roller) returning(e earmarked, prefix string, spent Amount) (each []Amount, err error) {
	once := Model{First: r.m.First, Last: r.m.Last, FirstMonth: r.m.FirstMonth, Currency: r.m.Currency,
		Deflator: r.m.Deflator, Prices: r.m.Prices, Funding: Settlement{Baseline: Billion, CashGrowth: []Rate{0}},
		Need:    Need{RealGrowth: []Rate{0}},
		Earmark: Earmark{Amount: make([]Amount, r.m.horizon()), Returns: e.Returns}}
	once.Earmark.Amount[0] = spent
	returns := &once.Earmark.Returns
	for key, series := range map[string]*[]Rate{"per_pound": &returns.PerPound, "fade": &returns.Fade,
		"success": &returns.Success} {
		if name := prefix + e.at("returns."+key); r.byFormula(name) {
			*series = r.series(name)
		}
	}
	if name := prefix + e.at("returns.before"); r.byFormula(name) {
		returns.Before = nil
		for y := r.m.First + 1; y <= r.m.Last; y++ {
			a, _ := r.ledger.Amount(name, y)
			returns.Before = append(returns.Before, a)
		}
	}
	l, err := Project(&once)
	if err != nil {
		return nil, err
	}
	for y := r.next.First + 1; y <= r.next.Last; y++ {
		a, _ := l.Amount("benefit", y)
		each = append(each, a)
	}
	return each, nil
}

// bases gives the base of each earmark its share of the budget.
func (r *roller) bases(l *Ledger, next *Model, prefix string) {
	row := prefix + "funding"
	if r.has(prefix + "budget") {
		row = prefix + "budget"
	}
	budget, _ := l.Amount(row, r.next.First)
	for i, e := range next.earmarks() {
		to := &next.Earmark
		if !e.only() {
			to = &next.Earmarks[i]
		}
		if e.Baseline != 0 {
			share, _ := r.ledger.At(prefix+e.row("earmark_base_share"), 1)
			r.open(prefix+e.at("baseline"), &to.Baseline, Amount(share.Mul(budget.pence()).Round(0).IntPart()), "")
		}
	}
}

// byFormula reports whether a number of the plan is given by a formula, and so is a row.
func (r *roller) byFormula(name string) bool {
	m, _, place := r.ownerOf(name)
	return r.has(name) && slices.ContainsFunc(m.Rows, func(own Row) bool { return own.gives() && own.Name == place })
}

// series are the figures of a row in the years of the plan.
func (r *roller) series(name string) (all []Rate) {
	for col := range r.m.horizon() {
		d, _ := r.ledger.At(name, col+1)
		all = append(all, Rate(d.InexactFloat64()))
	}
	return all
}
