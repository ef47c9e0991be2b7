package scenario

import (
	"errors"
	"fmt"
	"runtime/debug"

	"github.com/openenvelope/envelope/internal/door"
)

// A PanicError is a panic in what an importer brings: a model, law, process, measure or Progress. The library does not
// pass it on; errors.As finds it in the error of a run, a plan or a replay, in that of a path ([PathError]) too. A call
// of runtime.Goexit counts as a panic: a goroutine that ends before its work is done leaves nothing that could be a
// result.
type PanicError struct {
	// Value is what panic was called with.
	Value any
	// Stack is the stack of the goroutine that panicked, as debug.Stack writes it; nil after runtime.Goexit.
	Stack []byte
	// Seed is the run's.
	Seed uint64
}

// Error shows the value and the seed, without the stack.
func (e *PanicError) Error() string {
	e = door.Or(e)
	return fmt.Sprintf("stopped unexpectedly: %v (seed %d)", e.Value, e.Seed)
}

// Unwrap is the value, if that is an error.
func (e *PanicError) Unwrap() error {
	e = door.Or(e)
	err, _ := e.Value.(error)
	return err
}

// errGoexit is the value of a panic that is none.
var errGoexit = errors.New("runtime.Goexit was called")

// left is the error of what did not come to its end: that of a goroutine until it has.
func left(seed uint64) error { return &PanicError{Value: errGoexit, Seed: seed} }

// guard, deferred, makes an error of a panic.
func guard(seed uint64, err *error) {
	if r := recover(); r != nil {
		*err = &PanicError{Value: r, Stack: debug.Stack(), Seed: seed}
	}
}

// guarded does something that may panic or end its goroutine, which is therefore one of its own.
func guarded[T any](seed uint64, do func() (T, error)) (T, error) {
	type outcome struct {
		result T
		err    error
	}
	done := make(chan outcome, 1)
	go func() {
		o := outcome{err: left(seed)}
		defer func() { done <- o }()
		defer guard(seed, &o.err)
		o.result, o.err = do()
	}()
	o := <-done
	return o.result, o.err
}
