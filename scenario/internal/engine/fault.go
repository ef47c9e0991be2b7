package engine

import "fmt"

// A Fault is a figure that cannot be, on one path.
type Fault struct {
	Scenario int // the first that has the row
	Path     uint64
	Column   int
	Row      string
	Message  string

	index int // within the block
}

// Error names row and path; the caller knows the names of scenario and year.
func (f *Fault) Error() string { return fmt.Sprintf("%s on path %d: %s", f.Row, f.Path, f.Message) }

// Messages of faults.
const (
	beyondLimit = "the amount is beyond ±2⁵¹ pence (about £22,500bn)"
	byZero      = "division by zero"
	notFinite   = "the figure is not a finite number"
	notZero     = "an identity that must be exactly zero is not"
)
