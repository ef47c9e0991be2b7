package process

import (
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/internal/kernel"
)

// RandomWalk starts from zero and adds a full innovation every year:
//
//	z₀ = ε₀,  z_t = z_{t−1} + ε_t.
//
// The mean stays 0 and the variance of year t is t + 1; years s ≤ t have covariance s + 1. It is a walk of the score,
// not of the value. The input has its law in the first year. With a normal law the value walks too: in the tenth year
// its standard deviation is √10 times as large. With a lognormal law the logarithm walks. The values of a law with ends
// stay within the ends and gather there: for a uniform law between 0 and 1, the share of futures within 2.5% of either
// end is 2·Φ(−1.96/√(t+1)), 5% in the first year, 42% in the sixth and 54% in the tenth. It is [AR1] with persistence
// 1, under its common name.
//
// Hamilton, Time Series Analysis (1994), §15.1.
type RandomWalk struct{}

func randomWalkKind() Kind {
	return newKind("random walk", nil, func(Given) (Process, []dist.Fault) { return RandomWalk{}, nil })
}

// Kind returns "random walk".
func (RandomWalk) Kind() string { return "random walk" }

// Faults returns nil: there is nothing to get wrong.
func (RandomWalk) Faults() []dist.Fault { return nil }

// Yearly returns true.
func (RandomWalk) Yearly() bool { return true }

// Coefficients returns 1 and 1, but 0 and 1 in year 0: z_t = carry·z_{t−1} + fresh·ε_t.
func (RandomWalk) Coefficients(year int) (carry, fresh float64) {
	if year == 0 {
		return 0, 1
	}
	return 1, 1
}

// Next computes z_t of the type's comment.
func (RandomWalk) Next(state, innovation []float64, year int) {
	if year == 0 {
		copy(state, innovation)
		return
	}
	kernel.Step(state, innovation, 1, 1)
}
