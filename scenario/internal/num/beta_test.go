package num

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"gonum.org/v1/gonum/mathext"
)

// TestLogGamma compares with values computed in 50 digits.
func TestLogGamma(t *testing.T) {
	for _, c := range []struct{ x, want float64 }{
		{0.03125, 3.44848912779795848},
		{0.5, 0.572364942924700087},
		{1, 0},
		{1.5, -0.120782237635245222},
		{2, 0},
		{3, 0.693147180559945309},
		{5.25, 3.56137591038669694},
		{11.9375, 17.3498115290280769},
		{12, 17.5023078458738858},
		{100, 359.134205369575399},
		{5000, 37582.6263156853503},
	} {
		assert.InDelta(t, c.want, logGamma(c.x), 1e-14*math.Max(1, c.want), "logGamma(%v)", c.x)
	}
}

// TestBetaCDF compares with values computed in 50 digits.
func TestBetaCDF(t *testing.T) {
	for _, c := range []struct{ a, b, x, want float64 }{
		{2, 4, 0.25, 0.3671875},
		{2, 4, 1e-06, 9.99998000001499909e-12},
		{1, 5, 0.5, 0.96875},
		{5, 1, 0.125, 0.000030517578125},
		{3, 3, 0.75, 0.896484375},
		{1.5, 4.5, 0.0625, 0.106212108089422453},
		{4.2, 1.8, 0.9375, 0.944907842041898212},
		{0.5, 0.5, 0.015625, 0.0797861753495364591},
		{0.125, 20, 0.03125, 0.941379081841635379},
		{20, 60, 0.25, 0.517200609356169167},
		{100, 100, 0.5625, 0.96184563312467211},
		{100, 3, 0.96875, 0.378563454786894872},
		{30, 0.25, 0.75, 0.0000101523703295563645},
	} {
		assert.InEpsilon(t, c.want, BetaCDF(c.a, c.b, c.x), 1e-12, "%+v", c)
		assert.InEpsilon(t, c.x, BetaQuantile(c.a, c.b, c.want), 1e-11, "quantile of %+v", c)
	}
}

func TestBetaAtItsEdges(t *testing.T) {
	assert.Zero(t, BetaCDF(2, 3, -1))
	assert.Zero(t, BetaCDF(2, 3, 0))
	assert.Equal(t, 1.0, BetaCDF(2, 3, 1))
	assert.Equal(t, 1.0, BetaCDF(2, 3, 2))
	assert.Zero(t, BetaQuantile(2, 3, 0))
	assert.Equal(t, 1.0, BetaQuantile(2, 3, 1))
	assert.Equal(t, 0.5, BetaQuantile(3, 3, 0.5), "a symmetric law has its median exactly in the middle")
	nan, inf := math.NaN(), math.Inf(1)
	for _, c := range [][3]float64{{0, 1, 0.5}, {1, 0, 0.5}, {-1, 1, 0.5}, {nan, 1, 0.5}, {1, nan, 0.5}, {1, 1, nan},
		{inf, 1, 0.5}, {1, inf, 0.5}} {
		assert.True(t, math.IsNaN(BetaCDF(c[0], c[1], c[2])), "BetaCDF%v", c)
		assert.True(t, math.IsNaN(BetaQuantile(c[0], c[1], c[2])), "BetaQuantile%v", c)
	}
	assert.True(t, math.IsNaN(BetaQuantile(2, 3, -0.1)))
	assert.True(t, math.IsNaN(BetaQuantile(2, 3, 1.1)))
}

// TestBetaClosedForms: Beta(a, 1) has the distribution function xᵃ, Beta(1, b) has
// 1 − (1−x)ᵇ, and so their quantiles are p^(1/a) and 1 − (1−p)^(1/b).
func TestBetaClosedForms(t *testing.T) {
	for _, shape := range []float64{1, 1.5, 2, 3.7, 5, 20} {
		for _, p := range []float64{1e-12, 1e-6, 0.001, 0.1, 0.4, 0.5, 0.6, 0.9, 0.999} {
			assert.InEpsilon(t, math.Pow(p, 1/shape), BetaQuantile(shape, 1, p), 1e-13, "a=%v p=%v", shape, p)
			assert.InEpsilon(t, -math.Expm1(math.Log1p(-p)/shape), BetaQuantile(1, shape, p), 1e-13, "b=%v p=%v", shape,
				p)
		}
	}
}

// TestBetaQuantileInvertsBetaCDF over shapes far apart, including those whose mass
// lies at the ends.
func TestBetaQuantileInvertsBetaCDF(t *testing.T) {
	shapes := []float64{0.05, 0.5, 1, 1.3, 2, 4.7, 30, 300}
	for _, a := range shapes {
		for _, b := range shapes {
			for _, p := range []float64{1e-12, 1e-3, 0.25, 0.5, 0.75, 0.999} {
				x := BetaQuantile(a, b, p)
				if x < 1e-300 || x > 1-1e-7 {
					continue // p cannot be recovered from an x rounded to an end
				}
				assert.InEpsilon(t, p, BetaCDF(a, b, x), 1e-9, "a=%v b=%v p=%v x=%v", a, b, p, x)
				assert.InEpsilon(t, p, mathext.RegIncBeta(a, b, x), 1e-7, "gonum, a=%v b=%v p=%v x=%v", a, b, p, x)
			}
		}
	}
}
