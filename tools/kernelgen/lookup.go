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
	every            reg.Register // a mask of all lanes
}

func (g *generator) newCubics() *cubics {
	c := &cubics{
		generator: g,
		cells:     g.Load(g.Param("cells"), g.GP64()),
		lastCell:  g.parameter("lastCell"),
		perUnit:   g.broadcast("perUnit"), zero: g.broadcast("zero"),
		low: g.broadcast("low"), width: g.broadcast("width"), high: g.broadcast("high"),
		end: g.register(math.Float64bits(g.float("TableEnd"))), magnitude: g.register(math.MaxInt64),
		every: g.register(math.MaxUint64),
	}
	if g.wide {
		c.every = g.K()
		g.KXNORB(c.every, c.every, c.every)
	}
	return c
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
	cell := c.cell(x)
	y := c.coefficient(cell, 3)
	for power := 2; power >= 0; power-- {
		c.VMULPD(x, y, y)
		c.VADDPD(c.coefficient(cell, power), y, y)
	}
	c.VMULPD(c.width, y, y)
	c.VADDPD(c.low, y, y)
	c.VMINPD(c.high, y, y)
	return y
}

// cell cuts a place to the number of its cell, at most the last, and leaves the place within it. The numbers are
// returned four times as large, for a gather that can only multiply by eight.
func (c *cubics) cell(x vector) vector {
	i, whole := c.vector(), c.vector()
	last := c.vector()
	if c.wide {
		c.VCVTTPD2DQ(x, i.AsY())
		c.VPBROADCASTD(c.lastCell, last.AsY())
		c.VPMINSD(last.AsY(), i.AsY(), i.AsY())
		c.VCVTDQ2PD(i.AsY(), whole)
		c.VPSLLD(U8(2), i.AsY(), i.AsY())
	} else {
		c.VCVTTPD2DQY(x, i.AsX())
		c.VPBROADCASTD(c.lastCell, last.AsX())
		c.VPMINSD(last.AsX(), i.AsX(), i.AsX())
		c.VCVTDQ2PD(i.AsX(), whole)
		c.VPSLLD(U8(2), i.AsX(), i.AsX())
	}
	c.VSUBPD(whole, x, x)
	return i
}

// coefficient gathers those of one power.
func (c *cubics) coefficient(cell vector, power int) vector {
	y := c.vector()
	c.clear(y)
	if c.wide {
		every := c.K()
		c.KMOVB(c.every, every)
		c.VGATHERDPD(Mem{Base: c.cells, Disp: 8 * power, Index: cell.AsY(), Scale: 8}, every, y)
		return y
	}
	every := c.vector()
	c.move(c.every.(vector), every)
	c.VGATHERDPD(every, Mem{Base: c.cells, Disp: 8 * power, Index: cell.AsX(), Scale: 8}, y)
	return y
}
