package file

import (
	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
)

// bodies reads the bodies of a system, each by the keys of a model, and what moves between them. A body may be a
// system.
func (d *decoder) bodies(s *section) {
	s.each("bodies", func(name string, n *node, path string) {
		system := d.into
		body := finance.Model{Name: name}
		d.into = &body
		v := d.section(n, path)
		d.fileOf(v)
		d.body(v)
		v.done()
		d.into = system
		system.Bodies = append(system.Bodies, body)
	})
	if n := s.get(keyBodiesTable); n != nil {
		d.bodiesTable(d.section(n, join(s.path, keyBodiesTable)))
	}
	s.choice(keyAgreement, "refused", "payer", "payee")
	d.transfers(s)
	d.pools(s)
	d.spills(s)
	d.mergers(s)
	if n := s.get("allocation"); n != nil {
		d.allocation(d.section(n, join(s.path, "allocation")))
	}
}

// fileOf reads the name of a body's file. When a file is loaded such a name is replaced by what it names, so a name
// that is still there came with a change.
func (d *decoder) fileOf(s *section) {
	n := s.n.child(keyFile)
	if n == nil {
		s.text(keyFile) // which a body may have
		return
	}
	s.ask(keyFile)
	d.fault(n.at, join(s.path, keyFile), fault.Misplaced.Found("the file of a body is read with the scenario file").
		Want("name it there, not in a change or a setting"))
}

// bodiesTable reads the keys of a table of bodies that came with a change.
func (d *decoder) bodiesTable(s *section) {
	s.text("csv")
	if n := s.get(keyDefaults); n != nil {
		n.asked(takesKeys)
	}
	if s.n.kind == nodeMapping && !s.faulty {
		d.fault(s.n.at, s.path, fault.Misplaced.Found("a table of bodies is read with the scenario file").
			Want("name it there, not in a change or a setting"))
	}
}

// body reads the keys that a body shares with any model.
func (d *decoder) body(s *section) {
	d.assumptions(s)
	for _, p := range parts() {
		if n := s.get(p.key); n != nil && (p.key != "earmark" || !d.severalEarmarks(n, join(s.path, p.key))) {
			below := d.section(n, join(s.path, p.key))
			p.read(d, below)
			below.done()
		}
	}
	d.services(s)
	d.into.Causes, _ = s.texts("causes")
	d.pressures(s)
	d.earmarks(s)
	d.bodies(s)
	d.rows(s)
}

// transfers reads what bodies pay each other.
func (d *decoder) transfers(s *section) {
	s.each("transfers", func(name string, n *node, path string) {
		v, t := d.section(n, path), finance.Transfer{Name: name}
		t.From, t.To = v.text("from"), v.text("to")
		v.known("baseline", &t.Baseline)
		v.amounts("amount", &t.Amount)
		v.rates("uplift", &t.Uplift)
		v.rates("efficiency", &t.Efficiency)
		v.rates("volume", &t.Volume)
		v.rates("at_least", &t.AtLeast)
		if n := v.get("marginal"); n != nil {
			m := d.section(n, join(path, "marginal"))
			m.rates("rate", &t.Marginal.Rate)
			m.amounts("above", &t.Marginal.Above)
			m.done()
		}
		v.done()
		d.into.Transfers = append(d.into.Transfers, t)
	})
}

// pools reads the budgets that bodies share.
func (d *decoder) pools(s *section) {
	s.each("pools", func(name string, n *node, path string) {
		v, p := d.section(n, path), finance.Pool{Name: name}
		v.rates("real_growth", &p.RealGrowth)
		v.rates("pass_through", &p.PassThrough)
		p.Provider = v.text("provider")
		v.each("partners", func(body string, n *node, path string) {
			partner := finance.Partner{Body: body}
			w := d.section(n, path)
			w.known("minimum", &partner.Minimum)
			w.rates("growth", &partner.Growth)
			w.amounts("top_up", &partner.TopUp)
			w.fraction("share", &partner.Share)
			w.amounts("cap", &partner.Cap)
			w.amounts("collar", &partner.Collar)
			w.done()
			p.Partners = append(p.Partners, partner)
		})
		v.done()
		d.into.Pools = append(d.into.Pools, p)
	})
}

// spills reads to which other body unmet need moves.
func (d *decoder) spills(s *section) {
	s.each("spills", func(name string, n *node, path string) {
		v, spill := d.section(n, path), finance.Spill{Name: name}
		spill.From, spill.To, spill.Service = v.text("from"), v.text("to"), v.text("service")
		v.rates("elasticity", &spill.Elasticity)
		v.years("lag", &spill.Lag)
		v.done()
		d.into.Spills = append(d.into.Spills, spill)
	})
}

// mergers reads which bodies become part of others.
func (d *decoder) mergers(s *section) {
	s.each("mergers", func(body string, n *node, path string) {
		v, merger := d.section(n, path), finance.Merger{Body: body}
		merger.Into = v.text("into")
		merger.Year = v.year("year")
		v.done()
		if d.beyond(merger.Year) {
			return
		}
		d.into.Mergers = append(d.into.Mergers, merger)
	})
}

// allocation reads how a system's envelope is divided.
func (d *decoder) allocation(s *section) {
	a := &d.into.Allocation
	s.rates("pace", &a.Pace)
	s.each("parts", func(body string, n *node, path string) {
		v, p := d.section(n, path), finance.Part{Body: body}
		v.known("opening", &p.Opening)
		v.fraction("target", &p.Target)
		v.done()
		a.Parts = append(a.Parts, p)
	})
	s.done()
}

// unmet reads what happens to need that the money does not cover.
func (d *decoder) unmet(s *section) {
	s.rates("share", &d.into.Unmet.Share)
	d.into.Unmet.ReservesFirst = s.choice("reserves_first", "false", "true") == 1
	s.rates("carried", &d.into.Unmet.Carried)
}

// fraction reads a key whose value is a rate that belongs to the model's structure.
func (s *section) fraction(key string, to *finance.Rate) {
	if n := s.get(key); n != nil {
		*to = finance.Rate(s.single(n, slot{path: join(s.path, key), unit: rate(), certain: structural()}))
	}
}
