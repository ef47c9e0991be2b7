package main

import (
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// A summary is a Moments of package kernel in registers.
type summary struct {
	*generator
	memory                     reg.Register // its address
	shift                      Op
	by, plus                   Op // what turns a value to by × value + plus
	sums, squares, lows, highs []vector
}

func (g *generator) summarise() {
	g.function("summarise", "func(values []float64, by, plus float64, m *float64)",
		"adds whole rounds of values, seen from elsewhere, to moments.")
	values, s := g.column("values"), g.newSummary()
	n, index := g.Load(g.Param("values").Len(), g.GP64()), g.GP64()
	g.XORQ(index, index)
	g.rounds(index, n, func() {
		for u, x := range g.whole(index).loadAll(values) {
			s.see(x)
			s.take(u, x)
		}
	})
	s.end()
}

// newSummary loads what the parameter m, the first number of a Moments, points to.
func (g *generator) newSummary() *summary {
	s := &summary{generator: g, memory: g.Load(g.Param("m"), g.GP64())}
	fields, shift := s.fields(), g.vector()
	g.VBROADCASTSD(s.at(len(fields), 0), shift)
	s.shift = g.kept(shift)
	s.by, s.plus = g.kept(g.broadcast("by")), g.kept(g.broadcast("plus"))
	for i, field := range fields {
		*field = g.vectors(g.roundVectors())
		for u, x := range *field {
			g.VMOVUPD(s.at(i, u), x)
		}
	}
	return s
}

// fields are those of a Moments in its order; the shift follows them.
func (s *summary) fields() []*[]vector { return []*[]vector{&s.sums, &s.squares, &s.lows, &s.highs} }

// at addresses a vector of the i-th field.
func (s *summary) at(i, u int) Mem {
	return Mem{Base: s.memory, Disp: 8*s.roundValues()*i + s.bytes()*u}
}

// see turns a value to by × value + plus.
func (s *summary) see(x vector) {
	s.VMULPD(s.by, x, x)
	s.VADDPD(s.plus, x, x)
}

// take adds the u-th vector of a round and spoils it. An extreme stays where a value is not a number: the instructions
// return their second source then.
func (s *summary) take(u int, x vector) {
	s.VMINPD(s.lows[u], x, s.lows[u])
	s.VMAXPD(s.highs[u], x, s.highs[u])
	s.VSUBPD(s.shift, x, x)
	s.VADDPD(x, s.sums[u], s.sums[u])
	s.VMULPD(x, x, x)
	s.VADDPD(x, s.squares[u], s.squares[u])
}

// end writes the summary back and returns to the caller.
func (s *summary) end() {
	for i, field := range s.fields() {
		for u, x := range *field {
			s.VMOVUPD(x, s.at(i, u))
		}
	}
	s.finish()
}

// roundValues is how many values a round has, one for each lane of a Moments.
func (g *generator) roundValues() int { return int(g.float("Lanes")) }

func (g *generator) roundVectors() int { return g.roundValues() / g.lanes() }

// whole is the vectors of the round at an index.
func (g *generator) whole(index reg.Register) place {
	return place{generator: g, index: index, count: g.roundVectors()}
}

// rounds runs the body for every round from an index to an end.
func (g *generator) rounds(index, end reg.Register, body func()) {
	round, done := g.label("round"), g.label("done")
	g.CMPQ(index, end)
	g.JGE(LabelRef(done))
	g.Label(round)
	body()
	g.ADDQ(U8(uint8(g.roundValues())), index)
	g.CMPQ(index, end)
	g.JLT(LabelRef(round))
	g.Label(done)
}

// kept keeps a vector that does not change where there is room: in AVX-512 in its register, in AVX2 on the stack.
func (g *generator) kept(v vector) Op {
	if g.wide {
		return v
	}
	m := g.AllocLocal(g.bytes())
	g.VMOVUPD(v, m)
	return m
}
