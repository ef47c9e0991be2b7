package scenario

import (
	"github.com/openenvelope/envelope/scenario/internal/engine"
	"github.com/openenvelope/envelope/scenario/internal/sketch"
)

// The summaries of many cells do not fit in a processor's cache. So the bins of a chunk's figures wait, cell by cell,
// and each histogram is fetched once for all of them. Counting them later does not change any result.
const (
	waitAbove = 256 << 10 // bytes of summaries
	waitBytes = 96 << 20  // most bytes of bins that wait, for each worker
)

// waits is how many bins of a cell wait; 0 where the summaries are few, far too many, or have no bins.
func (p *Plan) waits() int {
	cells := len(p.sources)
	if p.few() || cells*sketch.MaxBytes <= waitAbove {
		return 0
	}
	if n := min(waitBytes/2/uint64(cells), 2*sketch.ChunkPaths, p.paths); n > engine.BlockPaths {
		return int(n)
	}
	return 0
}

// wait makes room for bins that wait.
func (p *Partial) wait() {
	n := p.plan.waits()
	if n == 0 {
		return
	}
	slab := make([]uint16, n*len(p.sketches))
	for c := range p.sketches {
		p.sketches[c].Wait(slab[c*n : c*n : (c+1)*n])
	}
}

// settle counts the bins that wait, and frees their room; the workers share the cells.
func (p *Partial) settle() {
	p.plan.share(len(p.sketches), func(_, cell int) { p.sketches[cell].Wait(nil) })
}
