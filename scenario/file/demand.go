package file

import (
	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
)

// need reads the top-down statement of how the cost of meeting demand grows.
func (d *decoder) need(s *section) {
	m := &d.into.Need
	s.rates("real_growth", &m.RealGrowth)
	m.Includes, _ = s.texts("includes")
	m.Components = s.components("components")
	s.rates("pass_through", &m.PassThrough)
}

// components reads named sources of growth.
func (s *section) components(key string) (all []finance.Component) {
	s.each(key, func(name string, n *node, path string) {
		c := finance.Component{Name: name}
		demographic := n.has("population", "cost_per_head")
		if demographic || n.kind == nodeAsked {
			c.Growth = s.demography(n, path)
		}
		if demographic {
			all = append(all, c)
			return
		}
		for _, x := range s.series(n, slot{path: path, unit: rate(), limits: growthLimits()}) {
			c.Growth = append(c.Growth, finance.Rate(x))
		}
		all = append(all, c)
	})
	return all
}

// services reads demand from the bottom up, in the order of the file.
func (d *decoder) services(s *section) {
	s.each("services", func(name string, n *node, path string) {
		v := d.section(n, path)
		service := finance.Service{Name: name}
		v.known("baseline", &service.Baseline)
		service.Volume = v.components("volume")
		service.Prices = v.prices("prices")
		v.rates("productivity", &service.Productivity)
		v.done()
		d.into.Services = append(d.into.Services, service)
	})
}

// prices reads what a service buys.
func (s *section) prices(key string) (all []finance.Price) {
	s.each(key, func(name string, n *node, path string) {
		v := s.section(n, path)
		p := finance.Price{Name: name}
		var weight []finance.Rate
		v.rates("weight", &weight)
		if len(weight) > 0 {
			p.Weight = weight[0]
		}
		if len(weight) > 1 {
			v.fault(v.n.child("weight").at, join(path, "weight"),
				fault.Misplaced.Found("a weight is one number for all years"))
		}
		v.rates("above_deflator", &p.AboveDeflator)
		v.rates("pass_through", &p.PassThrough)
		v.done()
		all = append(all, p)
	})
	return all
}
