package scenario

import "github.com/openenvelope/envelope/finance"

// deficitsShape gives a shape what the model has against deficits.
func deficitsShape(m, shape *finance.Model) {
	if s := m.Support; len(s.Amount) > 0 {
		shape.Support = finance.Support{Amount: zero(s.Amount), Target: zero(s.Target)}
	}
	shape.RiskReserve.Share = zero(m.RiskReserve.Share)
	d, to := m.Debt, &shape.Debt
	to.Repay = finance.Repay{AtMost: zero(d.Repay.AtMost), Due: zero(d.Repay.Due)}
	if len(d.Repay.AtMost) > 0 {
		to.Surplus = finance.Repays
	}
	for _, l := range d.Loans {
		to.Loans = append(to.Loans, finance.Loan{Name: l.Name, Opening: finance.Pound})
	}
	if d.Equity.Share != 0 {
		to.Equity = finance.Equity{Share: 1, Year: m.First + 1}
	}
}
