package main

import (
	"math"
	"slices"

	"github.com/mmcloughlin/avo/attr"
	"github.com/mmcloughlin/avo/ir"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// Tapes are threaded code: an instruction holds the address of its operation, and every operation ends by jumping to
// that of the next instruction. The accumulator stays in eight registers, so the paths of a strip are eight vectors; a
// store is an instruction of its own. What may be a fault is gathered in flags, to be looked at when all strips are
// done.
//
// An operation is a function to the assembler and the unwinder: it has no frame and finds the return address of the
// function that began.
const stripVectors = 8

// The registers that operations share.
var (
	tapeNext    = reg.RSI // the next instruction
	tapeCode    = reg.RAX
	tapeA       = reg.RDI // operand A of the instruction under way
	tapeB       = reg.R8
	tapeColumns = reg.RBX // the slab, at the strip under way
	tapeScalars = reg.RDX
	tapeStrips  = reg.RCX // left to do
	tapeFlags   = reg.R9  // where to put them
	tapeStart   = reg.R10
)

const nativeBytes = 16

// tapeOps names the operations in the order of the constants of package kernel.
var tapeOps = []string{"Load", "Add", "Sub", "SubFrom", "Mul", "Div", "DivInto", "Min", "MinOf", "Max", "MaxOf",
	"AddProduct", "Store", "Round", "Choose", "Sound", "Limit", "Finite", "Zero"}

const tapeScalarOps = 11 // the first so many exist with a scalar too

// tapeLimited are the operations that mostly come before a limit, and exist together with one.
var tapeLimited = []string{"Add", "Sub", "SubFrom", "Round"}

func (g *generator) tape() {
	g.tapeCodes()
	g.tapeBegin()
	g.tapeEnd()
	g.tapeStoreLoad()
	g.tapeFetch()
	for i, name := range tapeOps {
		g.tapeOperations(name, i < tapeScalarOps, "")
		if slices.Contains(tapeLimited, name) {
			g.tapeOperations(name, i < tapeScalarOps, "Limit")
		}
	}
}

// tapeOperations describes an operation with a column and, if there is that, with a scalar.
func (g *generator) tapeOperations(name string, scalar bool, then string) {
	g.tapeOperation(name, false, then)
	if scalar {
		g.tapeOperation(name, true, then)
	}
}

// tapeCodes writes the addresses of the operations: those with columns, the end, those with scalars, a store with a
// load; then those of the first two kinds that have a limit behind them, and a fetch between the two.
func (g *generator) tapeCodes() {
	n := len(tapeOps) + 1
	g.function("tapeCodes", "func(codes *[80]uint64)", "gives the addresses of a tape's operations.")
	codes, address := g.Load(g.Param("codes"), g.GP64()), g.GP64()
	put := func(i int, name string) {
		g.LEAQ(Mem{Symbol: Symbol{Name: "·tape" + name + g.suffix()}, Base: reg.StaticBase}, address)
		g.MOVQ(address, Mem{Base: codes, Disp: 8 * i})
	}
	for i, name := range tapeOps {
		put(i, name)
		if i < tapeScalarOps {
			put(n+i, name+"Scalar")
		}
		if slices.Contains(tapeLimited, name) {
			put(2*n+i, name+"Limit")
			if i < tapeScalarOps {
				put(3*n+i, name+"ScalarLimit")
			}
		}
	}
	put(n-1, "End")
	put(2*n-1, "StoreLoad")
	put(3*n-1, "Fetch")
	g.finish()
}

// tapeBegin starts with the first instruction; it is tapeEnd that returns.
func (g *generator) tapeBegin() {
	g.function("tapeRun", "func(code *uint64, columns, scalars *float64, strips uint64, flags *uint64)",
		"carries out a tape; flags becomes other than zero where a path may have a fault.")
	g.Load(g.Param("code"), tapeNext)
	g.Load(g.Param("columns"), tapeColumns)
	g.Load(g.Param("scalars"), tapeScalars)
	g.Load(g.Param("strips"), tapeStrips)
	g.Load(g.Param("flags"), tapeFlags)
	g.MOVQ(tapeNext, tapeStart)
	f := g.flags()
	for _, v := range f.all() {
		g.VXORPD(v, v, v)
	}
	g.tapeDispatch()
}

// tapeDispatch goes on with the next instruction.
func (g *generator) tapeDispatch() {
	g.MOVQ(Mem{Base: tapeNext}, tapeCode)
	g.MOVL(Mem{Base: tapeNext, Disp: 8}, tapeA.As32())
	g.ADDQ(U8(nativeBytes), tapeNext)
	g.Instruction(&ir.Instruction{Opcode: "JMP", Operands: []Op{tapeCode}, Inputs: []Op{tapeCode}, IsTerminal: true})
}

// tapeVector is one of the registers in the width under way.
func (g *generator) tapeVector(i int) reg.VecPhysical {
	if g.wide {
		return []reg.VecPhysical{reg.Z0, reg.Z1, reg.Z2, reg.Z3, reg.Z4, reg.Z5, reg.Z6, reg.Z7, reg.Z8, reg.Z9,
			reg.Z10, reg.Z11, reg.Z12, reg.Z13, reg.Z14, reg.Z15, reg.Z16, reg.Z17, reg.Z18, reg.Z19}[i]
	}
	return []reg.VecPhysical{reg.Y0, reg.Y1, reg.Y2, reg.Y3, reg.Y4, reg.Y5, reg.Y6, reg.Y7, reg.Y8, reg.Y9, reg.Y10,
		reg.Y11, reg.Y12, reg.Y13, reg.Y14, reg.Y15}[i]
}

// flags are the registers that gather faults: bits has bits for those of most operations. In AVX-512 finite ones become
// other than zero where a figure is not finite, and most is the greatest magnitude as an integer; finite ones are
// several because they are sums, which take long to depend on each other. In AVX2, which has no such comparison of 64
// bits, both are greatest magnitudes, of which they have the upper half without the sign.
type tapeFlagSet struct {
	finite, most []reg.VecPhysical
	bits, zero   reg.VecPhysical
}

func (g *generator) flags() tapeFlagSet {
	v := g.tapeVector
	if g.wide {
		return tapeFlagSet{finite: []reg.VecPhysical{v(10), v(11), v(12), v(13)}, most: []reg.VecPhysical{v(14), v(15)},
			bits: v(16), zero: v(17)}
	}
	return tapeFlagSet{finite: []reg.VecPhysical{v(12)}, most: []reg.VecPhysical{v(13)}, bits: v(14), zero: v(15)}
}

func (f tapeFlagSet) all() []reg.VecPhysical {
	return append(append([]reg.VecPhysical{f.bits, f.zero}, f.finite...), f.most...)
}

// tapeEnd goes on with the next strip, or returns.
func (g *generator) tapeEnd() {
	g.tapeFunction("End", "ends a strip.")
	done := g.label("done")
	g.ADDQ(U32(uint32(stripVectors*g.bytes())), tapeColumns)
	g.DECQ(tapeStrips)
	g.JEQ(LabelRef(done))
	g.MOVQ(tapeStart, tapeNext)
	g.tapeDispatch()

	g.Label(done)
	f := g.flags()
	if g.wide {
		for _, v := range f.finite {
			g.VPORQ(v, f.bits, f.bits)
		}
		g.VPMAXUQ(f.most[1], f.most[0], f.most[0])
		limit := g.tapeVector(8)
		g.VPBROADCASTQ(g.data.constant(g.limitBits()), limit)
		g.VPSUBQ(f.most[0], limit, f.most[0])
		g.VPSRLQ(U8(63), f.most[0], f.most[0])
		g.VPORQ(f.most[0], f.bits, f.bits)
		g.VPTESTMQ(f.bits, f.bits, reg.K1)
		g.KMOVB(reg.K1, reg.EAX)
	} else {
		g.tapeBeyond(f.finite[0], math.Float64bits(math.Inf(1)))
		g.tapeBeyond(f.most[0], g.limitBits())
		g.XORQ(reg.RAX, reg.RAX)
		g.VPTEST(f.bits, f.bits)
		g.SETNE(reg.AL)
	}
	g.MOVQ(reg.RAX, Mem{Base: tapeFlags})
	g.finish()
}

func (g *generator) tapeFunction(name, doc string) {
	g.Function("tape" + name + g.suffix())
	g.Attributes(attr.NOSPLIT | attr.NOFRAME)
	g.SignatureExpr("func()")
	g.Doc("tape" + name + g.suffix() + " " + doc)
}

// tapeStoreLoad describes what mostly ends the work on one figure and begins that on the next.
func (g *generator) tapeStoreLoad() {
	g.tapeFunction("StoreLoad", "is two operations of a tape.")
	g.MOVL(Mem{Base: tapeNext, Disp: -4}, tapeB.As32())
	for u := range stripVectors {
		g.VMOVUPD(g.tapeVector(u), g.tapeAt(tapeA, u))
	}
	for u := range stripVectors {
		g.VMOVUPD(g.tapeAt(tapeB, u), g.tapeVector(u))
	}
	g.tapeDispatch()
}

// tapeFetch describes what brings a strip of two columns nearer, before the operations that need them.
func (g *generator) tapeFetch() {
	const line = 64
	g.tapeFunction("Fetch", "is an operation of a tape.")
	g.MOVL(Mem{Base: tapeNext, Disp: -4}, tapeB.As32())
	for _, column := range []reg.GPPhysical{tapeA, tapeB} {
		for at := 0; at < stripVectors*g.bytes(); at += line {
			g.PREFETCHT0(Mem{Base: tapeColumns, Index: column, Scale: 1, Disp: at})
		}
	}
	g.tapeDispatch()
}

// tapeOperation describes one operation on the accumulator, and a limit behind it if then says so.
func (g *generator) tapeOperation(name string, scalar bool, then string) {
	full := name
	if scalar {
		full += "Scalar"
	}
	g.tapeFunction(full+then, "is an operation of a tape.")
	switch name {
	case "Load":
		g.tapeLoad(scalar)
	case "AddProduct":
		g.tapeAddProduct()
	case "Store":
		for u := range stripVectors {
			g.VMOVUPD(g.tapeVector(u), g.tapeAt(tapeA, u))
		}
	case "Round":
		g.tapeRound()
	case "Choose":
		g.tapeChoose()
	case "Limit":
		g.tapeLimit()
	case "Finite":
		g.tapeFinite(func(u int) Op { return g.tapeVector(u) })
	case "Sound":
		g.tapeFinite(func(u int) Op { return g.tapeAt(tapeA, u) })
	case "Zero":
		f := g.flags()
		for u := range stripVectors {
			t := g.tapeVector(8 + u%2)
			g.VPADDQ(g.tapeVector(u), g.tapeVector(u), t)
			g.tapeOr(t, f.bits)
		}
	default:
		g.tapeBinary(name, scalar)
	}
	if then == "Limit" {
		g.tapeLimit()
	}
	g.tapeDispatch()
}

// tapeAt addresses the u-th vector of a column at the strip under way.
func (g *generator) tapeAt(column reg.GPPhysical, u int) Mem {
	return Mem{Base: tapeColumns, Index: column, Scale: 1, Disp: u * g.bytes()}
}

func (g *generator) tapeScalar(dst reg.VecPhysical) {
	g.VBROADCASTSD(Mem{Base: tapeScalars, Index: tapeA, Scale: 1}, dst)
}

func (g *generator) tapeOr(a, dst reg.VecPhysical) {
	if g.wide {
		g.VPORQ(a, dst, dst)
		return
	}
	g.VPOR(a, dst, dst)
}

func (g *generator) tapeLoad(scalar bool) {
	if scalar {
		g.tapeScalar(g.tapeVector(0))
		for u := 1; u < stripVectors; u++ {
			g.VMOVAPD(g.tapeVector(0), g.tapeVector(u))
		}
		return
	}
	for u := range stripVectors {
		g.VMOVUPD(g.tapeAt(tapeA, u), g.tapeVector(u))
	}
}

// tapeBinary combines the accumulator with a column or a scalar. The instructions for the extremes return their second
// source, the first operand here, unless the other one is beyond it.
func (g *generator) tapeBinary(name string, scalar bool) {
	x := g.tapeVector(8)
	if scalar {
		g.tapeScalar(x)
	}
	for u := range stripVectors {
		acc := g.tapeVector(u)
		var operand Op = x // may be memory
		load := func() reg.VecPhysical {
			if scalar {
				return x
			}
			t := g.tapeVector(8 + u%2)
			g.VMOVUPD(g.tapeAt(tapeA, u), t)
			return t
		}
		if !scalar {
			operand = g.tapeAt(tapeA, u)
		}
		switch name {
		case "Add":
			g.VADDPD(operand, acc, acc)
		case "Sub":
			g.VSUBPD(operand, acc, acc)
		case "SubFrom":
			g.VSUBPD(acc, load(), acc)
		case "Mul":
			g.VMULPD(operand, acc, acc)
		case "Div":
			divisor := load()
			g.tapeNotZero(divisor)
			g.VDIVPD(divisor, acc, acc)
		case "DivInto":
			g.tapeNotZero(acc)
			g.VDIVPD(acc, load(), acc)
		case "Min":
			g.VMINPD(acc, load(), acc)
		case "MinOf":
			g.VMINPD(operand, acc, acc)
		case "Max":
			g.VMAXPD(acc, load(), acc)
		case "MaxOf":
			g.VMAXPD(operand, acc, acc)
		}
	}
}

func (g *generator) tapeAddProduct() {
	weight := g.tapeVector(8)
	g.MOVL(Mem{Base: tapeNext, Disp: -4}, tapeB.As32())
	g.VBROADCASTSD(Mem{Base: tapeScalars, Index: tapeB, Scale: 1}, weight)
	for u := range stripVectors {
		acc, t := g.tapeVector(u), g.tapeVector(pick(g.wide, []int{9, 18, 19}, []int{9, 10, 11})[u%3])
		g.VMULPD(g.tapeAt(tapeA, u), weight, t)
		g.VADDPD(t, acc, acc)
	}
}

// tapeNotZero flags a divisor of zero.
func (g *generator) tapeNotZero(divisor reg.VecPhysical) {
	f := g.flags()
	if g.wide {
		g.VCMPPD(U8(equal), f.zero, divisor, reg.K1)
		g.VPTERNLOGQ(U8(0xFF), f.bits, f.bits, reg.K1, f.bits)
		return
	}
	t := g.tapeVector(10)
	g.VCMPPD(U8(equal), f.zero, divisor, t)
	g.tapeOr(t, f.bits)
}

// tapeRound is Trunc(x + Copysign(½, x)).
func (g *generator) tapeRound() {
	const towardZero = 3 | 8 // the 8 silences the inexact flag
	sign, halves := g.data.constant(g.bit("signBit")), g.data.constant(math.Float64bits(g.float("oneHalf")))
	if g.wide {
		s, h := g.tapeVector(18), g.tapeVector(19)
		g.VPBROADCASTQ(sign, s)
		g.VPBROADCASTQ(halves, h)
		for u := range stripVectors {
			acc, t := g.tapeVector(u), g.tapeVector(8+u%2)
			g.VMOVAPD(acc, t)
			g.VPTERNLOGQ(U8(0xEA), h, s, t)
			g.VADDPD(t, acc, acc)
			g.VRNDSCALEPD(U8(towardZero), acc, acc)
		}
		return
	}
	for u := range stripVectors {
		acc, t := g.tapeVector(u), g.tapeVector(8+u%2)
		g.VPAND(sign, acc, t)
		g.VPOR(halves, t, t)
		g.VADDPD(t, acc, acc)
		g.VROUNDPD(U8(towardZero), acc, acc)
	}
}

func (g *generator) tapeChoose() {
	g.MOVL(Mem{Base: tapeNext, Disp: -4}, tapeB.As32())
	f := g.flags()
	for u := range stripVectors {
		acc, no := g.tapeVector(u), g.tapeVector(8+u%2)
		g.VMOVUPD(g.tapeAt(tapeB, u), no)
		if g.wide {
			g.VCMPPD(U8(atLeast), f.zero, acc, reg.K1)
			g.VBLENDMPD(g.tapeAt(tapeA, u), no, reg.K1, acc)
			continue
		}
		g.VCMPPD(U8(atLeast), f.zero, acc, acc)
		g.VBLENDVPD(acc, g.tapeAt(tapeA, u), no, acc)
	}
}

// tapeLimit finds the greatest magnitude. In AVX2 that of the limit itself counts as beyond it: tapes that are flagged
// are carried out again with care.
func (g *generator) tapeLimit() {
	f := g.flags()
	if !g.wide {
		g.tapeGreatest(func(u int) Op { return g.tapeVector(u) }, f.most[0])
		return
	}
	m := g.tapeVector(18)
	g.VPBROADCASTQ(g.data.constant(^g.bit("signBit")), m)
	for u := range stripVectors {
		t := g.tapeVector(8 + u%2)
		g.VPANDQ(m, g.tapeVector(u), t)
		g.VPMAXUQ(t, f.most[u%2], f.most[u%2])
	}
}

// tapeFinite looks for figures that are not finite.
func (g *generator) tapeFinite(figures func(u int) Op) {
	f := g.flags()
	if !g.wide {
		g.tapeGreatest(figures, f.finite[0])
		return
	}
	zero := f.zero
	for u := range stripVectors {
		x, sum := figures(u), f.finite[u%len(f.finite)]
		if v, ok := x.(reg.VecPhysical); ok {
			g.VFMADD231PD(zero, v, sum)
		} else {
			g.VFMADD231PD(x, zero, sum)
		}
	}
}

// tapeGreatest finds the greatest upper halves of twice the figures as integers, whose signs are gone.
func (g *generator) tapeGreatest(figures func(u int) Op, most reg.VecPhysical) {
	twice := func(u int, dst reg.VecPhysical) {
		x := figures(u)
		v, ok := x.(reg.VecPhysical)
		if !ok {
			v = dst
			g.VMOVDQU(x, v)
		}
		g.VPADDQ(v, v, dst)
	}
	a, b := g.tapeVector(8), g.tapeVector(9)
	for u := 0; u < stripVectors; u += 2 {
		twice(u, a)
		twice(u+1, b)
		g.VPMAXUD(b, a, a)
		g.VPMAXUD(a, most, most)
	}
}

// tapeBeyond flags a greatest magnitude whose upper half is that of a limit or more.
func (g *generator) tapeBeyond(most reg.VecPhysical, limit uint64) {
	f := g.flags()
	g.VPSRLQ(U8(32), most, most)
	g.VPCMPGTQ(g.data.constant(limit<<1>>32-1), most, most)
	g.VPOR(most, f.bits, f.bits)
}

// limitBits is the limit of money as an integer.
func (g *generator) limitBits() uint64 { return math.Float64bits(g.float("Limit")) }
