package finance_test

import (
	"github.com/openenvelope/envelope/finance"
	"github.com/shopspring/decimal"
)

// ordinary is the row of debt that is not in loans.
func (o *oracle) ordinary() string {
	if len(o.m.Debt.Loans) > 0 {
		return "ordinary_debt"
	}
	return "debt"
}

func (o *oracle) converts() bool { return o.m.Debt.Equity.Year != 0 }

// charges: what debt and equity cost, as they stood at the end of last year.
func (o *oracle) charges() {
	d := o.m.Debt
	o.later("interest", func() decimal.Decimal {
		interest := penny(o.last(o.ordinary()).Mul(o.rate(d.Interest, 0)))
		for _, l := range d.Loans {
			interest = interest.Add(penny(o.last("debt.loans." + l.Name).Mul(o.rate(l.Interest, 0))))
		}
		return interest
	})
	if o.converts() {
		o.later("equity_charge", func() decimal.Decimal {
			return penny(o.last("equity").Mul(o.rate(d.Equity.Charge, 0)))
		})
	}
}

// owes is interest and the charge on equity.
func (o *oracle) owes() decimal.Decimal { return o.now("interest").Add(o.now("equity_charge")) }

// due: what is due of loans, and of other debt.
func (o *oracle) due() (loans, other decimal.Decimal) {
	d := o.m.Debt
	for _, l := range d.Loans {
		row := "debt.loans." + l.Name
		loans = loans.Add(o.later(row+".due", func() decimal.Decimal {
			return decimal.Min(o.last(row), penny(money(l.Opening).Mul(o.rate(l.Repaid, 0))))
		}))
	}
	if o.y > 0 && len(d.Repay.Due) > 0 {
		other = penny(o.last(o.ordinary()).Mul(o.rate(d.Repay.Due, 0)))
	}
	return loans, other
}

// repayment: what becomes of a surplus, and what is refinanced.
func (o *oracle) repayment() {
	d, surplus := o.m.Debt, o.now("surplus")
	loans, other := o.due()
	due := loans.Add(other)
	repaid := o.later("repayment", func() decimal.Decimal {
		if d.Surplus != finance.Repays {
			return decimal.Min(surplus, due)
		}
		most := o.last(o.ordinary()).Add(loans)
		if len(d.Repay.AtMost) > 0 {
			most = decimal.Min(most, decimal.Max(o.amount(d.Repay.AtMost), due))
		}
		return decimal.Min(surplus, most)
	})
	kept := o.later("kept", func() decimal.Decimal {
		if d.Surplus == finance.Kept {
			return surplus.Sub(repaid)
		}
		return nothing
	})
	o.later("lapsed", func() decimal.Decimal { return surplus.Sub(repaid).Sub(kept) })
	if len(d.Loans)+len(d.Repay.Due) > 0 {
		o.later("repayment_due", func() decimal.Decimal { return due })
		o.later("refinanced", func() decimal.Decimal { return positive(due.Sub(repaid)) })
		o.later("debt_service", func() decimal.Decimal { return o.owes().Add(due) })
	}
	drawn := o.later("drawn", func() decimal.Decimal {
		return decimal.Min(o.last("reserve"), o.now("deficit_financing"))
	})
	o.later("borrowing", func() decimal.Decimal { return o.now("deficit_financing").Sub(drawn) })
	o.from(money(d.Reserve), "reserve", func() decimal.Decimal { return o.last("reserve").Add(kept).Sub(drawn) })
}

// share is the part of debt that becomes equity this year.
func (o *oracle) share() decimal.Decimal {
	if e := o.m.Debt.Equity; o.converts() && int(e.Year-o.m.First) == o.y {
		return number64(float64(e.Share))
	}
	return nothing
}

// owed: loans, equity and debt at the end of the year.
func (o *oracle) owed() {
	d := o.m.Debt
	opening, inLoans, loansDue, converted := money(d.Opening), nothing, nothing, nothing
	for _, l := range d.Loans {
		row := "debt.loans." + l.Name
		opening = opening.Add(money(l.Opening))
		left := o.last(row).Sub(o.now(row + ".due"))
		loansDue = loansDue.Add(o.now(row + ".due"))
		if o.converts() {
			becomes := o.later(row+".converted", func() decimal.Decimal { return penny(o.share().Mul(left)) })
			converted, left = converted.Add(becomes), left.Sub(becomes)
		}
		inLoans = inLoans.Add(o.from(money(l.Opening), row, func() decimal.Decimal { return left }))
	}
	if o.converts() {
		left := loansDue.Add(o.last(o.ordinary())).Add(o.now("borrowing")).Sub(o.now("repayment"))
		converted = o.later("converted", func() decimal.Decimal { return converted.Add(penny(o.share().Mul(left))) })
		o.later("equity", func() decimal.Decimal { return o.last("equity").Add(converted) })
	}
	debt := o.from(opening, "debt", func() decimal.Decimal {
		return o.last("debt").Add(o.now("borrowing")).Sub(o.now("repayment")).Sub(converted)
	})
	if len(d.Loans) > 0 {
		o.set("ordinary_debt", debt.Sub(inLoans))
	}
	if len(d.Loans)+len(d.Repay.Due)+len(d.Repay.AtMost) > 0 || o.converts() {
		o.later("years_in_debt", func() decimal.Decimal {
			if debt.IsPositive() {
				return plus1(o.last("years_in_debt"))
			}
			return o.last("years_in_debt")
		})
	}
}
