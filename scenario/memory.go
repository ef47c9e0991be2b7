package scenario

import (
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario/internal/engine"
)

// room is how much memory there is for figures to be sorted.
func (p *Plan) room() (uint64, error) {
	least, err := p.leastSecond()
	return p.over(least), err
}

// over is how much memory the ceiling leaves above an amount.
func (p *Plan) over(used uint64) uint64 { return max(p.memory, used) - used }

// affordable refuses a run above the caller's ceiling.
func (p *Plan) affordable() error {
	c, err := p.Cost()
	if err != nil {
		return err
	}
	if p.code.Bytes() > engine.MaxBytes {
		return fault.TooLarge.Found("the model is too large: its columns would take more than %d MiB for each worker",
			engine.MaxBytes>>20)
	}
	if c.Memory > p.memory {
		return fault.TooLarge.Found("the run would use about %d MiB of memory and the ceiling is %d MiB", c.Memory>>20,
			p.memory>>20).
			Want("ask for fewer lines, or raise the ceiling")
	}
	return nil
}
