package finance_test

import (
	"slices"

	"github.com/openenvelope/envelope/finance"
	"github.com/shopspring/decimal"
)

// prices: inflation and its indices.
func (o *oracle) prices() {
	d := o.m.Deflator
	p, s := o.planned1(), func() decimal.Decimal { return plus1(o.surprise()) }
	o.later("outturn_inflation", func() decimal.Decimal { return product(p(), s()).Sub(one) })
	o.from(one, "planned_prices", func() decimal.Decimal { return product(o.last("planned_prices"), p()) })
	o.from(one, "outturn_prices", func() decimal.Decimal {
		return product(o.last("outturn_prices"), plus1(o.now("outturn_inflation")))
	})
	for _, v := range d.Vintages {
		row := "deflator.vintages." + v.Name + ".prices"
		o.from(one, row, func() decimal.Decimal { return product(o.last(row), plus1(o.rate(v.Inflation, 0))) })
	}
}

func (o *oracle) surprise() decimal.Decimal { return o.rate(o.m.Deflator.Surprise, 0) }

// planned1 is 1 + planned inflation.
func (o *oracle) planned1() func() decimal.Decimal {
	return func() decimal.Decimal { return plus1(o.rate(o.m.Deflator.Planned, 0)) }
}

// opens are the figures of the opening year: funding, cost and position, of which two give the third.
func (o *oracle) opens() (funding, cost, position decimal.Decimal) {
	m := o.m
	for _, s := range m.Services {
		cost = cost.Add(money(s.Baseline))
	}
	if m.Opening.Cost != 0 {
		cost = money(m.Opening.Cost)
	}
	known := m.Funding.Baseline != 0 || o.taxAlone()
	if known {
		funding = money(m.Funding.Baseline).Add(o.granted())
	}
	switch {
	case m.Opening.Position != 0:
		position = money(m.Opening.Position)
	case m.Opening.BeforeSupport != 0:
		position = money(m.Opening.BeforeSupport + m.Opening.Support)
	case known && !cost.IsZero():
		position = funding.Sub(cost)
	}
	if !known {
		funding = cost.Add(position)
	}
	if len(m.Services) == 0 {
		cost = funding.Sub(position)
	}
	return funding, cost, position
}

// granted is what grants open at.
func (o *oracle) granted() (sum decimal.Decimal) {
	for _, g := range o.m.Funding.Grants {
		sum = sum.Add(money(g.Baseline))
	}
	t := o.m.Funding.CouncilTax
	return sum.Add(penny(number64(t.Base).Mul(money(t.BandD))))
}

func (o *oracle) taxed() bool { return o.m.Funding.CouncilTax.Base != 0 }

// taxAlone reports whether council tax and grants are all there is, without a core.
func (o *oracle) taxAlone() bool {
	f := o.m.Funding
	return o.taxed() && f.Baseline == 0 && len(f.RealGrowth)+len(f.CashGrowth)+len(f.Cash) == 0
}

// councilTax: what a dwelling pays, and how many there are.
func (o *oracle) councilTax() decimal.Decimal {
	t := o.m.Funding.CouncilTax
	base := o.from(number64(t.Base), "tax_base", func() decimal.Decimal {
		return product(o.last("tax_base"), plus1(o.rate(t.Growth, 0)))
	})
	bandD := o.from(money(t.BandD), "band_d", func() decimal.Decimal {
		rise := o.rate(t.Rise, 0)
		if len(t.Limit) > 0 {
			rise = decimal.Min(rise, o.rate(t.Limit, 0))
		}
		return penny(o.last("band_d").Mul(plus1(rise)))
	})
	return o.set("council_tax", penny(bandD.Mul(base)))
}

// stream is cash that grows from what it was.
func (o *oracle) stream(row string, opening decimal.Decimal, above, cash []finance.Rate,
	sums []finance.Amount) decimal.Decimal {
	return o.from(opening, row, func() decimal.Decimal {
		switch {
		case len(sums) > 0:
			return o.amount(sums)
		case len(cash) > 0:
			return penny(o.last(row).Mul(plus1(o.rate(cash, 0))))
		}
		return penny(o.last(row).Mul(product(plus1(o.rate(above, 0)), o.planned1()())))
	})
}

// funding: the core settlement as phased and topped up, and grants.
func (o *oracle) funding() {
	f := o.m.Funding
	name := "funding"
	if len(f.Grants) > 0 || o.taxed() {
		name = "core_funding"
	}
	core := nothing
	if !o.taxAlone() {
		core = o.core(name)
	}
	if name == "funding" {
		return
	}
	if o.taxed() {
		core = core.Add(o.councilTax())
	}
	for _, g := range f.Grants {
		core = core.Add(o.stream("funding.grants."+g.Name, money(g.Baseline), g.RealGrowth, g.CashGrowth, g.Cash))
	}
	o.set("funding", core)
}

func (o *oracle) core(name string) decimal.Decimal {
	f := o.m.Funding
	if len(f.TopUp.Share) == 0 {
		return o.settled(name)
	}
	settled := o.settled("settled")
	o.later("inflation_surprise", o.surprise)
	index := o.from(one, "top_up_prices", func() decimal.Decimal {
		moved := product(o.rate(f.TopUp.Share, 0), o.ago("inflation_surprise", f.TopUp.Delay))
		return product(o.last("top_up_prices"), plus1(moved))
	})
	core := o.set(name, penny(settled.Mul(index)))
	o.later("top_up", func() decimal.Decimal { return core.Sub(settled) })
	return core
}

func (o *oracle) settled(name string) decimal.Decimal {
	f := o.m.Funding
	total, _, _ := o.opens()
	opening := total.Sub(o.granted())
	if len(f.Phasing) == 0 {
		return o.stream(name, opening, f.RealGrowth, f.CashGrowth, f.Cash)
	}
	before := o.stream("settled_before_phasing", opening, f.RealGrowth, f.CashGrowth, f.Cash)
	return o.from(before, name, func() decimal.Decimal { return before.Add(o.amount(f.Phasing)) })
}

// realTerms: rows in the prices of one year.
func (o *oracle) realTerms() {
	deflated := func(row, by string, base decimal.Decimal) decimal.Decimal {
		return penny(over(o.now(row).Mul(base), o.now(by)))
	}
	planned := o.base(o.m.Deflator.Planned)
	if before := o.m.Prices; before != 0 && before < o.m.First {
		o.set("deflator.base", planned)
	}
	for _, row := range slices.Concat([]string{"funding"}, o.m.RealTerms) {
		o.set(row+"_at_planned_prices", deflated(row, "planned_prices", planned))
		o.set(row+"_at_outturn_prices", deflated(row, "outturn_prices", planned))
		for _, v := range o.m.Deflator.Vintages {
			prices := "deflator.vintages." + v.Name + ".prices"
			o.set(row+"_at_"+v.Name+"_prices", deflated(row, prices, o.base(v.Inflation)))
		}
	}
}

// base is the price level of the year of prices, where the opening year's is 1.
func (o *oracle) base(inflation []finance.Rate) decimal.Decimal {
	if o.m.Prices != 0 && o.m.Prices < o.m.First {
		return over(one, plus1(decimal.NewFromFloat(float64(o.m.Deflator.Before))))
	}
	base := one
	for y := o.m.First + 1; y <= o.m.Prices; y++ {
		if len(inflation) > 0 {
			i := min(int(y-o.m.First), len(inflation)) - 1
			base = product(base, plus1(decimal.NewFromFloat(float64(inflation[i]))))
		}
	}
	return base
}
