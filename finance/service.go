package finance

import "github.com/openenvelope/envelope/finance/sheet"

// A Service is one block of cost from the bottom up: volume × price, less productivity (cost = last year's cost × Π(1 +
// component) × price growth × (1 − productivity)).
type Service struct {
	Name string // its name in rows and paths
	// Baseline is the opening year's cost.
	Baseline Amount
	// Volume holds the components of demand; they compound.
	Volume []Component
	// Prices are the inputs that the service buys; their weights add up to 1. Without prices, its price grows with
	// inflation.
	Prices []Price
	// Productivity is the gain per year: 1% lowers this year's cost by 1%.
	Productivity []Rate
}

// A Price is one kind of input: pay, drugs, other.
type Price struct {
	Name string // its name in rows and paths
	// Weight is its share of the service's cost.
	Weight Rate
	// AboveDeflator is growth above planned inflation, per year.
	AboveDeflator []Rate
	// PassThrough is the part of an inflation surprise that reaches this price; empty is 100%.
	PassThrough []Rate
}

// serviceRows: the cost of meeting demand from the bottom up, a row for each service, and their sum.
func serviceRows(w *layout) {
	if len(w.m.Services) == 0 {
		return
	}
	var costs, planned []sheet.Expr
	for _, s := range w.m.Services {
		path := "services." + s.Name
		baseline := w.amounts(path+".baseline", s.Baseline)
		volume := oneMinus(w.rates(path+".productivity", s.Productivity, 0, growth()))
		for _, c := range s.Volume {
			volume = volume.Times(plusOne(w.rates(path+".volume."+c.Name, c.Growth, 0, growth())))
		}
		volume = w.spilled(volume, s.Name)
		price, asPlanned := w.servicePrice(path, s.Prices)
		cost, plan := path+".cost", path+".cost_as_planned"
		w.moneyFrom(baseline, cost, "cost of meeting demand in this service, before savings",
			sheet.Last(cost).Times(volume.Times(price)))
		w.moneyFrom(baseline, plan, "the same had inflation been as planned",
			sheet.Last(plan).Times(volume.Times(asPlanned)))
		costs, planned = append(costs, sheet.Ref(cost)), append(planned, sheet.Ref(plan))
	}
	w.moneyAlways("demand", "cost of meeting demand, before savings", sheet.Sum(costs...))
	w.moneyAlways("demand_as_planned", "the same had inflation been as planned", sheet.Sum(planned...))
}

// servicePrice is 1 + the growth of a service's prices, weighted, at outturn and as planned.
func (w *layout) servicePrice(path string, prices []Price) (outturn, planned sheet.Expr) {
	if len(prices) == 0 {
		passThrough := w.rates(path+".pass_through", nil, 1, span{0, 2})
		return priceGrowth(passThrough), plannedGrowth()
	}
	var at, asPlanned []sheet.Expr
	for _, p := range prices {
		path := path + ".prices." + p.Name
		weight := w.rates(path+".weight", []Rate{p.Weight}, 0, share())
		w.fix("weights add up to 1 and are part of the model's structure")
		above := plusOne(w.rates(path+".above_deflator", p.AboveDeflator, 0, growth()))
		passThrough := w.rates(path+".pass_through", p.PassThrough, 1, span{0, 2})
		at = append(at, weight.Times(above.Times(priceGrowth(passThrough))))
		asPlanned = append(asPlanned, weight.Times(above.Times(plannedGrowth())))
	}
	return sheet.Sum(at...), sheet.Sum(asPlanned...)
}
