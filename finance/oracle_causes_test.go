package finance_test

import (
	"slices"

	"github.com/openenvelope/envelope/finance"
	"github.com/shopspring/decimal"
)

// A cause is a growth of the volume of some cost, or of its price.
type cause struct {
	name  string
	g     decimal.Decimal
	price bool
}

// causes: what each has added to cost since the opening year, and its part of the gap.
func (o *oracle) causes() {
	if len(o.m.Causes) == 0 {
		return
	}
	added := map[string]decimal.Decimal{}
	if o.y > 0 {
		o.addedToNeed(added)
		for _, s := range o.m.Services {
			o.addedBy(added, o.last("services."+s.Name+".cost"), o.causesOf(s))
		}
	}
	left := o.now("demand").Sub(o.last("demand"))
	var costs []decimal.Decimal
	for i, name := range o.m.Causes {
		if i == len(o.m.Causes)-1 {
			added[name] = left
		}
		left = left.Sub(added[name])
		costs = append(costs, o.later("causes."+name+".cost", func() decimal.Decimal {
			return o.last("causes." + name + ".cost").Add(added[name])
		}))
	}
	o.gapByCauses(costs)
}

// gapByCauses: what there is against the growth of need meets the causes in their order.
func (o *oracle) gapByCauses(costs []decimal.Decimal) {
	gap := o.now("funding_gap")
	opening := o.from(gap, "opening_gap", func() decimal.Decimal { return o.last("opening_gap") })
	left := o.later("against_need", func() decimal.Decimal {
		return decimal.Sum(nothing, costs...).Sub(gap).Add(opening)
	})
	short := positive(left.Neg())
	o.from(gap, "gap_besides_causes", func() decimal.Decimal { return decimal.Min(gap, opening).Add(short) })
	for i, name := range o.m.Causes {
		left = o.later("causes."+name+".left", func() decimal.Decimal { return left.Sub(costs[i]) })
		shorter := positive(left.Neg())
		o.later("causes."+name+".gap", func() decimal.Decimal { return shorter.Sub(short) })
		short = shorter
	}
}

func (o *oracle) addedToNeed(added map[string]decimal.Decimal) {
	if len(o.m.Services) > 0 {
		return
	}
	var all []cause
	if len(o.m.Need.RealGrowth) > 0 {
		all = append(all, cause{name: "real_growth", g: o.rate(o.m.Need.RealGrowth, 0)})
	}
	all = append(append(all, o.growths(o.m.Need.Components)...),
		cause{"prices", less1(o.price(o.m.Need.PassThrough)).Neg(), true})
	o.addedBy(added, o.last("demand"), all)
}

func (o *oracle) growths(components []finance.Component) (all []cause) {
	for _, c := range components {
		all = append(all, cause{name: c.Name, g: o.rate(c.Growth, 0)})
	}
	return all
}

func (o *oracle) causesOf(s finance.Service) (all []cause) {
	if len(s.Productivity) > 0 {
		all = append(all, cause{name: "productivity", g: o.rate(s.Productivity, 0).Neg()})
	}
	all = append(all, o.growths(s.Volume)...)
	for _, p := range s.Prices {
		price := product(plus1(o.rate(p.AboveDeflator, 0)), o.price(p.PassThrough))
		all = append(all, cause{p.Name, product(number64(float64(p.Weight)), price.Sub(one)), true})
	}
	if len(s.Prices) == 0 {
		all = append(all, cause{"prices", o.price(nil).Sub(one), true})
	}
	return all
}

// addedBy adds to each cause what it adds to a cost: in the order of the causes, each on top of those before it.
func (o *oracle) addedBy(added map[string]decimal.Decimal, cost decimal.Decimal, all []cause) {
	volume, price := one, one
	slices.SortStableFunc(all, func(a, b cause) int {
		return slices.Index(o.m.Causes, a.name) - slices.Index(o.m.Causes, b.name)
	})
	for _, c := range all {
		if c.price {
			added[c.name] = added[c.name].Add(penny(cost.Mul(product(volume, c.g))))
			price = price.Add(c.g)
			continue
		}
		added[c.name] = added[c.name].Add(penny(cost.Mul(product(volume, price, c.g))))
		volume = product(volume, plus1(c.g))
	}
}
