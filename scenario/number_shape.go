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
	shape.Need, shape.Services = needShape(m)
	if len(m.Earmark.Amount) > 0 {
		shape.Earmark.Amount = []finance.Amount{0}
	}
	if len(m.Savings.Amount) > 0 {
		shape.Savings.Amount = []finance.Amount{0}
	}
	if len(m.Positions.Support) > 0 {
		shape.Positions.Support = []finance.Amount{0}
	}
	deficitsShape(m, shape)
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
