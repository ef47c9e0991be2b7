package scenario

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/openenvelope/envelope/scenario/internal/engine"
)

// A gatherer takes a worker's figures, and is told when a chunk of paths ends.
type gatherer interface {
	engine.Sink
	flush()
}

// A pool shares out the chunks of a part among workers.
type pool struct {
	plan          *Plan
	code          *engine.Code
	from, to      uint64
	begun         *beginning    // the beginning of the first chunk, for the first gatherer; nil if there is none
	before, total uint64        // paths done in earlier passes, and in all passes: for progress
	next          atomic.Uint64 // chunk
	stopped       atomic.Bool
	teller        *teller

	mu   sync.Mutex
	done uint64
	err  error
}

// share calls do for i from 0 to n−1; the workers share the calls, of which the caller is one.
func (p *Plan) share(n int, do func(worker, i int)) {
	var next atomic.Int64
	var wg sync.WaitGroup
	work := func(worker int) {
		for i := next.Add(1) - 1; i < int64(n); i = next.Add(1) - 1 {
			do(worker, int(i))
		}
	}
	for worker := 1; worker < min(p.workers, n); worker++ {
		wg.Go(func() { work(worker) })
	}
	work(0)
	wg.Wait()
}

// hands is how many workers have something to do with so many paths.
func (p *Plan) hands(paths uint64) int { return int(min(uint64(p.workers), paths/PartPaths+1)) }

// run computes the part, with a worker for each gatherer.
func (q *pool) run(ctx context.Context, into []gatherer) error {
	q.teller = q.plan.teller(ctx)
	q.next.Store(uint64(len(into)))
	q.all(ctx, into)
	if err := errors.Join(ctx.Err(), q.err); err != nil {
		return err
	}
	if q.done != q.to-q.from {
		return fmt.Errorf("%d of %d paths were worked out, so there is no result", q.done, q.to-q.from)
	}
	return nil
}

// all works out all chunks. One worker needs no goroutine of its own, whose stack would have to grow first.
func (q *pool) all(ctx context.Context, into []gatherer) {
	defer func() { q.fail(q.teller.end()) }() // also where a call ends this goroutine
	if len(into) == 1 {
		q.work(ctx, 0, into[0])
		return
	}
	var wg sync.WaitGroup
	for i, g := range into {
		wg.Go(func() { q.work(ctx, uint64(i), g) })
	}
	wg.Wait()
}

// work takes chunks, and returns the error that stopped it; a panic or the end of its goroutine is an error too.
func (q *pool) work(ctx context.Context, chunk uint64, into gatherer) {
	err := left(q.plan.seed)
	defer func() { q.fail(err) }()
	defer guard(q.plan.seed, &err)
	err = q.chunks(ctx, chunk, into)
}

// chunks takes chunks, a given one first, until none is left, the context ends, or a path fails. A chunk that is taken
// is finished even if a later one has failed, so that the lowest path that fails is found in any order of the workers.
func (q *pool) chunks(ctx context.Context, chunk uint64, into gatherer) error {
	w, done := q.worker(chunk)
	for first := q.from + chunk*PartPaths; first < q.to; first = q.from + chunk*PartPaths {
		end := min(first+PartPaths, q.to)
		for at := first + done; at < end; at += engine.BlockPaths {
			err := w.Run(ctx, at, int(min(end-at, engine.BlockPaths)), into)
			if ctx.Err() != nil {
				return nil
			}
			if err != nil {
				return q.plan.explain(err)
			}
		}
		into.flush()
		if err := q.finish(end - first); err != nil || q.stopped.Load() {
			return err
		}
		chunk, done = q.next.Add(1)-1, 0
	}
	q.plan.kept.compiler.Back(w)
	return nil
}

// worker is the worker that starts with a chunk, and how many paths of the chunk are already done.
func (q *pool) worker(chunk uint64) (w *engine.Worker, done uint64) {
	if chunk == 0 && q.begun != nil {
		return q.begun.worker, q.begun.paths
	}
	return q.plan.kept.compiler.Worker(q.code), 0
}

// fail keeps the error of the lowest path that failed, and stops the other workers.
func (q *pool) fail(err error) {
	if err == nil {
		return
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	q.stopped.Store(true)
	var now, before *PathError
	if q.err == nil || (errors.As(err, &now) && errors.As(q.err, &before) && now.Path < before.Path) {
		q.err = err
	}
}

// finish counts paths that are done, and reports progress.
func (q *pool) finish(paths uint64) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.done += paths
	return q.teller.tell(q.before+q.done, q.total)
}
