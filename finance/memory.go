package finance

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/openenvelope/envelope/finance/sheet"
)

// A row's name with "_2_ago" after it is what the row was two years ago. A plan that continues an earlier one opens
// such rows at what was before its opening year, for formulas, spills and top-ups that read further back than that
// year.
var agoName = regexp.MustCompile(`^(.+)[_ ]([1-9][0-9]?)[_ ]ago$`)

// agoOf splits the name of what a row was some years ago; years is zero for the name of any other row.
func agoOf(name string) (row string, years int) {
	if parts := agoName.FindStringSubmatch(name); parts != nil {
		years, _ = strconv.Atoi(parts[2])
		return parts[1], years
	}
	return name, 0
}

func ago(row string, years int) string {
	if years == 0 {
		return row
	}
	return fmt.Sprintf("%s_%d_ago", row, years)
}

// remember adds the rows of what a row was some years ago, as far as they are not there, and returns the place of the
// earliest; −1 if there is no such row.
func (w *layout) remember(name string) int {
	row, years := agoOf(name)
	at := w.rowAs(row)
	if years == 0 || at < 0 || w.Rows[at].Check {
		return -1
	}
	row = w.Rows[at].Name
	for y := 1; y <= years; y++ {
		if w.rowAs(ago(row, y)) < 0 {
			w.Add(sheet.Row{Name: ago(row, y), Unit: w.Rows[at].Unit, Formula: sheet.Last(ago(row, y-1)),
				Note: fmt.Sprintf("%s %d years earlier", row, y)})
		}
	}
	if w.memories == nil {
		w.memories = map[string]int{}
	}
	w.memories[row] = max(w.memories[row], years)
	return w.rowAs(ago(row, years))
}

// remembered is for how many years before the opening year a row is remembered, at most.
func (w *layout) remembered() (most int) {
	for _, years := range w.memories {
		most = max(most, years)
	}
	return most
}

// rowAs is the place of a row by its name as people write it; −1 if there is none.
func (w *layout) rowAs(name string) int {
	return slices.IndexFunc(w.Rows, func(laid sheet.Row) bool { return asWritten(laid.Name) == asWritten(name) })
}

// readsFarBack reports whether a rule of the library reads further back than last year what happened then. What
// transformation gives back is carried in another way ([Returns].Before).
func readsFarBack(row string) bool {
	_, own := sheet.BodyOf(row)
	return own == "top_up_prices" || strings.HasPrefix(own, "spills.") && strings.HasSuffix(own, ".level")
}

// recall lets what reads rows far back read what was before the opening year.
func (w *layout) recall() {
	if len(w.memories) == 0 {
		return
	}
	own := map[string]bool{}
	for _, f := range w.formulas {
		own[f.row] = own[f.row] || !f.opening
	}
	for i, r := range w.Rows {
		if own[r.Name] || readsFarBack(r.Name) {
			w.Rows[i].Formula = w.recalled(r.Formula)
		}
	}
}

// recalled is a formula that reads the rows of earlier years where there are any.
func (w *layout) recalled(e sheet.Expr) sheet.Expr {
	n, ok := e.Node()
	if !ok {
		return e
	}
	if n.Op == sheet.OpRef && n.Lag > 1 {
		years := min(n.Lag-1, w.memories[n.Name])
		n.Name, n.Lag = ago(n.Name, years), n.Lag-years
	}
	args := make([]sheet.Expr, len(n.Args))
	for i, a := range n.Args {
		args[i] = w.recalled(a)
	}
	n.Args = args
	return sheet.Of(n)
}
