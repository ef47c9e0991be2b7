package finance_test

import (
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/sheet"
)

// supportedBook is a system whose bodies have against deficits what the other workbooks give to bodies by themselves.
func supportedBook(t testing.TB) workbook {
	c := readCells(t, "supported")
	const trust = "bodies.Trust."
	values := sheet.Values{trust + "debt.equity.share": c.known(trust + "debt.equity.share"),
		trust + "debt.equity.year": c.known(trust + "debt.equity.year")}
	return workbook{name: "supported", cells: c, values: values, model: &finance.Model{
		Name:     "A system in which one body pays another's support until that one merges",
		First:    2024,
		Last:     2029,
		Deflator: finance.Deflator{Planned: c.rates("deflator.planned"), Surprise: c.rates("deflator.surprise")},
		Bodies:   []finance.Model{c.payer(), c.trust(), c.foundation()},
		Pools: []finance.Pool{{Name: "Care", RealGrowth: c.rates("pools.Care.real_growth"),
			PassThrough: c.rates("pools.Care.pass_through"),
			Partners:    []finance.Partner{c.carer("Payer"), c.carer("Foundation")}}},
		Mergers: []finance.Merger{{Body: "Trust", Into: "Foundation", Year: 2028}},
	}}
}

// stood is what the three bodies have in common.
func (c cells) stood(name string) finance.Model {
	at := "bodies." + name + "."
	return finance.Model{Name: name,
		Funding: finance.Settlement{Baseline: c.amount(at + "funding.baseline"),
			CashGrowth: c.rates(at + "funding.cash_growth")},
		Opening: finance.Opening{Position: c.amount(at + "opening.position"),
			Support: c.amount(at + "opening.support")},
		Need: finance.Need{RealGrowth: c.rates(at + "need.real_growth"),
			PassThrough: c.rates(at + "need.pass_through")},
		Savings: finance.Savings{Planned: c.rates(at + "savings.planned"), Delivery: c.rates(at + "savings.delivery"),
			Recurrent: c.rates(at + "savings.recurrent"), Required: finance.RequiredForUnderlying},
		Earmark: finance.Earmark{Share: c.given(at + "earmark.share"), Leakage: c.rates(at + "earmark.leakage"),
			Returns: finance.Returns{PerPound: c.rates(at + "earmark.returns.per_pound"),
				Fade: c.rates(at + "earmark.returns.fade"), Ramp: 2}},
		Positions: finance.Positions{Technical: c.amounts(at + "positions.technical")},
		Debt:      finance.Debt{Opening: c.amount(at + "debt.opening"), Interest: c.rates(at + "debt.interest")},
	}
}

// payer pays the trust's support, and is topped up in the year of a surprise.
func (c cells) payer() finance.Model {
	b := c.stood("Payer")
	b.Funding.TopUp.Share = c.rates("bodies.Payer.funding.top_up.share")
	b.Debt.Surplus = finance.Kept
	return b
}

// trust gives less, has a reserve, and earmarked money only when it balances, and has its debt converted.
func (c cells) trust() finance.Model {
	const at = "bodies.Trust."
	b := c.stood("Trust")
	b.Unmet.Share, b.Earmark.OnlyWhenBalanced = c.rates(at+"unmet.share"), true
	b.Support = finance.Support{Amount: c.amounts(at + "support.amount"), Adds: true,
		Withdrawn: c.rates(at + "support.withdrawn"), From: "Payer"}
	b.RiskReserve = finance.RiskReserve{Share: c.rates(at + "risk_reserve.share"),
		Released: c.rates(at + "risk_reserve.released")}
	b.Debt.Surplus = finance.Repays
	b.Debt.Equity = finance.Equity{Share: 0.35, Year: 2025, Charge: c.rates(at + "debt.equity.charge")}
	return b
}

// foundation is supported from outside, if it reaches its target, and takes the trust over.
func (c cells) foundation() finance.Model {
	const at = "bodies.Foundation."
	b := c.stood("Foundation")
	b.Support = finance.Support{Amount: c.amounts(at + "support.amount"), Adds: true,
		Withdrawn: c.rates(at + "support.withdrawn"), Target: c.amounts(at + "support.target")}
	return b
}

// carer is a partner of the pool whose services somebody outside provides.
func (c cells) carer(body string) finance.Partner {
	at := "pools.Care.partners." + body
	return finance.Partner{Body: body, Minimum: c.amount(at + ".minimum"), Growth: c.rates(at + ".growth"),
		TopUp: c.amounts(at + ".top_up"), Share: c.rates(at + ".share")[0]}
}
