package engine

import (
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/process"
)

// Code is a compiled plan: the programs of all scenarios as one, as a tape for every column. Rows that no change
// touches are in it once; rows that nobody asked for are dropped; rows that no driver reaches are worked out in
// advance. It is immutable and shared by workers.
type Code struct {
	plan    *Plan
	drivers []driver // in the order of the scenarios
	steps   int      // of a year
	years   []year   // by column
	layout  layout
	chances chances

	values   []value // each once
	distinct []int   // by value of the plan: its place in values

	judged  []judged // each once
	answers [][2]int // by question: the judged rows of its scenarios; -1 for none
}

// Distinct is the number of different values: a figure that is the same in two scenarios is reported once.
func (c *Code) Distinct() int { return len(c.values) }

// Place is the number under which a sink gets value v of the plan.
func (c *Code) Place(v int) int { return c.distinct[v] }

// Steps is the number of instructions of a year, all scenarios together.
func (c *Code) Steps() int { return c.steps }

// MaxBytes is the most that a worker can address.
const MaxBytes = 1<<32 - 1

// Bytes is what a worker allocates; beyond [MaxBytes] it cannot be made.
func (c *Code) Bytes() uint64 {
	return 8 * uint64(c.layout.columns+c.others()) * uint64(c.layout.stride)
}

type driver struct {
	latent    int
	yearly    bool
	transform dist.Transform
	stated    process.Stated // the transform, where it reads a state
	slot      int32
	column    int // 0 is every column
	money     bool
	name      string
	scenario  int
	place     int  // among the scenario's drivers
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

// writes reports whether the driver writes its column again: a value that is drawn once stays there, unless another
// driver writes over it.
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
	scenario int   // the first that has it
	own      int32 // the slot in that scenario's program
	question int   // the first that asks
	alone    bool  // the measure judges the year's figures as they are
	certain  []bool
}

// A value is a slot to report, or the difference of two slots; figures are set if no driver reaches it.
type value struct {
	slot, versus int32 // versus is -1 for none
	figures      []float64
	certain      []bool // by column
	cores        []Core // by column
}
