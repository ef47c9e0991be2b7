package main

import (
	"math"

	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// lookup goes over the scores by vectors. At the first with a score that is not within the table it does the lanes
// before that score, and ends.
func (g *generator) lookup() {
	g.function("lookup",
		"func(dst, z []float64, cells *float64, lastCell uint64, perUnit, zero, low, width, high float64) (done int)",
		"is low + width × the table at z, at most high, up to the first score that is not within the table.")
	dst, z, c := g.column("dst"), g.column("z"), g.newCubics()
	stop, stopped, outside := g.label("stop"), g.label("stopped"), g.GP64()
	index := g.loop("dst", 1, func(p place) {
		x := p.load(z, 0)
		c.outside(x, outside)
		g.TESTQ(outside, outside)
		g.JNE(LabelRef(stop))
		p.store(c.at(x), dst, 0)
	})
	done := g.Load(g.Param("dst").Len(), g.GP64())
	g.JMP(LabelRef(stopped))

	g.Label(stop)
	g.BSFQ(outside, outside)
	g.MOVQ(outside, done)
	p := place{generator: g, index: index, count: 1, mask: g.first(outside)}
	p.store(c.at(p.load(z, 0)), dst, 0)
	g.ADDQ(index, done)

	g.Label(stopped)
	g.Store(done, g.Return("done"))
	g.finish()
}

// cubics are a num.Table, and where its values go.
type cubics struct {
	*generator
	cells            reg.Register
	lastCell         Mem
	perUnit, zero    vector
	low, width, high vector
	end, magnitude   vector
	offsets          Mem // of the cells of a vector, in bytes, as 32-bit numbers
}

func (g *generator) newCubics() *cubics {
	return &cubics{
		generator: g,
		cells:     g.Load(g.Param("cells"), g.GP64()),
		lastCell:  g.parameter("lastCell"),
		perUnit:   g.broadcast("perUnit"), zero: g.broadcast("zero"),
		low: g.broadcast("low"), width: g.broadcast("width"), high: g.broadcast("high"),
		end: g.register(math.Float64bits(g.float("TableEnd"))), magnitude: g.register(math.MaxInt64),
		offsets: g.AllocLocal(4 * g.lanes()),
	}
}

// outside has a bit for every score that is not within the table, the first lane's lowest.
func (c *cubics) outside(x vector, bits reg.Register) {
	size := c.vector()
	c.and(c.magnitude, x, size)
	if c.wide {
		mask := c.K()
		c.VCMPPD(U8(notLess), c.end, size, mask)
		c.KMOVB(mask, bits.(reg.GPVirtual).As32())
		return
	}
	c.VCMPPD(U8(notLess), c.end, size, size)
	c.VMOVMSKPD(size, bits.(reg.GPVirtual).As32())
}

// at repeats num.Table.At within the table. It spoils x.
func (c *cubics) at(x vector) vector {
	c.VMULPD(c.perUnit, x, x)
	c.VADDPD(c.zero, x, x)
	c.cut(x)
	coefficients := c.coefficients()
	y := coefficients[3]
	for power := 2; power >= 0; power-- {
		c.VMULPD(x, y, y)
		c.VADDPD(coefficients[power], y, y)
	}
	c.VMULPD(c.width, y, y)
	c.VADDPD(c.low, y, y)
	c.VMINPD(c.high, y, y)
	return y
}

// cut leaves of a place what is within its cell, which is the last at most, and the offset of the cell in memory.
func (c *cubics) cut(x vector) {
	cell, last, whole := c.vector(), c.vector(), c.vector()
	if c.wide {
		c.VCVTTPD2DQ(x, cell.AsY())
		c.VPBROADCASTD(c.lastCell, last.AsY())
		c.VPMINSD(last.AsY(), cell.AsY(), cell.AsY())
		c.VCVTDQ2PD(cell.AsY(), whole)
		c.VPSLLD(U8(5), cell.AsY(), cell.AsY())
		c.VMOVDQU(cell.AsY(), c.offsets)
	} else {
		c.VCVTTPD2DQY(x, cell.AsX())
		c.VPBROADCASTD(c.lastCell, last.AsX())
		c.VPMINSD(last.AsX(), cell.AsX(), cell.AsX())
		c.VCVTDQ2PD(cell.AsX(), whole)
		c.VPSLLD(U8(5), cell.AsX(), cell.AsX())
		c.VMOVDQU(cell.AsX(), c.offsets)
	}
	c.VSUBPD(whole, x, x)
}

// coefficients fetches the cells that cut has found, each in two halves of two coefficients, and brings together those
// of one power, which was found to be faster than four gathers.
func (c *cubics) coefficients() [4]vector {
	var even, odd [2]vector // by half
	for half := range even {
		even[half], odd[half] = c.vector(), c.vector()
	}
	for lane := range c.lanes() {
		cell := c.GP64()
		c.MOVL(c.offsets.Offset(4*lane), cell.As32())
		for half := range even {
			to := pick(lane%2 == 0, even, odd)[half]
			c.insert(Mem{Base: c.cells, Index: cell, Scale: 1, Disp: 16 * half}, lane/2, to)
		}
	}
	var y [4]vector
	for half := range even {
		y[2*half], y[2*half+1] = c.vector(), c.vector()
		c.VUNPCKLPD(odd[half], even[half], y[2*half])
		c.VUNPCKHPD(odd[half], even[half], y[2*half+1])
	}
	return y
}

// insert loads two float64 into a quarter of a vector, or half of it in AVX2; the first fills it.
func (c *cubics) insert(m Mem, part int, to vector) {
	switch {
	case part == 0 && c.wide:
		c.VBROADCASTF64X2(m, to)
	case part == 0:
		c.VBROADCASTF128(m, to)
	case c.wide:
		c.VINSERTF64X2(U8(uint8(part)), m, to, to)
	default:
		c.VINSERTF128(U8(uint8(part)), m, to, to)
	}
}
