package main

import (
	. "github.com/mmcloughlin/avo/operand"
)

// unroll is how many vectors the loops that wait for memory take at a time.
const unroll = 4

func (g *generator) arithmetic() {
	g.fill()
	g.binary("add", "a + b", func(_ place, b Op, a vector) { g.VADDPD(b, a, a) })
	g.binary("sub", "a − b", func(_ place, b Op, a vector) { g.VSUBPD(b, a, a) })
	g.binary("mul", "a × b", func(_ place, b Op, a vector) { g.VMULPD(b, a, a) })
	g.mulRound()
	g.extreme("least", "b where b < a, else a", func(a, b vector) { g.VMINPD(a, b, a) })
	g.extreme("greatest", "b where b > a, else a", func(a, b vector) { g.VMAXPD(a, b, a) })
	g.round()
	g.choose()
	g.divide()
}

func (g *generator) fill() {
	g.function("fill", "func(dst []float64, x float64)", "sets every cell to x.")
	dst, x := g.column("dst"), g.broadcast("x")
	g.loop("dst", unroll, func(p place) {
		for u := range p.count {
			p.store(x, dst, u)
		}
	})
	g.finish()
}

// binary describes a loop whose operation takes b from memory and leaves its result in a.
func (g *generator) binary(name, doc string, operation func(p place, b Op, a vector)) {
	g.function(name, "func(dst, a, b []float64)", "is "+doc+".")
	dst, a, b := g.column("dst"), g.column("a"), g.column("b")
	g.loop("dst", unroll, func(p place) {
		for u := range p.count {
			x := p.load(a, u)
			operation(p, p.operand(b, u), x)
			p.store(x, dst, u)
		}
	})
	g.finish()
}

// extreme describes min or max. The instructions return their second source when neither is the smaller or either is
// not a number (Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2, MINPD); that is a here, as in the
// Go loop.
func (g *generator) extreme(name, doc string, operation func(a, b vector)) {
	g.function(name, "func(dst, a, b []float64)", "is "+doc+".")
	dst, a, b := g.column("dst"), g.column("a"), g.column("b")
	g.loop("dst", unroll, func(p place) {
		for u := range p.count {
			x, y := p.load(a, u), p.load(b, u)
			operation(x, y)
			p.store(x, dst, u)
		}
	})
	g.finish()
}

// rounding returns what rounds a vector in place: Trunc(x + Copysign(½, x)).
func (g *generator) rounding() func(x vector) {
	sign, half := g.pattern(g.bit("signBit")), g.number(g.float("oneHalf"))
	return func(x vector) {
		t := g.vector()
		g.move(x, t)
		g.keepOr(sign, half, t)
		g.VADDPD(t, x, x)
		g.truncate(x, x)
	}
}

func (g *generator) round() {
	g.function("roundAll", "func(dst, a []float64)", "is a to the nearest whole number, half away from zero.")
	dst, a := g.column("dst"), g.column("a")
	round := g.rounding()
	g.loop("dst", unroll, func(p place) {
		for u := range p.count {
			x := p.load(a, u)
			round(x)
			p.store(x, dst, u)
		}
	})
	g.finish()
}

func (g *generator) mulRound() {
	g.function("mulRound", "func(dst, a, b []float64)", "is a × b rounded.")
	dst, a, b := g.column("dst"), g.column("a"), g.column("b")
	round := g.rounding()
	g.loop("dst", unroll, func(p place) {
		for u := range p.count {
			x := p.load(a, u)
			g.VMULPD(p.operand(b, u), x, x)
			round(x)
			p.store(x, dst, u)
		}
	})
	g.finish()
}

// The predicates of VCMPPD that are used (Software Developer's Manual, volume 2, CMPPD); those that end in a quiet
// comparison with a value that is not a number are false, but for the two that begin with "not".
const (
	equal        = 0x00
	notLess      = 0x15
	notLessEqual = 0x16
	atLeast      = 0x1D
)

func (g *generator) choose() {
	g.function("choose", "func(dst, a, b, c []float64)", "is b where a ≥ 0, else c.")
	dst, a, b, c := g.column("dst"), g.column("a"), g.column("b"), g.column("c")
	zero := g.vector()
	g.clear(zero)
	g.loop("dst", unroll, func(p place) {
		for u := range p.count {
			test, no := p.load(a, u), p.load(c, u)
			p.store(g.selected(test, zero, p.operand(b, u), no), dst, u)
		}
	})
	g.finish()
}

// selected is yes where test ≥ zero, else no. It spoils test.
func (g *generator) selected(test, zero vector, yes Op, no vector) vector {
	chosen := g.vector()
	if g.wide {
		mask := g.K()
		g.VCMPPD(U8(atLeast), zero, test, mask)
		g.VBLENDMPD(yes, no, mask, chosen)
		return chosen
	}
	g.VCMPPD(U8(atLeast), zero, test, test)
	g.VBLENDVPD(test, yes, no, chosen)
	return chosen
}

// divide leaves at the first group of vectors with a zero in b, before it writes there.
func (g *generator) divide() {
	g.function("divide", "func(dst, a, b []float64) (done int)", "is a ÷ b; it stops at a zero in b, or somewhat earlier.")
	dst, a, b := g.column("dst"), g.column("a"), g.column("b")
	zero, stop := g.vector(), g.label("stop")
	g.clear(zero)
	index := g.loop("dst", 2, func(p place) {
		divisors := p.loadAll(b)
		g.leaveAtZero(p, divisors, zero, stop)
		for u := range divisors {
			x := p.load(a, u)
			g.VDIVPD(divisors[u], x, x)
			p.store(x, dst, u)
		}
	})
	n := g.Load(g.Param("dst").Len(), g.GP64())
	g.MOVQ(n, index)
	g.Label(stop)
	g.Store(index, g.Return("done"))
	g.finish()
}

// leaveAtZero jumps where a lane that exists is zero.
func (g *generator) leaveAtZero(p place, v []vector, zero vector, to string) {
	if g.wide {
		any := g.K()
		g.KXORB(any, any, any)
		for _, x := range v {
			mask := g.K()
			g.VCMPPD(U8(equal), zero, x, mask)
			g.KORB(mask, any, any)
		}
		if p.mask != nil {
			g.KANDB(p.mask, any, any)
		}
		g.KORTESTB(any, any)
		g.JNE(LabelRef(to))
		return
	}
	any := g.vector()
	g.clear(any)
	for _, x := range v {
		t := g.vector()
		g.VCMPPD(U8(equal), zero, x, t)
		g.VPOR(t, any, any)
	}
	if p.mask != nil {
		g.VPAND(p.mask, any, any)
	}
	g.VPTEST(any, any)
	g.JNE(LabelRef(to))
}
