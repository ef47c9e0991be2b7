package scenario

import (
	"context"
	"errors"
	"slices"

	"github.com/openenvelope/envelope/scenario/internal/engine"
	"github.com/openenvelope/envelope/scenario/internal/interval"
	"github.com/openenvelope/envelope/scenario/internal/sketch"
)

// A ranking is the source of a cell's percentiles.
type ranking interface {
	// At is the value at a rank from 0 to n−1, interpolated between whole ranks.
	At(rank float64) float64
}

// rankings gives, for each cell, the source of its percentiles: nil means its histogram, where that keeps the promise;
// else the values at their ranks, selected from the figures of all paths, which were kept or are worked out again in
// further passes. Which cells need it is decided from the counts of all paths, so that a run in parts decides in the
// same way.
func (p *Plan) rankings(ctx context.Context, part *Partial) ([]ranking, error) {
	s, err := p.after(ctx, part)
	if err != nil || len(s.uncertain()) == 0 {
		return s.found, err
	}
	if err := s.compile(ctx); err != nil {
		return nil, err
	}
	return s.found, s.passes(ctx)
}

// after is what is looked for after the plan's pass, of which the part is the whole.
func (p *Plan) after(ctx context.Context, part *Partial) (*selecting, error) {
	if p.later != nil {
		return p.later.after(ctx, part)
	}
	s := p.selecting(part)
	return s, s.recall(ctx, part.values)
}

// passes works out the paths again until all values are found.
func (s *selecting) passes(ctx context.Context) error {
	room, err := s.plan.room()
	if err != nil {
		return err
	}
	paths := s.plan.paths
	before := paths
	for ; s.count() > 0; before += paths {
		q := &pool{plan: s.plan, code: s.code, to: paths, before: before, total: before + paths}
		keeps := s.count() <= room/8
		if !keeps {
			q.total += paths
		}
		if err := s.pass(ctx, q, keeps); err != nil || keeps {
			return err
		}
	}
	// All values are now known or counted apart, so the pass that progress waits for is not needed.
	return s.plan.tellOnce(ctx, before+paths, before+paths)
}

// selecting is a search for exact values under way, shared by the workers.
type selecting struct {
	plan   *Plan
	code   *engine.Code        // only the figures that are looked for
	places []int               // by value of the code: its place in the plan
	cells  []*sketch.Selection // by cell; nil where nothing is looked for, or it is found
	found  []ranking           // by cell: where its percentiles are, or will be found; nil for its histogram
}

// selecting starts the search from what the first pass found. Where few figures were kept, sorting them ends it.
func (p *Plan) selecting(part *Partial) *selecting {
	n := len(p.sources)
	s := &selecting{plan: p, cells: make([]*sketch.Selection, n), found: make([]ranking, n)}
	var ranks []float64
	for _, q := range percentiles() {
		r := interval.Ranks(q, float64(p.paths))
		ranks = append(ranks, r[:]...)
	}
	sorters := make([]*sketch.Sorter, p.workers)
	for i := range sorters {
		sorters[i] = sketch.NewSorter(int(min(p.paths, sketch.MostSorted)), ranks)
	}
	p.share(n, func(worker, i int) {
		c := &part.sketches[i]
		switch {
		case c.Min() == c.Max() || !p.exact && !c.Doubtful(ranks):
		case p.paths <= sketch.MostSorted && part.values[i] != nil:
			sorted := sorters[worker].Sorted(c, part.values[i])
			s.found[i], part.values[i] = sorted, sorted // the same figures, in another room
		default:
			s.cells[i] = sketch.NewSelection(c, ranks)
			s.found[i] = s.cells[i]
		}
	})
	return s
}

// compile makes the code for the lines and years with values to find. It leaves out the questions, which the first pass
// has answered.
func (s *selecting) compile(ctx context.Context) (err error) {
	p, plan := s.plan, s.plan.engine
	plan.Questions, plan.Values, plan.Reported, plan.Sound = nil, nil, make([]bool, plan.Columns), true
	var wanted []int
	seen := make([]bool, p.code.Distinct())
	for v, value := range p.engine.Values {
		place := p.code.Place(v)
		for _, column := range p.columns {
			if f := p.figure(place, column); s.cells[p.views[f].cell] != nil && p.counts(f) {
				plan.Reported[column] = true
				if !seen[place] {
					seen[place] = true
					plan.Values, wanted = append(plan.Values, value), append(wanted, place)
				}
			}
		}
	}
	if s.code, err = engine.Compile(ctx, &plan); err != nil {
		return err
	}
	s.places = make([]int, len(wanted))
	for v, place := range wanted {
		s.places[s.code.Place(v)] = place
	}
	return nil
}

// recall settles the cells whose figures were kept.
func (s *selecting) recall(ctx context.Context, kept [][]float64) error {
	values := map[*sketch.Selection][]float64{}
	later := slices.Clone(s.cells)
	for i, c := range s.cells {
		if c != nil && kept[i] != nil {
			values[c], later[i] = kept[i], nil
		} else {
			s.cells[i] = nil
		}
	}
	err := s.each(func(c *sketch.Selection) error {
		var f sketch.Finder
		c.Keep()
		for some := range slices.Chunk(values[c], sketch.ChunkPaths) {
			if err := ctx.Err(); err != nil {
				return err
			}
			c.Add(some, &f)
		}
		return c.Settle(ctx.Err)
	})
	s.cells = later
	return err
}

// uncertain are the selections that are still open.
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

// pass runs all paths once more, to keep the figures to sort or, if they are too many, to reduce them.
func (s *selecting) pass(ctx context.Context, q *pool, keeps bool) error {
	begin, end := (*sketch.Selection).Tally, (*sketch.Selection).Narrow
	if keeps {
		begin, end = (*sketch.Selection).Keep, func(c *sketch.Selection) error { return c.Settle(ctx.Err) }
	}
	for _, c := range s.uncertain() {
		begin(c)
	}
	if err := s.look(ctx, q); err != nil {
		return err
	}
	return s.each(end)
}

// look passes the figures of a part's paths to the selections.
func (s *selecting) look(ctx context.Context, q *pool) error {
	into := make([]gatherer, s.plan.hands(q.to-q.from))
	for i := range into {
		into[i] = &selector{selecting: s}
	}
	return q.run(ctx, into)
}

// each calls a function with all selections; the workers share them.
func (s *selecting) each(do func(*sketch.Selection) error) error {
	all := s.uncertain()
	errs := make([]error, len(all))
	s.plan.share(len(all), func(_, i int) { errs[i] = do(all[i]) })
	return errors.Join(errs...)
}

// A selector passes a worker's figures to the selections.
type selector struct {
	*selecting
	finder sketch.Finder
	room   [engine.BlockPaths]float64
}

// Take looks at a block's figures; it is called by the engine.
func (s *selector) Take(v, column int, figures []float64) {
	f := s.plan.figure(s.places[v], column)
	view := s.plan.views[f]
	if c := s.cells[view.cell]; c != nil && s.plan.counts(f) {
		c.Add(view.inward(figures, s.room[:]), &s.finder)
	}
}

// TakeSame ignores figures that are certain.
func (s *selector) TakeSame(int, int, float64, int) {}

// Count ignores answers.
func (s *selector) Count(int, int, int, int, int) {}

func (s *selector) flush() {}
