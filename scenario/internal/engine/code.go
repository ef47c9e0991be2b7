package engine

import (
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario/dist"
)

// Code is a plan compiled: the programs of all its scenarios as one, in which what no change touches stands once, what
// nobody asked for is gone, and what no driver reaches is worked out beforehand. It is immutable and shared by workers.
type Code struct {
	plan    *Plan
	slots   int
	temps   int       // slots from here on are temporaries of one row
	depth   []int     // by slot: columns kept because the slot is read with a lag; 0 is none
	inputs  []input   // filled or driven
	drivers []driver  // in the order of the scenarios
	code    [2][]step // the opening year's and every later one's
	checks  []check
	values  []value // each once
	answers []answer

	distinct []int // by value of the plan: its place in values
}

// Distinct is the number of different values, and Place the one among them that value v of the plan is: a figure that is
// the same in two scenarios is reported once.
func (c *Code) Distinct() int { return len(c.values) }

// Steps is the number of instructions of a year, all scenarios together.
func (c *Code) Steps() int { return len(c.code[1]) }

// Blocks is the number of columns that a worker allocates for the program.
func (c *Code) Blocks() (n int) {
	for slot, used := range c.used() {
		if used {
			n += max(1, c.depth[slot])
		}
	}
	return n
}

// Place is the number under which a sink gets value v of the plan.
func (c *Code) Place(v int) int { return c.distinct[v] }

// An input is a slot whose figures are known beforehand: a constant, an input without driver, a row that no driver
// reaches; or an input that a driver writes.
type input struct {
	slot    int32
	figures []float64 // by column
	driven  bool      // a driver writes it in every later column
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
}

// A check is a row that must be zero.
type check struct {
	slot     int32
	row      string
	scenario int
}

// A value is a slot to report, or the difference of two; figures are set where no driver reaches it.
type value struct {
	slot, versus int32 // versus is -1 for none
	figures      []float64
}

// An answer is a question with its slots.
type answer struct {
	slot, versus int32
}

// A step is an instruction prepared for columns: rounding is fused into the product before it.
type step struct {
	sheet.Inst
	rounds   bool   // the result goes to whole pence
	isRow    bool   // the result is a row, not a temporary
	row      string // the row the step belongs to, for messages
	scenario int
}
