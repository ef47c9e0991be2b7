package scenario

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/scenario/internal/engine"
	"github.com/openenvelope/envelope/scenario/internal/pence"
)

// A PathColumn names what one column of a [PathBlock] holds: a line of a scenario in a year.
type PathColumn struct {
	Scenario, Line, Year string // names
	Money                bool   // in the currency's unit; else a fraction
}

// A PathBlock holds the figures of consecutive paths.
type PathBlock struct {
	First uint64 // number of the first path
	// Columns has one column for each of [Plan.PathColumns], with one figure for each path. The next block uses the
	// same memory.
	Columns [][]float64
}

// PathColumns lists the columns that [Plan.EachPath] gives: every scenario, its lines, and their years, as the plan
// reports them.
func (p *Plan) PathColumns() []PathColumn {
	if p == nil || p.code == nil {
		return nil
	}
	var all []PathColumn
	years := p.engine.Scenarios[0].Program.Years
	for _, s := range p.scenarios {
		for _, l := range p.lines {
			for _, column := range p.columns {
				all = append(all, PathColumn{s.Name, l.Name, years[column], l.Money})
			}
		}
	}
	return all
}

// EachPath works out the paths from ≤ path < to and calls take with their figures, block by block in the order of
// paths, on the caller's goroutine. They are the figures that a run summarises, to the bit. It stops at the first
// error, its own or one from take, and within a tenth of a second when the context ends. Memory does not grow with the
// number of paths.
func (p *Plan) EachPath(ctx context.Context, from, to uint64, take func(PathBlock) error) (err error) {
	ctx = door.Context(ctx)
	if p == nil || p.code == nil {
		return errNoPlan
	}
	defer guard(p.seed, &err)
	if from > to || to > p.paths {
		return fault.OutOfRange.Found("there are no paths %d to %d", from, to).Want("the plan has %d", p.paths)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	teller := p.teller(ctx)
	rounds := p.rounds(ctx, from, to)
	out := make([][]float64, len(p.PathColumns()))
	var given uint64
	var failed error
	for r := range rounds.full {
		if failed == nil {
			failed = r.err
		}
		if failed == nil {
			failed = p.deliver(r, out, take)
		}
		if failed == nil {
			given += r.paths()
			failed = teller.tell(given, to-from)
		}
		if failed != nil {
			cancel()
		}
		rounds.free <- r
	}
	if told := teller.end(); failed == nil {
		failed = told
	}
	if err := errors.Join(failed, stopped(ctx, failed)); err != nil {
		return err
	}
	if given != to-from {
		return fmt.Errorf("%d of %d paths were worked out", given, to-from)
	}
	return nil
}

// stopped is the context's error, unless it was ended because of a failure.
func stopped(ctx context.Context, failed error) error {
	if failed != nil {
		return nil
	}
	return ctx.Err()
}

// deliver scales a round's figures and hands them over.
func (p *Plan) deliver(r *round, out [][]float64, take func(PathBlock) error) error {
	first := r.first
	for _, k := range r.keepers {
		if len(k.columns) == 0 || len(k.columns[0]) == 0 {
			continue
		}
		c := 0
		for v := range len(p.scenarios) * len(p.lines) {
			for _, column := range p.columns {
				out[c] = scaled(out[c][:0], k.columns[p.figureOf(v, column)], p.lines[v%len(p.lines)].Money)
				c++
			}
		}
		if err := take(PathBlock{first, out}); err != nil {
			return err
		}
		first += uint64(len(k.columns[0]))
	}
	return nil
}

// scaled copies figures, money from pence to the currency's unit.
func scaled(dst, figures []float64, money bool) []float64 {
	dst = slices.Grow(dst, len(figures))
	for _, x := range figures {
		if money {
			x = pence.Pounds(x)
		}
		dst = append(dst, x)
	}
	return dst
}

// A round is the work of all workers at one time: consecutive runs of paths.
type round struct {
	first   uint64
	keepers []*keeper // by worker
	err     error
}

// paths is the number of paths in the round.
func (r *round) paths() (n uint64) {
	for _, k := range r.keepers {
		if len(k.columns) > 0 {
			n += uint64(len(k.columns[0]))
		}
	}
	return n
}

// roundBytes is about how much memory the figures of a round take.
const roundBytes = 8 << 20

// rounds are filled by a goroutine and given back through free; it ends, and closes full, when all paths are done or
// the context ends.
type rounds struct{ full, free chan *round }

// rounds starts to compute. Two rounds are under way: one is filled while the other is delivered.
func (p *Plan) rounds(ctx context.Context, from, to uint64) rounds {
	const under = 2
	q := rounds{make(chan *round, under), make(chan *round, under)}
	figures := len(p.views)
	each := max(roundBytes/8/max(figures, 1)/p.workers/engine.BlockPaths, 1) * engine.BlockPaths
	for range under {
		r := &round{}
		for range p.workers {
			r.keepers = append(r.keepers, &keeper{figure: p.figure, columns: make([][]float64, figures)})
		}
		q.free <- r
	}
	go func() {
		defer close(q.full)
		workers := make([]*engine.Worker, p.workers)
		for at := from; at < to && ctx.Err() == nil; {
			var r *round
			select {
			case r = <-q.free:
			case <-ctx.Done():
				return
			}
			r.first = at
			at = p.fill(ctx, r, workers, to, each)
			q.full <- r
			if r.err != nil {
				return
			}
		}
		for _, w := range workers {
			if w != nil {
				p.kept.compiler.Back(w)
			}
		}
	}()
	return q
}

// fill computes a round and returns the first path of the next. A worker whose goroutine ends early leaves its error.
func (p *Plan) fill(ctx context.Context, r *round, workers []*engine.Worker, to uint64, each int) uint64 {
	errs := make([]error, len(workers))
	var wg sync.WaitGroup
	at := r.first
	for i, k := range r.keepers {
		for c := range k.columns {
			k.columns[c] = slices.Grow(k.columns[c][:0], int(min(uint64(each), to-at)))
		}
		end := min(at+uint64(each), to)
		start := at
		errs[i] = left(p.seed)
		wg.Go(func() { errs[i] = p.runInto(ctx, &workers[i], k, start, end) })
		at = end
	}
	wg.Wait()
	r.err = nil
	for _, err := range errs {
		if r.err = err; err != nil {
			break
		}
	}
	return at
}

// runInto computes paths into a keeper, making the worker if there is none yet.
func (p *Plan) runInto(ctx context.Context, w **engine.Worker, k *keeper, from, to uint64) (err error) {
	defer guard(p.seed, &err)
	if *w == nil {
		*w = p.kept.compiler.Worker(p.code)
	}
	for at := from; at < to; at += engine.BlockPaths {
		if err := (*w).Run(ctx, at, int(min(to-at, engine.BlockPaths)), k); err != nil {
			return p.explain(err)
		}
	}
	return nil
}
