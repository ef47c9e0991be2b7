package finance_test

import (
	"slices"

	"github.com/openenvelope/envelope/finance"
	"github.com/shopspring/decimal"
)

// netCost: what is needed, less what goes unmet.
func (o *oracle) netCost() decimal.Decimal {
	u := o.m.Unmet
	needed := o.now("cost").Add(o.owes()).Sub(o.now("benefit")).Sub(o.now("savings"))
	if len(u.Share) > 0 {
		short := needed.Sub(o.withoutSupport())
		if u.ReservesFirst {
			short = o.reservesFirst(short)
		}
		unmet := o.later("unmet_need", func() decimal.Decimal {
			return penny(positive(short).Mul(o.rate(u.Share, 0)))
		})
		o.later("unmet_share", func() decimal.Decimal { return over(unmet, o.now("cost")) })
		needed = needed.Sub(unmet)
	}
	return o.set("net_cost", needed)
}

// reservesFirst is what a year is short of beyond the reserve, and how long that has not happened.
func (o *oracle) reservesFirst(short decimal.Decimal) decimal.Decimal {
	margin := o.later("reserve_margin", func() decimal.Decimal { return o.last("reserve").Sub(short) })
	lasts := o.from(one, "reserves_last", func() decimal.Decimal {
		if margin.IsNegative() {
			return nothing
		}
		return o.last("reserves_last")
	})
	o.later("years_reserves_last", func() decimal.Decimal { return o.last("years_reserves_last").Add(lasts) })
	return margin.Neg()
}

// unearmarked is funding without the planned earmark.
func (o *oracle) unearmarked() decimal.Decimal { return o.now("funding").Sub(o.now("earmark_planned")) }

// support: what is paid on top of funding, if its target is reached without it.
func (o *oracle) support(netCost decimal.Decimal) {
	s := o.m.Support
	if len(s.Amount)+len(s.Withdrawn)+len(s.Target) == 0 {
		return
	}
	amount := o.amount(s.Amount)
	if len(s.Amount) == 0 {
		amount = o.later("support_inside", func() decimal.Decimal { return money(o.m.Opening.Support) })
	}
	offered := o.later("support_offered", func() decimal.Decimal {
		return penny(amount.Mul(less1(o.rate(s.Withdrawn, 0))))
	})
	position := o.later("position_before_support", func() decimal.Decimal { return o.withoutSupport().Sub(netCost) })
	o.later("support_paid", func() decimal.Decimal {
		if len(s.Target) > 0 && position.LessThan(o.amount(s.Target)) {
			return nothing
		}
		return offered
	})
}

// available is funding that is not earmarked, and support on top of it.
func (o *oracle) available() decimal.Decimal { return o.withoutSupport().Add(o.now("support_paid")) }

// withoutSupport is funding that is not earmarked, without support inside it that is withdrawn or depends on a target.
func (o *oracle) withoutSupport() decimal.Decimal {
	if s := o.m.Support; o.y > 0 && len(s.Amount) == 0 && len(s.Withdrawn)+len(s.Target) > 0 {
		return o.unearmarked().Sub(money(o.m.Opening.Support))
	}
	return o.unearmarked()
}

// gap: with either sign, and the pressure that it is if there is one.
func (o *oracle) gap() {
	gap := o.set("funding_gap", o.now("net_cost").Sub(o.available()))
	o.set("core_position", gap.Neg())
	o.set("pressure", positive(gap))
}

// reserve: what services do without, and what of it a deficit takes.
func (o *oracle) reserve() {
	r := o.m.RiskReserve
	if len(r.Share) == 0 {
		return
	}
	frozen := o.later("frozen", func() decimal.Decimal {
		return decimal.Min(penny(o.rate(r.Share, 0).Mul(o.now("funding"))), o.now("cost"))
	})
	released := o.later("released", func() decimal.Decimal {
		return decimal.Min(penny(o.rate(r.Released, 1).Mul(frozen)), o.now("pressure"))
	})
	o.later("unreleased", func() decimal.Decimal { return frozen.Sub(released) })
}

// balance: what the year comes to.
func (o *oracle) balance() {
	if once := money(o.m.Opening.OneOffs); !once.IsZero() {
		o.from(once, "one_offs", func() decimal.Decimal { return nothing })
	}
	balance := o.set("balance",
		o.now("core_position").Add(o.now("one_offs")).Add(o.now("released")).Add(o.now("diverted")).
			Add(o.now("held_back")))
	o.set("surplus", positive(balance).Add(o.now("unreleased")))
	o.set("deficit_financing", positive(balance.Neg()))
	o.later("cumulative_balance", func() decimal.Decimal { return o.last("cumulative_balance").Add(balance) })
}

// leftOfFund: what is set aside and not taken, with the year's balance.
func (o *oracle) leftOfFund() {
	sets := func(e finance.Earmark) bool {
		return len(e.Share)+len(e.Amount)+len(e.Returns.Before) > 0 || e.OnlyWhenBalanced ||
			e.Baseline+e.MeasuredFrom != 0
	}
	if sets(o.m.Earmark) || slices.ContainsFunc(o.m.Earmarks, sets) {
		o.later("left_of_fund", func() decimal.Decimal { return o.now("transformation").Add(o.now("balance")) })
	}
}

// required: the savings that would balance the year, or the underlying position.
func (o *oracle) required() {
	missing := o.now("cost").Add(o.owes()).Sub(o.now("benefit")).Sub(o.available())
	require := func(row string, missing decimal.Decimal) {
		required := o.later(row, func() decimal.Decimal { return positive(missing) })
		o.later(row+"_share", func() decimal.Decimal { return over(required, o.now("cost")) })
	}
	require("savings_required", missing)
	if o.m.Savings.Required == finance.RequiredForUnderlying {
		require("recurrent_savings_required", missing.Add(o.supported()).Sub(o.now("one_off_pressures")))
	}
}

// supported is the support of the year, inside the funding and on top of it.
func (o *oracle) supported() decimal.Decimal {
	inside := money(o.m.Opening.Support)
	if o.y > 0 && len(o.m.Positions.Support) > 0 {
		inside = o.amount(o.m.Positions.Support)
	}
	return inside.Add(o.withoutSupport().Sub(o.unearmarked())).Add(o.now("support_paid"))
}

// positions: cash, reported, underlying.
func (o *oracle) positions() {
	support := o.set("support", o.supported())
	technical := o.later("technical", func() decimal.Decimal { return o.amount(o.m.Positions.Technical) })
	cash := o.set("cash_position", o.now("balance").Add(o.now("unreleased")))
	o.set("reported_position", cash.Add(technical))
	o.set("underlying_position",
		o.now("core_position").Sub(support).Sub(o.now("non_recurrent_savings")).Add(o.now("one_off_pressures")).
			Add(o.now("full_year_effect")))
}
