package process

import (
	"fmt"
	"slices"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario/dist"
)

// Bootstrap repeats a history in blocks. Every Block years, from the first year on, it draws a place in the history,
// all places equally likely, and takes the years from there on in their order; after the last year comes the first
// again (wrap-around).
//
//	x_t = History[(I_b + t − b) mod n],  b = Block·⌊t/Block⌋,  I_b uniform on 0 … n − 1.
//
// So every year has the law of the history, each of its n values equally likely. Two years of the same block that are k
// apart have the history's covariance at lag k round the circle, Σ (h_i − m)(h_{i+k mod n} − m)/n; years of different
// blocks are independent. Block 1 draws each year by itself. Wrap-around gives the first and the last years of the
// history the same weight as the others, but it puts the last year next to the first, which never followed it.
//
// The input's law is [Bootstrap.Law]; the central case is its median. Scores play no
// part, so the input cannot be correlated with others.
//
// Politis and Romano, "A circular block-resampling procedure for stationary data", in
// Exploring the Limits of Bootstrap (1992), 263-270, after Künsch, Annals of Statistics 17
// (1989), 1217-1241.
type Bootstrap struct {
	History []float64 // by year, in the unit of the input
	Block   int       // years, from 1 to the length of the history
}

// maxHistory is the most years of a history.
const maxHistory = 10_000

func bootstrapKind() Kind {
	parameters := []Parameter{
		{Parameter: dist.Parameter{Name: "history", Meaning: "the values of past years, in their order",
			SameUnit: true}, Takes: List},
		{Parameter: dist.Parameter{Name: "block", Meaning: "the years that are taken over together, a whole number"}},
	}
	kind := newKind("bootstrap", parameters, func(g Given) (Process, []dist.Fault) {
		history, block := g.Lists["history"], g.Numbers["block"]
		if !(block >= 1 && block <= maxHistory && block == float64(int(block))) {
			return nil, blockFaults(number(block), len(history))
		}
		return Bootstrap{History: history, Block: int(block)}, nil
	})
	kind.Law = func(g Given) dist.Distribution { return Bootstrap{History: g.Lists["history"]}.Law() }
	return kind
}

func blockFaults(found string, years int) []dist.Fault {
	return []dist.Fault{{Kind: fault.OutOfRange, Parameter: "block", Found: found,
		Want: fmt.Sprintf("a whole number of years from 1 to %d, those of the history", years)}}
}

// Kind returns "bootstrap".
func (Bootstrap) Kind() string { return "bootstrap" }

// Faults finds a history that is too short, too long or not finite, and a block that is longer than the history.
func (p Bootstrap) Faults() (faults []dist.Fault) {
	n := len(p.History)
	if n < 2 || n > maxHistory {
		faults = append(faults, dist.Fault{Kind: fault.OutOfRange, Parameter: "history",
			Found: fmt.Sprintf("a list of %d", n), Want: fmt.Sprintf("from 2 to %d years", maxHistory)})
	}
	faults = append(faults, listFaults("history", p.History)...)
	if len(faults) == 0 && (p.Block < 1 || p.Block > n) {
		faults = blockFaults(fmt.Sprint(p.Block), n)
	}
	return faults
}

// Law is the law of every year: each value of the history is equally likely.
func (p Bootstrap) Law() dist.Distribution { return history{p.History} }

// Yearly returns true.
func (Bootstrap) Yearly() bool { return true }

// Next copies the innovation; no value depends on it.
func (Bootstrap) Next(state, innovation []float64, _ int) { copy(state, innovation) }

// Coefficients returns 0 and 1.
func (Bootstrap) Coefficients(int) (carry, fresh float64) { return 0, 1 }

// Move goes to the next place in the history, counted from 0, or draws one.
func (p Bootstrap) Move(state, uniform []float64, year int) {
	n := float64(len(p.History))
	if p.Block < 1 || year%p.Block == 0 {
		uniform = uniform[:len(state)]
		for i := range state {
			state[i] = float64(int(float64(uniform[i] * n)))
		}
		return
	}
	for i, place := range state {
		if place++; place == n {
			place = 0
		}
		state[i] = place
	}
}

// Over reads values from the history; the law serves the central case only.
func (p Bootstrap) Over(law dist.Transform) Stated { return &recalled{law, p.History} }

type recalled struct {
	dist.Transform
	History []float64
}

func (r *recalled) ApplyIn(dst, _, state []float64) {
	state = state[:len(dst)]
	for i, place := range state {
		dst[i] = r.History[int(place)]
	}
}

// sorted is a history in order of size.
func sorted(values []float64) []float64 {
	ordered := slices.Clone(values)
	slices.Sort(ordered)
	return ordered
}
