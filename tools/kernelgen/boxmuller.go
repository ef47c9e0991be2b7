package main

import (
	"math"

	. "github.com/mmcloughlin/avo/operand"
)

// boxMuller describes radii and rotate in one loop.
func (g *generator) boxMuller() {
	g.function("boxMuller", "func(first, second []float64)", "turns two columns of words into two of normals.")
	first, second := g.column("first"), g.column("second")
	t := g.logarithm()
	g.loop("first", pick(g.wide, 4, 2), func(p place) {
		radius := g.radii(t, p.loadAll(first))
		x, y := g.angles(p.loadAll(second))
		sin := g.horner(g.polynomial("sin", 0), y)
		for u := range sin {
			g.VMULPD(sin[u], x[u], sin[u])
			g.VMULPD(sin[u], radius[u], sin[u])
			p.store(sin[u], first, u)
		}
		cos := g.horner(append([]float64{1}, g.polynomial("cos", 1)...), y)
		sign := g.pattern(g.bit("signBit"))
		for u := range cos {
			word := p.load(second, u)
			g.VPSLLQ(U8(32), word, word)
			g.VMULPD(cos[u], radius[u], cos[u])
			g.flip(word, sign, cos[u])
			p.store(cos[u], second, u)
		}
	})
	g.finish()
}

// A logTable gives 1/m̂ and −ln(1/m̂) of sixteen intervals: in AVX-512 two permutations of two registers, in AVX2
// gathers.
type logTable struct {
	memory    [2]Mem
	registers [2][2]vector
}

func (g *generator) logarithm() logTable {
	t := logTable{memory: [2]Mem{
		g.data.table("reciprocals", bitsOf(g.arrays["reciprocals"])),
		g.data.table("logarithms", bitsOf(g.arrays["logarithms"])),
	}}
	for i := range t.memory {
		if g.wide {
			t.registers[i] = [2]vector{g.ZMM(), g.ZMM()}
			g.VMOVUPD(t.memory[i], t.registers[i][0])
			g.VMOVUPD(t.memory[i].Offset(64), t.registers[i][1])
			continue
		}
		base := g.GP64()
		g.LEAQ(t.memory[i], base)
		t.memory[i] = Mem{Base: base}
	}
	return t
}

// entry returns entry j of table i.
func (g *generator) entry(t logTable, i int, j vector) vector {
	x := g.vector()
	if g.wide {
		g.move(j, x)
		g.VPERMI2PD(t.registers[i][1], t.registers[i][0], x)
		return x
	}
	every := g.YMM()
	g.VPCMPEQQ(every, every, every)
	g.VGATHERQPD(every, Mem{Base: t.memory[i].Base, Index: j, Scale: 8}, x)
	return x
}

// radii turns words into radii.
func (g *generator) radii(t logTable, half []vector) []vector {
	magic, bits := g.number(g.float("twoTo52")-0.5), g.pattern(g.bit("twoTo52Bits"))
	for _, w := range half {
		g.or(bits, w, w)
		g.VSUBPD(magic, w, w)
	}
	k, logarithm := g.vectors(len(half)), make([]vector, len(half))
	bias := g.number(g.float("twoTo52") + g.float("exponentBias") + 32)
	mantissa, one := g.pattern(g.bit("mantissaBits")), g.pattern(g.bit("oneBits"))
	minusOne := g.number(-1)
	for u, w := range half {
		g.VPSRLQ(U8(52), w, k[u])
		g.or(bits, k[u], k[u])
		g.VSUBPD(bias, k[u], k[u])
		j := g.interval(w)
		g.keepOr(mantissa, one, w)
		reciprocal := g.entry(t, 0, j)
		logarithm[u] = g.entry(t, 1, j)
		g.VFMADD213PD(minusOne, reciprocal, w)
	}
	l := g.horner(append([]float64{1}, g.polynomial("log", 1)...), half)
	ln2, minusTwo := g.number(g.float("ln2")), g.number(-2)
	for u, r := range half {
		g.VFMADD213PD(logarithm[u], r, l[u])
		g.VFMADD231PD(ln2, k[u], l[u])
		g.VMULPD(minusTwo, l[u], l[u])
		g.VSQRTPD(l[u], l[u])
	}
	return l
}

// interval returns the upper four bits of the mantissa; the permutation ignores what is above them, a gather would not.
func (g *generator) interval(w vector) vector {
	j := g.vector()
	if g.wide {
		g.VPSRLQ(U8(48), w, j)
		return j
	}
	g.VPSLLQ(U8(12), w, j)
	g.VPSRLQ(U8(60), j, j)
	return j
}

// angles returns x in (−½, ½) and its square, from words.
func (g *generator) angles(x []vector) (_, y []vector) {
	y = g.vectors(len(x))
	low, bits := g.pattern(math.MaxInt32), g.pattern(g.bit("twoTo52Bits"))
	middle := g.number(g.float("twoTo52") + 0x1p30)
	unit, half := g.register(math.Float64bits(0x1p-31)), g.number(0x1p-32)
	for u := range x {
		g.keepOr(low, bits, x[u])
		g.VSUBPD(middle, x[u], x[u])
		g.VFMADD213PD(half, unit, x[u])
		g.VMULPD(x[u], x[u], y[u])
	}
	return x, y
}
