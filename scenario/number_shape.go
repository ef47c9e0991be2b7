package scenario

import (
	"slices"

	"github.com/openenvelope/envelope/finance"
)

// shape is a model with the same years, inputs and rows as the decoded one, but with numbers that are always right:
// its sheet tells what the inputs are even when the file's own numbers are at fault.
func (d *decoder) shape() *finance.Model {
	m := d.model
	flat := []finance.Rate{0}
	shape := &finance.Model{First: m.First, Last: m.Last, FirstMonth: m.FirstMonth, RealTerms: d.moneyRows()}
	shape.Funding = finance.Settlement{Baseline: finance.Billion, RealGrowth: flat}
	switch {
	case len(m.Funding.RealGrowth) > 0:
	case len(m.Funding.CashGrowth) > 0:
		shape.Funding = finance.Settlement{Baseline: finance.Billion, CashGrowth: flat}
	case len(m.Funding.Cash) > 0:
		shape.Funding = finance.Settlement{Baseline: finance.Billion, Cash: []finance.Amount{finance.Billion}}
	}
	shape.Funding.TopUp = finance.TopUp{Share: zero(m.Funding.TopUp.Share), Delay: m.Funding.TopUp.Delay}
	shape.Funding.Grants = grants(m.Funding.Grants)
	if len(m.Funding.Phasing) > 0 {
		shape.Funding.Phasing = make([]finance.Amount, m.Last-m.First)
	}
	shape.Deflator.Vintages = vintages(m.Deflator.Vintages)
	shape.Need, shape.Services = needShape(m)
	shape.Savings, shape.Earmark = savingsShape(m.Savings), earmarkShape(m.Earmark)
	shape.Positions.Support = zero(m.Positions.Support)
	shape.Debt.Reserve = pound(m.Debt.Reserve)
	deficitsShape(m, shape)
	return shape
}

// savingsShape is a plan of nothing, with the choices of the one given.
func savingsShape(s finance.Savings) finance.Savings {
	return finance.Savings{Amount: zero(s.Amount), Fill: zero(s.Fill), Required: s.Required,
		Ambition: finance.Ambition{Lowers: zero(s.Ambition.Lowers)}, StartMonth: s.StartMonth}
}

// earmarkShape is an earmark of nothing, with the choices of the one given.
func earmarkShape(e finance.Earmark) finance.Earmark {
	shape := finance.Earmark{Amount: zero(e.Amount), Cover: zero(e.Cover), Floor: zero(e.Floor), Baseline: pound(e.Baseline),
		Returns: finance.Returns{Success: zero(e.Returns.Success), Before: zero(e.Returns.Before)}}
	shape.OnlyWhenBalanced = e.OnlyWhenBalanced && len(e.Floor) == 0
	if e.Base != finance.PreviousYear {
		shape.MeasuredFrom = pound(e.MeasuredFrom)
	}
	return shape
}

// zero is a series of nothing where there is a series.
func zero[T any](series []T) []T {
	if len(series) == 0 {
		return nil
	}
	return make([]T, 1)
}

// pound is an amount where there is one.
func pound(a finance.Amount) finance.Amount {
	if a == 0 {
		return 0
	}
	return finance.Pound
}

// grants are grants of the same names and ways to grow.
func grants(given []finance.Grant) (shape []finance.Grant) {
	for _, g := range given {
		each := finance.Grant{Name: g.Name, Baseline: finance.Pound, CashGrowth: zero(g.CashGrowth)}
		if each.Cash = zero(g.Cash); len(g.CashGrowth) > 0 {
			each.Cash = nil
		}
		if len(each.CashGrowth)+len(each.Cash) == 0 {
			each.RealGrowth = []finance.Rate{0}
		}
		shape = append(shape, each)
	}
	return shape
}

func vintages(given []finance.Vintage) (shape []finance.Vintage) {
	for _, v := range given {
		shape = append(shape, finance.Vintage{Name: v.Name, Inflation: []finance.Rate{0}})
	}
	return shape
}

// needShape is the shape of demand: services, if there are any, else a need.
func needShape(m *finance.Model) (finance.Need, []finance.Service) {
	if len(m.Services) == 0 || len(m.Need.RealGrowth) > 0 {
		return finance.Need{RealGrowth: []finance.Rate{0}, Components: components(m.Need.Components)}, nil
	}
	var services []finance.Service
	for _, s := range m.Services {
		each := finance.Service{Name: s.Name, Baseline: finance.Pound, Volume: components(s.Volume)}
		for i, p := range s.Prices {
			price := finance.Price{Name: p.Name}
			if i == 0 {
				price.Weight = 1
			}
			each.Prices = append(each.Prices, price)
		}
		services = append(services, each)
	}
	return finance.Need{}, services
}

func components(named []finance.Component) []finance.Component {
	shape := slices.Clone(named)
	for i := range shape {
		shape[i].Growth = nil
	}
	return shape
}

// moneyRows are the real-terms lines at which nothing is wrong.
func (d *decoder) moneyRows() []string {
	if d.suspected("real_terms") {
		return nil
	}
	return d.model.RealTerms
}
