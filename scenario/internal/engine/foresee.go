package engine

import (
	"math"

	"github.com/openenvelope/envelope/finance/sheet"
)

// foresee works out, once and for all paths, the rows that no driver reaches: the same operations on single figures, so
// the same bits. Impossible operations (a division by zero) have already been found in the exact ledger of the central
// case.
func (m *merger) foresee(*Code) {
	uncertain := m.uncertain()
	for part := range m.code {
		for row := range rowsOf(m.code[part]) {
			if !uncertain[row[len(row)-1].Dst] {
				m.foreseen[part] = append(m.foreseen[part], row...)
			}
		}
	}
	m.forecast()
}

// forecast works out the rows that no driver reaches.
func (m *merger) forecast() {
	for part := range m.foreseen {
		for _, s := range m.foreseen[part] {
			if s.isRow && m.known[s.Dst] == nil {
				m.known[s.Dst] = make([]float64, m.plan.Columns)
			}
		}
	}
	temps := make([]float64, m.temps)
	for col := range m.plan.Columns {
		if m.stopped() {
			return
		}
		get := func(slot int32) float64 {
			if slot < 0 {
				return temps[-1-slot]
			}
			return m.known[slot][col]
		}
		for _, s := range m.foreseen[min(col, 1)] {
			if x := m.figure(s, col, get); s.Dst < 0 {
				temps[-1-s.Dst] = x
			} else {
				m.known[s.Dst][col] = x
			}
		}
	}
}

// figure carries out one step on single figures.
func (m *merger) figure(s step, col int, get func(int32) float64) float64 {
	if s.Op == sheet.OpLag {
		if s.A < 0 || col < int(s.Lag) || m.known[s.A] == nil {
			return 0
		}
		return m.known[s.A][col-int(s.Lag)]
	}
	var b, c float64
	switch in := operands(s.Inst); len(in) {
	case 3:
		c = get(s.C)
		fallthrough
	case 2:
		b = get(s.B)
	}
	x := operate(s.Op, get(s.A), b, c)
	if s.rounds || s.Op == sheet.OpRound {
		return rounded(x)
	}
	return x
}

// rounded is x to the nearest whole number, half away from zero.
func rounded(x float64) float64 { return math.Trunc(x + math.Copysign(0.5, x)) }

// operate is an operation on single figures, with the bits of a tape's.
func operate(op sheet.Op, a, b, c float64) float64 {
	switch op {
	case sheet.OpAdd:
		return a + b
	case sheet.OpSub:
		return a - b
	case sheet.OpMul:
		return float64(a * b)
	case sheet.OpDiv:
		return a / b
	case sheet.OpMin:
		if b < a {
			return b
		}
	case sheet.OpMax:
		if b > a {
			return b
		}
	case sheet.OpIf:
		if a >= 0 {
			return b
		}
		return c
	}
	return a
}
