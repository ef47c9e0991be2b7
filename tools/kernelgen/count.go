package main

import (
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// counts describes loops that count where something is so. Every lane counts for itself, by subtracting the −1 that is
// true.
func (g *generator) counts() {
	g.equals()
	g.zeroOrMore()
	g.apart()
}

func (g *generator) equals() {
	g.function("equal", "func(a []float64, x float64) (n int)", "counts what equals x.")
	a, x := g.column("a"), g.broadcast("x")
	count := g.cleared(unroll)
	g.loop("a", unroll, func(p place) {
		for u := range p.count {
			g.VPSUBQ(p.truth(equal, x, p.load(a, u)), count[u], count[u])
		}
	})
	g.Store(g.total(count), g.Return("n"))
	g.finish()
}

func (g *generator) zeroOrMore() {
	g.function("zeroOrMore", "func(a []float64) (n int)", "counts what is zero or more.")
	a, zero := g.column("a"), g.vector()
	g.clear(zero)
	count := g.cleared(unroll)
	g.loop("a", unroll, func(p place) {
		for u := range p.count {
			g.VPSUBQ(p.truth(atLeast, zero, p.load(a, u)), count[u], count[u])
		}
	})
	g.Store(g.total(count), g.Return("n"))
	g.finish()
}

func (g *generator) apart() {
	g.function("apart", "func(a, b []float64) (onlyA, onlyB int)",
		"counts where only a, and where only b, is zero or more.")
	a, b, zero := g.column("a"), g.column("b"), g.vector()
	g.clear(zero)
	onlyA, onlyB := g.cleared(2), g.cleared(2)
	g.loop("a", 2, func(p place) {
		for u := range p.count {
			x, y := p.truth(atLeast, zero, p.load(a, u)), p.truth(atLeast, zero, p.load(b, u))
			only := g.vector()
			g.andNot(y, x, only)
			g.VPSUBQ(only, onlyA[u], onlyA[u])
			g.andNot(x, y, only)
			g.VPSUBQ(only, onlyB[u], onlyB[u])
		}
	})
	g.Store(g.total(onlyA), g.Return("onlyA"))
	g.Store(g.total(onlyB), g.Return("onlyB"))
	g.finish()
}

// truth is −1 in the lanes that exist and where a comparison of x with y holds, else 0. It spoils x.
func (p place) truth(predicate uint8, y, x vector) vector {
	if p.wide {
		mask := p.K()
		p.VCMPPD(U8(predicate), y, x, mask)
		if p.mask != nil {
			p.KANDB(p.mask, mask, mask)
		}
		p.VPMOVM2Q(mask, x)
		return x
	}
	p.VCMPPD(U8(predicate), y, x, x)
	if p.mask != nil {
		p.VPAND(p.mask, x, x)
	}
	return x
}

// total adds up all lanes of vectors of integers.
func (g *generator) total(v []vector) reg.Register {
	for _, x := range v[1:] {
		g.VPADDQ(x, v[0], v[0])
	}
	lanes, sum := g.AllocLocal(g.bytes()), g.GP64()
	g.VMOVUPD(v[0], lanes)
	g.XORQ(sum, sum)
	for i := range g.lanes() {
		g.ADDQ(lanes.Offset(8*i), sum)
	}
	return sum
}

func (g *generator) cleared(n int) []vector {
	v := g.vectors(n)
	for _, x := range v {
		g.clear(x)
	}
	return v
}
