package dist_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openenvelope/envelope/scenario/dist"
)

// TestIntervalsMeetTheirPercentiles: the law of an interval has the two percentiles
// it was made from.
func TestIntervalsMeetTheirPercentiles(t *testing.T) {
	for _, ends := range [][2]float64{{0.01, 0.02}, {1e-9, 5}, {90e6, 120e6}, {2, 2.000001}} {
		for _, kind := range []dist.Kind{dist.RateInterval(), dist.AmountInterval()} {
			d, faults := kind.New(dist.Values{Numbers: values{"p10": ends[0], "p90": ends[1]}})
			require.Empty(t, faults)
			assert.InDelta(t, ends[0], dist.Percentile(d, 0.1), 1e-14*ends[1], "%#v", d)
			assert.InDelta(t, ends[1], dist.Percentile(d, 0.9), 1e-14*ends[1], "%#v", d)
		}
	}
	assert.Equal(t, "normal", dist.NormalFromInterval(-0.01, 0.02).Kind())
	assert.Equal(t, 0.015, dist.Median(dist.NormalFromInterval(0.01, 0.02)))
	assert.Equal(t, 12.0, dist.Median(dist.LognormalFromInterval(9, 16)))
}

// TestLognormalFromMeanSD: the law has the mean and the standard deviation it was
// made from, however small or large their ratio.
func TestLognormalFromMeanSD(t *testing.T) {
	for _, ratio := range []float64{1e-9, 1e-4, 0.05, 0.5, 3} {
		mean, sd := dist.LognormalFromMeanSD(250, 250*ratio).Moments()
		assert.InEpsilon(t, 250, mean, 1e-14)
		assert.InEpsilon(t, 250*ratio, sd, 1e-14)
	}
}
