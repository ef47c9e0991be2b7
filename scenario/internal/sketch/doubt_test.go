package sketch

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// awkward draws a law of a kind that has deceived histograms: few values, spikes far apart or a bin's width apart,
// shocks of one size, sums of many, differences that are mostly nothing, heavy tails, lattices of whole pence.
func awkward(r *rand.Rand) (name string, law func() float64) {
	spread := math.Pow(10, 4*r.Float64())
	normal := func() float64 { return spread * r.NormFloat64() }
	several := 2 + r.IntN(40)
	values := make([]float64, several)
	for i := range values {
		values[i] = normal()
	}
	pick := func() float64 { return values[r.IntN(several)] }
	chance := r.Float64()
	switch kind := r.IntN(12); kind {
	case 0:
		return fmt.Sprintf("%d values", several), pick
	case 1:
		return fmt.Sprintf("%d spikes", several), func() float64 { return pick() + 1e-9*normal() }
	case 2:
		wide := 0.001 * spread * math.Pow(10, 2*r.Float64())
		return "spikes next to each other", func() float64 {
			return wide*math.Round(normal()/wide) + 1e-6*wide*r.Float64()
		}
	case 3:
		return fmt.Sprintf("a shock with chance %.2f", chance), func() float64 {
			if r.Float64() < chance {
				return normal() - 5*spread
			}
			return normal()
		}
	case 4:
		return "whole pence", func() float64 { return math.Round(normal()) }
	case 5:
		return "a sum of yes and no", func() float64 {
			sum := 0.0
			for i := range 1 + several/4 {
				if r.Float64() < chance {
					sum += values[i]
				}
			}
			return sum
		}
	case 6:
		return fmt.Sprintf("a difference that is nothing with chance %.2f", chance), func() float64 {
			if r.Float64() < chance {
				return 0
			}
			return math.Max(0, normal())
		}
	case 7:
		return "Student's t with 2 degrees of freedom", func() float64 {
			return normal() / math.Sqrt((r.ExpFloat64() + r.ExpFloat64()/1e9))
		}
	case 8:
		sigma := 3 * r.Float64()
		return fmt.Sprintf("lognormal %.2f", sigma), func() float64 { return math.Exp(sigma * r.NormFloat64()) }
	case 9:
		few := 0.05 * r.Float64()
		return fmt.Sprintf("a normal law and %.3f at one value", few), func() float64 {
			if r.Float64() < few {
				return values[0]
			}
			return normal()
		}
	case 10:
		return "floored and capped", func() float64 { return min(max(normal(), values[0]), values[0]+spread) }
	}
	return "normal", normal
}

// within reports whether a value keeps the promise at a rank: it lies between the order statistics 0.02% of all values
// below and above.
func within(sorted []float64, rank, value float64) bool {
	far, last := float64(len(sorted))/tolerance, float64(len(sorted)-1)
	low := sorted[int(math.Floor(max(0, min(rank-far, last))))]
	high := sorted[int(math.Ceil(max(0, min(rank+far, last))))]
	return low <= value && value <= high
}

// The promise holds for every law and number of values: the histogram keeps it, or is doubted, and then the values
// selected are those of the sorted list.
func TestThePromiseHolds(t *testing.T) {
	doubted, all := 0, 0
	for i := range testkit.Deep(5_000, 150) {
		r := rand.New(rand.NewPCG(uint64(i), 7))
		name, law := awkward(r)
		n := int(math.Pow(10, 5.5*r.Float64()))
		x := make([]float64, n)
		for j := range x {
			x[j] = law()
		}
		ranks := someRanks(n)
		s := filled(pilotOf(x), x)
		sorted := slices.Clone(x)
		slices.Sort(sorted)
		all++
		if s.Doubtful(ranks) {
			doubted++
			continue
		}
		for _, rank := range ranks {
			require.True(t, within(sorted, rank, s.At(rank)), "%s, %d values, seed %d: at rank %v is %v", name, n, i,
				rank, s.At(rank))
		}
	}
	t.Logf("%d of %d doubted", doubted, all)
}

// A smooth law is not doubted where there are enough values.
func TestSmoothLawsAreNotDoubted(t *testing.T) {
	for _, name := range []string{"normal", "uniform", "lognormal 0.5", "lognormal 1.5", "30% atom"} {
		for _, n := range []int{100_000, 300_000} {
			x := sample(n, laws()[name])
			assert.False(t, filled(pilotOf(x), x).Doubtful(someRanks(n)), "%s, %d values", name, n)
		}
	}
}

// A rank deep in an atom is not doubted, however many other values share its bin.
func TestAnAtomIsNotDoubted(t *testing.T) {
	x := sample(100_000, laws()["30% atom"])
	s := filled(pilotOf(x), x)
	slices.Sort(x)
	from := float64(slices.Index(x, 0))
	assert.False(t, s.Doubtful([]float64{from + 15_000}))
}

// Of a percentile between two values both are looked at; in a bin that may break the promise an atom alone does not.
func TestWhatOfABinIsDoubted(t *testing.T) {
	x := sample(100_000, laws()["30% atom"])
	g := *pilotOf(x)
	g.crowded = true // so that every bin is doubted which holds enough beside atoms
	s := filled(&g, x)
	slices.Sort(x)
	from, atom := slices.Index(x, 0), g.bin(0)
	require.True(t, s.doubt(atom))
	assert.False(t, s.Doubtful([]float64{float64(from) + 15_000}), "the atom")
	before := 0
	for bin := range atom {
		before += int(s.in(bin))
	}
	assert.True(t, s.Doubtful([]float64{float64(before)}), "beside it")
	thin := 1
	for s.doubt(thin) || !s.doubt(thin+1) || s.in(thin) == 0 {
		thin++
	}
	last := -1
	for bin := range thin + 1 {
		last += int(s.in(bin))
	}
	assert.True(t, s.Doubtful([]float64{float64(last) + 0.5}), "the second of two values")
	assert.False(t, s.Doubtful([]float64{float64(last) - 1}), "none of them")
	thin = g.bins - 2
	for s.doubt(thin) || !s.doubt(thin-1) || s.in(thin) < 2 {
		thin--
	}
	last = -1
	for bin := range thin {
		last += int(s.in(bin))
	}
	assert.True(t, s.Doubtful([]float64{float64(last) + 0.5}), "the first of two values")
}
