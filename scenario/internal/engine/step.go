package engine

import (
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario/internal/kernel"
)

// A step is an instruction prepared for columns: rounding is fused into the product before it.
type step struct {
	sheet.Inst
	rounds bool   // the result goes to whole pence
	isRow  bool   // the result is a row, not a temporary
	row    string // the row the step belongs to, for messages
}

// steps prepares instructions.
func steps(p *sheet.Program, code []sheet.Inst) []step {
	first, end := p.RowSlot(0), p.RowSlot(len(p.Rows))
	var out []step
	for i, in := range code {
		s := step{Inst: in, isRow: in.Dst >= first && in.Dst < end, row: p.RowOf(code, i)}
		if in.Op == sheet.OpRound && len(out) > 0 {
			if last := &out[len(out)-1]; fusible(last.Inst, in, end) {
				last.rounds, last.Dst, last.isRow = true, in.Dst, s.isRow
				continue
			}
		}
		out = append(out, s)
	}
	return out
}

// fusible reports whether a rounding can be taken into the product or quotient just before it, whose own result is a
// temporary that nothing else reads.
func fusible(before, round sheet.Inst, temps int32) bool {
	return (before.Op == sheet.OpMul || before.Op == sheet.OpDiv) && before.Dst == round.A && before.Dst >= temps
}

// step carries out one step on the block.
func (m *machine) step(s *step, col int) *Fault {
	if s.Op == sheet.OpLag {
		m.lag(s, col)
		return nil
	}
	if t := s.Dst - m.first; t >= 0 {
		m.cols[s.Dst] = m.temps[t]
	}
	dst, a, b := m.cols[s.Dst][:m.n], m.cols[s.A][:m.n], m.cols[s.B][:m.n]
	switch s.Op {
	case sheet.OpAdd:
		kernel.Add(dst, a, b)
	case sheet.OpSub:
		kernel.Sub(dst, a, b)
	case sheet.OpMul:
		if s.rounds {
			kernel.MulRound(dst, a, b)
		} else {
			kernel.Mul(dst, a, b)
		}
	case sheet.OpDiv:
		if f := found(kernel.Div(dst, a, b), s.row, byZero); f != nil {
			return f
		}
		if s.rounds {
			kernel.Round(dst, dst)
		}
	case sheet.OpMin:
		kernel.Min(dst, a, b)
	case sheet.OpMax:
		kernel.Max(dst, a, b)
	case sheet.OpIf:
		kernel.Choose(dst, a, b, m.cols[s.C][:m.n])
	case sheet.OpRound:
		kernel.Round(dst, a)
	case sheet.OpCopy:
		copy(dst, a)
	}
	return s.inspect(dst)
}

// inspect looks for figures that cannot be: money beyond the limit wherever it can grow, numbers that are not
// finite in rows.
func (s *step) inspect(dst []float64) *Fault {
	switch {
	case s.Unit == sheet.Money && (s.rounds || s.Op == sheet.OpAdd || s.Op == sheet.OpSub || s.Op == sheet.OpRound):
		return found(kernel.Beyond(dst), s.row, beyondLimit)
	case s.Unit == sheet.Number && s.isRow:
		return found(kernel.NotFinite(dst), s.row, notFinite)
	}
	return nil
}

// lag shows a temporary an earlier year's column, or copies it where a row itself is an earlier figure.
func (m *machine) lag(s *step, col int) {
	t := s.Dst - m.first
	if col < int(s.Lag) {
		dst := m.cols[s.Dst]
		if t >= 0 {
			dst = m.temps[t]
			m.cols[s.Dst] = dst
		}
		kernel.Fill(dst[:m.n], 0)
		return
	}
	ring := m.rings[s.A]
	earlier := ring[(col-int(s.Lag))%len(ring)]
	if t >= 0 {
		m.cols[s.Dst] = earlier
		return
	}
	copy(m.cols[s.Dst][:m.n], earlier)
}
