package main

import (
	"math"

	"github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// A generator describes loops for one width of vector.
type generator struct {
	*build.Context
	*data
	*numbers
	wide   bool // AVX-512, otherwise AVX2
	labels int
}

type vector = reg.VecVirtual

func (g *generator) suffix() string { return pick(g.wide, "AVX512", "AVX2") }
func (g *generator) lanes() int     { return pick(g.wide, 8, ymmLanes) }
func (g *generator) bytes() int     { return 8 * g.lanes() }

func pick[T any](first bool, a, b T) T {
	if first {
		return a
	}
	return b
}

func (g *generator) vector() vector {
	if g.wide {
		return g.ZMM()
	}
	return g.YMM()
}

func (g *generator) vectors(n int) []vector {
	v := make([]vector, n)
	for i := range v {
		v[i] = g.vector()
	}
	return v
}

// pattern returns an operand with a pattern in every lane: in AVX-512 a register, loaded here; in AVX2, which has too
// few registers to keep constants in, the memory itself.
func (g *generator) pattern(bits uint64) Op {
	m := g.data.constant(bits)
	if !g.wide {
		return m
	}
	v := g.ZMM()
	g.VPBROADCASTQ(m, v)
	return v
}

func (g *generator) number(x float64) Op { return g.pattern(math.Float64bits(x)) }

// register is a pattern in a register in both widths.
func (g *generator) register(bits uint64) vector {
	v := g.vector()
	g.VPBROADCASTQ(g.data.constant(bits), v)
	return v
}

// broadcast loads a float64 parameter into every lane.
func (g *generator) broadcast(name string) vector {
	v := g.vector()
	p, err := g.Param(name).Resolve()
	if err != nil {
		panic(err)
	}
	g.VBROADCASTSD(p.Addr, v)
	return v
}

func (g *generator) and(a Op, b, dst vector) {
	if g.wide {
		g.VPANDQ(a, b, dst)
		return
	}
	g.VPAND(a, b, dst)
}

func (g *generator) or(a Op, b, dst vector) {
	if g.wide {
		g.VPORQ(a, b, dst)
		return
	}
	g.VPOR(a, b, dst)
}

// andNot is dst = b where a is not.
func (g *generator) andNot(a, b, dst vector) {
	if g.wide {
		g.VPANDNQ(b, a, dst)
		return
	}
	g.VPANDN(b, a, dst)
}

func (g *generator) clear(v vector) { g.VXORPD(v, v, v) }

func (g *generator) move(src, dst vector) { g.VMOVAPD(src, dst) }

// keepOr is dst = (dst & keep) | set.
func (g *generator) keepOr(keep, set Op, dst vector) {
	if g.wide {
		g.VPTERNLOGQ(U8(0xEA), set, keep.(vector), dst)
		return
	}
	g.VPAND(keep, dst, dst)
	g.VPOR(set, dst, dst)
}

// flip is dst ^= a & mask; it spoils a.
func (g *generator) flip(a vector, mask Op, dst vector) {
	if g.wide {
		g.VPTERNLOGQ(U8(0x78), mask, a, dst)
		return
	}
	g.VPAND(mask, a, a)
	g.VPXOR(a, dst, dst)
}

// horner evaluates a polynomial, lowest power first, at every x. Vectors in flight share the loads of coefficients.
func (g *generator) horner(coefficients []float64, x []vector) []vector {
	y := g.vectors(len(x))
	n := len(coefficients)
	top := g.register(math.Float64bits(coefficients[n-1]))
	for u := range y {
		g.move(top, y[u])
	}
	for i := n - 2; i >= 0; i-- {
		c := g.number(coefficients[i])
		for u := range y {
			g.VFMADD213PD(c, x[u], y[u])
		}
	}
	return y
}
