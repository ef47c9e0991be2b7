package engine

import (
	"encoding/binary"
	"slices"

	"github.com/openenvelope/envelope/finance/sheet"
)

// Certain tells whether value v of the plan would be the same on any path, in a column: no driver reaches it, or it is
// a difference of two amounts with the same uncertain parts. It is not enough that all paths drawn agree.
func (c *Code) Certain(v, col int) bool { return c.values[c.distinct[v]].certain[col] }

// CertainAnswer tells whether the answer to a question of the plan would be the same on any path, in a column: no
// driver reaches the judged row, or both scenarios have the same row.
func (c *Code) CertainAnswer(q, col int) bool {
	of, versus := c.answers[q][0], c.answers[q][1]
	if versus < 0 {
		return c.judged[of].certain[col]
	}
	return of == versus || c.judged[of].certain[col] && c.judged[versus].certain[col]
}

// A Core is the uncertain part of a value. Whole amounts with the same Number differ by an amount that is the same on
// any path; if one is the Opposite and the other is not, they add up to such an amount. All certain amounts have the
// same core.
type Core struct {
	Number   int
	Opposite bool
	Whole    bool // of whole amounts; any other value has a core of its own
}

// Core is that of value v of the plan in a column.
func (c *Code) Core(v, col int) Core { return c.values[c.distinct[v]].cores[col] }

// settle finds the columns in which values and judged rows are certain, and the cores of values. Rows that nobody asked
// for still have their code at this point.
func (m *merger) settle(c *Code) {
	if m.plan.Sound {
		m.checks = nil // an earlier run has checked them, and found what is certain
		return
	}
	s := &structure{merger: m, cells: m.cells(), forms: map[int]form{}, cores: map[string]int{}}
	if m.stopped() {
		return
	}
	for i := range c.values {
		if m.stopped() {
			return
		}
		s.value(&c.values[i])
	}
	for i := range c.judged {
		c.judged[i].certain = s.judged(c.judged[i])
	}
}

// A cell is what the code tells about a figure without computing it.
type cell struct {
	reached bool // by some driver
	zero    bool // on every path
	nonneg  bool // zero or more on every path
}

// cells gives the cells of all slots, by column. No driver reaches a product with zero, or a figure limited to zero.
func (m *merger) cells() [][]cell {
	all := make([][]cell, m.plan.Columns)
	temps := make([]cell, m.temps)
	for col := range all {
		if m.stopped() {
			return nil
		}
		all[col] = make([]cell, len(m.names))
		for slot := range m.names {
			all[col][slot] = m.input(int32(slot), col)
		}
		for _, s := range m.code[min(col, 1)] {
			var x [3]cell
			for i, operand := range operands(s.Inst) {
				switch from := col - lagOf(s); {
				case operand < 0:
					x[i] = temps[-1-operand]
				case from < 0:
					x[i] = cell{zero: true, nonneg: true}
				default:
					x[i] = all[from][operand]
				}
			}
			switch y := s.cell(x); {
			case s.Dst < 0:
				temps[-1-s.Dst] = y
			case m.known[s.Dst] == nil:
				all[col][s.Dst] = y
			}
		}
	}
	return all
}

func lagOf(s step) int {
	if s.Op == sheet.OpLag {
		return int(s.Lag)
	}
	return 0
}

// input is the cell of a slot that is given, not computed.
func (m *merger) input(slot int32, col int) cell {
	switch {
	case m.drivenAt(slot, col):
		return cell{reached: true}
	case m.known[slot] == nil:
		return cell{}
	}
	return cell{zero: m.known[slot][col] == 0, nonneg: m.known[slot][col] >= 0}
}

// cell is the cell of a step's result, from the cells of its operands.
func (s *step) cell(x [3]cell) cell {
	a, b, c := x[0], x[1], x[2]
	switch s.Op {
	case sheet.OpLag, sheet.OpCopy, sheet.OpRound:
		return a
	case sheet.OpIf:
		if a.nonneg {
			return b
		}
	}
	y := cell{reached: a.reached || b.reached || c.reached, zero: s.isZero(a, b, c), nonneg: s.isNotNegative(a, b, c)}
	if y.zero {
		return cell{zero: true, nonneg: true}
	}
	return y
}

// isZero tells whether a step's result is zero whatever the paths, as far as its operands say.
func (s *step) isZero(a, b, c cell) bool {
	switch s.Op {
	case sheet.OpMul:
		return a.zero || b.zero
	case sheet.OpDiv:
		return a.zero
	case sheet.OpMin:
		return a.zero && b.nonneg || b.zero && a.nonneg
	case sheet.OpIf:
		return b.zero && c.zero
	}
	return a.zero && b.zero
}

// isNotNegative tells whether a step's result is zero or more whatever the paths, as far as its operands say.
func (s *step) isNotNegative(a, b, c cell) bool {
	switch s.Op {
	case sheet.OpSub:
		return a.nonneg && b.zero
	case sheet.OpMax:
		return a.nonneg || b.nonneg
	case sheet.OpIf:
		return b.nonneg && c.nonneg
	}
	return a.nonneg && b.nonneg
}

// A structure is what is asked about the merged code.
type structure struct {
	*merger
	cells   [][]cell
	rows    [2]map[int32][]step // by slot: the steps of its row, in the opening year and later
	forms   map[int]form        // by term's place
	cores   map[string]int      // by form: its number
	numbers int                 // how many are given
}

// judged tells in which columns the answers of a row are certain; a measure that remembers depends on all years so far.
func (s *structure) judged(j judged) []bool {
	certain := make([]bool, s.plan.Columns)
	before := true
	for col := 1; col < len(certain); col++ {
		now := !s.cells[col][j.slot].reached
		before = before && now
		certain[col] = before || j.alone && now
	}
	return certain
}

// value tells in which columns a value is certain, and what its cores are.
func (s *structure) value(v *value) {
	v.certain, v.cores = make([]bool, s.plan.Columns), make([]Core, s.plan.Columns)
	for col := range v.certain {
		f, whole := s.rest(v, col)
		v.certain[col], v.cores[col] = len(f) == 0, s.core(f, whole)
	}
}

// rest is the form of a value; whole is false if the value is not in whole pence, so that its certain part cannot be
// subtracted exactly.
func (s *structure) rest(v *value, col int) (f form, whole bool) {
	of, money := s.form(v.slot, col), s.units[v.slot] == sheet.Money
	if v.versus < 0 {
		return of, money
	}
	versus := s.form(v.versus, col)
	whole = money && s.units[v.versus] == sheet.Money
	if whole || v.versus == v.slot {
		return plus(of, versus, -1), whole
	}
	return append(slices.Clone(of), versus...), false // certain if both are
}

// core is the core of a form; a figure that is not whole has a core of its own. All multiples are multiplied by the
// first, which removes its sign.
func (s *structure) core(f form, whole bool) Core {
	s.numbers++
	if !whole {
		return Core{Number: s.numbers}
	}
	var key []byte
	for _, t := range f {
		key = binary.AppendVarint(binary.AppendVarint(key, int64(t.place)), int64(t.times*f[0].times))
	}
	number, ok := s.cores[string(key)]
	if !ok {
		number = s.numbers
		s.cores[string(key)] = number
	}
	return Core{number, len(f) > 0 && f[0].times < 0, true}
}

// A form is the uncertain part of an amount, as a sum of uncertain amounts in the order of their places. Amounts are
// whole pence, so their sums and differences are exact, and the common part of two forms cancels on every path.
type form []term

// A term is a multiple of the amount of a slot in a column.
type term struct{ place, times int }

// mostTerms bounds a form; an amount that would need more terms becomes a term itself.
const mostTerms = 64

// mostTermsUnderWay bounds a form before the rest of its formula cancels terms: a sum of very many amounts would be
// copied once for each.
const mostTermsUnderWay = 16 * mostTerms

// plus is a + sign × b.
func plus(a, b form, sign int) form {
	sum := make(form, 0, len(a)+len(b))
	for len(a) > 0 || len(b) > 0 {
		switch {
		case len(b) == 0 || len(a) > 0 && a[0].place < b[0].place:
			sum, a = append(sum, a[0]), a[1:]
		case len(a) == 0 || b[0].place < a[0].place:
			sum, b = append(sum, term{b[0].place, sign * b[0].times}), b[1:]
		default:
			if times := a[0].times + sign*b[0].times; times != 0 {
				sum = append(sum, term{a[0].place, times})
			}
			a, b = a[1:], b[1:]
		}
	}
	return sum
}

// form is the form of a slot in a column; empty if no driver reaches the slot.
func (s *structure) form(slot int32, col int) form {
	if col < 0 || !s.cells[col][slot].reached {
		return nil
	}
	place := int(slot)*s.plan.Columns + col
	f, ok := s.forms[place]
	if !ok {
		if f, ok = s.sum(slot, col); !ok || len(f) > mostTerms {
			f = form{{place, 1}}
		}
		s.forms[place] = f
	}
	return f
}

// sum is the form of a row that only adds and subtracts amounts; ok is false for any other row.
func (s *structure) sum(slot int32, col int) (f form, ok bool) {
	if s.units[slot] != sheet.Money || s.stopped() {
		return nil, false
	}
	temps := map[int32]form{}
	read := func(operand int32) form {
		if operand < 0 {
			return temps[operand]
		}
		return s.form(operand, col)
	}
	steps := s.row(slot, col)
	for _, step := range steps {
		switch step.Op {
		case sheet.OpAdd:
			f = plus(read(step.A), read(step.B), 1)
		case sheet.OpSub:
			f = plus(read(step.A), read(step.B), -1)
		case sheet.OpCopy:
			f = read(step.A)
		case sheet.OpLag:
			f = s.form(step.A, col-int(step.Lag))
		default:
			return nil, false
		}
		if len(f) > mostTermsUnderWay {
			return nil, false
		}
		temps[step.Dst] = f
	}
	return f, len(steps) > 0
}

// row is the steps of a slot's row in a column.
func (s *structure) row(slot int32, col int) []step {
	part := min(col, 1)
	if s.rows[part] == nil {
		s.rows[part] = map[int32][]step{}
		from := 0
		for i, step := range s.code[part] {
			if step.isRow {
				s.rows[part][step.Dst], from = s.code[part][from:i+1], i+1
			}
		}
	}
	return s.rows[part][slot]
}
