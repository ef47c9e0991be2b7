package engine

import (
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/internal/kernel"
)

// Code is a plan compiled: the programs of all its scenarios as one, in which what no change touches stands once, what
// nobody asked for is gone, and what no driver reaches is worked out beforehand; as a tape for every column. It is
// immutable and shared by workers.
type Code struct {
	plan    *Plan
	drivers []driver // in the order of the scenarios
	steps   int      // of a year
	years   []year   // by column
	layout  layout

	values   []value // each once
	distinct []int   // by value of the plan: its place in values

	judged  []judged // each once
	answers [][2]int // by question: the judged rows of its scenarios; -1 for none
}

// Distinct is the number of different values, and Place the one among them that value v of the plan is: a figure that is
// the same in two scenarios is reported once.
func (c *Code) Distinct() int { return len(c.values) }

// Place is the number under which a sink gets value v of the plan.
func (c *Code) Place(v int) int { return c.distinct[v] }

// Steps is the number of instructions of a year, all scenarios together.
func (c *Code) Steps() int { return c.steps }

// Bytes is what a worker allocates.
func (c *Code) Bytes() int { return 8 * (c.layout.columns + c.others()) * c.layout.stride }

// A year is a column of the run made ready.
type year struct {
	scoring scoring // that the column rests on; that of the first year comes before the opening year's column
	tape    *kernel.Tape
	scalars []float64
	faults  []suspect // what an instruction that may find a fault belongs to, in order
	drives  []drive   // in order; not those that are part of the scoring
	values  []int32   // by value: where its column is in the slab; unused for those with figures
	judged  []int32   // by judged row: where its column is

	instructions []kernel.Instruction // until there is a tape
}

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

type driver struct {
	latent    int
	yearly    bool
	transform dist.Transform
	slot      int32
	column    int // 0 is every column
	money     bool
	name      string
	scenario  int
	alone     bool // no other driver decides the input
}

// due reports whether the driver decides its input in a column: a yearly one in every later column, one drawn once in
// all.
func (d *driver) due(col int) bool {
	switch {
	case d.column != 0:
		return d.column == col
	case d.yearly:
		return col > 0
	}
	return true
}

// once reports whether one draw holds for all years.
func (d *driver) once() bool { return d.column == 0 && !d.yearly }

// writes reports whether the driver writes its column anew: what is drawn once stays, unless another driver writes there.
func (d *driver) writes(col int) bool { return d.due(col) && (!d.once() || !d.alone || col == 0) }

// A check is a row that must be zero.
type check struct {
	slot     int32
	row      string
	scenario int
}

// A judged row is a slot that a measure follows from year to year.
type judged struct {
	slot     int32
	question int  // the first that asks
	alone    bool // the measure judges the year's figures as they are
}

// A value is a slot to report, or the difference of two; figures are set where no driver reaches it.
type value struct {
	slot, versus int32 // versus is -1 for none
	figures      []float64
}
