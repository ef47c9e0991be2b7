package sheet

import (
	"math"

	"github.com/shopspring/decimal"

	"github.com/openenvelope/envelope/internal/door"
)

// A Bound limits, cell by cell, how far the result of a float64 reader may be from the exact ledger of the same
// program: zero where both must agree to the last penny. It is immutable and safe for concurrent use.
type Bound struct {
	program *Program
	cells   [][]float64
}

// unitRoundoff is 2⁻⁵³, the relative error of one float64 operation (IEEE 754).
const unitRoundoff = 0x1p-53

// decimalRoundoff is half a unit in the 18th decimal, the error of one rounding of the exact reader.
const decimalRoundoff = 0.5e-18

// slack covers the second-order terms and the arithmetic of the bound itself.
const slack = 1 + 1e-6

// Bound follows rounding errors through the program by running error analysis (Higham, Accuracy and Stability of
// Numerical Algorithms, section 3.3). At each rounding to the penny it checks whether the two readers can fall on
// different sides of a half penny. Mostly they cannot, and the bound is zero again; where they can, the bound is the
// whole pence that can be between them.
func (l *Ledger) Bound() *Bound {
	l = door.Or(l)
	p := door.Or(l.Program)
	l = l.clone() // the replay rewrites temporaries
	b := &Bound{program: p, cells: make([][]float64, len(p.Years))}
	for col := range p.Years {
		errs := make([]float64, p.Slots())
		b.cells[col] = errs
		for slot := range p.RowSlot(0) {
			if p.Unit(slot) == Number {
				errs[slot] = unitRoundoff * magnitude(l.cells[col][slot])
			}
		}
		l.replay(col, func(in Inst) { errs[in.Dst] = widen(in, b.step(l, in, col)) })
	}
	return b
}

// widen adds room for the arithmetic of the bound itself. Whole pence need none. A result without a bound is infinite.
func widen(in Inst, bound float64) float64 {
	if math.IsNaN(bound) {
		return math.Inf(1)
	}
	if in.Unit == Money && in.Op != OpMul && in.Op != OpDiv {
		return math.Floor(bound)
	}
	return slack * bound
}

// replay carries out a column's instructions again, so that f sees every temporary while it lives.
func (l *Ledger) replay(col int, f func(in Inst)) {
	for _, in := range l.Program.code(col) {
		f(in)
		l.step(in, col)
	}
}

// At is the bound of a row or input in a column, in pence for money.
func (b *Bound) At(name string, col int) (bound float64, ok bool) {
	b = door.Or(b)
	slot, ok := b.program.Slot(name)
	if !ok || col < 0 || col >= len(b.cells) {
		return 0, false
	}
	return b.cells[col][slot], true
}

func magnitude(d decimal.Decimal) float64 { return math.Abs(d.InexactFloat64()) }

// step bounds one instruction's result, from its operands before the instruction is carried out.
func (b *Bound) step(l *Ledger, in Inst, col int) float64 {
	cells, errs := l.cells[col], b.cells[col]
	x, y := cells[in.A], cells[in.B]
	ex, ey := errs[in.A], errs[in.B]
	switch in.Op {
	case OpAdd, OpSub:
		if in.Unit == Money {
			return ex + ey // whole pence below 2⁵³ add exactly
		}
		return ex + ey + unitRoundoff*(magnitude(x)+magnitude(y)+ex+ey)
	case OpMul:
		mx, my := magnitude(x), magnitude(y)
		return mx*ey + my*ex + ex*ey + unitRoundoff*(mx+ex)*(my+ey) + decimalRoundoff
	case OpDiv:
		return quotientBound(magnitude(x), magnitude(y), ex, ey)
	case OpMin, OpMax:
		return max(ex, ey)
	case OpIf:
		return b.choice(l, in, col)
	case OpRound:
		return roundBound(x, ex)
	case OpLag:
		if col < int(in.Lag) {
			return 0
		}
		return b.cells[col-int(in.Lag)][in.A]
	}
	return ex
}

func quotientBound(mx, my, ex, ey float64) float64 {
	if my <= ey {
		return math.Inf(1)
	}
	q := mx / my
	return (ex+q*ey)/(my-ey) + unitRoundoff*(mx+ex)/(my-ey) + decimalRoundoff
}

// choice bounds a choice by sign: if the sign is certain one branch counts, else both.
func (b *Bound) choice(l *Ledger, in Inst, col int) float64 {
	cells, errs := l.cells[col], b.cells[col]
	x, then, otherwise := cells[in.A], cells[in.B], cells[in.C]
	switch {
	case magnitude(x) <= errs[in.A] && errs[in.A] > 0:
		return max(errs[in.B], errs[in.C]) + magnitude(then.Sub(otherwise))
	case x.IsNegative():
		return errs[in.C]
	}
	return errs[in.B]
}

// roundBound is how many pence apart round(x) and round(y) can be for |x − y| ≤ e, with the float reader's
// own addition of a half counted in.
func roundBound(x decimal.Decimal, e float64) float64 {
	e = slack * (e + unitRoundoff*(magnitude(x)+1))
	if math.IsInf(e, 0) || math.IsNaN(e) {
		return math.Inf(1)
	}
	d := decimal.NewFromFloat(e)
	r := x.Round(0)
	up, down := x.Add(d).Round(0).Sub(r), r.Sub(x.Sub(d).Round(0))
	return math.Max(up.InexactFloat64(), down.InexactFloat64())
}
