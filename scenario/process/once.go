package process

import "github.com/openenvelope/envelope/scenario/dist"

// Once draws one score and holds it for the whole path: z₀ = ε₀, z_t = z₀.
type Once struct{}

func onceKind() Kind {
	return newKind("once", nil, func(Given) (Process, []dist.Fault) { return Once{}, nil })
}

// Kind returns "once".
func (Once) Kind() string { return "once" }

// Faults returns nil: there is nothing to get wrong.
func (Once) Faults() []dist.Fault { return nil }

// Yearly returns false.
func (Once) Yearly() bool { return false }

// Next copies the innovation in year 0 and leaves the state as it is later.
func (Once) Next(state, innovation []float64, year int) {
	if year == 0 {
		copy(state, innovation)
	}
}
