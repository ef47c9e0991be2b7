package scenario

import (
	"slices"

	"github.com/openenvelope/envelope/scenario/internal/pence"
	"github.com/openenvelope/envelope/scenario/internal/sketch"
)

// A figures is what a cell's paths say, read once for all lines and scenarios that have it: money from pence to the
// currency's unit, and as it is where a line of another unit asks.
type figures struct {
	wanted [2]bool // as it is, and as money
	read   [2]Cell
}

// of is the cell's own copy for a line.
func (f *figures) of(money bool) Cell {
	c := f.read[kindOf(money)]
	c.Percentiles = slices.Clone(c.Percentiles)
	return c
}

func kindOf(money bool) int {
	if money {
		return 1
	}
	return 0
}

// figures reads every cell, shared out among the workers.
func (p *Plan) figures(part *Partial, rankings []ranking) []figures {
	all := make([]figures, len(part.sketches))
	for v := range p.engine.Values {
		for _, column := range p.columns {
			all[p.cellOf(v, column)].wanted[kindOf(p.lines[v%len(p.lines)].Money)] = true
		}
	}
	orders := make([]sketch.Order, p.workers)
	p.share(len(all), func(worker, i int) { all[i].take(part.sketches[i], &orders[worker], rankings[i]) })
	return all
}

// take reads a sketch, with percentiles from a ranking if there is one.
func (f *figures) take(s *sketch.Sketch, order *sketch.Order, ranked ranking) {
	order.Read(s)
	if ranked == nil {
		ranked = order
	}
	for kind, unit := range [2]float64{1, pence.Of(1)} {
		if f.wanted[kind] {
			f.read[kind] = summarise(s, order, ranked, unit)
		}
	}
}
