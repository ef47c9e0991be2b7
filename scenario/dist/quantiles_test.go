package dist_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/openenvelope/envelope/scenario/dist"
)

// TestStudentT compares with quantiles computed in 40 digits.
func TestStudentT(t *testing.T) {
	for _, c := range []struct{ df, p, want float64 }{
		{300, 1e-9, 6.18759806273424573},
		{4.5, 1e-9, 144.537663458439139},
		{2.5, 1e-6, 220.173429178236841},
		{6, 0.3, 0.553380923551518599},
		{6, 0.001, 5.20762623872536371},
	} {
		assert.InEpsilon(t, -c.want, dist.Percentile(dist.StudentT{Scale: 1, DF: c.df}, c.p), 1e-9, "%+v", c)
	}
}

// TestGammaFromMeanSD: the law has the mean and the standard deviation it was made from.
func TestGammaFromMeanSD(t *testing.T) {
	for _, sd := range []float64{2.5, 25, 250, 700} {
		mean, spread := dist.GammaFromMeanSD(250, sd).Moments()
		assert.InEpsilon(t, 250, mean, 1e-14)
		assert.InEpsilon(t, sd, spread, 1e-14)
	}
}

// TestBernoulliHappensFarOut: at high scores for a size above zero, at low ones below.
func TestBernoulliHappensFarOut(t *testing.T) {
	gain, loss := dist.Bernoulli{Chance: 0.1, Size: 5}.Transform(), dist.Bernoulli{Chance: 0.1, Size: -5}.Transform()
	for z, want := range map[float64][2]float64{-1.29: {0, -5}, -1.28: {0, 0}, 0: {0, 0}, 1.28: {0, 0}, 1.29: {5, 0}} {
		assert.Equal(t, want, [2]float64{gain.At(z), loss.At(z)}, "z = %v", z)
	}
}
