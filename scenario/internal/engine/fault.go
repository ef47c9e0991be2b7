package engine

import (
	"fmt"
	"runtime/debug"
)

// A Fault is an impossible figure on one path; or a panic, with the first of the paths under way and without row and
// scenario.
type Fault struct {
	Scenario int // the first that has the row
	Path     uint64
	Column   int
	Row      string
	Message  string
	Panic    *Panic // nil if there was none

	index int // within the block
}

// A Panic is what was recovered, and the stack where it happened.
type Panic struct {
	Value any
	Stack []byte
}

// Error names row and path; the caller knows the names of scenario and year.
func (f *Fault) Error() string { return fmt.Sprintf("%s on path %d: %s", f.Row, f.Path, f.Message) }

// panicked makes a fault of what was recovered from a panic on one of n paths.
func panicked(first uint64, n, column int, recovered any) *Fault {
	message := fmt.Sprintf("stopped unexpectedly: %v", recovered)
	if n > 1 {
		message = fmt.Sprintf("stopped unexpectedly on this path or one of the %d after it: %v", n-1, recovered)
	}
	return &Fault{Path: first, Column: column, Message: message, Panic: &Panic{recovered, debug.Stack()}}
}

// Messages of faults.
const (
	beyondLimit = "the amount is beyond ±2⁵¹ pence (about £22,500bn)"
	byZero      = "division by zero"
	notFinite   = "the figure is not a finite number"
	judgedNaN   = "the measure %q that is asked of it gives what is not a number (NaN)"
	notZero     = "an identity that must be exactly zero is not"
)
