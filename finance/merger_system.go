package finance

import (
	"slices"

	"github.com/openenvelope/envelope/finance/sheet"
)

// isSystem reports whether a body directly below is a system itself.
func (m *Model) isSystem(body string) bool {
	return slices.ContainsFunc(m.Bodies, func(b Model) bool { return b.Name == body && len(b.Bodies) > 0 })
}

// mergedSystems are the lines of systems that merge, added to those of the others.
func mergedSystems(w *layout) {
	if !slices.ContainsFunc(w.m.Mergers, func(merger Merger) bool { return w.m.isSystem(merger.Body) }) {
		return
	}
	own, opening := map[string]sheet.Expr{}, map[string]sheet.Expr{}
	for _, merger := range w.m.Mergers {
		if w.m.isSystem(merger.Body) && w.m.isSystem(merger.Into) {
			w.mergeSystem(merger, own, opening)
		}
	}
	for i, r := range w.Rows {
		if r.Check {
			w.Rows[i].Formula = inTheirPlace(r.Formula, own)
			w.Rows[i].Opening = inTheirPlace(r.Opening, opening)
		}
	}
}

// mergeSystem adds the lines of one system to those of another, from the year of the merger on. own and opening keep
// what the lines of the other are by its own bodies, which its checks are about.
func (w *layout) mergeSystem(merger Merger, own, opening map[string]sheet.Expr) {
	at := map[string]int{}
	for i, r := range w.Rows {
		at[r.Name] = i
	}
	done, before := sheet.Ref(mergerPath(merger.Body)), w.m.mergedBefore(merger.Body)
	counted := []string{"income", "paid_on", "budget", "support_paid", "bodies_counted", "bodies_in_deficit"}
	for _, row := range slices.Concat(netted(), w.m.causeLines(), counted) {
		from, has := at[rowOf(merger.Body, row)]
		if !has {
			continue
		}
		one, into := sheet.Ref(w.Rows[from].Name), rowOf(merger.Into, row)
		to, there := at[into]
		if !there {
			w.having[row] = append(w.having[row], merger.Into)
			to = len(w.Rows)
			w.Add(sheet.Row{Name: into, Unit: w.Rows[from].Unit, Formula: one.Times(done), Note: w.Rows[from].Note})
			if before {
				w.Rows[to].Opening = one
			}
			continue
		}
		w.join(to, w.Rows[to].Formula.Plus(one.Times(done)), own)
		if before {
			w.joinOpening(to, sheet.Sum(w.openingTerms(to, one)...), opening)
		}
	}
	lowest, merged := at[rowOf(merger.Into, "lowest_balance")], sheet.Ref(rowOf(merger.Body, "lowest_balance"))
	alone := w.Rows[lowest].Formula
	w.join(lowest, sheet.If(done.Minus(sheet.Num(1)), sheet.Min(alone, merged), alone), own)
	if before {
		w.joinOpening(lowest, sheet.Min(w.Rows[lowest].Opening, merged), opening)
	}
}

// openingTerms are what a row opens at, if at anything, and one term more.
func (w *layout) openingTerms(row int, more sheet.Expr) []sheet.Expr {
	if w.Rows[row].Opening.IsZero() {
		return []sheet.Expr{more}
	}
	return []sheet.Expr{w.Rows[row].Opening, more}
}

// join gives a row of a system another formula, which counts those merged into it.
func (w *layout) join(row int, formula sheet.Expr, own map[string]sheet.Expr) {
	r := &w.Rows[row]
	if w.draft {
		return
	}
	if _, joined := own[r.Name]; !joined {
		own[r.Name] = r.Formula
		r.Note += ", with those of the systems merged into this one"
	}
	r.Formula = formula
}

// joinOpening does the same with what the row opens at.
func (w *layout) joinOpening(row int, formula sheet.Expr, opening map[string]sheet.Expr) {
	r := &w.Rows[row]
	if w.draft {
		return
	}
	if _, joined := opening[r.Name]; !joined {
		if opening[r.Name] = r.Opening; r.Opening.IsZero() {
			opening[r.Name] = sheet.Num(0)
		}
	}
	r.Opening = formula
}

// inTheirPlace is a formula with those of some rows of this year in their place.
func inTheirPlace(e sheet.Expr, rows map[string]sheet.Expr) sheet.Expr {
	n, ok := e.Node()
	if !ok {
		return e
	}
	if formula, its := rows[n.Name]; its && n.Op == sheet.OpRef && n.Lag == 0 {
		return formula
	}
	args := make([]sheet.Expr, len(n.Args))
	for i, a := range n.Args {
		args[i] = inTheirPlace(a, rows)
	}
	n.Args = args
	return sheet.Of(n)
}

// each is a row of every body that has it, in the opening year and later: a system that has merged is counted with the
// other.
func (w *layout) each(row string) (opening, later []sheet.Expr) {
	for _, body := range w.having[row] {
		one := sheet.Ref(rowOf(body, row))
		if !w.mergingSystems()[body] || !w.m.mergedBefore(body) {
			opening = append(opening, one)
		}
		later = append(later, w.stillApart(body, one))
	}
	return opening, later
}

// stillApart is a figure of a body, while it is no system that has merged into another.
func (w *layout) stillApart(body string, figure sheet.Expr) sheet.Expr {
	if w.mergingSystems()[body] {
		return figure.Times(oneMinus(sheet.Ref(mergerPath(body))))
	}
	return figure
}

// mergingSystems are the systems directly below that merge into another, found once.
func (w *layout) mergingSystems() map[string]bool {
	if w.merging != nil {
		return w.merging
	}
	w.merging = map[string]bool{}
	for _, b := range w.m.Bodies {
		if len(b.Bodies) > 0 && w.m.merges(b.Name) {
			w.merging[b.Name] = true
		}
	}
	return w.merging
}

// sumOf is a row of every body, added up, in the opening year and later.
func (w *layout) sumOf(rows ...string) (opening, later sheet.Expr) {
	var first, then []sheet.Expr
	for _, row := range rows {
		a, b := w.each(row)
		first, then = append(first, a...), append(then, b...)
	}
	opening = sheet.Sum(first...)
	if len(w.mergingSystems()) == 0 {
		return opening, opening
	}
	return opening, sheet.Sum(then...)
}
