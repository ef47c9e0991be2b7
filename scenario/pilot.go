package scenario

import (
	"context"
	"slices"

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
	const some = 64 // columns between looks at the context
	for columns := range slices.Chunk(k.columns, some) {
		p.grids = append(p.grids, sketch.NewGrids(columns, p.paths, percentiles())...)
		if err := ctx.Err(); err != nil {
			return nil, err
		}
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
