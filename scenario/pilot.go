package scenario

import (
	"context"

	"github.com/openenvelope/envelope/scenario/internal/engine"
	"github.com/openenvelope/envelope/scenario/internal/sketch"
)

// A beginning is the first paths of a run, which its pilot has worked out: the run goes on after them.
type beginning struct {
	worker  *engine.Worker
	part    *Partial // within a chunk, not flushed
	paths   uint64
	figures [][]float64 // by cell, as the cell counts them
}

// pilot computes the first paths and lays out the histograms by them.
func (p *Plan) pilot(ctx context.Context) (*beginning, error) {
	n := int(min(p.paths, sketch.PilotPaths))
	k := &counter{keeper{p.figure, make([][]float64, len(p.views))}, newAnswers(p)}
	k.makeRoom(n)
	w := p.kept.compiler.Worker(p.code)
	for from := 0; from < n; from += engine.BlockPaths {
		if err := w.Run(ctx, uint64(from), min(n-from, engine.BlockPaths), k); err != nil {
			return nil, p.explain(err)
		}
	}
	p.look(k.columns)
	figures := make([][]float64, len(p.sources))
	for cell, f := range p.sources {
		figures[cell] = p.views[f].inward(k.columns[f], k.columns[f])
	}
	if err := p.lay(ctx, figures); err != nil {
		return nil, err
	}
	k.answers.sketches, k.answers.values = sketch.NewAll(p.grids), make([][]float64, len(p.grids))
	for cell, certain := range p.certain {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if !certain {
			k.answers.sketches[cell].Add(figures[cell])
		}
	}
	p.chooseKept()
	return &beginning{w, k.answers, uint64(n), figures}, nil
}

// lay lays out the histogram of every cell, from its first figures.
func (p *Plan) lay(ctx context.Context, columns [][]float64) error {
	const some = 64 // cells between looks at the context
	p.grids = make([]*sketch.Grid, len(columns))
	p.share((len(columns)+some-1)/some, func(_, i int) {
		if ctx.Err() == nil {
			from, to := i*some, min((i+1)*some, len(columns))
			copy(p.grids[from:to], p.laid(columns[from:to]))
		}
	})
	return ctx.Err()
}

// laid are the histograms of some cells.
func (p *Plan) laid(columns [][]float64) []*sketch.Grid {
	if p.few() {
		return sketch.NewBare(columns)
	}
	return sketch.NewGrids(columns, p.paths, percentiles())
}

// few reports whether the pilot is the whole run. Then all figures are kept and there are no histograms.
func (p *Plan) few() bool { return p.paths <= sketch.PilotPaths }

// A keeper keeps every figure.
type keeper struct {
	figure  func(place, column int) int
	columns [][]float64
}

// Take keeps a column.
func (k *keeper) Take(v, column int, figures []float64) {
	f := k.figure(v, column)
	k.columns[f] = append(k.columns[f], figures...)
}

// TakeSame keeps a figure for every path.
func (k *keeper) TakeSame(v, column int, figure float64, n int) {
	f := k.figure(v, column)
	for range n {
		k.columns[f] = append(k.columns[f], figure)
	}
}

// Count ignores answers.
func (k *keeper) Count(int, int, int, int, int) {}

// A counter keeps the figures that cells count, and counts answers. Of a figure that another figure's cell counts it
// keeps the first, and the first that is not the same.
type counter struct {
	keeper
	answers *Partial
}

// makeRoom makes room for so many paths.
func (c *counter) makeRoom(n int) {
	sources := len(c.answers.plan.sources)
	slab := make([]float64, sources*n+2*(len(c.columns)-sources))
	for f := range c.columns {
		room := 2
		if c.answers.plan.counts(f) {
			room = n
		}
		c.columns[f], slab = slab[:0:room], slab[room:]
	}
}

// Take keeps a column, or what is needed of it.
func (c *counter) Take(v, column int, figures []float64) {
	if f := c.figure(v, column); !c.answers.plan.counts(f) {
		c.glance(f, figures)
		return
	}
	c.keeper.Take(v, column, figures)
}

// TakeSame keeps a figure for every path, or once.
func (c *counter) TakeSame(v, column int, figure float64, n int) {
	if f := c.figure(v, column); !c.answers.plan.counts(f) {
		c.glance(f, []float64{figure})
		return
	}
	c.keeper.TakeSame(v, column, figure, n)
}

// glance keeps what is needed of a figure that another figure's cell counts.
func (c *counter) glance(f int, figures []float64) {
	kept := c.columns[f]
	if len(kept) == 0 {
		kept = append(kept, figures[0])
	}
	for i := 0; i < len(figures) && len(kept) == 1; i++ {
		if figures[i] != kept[0] {
			kept = append(kept, figures[i])
		}
	}
	c.columns[f] = kept
}

// Count adds a block's answers.
func (c *counter) Count(q, column int, yes, onlyOf, onlyVersus int) {
	c.answers.answer(q, column, yes, onlyOf, onlyVersus)
}
