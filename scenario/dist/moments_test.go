package dist

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestMomentsOf against closed forms, in standard deviations: 1e-10 for smooth laws, and
// 1e-8 for a triangle, whose quantile function has a kink in its slope's slope.
func TestMomentsOf(t *testing.T) {
	for _, c := range []struct {
		d      Distribution
		within float64
	}{
		{Normal{Mean: 1, SD: 2}, 1e-10},
		{Lognormal{Median: 1, Sigma: 0.5}, 1e-10},
		{Lognormal{Median: 1, Sigma: 2}, 1e-10},
		{Uniform{High: 1}, 1e-10},
		{Triangular{Low: 1, Mode: 2, High: 4}, 1e-8},
		{PERT{Low: 1, Mode: 2, High: 4}, 1e-10},
		{Metalog{P50: 0.3, P90: 1}, 1e-10},
		{Gamma{Shape: 0.5, Scale: 1}, 1e-10},
		{Beta{High: 1, Alpha: 0.5, Beta: 3}, 1e-10},
		{StudentT{Scale: 1, DF: 6}, 1e-10},
	} {
		mean, sd := c.d.Moments()
		gotMean, gotSD := momentsOf(c.d.Transform())
		assert.InDelta(t, mean, gotMean, c.within*sd, "mean of %+v", c.d)
		assert.InEpsilon(t, sd, gotSD, c.within, "sd of %+v", c.d)
	}
}
