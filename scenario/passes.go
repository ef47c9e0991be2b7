package scenario

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/openenvelope/envelope/scenario/internal/engine"
	"github.com/openenvelope/envelope/scenario/internal/sketch"
)

// A ranking is what a cell's percentiles are read from.
type ranking interface {
	// At is the value at a rank from 0 to n−1, interpolated between whole ranks.
	At(rank float64) float64
}

// rankings are none for percentiles from histograms; where they are to be exact, the values that further passes over
// the paths select.
func (p *Plan) rankings(ctx context.Context, part *Partial) ([]ranking, error) {
	if !p.exact {
		return nil, nil
	}
	s, err := p.selecting(ctx, part)
	if err != nil {
		return nil, err
	}
	room, err := p.room()
	if err != nil {
		return nil, err
	}
	before := p.paths
	for ; s.count() > 0; before += p.paths {
		q := &pool{plan: p, code: s.code, to: p.paths, before: before, total: before + p.paths}
		keeps := s.count() <= room/8
		if !keeps {
			q.total += p.paths
		}
		if err := s.pass(ctx, q, keeps); err != nil {
			return nil, err
		}
		if keeps {
			return s.rankings(part), nil
		}
	}
	// What is looked for is certain by now, or counted apart: there is no need for the pass that progress waits for.
	return s.rankings(part), p.tellOnce(ctx, before+p.paths, before+p.paths)
}

// selecting is the search for exact values under way, shared by the workers.
type selecting struct {
	plan  *Plan
	code  *engine.Code        // without questions, which the first pass has answered
	cells []*sketch.Selection // by cell; nil where every path has the same figure
}

// selecting starts the search from what the first pass found.
func (p *Plan) selecting(ctx context.Context, part *Partial) (*selecting, error) {
	plain := p.engine
	plain.Questions = nil
	code, err := engine.Compile(ctx, &plain)
	if err != nil {
		return nil, err
	}
	s := &selecting{plan: p, code: code}
	var ranks []float64
	for _, q := range percentiles() {
		r := ranksOf(q, float64(p.paths))
		ranks = append(ranks, r[:]...)
	}
	for _, c := range part.sketches {
		var selection *sketch.Selection
		if c.Min() != c.Max() {
			selection = sketch.NewSelection(c, ranks)
		}
		s.cells = append(s.cells, selection)
	}
	return s, nil
}

// uncertain are the selections there are.
func (s *selecting) uncertain() []*sketch.Selection {
	return slices.DeleteFunc(slices.Clone(s.cells), func(c *sketch.Selection) bool { return c == nil })
}

// count is how many figures there are to keep.
func (s *selecting) count() (n uint64) {
	for _, c := range s.uncertain() {
		n += c.Count()
	}
	return n
}

// pass looks at all paths once more, to keep what is to be sorted or to cut down what that is.
func (s *selecting) pass(ctx context.Context, q *pool, keeps bool) error {
	into := make([]gatherer, s.plan.hands(s.plan.paths))
	for i := range into {
		into[i] = &selector{s, make([]float64, engine.BlockPaths)}
	}
	begin, end := (*sketch.Selection).Tally, (*sketch.Selection).Narrow
	if keeps {
		begin, end = (*sketch.Selection).Keep, func(c *sketch.Selection) error { return c.Settle(ctx.Err) }
	}
	for _, c := range s.uncertain() {
		begin(c)
	}
	if err := q.run(ctx, into); err != nil {
		return err
	}
	return s.each(end)
}

// each does something to all selections, shared out among the workers.
func (s *selecting) each(do func(*sketch.Selection) error) error {
	all := s.uncertain()
	errs := make([]error, len(all))
	var next atomic.Int64
	var wg sync.WaitGroup
	for range s.plan.workers {
		wg.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(all)); i = next.Add(1) - 1 {
				errs[i] = do(all[i])
			}
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

// rankings reads each cell from its selection, one that is certain from its sketch.
func (s *selecting) rankings(part *Partial) []ranking {
	all := make([]ranking, len(s.cells))
	for i, c := range s.cells {
		if all[i] = c; c == nil {
			all[i] = part.sketches[i]
		}
	}
	return all
}

// A selector shows a worker's figures to the selections.
type selector struct {
	*selecting
	scratch []float64
}

// Take looks at a block's figures; it is called by the engine.
func (s *selector) Take(v, column int, figures []float64) {
	if c := s.cells[s.plan.cell(v, column)]; c != nil {
		c.Add(figures, s.scratch)
	}
}

// TakeSame ignores figures that are certain.
func (s *selector) TakeSame(int, int, float64, int) {}

// Count ignores answers.
func (s *selector) Count(int, int, int, int, int) {}

func (s *selector) flush() {}
