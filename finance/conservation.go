package finance

import "github.com/openenvelope/envelope/finance/sheet"

// conservationRows: no money appears from nowhere or disappears. Both checks use the rows by which money enters and
// leaves, not the sums that the rules make of them. So a rule that changes such a sum must say here where its money
// comes from. Because the checks hold in each year, they hold over the whole plan.
func conservationRows(w *layout) {
	ref, names := sheet.Ref, w.laid()
	received := names.less(names.add(w.budget(), "support_paid", "taken_over"), "handed_over", "support_inside")
	sources := names.add(received, "deficit_financing", "frozen", "one_offs")
	uses := sheet.Sum(ref("net_cost"), ref("transformation"), ref("surplus"))
	w.AddCheck("check_sources_and_uses", "every pound that comes in is spent, kept or handed back", sources.Minus(uses))

	spent := names.less(names.sum("cost", "interest", "equity_charge", "transformation"), "savings", "benefit",
		"frozen")
	if w.m.Unmet.given() {
		spent = spent.Minus(ref("unmet_need"))
	}
	owed, held := names.sum("debt", "equity"), ref("reserve")
	w.Add(sheet.Row{Name: "check_debt", Unit: sheet.Money, Check: true,
		Note: "what is owed and held moves by what comes in and is spent, and by nothing else",
		Formula: owed.Minus(owed.Ago(1)).Minus(held.Minus(held.Ago(1))).Plus(received).Minus(spent).
			Minus(ref("lapsed"))})
}

// systemChecks: payments between bodies net to zero, and the system's own sources and uses agree.
func systemChecks(w *layout) {
	ref := sheet.Ref
	names := w.laid()
	outside := sheet.Sum(names.refs("income", "support_paid")...).Minus(ref("paid_on"))
	receivedFirst, received := w.sumOf("income", "support_paid")
	paidFirst, paid := w.sumOf("paid_on")
	w.Add(sheet.Row{Name: "check_transfers", Unit: sheet.Money, Check: true,
		Note:    "what bodies pay each other is what they receive from each other",
		Opening: receivedFirst.Minus(paidFirst).Minus(outside), Formula: received.Minus(paid).Minus(outside)})
	sources := sheet.Sum(names.refs("funding", "income", "support_paid", "deficit_financing", "frozen", "one_offs")...)
	uses := names.add(sheet.Sum(ref("paid_on"), ref("net_cost"), ref("transformation"), ref("surplus")),
		"support_inside")
	w.AddCheck("check_sources_and_uses", "every pound that comes in is spent, kept or handed back", sources.Minus(uses))
}

// sum adds up the rows, as far as they exist.
func (names laid) sum(rows ...string) sheet.Expr { return sheet.Sum(names.refs(rows...)...) }

// add adds the rows, as far as they exist, to a sum.
func (names laid) add(sum sheet.Expr, rows ...string) sheet.Expr {
	return sheet.Sum(append([]sheet.Expr{sum}, names.refs(rows...)...)...)
}

// less subtracts the rows, as far as they exist, from a sum.
func (names laid) less(sum sheet.Expr, rows ...string) sheet.Expr {
	for _, row := range names.refs(rows...) {
		sum = sum.Minus(row)
	}
	return sum
}
