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
	own := map[string]sheet.Expr{}
	for _, merger := range w.m.Mergers {
		if w.m.isSystem(merger.Body) && w.m.isSystem(merger.Into) {
			w.mergeSystem(merger, own)
		}
	}
	for i, r := range w.Rows {
		if r.Check {
			w.Rows[i].Formula = inTheirPlace(r.Formula, own)
		}
	}
}

// mergeSystem adds the lines of one system to those of another, from the year of the merger on. own keeps what the
// lines of the other are by its own bodies, which its checks are about.
func (w *layout) mergeSystem(merger Merger, own map[string]sheet.Expr) {
	at := map[string]int{}
	for i, r := range w.Rows {
		at[r.Name] = i
	}
	done := sheet.Ref(mergerPath(merger.Body))
	counted := []string{"income", "paid_on", "budget", "support_paid", "bodies_counted", "bodies_in_deficit"}
	for _, row := range slices.Concat(netted(), w.m.causeLines(), counted) {
		from, has := at[rowOf(merger.Body, row)]
		if !has {
			continue
		}
		moved, into := sheet.Ref(w.Rows[from].Name).Times(done), rowOf(merger.Into, row)
		to, there := at[into]
		if !there {
			w.having[row] = append(w.having[row], merger.Into)
			w.Add(sheet.Row{Name: into, Unit: w.Rows[from].Unit, Formula: moved, Note: w.Rows[from].Note})
			continue
		}
		w.join(to, w.Rows[to].Formula.Plus(moved), own)
	}
	lowest := at[rowOf(merger.Into, "lowest_balance")]
	alone := w.Rows[lowest].Formula
	w.join(lowest, sheet.If(done.Minus(sheet.Num(1)),
		sheet.Min(alone, sheet.Ref(rowOf(merger.Body, "lowest_balance"))), alone), own)
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
		opening, later = append(opening, one), append(later, w.stillApart(body, one))
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
