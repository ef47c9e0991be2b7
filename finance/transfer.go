package finance

import (
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
)

// A Transfer is money that one body pays another: its spending is the other's income, once. Without From it is income
// from outside the system, without To spending outside.
type Transfer struct {
	Name string
	// From and To are bodies of the system; a body of a system inside it is "North.Acute trust".
	From, To string
	// Baseline is the opening year's amount.
	Baseline Amount
	// Amount is a fixed sum for each year. Without it the amount moves with price and volume, or with the payer's budget:
	// last year × (1 + uplift) × (1 − efficiency) × (1 + volume), as NHS prices are set.
	Amount []Amount
	// Uplift is the growth of the price, per year; empty is planned inflation.
	Uplift []Rate
	// Efficiency is what is taken off the price, per year.
	Efficiency []Rate
	// Volume is the growth of what is bought, per year.
	Volume []Rate
	// AtLeast is the growth above that of the payer's funding that the amount may not fall short of: an investment
	// standard. 0% is as fast as funding.
	AtLeast []Rate
}

// flow is the transfer as a flow of its system.
func (t Transfer) flow() flow {
	return flow{from: t.From, to: t.To, amount: sheet.Ref("transfers." + t.Name), opening: t.Baseline}
}

// transferRows: what each transfer pays.
func transferRows(w *layout) {
	for _, t := range w.m.Transfers {
		name := "transfers." + t.Name
		opening := w.amounts(name+".baseline", t.Baseline)
		note := w.m.between(t)
		if len(t.Amount) > 0 {
			w.moneyFrom(opening, name, note, w.amounts(name+".amount", t.Amount...))
			continue
		}
		paid := sheet.Last(name).Times(w.transferGrowth(name, t))
		if len(t.AtLeast) > 0 {
			paid = sheet.Max(paid, w.leastTransfer(name, t))
		}
		w.moneyFrom(opening, name, note, paid)
	}
}

// between says whom a transfer leads from and to.
func (m *Model) between(t Transfer) string {
	end := func(name string) string {
		if name == outside {
			return "outside"
		}
		return strings.ReplaceAll(name, ".", ", ")
	}
	return "from " + end(t.From) + " to " + end(t.To)
}

// transferGrowth is 1 + the growth of a transfer by price and volume.
func (w *layout) transferGrowth(name string, t Transfer) sheet.Expr {
	uplift := plannedGrowth()
	if len(t.Uplift) > 0 {
		uplift = plusOne(w.rates(name+".uplift", t.Uplift, 0, growth()))
	}
	efficiency := oneMinus(w.rates(name+".efficiency", t.Efficiency, 0, growth()))
	volume := plusOne(w.rates(name+".volume", t.Volume, 0, growth()))
	return uplift.Times(efficiency).Times(volume)
}

// leastTransfer is the amount that an investment standard asks for.
func (w *layout) leastTransfer(name string, t Transfer) sheet.Expr {
	above := plusOne(w.rates(name+".at_least", t.AtLeast, 0, growth()))
	funding := sheet.Ref(rowOf(t.From, "funding"))
	return sheet.Last(name).Times(funding.Over(funding.Ago(1)).Times(above))
}

func (v *validator) transfers() {
	seen := map[string]bool{}
	for _, t := range v.m.Transfers {
		path := "transfers." + t.Name
		v.name("transfers", t.Name, seen)
		v.notBelowZero(path+".baseline", t.Baseline)
		v.notBelowZero(path+".amount", t.Amount...)
		v.end(path+".from", t.From)
		v.end(path+".to", t.To)
		moves := len(t.Uplift) + len(t.Efficiency) + len(t.Volume) + len(t.AtLeast)
		switch {
		case t.From == t.To:
			v.fault(path, fault.Circle.Found("leads from %s to the same place", fault.Quote(t.From)).
				Want("name two different bodies, or leave one out for outside"))
		case len(t.Amount) > 0 && moves > 0:
			v.fault(path, fault.Conflict.Want("give amount, a sum for each year, or what moves it (uplift, efficiency, volume, at_least), not both"))
		case len(t.Amount) == 0 && t.Baseline == 0:
			v.fault(path, fault.Missing.Found("there is no amount").
				Want("give the baseline, or amount, a sum for each year"))
		case len(t.AtLeast) > 0 && t.From == outside:
			v.fault(path+".at_least", fault.Misplaced.Found("money from outside has no payer whose funding it could follow"))
		case len(t.AtLeast) > 0:
			v.follows(path+".at_least", t.From)
		}
	}
}

// end reports a name that is no body at the end of a flow.
func (v *validator) end(path, name string) {
	if _, ok := v.leaf(name); name != outside && !ok {
		v.noBody(path, name)
	}
}

// follows reports a payer without funding that an amount could follow.
func (v *validator) follows(path, payer string) {
	if _, ok := v.leaf(payer); ok && !v.funded(payer) {
		v.fault(path, fault.Misplaced.Found("%s has no funding that the amount could follow, only income", fault.Quote(payer)).
			Want("give uplift and volume instead"))
	}
}
