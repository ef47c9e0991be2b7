package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// grace is how long an interrupted command may take to tidy up. A command that waits (for its input, for a reader of
// its output, for a disk) does not notice the interruption, and the program ends without it: the file that it was
// writing is not in place yet, and the next run removes it.
const grace = 150 * time.Millisecond

// A signalError is the cause of a context's end: a signal.
type signalError struct{ os.Signal }

func (e signalError) Error() string { return e.String() }

// untilSignal runs a command until it ends, or shortly after a first signal, or at once after a second.
func untilSignal(run func(context.Context) int) int {
	ctx, cancel := context.WithCancelCause(context.Background())
	defer cancel(nil)
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	done := make(chan int, 1)
	go func() { done <- run(ctx) }()
	select {
	case status := <-done:
		return status
	case s := <-signals:
		cancel(signalError{s})
	}
	select {
	case status := <-done:
		return status
	case <-signals:
	case <-time.After(grace):
		go fmt.Fprintln(os.Stderr, "envelope: interrupted") // writing may have to wait, too
		time.Sleep(time.Millisecond)
	}
	return interrupted(ctx)
}

// interrupted is the exit status of a command whose context has ended.
func interrupted(ctx context.Context) int {
	var s signalError
	if errors.As(context.Cause(ctx), &s) && s.Signal == syscall.SIGTERM {
		return exitTerminated
	}
	return exitInterrupted
}
