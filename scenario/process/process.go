package process

import "github.com/openenvelope/envelope/scenario/dist"

// A Process turns an input's independent yearly innovations into its yearly scores. Processes are values without
// working memory; the state belongs to the caller. The workers of a run call the methods from several goroutines at
// once.
type Process interface {
	// Kind is the name in scenario files: "once", "each year" and so on.
	Kind() string

	// Faults returns every fault in the parameters, nil when the process is sound.
	Faults() []dist.Fault

	// Next replaces state, last year's scores, by this year's, given this year's innovations. The columns have equal
	// length and do not overlap. Years count from 0; what state holds in year 0 does not matter.
	Next(state, innovation []float64, year int)

	// Yearly reports whether every year has its own innovation; if not, only the innovations of year 0 are read, and
	// later calls may pass nil.
	Yearly() bool
}
