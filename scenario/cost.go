package scenario

import (
	"fmt"
	"math/bits"

	"github.com/openenvelope/envelope/scenario/internal/sketch"
)

// A Cost estimates what a run takes before it starts.
type Cost struct {
	// Cells is the number of different figures summarised: lines and differences × years.
	Cells uint64
	// Memory is in bytes, for summaries and columns of all workers.
	Memory uint64
	// Steps is the number of instructions carried out over all paths.
	Steps uint64
}

// errTooLarge is a cost that does not fit 64 bits.
var errTooLarge = fmt.Errorf("the run is too large to count in 64 bits; ask for fewer paths or lines")

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

// Cost estimates the run's cost.
func (p *Plan) Cost() (Cost, error) {
	columns := uint64(p.engine.Columns)
	cells, err := product(uint64(p.code.Distinct()), columns)
	if err != nil {
		return Cost{}, err
	}
	summaries, err := product(cells, sketch.MaxBytes, uint64(p.workers)+1)
	if err != nil {
		return Cost{}, err
	}
	pilot, err := product(cells, sketch.PilotPaths, 8)
	if err != nil {
		return Cost{}, err
	}
	blocks, err := product(uint64(p.code.Bytes()), uint64(p.workers))
	if err != nil {
		return Cost{}, err
	}
	steps, err := product(uint64(p.code.Steps()), columns, p.paths)
	return Cost{Cells: cells, Memory: max(summaries, pilot) + blocks, Steps: steps}, err
}

// affordable refuses a run above the caller's ceiling.
func (p *Plan) affordable(ceiling uint64) error {
	c, err := p.Cost()
	if err != nil {
		return err
	}
	if ceiling == 0 {
		ceiling = DefaultMemory
	}
	if c.Memory > ceiling {
		return fmt.Errorf("the run would use about %d MiB of memory and the ceiling is %d MiB; ask for fewer lines, or raise the ceiling",
			c.Memory>>20, ceiling>>20)
	}
	return nil
}
