package main

import (
	"math"

	. "github.com/mmcloughlin/avo/operand"
)

// uniform has the ends as first sources of the minimum and the maximum, which return the second where either is not a
// number: such a score stays one.
func (g *generator) uniform() {
	g.function("uniform", "func(dst, z []float64, low, high float64)",
		"is low × Φ(−z) + high × Φ(z), from low to high.")
	dst, z := g.column("dst"), g.column("z")
	low, high := g.parameter("low"), g.parameter("high")
	g.loop("dst", 2, func(p place) {
		below, above := p.tails(z)
		least, most := g.everywhere(low), g.everywhere(high)
		for u, x := range below {
			g.VMULPD(most, x, x)
			g.VMULPD(least, above[u], above[u])
			g.VADDPD(above[u], x, x)
			g.VMINPD(x, most, x)
			g.VMAXPD(x, least, x)
			p.store(x, dst, u)
		}
	})
	g.finish()
}

// triangular takes one root: that of the score's side of the mode. The ends are first sources, as in uniform.
func (g *generator) triangular() {
	g.function("triangular", "func(dst, z []float64, low, high, width, below, above float64)",
		"is the quantile function of a triangular law.")
	dst, z := g.column("dst"), g.column("z")
	low, high, width := g.parameter("low"), g.parameter("high"), g.parameter("width")
	toMode, fromMode := g.parameter("below"), g.parameter("above")
	g.loop("dst", 2, func(p place) {
		below, above := p.tails(z)
		rising, falling := g.everywhere(toMode), g.everywhere(fromMode)
		least, most, w := g.everywhere(low), g.everywhere(high), g.everywhere(width)
		for u, x := range below {
			left, y := g.vector(), above[u]
			g.VSUBPD(rising, x, left) // negative before the mode
			g.VMULPD(rising, x, x)
			g.VMULPD(falling, y, y)
			g.choose(left, x, y, x)
			g.VSQRTPD(x, x)
			g.VMULPD(w, x, x)
			g.VSUBPD(x, most, y)
			g.VADDPD(least, x, x)
			g.VMINPD(x, most, x)
			g.VMAXPD(y, least, y)
			g.choose(left, x, y, x)
			p.store(x, dst, u)
		}
	})
	g.finish()
}

// tails repeats num.Tails. Which tail is the nearer depends on the sign of the score; at zero they are equal.
func (p place) tails(z column) (below, above []vector) {
	x, magnitude := p.loadAll(z), p.pattern(math.MaxInt64)
	for _, v := range x {
		p.and(magnitude, v, v)
	}
	below, above = p.tail(x), p.vectors(p.count)
	one := p.register(math.Float64bits(1))
	for u, near := range below {
		score, far := p.load(z, u), p.vector()
		p.VSUBPD(near, one, far)
		p.choose(score, far, near, above[u])
		p.choose(score, near, far, below[u])
	}
	return below, above
}

// tail repeats num.tail operation by operation; what is beyond its range is made zero last.
func (g *generator) tail(x []vector) []vector {
	ratio := g.tailRatio(x)
	square, e := g.vectors(len(x)), g.vectors(len(x))
	minusHalf := g.number(-0.5)
	for u, v := range x {
		g.VMULPD(v, v, square[u])
		g.VMULPD(minusHalf, square[u], e[u])
	}
	e = g.exps(e)
	end, one := g.register(math.Float64bits(g.float("tailEnd"))), g.number(1)
	for u, v := range x {
		rest := g.vector()
		g.move(v, rest)
		g.VFMSUB213PD(square[u], v, rest)
		g.VMULPD(minusHalf, rest, rest)
		g.VFMADD231PD(rest, e[u], e[u])
		g.VMULPD(ratio[u], e[u], e[u])
		g.VADDPD(one, v, square[u])
		g.VDIVPD(square[u], e[u], e[u])
		g.within(end, v, e[u])
	}
	return e
}

// tailRatio repeats num.tailRatio at (x − 5)/(x + 5).
func (g *generator) tailRatio(x []vector) []vector {
	t, y := g.vectors(len(x)), g.vectors(len(x))
	minusFive, five := g.number(-5), g.number(5)
	for u, v := range x {
		g.VADDPD(five, v, y[u])
		g.VADDPD(minusFive, v, t[u])
		g.VDIVPD(y[u], t[u], t[u])
		g.VMULPD(t[u], t[u], y[u])
	}
	var powers [2][]float64
	for i, c := range g.polynomial("tail", 0) {
		powers[i%2] = append(powers[i%2], c)
	}
	even, odd := g.horner(powers[0], y), g.horner(powers[1], y)
	for u := range even {
		g.VFMADD231PD(odd[u], t[u], even[u])
	}
	return even
}

// within makes y zero where x is above the end.
func (g *generator) within(end, x, y vector) {
	if g.wide {
		inside := g.K()
		g.VCMPPD(U8(notLess), x, end, inside)
		g.VMOVAPD_Z(y, inside, y)
		return
	}
	inside := g.vector()
	g.VCMPPD(U8(notLess), x, end, inside)
	g.VPAND(inside, y, y)
}

// choose is a where the sign bit of v is set, else b.
func (g *generator) choose(v, a, b, dst vector) {
	if g.wide {
		set := g.K()
		g.VPMOVQ2M(v, set)
		g.VBLENDMPD(a, b, set, dst)
		return
	}
	g.VBLENDVPD(v, a, b, dst)
}

// everywhere loads a float64 into every lane.
func (g *generator) everywhere(m Mem) vector {
	v := g.vector()
	g.VBROADCASTSD(m, v)
	return v
}
