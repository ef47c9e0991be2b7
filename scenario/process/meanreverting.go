package process

import (
	"math"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/internal/kernel"
	"github.com/openenvelope/envelope/scenario/internal/num"
)

// MeanReverting starts away from the input's long-run level and comes back to it: an
// Ornstein-Uhlenbeck process, sampled exactly once a year. With κ = Speed and the score s
// at which the input's law has the value Start, the score of year t is
//
//	s·ρ^{t+1} + z_t,  z₀ = √(1 − ρ²)·ε₀,  z_t = ρ·z_{t−1} + √(1 − ρ²)·ε_t,  ρ = e^{−κ}.
//
// The opening year, which comes before year 0, is at Start. In the long run the input has its law: the score's mean
// s·ρ^{t+1} goes to 0 and its variance 1 − ρ^{2(t+1)} to 1; years u ≤ t have covariance ρ^{t−u}·(1 − ρ^{2(u+1)}). For a
// normal law the input itself has, in year t,
//
//	mean = Mean + (Start − Mean)·ρ^{t+1},  variance = SD²·(1 − ρ^{2(t+1)}).
//
// The distance from the level halves every ln 2 / κ years. For other laws the scores move in the same way, so a value
// never leaves the range of its law; a lognormal law gives Schwartz's model of prices.
//
// Uhlenbeck and Ornstein, Physical Review 36 (1930), 823-841; the exact step: Gillespie,
// Physical Review E 54 (1996), 2084-2091. Schwartz, Journal of Finance 52 (1997), 923-973.
type MeanReverting struct {
	Start float64 // the value in the opening year, in the unit of the input
	Speed float64 // κ per year, above zero
}

// The limits of the speed: with the highest, e^{−50} of a distance is left after a year; with the lowest, a plan ends
// before anything comes back.
const (
	minSpeed, maxSpeed       = 0.0005, 50
	minHalfLife, maxHalfLife = 0.02, 1000 // years
)

// farthestStart is how many standard deviations, in scores, the start may be away.
const farthestStart = 8

func meanRevertingKind() Kind {
	parameters := []Parameter{
		{Parameter: dist.Parameter{Name: "start", Meaning: "the value in the opening year", SameUnit: true}},
		{Parameter: dist.Parameter{Name: "half_life",
			Meaning: "the years after which half the distance from the long-run level is left", Optional: true}},
		{Parameter: dist.Parameter{Name: "speed", Meaning: "or the speed of return a year, ln 2 / half_life",
			Optional: true}},
	}
	return newKind("mean reverting", parameters, func(g Given) (Process, []dist.Fault) {
		halfLife, given := g.Numbers["half_life"]
		speed, also := g.Numbers["speed"]
		switch {
		case given == also:
			return nil, []dist.Fault{{Kind: eitherOr(given), Parameter: "mean reverting",
				Found: bothOrNeither(given, "half_life and speed"), Want: "one of half_life and speed"}}
		case given && !(halfLife >= minHalfLife && halfLife <= maxHalfLife):
			return nil, []dist.Fault{{Kind: fault.OutOfRange, Parameter: "half_life", Found: number(halfLife),
				Want: "from 0.02 to 1000 years"}}
		case given:
			speed = math.Ln2 / halfLife
		}
		return MeanReverting{Start: g.Numbers["start"], Speed: speed}, nil
	})
}

// Kind returns "mean reverting".
func (MeanReverting) Kind() string { return "mean reverting" }

// Faults finds a start that is not finite and a speed outside its range. [MeanReverting.Fits] finds a start outside the
// input's law.
func (p MeanReverting) Faults() (faults []dist.Fault) {
	if math.IsNaN(p.Start) || math.IsInf(p.Start, 0) {
		faults = append(faults,
			dist.Fault{Kind: fault.OutOfRange, Parameter: "start", Found: number(p.Start), Want: "a finite number"})
	}
	if !(p.Speed >= minSpeed && p.Speed <= maxSpeed) {
		faults = append(faults, dist.Fault{Kind: fault.OutOfRange, Parameter: "speed", Found: number(p.Speed),
			Want: "from 0.0005 to 50 a year"})
	}
	return faults
}

// Fits finds a start that is not between the ends of a sound law, or is more than eight standard deviations from its
// middle.
func (p MeanReverting) Fits(law dist.Distribution) []dist.Fault {
	if law == nil {
		return []dist.Fault{{Kind: fault.Missing, Parameter: "law", Want: "a distribution"}}
	}
	low, high := law.Support()
	switch {
	case !(p.Start > low && p.Start < high):
		between, limits := ends(low, high)
		return []dist.Fault{{Kind: fault.Conflict, Parameter: "start", Found: number(p.Start),
			Want: "between the ends of the " + law.Kind() + " distribution" + between, Limits: limits}}
	case math.Abs(scoreAt(law.Transform(), p.Start)) > farthestStart:
		return []dist.Fault{{Kind: fault.OutOfRange, Parameter: "start", Found: number(p.Start),
			Want: "a value that the " + law.Kind() +
				" distribution has within 8 standard deviations of its median; widen it or start nearer"}}
	}
	return nil
}

// ends is a phrase for the ends of a law, with places for them as limits; an infinite end is left out.
func ends(low, high float64) (words string, limits []dist.Limit) {
	bounded, topped := !math.IsInf(low, 0), !math.IsInf(high, 0)
	switch {
	case bounded && topped:
		return ", {} and {}", []dist.Limit{{Value: low}, {Value: high}}
	case bounded:
		return ", above {}", []dist.Limit{{Value: low}}
	case topped:
		return ", below {}", []dist.Limit{{Value: high}}
	}
	return "", nil
}

// scoreAt is the first score at which a transform reaches a value, found by halving; ±37.5 if it is farther out.
func scoreAt(law dist.Transform, value float64) float64 {
	no, yes := -37.5, 37.5
	for range 128 {
		if middle := no + (yes-no)/2; law.At(middle) >= value {
			yes = middle
		} else {
			no = middle
		}
	}
	return yes
}

// Yearly returns true.
func (MeanReverting) Yearly() bool { return true }

// Coefficients returns ρ and √(1 − ρ²), but 0 and √(1 − ρ²) in year 0: z_t = carry·z_{t−1} + fresh·ε_t.
func (p MeanReverting) Coefficients(year int) (carry, fresh float64) {
	fresh = math.Sqrt(-num.Expm1(float64(-2 * p.Speed)))
	if year == 0 {
		return 0, fresh
	}
	return num.Exp(-p.Speed), fresh
}

// Next computes z_t of the type's comment.
func (p MeanReverting) Next(state, innovation []float64, year int) {
	carry, fresh := p.Coefficients(year)
	if year > 0 {
		kernel.Step(state, innovation, carry, fresh)
		return
	}
	for i, e := range innovation {
		state[i] = float64(fresh * e)
	}
}

// InYear moves a law's scores by s·ρ^{t+1}.
func (p MeanReverting) InYear(law dist.Transform, year int) dist.Transform {
	if law == nil {
		return nil
	}
	left := num.Exp(float64(-p.Speed * float64(year+1)))
	return &recentred{law, float64(scoreAt(law, p.Start) * left)}
}

// A recentred transform has its central value at a score of its law other than 0.
type recentred struct {
	law   dist.Transform
	score float64
}

func (r *recentred) At(z float64) float64 { return r.law.At(z + r.score) }

func (r *recentred) Apply(dst, z []float64) {
	z = z[:len(dst)]
	for i := range dst {
		dst[i] = z[i] + r.score
	}
	r.law.Apply(dst, dst)
}
