package finance_test

import (
	"github.com/openenvelope/envelope/finance"
	"github.com/shopspring/decimal"
)

// benefit: what past transformation gives back.
func (o *oracle) benefit() {
	r := o.m.Earmark.Returns
	works := "transformation"
	if len(r.Success) > 0 {
		works = "working_transformation"
	}
	plan := "benefit"
	if len(r.Before) > 0 {
		plan = "plan_benefit"
	}
	gives := o.later(plan, func() decimal.Decimal {
		var matured decimal.Decimal
		ramp := max(r.Ramp, 1)
		for year := range ramp {
			matured = matured.Add(o.ago(works, max(r.Lag, 1)+year))
		}
		matured = over(matured, decimal.NewFromInt(int64(ramp)))
		kept := o.last(plan).Mul(less1(o.rate(r.Fade, 0)))
		if r.Grows == finance.WithPrices {
			kept = kept.Mul(plus1(o.now("outturn_inflation")))
		}
		return penny(kept).Add(penny(o.rate(r.PerPound, 0).Mul(matured)))
	})
	if len(r.Before) > 0 {
		o.later("benefit", func() decimal.Decimal { return gives.Add(o.amount(r.Before)) })
	}
}

// planned: new money and the part of it that is meant for transformation.
func (o *oracle) planned() {
	e := o.m.Earmark
	opening, _, _ := o.opens()
	if e.MeasuredFrom != 0 {
		opening = money(e.MeasuredFrom)
	}
	base := o.from(opening, "new_money_base", func() decimal.Decimal {
		switch e.Base {
		case finance.PreviousYear:
			return o.last("funding")
		case finance.AboveInflation:
			return penny(o.last("new_money_base").Mul(o.planned1()()))
		}
		return opening
	})
	money := o.later("new_money", func() decimal.Decimal { return o.now("funding").Sub(base) })
	o.later("earmark_planned", func() decimal.Decimal {
		if len(e.Amount) > 0 {
			return o.amount(e.Amount)
		}
		return positive(penny(o.rate(e.Share, 0).Mul(money)))
	})
}

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

// diverted: what deficits take of the earmark, and what is left of it.
func (o *oracle) diverted() {
	e, planned := o.m.Earmark, o.now("earmark_planned")
	diverted := o.later("diverted", func() decimal.Decimal {
		asked := o.now("pressure").Sub(o.now("released"))
		if len(e.Cover) > 0 {
			asked = penny(o.rate(e.Cover, 1).Mul(asked))
		}
		most := decimal.Min(penny(o.rate(e.Leakage, 0).Mul(planned)), asked)
		if len(e.Floor) > 0 {
			most = decimal.Min(most, positive(planned.Sub(o.amount(e.Floor))))
		}
		return most
	})
	left := planned.Sub(diverted)
	if e.OnlyWhenBalanced {
		left = left.Sub(o.later("held_back", func() decimal.Decimal {
			if o.now("core_position").Add(o.now("released")).IsNegative() {
				return left
			}
			return nothing
		}))
	}
	spent := o.later("transformation", func() decimal.Decimal { return left })
	if len(e.Returns.Success) > 0 {
		o.later("working_transformation", func() decimal.Decimal {
			return penny(spent.Mul(o.rate(e.Returns.Success, 1)))
		})
	}
	if e.Baseline != 0 {
		opening, _, _ := o.opens()
		share := o.set("earmark_base_share", over(money(e.Baseline), opening))
		growth := o.later("earmark_base_growth", func() decimal.Decimal { return penny(share.Mul(o.now("new_money"))) })
		o.later("transformation_above_base_growth", func() decimal.Decimal { return spent.Sub(growth) })
	}
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
