package process

import (
	"math"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario/dist"
)

// Regime gives an input two laws, its own in calm and another in crisis, and each year a chance to go from one to the
// other. The scores are drawn afresh each year. In crisis the other law turns the same score into a value, so bad luck
// is bad luck in both.
//
// The regime is a Markov chain with two states. With a = Enter, b = Leave, π = a/(a + b)
// and λ = 1 − a − b, the chance of crisis in year t is
//
//	π·(1 − λ^{t+1})  from a calm opening year,  π  if Stationary,
//
// and given crisis in year t it is π + (1 − π)·λᵏ k years later. A crisis lasts 1/b years
// on average, a calm 1/a, and k years or more with chance (1 − b)^{k−1}. The central case
// is calm at its median.
//
// The regime is independent of everything else, the input's own draws and correlations included (see [Chain]).
//
// Hamilton, Econometrica 57 (1989), 357-384; the chain: Time Series Analysis (1994), §22.2.
type Regime struct {
	Crisis       dist.Distribution // the law in crisis; nil is the law of calm moved by Shift
	Shift        float64           // in the unit of the input, where there is no Crisis
	Enter, Leave float64           // the chance of going from calm to crisis, and back, in a year
	Stationary   bool              // the opening year is in crisis with chance π; otherwise it is calm
}

func regimeKind() Kind {
	parameters := []Parameter{
		{Parameter: dist.Parameter{Name: "calm", Meaning: "the distribution in ordinary years", SameUnit: true},
			Takes: Law},
		{Parameter: dist.Parameter{Name: "crisis", Meaning: "the distribution in a crisis", Optional: true,
			SameUnit: true}, Takes: Law},
		{Parameter: dist.Parameter{Name: "shift", Meaning: "or what a crisis adds to the value in calm", Optional: true,
			SameUnit: true}},
		{Parameter: dist.Parameter{Name: "enter",
			Meaning: "the chance, from 0 to 1, that a crisis follows a calm year"}},
		{Parameter: dist.Parameter{Name: "leave",
			Meaning: "the chance, from 0 to 1, that calm follows a year of crisis"}},
		{Parameter: dist.Parameter{Name: "start",
			Meaning: "calm, or stationary, with the long-run chance of crisis; calm if left out", Optional: true},
			Takes: Word, Words: []string{"calm", "stationary"}},
	}
	kind := newKind("regime", parameters, func(g Given) (Process, []dist.Fault) {
		crisis, law := g.Laws["crisis"]
		shift, moved := g.Numbers["shift"]
		if law == moved {
			return nil, []dist.Fault{{Kind: eitherOr(law), Parameter: "regime",
				Found: bothOrNeither(law, "crisis and shift"), Want: "one of crisis and shift"}}
		}
		return Regime{Crisis: crisis, Shift: shift, Enter: g.Numbers["enter"], Leave: g.Numbers["leave"],
			Stationary: g.Words["start"] == "stationary"}, nil
	})
	kind.Law = func(g Given) dist.Distribution { return g.Laws["calm"] }
	return kind
}

// Kind returns "regime".
func (Regime) Kind() string { return "regime" }

// Faults finds chances outside 0 to 1, a shift that is not finite, the faults of the law in crisis, and a stationary
// start where the regime never changes.
func (p Regime) Faults() (faults []dist.Fault) {
	if p.Crisis != nil {
		for _, f := range p.Crisis.Faults() {
			f.Parameter = "crisis " + f.Parameter
			faults = append(faults, f)
		}
	}
	if math.IsNaN(p.Shift) || math.IsInf(p.Shift, 0) {
		faults = append(faults,
			dist.Fault{Kind: fault.OutOfRange, Parameter: "shift", Found: number(p.Shift), Want: "a finite number"})
	}
	faults = append(faults, chanceFaults("enter", p.Enter)...)
	faults = append(faults, chanceFaults("leave", p.Leave)...)
	if p.Stationary && p.Enter == 0 && p.Leave == 0 {
		faults = append(faults, dist.Fault{Kind: fault.OutOfRange, Parameter: "leave", Found: "0",
			Want: "above 0 for a stationary start, if enter is 0"})
	}
	return faults
}

// Yearly returns true.
func (Regime) Yearly() bool { return true }

// Next copies the innovation: scores are drawn afresh each year.
func (Regime) Next(state, innovation []float64, _ int) { copy(state, innovation) }

// Coefficients returns 0 and 1.
func (Regime) Coefficients(int) (carry, fresh float64) { return 0, 1 }

// Move goes from one regime to the other: 0 is calm and 1 crisis.
func (p Regime) Move(state, uniform []float64, year int) {
	chances := [2]float64{p.Enter, 1 - p.Leave} // the chance of crisis, by last year's state
	if year == 0 {
		clear(state)
		if p.Stationary {
			chances[0] = p.Enter / (p.Enter + p.Leave)
		}
	}
	uniform = uniform[:len(state)]
	for i, before := range state {
		crisis := 0
		if uniform[i] < chances[int(before)&1] {
			crisis = 1
		}
		state[i] = float64(crisis)
	}
}

// Over takes a law as the law of calm.
func (p Regime) Over(calm dist.Transform) Stated {
	if p.Crisis == nil {
		return newShocked(calm, []float64{p.Shift})
	}
	return &twofold{calm, p.Crisis.Transform()}
}

type twofold struct {
	dist.Transform // the one in calm
	Crisis         dist.Transform
}

func (t *twofold) ApplyIn(dst, z, state []float64) {
	t.Apply(dst, z)
	z, state = z[:len(dst)], state[:len(dst)]
	for i, crisis := range state {
		if crisis != 0 {
			dst[i] = t.Crisis.At(z[i])
		}
	}
}
