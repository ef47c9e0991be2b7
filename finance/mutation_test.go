package finance_test

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Breaking any one rule must make a check row or a figure of a workbook fire. Each formula of the workbooks' sheets is
// broken in every small way there is: a term left out or counted twice, a sign turned, a factor or an arm dropped, the
// branches of a choice swapped, a reference read a year earlier or later. A mutant that does not compile or cannot be
// worked out is caught too. Where two workbooks have the same formula, or two bodies of one, or two rows that a system
// adds up, one of them has to notice.
func TestEveryMutantOfARuleIsCaught(t *testing.T) {
	if testing.Short() {
		t.Skip("breaks every term of every formula, which takes long with the race detector")
	}
	verdicts := map[string]verdict{}
	for _, book := range workbooks(t) {
		s, err := book.model.Sheet()
		require.NoError(t, err)
		for i := range s.Rows {
			for name, row := range mutants(s.Rows[i]) {
				if name = ofAnyBody(s.Rows[i].Name, name); s.Rows[i].Check {
					name = ofAnyModel(name)
				}
				if verdicts[name] == survived {
					verdicts[name] = book.judge(s, i, row)
				}
			}
		}
	}
	counts := map[verdict]int{}
	for _, name := range slices.Sorted(maps.Keys(verdicts)) {
		v := verdicts[name]
		counts[v]++
		_, excused := excuse(name)
		assert.False(t, v == survived && !excused, "no check and no figure notices: %s", name)
		assert.False(t, v != survived && excused, "is caught, so it needs no excuse: %s", name)
	}
	t.Logf("%d mutants: %d break a check row, %d differ from a workbook, %d cannot be worked out, %d are equivalent",
		len(verdicts), counts[broken], counts[differs], counts[refused], counts[survived])
	assert.Greater(t, counts[broken], 100, "check rows notice many faults by themselves")
	assert.Greater(t, counts[differs], 500)
}

// ofAnyBody is the name of a mutant without the body that it is of; if it is of a row that a system adds up, without
// the row.
func ofAnyBody(row, mutant string) string {
	body, line := sheet.BodyOf(row)
	mutant = strings.ReplaceAll(mutant, strings.TrimSuffix(row, line), "")
	if body != "" {
		mutant = strings.ReplaceAll(mutant, sheet.BodyLabel(body)+": ", "")
	}
	if partOfCause.MatchString(line) {
		mutant = ofAnyCause(mutant)
	}
	if netted := ": " + sheet.Label(line); strings.Contains(mutant, netted) {
		mutant = "a sum" + strings.TrimPrefix(strings.ReplaceAll(mutant, netted, ": …"), line)
	}
	return strings.ReplaceAll(mutant, "_", " ")
}

// ofAnyCause is the name of a mutant of a cause's part of the gap, or of the check of all, without the cause: the parts
// follow one rule, so that one cause has to notice, and one body in a sum of bodies.
func ofAnyCause(mutant string) string {
	sum := strings.Contains(mutant, "bodies.")
	mutant = anyCause.ReplaceAllString(mutant, "causes.…")
	if _, what, _ := strings.Cut(mutant, ": "); sum {
		what, _, _ = strings.Cut(what, " in ")
		return "a sum of bodies: " + what
	}
	return mutant
}

var (
	partOfCause = regexp.MustCompile(`^(causes\.[^.]+\.(left|gap)|check_causes_gap)$`)
	anyCause    = regexp.MustCompile(`(bodies\.[^.]+\.)*causes\.[^.]+`)
)

// ofAnyModel is the name of a mutant of a check row without the formula, which has a term for all that a model can
// have: one model has to notice that the term is broken. A sum in it is named by its first term.
func ofAnyModel(mutant string) string {
	row, rest, _ := strings.Cut(mutant, " = ")
	_, what, _ := strings.Cut(rest, ": ")
	what, _, _ = strings.Cut(what, " in ")
	return row + ": " + sumInIt.ReplaceAllString(what, "$1 …$2")
}

var sumInIt = regexp.MustCompile(`^(.*?) [−+] .*?( twice)?$`)

// equivalent mutants compute the same sheet, for a reason.
var equivalent = []struct{ like, reason string }{
	{".weight a year earlier", "a weight is one value for all years, so last year's is this year's"},
	{"support inside = opening.support: read opening.support a year earlier",
		"an opening sum is one value for all years"},
	{"normal.opening): read debt.loans.normal.opening a year earlier", "an opening sum is one value for all years"},
	{"measures.opening): read debt.loans.special measures.opening a year earlier",
		"an opening sum is one value for all years"},
	{"count debt twice in 0 − debt", "twice a debt is above zero where the debt is"},
	{"read opening gap a year earlier", "the opening year's gap stays what it was"},
	{"base share a year earlier", "the base keeps its opening share, so last year's is this year's"},
	{"partners.Council.share a year earlier", "so is a partner's share"},
	{"opening.support + support paid: read opening.support a year earlier",
		"opening support is one value for all years"},
	{"opening.support − support given: read opening.support a year earlier",
		"opening support is one value for all years"},
	{"partners.Payer.share a year earlier", "so is a partner's share"},
	{"partners.Buyer.share a year earlier", "so is a partner's share"},
	{"partners.Trust.share a year earlier", "so is a partner's share"},
	{"partners.Clinic.share a year earlier", "so is a partner's share"},
	{"partners.North.Commissioner.share a year earlier", "so is a partner's share"},
	{"Commissioner.target a year earlier", "so is a target"},
	{"allocation.parts.North.share a year earlier", "without targets a share stays"},
}

func excuse(name string) (reason string, ok bool) {
	for _, e := range equivalent {
		if strings.Contains(name, e.like) {
			return e.reason, true
		}
	}
	return "", false
}

// A verdict says what noticed a mutant; a higher one counts more.
type verdict int

const (
	survived verdict = iota
	refused          // it does not compile, or a figure cannot be worked out
	differs          // a figure of the workbook
	broken           // a check row
)

// judge runs the workbook's sheet with row i replaced.
func (b workbook) judge(s *sheet.Sheet, i int, row sheet.Row) verdict {
	mutated := *s
	mutated.Rows = slices.Clone(s.Rows)
	mutated.Rows[i] = row
	p, err := mutated.Compile()
	if err != nil {
		return refused
	}
	l, err := p.Exact(b.values)
	if err != nil {
		return refused
	}
	if len(l.Breaks()) > 0 {
		return broken
	}
	for _, r := range p.Rows {
		for col := range p.Years {
			got, _ := l.At(r.Name, col)
			if want, _ := b.cells.at(r.Name, col, true); !same(r.Unit, got, want) {
				return differs
			}
		}
	}
	return survived
}

// mutants are a row's broken versions by name. A rule that is the same in the opening year and later is broken in both.
func mutants(r sheet.Row) map[string]sheet.Row {
	all := map[string]sheet.Row{}
	add := func(where string, original sheet.Expr, set func(*sheet.Row, sheet.Expr)) {
		for m := range mutations(original) {
			if m.formula.Words() == original.Words() {
				continue
			}
			row := r
			set(&row, m.formula)
			name := fmt.Sprintf("%s%s = %s: %s", r.Name, where, original.Words(), m.what)
			for _, taken := all[name]; taken; _, taken = all[name] {
				name += ", at its next place"
			}
			all[name] = row
		}
	}
	if r.Opening.IsZero() || r.Opening.Words() != r.Formula.Words() {
		add("", r.Formula, func(row *sheet.Row, e sheet.Expr) { row.Formula = e })
		add(" at the opening", r.Opening, func(row *sheet.Row, e sheet.Expr) { row.Opening = e })
		return all
	}
	add("", r.Formula, func(row *sheet.Row, e sheet.Expr) { row.Opening, row.Formula = e, e })
	return all
}

type mutation struct {
	what    string
	formula sheet.Expr
}

// mutations are the formulas that differ from e in one place.
func mutations(e sheet.Expr) func(yield func(mutation) bool) {
	return func(yield func(mutation) bool) {
		n, ok := e.Node()
		if !ok {
			return
		}
		for _, m := range here(e, n) {
			if !yield(m) {
				return
			}
		}
		for i, arg := range n.Args {
			for m := range mutations(arg) {
				changed := n
				changed.Args = slices.Clone(n.Args)
				changed.Args[i] = m.formula
				if !yield(mutation{m.what, sheet.Of(changed)}) {
					return
				}
			}
		}
	}
}

// here are the ways to break the top step of a formula.
func here(e sheet.Expr, n sheet.Node) (ways []mutation) {
	way := func(formula sheet.Expr, format string, args ...any) {
		ways = append(ways, mutation{fmt.Sprintf(format, args...), formula})
	}
	arg := func(i int) sheet.Expr { return n.Args[i] }
	again := func(op sheet.Op, args ...sheet.Expr) sheet.Expr { return sheet.Of(sheet.Node{Op: op, Args: args}) }
	in := " in " + e.Words()
	switch n.Op {
	case sheet.OpRef:
		way(e.Ago(1), "read %s a year earlier", e.Words())
		if n.Lag > 0 {
			way(e.Ago(-1), "read %s a year later", e.Words())
		}
	case sheet.OpAdd, sheet.OpSub:
		zero := sheet.Num(0)
		other := map[sheet.Op]sheet.Op{sheet.OpAdd: sheet.OpSub, sheet.OpSub: sheet.OpAdd}[n.Op]
		way(again(n.Op, zero, arg(1)), "drop %s%s", arg(0).Words(), in)
		way(arg(0), "drop %s%s", arg(1).Words(), in)
		way(again(other, arg(0), arg(1)), "turn the sign of %s%s", arg(1).Words(), in)
		way(again(n.Op, e, arg(1)), "count %s twice%s", arg(1).Words(), in)
		if !isZero(arg(0)) {
			way(again(n.Op, arg(0).Plus(arg(0)), arg(1)), "count %s twice%s", arg(0).Words(), in)
		}
	case sheet.OpMul, sheet.OpDiv:
		way(arg(0), "drop %s%s", arg(1).Words(), in)
		way(again(n.Op, sheet.Num(1), arg(1)), "drop %s%s", arg(0).Words(), in)
		if n.Op == sheet.OpMul {
			way(arg(1), "drop %s%s", arg(0).Words(), in)
			way(again(sheet.OpDiv, arg(0), arg(1)), "divide%s", in)
		}
	case sheet.OpMin, sheet.OpMax:
		other := map[sheet.Op]sheet.Op{sheet.OpMin: sheet.OpMax, sheet.OpMax: sheet.OpMin}[n.Op]
		way(arg(0), "drop the arm %s%s", arg(1).Words(), in)
		way(arg(1), "drop the arm %s%s", arg(0).Words(), in)
		way(again(other, arg(0), arg(1)), "%s instead of %s%s", other, n.Op, in)
	case sheet.OpIf:
		way(again(n.Op, arg(0), arg(2), arg(1)), "swap the branches%s", in)
		way(arg(1), "drop the branch %s%s", arg(2).Words(), in)
		way(arg(2), "drop the branch %s%s", arg(1).Words(), in)
	}
	return ways
}

func isZero(e sheet.Expr) bool {
	n, _ := e.Node()
	return n.Op == sheet.OpConst && n.Value.IsZero()
}
