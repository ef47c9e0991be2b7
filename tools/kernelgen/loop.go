package main

import (
	"fmt"

	"github.com/mmcloughlin/avo/attr"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// A column is a slice parameter: where it starts.
type column = reg.Register

// function begins an assembly function; doc completes a sentence that begins with its name.
func (g *generator) function(name, signature, doc string) {
	g.Function(name + g.suffix())
	g.Attributes(attr.NOSPLIT)
	g.SignatureExpr(signature)
	g.Pragma("noescape")
	g.Doc(name + g.suffix() + " " + doc)
}

func (g *generator) column(name string) column { return g.Load(g.Param(name).Base(), g.GP64()) }

// A place is a run of neighbouring vectors in columns: count whole ones, or one of which a mask tells the lanes that
// exist.
type place struct {
	*generator
	index reg.Register // of the first float64
	count int
	mask  reg.Register // nil for whole vectors
}

// at addresses the u-th vector of the place in a column.
func (p place) at(c column, u int) Mem {
	return Mem{Base: c, Index: p.index, Scale: 8, Disp: u * p.bytes()}
}

func (p place) load(c column, u int) vector {
	v := p.vector()
	switch {
	case p.mask == nil:
		p.VMOVUPD(p.at(c, u), v)
	case p.wide:
		p.VMOVUPD_Z(p.at(c, u), p.mask, v)
	default:
		p.VMASKMOVPD(p.at(c, u), p.mask, v)
	}
	return v
}

// operand is the vector in memory where it may be read whole, otherwise loaded.
func (p place) operand(c column, u int) Op {
	if p.mask == nil {
		return p.at(c, u)
	}
	return p.load(c, u)
}

func (p place) store(v vector, c column, u int) {
	switch {
	case p.mask == nil:
		p.VMOVUPD(v, p.at(c, u))
	case p.wide:
		p.VMOVUPD(v, p.mask, p.at(c, u))
	default:
		p.VMASKMOVPD(v, p.mask, p.at(c, u))
	}
}

// loadAll loads every vector of the place.
func (p place) loadAll(c column) []vector {
	v := make([]vector, p.count)
	for u := range v {
		v[u] = p.load(c, u)
	}
	return v
}

func (p place) storeAll(v []vector, c column) {
	for u := range v {
		p.store(v[u], c, u)
	}
}

// label returns a name that is new in the file.
func (g *generator) label(what string) string {
	g.labels++
	return fmt.Sprintf("%s%d", what, g.labels)
}

// loop runs the body over a slice parameter's length: several vectors at a time as long as there are so many, then one
// at a time under a mask. It leaves the index of the first float64 not done, for those who jump out.
func (g *generator) loop(slice string, unroll int, body func(place)) reg.Register {
	n := g.Load(g.Param(slice).Len(), g.GP64())
	index, left := g.GP64(), g.GP64()
	several, few, one, done := g.label("several"), g.label("few"), g.label("one"), g.label("done")
	stride := unroll * g.lanes()

	g.XORQ(index, index)
	g.MOVQ(n, left)
	g.SUBQ(U32(uint32(stride)), left) // the last index at which several fit
	g.JLT(LabelRef(few))
	g.Label(several)
	body(place{generator: g, index: index, count: unroll})
	g.ADDQ(U32(uint32(stride)), index)
	g.CMPQ(index, left)
	g.JLE(LabelRef(several))

	g.Label(few)
	g.CMPQ(index, n)
	g.JGE(LabelRef(done))
	g.Label(one)
	g.MOVQ(n, left)
	g.SUBQ(index, left)
	body(place{generator: g, index: index, count: 1, mask: g.first(left)})
	g.ADDQ(U32(uint32(g.lanes())), index)
	g.CMPQ(index, n)
	g.JLT(LabelRef(one))
	g.Label(done)
	return index
}

// first is a mask of as many lanes as are left, at most all.
func (g *generator) first(left reg.GPVirtual) reg.Register {
	numbers := g.lane()
	v := g.vector()
	if g.wide {
		mask := g.K()
		g.VPBROADCASTQ(left, v)
		g.VPCMPGTQ(numbers, v, mask)
		return mask
	}
	g.VMOVQ(left, v.AsX())
	g.VPBROADCASTQ(v.AsX(), v)
	g.VPCMPGTQ(numbers, v, v)
	return v
}

// lane holds the numbers of the lanes.
func (g *generator) lane() Mem {
	return g.data.table("lanes", []uint64{0, 1, 2, 3, 4, 5, 6, 7})
}

// finish returns to the caller, whose SSE instructions would be slow beside dirty upper halves.
func (g *generator) finish() {
	g.VZEROUPPER()
	g.RET()
}
