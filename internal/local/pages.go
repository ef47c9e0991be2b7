package local

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// A message is what an open page is told.
type message struct{ name, text string }

// pages are those that hold a line open, by which they are told of changes, and by which it is known that they are
// there.
type pages struct {
	lock    *sync.Mutex
	open    map[chan message]bool
	changed chan struct{} // that one came or went
}

func newPages() pages {
	return pages{lock: new(sync.Mutex), open: map[chan message]bool{}, changed: make(chan struct{}, 1)}
}

// beat is how often a line that is held open is written to, so that one whose page has gone is noticed.
const beat = 5 * time.Second

// hold keeps a page's line open (server-sent events) until the page is closed or the server ends.
func (p pages) hold(w http.ResponseWriter, r *http.Request) {
	told, ok := p.enter()
	if !ok {
		http.Error(w, "Too many pages are open.", http.StatusTooManyRequests)
		return
	}
	defer p.leave(told)
	w.Header().Set("Content-Type", "text/event-stream")
	line := http.NewResponseController(w)
	_ = line.SetReadDeadline(time.Time{}) // nothing more is to be read, for as long as the page is open
	send := func(text string) bool {
		_ = line.SetWriteDeadline(time.Now().Add(writeTime))
		_, err := fmt.Fprint(w, text)
		return err == nil && line.Flush() == nil
	}
	ticks := time.NewTicker(beat)
	defer ticks.Stop()
	for alive := send("retry: 500\n\n"); alive; {
		select {
		case m := <-told:
			alive = send("event: " + m.name + "\ndata: " + m.text + "\n\n")
		case <-ticks.C:
			alive = send(":\n\n")
		case <-r.Context().Done():
			return
		}
	}
}

func (p pages) enter() (told chan message, ok bool) {
	p.lock.Lock()
	defer p.lock.Unlock()
	if len(p.open) >= mostPages {
		return nil, false
	}
	told = make(chan message, 4)
	p.open[told] = true
	p.notice()
	return told, true
}

func (p pages) leave(told chan message) {
	p.lock.Lock()
	defer p.lock.Unlock()
	delete(p.open, told)
	p.notice()
}

// notice wakes who waits for the pages to close.
func (p pages) notice() {
	select {
	case p.changed <- struct{}{}:
	default:
	}
}

// tell sends a message to all; a page that does not read misses it.
func (p pages) tell(m message) {
	p.lock.Lock()
	defer p.lock.Unlock()
	for told := range p.open {
		select {
		case told <- m:
		default:
		}
	}
}

func (p pages) count() int {
	p.lock.Lock()
	defer p.lock.Unlock()
	return len(p.open)
}

// wait closes a channel when pages were open and none has been for the time of grace.
func (p pages) wait(ctx context.Context, grace time.Duration, closed chan<- struct{}) {
	var over <-chan time.Time
	for seen := false; ; {
		select {
		case <-ctx.Done():
			return
		case <-over:
			close(closed)
			return
		case <-p.changed:
			over = nil
			if n := p.count(); n > 0 {
				seen = true
			} else if seen {
				over = time.After(grace)
			}
		}
	}
}
