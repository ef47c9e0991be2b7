package engine

import (
	"slices"

	"github.com/openenvelope/envelope/scenario/internal/kernel"
)

// A segment is a stretch of a column's work: a tape, and the values that are worked out once it has run. They are
// reported then, while they are in the cache, and their places are free again for the next segment.
type segment struct {
	tape    *kernel.Tape
	faults  []suspect // what an instruction that may find a fault belongs to, in order
	reports []report

	instructions []kernel.Instruction // until there is a tape
}

// A report is a value and where its column is in the slab.
type report struct {
	value int
	at    int32
}

// A due value is one that the segment under way reports.
type due struct {
	value int
	ref   ref
}

// segmentValues is how many values end a segment: few enough that their columns stay in the first-level cache or near
// it, so many that a tape is worth starting.
const segmentValues = 16

// readers lists the values that read each slot and have no figures in advance.
func (c *Code) readers(slots int) [][]int {
	readers := make([][]int, slots)
	for v, value := range c.values {
		if value.figures != nil {
			continue
		}
		readers[value.slot] = append(readers[value.slot], v)
		if value.versus >= 0 {
			readers[value.versus] = append(readers[value.versus], v)
		}
	}
	return readers
}

// report has the values reported that a row was the last to be missing for, and ends the segment if they are many.
func (a *assembler) report(values []value, slot int32) {
	for _, v := range a.readers[slot] {
		if a.ready(values[v].slot) && a.ready(values[v].versus) {
			a.reported(v, values[v])
		}
	}
	if len(a.dues) >= segmentValues {
		a.cut()
	}
}

// reportRest has all other values reported: those that no row of this column is missing for.
func (a *assembler) reportRest(values []value) {
	for v, value := range values {
		if value.figures == nil && !a.done[v] {
			a.reported(v, value)
		}
	}
}

// ready tells whether a slot can be read in this column.
func (a *assembler) ready(slot int32) bool {
	return slot < 0 || a.rows[slot] != none || a.read(slot, 0) != none
}

// reported has a value reported in the segment under way.
func (a *assembler) reported(v int, value value) {
	r := a.read(value.slot, 0)
	if value.versus >= 0 {
		r = a.less(r, a.read(value.versus, 0))
	}
	if _, ok := a.same(r); ok {
		r = a.copied(r)
	}
	a.dues, a.done[v] = append(a.dues, due{v, r}), true
}

// cut ends the segment under way with a mark among the nodes.
func (a *assembler) cut() {
	slices.SortFunc(a.dues, func(a, b due) int { return a.value - b.value }) // as the sink's room for them lies
	a.nodes = append(a.nodes, node{op: operation{a: none, b: none, c: none}, column: -1, mark: true,
		dues: slices.Clone(a.dues)})
	a.dues = a.dues[:0]
}

// end writes down the segment that a mark ends. What the accumulator holds is lost.
func (e *emitter) end(mark int) {
	s := segment{instructions: slices.Clone(e.code), faults: slices.Clone(e.faults)}
	for _, d := range e.nodes[mark].dues {
		s.reports = append(s.reports, report{d.value, e.column(d.ref)})
	}
	e.segments = append(e.segments, s)
	e.code, e.faults, e.held = e.code[:0], e.faults[:0], none
	e.release(mark)
	e.free, e.late, e.from = append(e.free, e.late...), e.late[:0], ref(mark)
}

// place turns numbers of columns into places in a slab.
func (s *segment) place(stride int) {
	for i := range s.instructions {
		if in := &s.instructions[i]; !in.Scalar {
			in.A *= uint32(stride)
			in.B *= uint32(stride)
		}
	}
	s.tape, s.instructions = kernel.NewTape(s.instructions), nil
	for i := range s.reports {
		s.reports[i].at *= int32(stride)
	}
}

// run carries the tape out, and finds whose fault it is if there is one.
func (s *segment) run(m *kernel.Memory, scalars []float64, n int) *Fault {
	at, path := s.tape.Run(m, scalars, n)
	if at < 0 {
		return nil
	}
	i := slices.IndexFunc(s.faults, func(f suspect) bool { return f.instruction == at })
	if i < 0 {
		return nil
	}
	f := s.faults[i]
	return &Fault{Scenario: f.scenario, Row: f.row, Message: f.message, index: path}
}
