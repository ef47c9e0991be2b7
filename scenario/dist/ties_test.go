package dist_test

import (
	"fmt"
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/internal/num"
)

// certainly is a law of one value.
func certainly(x float64) dist.Distribution { return dist.Normal{Mean: x} }

// TestTies: a percentile is the least value at or below which at least that share of all futures lies. Where the share
// is exactly a sum of chances, that is the last value of the sum, whatever the sum rounds to.
func TestTies(t *testing.T) {
	tenth := []float64{0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1}
	inf := math.Inf(1)
	for _, c := range []struct {
		d             dist.Distribution
		p10, p50, p90 float64
	}{
		{discrete([]float64{1, 2}, []float64{0.9, 0.1}), 1, 1, 1},
		{discrete([]float64{1, 2}, []float64{0.1, 0.9}), 1, 2, 2},
		{discrete([]float64{1, 2, 3}, []float64{0.6, 0.3, 0.1}), 1, 1, 2},
		{discrete([]float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, tenth), 1, 5, 9},
		{dist.Truncated{Law: discrete(spread(1000), equal(1000)), Low: -inf, High: inf}, thousand(100), thousand(500),
			thousand(900)},
		{dist.Truncated{Law: discrete([]float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, tenth), Low: 6, High: inf}, 6, 8, 10},
		{dist.Bernoulli{Chance: 0.1, Size: 1}, 0, 0, 0},
		{dist.Bernoulli{Chance: 0.1, Size: -1}, -1, 0, 0},
		{dist.Bernoulli{Chance: 0.9, Size: 1}, 0, 1, 1},
		{dist.MixtureOf(dist.Part{0.9, certainly(1)}, dist.Part{0.1, certainly(2)}), 1, 1, 1},
		{dist.MixtureOf(dist.Part{0.5, certainly(0)}, dist.Part{0.5, dist.Uniform{Low: 1, High: 2}}), 0, 0, 1.8},
		{dist.MixtureOf(dist.Part{0.9, certainly(0)}, dist.Part{0.1, dist.Uniform{Low: 1, High: 2}}), 0, 0, 0},
		{dist.MixtureOf(dist.Part{0.1, dist.Bernoulli{Chance: 1, Size: -1}},
			dist.Part{0.9, dist.Triangular{Low: 1, Mode: 1, High: 2}}),
			-1, 2 - math.Sqrt(5.0/9), 2 - math.Sqrt(1.0/9)},
		{dist.Truncated{Law: dist.MixtureOf(dist.Part{0.5, certainly(0)},
			dist.Part{0.5, dist.Uniform{Low: 1, High: 2}}), Low: -1, High: 1.5}, 0, 0, 1.35},
	} {
		transform := c.d.Transform()
		for p, want := range map[float64]float64{0.1: c.p10, 0.5: c.p50, 0.9: c.p90} {
			assert.InDelta(t, want, dist.Percentile(c.d, p), 3e-9, "p%v of %+v", 100*p, c.d)
		}
		for z, want := range map[float64]float64{-dist.ScoreOfP90: c.p10, 0: c.p50, dist.ScoreOfP90: c.p90} {
			assert.InDelta(t, want, transform.At(z), 3e-9, "score %v of %+v", z, c.d)
		}
		assert.InDelta(t, c.p50, dist.Median(c.d), 3e-9, "%+v", c.d)
	}
}

// thousand is value k, from 1, of spread(1000) in order.
func thousand(k int) float64 {
	place := float64(k-1)/1000 - 0.3
	return place * place * place
}

// TestAFairCoinHasOneMedian in every spelling: the lower value. An empirical law is no coin: it runs in a straight line
// from one value to the other, and has the middle.
func TestAFairCoinHasOneMedian(t *testing.T) {
	event := dist.Bernoulli{Chance: 0.5, Size: 0.01}
	values := discrete([]float64{0.01, 0}, []float64{0.5, 0.5})
	mixed := dist.MixtureOf(dist.Part{0.5, certainly(0.01)}, dist.Part{0.5, certainly(0)})
	twice := dist.MixtureOf(dist.Part{0.3, event}, dist.Part{0.7, values})
	for _, d := range []dist.Distribution{event, values, mixed, twice,
		dist.Truncated{Law: event, Low: -1, High: 1}, dist.Truncated{Law: values, Low: 0, High: 0.01},
		dist.Truncated{Law: mixed, Low: 0, High: 0.01},
		dist.Truncated{Law: discrete([]float64{-1, 0, 0.01, 7}, []float64{0.35, 0.15, 0.15, 0.35}), Low: 0, High: 1}} {
		assert.Zero(t, dist.Median(d), "%+v", d)
		assert.Zero(t, dist.Percentile(d, 0.5), "%+v", d)
		assert.Equal(t, 0.01, dist.Percentile(d, 0.5000001), "%+v", d)
		mean, sd := d.Moments()
		assert.InDelta(t, 0.005, mean, 1e-17, "%+v", d)
		assert.InDelta(t, 0.005, sd, 1e-17, "%+v", d)
	}
	assert.Equal(t, 0.005, dist.Median(dist.Empirical{Values: dist.NumbersOf(0, 0.01)}))
}

// TestEveryTie: of n equal chances value k is the percentile k/n, for every n and k, by score and by share, from both
// ends, in every spelling.
func TestEveryTie(t *testing.T) {
	for n := 2; n <= 60; n++ {
		value, chance := make([]float64, n), make([]float64, n)
		for i := range value {
			value[i] = float64(i + 1)
			chance[i], _ = big.NewRat(1, int64(n)).Float64()
		}
		d := discrete(value, chance)
		for _, law := range []dist.Distribution{d, dist.Truncated{Law: d, Low: 1, High: float64(n)}} {
			transform := law.Transform()
			for k := 1; k < n; k++ {
				require.Equal(t, float64(k), transform.At(num.Quantile(float64(k)/float64(n))), "%d of %d", k, n)
				require.Equal(t, float64(k), transform.At(-num.Quantile(float64(n-k)/float64(n))),
					"%d of %d from above", k, n)
				require.Equal(t, float64(k+1), transform.At(num.Quantile(float64(k)/float64(n))+1e-11), "%d of %d", k,
					n)
			}
		}
	}
}

func ExamplePercentile() {
	d := dist.Discrete{Values: dist.NumbersOf(0.01, 0.02, 0.03), Chances: dist.NumbersOf(0.6, 0.3, 0.1)}
	fmt.Println(dist.Percentile(d, 0.6), dist.Percentile(d, 0.61), dist.Percentile(d, 0.9))
	// Output: 0.01 0.02 0.02
}
