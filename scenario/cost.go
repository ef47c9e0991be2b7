package scenario

import (
	"math/bits"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario/internal/sketch"
)

// A Cost is an estimate, before a run starts, of what it takes.
type Cost struct {
	// Cells is the number of different figures counted: lines and differences × years. Amounts that differ by the same
	// sum on every path count as one, and so do amounts that mirror one another.
	Cells uint64
	// Memory is in bytes, for summaries, kept figures and columns of all workers; within a fifth of what a run holds
	// beside the model. What the process takes of the system is up to twice as much: Go collects garbage that late.
	// With exact percentiles it counts the figures likely to be sorted, as far as the ceiling lets them be kept.
	Memory uint64
	// Steps is the number of instructions carried out over all paths: twice over for exact percentiles.
	Steps uint64
}

// errTooLarge is the fault of a cost that does not fit 64 bits.
var errTooLarge = fault.TooLarge.Found("the run is too large to count in 64 bits").Want("ask for fewer paths or lines")

// product multiplies in checked 64-bit arithmetic.
func product(factors ...uint64) (uint64, error) {
	p := uint64(1)
	for _, f := range factors {
		hi, lo := bits.Mul64(p, f)
		if hi != 0 {
			return 0, errTooLarge
		}
		p = lo
	}
	return p, nil
}

// Cost estimates the run's cost. The error is a [fault.TooLarge] fault if the numbers do not fit 64 bits, and a
// [fault.Missing] fault if [NewPlan] did not make the plan.
func (p *Plan) Cost() (Cost, error) {
	if p == nil || p.code == nil {
		return Cost{}, errNoPlan
	}
	columns := uint64(p.engine.Columns)
	cells := uint64(len(p.sources))
	one, err := p.summaries()
	if err != nil {
		return Cost{}, err
	}
	pilot, err := product(cells, min(sketch.PilotPaths, p.paths), 8)
	if err != nil {
		return Cost{}, err
	}
	all, err := product(one+p.code.Bytes()+2*uint64(p.waits())*cells, uint64(p.hands(p.paths)))
	if err != nil {
		return Cost{}, err
	}
	steps, err := product(uint64(p.code.Steps()), columns, p.paths)
	c := Cost{Cells: cells, Memory: max(all, one+p.code.Bytes()+pilot) + p.own(), Steps: steps}
	if err != nil || p.few() {
		return c, err
	}
	for _, keep := range p.keep {
		if keep {
			c.Memory += 8 * p.paths
		}
	}
	if !p.exact || (len(p.keep) > 0 && !p.twice()) {
		return c, nil
	}
	return p.secondPass(c)
}

// What a plan itself takes, about, as measured: its central ledgers and code, and what it knows of figures.
const (
	rowBytes    = 250   // a row in a year
	figureBytes = 1_500 // a figure
)

// own is the memory of the plan itself.
func (p *Plan) own() uint64 {
	rows := 0
	for _, s := range p.engine.Scenarios {
		rows += len(s.Program.Rows)
	}
	return uint64(rows)*uint64(p.engine.Columns)*rowBytes + uint64(len(p.views))*figureBytes
}

// summaries is the memory of a worker's summaries: as much as they may take, until the pilot has laid them out.
func (p *Plan) summaries() (bytes uint64, err error) {
	if p.grids == nil {
		each := uint64(sketch.MaxBytes)
		if p.few() {
			each = sketch.BareBytes
		}
		return product(uint64(len(p.sources)), each)
	}
	for _, g := range p.grids {
		bytes += g.Bytes()
	}
	return bytes, nil
}

// keptShare: of so many figures the second pass keeps one, by estimate.
const keptShare = 64

// secondPass adds the cost of exact percentiles to a cost.
func (p *Plan) secondPass(c Cost) (Cost, error) {
	least, err := p.leastSecond()
	if err != nil {
		return c, err
	}
	kept, err := product(c.Cells, p.paths, 8)
	if err != nil {
		return c, err
	}
	c.Memory = max(c.Memory, least+min(kept/keptShare, p.over(least)))
	c.Steps, err = product(c.Steps, 2)
	return c, err
}

// leastSecond is the memory of a second pass that keeps nothing: the summaries of the first, and the selections.
func (p *Plan) leastSecond() (uint64, error) {
	cells, err := product(uint64(len(p.sources)), sketch.MaxBytes+sketch.SelectBytes)
	if err != nil {
		return 0, err
	}
	blocks, err := product(p.code.Bytes(), uint64(p.workers))
	return cells + blocks, err
}
