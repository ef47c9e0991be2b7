package process

import (
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/internal/kernel"
)

// EachYear draws a score every year; a part of last year's score carries over:
//
//	z₀ = ε₀,  z_t = ρ·z_{t−1} + √(1 − ρ²)·ε_t,  ρ = Persistence.
//
// It is stationary: every year's score is a standard normal, so the input has its
// stated law in every year, and scores k years apart have correlation ρᵏ. The zero
// value draws every year afresh.
//
// Hamilton, Time Series Analysis (1994), §3.4, started from its stationary law.
type EachYear struct {
	Persistence float64 // correlation of neighbouring years, above −1 and below 1
}

func eachYearKind() Kind {
	parameters := []Parameter{{Parameter: dist.Parameter{
		Name:     "persistence",
		Meaning:  "the correlation of neighbouring years, above -1 and below 1; zero if left out",
		Optional: true,
	}}}
	return newKind("each year", parameters, func(g Given) (Process, []dist.Fault) {
		return EachYear{Persistence: g.Numbers["persistence"]}, nil
	})
}

// Kind returns "each year".
func (EachYear) Kind() string { return "each year" }

// Faults finds a persistence that is not strictly between −1 and 1.
func (p EachYear) Faults() []dist.Fault {
	sound := p.Persistence > -1 && p.Persistence < 1
	return persistenceFaults(p.Persistence, sound, "above -1 and below 1")
}

// Yearly returns true.
func (EachYear) Yearly() bool { return true }

// Coefficients returns ρ and √(1 − ρ²), but 0 and 1 in year 0: z_t = carry·z_{t−1} + fresh·ε_t.
func (p EachYear) Coefficients(year int) (carry, fresh float64) {
	if year == 0 {
		return 0, 1
	}
	return p.Persistence, stationarySpread(p.Persistence)
}

// Next computes z_t of the type's comment.
func (p EachYear) Next(state, innovation []float64, year int) {
	if year == 0 {
		copy(state, innovation)
		return
	}
	kernel.Step(state, innovation, p.Persistence, stationarySpread(p.Persistence))
}
