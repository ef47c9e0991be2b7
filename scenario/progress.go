package scenario

import (
	"context"
	"time"
)

// A teller calls the options' Progress from a goroutine of its own, one call after the other, so that a call which does
// not return holds nobody up whose context has ended. Nil tells nobody.
type teller struct {
	ctx  context.Context
	news chan [2]uint64
	over chan struct{} // closed when there are no more calls
	err  error         // set once over is closed: the error of a call that did not return
}

// teller starts to tell, if there is somebody to be told. It ends with end, or with the context.
func (p *Plan) teller(ctx context.Context) *teller {
	if p.progress == nil {
		return nil
	}
	t := &teller{ctx: ctx, news: make(chan [2]uint64), over: make(chan struct{}), err: left(p.seed)}
	go func() {
		defer close(t.over)
		defer guard(p.seed, &t.err)
		for {
			select {
			case <-ctx.Done():
				t.err = nil
				return
			case n, ok := <-t.news:
				if !ok {
					t.err = nil
					return
				}
				p.progress(n[0], n[1])
			}
		}
	}()
	return t
}

// tell waits until the last call has returned, and hands the next call to the teller. Once the context has ended it
// does nothing; the error is from a call that panicked.
func (t *teller) tell(done, total uint64) error {
	if t == nil {
		return nil
	}
	select {
	case t.news <- [2]uint64{done, total}:
		return nil
	case <-t.ctx.Done():
		return nil
	case <-t.over:
		return t.err
	}
}

// patience is how long a run whose context has ended waits for a call of Progress to return.
const patience = 50 * time.Millisecond

// end waits for the last call to return; once the context has ended, at most for patience.
func (t *teller) end() error {
	if t == nil {
		return nil
	}
	close(t.news)
	select {
	case <-t.over:
		return t.err
	case <-t.ctx.Done():
	}
	select {
	case <-t.over:
		return t.err
	case <-time.After(patience):
		return nil
	}
}

// tellOnce reports work that is done without a teller.
func (p *Plan) tellOnce(ctx context.Context, done, total uint64) error {
	t := p.teller(ctx)
	if err := t.tell(done, total); err != nil {
		return err
	}
	return t.end()
}
