package main

import (
	"math"

	. "github.com/mmcloughlin/avo/operand"
)

func (g *generator) exp() {
	g.function("exp", "func(dst, a []float64)", "is eᵃ.")
	dst, a := g.column("dst"), g.column("a")
	g.loop("dst", pick(g.wide, 4, 2), func(p place) {
		p.storeAll(g.exps(p.loadAll(a)), dst)
	})
	g.finish()
}

func (g *generator) lognormal() {
	g.function("lognormal", "func(dst, z []float64, median, sigma float64)", "is median × e^(sigma × z).")
	dst, z := g.column("dst"), g.column("z")
	median, sigma := g.broadcast("median"), g.broadcast("sigma")
	g.loop("dst", pick(g.wide, 4, 2), func(p place) {
		x := g.vectors(p.count)
		for u := range x {
			g.VMULPD(p.operand(z, u), sigma, x[u])
		}
		y := g.exps(x)
		for u := range y {
			g.VMULPD(median, y[u], y[u])
		}
		p.storeAll(y, dst)
	})
	g.finish()
}

// exps repeats num.Exp operation by operation; what is out of its range gets its value last.
func (g *generator) exps(x []vector) []vector {
	r, shifted := g.vectors(len(x)), g.vectors(len(x))
	perLn2, shift := g.register(math.Float64bits(g.float("log2E"))), g.number(g.float("roundShift"))
	ln2, tail := g.number(-g.float("ln2")), g.number(-g.float("ln2Tail"))
	for u := range x {
		n := g.vector()
		g.move(x[u], shifted[u])
		g.VFMADD213PD(shift, perLn2, shifted[u])
		g.VSUBPD(shift, shifted[u], n)
		g.move(x[u], r[u])
		g.VFMADD231PD(ln2, n, r[u])
		g.VFMADD231PD(tail, n, r[u])
	}
	y := g.horner(g.polynomial("exp", 0), r)
	for u := range y {
		g.VPSLLQ(U8(52), shifted[u], shifted[u])
		g.expRange(x[u], shifted[u], y[u])
	}
	return y
}

// expRange is y + power, but 0 where x is below the range and x + ∞, which is ∞ or not a number, where x is not below
// or at its top.
func (g *generator) expRange(x, power, y vector) {
	bottom, top := g.number(g.float("expMin")), g.number(g.float("expMax"))
	infinity := g.number(math.Inf(1))
	if g.wide {
		inside, above := g.K(), g.K()
		g.VCMPPD(U8(notLess), bottom, x, inside)
		g.VCMPPD(U8(notLessEqual), top, x, above)
		g.VPADDQ_Z(power, y, inside, y)
		g.VADDPD(infinity, x, above, y)
		return
	}
	inside, above := g.vector(), g.vector()
	g.VPADDQ(power, y, y)
	g.VCMPPD(U8(notLess), bottom, x, inside)
	g.VPAND(inside, y, y)
	g.VCMPPD(U8(notLessEqual), top, x, above)
	g.VADDPD(infinity, x, x)
	g.VBLENDVPD(above, x, y, y)
}
