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
	slab := make([]float64, len(k.columns)*n)
	for c := range k.columns {
		k.columns[c] = slab[c*n : c*n : (c+1)*n]
	}
	w := engine.NewWorker(p.code)
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
			copy(p.grids[from:to], sketch.NewGrids(columns[from:to], p.paths, percentiles()))
		}
	})
	return ctx.Err()
}

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

// A counter keeps every figure and counts answers.
type counter struct {
	keeper
	answers *Partial
}

// Count adds a block's answers.
func (c *counter) Count(q, column int, yes, onlyOf, onlyVersus int) {
	c.answers.answer(q, column, yes, onlyOf, onlyVersus)
}
