package engine

import (
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario/internal/kernel"
)

// step carries out one step on the block.
func (m *machine) step(s *step, col int) *Fault {
	if s.Op == sheet.OpLag {
		m.lag(s, col)
		return nil
	}
	if t := int(s.Dst) - m.temps; t >= 0 {
		m.cols[s.Dst] = m.own[t]
	}
	dst, a := m.cols[s.Dst][:m.n], m.cols[s.A][:m.n]
	var b []float64
	if s.Op != sheet.OpCopy && s.Op != sheet.OpRound {
		b = m.cols[s.B][:m.n]
	}
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
		if f := found(kernel.Div(dst, a, b), s.row, s.scenario, byZero); f != nil {
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
		return found(kernel.Beyond(dst), s.row, s.scenario, beyondLimit)
	case s.Unit == sheet.Number && s.isRow:
		return found(kernel.NotFinite(dst), s.row, s.scenario, notFinite)
	}
	return nil
}

// lag shows a temporary an earlier year's column, or copies it where a row itself is an earlier figure.
func (m *machine) lag(s *step, col int) {
	t := int(s.Dst) - m.temps
	if col < int(s.Lag) {
		if t >= 0 {
			m.cols[s.Dst] = m.own[t]
		}
		kernel.Fill(m.cols[s.Dst][:m.n], 0)
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
