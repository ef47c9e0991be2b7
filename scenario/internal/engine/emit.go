package engine

import (
	"slices"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario/internal/kernel"
)

// An emitter writes the nodes of a year as instructions of a tape. A result that only the next node reads stays in the
// accumulator; others get a column, which is free again after the node that reads it last.
type emitter struct {
	*assembler
	segments []segment

	code   []kernel.Instruction // of the segment under way, columns by number
	faults []suspect
	held   ref           // what the accumulator holds
	from   ref           // the mark before the segment
	free   []int32       // columns
	late   []int32       // columns of earlier segments, free after this one
	used   int32         // columns, lasting ones included
	filled map[ref]int32 // columns that hold a scalar
}

// begin turns to the nodes of another column.
func (e *emitter) begin() {
	e.segments, e.code, e.faults, e.free, e.late = e.segments[:0], e.code[:0], e.faults[:0], e.free[:0], e.late[:0]
	e.held, e.from, e.used = none, none, int32(e.layout.lasting)
	clear(e.filled)
}

// reads calls a function with the figures that a node reads; a mark reads what is reported.
func (n *node) reads(read func(ref)) {
	for _, r := range [...]ref{n.op.a, n.op.b, n.op.c} {
		if r >= 0 {
			read(r)
		}
	}
	for _, d := range n.dues {
		if d.ref >= 0 {
			read(d.ref)
		}
	}
}

// all writes the tape instructions of every node that is live, in order.
func (e *emitter) all() {
	e.fill()
	live := e.live()
	for k, i := range live {
		next := -1
		if k+1 < len(live) {
			next = live[k+1]
		}
		if e.nodes[i].mark {
			e.end(i)
			continue
		}
		e.node(i, next)
		e.release(i)
		if k%stopEvery == 0 && e.stopped() {
			return
		}
	}
}

// live lists the nodes whose results are used, and counts the readers of each.
func (e *emitter) live() []int {
	live := make([]int, 0, len(e.nodes))
	for i := len(e.nodes) - 1; i >= 0; i-- {
		n := &e.nodes[i]
		if n.uses == 0 && len(n.stores) == 0 && !n.keep && !n.zero && !n.mark {
			continue
		}
		live = append(live, i)
		n.reads(func(r ref) {
			e.nodes[r].uses++
			e.nodes[r].last = max(e.nodes[r].last, i)
		})
	}
	slices.Reverse(live)
	return live
}

// fill makes columns of scalars where an operation takes columns only.
func (e *emitter) fill() {
	for i := range e.nodes {
		if e.nodes[i].op.op != sheet.OpIf {
			continue
		}
		for _, r := range []ref{e.nodes[i].op.b, e.nodes[i].op.c} {
			if _, ok := e.same(r); !ok {
				continue
			}
			if _, ok := e.filled[r]; !ok {
				e.filled[r] = e.take()
				e.load(r)
				e.write(kernel.OpStore, e.filled[r])
			}
		}
	}
}

// take finds a free column.
func (e *emitter) take() int32 {
	if n := len(e.free); n > 0 {
		column := e.free[n-1]
		e.free = e.free[:n-1]
		return column
	}
	e.used++
	return e.used - 1
}

// column is the column of a figure.
func (e *emitter) column(r ref) int32 {
	if r >= 0 {
		return e.nodes[r].column
	}
	if column, ok := e.filled[r]; ok {
		return column
	}
	return e.leaves[-1-r].column
}

func (e *emitter) write(op kernel.Op, column int32) {
	e.code = append(e.code, kernel.Instruction{Op: op, A: uint32(column)})
}

// with writes an operation on the accumulator and a figure.
func (e *emitter) with(op kernel.Op, r ref) {
	if _, ok := e.same(r); ok {
		e.code = append(e.code, kernel.Instruction{Op: op, Scalar: true, A: uint32(-1 - r)})
		return
	}
	e.write(op, e.column(r))
}

func (e *emitter) load(r ref) {
	if e.held != r {
		e.with(kernel.OpLoad, r)
		e.held = r
	}
}

// suspect notes that the instruction written last may find a fault.
func (e *emitter) suspect(row string, scenario int, message string) {
	e.faults = append(e.faults, suspect{len(e.code) - 1, row, scenario, message})
}

// node writes one node, before the next.
func (e *emitter) node(i, next int) {
	n := &e.nodes[i]
	e.operation(n)
	if n.op.round {
		e.write(kernel.OpRound, 0)
	}
	e.held = ref(i)
	if n.limit && !e.plan.Sound {
		e.write(kernel.OpLimit, 0)
		e.suspect(n.row, n.who, beyondLimit)
	}
	if n.finite && !e.plan.Sound {
		e.write(kernel.OpFinite, 0)
		e.suspect(n.row, n.who, notFinite)
	}
	if n.zero {
		e.write(kernel.OpZero, 0)
		e.suspect(n.check, n.checker, notZero)
	}
	e.store(i, next)
}

// store writes a result to the columns that it belongs in.
func (e *emitter) store(i, next int) {
	n := &e.nodes[i]
	for _, column := range n.stores {
		e.write(kernel.OpStore, column)
		n.column = column
	}
	if n.column >= 0 || !(n.keep || e.outlives(i, next)) {
		return
	}
	n.column = e.take()
	e.write(kernel.OpStore, n.column)
	n.passing = !n.keep
}

// release frees the columns that a node is the last to read; those from before the segment only after it, so that its
// tape gives the same again.
func (e *emitter) release(i int) {
	e.nodes[i].reads(func(r ref) {
		n := &e.nodes[r]
		if !n.passing || n.last != i {
			return
		}
		n.passing = false
		if r > e.from {
			e.free = append(e.free, n.column)
		} else {
			e.late = append(e.late, n.column)
		}
	})
}

// outlives reports whether a result has another reader than the next node, which reads the accumulator.
func (e *emitter) outlives(i, next int) bool {
	n := &e.nodes[i]
	if n.uses != 1 || n.last != next || e.nodes[next].mark {
		return n.uses > 0
	}
	by := e.nodes[next].op
	return by.op == sheet.OpIf && by.a != ref(i)
}

// forms are the two tape operations that do what an operation of a sheet does: one for when the left figure is in the
// accumulator, one for when the right one is.
func forms(op sheet.Op) (left, right kernel.Op) {
	switch op {
	case sheet.OpAdd:
		return kernel.OpAdd, kernel.OpAdd
	case sheet.OpSub:
		return kernel.OpSub, kernel.OpSubFrom
	case sheet.OpMul:
		return kernel.OpMul, kernel.OpMul
	case sheet.OpDiv:
		return kernel.OpDiv, kernel.OpDivInto
	case sheet.OpMin:
		return kernel.OpMin, kernel.OpMinOf
	}
	return kernel.OpMax, kernel.OpMaxOf
}

// operation writes what a node does.
func (e *emitter) operation(n *node) {
	a, b := n.op.a, n.op.b
	switch n.op.op {
	case sheet.OpCopy, sheet.OpRound:
		e.load(a)
		return
	case sheet.OpIf:
		e.load(a)
		e.code = append(e.code,
			kernel.Instruction{Op: kernel.OpChoose, A: uint32(e.column(b)), B: uint32(e.column(n.op.c))})
		return
	}
	left, right := forms(n.op.op)
	_, certain := e.same(a)
	if e.held != a && (e.held == b || certain) {
		e.load(b)
		e.with(right, a)
	} else {
		e.load(a)
		e.with(left, b)
	}
	if n.op.op == sheet.OpDiv {
		e.suspect(n.row, n.who, byZero)
	}
}

// inputs rounds money that drivers have written to whole pence, and checks it.
func (e *emitter) inputs(drives []drive) {
	for _, d := range drives {
		driver := &e.drivers[d.driver]
		if driver.money {
			e.load(e.leaf(leaf{column: d.at}))
			e.write(kernel.OpRound, 0)
			if !e.plan.Sound {
				e.write(kernel.OpLimit, 0)
				e.suspect(driver.name, driver.scenario, beyondLimit)
			}
			e.write(kernel.OpStore, d.at)
			continue
		}
		if !e.plan.Sound {
			e.write(kernel.OpSound, d.at)
			e.suspect(driver.name, driver.scenario, notFinite)
		}
	}
}
