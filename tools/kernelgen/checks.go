package main

import "math"

// checks report whether a figure is not allowed, by the integers that float64 are: vectors that would show it are
// gathered over the whole column and looked at once. Lanes beyond the column load as zero, which shows nothing.
func (g *generator) checks() {
	g.beyond()
	g.check("anyNotFinite", "is infinite or not a number", func(x vector) {
		g.VSUBPD(x, x, x) // zero, or not a number
	})
	g.check("anyNotZero", "is not exactly zero", func(x vector) {
		g.VPADDQ(x, x, x) // without the sign
	})
}

// check describes a loop that looks for bits other than zero in what show leaves of a figure.
func (g *generator) check(name, doc string, show func(x vector)) {
	g.function(name, "func(a []float64) bool", "reports whether some figure "+doc+".")
	a := g.column("a")
	found := g.cleared(unroll)
	g.loop("a", unroll, func(p place) {
		for u := range p.count {
			x := p.load(a, u)
			show(x)
			g.or(x, found[u], found[u])
		}
	})
	g.answer(g.union(found))
}

// beyond compares magnitudes as integers, among which infinity and what is not a number are the greatest.
func (g *generator) beyond() {
	g.function("anyBeyond", "func(a []float64) bool", "reports whether some figure leaves ±Limit or is not a number.")
	a := g.column("a")
	found := g.cleared(unroll)
	magnitude := g.pattern(^g.bit("signBit"))
	limit := g.register(math.Float64bits(g.float("Limit")))
	g.loop("a", unroll, func(p place) {
		for u := range p.count {
			x := p.load(a, u)
			g.and(magnitude, x, x)
			if g.wide {
				g.VPMAXUQ(x, found[u], found[u])
				continue
			}
			g.VPCMPGTQ(limit, x, x)
			g.VPOR(x, found[u], found[u])
		}
	})
	if g.wide {
		for _, most := range found[1:] {
			g.VPMAXUQ(most, found[0], found[0])
		}
		g.VPSUBQ(found[0], limit, found[0]) // negative where greater
		g.and(g.pattern(g.bit("signBit")), found[0], found[0])
		found = found[:1]
	}
	g.answer(g.union(found))
}

func (g *generator) cleared(n int) []vector {
	v := g.vectors(n)
	for _, x := range v {
		g.clear(x)
	}
	return v
}

// union gathers vectors in the first of them.
func (g *generator) union(v []vector) vector {
	for _, x := range v[1:] {
		g.or(x, v[0], v[0])
	}
	return v[0]
}

// answer returns whether a vector has a bit.
func (g *generator) answer(found vector) {
	result := g.GP8()
	if g.wide {
		mask := g.K()
		g.VPTESTMQ(found, found, mask)
		g.KORTESTB(mask, mask)
	} else {
		g.VPTEST(found, found)
	}
	g.SETNE(result)
	g.Store(result, g.ReturnIndex(0))
	g.finish()
}
