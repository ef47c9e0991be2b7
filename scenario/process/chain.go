package process

import "github.com/openenvelope/envelope/scenario/dist"

// A Chain is a process with a state beside its scores, which chance moves from year to year: whether a shock lasts,
// which regime holds, which year of a history comes next.
//
// The chance is independent of the innovations. So it leaves an input's scores as they are, and takes no part in a
// correlation of the input with others: their scores move together, their shocks do not. Like any process, it is called
// from several goroutines at once.
type Chain interface {
	Process

	// Move replaces last year's state by this year's, given a uniform number above 0 and below 1 for each path. The
	// columns have equal length and do not overlap. What state holds in year 0 does not matter. It allocates nothing.
	Move(state, uniform []float64, year int)

	// Over completes the transform of the input's own law.
	Over(law dist.Transform) Stated
}

// A Stated is a transform that reads a state beside the score. Its At and Apply give the values in the ordinary state,
// the one of the central case. Like any transform, goroutines may share it.
type Stated interface {
	dist.Transform

	// ApplyIn sets dst[i] to the value at score z[i] in state[i]. The columns have equal
	// length and do not overlap. It allocates nothing.
	ApplyIn(dst, z, state []float64)
}

// A Drift is a process whose central case moves from year to year; its scores are measured from that centre. Like any
// process, it is called from several goroutines at once.
type Drift interface {
	Process

	// InYear moves the transform of the input's own law to a year's centre.
	InYear(law dist.Transform, year int) dist.Transform
}
