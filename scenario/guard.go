package scenario

import (
	"errors"
	"fmt"
	"runtime/debug"

	"github.com/openenvelope/envelope/internal/door"
)

// A PanicError is a panic in an importer's code: a model, law, process, measure or Progress. The library catches it;
// errors.As finds it in the error of a run, a plan or a replay, also within a [PathError]. A call of runtime.Goexit
// counts as a panic: a goroutine that ends before its work is done has no result.
type PanicError struct {
	// Value is what panic was called with.
	Value any
	// Stack is the stack of the goroutine that panicked, as debug.Stack writes it; nil after runtime.Goexit.
	Stack []byte
	// Seed is the seed of the run.
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

// errGoexit is the value of a PanicError where there was no panic but a call of runtime.Goexit.
var errGoexit = errors.New("runtime.Goexit was called")

// left is the error of a goroutine that did not finish; it holds until the goroutine has finished.
func left(seed uint64) error { return &PanicError{Value: errGoexit, Seed: seed} }

// guard, when deferred, turns a panic into an error.
func guard(seed uint64, err *error) {
	if r := recover(); r != nil {
		*err = &PanicError{Value: r, Stack: debug.Stack(), Seed: seed}
	}
}

// guarded calls a function that may panic or end its goroutine, so it gives it a goroutine of its own.
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
