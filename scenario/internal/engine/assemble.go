package engine

import (
	"math"

	"github.com/openenvelope/envelope/finance/sheet"
)

// A ref is a figure that a node reads: a node before it, or, from -1 downwards, a leaf.
type ref int32

// A leaf is a figure that is there before the year: the same on all paths, or a lasting column.
type leaf struct {
	scalar bool
	bits   uint64 // of the figure, so that the two zeros differ
	column int32
}

// A node is an operation of a year, on figures that are never written again.
type node struct {
	op      operation
	limit   bool // the result is money and may have left the limit
	finite  bool // the result must be finite
	zero    bool // the result must be zero
	keep    bool // the result is read after the year's work is done
	row     string
	check   string // the row that must be zero
	checker int    // the scenario of that row
	who     int    // the scenario of the row
	stores  []int32
	column  int32 // where the result is; -1 for nowhere but the accumulator
	uses    int
	last    int  // node that reads the result last
	passing bool // its column is free again after that

	mark bool  // it ends a segment, and works nothing out
	dues []due // that the segment reports
}

// An operation is what makes equal nodes equal.
type operation struct {
	op      sheet.Op
	round   bool // the result goes to whole pence
	a, b, c ref
}

// none is a ref that nothing has.
const none = ref(math.MinInt32)

// An assembler turns the steps of one column into nodes and the nodes into a tape. Lags and copies vanish, operations
// on figures that are the same on all paths are carried out here, and equal operations become one.
type assembler struct {
	*merger
	layout *layout
	col    int // the column under way

	leaves []leaf
	leafOf map[leaf]ref
	nodes  []node
	nodeOf map[operation]ref
	rows   []ref // by slot
	temps  []ref

	origins []origin // of the scalars

	readers [][]int // by slot: the values that read it
	dues    []due   // of the segment under way
	done    []bool  // by value: whether it is due, or was
}

func newAssembler(m *merger, c *Code) *assembler {
	return &assembler{merger: m, layout: &c.layout, leafOf: map[leaf]ref{}, nodeOf: map[operation]ref{},
		rows: make([]ref, len(m.names)), temps: make([]ref, m.temps),
		readers: c.readers(len(m.names)), done: make([]bool, len(c.values))}
}

// begin turns to a column.
func (a *assembler) begin(col int) {
	a.col, a.leaves, a.nodes, a.origins = col, a.leaves[:0], a.nodes[:0], a.origins[:0]
	clear(a.leafOf)
	clear(a.nodeOf)
	clear(a.done)
	for i := range a.rows {
		a.rows[i] = none
	}
}

func (a *assembler) leaf(l leaf) ref {
	r, ok := a.leafOf[l]
	if !ok {
		r = ref(-1 - len(a.leaves))
		a.leaves = append(a.leaves, l)
		a.leafOf[l] = r
	}
	return r
}

// scalar is the leaf of a figure that is the same on all paths.
func (a *assembler) scalar(x float64, from origin) ref {
	from.leaf = a.leaf(leaf{scalar: true, bits: math.Float64bits(x)})
	a.origins = append(a.origins, from)
	return from.leaf
}

// same reports whether a figure is the same on all paths, and what it is.
func (a *assembler) same(r ref) (x float64, ok bool) {
	if r >= 0 {
		return 0, false
	}
	l := a.leaves[-1-r]
	return math.Float64frombits(l.bits), l.scalar
}

// read finds what a slot holds, some years ago.
func (a *assembler) read(slot int32, lag int) ref {
	col := a.col - lag
	switch {
	case slot < 0:
		return a.temps[-1-slot]
	case col < 0:
		return a.scalar(0, origin{slot: noSlot})
	case a.drivenAt(slot, col):
		return a.leaf(leaf{column: a.layout.at(slot, col)})
	case lag == 0 && a.rows[slot] != none:
		return a.rows[slot]
	case a.known[slot] != nil:
		r := a.scalar(a.known[slot][col], origin{slot: slot, column: int32(col)})
		if lag == 0 {
			a.rows[slot] = r
		}
		return r
	case lag == 0:
		return none
	}
	return a.leaf(leaf{column: a.layout.at(slot, col)})
}

// drivenAt reports whether a driver decides a slot in a column.
func (m *merger) drivenAt(slot int32, col int) bool {
	for _, i := range m.drivenBy[slot] {
		if m.drivers[i].due(col) {
			return true
		}
	}
	return false
}

// step makes the node of a step, unless it is known.
func (a *assembler) step(s *step) {
	var r ref
	switch s.Op {
	case sheet.OpLag:
		r = a.read(s.A, int(s.Lag))
	case sheet.OpCopy:
		r = a.read(s.A, 0)
	default:
		r = a.operate(s)
	}
	if s.Dst < 0 {
		a.temps[-1-s.Dst] = r
		return
	}
	if a.layout.lasts(s.Dst) {
		r = a.stored(r, a.layout.at(s.Dst, a.col))
	}
	a.rows[s.Dst] = r
}

// operate finds or makes the node of an operation.
func (a *assembler) operate(s *step) ref {
	o := operation{op: s.Op, round: s.rounds || s.Op == sheet.OpRound, a: a.read(s.A, 0), b: none, c: none}
	switch s.Op {
	case sheet.OpRound:
	case sheet.OpIf:
		o.b, o.c = a.read(s.B, 0), a.read(s.C, 0)
	default:
		o.b = a.read(s.B, 0)
	}
	if r := a.folded(s, o); r != none {
		return r
	}
	r := a.node(o)
	n := &a.nodes[r]
	if n.row == "" {
		n.row, n.who = s.row, s.scenario
	}
	switch {
	case s.Unit == sheet.Money && (s.rounds || s.Op == sheet.OpAdd || s.Op == sheet.OpSub || s.Op == sheet.OpRound):
		n.limit = true
	case s.Unit == sheet.Number && s.isRow:
		n.finite = true
	}
	return r
}

// node finds or makes a node.
func (a *assembler) node(o operation) ref {
	r, ok := a.nodeOf[o]
	if !ok {
		r = ref(len(a.nodes))
		a.nodes = append(a.nodes, node{op: o, column: -1})
		a.nodeOf[o] = r
	}
	return r
}

// folded carries out an operation on figures that are the same on all paths, unless the result may be a fault, which is
// left to the run: then it is none.
func (a *assembler) folded(s *step, o operation) ref {
	for _, r := range [...]ref{o.a, o.b, o.c} {
		if r == none {
			continue
		}
		if _, ok := a.same(r); !ok {
			return none
		}
	}
	from := origin{slot: noSlot, of: o, leaf: none}
	if y, sound := from.fold(a.same); sound {
		return a.scalar(y, from)
	}
	a.origins = append(a.origins, from)
	return none
}

// stored has a figure stored in a lasting column.
func (a *assembler) stored(r ref, column int32) ref {
	if r < 0 || a.nodes[r].op.op == sheet.OpCopy {
		r = a.copied(r)
	}
	a.nodes[r].stores = append(a.nodes[r].stores, column)
	return r
}

// copied makes a node that is a figure once more.
func (a *assembler) copied(r ref) ref {
	a.nodes = append(a.nodes, node{op: operation{op: sheet.OpCopy, a: r, b: none, c: none}, column: -1})
	return ref(len(a.nodes) - 1)
}

// kept has a figure kept in a column until the year's work is reported.
func (a *assembler) kept(r ref) ref {
	if _, ok := a.same(r); ok {
		r = a.copied(r)
	}
	if r >= 0 {
		a.nodes[r].keep = true
	}
	return r
}

// mustBeZero has a row looked at.
func (a *assembler) mustBeZero(k check) {
	r := a.rows[k.slot]
	if r < 0 {
		r = a.copied(r)
	}
	if n := &a.nodes[r]; !n.zero {
		n.zero, n.check, n.checker = true, k.row, k.scenario
	}
}
