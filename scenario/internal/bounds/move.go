package bounds

import (
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/process"
)

// Drift finds a process whose centre moves from year to year, on its own or under a shock.
func (m Move) Drift() (process.Drift, bool) {
	move := m.Process
	if shock, ok := move.(process.Shock); ok {
		move = shock.Beneath()
	}
	drift, ok := move.(process.Drift)
	return drift, ok
}

// Proportional reports whether followers of a driver move in proportion, which carries over between units: those of a
// lognormal law, unless it is only one part of what the driver does.
func (m Move) Proportional() bool {
	_, lognormal := m.Law.(dist.Lognormal)
	_, chain := m.Process.(process.Chain)
	return lognormal && !chain
}

// Faults is what is wrong with the law and the process, each alone, or if nothing is, what they have against each
// other.
func (m Move) Faults() []dist.Fault {
	faults := m.Law.Faults()
	if m.Process != nil {
		faults = append(faults, m.Process.Faults()...)
	}
	if len(faults) == 0 {
		faults = m.Misfits()
	}
	return faults
}

// Misfits is what a sound law and a sound process have against each other.
func (m Move) Misfits() []dist.Fault {
	drift, _ := m.Drift()
	if p, ok := drift.(process.MeanReverting); ok { // by name: another type's Fits may mean something else
		return p.Fits(m.Law)
	}
	return nil
}

// MostDF is the most degrees of freedom of a t copula: there it and the Gaussian one can no longer be told apart.
const MostDF = 1000
