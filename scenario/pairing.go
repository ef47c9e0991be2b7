package scenario

import (
	"math"

	"github.com/openenvelope/envelope/internal/door"
)

// Pairing is the gain from common random numbers: how many times smaller the standard error of a paired difference of
// means is than the standard error from two independent runs of the same length. It is +Inf for a difference that is
// the same on all paths; ok is false if the comparison is not in the result.
func (r *Result) Pairing(of, versus, line, year string) (times float64, ok bool) {
	r = door.Or(r)
	d, ok := r.Difference(of, versus, line, year)
	a, okOf := r.Cell(of, line, year)
	b, okVersus := r.Cell(versus, line, year)
	return math.Hypot(a.Mean.HalfWidth(), b.Mean.HalfWidth()) / d.Mean.HalfWidth(), ok && okOf && okVersus
}

// PairingOfChance is Pairing for the probability of a condition.
func (r *Result) PairingOfChance(of, versus, condition, year string) (times float64, ok bool) {
	r = door.Or(r)
	d, ok := r.ChanceDifference(of, versus, condition, year)
	a, okOf := r.Chance(of, condition, year)
	b, okVersus := r.Chance(versus, condition, year)
	return math.Hypot(a.Probability.HalfWidth(), b.Probability.HalfWidth()) / d.Probability.HalfWidth(), ok && okOf &&
		okVersus
}
