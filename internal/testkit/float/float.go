// Package float reads a compiled sheet in plain float64, one instruction after the other: what a fast reader must
// come to, to the bit, and what sheet.Ledger.Bound makes a promise about. It is imported by tests only.
package float

import (
	"math"

	"github.com/openenvelope/envelope/finance/sheet"
)

// Run works the program out with its own inputs and gives its slots, column by column. Money is in whole pence.
// Conversions keep every product and sum rounded by itself, on processors that would fuse them too. Like the exact
// reader it refuses money beyond ±2⁵¹ pence, and money that is no number: then ok is false.
func Run(p *sheet.Program) (columns [][]float64, ok bool) {
	columns, ok = make([][]float64, len(p.Years)), true
	for col := range columns {
		cells := make([]float64, p.Slots())
		columns[col] = cells
		for i, c := range p.Consts {
			cells[i] = c.InexactFloat64()
		}
		for i, in := range p.Inputs {
			switch {
			case len(in.Values) == 1:
				cells[p.InputSlot(i)] = in.Values[0].InexactFloat64()
			case col > 0:
				cells[p.InputSlot(i)] = in.Values[col-1].InexactFloat64()
			}
		}
		code := p.Year
		if col == 0 {
			code = p.Opening
		}
		for _, in := range code {
			x := step(in, columns, col)
			cells[in.Dst] = x
			ok = ok && (in.Unit != sheet.Money || math.Abs(x) <= sheet.MaxPence)
		}
	}
	return columns, ok
}

func step(in sheet.Inst, columns [][]float64, col int) float64 {
	cells := columns[col]
	a, b, c := cells[in.A], cells[in.B], cells[in.C]
	switch in.Op {
	case sheet.OpAdd:
		return float64(a + b)
	case sheet.OpSub:
		return float64(a - b)
	case sheet.OpMul:
		return float64(a * b)
	case sheet.OpDiv:
		return float64(a / b)
	case sheet.OpMin:
		return choose(b < a, b, a)
	case sheet.OpMax:
		return choose(b > a, b, a)
	case sheet.OpIf:
		return choose(a >= 0, b, c)
	case sheet.OpRound:
		return math.Trunc(float64(a + math.Copysign(0.5, a)))
	case sheet.OpLag:
		if col < int(in.Lag) {
			return 0
		}
		return columns[col-int(in.Lag)][in.A]
	}
	return a // OpCopy
}

func choose(first bool, a, b float64) float64 {
	if first {
		return a
	}
	return b
}
