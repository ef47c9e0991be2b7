package main

import (
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// behind is how many rounds the counting of a histogram stays behind the finding of bins. By then the numbers of the
// bins have reached memory, so that the processor sees at once which counters are meant, and works at both.
const behind = 4

// A histogram is a loop that summarises values and counts them by bins. The bins of the last rounds are in a ring.
type histogram struct {
	*summary
	counts, values column
	ring           Mem
	width          int // bytes of a bin's number there
}

func (g *generator) newHistogram(width int) *histogram {
	h := &histogram{summary: g.newSummary(), counts: g.column("counts"), values: g.column("values"), width: width}
	h.ring = g.AllocLocal(behind * g.roundValues() * width)
	return h
}

// run finds the bins of all rounds, by a function that stores those of one vector, and counts them, the last ones in
// whatever order they have in the ring.
func (h *histogram) run(bins func(x vector, to Mem)) {
	n, index, first := h.Load(h.Param("values").Len(), h.GP64()), h.GP64(), h.GP64()
	h.MOVQ(U32(uint32(behind*h.roundValues())), first)
	h.CMPQ(first, n)
	h.CMOVQGT(n, first)
	h.XORQ(index, index)
	h.rounds(index, first, func() { h.find(index, bins) })
	h.rounds(index, n, func() {
		h.count(index)
		h.find(index, bins)
	})
	h.XORQ(index, index)
	h.rounds(index, first, func() { h.count(index) })
	h.end()
}

// slot addresses the place of a round in the ring.
func (h *histogram) slot(index reg.Register) Mem {
	slot := h.GP64()
	h.MOVQ(index, slot)
	h.ANDQ(U8(uint8(behind*h.roundValues()-1)), slot)
	return h.ring.Idx(slot, uint8(h.width))
}

// find summarises a round and stores its bins.
func (h *histogram) find(index reg.Register, bins func(x vector, to Mem)) {
	slot, p := h.slot(index), h.whole(index)
	for u := range p.count {
		x := p.load(h.values, u)
		copied := h.vector()
		h.move(x, copied)
		h.take(u, copied)
		bins(x, slot.Offset(u*h.width*h.lanes()))
	}
}

// count adds one for each value of a round.
func (h *histogram) count(index reg.Register) {
	slot := h.slot(index)
	for i := range h.roundValues() {
		bin := h.GP64()
		h.MOVL(slot.Offset(i*h.width), bin.As32())
		h.INCW(Mem{Base: h.counts, Index: bin, Scale: 2})
	}
}

// even clips to the first and the last bin before it cuts to whole numbers; what is not a number is in the first.
func (g *generator) even() {
	g.function("even", "func(counts []uint16, values []float64, low, perUnit float64, m *float64)",
		"summarises whole rounds of values and counts them by bins of one width.")
	h, zero, last := g.newHistogram(4), g.vector(), g.vector()
	low, perUnit := g.kept(g.broadcast("low")), g.kept(g.broadcast("perUnit"))
	g.clear(zero)
	n := g.Load(g.Param("counts").Len(), g.GP64())
	g.DECQ(n)
	g.VCVTSI2SDQ(n, zero.AsX(), last.AsX())
	g.VBROADCASTSD(last.AsX(), last)
	h.run(func(x vector, to Mem) {
		g.VSUBPD(low, x, x)
		g.VMULPD(perUnit, x, x)
		g.VMAXPD(zero, x, x)
		g.VMINPD(last, x, x)
		if g.wide {
			g.VCVTTPD2DQ(x, x.AsY())
			g.VMOVDQU(x.AsY(), to)
			return
		}
		g.VCVTTPD2DQY(x, x.AsX())
		g.VMOVDQU(x.AsX(), to)
	})
}

// stretched cuts the distance from the centre by its leading bits, which fit half a lane, and mirrors what lies below.
func (g *generator) stretched() {
	g.function("stretched", "func(counts []uint16, values []float64, centre, offset float64, cut uint64, m *float64)",
		"summarises whole rounds of values and counts them by bins that widen with their distance from a centre.")
	h := g.newHistogram(8)
	centre, offset := g.kept(g.broadcast("centre")), g.kept(g.broadcast("offset"))
	side := g.Load(g.Param("counts").Len(), g.GP64())
	g.SHRQ(U8(1), side)
	middle := g.everyLane(side)
	g.DECQ(side)
	last, magnitude, zero, cut := g.everyLane(side), g.pattern(^g.bit("signBit")), g.number(0), g.XMM()
	g.VMOVQ(g.parameter("cut"), cut)
	h.run(func(x vector, to Mem) {
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
		g.VMOVUPD(k, to)
	})
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
