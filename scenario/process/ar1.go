package process

import (
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/internal/kernel"
)

// AR1 starts from zero and adds a full innovation every year:
//
//	z₀ = ε₀,  z_t = ρ·z_{t−1} + ε_t,  ρ = Persistence.
//
// The variance grows, from 1 in year 0 to (1 − ρ^{2(t+1)})/(1 − ρ²) in year t; with ρ = 1, a random walk, it is t + 1.
// So the input has its stated law in year 0, and its scores spread afterwards. The values of a law with ends do not
// leave the ends but gather there; [RandomWalk] gives figures.
//
// Hamilton, Time Series Analysis (1994), §3.4.
type AR1 struct {
	Persistence float64 // part of a score that carries over, from −1 to 1; 1 is a random walk
}

func ar1Kind() Kind {
	parameters := []Parameter{{Parameter: dist.Parameter{
		Name:    "persistence",
		Meaning: "the part of a year's score that carries over, from -1 to 1; 1 is a random walk",
	}}}
	return newKind("ar1", parameters, func(g Given) (Process, []dist.Fault) {
		return AR1{Persistence: g.Numbers["persistence"]}, nil
	})
}

// Kind returns "ar1".
func (AR1) Kind() string { return "ar1" }

// Faults finds a persistence outside −1 to 1.
func (p AR1) Faults() []dist.Fault {
	sound := p.Persistence >= -1 && p.Persistence <= 1
	return persistenceFaults(p.Persistence, sound, "from -1 to 1")
}

// Yearly returns true.
func (AR1) Yearly() bool { return true }

// Coefficients returns ρ and 1, but 0 and 1 in year 0: z_t = carry·z_{t−1} + fresh·ε_t.
func (p AR1) Coefficients(year int) (carry, fresh float64) {
	if year == 0 {
		return 0, 1
	}
	return p.Persistence, 1
}

// Next computes z_t of the type's comment.
func (p AR1) Next(state, innovation []float64, year int) {
	if year == 0 {
		copy(state, innovation)
		return
	}
	kernel.Step(state, innovation, p.Persistence, 1)
}
