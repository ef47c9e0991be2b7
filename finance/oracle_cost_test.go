package finance_test

import (
	"github.com/openenvelope/envelope/finance"
	"github.com/shopspring/decimal"
)

// demand: of a need or of services, and the growth of it.
func (o *oracle) demand() {
	if len(o.m.Services) > 0 {
		o.services()
	} else {
		o.need()
	}
	demand, planned := o.now("demand"), o.now("demand_as_planned")
	o.later("unfunded_inflation", func() decimal.Decimal { return demand.Sub(planned) })
	o.from(one, "demand_growth", func() decimal.Decimal { return over(demand, o.last("demand")) })
}

// price is 1 + the growth of a price that takes on a part of the surprise.
func (o *oracle) price(part []finance.Rate) decimal.Decimal {
	return product(o.planned1()(), plus1(product(o.rate(part, 1), o.surprise())))
}

// grown is a volume's growth with its components.
func (o *oracle) grown(volume decimal.Decimal, components []finance.Component) decimal.Decimal {
	for _, c := range components {
		volume = product(volume, plus1(o.rate(c.Growth, 0)))
	}
	return volume
}

func (o *oracle) need() {
	n := o.m.Need
	_, cost, _ := o.opens()
	volume := func() decimal.Decimal { return o.grown(plus1(o.rate(n.RealGrowth, 0)), n.Components) }
	o.from(cost, "demand", func() decimal.Decimal {
		return penny(o.last("demand").Mul(product(volume(), o.price(n.PassThrough))))
	})
	o.from(cost, "demand_as_planned", func() decimal.Decimal {
		return penny(o.last("demand_as_planned").Mul(product(volume(), o.planned1()())))
	})
}

func (o *oracle) services() {
	var demand, planned decimal.Decimal
	for _, s := range o.m.Services {
		row, plan, opening := "services."+s.Name+".cost", "services."+s.Name+".cost_as_planned", money(s.Baseline)
		volume := func() decimal.Decimal { return o.grown(less1(o.rate(s.Productivity, 0)), s.Volume) }
		demand = demand.Add(o.from(opening, row, func() decimal.Decimal {
			return penny(o.last(row).Mul(product(volume(), o.weighted(s.Prices, o.price))))
		}))
		planned = planned.Add(o.from(opening, plan, func() decimal.Decimal {
			as := func([]finance.Rate) decimal.Decimal { return o.planned1()() }
			return penny(o.last(plan).Mul(product(volume(), o.weighted(s.Prices, as))))
		}))
	}
	o.set("demand", demand)
	o.set("demand_as_planned", planned)
}

// weighted is the growth of a service's prices.
func (o *oracle) weighted(prices []finance.Price,
	growth func(part []finance.Rate) decimal.Decimal) (sum decimal.Decimal) {
	if len(prices) == 0 {
		return growth(nil)
	}
	for _, p := range prices {
		sum = sum.Add(product(number64(float64(p.Weight)),
			product(plus1(o.rate(p.AboveDeflator, 0)), growth(p.PassThrough))))
	}
	return sum
}

// cost: demand less what past savings took away, with what comes back of unmet need.
func (o *oracle) cost() {
	growth := o.now("demand_growth")
	past := o.last("savings_carried").Add(o.last("recurrent_savings")).Add(o.last("full_year_effect"))
	carried := o.later("savings_carried", func() decimal.Decimal { return penny(past.Mul(growth)) })
	cost := o.now("demand").Sub(carried)
	if u := o.m.Unmet; len(u.Carried) > 0 {
		cost = cost.Add(o.later("backlog", func() decimal.Decimal {
			return penny(o.last("unmet_need").Mul(o.rate(u.Carried, 0)).Mul(growth))
		}))
	}
	o.set("cost", cost.Add(o.now("pressures_cost")).Sub(o.now("pressures_returned")))
}

// pressures: what each costs and gives back in its years.
func (o *oracle) pressures() {
	cost, returned, once := []decimal.Decimal{}, []decimal.Decimal{}, []decimal.Decimal{}
	for _, p := range o.m.Pressures {
		until := p.Until
		if p.OneOff && until == 0 {
			until = max(p.From, o.m.First+1)
		}
		if len(p.Amount) > 0 {
			cost = append(cost, o.dated("pressures."+p.Name, p.From, until, p.Amount, p.Grows))
			if p.OneOff {
				once = append(once, cost[len(cost)-1])
			}
		}
		if r := p.Returns; len(r.Amount) > 0 {
			returned = append(returned, o.dated("pressures."+p.Name+".returns", r.From, r.Until, r.Amount, r.Grows))
		}
	}
	for row, all := range map[string][]decimal.Decimal{"pressures_cost": cost, "pressures_returned": returned,
		"one_off_pressures": once} {
		if len(all) > 0 {
			o.set(row, decimal.Sum(nothing, all...))
		}
	}
}

// dated is money of some years, which may grow with prices from the year after its first.
func (o *oracle) dated(row string, from, until finance.Year, sums []finance.Amount,
	grows finance.Grows) decimal.Decimal {
	y, from := o.m.First+finance.Year(o.y), max(from, o.m.First+1)
	prices := one
	if grows == finance.WithPrices {
		prices = o.from(one, row+".prices", func() decimal.Decimal {
			if y > from {
				return product(o.last(row+".prices"), plus1(o.now("outturn_inflation")))
			}
			return one
		})
	}
	return o.later(row, func() decimal.Decimal {
		if y < from || until != 0 && y > until {
			return nothing
		}
		return penny(o.amount(sums).Mul(prices))
	})
}

// months is how many months of their first year schemes run.
func (o *oracle) months() decimal.Decimal {
	if n := o.m.Savings.StartMonth; n > 1 {
		return decimal.NewFromInt(int64(13 - n))
	}
	return twelve
}

var twelve = decimal.NewFromInt(12)

// inYear is what of a whole year's savings falls in the year in which schemes start, rounded.
func (o *oracle) inYear(whole decimal.Decimal) decimal.Decimal {
	if k := o.months(); !k.Equal(twelve) {
		return penny(over(whole.Mul(k), twelve))
	}
	return penny(whole)
}

// savings: the plan, what comes of it, and what of that lasts.
func (o *oracle) savings() {
	s := o.m.Savings
	planned := o.later("savings_planned", func() decimal.Decimal {
		if len(s.Amount) > 0 {
			return o.amount(s.Amount)
		}
		return penny(o.rate(s.Planned, 0).Mul(o.now("cost")))
	})
	saved := func() decimal.Decimal { return o.inYear(planned.Mul(o.delivery(planned))) }
	if len(s.Ambition.Lowers) > 0 && o.y == 0 {
		o.set("savings_planned_share", nothing)
		o.set("savings_delivery", nothing)
	}
	schemes := "savings"
	if len(s.Fill) > 0 {
		schemes = "scheme_savings"
	}
	got := o.later(schemes, saved)
	if len(s.Fill) > 0 {
		o.filled(planned, got)
	}
	recurrent := o.later("recurrent_savings", func() decimal.Decimal { return penny(got.Mul(o.rate(s.Recurrent, 1))) })
	o.later("non_recurrent_savings", func() decimal.Decimal { return o.now("savings").Sub(recurrent) })
	if k := o.months(); !k.Equal(twelve) {
		o.later("full_year_effect", func() decimal.Decimal { return penny(over(recurrent.Mul(twelve.Sub(k)), k)) })
	}
}

// delivery is the part of the plan that is delivered, less the more the plan asks for.
func (o *oracle) delivery(planned decimal.Decimal) decimal.Decimal {
	s := o.m.Savings
	delivery := o.rate(s.Delivery, 1)
	if len(s.Ambition.Lowers) == 0 {
		return delivery
	}
	asked := o.set("savings_planned_share", over(planned, o.now("cost")))
	points := product(positive(asked.Sub(o.rate(s.Ambition.Above, 0))), decimal.NewFromInt(100))
	lowered := delivery.Sub(product(o.rate(s.Ambition.Lowers, 0), points))
	return o.set("savings_delivery", decimal.Max(decimal.Min(delivery, nothing), lowered))
}

// filled: one-off measures for a part of what schemes fall short of.
func (o *oracle) filled(planned, got decimal.Decimal) {
	short := o.later("savings_shortfall", func() decimal.Decimal { return positive(o.inYear(planned).Sub(got)) })
	filled := o.later("one_off_savings", func() decimal.Decimal {
		return penny(o.rate(o.m.Savings.Fill, 0).Mul(short))
	})
	o.later("savings", func() decimal.Decimal { return got.Add(filled) })
	o.later("savings_cliff", func() decimal.Decimal { return o.last("non_recurrent_savings") })
}
