package scenario

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario/internal/engine"
	"github.com/openenvelope/envelope/scenario/internal/sketch"
)

// Run plans a model, runs all its paths and gathers the result. It stops within a tenth of a second
// when the context ends, with the context's error.
func Run(ctx context.Context, m *Model, o Options) (*Result, error) {
	p, err := NewPlan(ctx, m, o)
	if err != nil {
		return nil, err
	}
	part, err := p.RunPart(ctx, 0, p.paths)
	if err != nil {
		return nil, err
	}
	return p.Result(part)
}

// A PathError is a path that could not be worked out, or that broke an identity, with what it takes to see it again.
type PathError struct {
	Scenario, Row, Year string
	Seed, Path          uint64
	Message             string
}

// Error names the figure and the path.
func (e *PathError) Error() string {
	return fmt.Sprintf("%s in %s, scenario %q: %s (seed %d, path %d)", sheet.Label(e.Row), e.Year, e.Scenario, e.Message, e.Seed, e.Path)
}

// explain gives an engine's fault its names.
func (p *Plan) explain(err error) error {
	var f *engine.Fault
	if !errors.As(err, &f) {
		return err
	}
	return &PathError{Scenario: p.scenarios[f.Scenario].Name, Row: f.Row, Seed: p.seed, Path: f.Path, Message: f.Message,
		Year: p.engine.Scenarios[f.Scenario].Program.Years[f.Column]}
}

// RunPart computes the paths from ≤ path < to. Both ends must be multiples of [PartPaths], or the end of the run. Parts
// computed anywhere, with any number of workers, merge to the same bits.
func (p *Plan) RunPart(ctx context.Context, from, to uint64) (*Partial, error) {
	if from%PartPaths != 0 || (to%PartPaths != 0 && to != p.paths) || from > to || to > p.paths {
		return nil, fmt.Errorf("a part from %d to %d: both must be multiples of %d, or the end, %d", from, to, PartPaths, p.paths)
	}
	pool := &pool{plan: p, from: from, to: to}
	var wg sync.WaitGroup
	parts := make([]*Partial, p.workers)
	for i := range parts {
		parts[i] = newPartial(p)
		wg.Go(func() { pool.work(ctx, parts[i]) })
	}
	wg.Wait()
	if err := errors.Join(ctx.Err(), pool.err); err != nil {
		return nil, err
	}
	whole := parts[0]
	for _, part := range parts[1:] {
		if err := whole.add(part); err != nil {
			return nil, err
		}
	}
	whole.Spans = []Span{{from, to}}
	return whole, nil
}

// PartPaths is the number of paths that a part is a multiple of.
const PartPaths = sketch.ChunkPaths

// A pool shares out the chunks of a part among workers.
type pool struct {
	plan     *Plan
	from, to uint64
	next     atomic.Uint64 // chunk
	stopped  atomic.Bool

	mu   sync.Mutex
	done uint64
	err  error
}

// work takes chunks until none is left, the context ends, or a path fails.
func (q *pool) work(ctx context.Context, into *Partial) {
	defer func() {
		if r := recover(); r != nil {
			q.fail(fmt.Errorf("the engine stopped unexpectedly: %v (seed %d)", r, q.plan.seed))
		}
	}()
	w := engine.NewWorker(q.plan.code)
	for {
		first := q.from + (q.next.Add(1)-1)*PartPaths
		if first >= q.to || q.stopped.Load() {
			return
		}
		end := min(first+PartPaths, q.to)
		for at := first; at < end; at += engine.BlockPaths {
			if ctx.Err() != nil {
				return
			}
			if err := w.Run(at, int(min(end-at, engine.BlockPaths)), into); err != nil {
				q.fail(q.plan.explain(err))
				return
			}
		}
		into.flush()
		q.finish(end - first)
	}
}

// fail keeps the failure of the lowest path, so that the message does not depend on the workers' order
// more than it must, and stops the others.
func (q *pool) fail(err error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.stopped.Store(true)
	var now, before *PathError
	if q.err == nil || (errors.As(err, &now) && errors.As(q.err, &before) && now.Path < before.Path) {
		q.err = err
	}
}

func (q *pool) finish(paths uint64) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.done += paths
	if q.plan.progress != nil {
		q.plan.progress(q.done, q.to-q.from)
	}
}
