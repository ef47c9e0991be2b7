package finance

import (
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
)

// A Transfer is money that one body pays another: its spending is the other's income, once. Without From it is income
// from outside the system, without To spending outside.
type Transfer struct {
	Name string // its name in rows and paths
	// From and To are bodies of the system; a body of a system inside it is "North.Acute trust".
	From, To string
	// Baseline is the opening year's amount.
	Baseline Amount
	// Amount is a fixed sum for each year. Without it the amount moves with price and volume, or with the payer's
	// budget: last year × (1 + uplift) × (1 − efficiency) × (1 + volume), as NHS prices are set.
	Amount []Amount
	// Uplift is the growth of the price, per year; empty is planned inflation.
	Uplift []Rate
	// Efficiency is the reduction of the price, per year.
	Efficiency []Rate
	// Volume is the growth of the volume bought, per year.
	Volume []Rate
	// AtLeast is a least growth of the amount, above the growth of the payer's funding: an investment standard. 0%
	// means as fast as funding.
	AtLeast []Rate
	// Marginal is the payment for activity beyond a level, on top of the amount.
	Marginal Marginal
}

// A Marginal is the variable part of a contract: the transfer is a block, and the payee also gets a part of the cost of
// its services above a level. 20% or 30% is a marginal rate, 100% makes the contract one of cost and volume.
type Marginal struct {
	// Rate is the part that is paid of the payee's cost of meeting demand above the level, per year. Empty means none.
	Rate []Rate
	// Above is the level, per year; empty means the block itself.
	Above []Amount
}

// flow is the transfer as a flow of its system.
func (t Transfer) flow() flow {
	return flow{from: t.From, to: t.To, amount: sheet.Ref("transfers." + t.Name), opening: t.Baseline}
}

// transferRows: the amount of each transfer.
func transferRows(w *layout) {
	for _, t := range w.m.Transfers {
		name, block := "transfers."+t.Name, "transfers."+t.Name
		note := w.m.between(t)
		opening := w.amounts(name+".baseline", t.Baseline)
		if len(t.Marginal.Rate) > 0 {
			block += ".block"
			w.moneyFrom(opening, name, note+", with what activity beyond the block adds", w.marginal(name, block, t))
			note += ", the block"
		}
		w.moneyFrom(opening, block, note, w.block(name, block, t))
	}
}

// block is a transfer without its payment for activity: a sum, or last year's amount with its growth.
func (w *layout) block(name, block string, t Transfer) sheet.Expr {
	if len(t.Amount) > 0 {
		return w.amounts(name+".amount", t.Amount...)
	}
	last := sheet.Last(block)
	paid := last.Times(w.transferGrowth(name, t))
	if len(t.AtLeast) > 0 {
		paid = sheet.Max(paid, last.Times(w.leastGrowth(name, t)))
	}
	return paid
}

// marginal is a transfer with the payment for the payee's activity beyond a level.
func (w *layout) marginal(name, block string, t Transfer) sheet.Expr {
	above := sheet.Ref(block)
	if len(t.Marginal.Above) > 0 {
		above = w.amounts(name+".marginal.above", t.Marginal.Above...)
	}
	beyond := sheet.Max(sheet.Num(0), sheet.Ref(rowOf(t.To, "demand")).Minus(above))
	return sheet.Ref(block).Plus(w.rates(name+".marginal.rate", t.Marginal.Rate, 0, share()).Times(beyond))
}

// between names the two ends of a transfer.
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

// leastGrowth is 1 + the growth that an investment standard requires.
func (w *layout) leastGrowth(name string, t Transfer) sheet.Expr {
	above := plusOne(w.rates(name+".at_least", t.AtLeast, 0, growth()))
	funding := sheet.Ref(rowOf(t.From, "funding"))
	return funding.Over(funding.Ago(1)).Times(above)
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
		v.marginal(path+".marginal", t)
		moves := len(t.Uplift) + len(t.Efficiency) + len(t.Volume) + len(t.AtLeast)
		switch {
		case t.From == t.To:
			v.fault(path, fault.Circle.Found("leads from %s to the same place", fault.Quote(t.From)).
				Want("name two different bodies, or leave one out for outside"))
		case len(t.Amount) > 0 && moves > 0:
			v.fault(path,
				fault.Conflict.Want("give amount, a sum for each year, or what moves it (uplift, efficiency, volume, at_least), not both"))
		case len(t.Amount) == 0 && t.Baseline == 0:
			v.fault(path, fault.Missing.Found("there is no amount").
				Want("give the baseline, or amount, a sum for each year"))
		case len(t.AtLeast) > 0 && t.From == outside:
			v.fault(path+".at_least",
				fault.Misplaced.Found("money from outside has no payer whose funding it could follow"))
		case len(t.AtLeast) > 0:
			v.follows(path+".at_least", t.From)
		}
	}
}

// marginal reports faults of the variable part of a contract.
func (v *validator) marginal(path string, t Transfer) {
	v.notBelowZero(path+".above", t.Marginal.Above...)
	payee, ok := v.leaf(t.To)
	switch {
	case len(t.Marginal.Rate) == 0 && len(t.Marginal.Above) > 0:
		v.fault(path, fault.Missing.Found("what is paid above the level?").
			Want("give rate, a part of what services cost above it"))
	case len(t.Marginal.Rate) > 0 && (t.To == outside || ok && !payee.provides()):
		v.fault(path, fault.Misplaced.Found("%s has no need, so no activity that could be paid for", fault.Quote(t.To)).
			Want("leave it out"))
	}
}

// end reports a name at the end of a flow that is not a body.
func (v *validator) end(path, name string) {
	if _, ok := v.leaf(name); name != outside && !ok {
		v.noBody(path, name)
	}
}

// follows reports a payer without the funding that an amount would follow.
func (v *validator) follows(path, payer string) {
	if _, ok := v.leaf(payer); ok && !v.funded(payer) {
		v.fault(path, fault.Misplaced.Found("%s has no funding that the amount could follow, only income",
			fault.Quote(payer)).
			Want("give uplift and volume instead"))
	}
}
