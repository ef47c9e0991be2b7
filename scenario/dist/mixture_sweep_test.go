package dist_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/internal/num"
)

// sweep is a law of every kind and a few of their corners, all of about the same size, so that as parts of a mixture
// they overlap.
func sweep(t *testing.T) (all []dist.Distribution) {
	all = append(all, dist.Triangular{Low: 0.2, Mode: 0.2, High: 0.8}, dist.PERT{Low: 0.1, Mode: 0.7, High: 0.7},
		dist.Normal{Mean: 0.45})
	for _, kind := range dist.Kinds() {
		d, faults := kind.New(overlapping[kind.Name])
		require.Empty(t, faults, "%s in the list overlapping", kind.Name)
		all = append(all, d)
	}
	return all
}

// distribution is the distribution function of any law, from gonum and from the formulas of its type's comment: none of
// the package's own transforms are asked.
func distribution(d dist.Distribution) func(x float64) float64 {
	switch d := d.(type) {
	case dist.Bernoulli:
		return distribution(dist.Discrete{Values: dist.NumbersOf(0, d.Size),
			Chances: dist.NumbersOf(1-d.Chance, d.Chance)})
	case dist.Discrete:
		return func(x float64) (p float64) {
			for i := range d.Values.Len() {
				if d.Values.At(i) <= x {
					p += d.Chances.At(i)
				}
			}
			return p
		}
	case dist.Metalog, dist.Percentiles:
		quantile := reference(d)
		return func(x float64) float64 { return least(0, 1, func(p float64) bool { return quantile(p) >= x }) }
	case dist.Lognormal, dist.Gamma:
		return func(x float64) float64 {
			if x <= 0 {
				return 0
			}
			return cumulative(d)(x)
		}
	case dist.Truncated:
		whole := distribution(d.Law)
		below, mass := whole(math.Nextafter(d.Low, -1)), whole(d.High)-whole(math.Nextafter(d.Low, -1))
		return func(x float64) float64 { return max(0, min((whole(x)-below)/mass, 1)) }
	case dist.Mixture:
		return func(x float64) (p float64) {
			for _, part := range d {
				if part.Law != nil {
					p += part.Weight * distribution(part.Law)(x)
				}
			}
			return p
		}
	}
	if low, high := d.Support(); low == high {
		return func(x float64) float64 {
			if x < low {
				return 0
			}
			return 1
		}
	}
	return cumulative(d)
}

// least is where a question is first answered with yes, by halving.
func least(low, high float64, yes func(x float64) bool) float64 {
	for range 64 {
		if middle := low + (high-low)/2; yes(middle) {
			high = middle
		} else {
			low = middle
		}
	}
	return high
}

// TestEveryLawAsAPart: a law of every kind, as it is and between bounds, mixed with every other, against the weighted
// sum of their distribution functions turned round by halving.
func TestEveryLawAsAPart(t *testing.T) {
	testkit.NotForRaces(t)
	var parts []dist.Distribution
	for _, d := range sweep(t) {
		if _, mixture := d.(dist.Mixture); !mixture { // which a mixture cannot hold, but for one between bounds
			parts = append(parts, d)
		}
		parts = append(parts, dist.Truncated{Law: d, Low: 0.25, High: 0.75})
	}
	every, tabulated := testkit.Deep(1, 6), testkit.Deep(1, 204)
	for i, one := range parts {
		for k, other := range parts[:i+1] {
			if (i*(i+1)/2+k)%every != 0 {
				continue
			}
			d := dist.MixtureOf(dist.Part{0.37, one}, dist.Part{0.63, other})
			checkPercentiles(t, d, dist.Solved(d))
			if (i*(i+1)/2+k)%tabulated == 0 {
				require.Empty(t, d.Faults(), "%+v", d)
				checkPercentiles(t, d, d.Transform().At)
				cut := dist.Truncated{Law: d, Low: 0.3, High: 0.72}
				require.Empty(t, cut.Faults(), "%+v", cut)
				checkPercentiles(t, cut, dist.Solved(dist.Within(d, 0.3, 0.72)))
				checkPercentiles(t, cut, cut.Transform().At)
			}
		}
	}
}

// checkPercentiles: at a score the value lies between those for a billionth of all futures less and more, but for
// a rounding of 2e-9 of the spread.
func checkPercentiles(t *testing.T, d dist.Distribution, at func(z float64) float64) {
	t.Helper()
	below := distribution(d)
	quantile := func(p float64) float64 { return least(-20, 20, func(x float64) bool { return below(x) >= p }) }
	const slack = 2e-9
	for _, p := range []float64{0.001, 0.1, 0.2718, 0.5, 0.6543, 0.9, 0.9991} {
		x := at(num.Quantile(p))
		low, high := quantile(p*(1-1e-9))-slack, quantile(1-(1-p)*(1-1e-9))+slack
		require.True(t, low <= x && x <= high, "%+v at %v: %v is not from %v to %v", d, p, x, low, high)
	}
}

// TestATruncatedPartOfAMixture: the savings delivered are 80% a normal law of 85% ± 10% between 0% and 100%, and 20% a
// uniform one from 30% to 60%. With Φ in 40 digits their p10 is 45.00%, p50 81.15% and p90 94.02%.
func TestATruncatedPartOfAMixture(t *testing.T) {
	d := dist.MixtureOf(
		dist.Part{0.8, dist.Truncated{Law: dist.Normal{Mean: 0.85, SD: 0.1}, Low: 0, High: 1}},
		dist.Part{0.2, dist.Uniform{Low: 0.3, High: 0.6}})
	for p, want := range map[float64]float64{0.1: 0.449959343609735, 0.5: 0.811453724940689, 0.9: 0.940227161111285} {
		assert.InDelta(t, want, dist.Percentile(d, p), 1e-9, "p = %v", p)
	}
}
