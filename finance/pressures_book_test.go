package finance_test

import (
	"testing"

	"github.com/openenvelope/envelope/finance"
)

// pressuresBook is a body with a list of pressures: one that lasts, one that does not recur, and a business case with
// its returns.
func pressuresBook(t testing.TB) workbook {
	c := readCells(t, "pressures")
	m := c.pressed("Named pressures and a business case")
	m.Prices, m.Deflator.Before = 2023, finance.Rate(c["deflator.before"][0].InexactFloat64())
	m.Deflator.Vintages = []finance.Vintage{c.vintage("march 2026")}
	return workbook{name: "pressures", cells: c, model: m}
}

// pressed is a body with need that goes unmet, a backlog, and pressures.
func (c cells) pressed(name string) *finance.Model {
	return &finance.Model{
		Name:     name,
		First:    2025,
		Last:     2032,
		Deflator: finance.Deflator{Planned: c.rates("deflator.planned"), Surprise: c.rates("deflator.surprise")},
		Funding: finance.Settlement{Baseline: c.amount("funding.baseline"),
			CashGrowth: c.rates("funding.cash_growth")},
		Opening: finance.Opening{Position: c.amount("opening.position"), Support: c.amount("opening.support")},
		Need:    finance.Need{RealGrowth: c.rates("need.real_growth"), PassThrough: c.rates("need.pass_through")},
		Pressures: []finance.Pressure{
			{Name: "ward", From: 2028, Amount: c.amounts("pressures.ward.amount")},
			{Name: "strike", From: 2027, Until: 2028, Amount: c.amounts("pressures.strike.amount"), OneOff: true},
			{Name: "scheme", From: 2027, Until: 2030, Amount: c.amounts("pressures.scheme.amount"),
				Grows: finance.WithPrices, Returns: finance.PressureReturns{From: 2028, Until: 2031,
					Amount: c.amounts("pressures.scheme.returns.amount"), Grows: finance.WithPrices}},
		},
		Savings: finance.Savings{Planned: c.rates("savings.planned"), Delivery: c.rates("savings.delivery"),
			Recurrent: c.rates("savings.recurrent"), Required: finance.RequiredForUnderlying},
		Earmark: finance.Earmark{Share: c.rates("earmark.share"), Leakage: c.rates("earmark.leakage"),
			Returns: c.returns(1, 2)},
		Unmet: finance.Unmet{Share: c.rates("unmet.share"), Carried: c.rates("unmet.carried")},
		Positions: finance.Positions{Support: c.givenAmounts("positions.support"),
			Technical: c.amounts("positions.technical")},
		Debt: finance.Debt{Opening: c.amount("debt.opening"), Reserve: c.amount("debt.reserve"),
			Interest: c.rates("debt.interest"), Surplus: finance.Kept},
		RealTerms: []string{"cost"},
	}
}
