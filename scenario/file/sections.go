package file

import (
	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
)

// A part is a key whose numbers a change may replace, and the function that reads it.
type part struct {
	key  string
	read func(d *decoder, s *section)
}

// parts are the keys that hold a model's numbers, in the order in which they are read: at the top, and in each body.
func parts() []part {
	return []part{
		{"funding", (*decoder).funding},
		{"opening", (*decoder).opening},
		{"need", (*decoder).need},
		{"savings", (*decoder).savings},
		{"earmark", (*decoder).earmark},
		{"unmet", (*decoder).unmet},
		{"positions", (*decoder).positions},
		{"support", (*decoder).support},
		{"risk_reserve", (*decoder).riskReserve},
		{"debt", (*decoder).debt},
	}
}

// changeable are the top-level keys that a change may begin with.
func changeable() []string {
	keys := []string{"assumptions", "deflator", "services", "pressures", "earmarks", "bodies", "transfers", "pools", "spills",
		"mergers", "allocation", "rows"}
	for _, p := range parts() {
		keys = append(keys, p.key)
	}
	return keys
}

// file reads a scenario's whole tree.
func (d *decoder) file() {
	s := d.section(d.root, "")
	d.schema(s)
	d.frame(s)
	if n := s.get("deflator"); n != nil {
		below := d.section(n, "deflator")
		d.deflator(below)
		below.done()
	}
	d.body(s)
	d.report(s)
	s.ask("baseline", "changes", "scenarios", "compare", "correlations") // read with all scenarios
	s.done()
}

// schema checks the version first: in a file of an unknown version the same keys may mean other things.
func (d *decoder) schema(s *section) {
	n := s.get("schema")
	if n == nil && !s.n.has("schema") && !d.suspected("schema") {
		d.fault(top(), "schema", fault.Missing.Found("the file does not say which version of the format it has").
			Want("write schema: %d first", CurrentSchema))
	}
	if n != nil {
		if version := d.textOf(n, "schema"); n.kind == nodeText && d.spec.Schema() == 0 {
			d.fault(n.at, "schema", fault.Unknown.Found("version %s of the format is not known", fault.Quote(version)).
				Want("this reader knows %d to %d", oldestSchema, CurrentSchema))
		}
	}
}

// deflator reads planned inflation and its surprise.
func (d *decoder) deflator(s *section) {
	m := &d.into.Deflator
	s.rates("planned", &m.Planned)
	s.rates("surprise", &m.Surprise)
	if n := s.get("before"); n != nil {
		at := slot{path: join(s.path, "before"), unit: rate(), certain: openingFigure(rate())}
		m.Before = finance.Rate(s.single(n, at))
	}
	s.each("vintages", func(name string, n *node, path string) {
		v := finance.Vintage{Name: name}
		for _, x := range s.series(n, slot{path: path, unit: rate(), limits: growthLimits()}) {
			v.Inflation = append(v.Inflation, finance.Rate(x))
		}
		m.Vintages = append(m.Vintages, v)
	})
}

// funding reads the settlement.
func (d *decoder) funding(s *section) {
	m := &d.into.Funding
	s.settled(&m.Baseline, &m.RealGrowth, &m.CashGrowth, &m.Cash)
	if n := s.get("top_up"); n != nil {
		t := d.section(n, join(s.path, "top_up"))
		t.rates("share", &m.TopUp.Share)
		t.years("delay", &m.TopUp.Delay)
		t.done()
	}
	s.amounts("phasing", &m.Phasing)
	s.each("grants", func(name string, n *node, path string) {
		v, g := d.section(n, path), finance.Grant{Name: name}
		v.settled(&g.Baseline, &g.RealGrowth, &g.CashGrowth, &g.Cash)
		v.done()
		m.Grants = append(m.Grants, g)
	})
	if n := s.get("council_tax"); n != nil {
		t := d.section(n, join(s.path, "council_tax"))
		t.count("base", &m.CouncilTax.Base)
		t.rates("growth", &m.CouncilTax.Growth)
		t.known("band_d", &m.CouncilTax.BandD)
		t.rates("rise", &m.CouncilTax.Rise)
		t.rates("limit", &m.CouncilTax.Limit)
		t.done()
	}
}

// settled reads money that is given for years ahead: the opening year's amount, and its growth or the cash of each
// later year.
func (s *section) settled(baseline *finance.Amount, realGrowth, cashGrowth *[]finance.Rate, cash *[]finance.Amount) {
	s.known("baseline", baseline)
	s.rates("real_growth", realGrowth)
	s.rates("cash_growth", cashGrowth)
	s.amounts("cash", cash)
}

// savings reads the savings plan.
func (d *decoder) savings(s *section) {
	m := &d.into.Savings
	s.rates("planned", &m.Planned)
	s.amounts("amount", &m.Amount)
	s.rates("delivery", &m.Delivery)
	s.rates("recurrent", &m.Recurrent)
	m.StartMonth = 1 + s.choice("start_month", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12")
	s.rates("fill", &m.Fill)
	if n := s.get("ambition"); n != nil {
		a := d.section(n, join(s.path, "ambition"))
		a.rates("above", &m.Ambition.Above)
		a.rates("lowers", &m.Ambition.Lowers)
		a.done()
	}
	m.Required = finance.Required(s.choice("required", "for_year", "for_underlying"))
}

// positions reads the items between the reported and the underlying position.
func (d *decoder) positions(s *section) {
	m := &d.into.Positions
	s.amounts("support", &m.Support)
	s.amounts("technical", &m.Technical)
}

// debt reads how deficits are financed.
func (d *decoder) debt(s *section) {
	m := &d.into.Debt
	s.known("opening", &m.Opening)
	s.known("reserve", &m.Reserve)
	s.rates("interest", &m.Interest)
	m.Surplus = finance.SurplusUse(s.choice("surplus", "lapses", "repays", "kept"))
	if n := s.get("repay"); n != nil {
		r := d.section(n, join(s.path, "repay"))
		r.amounts("at_most", &m.Repay.AtMost)
		r.rates("due", &m.Repay.Due)
		r.done()
	}
	m.Loans = s.loans("loans")
	if n := s.get("equity"); n != nil {
		d.equity(d.section(n, join(s.path, "equity")))
	}
}
