package engine

import (
	"slices"

	"github.com/openenvelope/envelope/finance/sheet"
)

// A year is a column of the run made ready.
type year struct {
	scoring  scoring   // that the column rests on; that of the first year comes before the opening year's column
	drives   []drive   // in order; not those that are part of the scoring
	written  []drive   // all
	segments []segment // in order, at least one
	scalars  []float64 // of all segments
	origins  []origin  // of the scalars
	judged   []int32   // by judged row: where its column is in the slab
}

// stopEvery is after how many steps of a column a loop asks whether the context has ended.
const stopEvery = 256

// A suspect is an instruction that may find a fault.
type suspect struct {
	instruction int
	row         string
	scenario    int
	message     string
}

// A drive writes the values of a driver into a column.
type drive struct {
	driver int
	at     int32 // in the slab
}

// year makes a column's tapes, their places still numbers of columns. What it gives is not to be used when the context
// has ended.
func (e *emitter) year(c *Code) year {
	a := e.assembler
	y := year{written: e.drives(c)}
	y.drives = y.written
	if a.steps(c.values); a.stopped() {
		return y
	}
	for _, k := range a.checks {
		if a.known[k.slot] == nil {
			a.mustBeZero(k)
		}
	}
	if a.plan.reports(a.col) {
		a.reportRest(c.values)
	}
	rows := a.judgedRows(c)
	a.cut()
	e.inputs(y.written)
	if e.all(); e.stopped() {
		return y
	}
	c.layout.columns = max(c.layout.columns, int(e.used))
	y.segments, y.scalars = slices.Clone(e.segments), make([]float64, len(a.leaves))
	for i := range a.leaves {
		y.scalars[i], _ = a.same(ref(-1 - i))
	}
	y.origins = slices.Clone(a.origins)
	y.judged = e.columns(rows)
	return y
}

// drives are the drivers that write in this column, and where.
func (e *emitter) drives(c *Code) (drives []drive) {
	for i := range e.drivers {
		if d := &e.drivers[i]; e.needed[d.slot] && d.writes(e.col) {
			drives = append(drives, drive{i, c.layout.at(d.slot, e.col)})
		}
	}
	return drives
}

// steps makes the nodes of all steps of the column, cut into segments.
func (a *assembler) steps(values []value) {
	code, reports := a.code[min(a.col, 1)], a.plan.reports(a.col)
	for i := range code {
		if i%stopEvery == 0 && a.stopped() {
			return
		}
		if a.step(&code[i]); code[i].isRow && reports {
			a.report(values, code[i].Dst)
		}
	}
}

// judgedRows is what is judged of the column, kept until the year's work is done.
func (a *assembler) judgedRows(c *Code) (rows []ref) {
	for _, j := range c.judged {
		r := none
		if a.plan.judges(j.question, a.col) {
			r = a.kept(a.read(j.slot, 0))
		}
		rows = append(rows, r)
	}
	return rows
}

// columns is where figures lie.
func (e *emitter) columns(refs []ref) []int32 {
	columns := make([]int32, len(refs))
	for i, r := range refs {
		if r != none {
			columns[i] = e.column(r)
		}
	}
	return columns
}

// place turns numbers of columns into places in a slab.
func (y *year) place(stride int) {
	for i := range y.segments {
		y.segments[i].place(stride)
	}
	for i := range y.written {
		y.written[i].at *= int32(stride)
	}
	for i := range y.judged {
		y.judged[i] *= int32(stride)
	}
}

// less is a difference that is reported and not looked at.
func (a *assembler) less(of, versus ref) ref {
	x, certain := a.same(of)
	o := operation{op: sheet.OpSub, a: of, b: versus, c: none}
	if y, ok := a.same(versus); ok && certain {
		return a.scalar(x-y, origin{slot: noSlot, of: o, unseen: true})
	}
	return a.node(o)
}
