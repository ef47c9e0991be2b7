package main

import (
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// A histogram is a loop that summarises values and finds their bins, of which there are at most 2¹⁶.
type histogram struct {
	*summary
	bins, values column
}

func (g *generator) newHistogram() *histogram {
	return &histogram{summary: g.newSummary(), bins: g.column("bins"), values: g.column("values")}
}

// run finds the bins of all rounds, by a function that narrows those of one vector to 32 bits, or to 16 where vectors
// are wide.
func (h *histogram) run(find func(x vector) reg.VecVirtual) {
	n, index := h.Load(h.Param("values").Len(), h.GP64()), h.GP64()
	h.XORQ(index, index)
	h.rounds(index, n, func() {
		p := h.whole(index)
		var found []reg.VecVirtual
		for u := range p.count {
			x := p.load(h.values, u)
			h.see(x)
			copied := h.vector()
			h.move(x, copied)
			h.take(u, copied)
			found = append(found, find(x))
		}
		all := found[0]
		if !h.wide {
			h.VPACKUSDW(found[1].AsX(), all.AsX(), all.AsX())
		}
		h.VMOVDQU(all.AsX(), Mem{Base: h.bins, Index: index, Scale: 2})
	})
	h.end()
}

// evenBins clips to the first and the last bin before it cuts to whole numbers; what is not a number is in the first.
func (g *generator) evenBins() {
	g.function("evenBins", "func(bins []uint16, values []float64, by, plus, low, perUnit, last float64, m *float64)",
		"summarises whole rounds of values and finds their bins of one width.")
	h, zero := g.newHistogram(), g.vector()
	low, perUnit, last := g.kept(g.broadcast("low")), g.kept(g.broadcast("perUnit")), g.broadcast("last")
	g.clear(zero)
	h.run(func(x vector) reg.VecVirtual {
		g.VSUBPD(low, x, x)
		g.VMULPD(perUnit, x, x)
		g.VMAXPD(zero, x, x)
		g.VMINPD(last, x, x)
		if g.wide {
			g.VCVTTPD2DQ(x, x.AsY())
			g.VPMOVDW(x.AsY(), x.AsX())
		} else {
			g.VCVTTPD2DQY(x, x.AsX())
		}
		return x
	})
}

// stretchedBins cuts the distance from the centre by its leading bits, which fit half a lane, and mirrors what lies
// below.
func (g *generator) stretchedBins() {
	g.function("stretchedBins",
		"func(bins []uint16, values []float64, by, plus, centre, offset float64, cut, side uint64, m *float64)",
		"summarises whole rounds of values and finds their bins, which widen with their distance from a centre.")
	h := g.newHistogram()
	centre, offset := g.kept(g.broadcast("centre")), g.kept(g.broadcast("offset"))
	side := g.Load(g.Param("side"), g.GP64())
	middle := g.everyLane(side)
	g.DECQ(side)
	last, magnitude, zero, cut := g.everyLane(side), g.pattern(^g.bit("signBit")), g.number(0), g.XMM()
	g.VMOVQ(g.parameter("cut"), cut)
	h.run(func(x vector) reg.VecVirtual {
		k := g.vector()
		g.VSUBPD(centre, x, x)
		g.VADDPD(zero, x, x)
		g.and(magnitude, x, k)
		g.VADDPD(offset, k, k)
		g.VPSUBQ(offset, k, k)
		g.VPSRLQ(cut, k, k)
		g.VPMINUD(last, k, k)
		g.mirror(x, k)
		g.VPADDQ(middle, k, k)
		g.halve(k)
		return k
	})
}

// halve narrows the numbers in lanes, to 32 bits or, where vectors are wide, to 16.
func (g *generator) halve(k vector) {
	if g.wide {
		g.VPMOVQW(k, k.AsX())
		return
	}
	upper := g.XMM()
	g.VEXTRACTI128(U8(1), k, upper)
	g.VSHUFPS(U8(0b10_00_10_00), upper, k.AsX(), k.AsX()) // every other half lane
}

// everyLane keeps an integer in every lane.
func (g *generator) everyLane(n reg.Register) Op {
	v := g.vector()
	g.VMOVQ(n, v.AsX())
	g.VPBROADCASTQ(v.AsX(), v)
	return g.kept(v)
}

// mirror complements k where the sign of x is set. It spoils x.
func (g *generator) mirror(x, k vector) {
	if g.wide {
		g.VPSRAQ(U8(63), x, x)
		g.VPXORQ(x, k, k)
		return
	}
	g.VPSRAD(U8(31), x, x)
	g.VPSHUFD(U8(0xF5), x, x) // the upper halves of lanes to both
	g.VPXOR(x, k, k)
}
