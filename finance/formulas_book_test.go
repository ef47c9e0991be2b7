package finance_test

import (
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/sheet"
)

// formulasBook is a system that says what it does in formulas, in contracts with a variable part and in limits on what
// is shared.
func formulasBook(t testing.TB) workbook {
	c := readCells(t, "formulas")
	buyer, trust, clinic := c.keeping("Buyer"), c.keeping("Trust"), c.keeping("Clinic")
	buyer.Rows = append(ownRows(), finance.Row{Name: "earmark.amount", Formula: "max(£25m, 3% × last(funding))"})
	trust.Need.Components = []finance.Component{{Name: "prevention"}}
	trust.Rows = []finance.Row{
		{Name: "need.components.prevention", Formula: "−30% × last(bodies.Buyer.transformation) ÷ last(demand)"},
		{Name: "demand avoided", Unit: sheet.Money, Formula: "30% × last(bodies.Buyer.transformation)"},
	}
	variable := func(t finance.Transfer) finance.Transfer {
		at := "transfers." + t.Name + ".marginal."
		t.Marginal.Rate = c.rates(at + "rate")
		if _, ok := c[at+"above"]; ok {
			t.Marginal.Above = c.amounts(at + "above")
		}
		return t
	}
	return workbook{name: "formulas", cells: c, model: &finance.Model{
		Name:     "A system with formulas, variable contracts, and a pool with limits",
		First:    2024,
		Last:     2029,
		Deflator: finance.Deflator{Planned: c.rates("deflator.planned"), Surprise: c.rates("deflator.surprise")},
		Assumptions: []finance.Assumption{
			{Name: "lean", Rate: c.rates("assumptions.lean")},
			{Name: "contract sum", Amount: c.amounts("assumptions.contract sum")},
		},
		Bodies: []finance.Model{buyer, trust, clinic},
		Transfers: []finance.Transfer{
			variable(c.shared("Contract", "Trust")), variable(c.shared("Cover", "Clinic")),
			variable(c.transfer("", "Trade", "", "Clinic")),
			{Name: "Gain", From: "Trust", To: "Buyer", Baseline: c.amount("transfers.Gain.baseline")},
		},
		Pools: []finance.Pool{{Name: "Care", RealGrowth: c.rates("pools.Care.real_growth"),
			PassThrough: c.rates("pools.Care.pass_through"),
			Partners:    []finance.Partner{c.carer("Buyer"), c.carer("Trust"), c.limited("Clinic")}}},
		Rows: []finance.Row{
			{Name: "all in", Unit: sheet.Money, Opening: "funding",
				Formula: "funding + min(balance, last(funding) ÷ 50)"},
			{Name: "transfers.Cover.efficiency", Formula: "50% × assumptions.lean + 0.2%"},
			{Name: "transfers.Contract.amount", Formula: "assumptions.contract sum + £1m"},
			{Name: "transfers.Gain.amount", Formula: "50% × bodies.Trust.demand avoided"},
		},
	}}
}

// ownRows are rows that a body adds, each with figures worked out by hand.
func ownRows() []finance.Row {
	return []finance.Row{
		{Name: "saved so far", Unit: sheet.Money, Opening: "£5m", Formula: "last(saved so far) + savings",
			Note: "All savings, from £5m."},
		{Name: "cushion", Unit: sheet.Money, Opening: "−£3m",
			Formula: "if(balance ≥ £25m, 10% × balance, max(0, 2% × ago(funding, 2) − savings))"},
		{Name: "price of care", Opening: "1", Formula: "last(price of care) × (1 + deflator.planned) ÷ 1.01"},
	}
}

// shared is what the buyer pays, without the number that an assumption gives.
func (c cells) shared(name, to string) finance.Transfer {
	t := c.transfer("", name, "Buyer", to)
	if name == "Contract" {
		t.Amount = nil
	} else {
		t.Efficiency = nil
	}
	return t
}

// keeping is a body that keeps its surpluses.
func (c cells) keeping(name string) finance.Model {
	b := c.stood(name)
	b.Debt.Surplus = finance.Kept
	return b
}

// limited is a partner of the pool with a cap and a collar.
func (c cells) limited(body string) finance.Partner {
	p, at := c.carer(body), "pools.Care.partners."+body
	p.Cap, p.Collar = c.amounts(at+".cap"), c.amounts(at+".collar")
	return p
}
