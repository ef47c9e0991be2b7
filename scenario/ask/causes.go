package ask

import (
	"slices"

	"github.com/openenvelope/envelope/finance/sheet"
)

// A cause is a row whose movement bears on another's, with the sign and the number of times it does.
type cause struct {
	row     string
	times   float64
	growths []sheet.Expr // of a row that grows from last year's, in order
	follows []cause      // what it adds up, whose movements are its own
}

// causesOf are all that a row adds up, those that add up others before these.
func causesOf(laid *sheet.Sheet, line string) (causes []cause) {
	formulas := map[string]sheet.Expr{}
	for _, r := range laid.Rows {
		formulas[r.Name] = r.Formula
	}
	times := map[string]float64{line: 1}
	for _, row := range inOrder(formulas, line) {
		terms, ok := termsOf(formulas[row])
		k := cause{row: row, times: times[row], follows: terms}
		if !ok {
			k.growths = growthsOf(row, formulas[row])
		}
		causes = append(causes, k)
		for _, t := range terms {
			times[t.row] += float64(t.times * times[row])
		}
	}
	return causes
}

// inOrder are a row and all that it adds up, each after those that add it up.
func inOrder(formulas map[string]sheet.Expr, line string) (order []string) {
	seen := map[string]bool{}
	var visit func(row string)
	visit = func(row string) {
		if seen[row] {
			return
		}
		seen[row] = true
		terms, _ := termsOf(formulas[row])
		for _, t := range slices.Backward(terms) {
			visit(t.row)
		}
		order = append(order, row)
	}
	visit(line)
	slices.Reverse(order)
	return order
}

// termsOf are the rows that a formula adds and takes away, if it does nothing else.
func termsOf(e sheet.Expr) (terms []cause, ok bool) {
	all, ok := e.Terms()
	for _, t := range all {
		terms = append(terms, cause{row: t.Name, times: float64(t.Sign)})
	}
	return terms, ok
}

// growthsOf are a, b, ... of a formula last(row) × (1 + a) × (1 + b) × ...; none of any other.
func growthsOf(row string, e sheet.Expr) (growths []sheet.Expr) {
	grows := false
	for _, factor := range factorsOf(e) {
		n, _ := factor.Node()
		switch {
		case n.Op == sheet.OpRef && n.Lag == 1 && n.Name == row && !grows:
			grows = true
		case n.Op == sheet.OpAdd && n.Args[0].Words() == "1":
			growths = append(growths, n.Args[1])
		default:
			return nil
		}
	}
	if !grows || !thisYears(growths) {
		return nil
	}
	return growths
}

// factorsOf are what a formula multiplies.
func factorsOf(e sheet.Expr) []sheet.Expr {
	if n, _ := e.Node(); n.Op == sheet.OpMul {
		return append(factorsOf(n.Args[0]), factorsOf(n.Args[1])...)
	}
	return []sheet.Expr{e}
}

// thisYears reports whether formulas read this year's numbers alone, and do no more than add and multiply them.
func thisYears(all []sheet.Expr) bool {
	for _, e := range all {
		switch n, _ := e.Node(); n.Op {
		case sheet.OpConst:
		case sheet.OpRef:
			if n.Lag != 0 {
				return false
			}
		case sheet.OpAdd, sheet.OpSub, sheet.OpMul:
			if !thisYears(n.Args) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// linesOf are the lines that a movement reads.
func linesOf(line string, causes []cause) []string {
	lines := []string{line}
	for _, c := range causes {
		lines = append(lines, c.row)
		for _, g := range c.growths {
			lines = append(lines, refsOf(g)...)
		}
	}
	slices.Sort(lines)
	return slices.Compact(lines)
}

// refsOf are the rows and inputs that a formula reads.
func refsOf(e sheet.Expr) (names []string) {
	n, _ := e.Node()
	if n.Op == sheet.OpRef {
		return []string{n.Name}
	}
	for _, a := range n.Args {
		names = append(names, refsOf(a)...)
	}
	return names
}
