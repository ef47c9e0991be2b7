package finance

import "github.com/openenvelope/envelope/finance/sheet"

// deficitRows: what the year costs, the gap, how the earmark covers it (diversion itself is in earmark.go), the
// balance, and how a deficit is financed.
func deficitRows(w *layout) {
	ref := sheet.Ref
	available := w.available()
	cost, note := w.needed(), "cost and interest, less benefit and savings"
	if w.m.Unmet.given() {
		cost, note = cost.Minus(ref("unmet_need")), note+", and less what goes unmet"
	}
	w.moneyFrom(ref("cost"), "net_cost", note, cost)
	w.moneyAlways("funding_gap", "net cost above the funding that is not earmarked", ref("net_cost").Minus(available))
	w.moneyAlways("pressure", "the deficit before any of the earmark is diverted",
		sheet.Max(sheet.Num(0), ref("net_cost").Minus(available)))
	w.moneyAlways("core_position", "funding that is not earmarked less net cost", available.Minus(ref("net_cost")))
	balance := w.plusOneOffs(w.plusReserve(ref("core_position"), "released"))
	for _, row := range w.m.withheld() {
		balance = balance.Plus(ref(row))
	}
	w.moneyAlways("balance", "the year's position after diversion, deficit negative", balance)
	w.moneyAlways("surplus", "balance, if above zero",
		w.plusReserve(sheet.Max(sheet.Num(0), ref("balance")), "unreleased"))
	w.moneyAlways("deficit_financing", "what is needed to pay for a deficit",
		sheet.Max(sheet.Num(0), sheet.Num(0).Minus(ref("balance"))))
	w.money("cumulative_balance", "balances of the plan's years so far, added up",
		sheet.Last("cumulative_balance").Plus(ref("balance")))

	w.AddCheck("check_gap", "the funding gap and the core position are one figure with two signs",
		ref("funding_gap").Plus(ref("core_position")))
}

// deficitLines are the lines of what the model has against deficits besides the earmark and ordinary debt.
func (m *Model) deficitLines() (lines []string) {
	for _, part := range []struct {
		given bool
		lines []string
	}{
		{m.Support.given(), []string{"support_paid"}}, {m.RiskReserve.given(), []string{"frozen", "released"}},
		{m.Debt.dues(), []string{"debt_service"}}, {m.Debt.Equity.given(), []string{"equity"}},
	} {
		if part.given {
			lines = append(lines, part.lines...)
		}
	}
	return lines
}

// own is the part of the budget that is not earmarked, with deficit support on top of it.
func (w *layout) own() sheet.Expr {
	own := w.lessInside(w.budget().Minus(sheet.Ref("earmark_planned")))
	if w.m.Support.given() {
		own = own.Plus(sheet.Ref("support_paid"))
	}
	return own
}

// available is what the body has of its own, with what mergers give and take.
func (w *layout) available() sheet.Expr {
	available := w.own()
	if len(w.m.links.takenOver) > 0 {
		available = available.Plus(sheet.Ref("taken_over"))
	}
	if !w.m.links.merged.IsZero() {
		available = available.Minus(sheet.Ref("handed_over"))
	}
	return available
}
