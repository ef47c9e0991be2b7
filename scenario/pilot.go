package scenario

import (
	"context"

	"github.com/openenvelope/envelope/scenario/internal/engine"
	"github.com/openenvelope/envelope/scenario/internal/sketch"
)

// A beginning is the first paths of a run, which its pilot has worked out: the run goes on from there.
type beginning struct {
	worker  *engine.Worker
	part    *Partial // within a chunk, not flushed
	paths   uint64
	figures [][]float64 // by cell
}

// pilot computes the first paths and lays out the histograms by them.
func (p *Plan) pilot(ctx context.Context) (*beginning, error) {
	n := int(min(p.paths, sketch.PilotPaths))
	k := &counter{keeper{p.cell, make([][]float64, p.code.Distinct()*len(p.columns))}, newAnswers(p)}
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
	if err := p.lay(ctx, k.columns); err != nil {
		return nil, err
	}
	k.answers.sketches = p.newSketches()
	p.eachCell(func(cell int) {
		if !p.certain[cell] {
			k.answers.sketches[cell].Add(k.columns[cell])
		}
	})
	p.chooseKept()
	return &beginning{w, k.answers, uint64(n), k.columns}, nil
}

// lay lays out the histogram of every cell by its first figures.
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
	cell    func(place, column int) int
	columns [][]float64
}

// Take keeps a column.
func (k *keeper) Take(v, column int, figures []float64) {
	c := k.cell(v, column)
	k.columns[c] = append(k.columns[c], figures...)
}

// TakeSame keeps a figure for every path.
func (k *keeper) TakeSame(v, column int, figure float64, n int) {
	c := k.cell(v, column)
	for range n {
		k.columns[c] = append(k.columns[c], figure)
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
	(&taker{Partial: c.answers}).Count(q, column, yes, onlyOf, onlyVersus)
}
