package sheet

import (
	"context"
	"slices"

	"github.com/openenvelope/envelope/internal/door"
	"github.com/shopspring/decimal"
)

// CompileLike is [Sheet.CompileContext], with the same program or the same error. It is faster where the sheet differs
// from that of another program in the values of inputs only; p may be nil.
func (s *Sheet) CompileLike(ctx context.Context, p *Program) (*Program, error) {
	s, ctx = door.Or(s), door.Context(ctx)
	if p == nil || !s.like(ctx, p) {
		return s.CompileContext(ctx)
	}
	c := &checker{ctx: ctx, s: s, units: map[string]Unit{}}
	for _, in := range s.Inputs {
		c.values(in)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if len(c.errs) > 0 {
		return nil, c.errs
	}
	again := *p
	again.Inputs, again.Rows = slices.Clone(s.Inputs), slices.Clone(s.Rows)
	return &again, nil
}

// like tells whether a sheet differs from a program's in values alone.
func (s *Sheet) like(ctx context.Context, p *Program) bool {
	return slices.Equal(s.Years, p.Years) && slices.EqualFunc(s.Inputs, p.Inputs, func(a, b Input) bool {
		return a.Name == b.Name && a.Unit == b.Unit
	}) && slices.EqualFunc(s.Rows, p.Rows, func(a, b Row) bool {
		return ctx.Err() == nil && a.Name == b.Name && a.Unit == b.Unit && a.Check == b.Check &&
			a.Opening.same(b.Opening) && a.Formula.same(b.Formula)
	})
}

// same tells whether two formulas have the same steps and constants.
func (e Expr) same(o Expr) bool {
	if e.n == o.n {
		return true
	}
	if e.n == nil || o.n == nil {
		return false
	}
	a, b := e.n, o.n
	return a.Op == b.Op && a.Lag == b.Lag && a.Name == b.Name && a.Currency == b.Currency && a.bad == b.bad &&
		alike(a.Value, b.Value) && slices.EqualFunc(a.Args, b.Args, Expr.same)
}

// alike tells whether two decimals are the same number, written alike.
func alike(a, b decimal.Decimal) bool { return a.Exponent() == b.Exponent() && a.Equal(b) }

// ExactLike is [Program.ExactContext], with the same ledger or the same error. It is faster where many of the figures
// are those of another ledger, whose program has the same formulas; like may be nil.
func (p *Program) ExactLike(ctx context.Context, values Values, like *Ledger) (*Ledger, error) {
	p = door.Or(p)
	if like == nil || !p.same(like.Program) {
		like = nil
	}
	return p.exact(door.Context(ctx), values, like)
}

// same tells whether two programs do the same with their inputs.
func (p *Program) same(o *Program) bool {
	return o != nil && len(p.Years) == len(o.Years) && len(p.Inputs) == len(o.Inputs) && len(p.Rows) == len(o.Rows) &&
		slices.EqualFunc(p.Consts, o.Consts, alike) && slices.Equal(p.Opening, o.Opening) &&
		slices.Equal(p.Year, o.Year)
}

// A differing finds the rows of a ledger that must be worked out, because they read what differs from another ledger.
type differing struct {
	l, like *Ledger
	slots   [][]bool // by column, by slot: whether the figure differs
}

// begin turns to a column, whose inputs are there.
func (d *differing) begin(col int) {
	p := d.l.Program
	slots := make([]bool, p.RowSlot(len(p.Rows)))
	d.slots = append(d.slots, slots)
	for i := range p.Inputs {
		slot := p.InputSlot(i)
		slots[slot] = !alike(d.l.cells[col][slot], d.like.cells[col][slot])
	}
}

// copied copies the figure of a row, if it is the same in the other ledger.
func (d *differing) copied(row []Inst, col int) bool {
	for _, in := range row {
		if d.reads(in, col) {
			return false
		}
	}
	dst := row[len(row)-1].Dst
	d.l.cells[col][dst] = d.like.cells[col][dst]
	return true
}

// reads tells whether an instruction reads a row or input that differs. Temporaries belong to their row.
func (d *differing) reads(in Inst, col int) bool {
	if in.Op == OpLag {
		return col >= int(in.Lag) && d.at(in.A, col-int(in.Lag))
	}
	return d.at(in.A, col) || d.at(in.B, col) || in.Op == OpIf && d.at(in.C, col)
}

func (d *differing) at(slot int32, col int) bool {
	return int(slot) < len(d.slots[col]) && d.slots[col][slot]
}

// workedOut notes whether a row that was worked out differs.
func (d *differing) workedOut(dst int32, col int) {
	d.slots[col][dst] = !alike(d.l.cells[col][dst], d.like.cells[col][dst])
}
