package scenario

import (
	"slices"

	"github.com/openenvelope/envelope/scenario/internal/pence"
	"github.com/openenvelope/envelope/scenario/internal/sketch"
)

// A figures is the statistics of a figure, read once for all lines and scenarios that share it: converted from pence to
// the currency's unit for lines of money, and unchanged for lines of another unit.
type figures struct {
	wanted [2]bool // unchanged, and as money
	read   [2]Cell
}

// of is the figure's own copy for a line.
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

// figures reads every cell for all its figures; the workers share the cells.
func (p *Plan) figures(part *Partial, rankings []ranking) []figures {
	all, of := make([]figures, len(p.views)), make([][]int, len(p.sources))
	for v := range p.engine.Values {
		for _, column := range p.columns {
			all[p.figureOf(v, column)].wanted[kindOf(p.lines[v%len(p.lines)].Money)] = true
		}
	}
	for f, v := range p.views {
		of[v.cell] = append(of[v.cell], f)
	}
	orders := make([]sketch.Order, p.workers)
	p.share(len(of), func(worker, cell int) {
		s := summaryOf(&part.sketches[cell], &orders[worker], rankings[cell])
		for _, f := range of[cell] {
			all[f].take(p.views[f].of(s))
		}
	})
	return all
}

// take reads a summary.
func (f *figures) take(s summary) {
	for kind, unit := range [2]float64{1, pence.Of(1)} {
		if f.wanted[kind] {
			f.read[kind] = s.in(unit)
		}
	}
}
