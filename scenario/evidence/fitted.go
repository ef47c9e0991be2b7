package evidence

import (
	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/process"
)

// A Fitted is a law and a process fitted to a series, as far as a series of its length can tell. Its methods only read
// it, so goroutines may share it.
type Fitted struct {
	Series Series // the series that they were fitted to
	// Law and Process are in the form of a [scenario.Driver]: rates are fractions, money is in the currency's unit.
	// Their numbers are rounded to nine digits, money to whole pence.
	Law     dist.Distribution
	Process process.Process // nil is once
	// Parameters are the fitted numbers by their names in a scenario file: first of the law, then of the process.
	Parameters []Parameter
	// N is the number of values in the likelihood: the values of the series or, for a walk, the steps between them.
	N int
	// LogLikelihood is the logarithm of the density of the N values. AICc is Akaike's criterion with its correction for
	// few values; of two fits to the same series the smaller is the better one. The AICc of a walk can only be compared
	// with that of another walk.
	LogLikelihood, AICc float64
	// Distance is the largest gap between the law and the values' own distribution (Kolmogorov and Smirnov). P is the
	// share of histories, simulated from the fit and then fitted themselves, whose distance is at least as large.
	Distance, P float64
	// Words say what was fitted: "normal, drawn each year with persistence".
	Words string
	// YAML is the fit as a number of a scenario file, on one line, to paste after the number's key.
	YAML string
	// Notes say in plain words what a series of this length cannot tell.
	Notes []string
}

// A Parameter is a fitted number: in the unit of the series (money in the currency's unit, as in the law), or a pure
// number.
type Parameter struct {
	Name  string  // as files write it
	Value float64 // the fitted number
	// SE is the standard error: the spread of the same number when fitted to histories simulated from the fit. Bias is
	// by how much these numbers are too high on average. Both are NaN where fewer than half of the histories could be
	// fitted.
	SE, Bias float64
	// SameUnit says that the number is in the unit of the series, not a pure number.
	SameUnit bool
}

// Persistence is the fitted persistence, if the process has one.
func (f *Fitted) Persistence() (p Parameter, ok bool) {
	f = door.Or(f)
	if len(f.Parameters) == 0 {
		return Parameter{}, false
	}
	last := f.Parameters[len(f.Parameters)-1]
	return last, last.Name == "persistence"
}
