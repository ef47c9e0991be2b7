package finance_test

import (
	"testing"

	"github.com/openenvelope/envelope/finance"
)

// councilBook is a council with a core settlement, business rates and council tax, in some years no more than it may
// raise, whose reserves go first and are built up again.
func councilBook(t testing.TB) workbook {
	c := readCells(t, "council")
	m := c.pressed("A council that gives less once its reserves are gone")
	const rates, tax = "funding.grants.business rates.", "funding.council_tax."
	m.Funding.Grants = []finance.Grant{{Name: "business rates", Baseline: c.amount(rates + "baseline"),
		RealGrowth: c.rates(rates + "real_growth")}}
	m.Funding.CouncilTax = finance.CouncilTax{Base: c[tax+"base"][0].InexactFloat64(), Growth: c.rates(tax + "growth"),
		BandD: c.amount(tax + "band_d"), Rise: c.rates(tax + "rise"), Limit: c.rates(tax + "limit")}
	m.Unmet.ReservesFirst = true
	m.Positions.Support, m.Support.Withdrawn = nil, c.rates("support.withdrawn")
	m.Debt.Equity = finance.Equity{Share: 0.35, Year: 2029, Charge: c.rates("debt.equity.charge")}
	return workbook{name: "council", cells: c, model: m}
}
