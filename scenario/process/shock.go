package process

import (
	"fmt"
	"slices"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario/dist"
)

// Shock lets something happen on top of an input's own law and motion. In each year there is a chance that a shock
// begins; while it lasts a size is added to the value, one size for each of its years.
//
// A shock that begins while another lasts takes its place: the sizes start again from the first, and are never added
// twice. No shock is under way before the first year, and the central case has none. With p = Chance, the chance of
// being in year k of a shock (k = 1 … n, n sizes) in year t is
//
//	p·(1 − p)^{k−1}  for k ≤ t + 1, else 0,
//
// so some shock lasts in year t with chance 1 − (1 − p)^{min(n, t+1)}. A spell, from the beginning of a shock to the
// first year without one, lasts (1 − (1 − p)ⁿ)/(p·(1 − p)ⁿ) years on average: n years if no other shock begins within
// it, longer if one does.
//
// Whether shocks happen is independent of everything else, the input's own draws and correlations included (see
// [Chain]).
//
// The spells are success runs: Feller, An Introduction to Probability Theory and Its
// Applications, volume 1, 3rd edition (1968), §XIII.7.
type Shock struct {
	Chance float64   // the chance that a shock begins in a year, from 0 to 1
	Sizes  []float64 // added in the first year of a shock, the second and so on, in the unit of the input
	On     Process   // how the input itself moves; nil is Once
}

// maxLength is the most years that a shock may last.
const maxLength = 100

func shockKind() Kind {
	parameters := []Parameter{
		{Parameter: dist.Parameter{Name: "chance", Meaning: "the chance, from 0 to 1, that one begins in a year"}},
		{Parameter: dist.Parameter{Name: "size", Meaning: "what is added to the value in each year that it lasts",
			Optional: true, SameUnit: true}},
		{Parameter: dist.Parameter{Name: "length",
			Meaning: "with size: the years that it lasts, a whole number; 1 if left out", Optional: true}},
		{Parameter: dist.Parameter{Name: "sizes",
			Meaning: "or a list: what is added in its first year, its second and so on", Optional: true,
			SameUnit: true}, Takes: List},
	}
	kind := newKind("shock", parameters, shockGiven)
	kind.OnTop = true
	return kind
}

// shockGiven makes a shock of size and length, or of sizes.
func shockGiven(g Given) (Process, []dist.Fault) {
	size, one := g.Numbers["size"]
	sizes, listed := g.Lists["sizes"]
	length, long := g.Numbers["length"]
	switch {
	case one == listed:
		return nil, []dist.Fault{{Kind: eitherOr(one), Parameter: "shock", Found: bothOrNeither(one, "size and sizes"),
			Want: "size for every year of a shock, or sizes for each"}}
	case listed && long:
		return nil, []dist.Fault{{Kind: fault.Misplaced, Parameter: "length", Found: number(length),
			Want: "left out; the list of sizes says how long it lasts"}}
	case listed:
		return Shock{Chance: g.Numbers["chance"], Sizes: sizes}, nil
	case !long:
		length = 1
	case !(length >= 1 && length <= maxLength && length == float64(int(length))):
		return nil, []dist.Fault{{Kind: fault.OutOfRange, Parameter: "length", Found: number(length),
			Want: fmt.Sprintf("a whole number of years from 1 to %d", maxLength)}}
	}
	return Shock{Chance: g.Numbers["chance"], Sizes: slices.Repeat([]float64{size}, int(length))}, nil
}

// Kind returns "shock".
func (Shock) Kind() string { return "shock" }

// Faults finds a chance outside 0 to 1, sizes that are not finite, no sizes or too many, and the faults of the process
// beneath, which cannot be another [Chain].
func (p Shock) Faults() (faults []dist.Fault) {
	faults = append(faults, chanceFaults("chance", p.Chance)...)
	if n := len(p.Sizes); n < 1 || n > maxLength {
		faults = append(faults, dist.Fault{Kind: fault.OutOfRange, Parameter: "sizes",
			Found: fmt.Sprintf("a list of %d", n), Want: fmt.Sprintf("from 1 to %d sizes", maxLength)})
	}
	faults = append(faults, listFaults("size", p.Sizes)...)
	if _, ok := p.On.(Chain); ok {
		return append(faults, dist.Fault{Kind: fault.Misplaced, Parameter: "shock", Found: p.On.Kind(),
			Want: "a process that is no shock, regime or bootstrap"})
	}
	if p.On != nil {
		faults = append(faults, p.On.Faults()...)
	}
	return faults
}

// Beneath is the process that the shock comes on top of.
func (p Shock) Beneath() Process {
	if p.On == nil {
		return Once{}
	}
	return p.On
}

// Yearly is the answer of the process beneath.
func (p Shock) Yearly() bool { return p.Beneath().Yearly() }

// Next calls the process beneath.
func (p Shock) Next(state, innovation []float64, year int) {
	p.Beneath().Next(state, innovation, year)
}

// Move counts the years of a shock: 0 is none, 1 its first year.
func (p Shock) Move(state, uniform []float64, year int) {
	uniform = uniform[:len(state)]
	last := len(p.Sizes)
	if year == 0 {
		clear(state)
	}
	for i := range state {
		years := int(state[i]) // as an integer, so that the choice compiles without a jump
		next := years + 1
		if years == 0 {
			next = 0
		}
		if years == last {
			next = 0
		}
		if uniform[i] < p.Chance {
			next = 1
		}
		state[i] = float64(next)
	}
}

// Over adds the sizes to the values of a law.
func (p Shock) Over(law dist.Transform) Stated { return newShocked(law, p.Sizes) }

type shocked struct {
	dist.Transform
	sizes []float64 // by state
}

func newShocked(law dist.Transform, sizes []float64) *shocked {
	return &shocked{law, append([]float64{0}, sizes...)}
}

func (s *shocked) ApplyIn(dst, z, state []float64) {
	s.Apply(dst, z)
	state = state[:len(dst)]
	for i, years := range state {
		dst[i] += s.sizes[int(years)]
	}
}
