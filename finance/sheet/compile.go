package sheet

import (
	"context"
	"math"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/openenvelope/envelope/internal/door"
)

// Compile checks the sheet and makes its program. The error is an [Errors] with every fault: an
// unknown row, a circle within a year ([CircleError]), a unit that does not fit ([RowError]).
func (s *Sheet) Compile() (*Program, error) { return s.CompileContext(context.Background()) }

// CompileContext is [Sheet.Compile], and stops with the context's error when the context ends.
func (s *Sheet) CompileContext(ctx context.Context) (*Program, error) {
	s, ctx = door.Or(s), door.Context(ctx)
	c := &checker{ctx: ctx, s: s, units: map[string]Unit{}}
	c.names()
	c.formulas()
	opening := c.order(func(r Row) Expr { return r.Opening })
	yearly := c.order(func(r Row) Expr { return r.Formula })
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if len(c.errs) > 0 {
		return nil, c.errs
	}
	p := &Program{
		Years:  slices.Clone(s.Years),
		Inputs: slices.Clone(s.Inputs),
		Rows:   slices.Clone(s.Rows),
	}
	w := &writer{ctx: ctx, p: p, consts: map[string]int32{}}
	w.layout()
	p.Opening = w.rows(opening, func(r Row) Expr { return r.Opening })
	p.Year = w.rows(yearly, func(r Row) Expr { return r.Formula })
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return p, nil
}

// writer emits instructions. Temporaries live for one row.
type writer struct {
	ctx    context.Context // the rest is left unwritten once it has ended
	p      *Program
	consts map[string]int32
	code   []Inst
	free   int32 // the next temporary's slot
}

// layout numbers constants, inputs and rows. A row without an opening formula copies the constant zero.
func (w *writer) layout() {
	w.constant(decimal.Zero)
	for _, r := range w.p.Rows {
		if w.ctx.Err() != nil {
			return
		}
		w.collect(r.Opening)
		w.collect(r.Formula)
	}
	p := w.p
	p.index = make(map[string]int32, len(p.Inputs)+len(p.Rows))
	for i, in := range p.Inputs {
		p.index[in.Name] = p.InputSlot(i)
	}
	for i, r := range p.Rows {
		p.index[r.Name] = p.RowSlot(i)
	}
}

func (w *writer) collect(e Expr) {
	if e.IsZero() {
		return
	}
	if e.n.Op == OpConst {
		w.constant(e.n.Value)
	}
	for _, a := range e.n.Args {
		w.collect(a)
	}
}

func (w *writer) constant(d decimal.Decimal) int32 {
	key := d.String()
	slot, ok := w.consts[key]
	if !ok {
		slot = int32(len(w.p.Consts))
		w.consts[key] = slot
		w.p.Consts = append(w.p.Consts, d)
	}
	return slot
}

// rows writes the formulas of rows in an order.
func (w *writer) rows(order []int, formula func(Row) Expr) []Inst {
	w.code = nil
	for _, i := range order {
		if w.ctx.Err() != nil {
			break
		}
		w.row(i, formula(w.p.Rows[i]))
	}
	return w.code
}

// row writes the formula of row i into its slot.
func (w *writer) row(i int, e Expr) {
	temps := w.p.RowSlot(len(w.p.Rows))
	w.free = temps
	dst, unit := w.p.RowSlot(i), w.p.Rows[i].Unit
	if e.IsZero() {
		w.emit(Inst{Op: OpCopy, Unit: unit, Dst: dst})
		return
	}
	slot, _ := w.rounded(e)
	if slot >= temps {
		w.code[len(w.code)-1].Dst = dst // the last step of a formula writes the row itself
		return
	}
	w.emit(Inst{Op: OpCopy, Unit: unit, Dst: dst, A: slot})
}

// rounded evaluates e and, if it is a product or quotient in money, rounds it to the penny.
func (w *writer) rounded(e Expr) (int32, Unit) {
	slot, unit := w.value(e)
	if unit == Money && (e.n.Op == OpMul || e.n.Op == OpDiv) {
		slot = w.temp(Inst{Op: OpRound, Unit: Money, A: slot})
	}
	return slot, unit
}

// value evaluates e. A chain of × and ÷ is left unrounded until something else reads it.
func (w *writer) value(e Expr) (int32, Unit) {
	n := e.n
	switch n.Op {
	case OpConst:
		return w.constant(n.Value), constUnit(n)
	case OpRef:
		return w.ref(n)
	case OpMul, OpDiv:
		a, ua := w.value(n.Args[0])
		b, ub := w.value(n.Args[1])
		unit, _ := product(ua, ub)
		if n.Op == OpDiv {
			unit, _ = quotient(ua, ub)
		}
		return w.temp(Inst{Op: n.Op, Unit: unit, A: a, B: b}), unit
	}
	in := Inst{Op: n.Op, Unit: anyUnit}
	operands := [...]*int32{&in.A, &in.B, &in.C}
	for i, operand := range operands[:len(n.Args)] {
		slot, unit := w.rounded(n.Args[i])
		*operand = slot
		if n.Op != OpIf || i > 0 {
			in.Unit, _ = fits(in.Unit, unit)
		}
	}
	return w.temp(in), in.Unit
}

func (w *writer) ref(n *Node) (int32, Unit) {
	slot := w.p.index[n.Name]
	unit := w.p.Unit(slot)
	if n.Lag == 0 {
		return slot, unit
	}
	return w.temp(Inst{Op: OpLag, Unit: unit, A: slot, Lag: int32(min(n.Lag, math.MaxInt32))}), unit
}

// temp writes an instruction into the row's next temporary.
func (w *writer) temp(in Inst) int32 {
	in.Dst = w.free
	w.free++
	w.p.Temps = max(w.p.Temps, int(w.free-w.p.RowSlot(len(w.p.Rows))))
	w.emit(in)
	return in.Dst
}

func (w *writer) emit(in Inst) { w.code = append(w.code, in) }
