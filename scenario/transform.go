package scenario

import (
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/process"
)

// transformOf is what turns a driver's scores of a year into values: its law, moved to the centre of the year, and read
// with the state of its process. Year 0 is the first after the opening year.
func transformOf(d Driver, year int) dist.Transform {
	t := driftedLaw(d, year)
	if chain, ok := d.Process.(process.Chain); ok {
		return chain.Over(t)
	}
	return t
}

// driftedLaw is a driver's law, moved to the centre of a year.
func driftedLaw(d Driver, year int) dist.Transform {
	t := d.Law.Transform()
	if drift, ok := drifting(d.Process); ok {
		t = drift.InYear(t, year)
	}
	return t
}

// drifting finds a process whose centre moves from year to year, on its own or under a shock.
func drifting(move process.Process) (process.Drift, bool) {
	if shock, ok := move.(process.Shock); ok {
		move = shock.Beneath()
	}
	drift, ok := move.(process.Drift)
	return drift, ok
}

// proportional reports whether followers of a driver move in proportion, which carries over between units: those of a
// lognormal law, unless it is only one part of what the driver does.
func proportional(law dist.Distribution, move process.Process) bool {
	_, lognormal := law.(dist.Lognormal)
	_, chain := move.(process.Chain)
	return lognormal && !chain
}
