// Package door is what exported functions do with nothing: none of them panics, whatever it is given. A pointer that is
// nil is its type's zero value, a context that is nil never ends, and a reader or writer that is nil fails with a
// fault.
package door

import (
	"context"
	"io"

	"github.com/openenvelope/envelope/finance/fault"
)

// Or is p, or a zero value where that is nil.
func Or[T any](p *T) *T {
	if p == nil {
		return new(T)
	}
	return p
}

// Context is ctx, or one that never ends where that is nil.
func Context(ctx context.Context) context.Context {
	if ctx == nil {
		return context.Background()
	}
	return ctx
}

// Writer is w, or one that takes nothing where that is nil.
func Writer(w io.Writer) io.Writer {
	if w == nil {
		return nowhere{}
	}
	return w
}

// Reader is r, or one that gives nothing where that is nil.
func Reader(r io.Reader) io.Reader {
	if r == nil {
		return nowhere{}
	}
	return r
}

type nowhere struct{}

func (nowhere) Write([]byte) (int, error) {
	return 0, fault.Missing.Found("there is no writer to write to")
}
func (nowhere) Read([]byte) (int, error) {
	return 0, fault.Missing.Found("there is no reader to read from")
}
