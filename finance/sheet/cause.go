package sheet

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/openenvelope/envelope/internal/door"
)

// lookAt ends a message with the inputs to mend.
func lookAt(inputs []string) string {
	switch n := len(inputs); {
	case n == 0:
		return ""
	case n == 1:
		return "; look at " + inputs[0]
	case n > maxCauses:
		return "; look at " + strings.Join(inputs[:maxCauses], ", ") + " or others that it rests on"
	default:
		return "; look at " + strings.Join(inputs[:n-1], ", ") + " or " + inputs[n-1]
	}
}

// maxCauses is the most inputs that a message names; one more is kept, to say that there are others.
const maxCauses = 4

// LookAt is the end of a message about a figure: "; look at need.real_growth or funding.baseline". It names the inputs
// that decide a row's figure in a column, nearest first, at most four. It is empty if there are none.
func (l *Ledger) LookAt(row string, col int) string {
	l = door.Or(l)
	s := l.search()
	s.want(cell{row, col}, false)
	return lookAt(s.inputs())
}

// cellError is the error that a row's figure cannot be worked out, with the inputs to mend.
func (l *Ledger) cellError(row string, col int, message string) *CellError {
	s := l.search()
	e := &CellError{Row: row, Year: l.Program.Years[col], Message: message}
	formula := l.Program.formula(row, col)
	by, found := Expr{}, false
	if message == byZero {
		by, found = s.divisor(formula, col)
	}
	if found {
		e.Message = fmt.Sprintf("%s, as %s is zero there", byZero, shortened(by.Words()))
		s.follow(by, col, true)
	} else {
		s.follow(formula, col, false)
	}
	e.Inputs = s.inputs()
	return e
}

// shortened keeps a long formula from filling a message.
func shortened(text string) string {
	if runes := []rune(text); len(runes) > maxWords {
		return string(runes[:maxWords]) + "…"
	}
	return text
}

const maxWords = 80

// formula is the formula of a row in a column; zero for an input.
func (p *Program) formula(row string, col int) Expr {
	i, ok := p.Row(row)
	switch {
	case !ok:
		return Expr{}
	case col == 0:
		return p.Rows[i].Opening
	}
	return p.Rows[i].Formula
}

// A search follows a figure back to the inputs that made it zero, or made it as large as it is. In a sum it follows the
// larger parts; in a product the factors that are zero, or make the product tiny, or make it large; in a choice the
// branch that was chosen.
type search struct {
	l      *Ledger
	values map[part]decimal.Decimal
	asked  []figure // cells to read, nearest first
	seen   map[figure]bool
	found  []string
}

// A part is a step of a formula in a column.
type part struct {
	n   *Node
	col int
}

// A figure is a cell with a question: why is it zero, or why is it as large as it is?
type figure struct {
	cell
	zero bool
}

func (l *Ledger) search() *search {
	return &search{l: l, values: map[part]decimal.Decimal{}, seen: map[figure]bool{}}
}

// maxRead bounds the cells that a search reads.
const maxRead = 2_000

// inputs reads cell after cell, until it has more inputs than a message names.
func (s *search) inputs() []string {
	p := s.l.Program
	for i := 0; i < len(s.asked) && i < maxRead && len(s.found) <= maxCauses; i++ {
		f := s.asked[i]
		if _, ok := p.Input(f.name); ok {
			if !slices.Contains(s.found, f.name) {
				s.found = append(s.found, f.name)
			}
			continue
		}
		s.follow(p.formula(f.name, f.col), f.col, f.zero)
	}
	return s.found
}

// want adds a cell to the end of the queue.
func (s *search) want(c cell, zero bool) {
	f := figure{c, zero}
	if c.col >= 0 && !s.seen[f] {
		s.seen[f] = true
		s.asked = append(s.asked, f)
	}
}

// follow asks for the cells of a formula that matter.
func (s *search) follow(e Expr, col int, zero bool) {
	switch {
	case e.n == nil || e.n.Op == OpConst:
		return
	case e.n.Op == OpRef:
		s.want(cell{e.n.Name, col - e.n.Lag}, zero)
		return
	}
	shrunk := zero && s.shrunk(e.n, col)
	for _, a := range s.matter(e.n, col, zero) {
		s.follow(a, col, shrunk || zero && s.value(a, col).IsZero())
	}
}

// shrunk reports whether a product is zero, or almost zero, although none of its factors is: some of them are small.
func (s *search) shrunk(n *Node, col int) bool {
	return n.Op == OpMul && !slices.ContainsFunc(n.Args, func(e Expr) bool { return s.value(e, col).IsZero() })
}

// matter are the parts of a step that make it zero, or as large as it is.
func (s *search) matter(n *Node, col int, zero bool) []Expr {
	size := func(e Expr) decimal.Decimal { return s.value(e, col).Abs() }
	one := decimal.NewFromInt(1)
	var keep func(e Expr) bool
	switch n.Op {
	case OpMul:
		keep = func(e Expr) bool { return size(e).GreaterThan(one) }
		switch {
		case zero && s.shrunk(n, col):
			keep = func(e Expr) bool { return size(e).LessThan(one) }
		case zero:
			keep = func(e Expr) bool { return size(e).IsZero() }
		}
	case OpDiv:
		by := n.Args[1].n
		keep = func(e Expr) bool { return e.n != by || !zero && size(e).LessThan(one) }
	case OpIf:
		keep = func(e Expr) bool { return e.n == s.chosen(n, col).n }
		if s.chosen(n, col).n.Op == OpConst {
			keep = func(e Expr) bool { return e.n == n.Args[0].n }
		}
	case OpMin, OpMax:
		result := s.value(Expr{n}, col)
		keep = func(e Expr) bool { return e.n.Op != OpConst && s.value(e, col).Equal(result) }
	default: // a sum: the larger part first; a part below a hundredth of the other hardly counts
		a, b := size(n.Args[0]), size(n.Args[1])
		most := decimal.Max(a, b)
		keep = func(e Expr) bool { return size(e).Shift(2).GreaterThanOrEqual(most) }
		if b.GreaterThan(a) {
			n = &Node{Op: n.Op, Args: []Expr{n.Args[1], n.Args[0]}}
		}
	}
	kept := slices.DeleteFunc(slices.Clone(n.Args), func(e Expr) bool { return !keep(e) })
	if len(kept) == 0 {
		return n.Args
	}
	return kept
}

// chosen is the branch that a choice took.
func (s *search) chosen(n *Node, col int) Expr {
	if s.value(n.Args[0], col).IsNegative() {
		return n.Args[2]
	}
	return n.Args[1]
}

// divisor is the first divisor of a formula that is zero, in the order of the steps.
func (s *search) divisor(e Expr, col int) (by Expr, found bool) {
	if e.n == nil {
		return Expr{}, false
	}
	for _, a := range e.n.Args {
		if by, found = s.divisor(a, col); found {
			return by, true
		}
	}
	if e.n.Op == OpDiv && s.value(e.n.Args[1], col).IsZero() {
		return e.n.Args[1], true
	}
	return Expr{}, false
}

// value is a formula's figure, close enough to compare parts: it does not round to pennies within a formula, counts a
// division by zero as zero, and cuts very large figures.
func (s *search) value(e Expr, col int) decimal.Decimal {
	switch {
	case e.n == nil:
		return decimal.Zero
	case e.n.Op == OpConst:
		return e.n.Value
	case e.n.Op == OpRef:
		d, _ := s.l.At(e.n.Name, col-e.n.Lag)
		return d
	}
	at := part{e.n, col}
	d, ok := s.values[at]
	if !ok {
		d = s.worked(e.n, col)
		s.values[at] = d
	}
	return d
}

func (s *search) worked(n *Node, col int) decimal.Decimal {
	if n.Op == OpIf {
		return s.value(s.chosen(n, col), col)
	}
	a, b := s.value(n.Args[0], col), s.value(n.Args[1], col)
	switch n.Op {
	case OpAdd:
		return a.Add(b)
	case OpSub:
		return a.Sub(b)
	case OpMul:
		return bounded(a.Mul(b).Round(Places))
	case OpDiv:
		if b.IsZero() {
			return decimal.Zero
		}
		return bounded(a.DivRound(b, Places))
	case OpMin:
		return choose(b.LessThan(a), b, a)
	}
	return choose(b.GreaterThan(a), b, a)
}

// bounded cuts a figure to ±10²⁰⁰, so that products of products do not grow to millions of digits.
func bounded(d decimal.Decimal) decimal.Decimal {
	if d.NumDigits()+int(d.Exponent()) <= 2*maxDigits {
		return d
	}
	return decimal.New(int64(d.Sign()), 2*maxDigits)
}
