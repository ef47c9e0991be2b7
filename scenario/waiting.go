package scenario

import (
	"github.com/openenvelope/envelope/scenario/internal/engine"
	"github.com/openenvelope/envelope/scenario/internal/sketch"
)

// Summaries of many cells do not stay in a processor's cache. There the figures of a chunk of paths wait, cell by cell, until
// they are many, so that each histogram is fetched once for all of them. When they are added does not change a bit.
const (
	waitAbove = 256 << 10 // bytes of summaries
	waitBytes = 32 << 20  // most bytes of figures that wait, for each worker
)

// waits is how many figures of a cell wait; 0 where the summaries are few, or far too many.
func (p *Plan) waits() int {
	cells := p.code.Distinct() * len(p.columns)
	if cells*sketch.MaxBytes <= waitAbove {
		return 0
	}
	if n := min(waitBytes/8/cells, sketch.ChunkPaths); n >= engine.BlockPaths {
		return n
	}
	return 0
}

// waiting makes room for figures that wait.
func (p *Plan) waiting() [][]float64 {
	n := p.waits()
	if n == 0 {
		return nil
	}
	waiting := make([][]float64, len(p.grids))
	slab := make([]float64, n*len(waiting))
	for c := range waiting {
		waiting[c] = slab[c*n : c*n : (c+1)*n]
	}
	return waiting
}
