package scenario

import (
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/internal/bounds"
	"github.com/openenvelope/envelope/scenario/process"
)

// transformOf turns a driver's scores of a year into values: by its law, moved to the centre of the year, with the
// state of its process. Year 0 is the first after the opening year.
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
	if drift, ok := d.move().Drift(); ok {
		t = drift.InYear(t, year)
	}
	return t
}

// move is the driver's law and how it moves.
func (d Driver) move() bounds.Move { return bounds.Move{Law: d.Law, Process: d.Process} }
