package finance

import "github.com/openenvelope/envelope/finance/sheet"

// Savings is a plan and what comes of it. Delivered savings lower this year's cost; their recurrent part
// lowers every later year's too, the rest falls away.
type Savings struct {
	// Planned is the plan as a share of cost, per year. Give it or Amount.
	Planned []Rate
	// Amount is the plan in money, per year.
	Amount []Amount
	// Delivery is the part of the plan that is delivered; empty is 100%. It may be negative: a scheme to
	// reduce demand can cost more than it saves.
	Delivery []Rate
	// Recurrent is the part of what is delivered that lasts; empty is 100%.
	Recurrent []Rate
	// StartMonth is the month, counted from the first of the fiscal year, in which a year's schemes start, 1 to 12; zero is
	// the first. The plan is what they save in a whole year. The year they start in gets the months that are left; those
	// that last have their full-year effect from the next year on.
	StartMonth int
}

// given reports whether there is a savings plan.
func (s Savings) given() bool { return len(s.Planned)+len(s.Amount) > 0 }

// monthsLeft is how many months of their first year schemes run.
func (s Savings) monthsLeft() int { return 13 - max(s.StartMonth, 1) }

// savingsRows: plan, delivery, and the split into recurrent and non-recurrent; and the savings that would be
// required to balance with the earmark spent in full.
func savingsRows(w *layout) {
	s, cost := w.m.Savings, sheet.Ref("cost")
	if len(s.Amount) > 0 {
		w.money("savings_planned", "savings in the plan", w.amounts("savings.amount", s.Amount...))
	} else {
		w.money("savings_planned", "savings in the plan", w.rates("savings.planned", s.Planned, 0, share()).Times(cost))
	}
	delivery := w.rates("savings.delivery", s.Delivery, 1, span{-1, 2})
	recurrent := w.rates("savings.recurrent", s.Recurrent, 1, share())
	delivered := sheet.Ref("savings_planned").Times(delivery)
	if left := s.monthsLeft(); left < 12 {
		delivered = delivered.Times(sheet.Num(float64(left))).Over(sheet.Num(12))
	}
	w.money("savings", "savings delivered", delivered)
	w.money("recurrent_savings", "the part that lasts", sheet.Ref("savings").Times(recurrent))
	w.money("non_recurrent_savings", "the part that falls away next year",
		sheet.Ref("savings").Minus(sheet.Ref("recurrent_savings")))
	if left := s.monthsLeft(); left < 12 {
		w.money("full_year_effect", "what lasting savings will add next year by running for all of it",
			sheet.Ref("recurrent_savings").Times(sheet.Num(float64(12-left))).Over(sheet.Num(float64(left))))
	}

	before := cost.Plus(w.charges()).Minus(sheet.Ref("benefit"))
	w.money("savings_required", "savings that would balance the year with the earmark spent in full",
		sheet.Max(sheet.Num(0), before.Minus(w.available())))
	if !w.m.provides() {
		return
	}
	w.number(sheet.Expr{}, "savings_required_share", "the same as a share of cost",
		sheet.Ref("savings_required").Over(cost))
}
