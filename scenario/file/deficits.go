package file

import (
	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
)

// support reads how deficit support ends.
func (d *decoder) support(s *section) {
	m := &d.into.Support
	s.amounts("amount", &m.Amount)
	m.Adds = s.choice("adds", "false", "true") == 1
	s.rates("withdrawn", &m.Withdrawn)
	s.amounts("target", &m.Target)
	m.From = s.text("from")
}

// riskReserve reads how much of the budget is frozen, and how much of that may be released.
func (d *decoder) riskReserve(s *section) {
	m := &d.into.RiskReserve
	s.rates("share", &m.Share)
	s.rates("released", &m.Released)
}

// loans reads debts that each have their own rate and term, in the order of the file.
func (s *section) loans(key string) (all []finance.Loan) {
	s.each(key, func(name string, n *node, path string) {
		v := s.section(n, path)
		l := finance.Loan{Name: name}
		v.known("opening", &l.Opening)
		v.rates("interest", &l.Interest)
		v.rates("repaid", &l.Repaid)
		v.done()
		all = append(all, l)
	})
	return all
}

// equity reads a conversion of debt.
func (d *decoder) equity(s *section) {
	e := &d.into.Debt.Equity
	var share []finance.Rate
	s.rates("share", &share)
	if len(share) > 0 {
		e.Share = share[0]
	}
	if len(share) > 1 {
		s.fault(s.n.child("share").at, join(s.path, "share"),
			fault.Misplaced.Found("a conversion is of one share, in one year"))
	}
	e.Year = s.year("year")
	s.rates("charge", &e.Charge)
	s.done()
	if s.beyond(e.Year) {
		*e = finance.Equity{}
	}
}
