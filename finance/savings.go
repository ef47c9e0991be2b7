package finance

import "github.com/openenvelope/envelope/finance/sheet"

// Savings is a savings plan and its delivery. Delivered savings lower this year's cost; their recurrent part lowers the
// cost of every later year too, the rest falls away.
type Savings struct {
	// Planned is the plan as a share of cost, per year. Give it or Amount.
	Planned []Rate
	// Amount is the plan in money, per year.
	Amount []Amount
	// Delivery is the part of the plan that is delivered; empty is 100%. It may be negative: a scheme to
	// reduce demand can cost more than it saves.
	Delivery []Rate
	// Recurrent is the part of the delivered savings that lasts; empty is 100%.
	Recurrent []Rate
	// StartMonth is the month, counted from the first of the fiscal year, in which a year's schemes start, 1 to 12;
	// zero means the first. The plan is the saving of a whole year. The year in which schemes start has the remaining
	// months; lasting schemes have their full-year effect from the next year on.
	StartMonth int
	// Fill is the part of a shortfall against the plan that one-off measures fill: savings in this year that do not
	// last. Empty means none.
	Fill []Rate
	// Ambition lowers the delivery of ambitious plans.
	Ambition Ambition
	// Required says what the required savings must balance; the zero value means the year.
	Required Required
}

// An Ambition lowers delivery as the plan rises: delivered rate = delivery − lowers × points of cost planned above a
// level, not below zero. If 25% is lost for each point above 2%, a plan of 4% delivers 2% (Nuffield Trust, Feeling the
// crunch, 2016: a target of 4% a year, about 2% achieved in 2013 to 2016).
type Ambition struct {
	// Above is the plan, as a share of cost, up to which delivery is not lowered.
	Above []Rate
	// Lowers is the delivery lost for each point of cost (1% of it) that is planned above Above. Empty means no effect.
	Lowers []Rate
}

// Required says what the required savings must balance.
type Required int

// What required savings must balance.
const (
	RequiredForYear       Required = iota // the year, with the earmark spent in full
	RequiredForUnderlying                 // the underlying position too: two further rows, for lasting savings
)

// monthsLeft is how many months schemes run in their first year.
func (s Savings) monthsLeft() int { return 13 - max(s.StartMonth, 1) }

// savingsRows: plan, delivery, and the split into recurrent and non-recurrent.
func savingsRows(w *layout) {
	s := w.m.Savings
	if len(s.Amount) > 0 {
		w.money("savings_planned", "savings in the plan", w.amounts("savings.amount", s.Amount...))
	} else {
		w.money("savings_planned", "savings in the plan",
			w.rates("savings.planned", s.Planned, 0, share()).Times(sheet.Ref("cost")))
	}
	delivery := w.delivery(s)
	recurrent := w.rates("savings.recurrent", s.Recurrent, 1, share())
	w.delivered(s, delivery)
	w.money("recurrent_savings", "the part that lasts", sheet.Ref(s.schemes()).Times(recurrent))
	w.money("non_recurrent_savings", "the part that falls away next year",
		sheet.Ref("savings").Minus(sheet.Ref("recurrent_savings")))
	if left := s.monthsLeft(); left < 12 {
		w.money("full_year_effect", "what lasting savings will add next year by running for all of it",
			sheet.Ref("recurrent_savings").Times(sheet.Num(float64(12-left))).Over(sheet.Num(float64(left))))
	}

	if len(s.Fill) > 0 {
		w.money("savings_cliff", "one-off savings of last year, which have to be found again",
			sheet.Last("non_recurrent_savings"))
	}
	requiredRows(w)
}

// requiredRows: the savings required to balance the year, and the lasting savings required to balance the underlying
// position. The latter count for a whole year, and support does not replace them.
func requiredRows(w *layout) {
	before := sheet.Ref("cost").Plus(w.charges()).Minus(sheet.Ref("benefit"))
	missing := before.Minus(w.available())
	w.required("savings_required", "savings that would balance the year with the earmark spent in full", missing)
	if w.m.Savings.Required == RequiredForUnderlying {
		w.required("recurrent_savings_required", "savings that last and would balance the underlying position",
			oneOffPressures().takenOff(missing.Plus(sheet.Ref("support")), w.m))
	}
}

// required adds a row of the missing amount, zero if nothing is missing, and its share of cost.
func (w *layout) required(name, note string, missing sheet.Expr) {
	w.money(name, note, sheet.Max(sheet.Num(0), missing))
	if w.m.provides() {
		w.number(sheet.Expr{}, name+"_share", "the same as a share of cost", sheet.Ref(name).Over(sheet.Ref("cost")))
	}
}

// schemes is the row of the savings that the plan's schemes deliver.
func (s Savings) schemes() string {
	if len(s.Fill) > 0 {
		return "scheme_savings"
	}
	return "savings"
}

// delivery is the part of the plan that is delivered, after the effect of its ambition.
func (w *layout) delivery(s Savings) sheet.Expr {
	delivery := w.rates("savings.delivery", s.Delivery, 1, span{-1, 2})
	if len(s.Ambition.Lowers) == 0 {
		return delivery
	}
	above := w.rates("savings.ambition.above", s.Ambition.Above, 0, share())
	lowers := w.rates("savings.ambition.lowers", s.Ambition.Lowers, 0, share())
	w.number(sheet.Expr{}, "savings_planned_share", "savings in the plan as a share of cost",
		sheet.Ref("savings_planned").Over(sheet.Ref("cost")))
	points := sheet.Max(sheet.Num(0), sheet.Ref("savings_planned_share").Minus(above)).Times(sheet.Num(100))
	w.number(sheet.Expr{}, "savings_delivery",
		"the part of the plan that its schemes deliver, less the more it asks for",
		sheet.Max(sheet.Min(delivery, sheet.Num(0)), delivery.Minus(lowers.Times(points))))
	return sheet.Ref("savings_delivery")
}

// delivered adds the rows of the savings delivered in the first year, and of one-off measures.
func (w *layout) delivered(s Savings, delivery sheet.Expr) {
	planned := sheet.Ref("savings_planned")
	w.money(s.schemes(), "savings delivered", s.inYear(planned.Times(delivery)))
	if len(s.Fill) == 0 {
		return
	}
	fill := w.rates("savings.fill", s.Fill, 0, share())
	w.money("savings_shortfall", "what the plan's schemes fall short of it in the year",
		sheet.Max(sheet.Num(0), s.inYear(planned).Minus(sheet.Ref("scheme_savings"))))
	w.money("one_off_savings", "one-off measures that fill a part of the shortfall",
		fill.Times(sheet.Ref("savings_shortfall")))
	w.money("savings", "savings delivered, with the one-off measures",
		sheet.Ref("scheme_savings").Plus(sheet.Ref("one_off_savings")))
}

// inYear is the part of a whole year's savings that falls in the year in which schemes start.
func (s Savings) inYear(whole sheet.Expr) sheet.Expr {
	if left := s.monthsLeft(); left < 12 {
		return whole.Times(sheet.Num(float64(left))).Over(sheet.Num(12))
	}
	return whole
}
