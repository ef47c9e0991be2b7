package finance_test

import (
	"testing"

	"github.com/openenvelope/envelope/finance"
)

// earmarksBook is a body with four earmarks, which deficits take one after the other: a fund of which it was recorded
// what they took, one that is released only when the year balances, one with a floor, and one measured from an earlier
// year above inflation.
func earmarksBook(t testing.TB) workbook {
	c := readCells(t, "earmarks")
	m := c.deficits("Several earmarks, and the order in which deficits take them")
	m.Debt.Surplus = finance.Kept
	at := func(name string) string { return "earmarks." + name }
	fund := finance.Earmark{Name: "fund", Base: finance.PreviousYear, Share: c.rates(at("fund.share")),
		Recorded: c.amounts(at("fund.recorded")), Returns: c.returnsOf(at("fund"), 0, 2)}
	digital := finance.Earmark{Name: "digital", Share: c.rates(at("digital.share")),
		Leakage: c.rates(at("digital.leakage")), Cover: c.rates(at("digital.cover")), OnlyWhenBalanced: true,
		Baseline: c.amount(at("digital.baseline")), Returns: c.returnsOf(at("digital"), 1, 2)}
	digital.Returns.Success = c.rates(at("digital.returns.success"))
	prevention := finance.Earmark{Name: "prevention", Amount: c.amounts(at("prevention.amount")),
		Leakage: c.rates(at("prevention.leakage")), Floor: c.amounts(at("prevention.floor")),
		Returns: c.returnsOf(at("prevention"), 2, 2)}
	prevention.Returns.Grows = finance.WithPrices
	prevention.Returns.Before = c.amounts(at("prevention.returns.before"))
	care := finance.Earmark{Name: "new care", Base: finance.AboveInflation, Share: c.rates(at("new care.share")),
		MeasuredFrom: c.amount(at("new care.measured_from")), Leakage: c.rates(at("new care.leakage")),
		Baseline: c.amount(at("new care.baseline")), Returns: c.returnsOf(at("new care"), 1, 2)}
	m.Earmarks = []finance.Earmark{fund, digital, prevention, care}
	return workbook{name: "earmarks", cells: c, model: m, values: c.conversions()}
}
