package num

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestCDF compares with values computed in 50 digits.
func TestCDF(t *testing.T) {
	for _, c := range []struct{ z, want float64 }{
		{-37.5, 4.6053530095819548438e-308},
		{-30, 4.9067139271481870595e-198},
		{-20.25, 1.7761998649495700309e-91},
		{-12, 1.7764821120776789977e-33},
		{-8.5, 9.4795348222033183542e-18},
		{-7.0625, 8.1766657901766044647e-13},
		{-7, 1.2798125438858350044e-12},
		{-5, 2.8665157187919391167e-7},
		{-3.75, 0.000088417285200803867818},
		{-2, 0.0227501319481792072},
		{-1, 0.15865525393145705141},
		{-0.5, 0.30853753872598689636},
		{-0.0009765625, 0.49961040799121945899},
		{0.25, 0.59870632568292372424},
		{1, 0.84134474606854294859},
		{2.5, 0.99379033467422386483},
		{4, 0.99996832875816688008},
		{6, 0.99999999901341235496},
		{8, 0.9999999999999993779},
	} {
		assert.InEpsilon(t, c.want, CDF(c.z), 1e-15, "CDF(%v)", c.z)
	}
}

func TestCDFAtItsEdges(t *testing.T) {
	assert.Equal(t, 0.5, CDF(0))
	assert.Equal(t, 0.5, CDF(math.Copysign(0, -1)))
	assert.Zero(t, CDF(math.Inf(-1)))
	assert.Zero(t, CDF(-38.5))
	assert.Equal(t, 1.0, CDF(math.Inf(1)))
	assert.Equal(t, 1.0, CDF(9))
	assert.True(t, math.IsNaN(CDF(math.NaN())))
}

// TestCDFRises on a grid, to rounding.
func TestCDFRises(t *testing.T) {
	previous := 0.0
	for z := -38.0; z < 9; z += 0.001 {
		p := CDF(z)
		assert.GreaterOrEqual(t, p, previous*(1-1e-15), "CDF(%v)", z)
		previous = p
	}
}

// TestQuantile compares with values computed in 60 digits; the published checks of
// AS241 are among them.
func TestQuantile(t *testing.T) {
	for _, c := range []struct{ upper, want float64 }{
		{0.25, 0.674489750196081743202227014541},
		{0.1, 1.281551565544600466965103329449},
		{0.025, 1.959963984540054235524594430521},
		{0.01, 2.326347874040841100885606163347},
		{0.005, 2.575829303548900760978576748604},
		{0.001, 3.090232306167813541540399830107},
		{1e-6, 4.753424308822898948193988187004},
		{1e-10, 6.361340902404056204695375828265},
		{1e-20, 9.262340089798407573717356977875},
	} {
		assert.InEpsilon(t, -c.want, Quantile(c.upper), 1e-15, "upper tail %v", c.upper)
		if c.upper > 0.02 { // below, 1 − p itself is rounded
			assert.InEpsilon(t, c.want, Quantile(1-c.upper), 1e-15, "lower part %v", 1-c.upper)
		}
	}
}

func TestQuantileAtItsEdges(t *testing.T) {
	assert.Zero(t, Quantile(0.5))
	assert.Equal(t, math.Inf(-1), Quantile(0))
	assert.Equal(t, math.Inf(1), Quantile(1))
	assert.InEpsilon(t, -38.4674, Quantile(math.SmallestNonzeroFloat64), 1e-5)
	for _, p := range []float64{-1e-9, 1.0000001, math.NaN(), math.Inf(1)} {
		assert.True(t, math.IsNaN(Quantile(p)), "Quantile(%v)", p)
	}
}

func TestQuantileInvertsCDF(t *testing.T) {
	for z := -37.0; z <= 0; z += 0.01 {
		assert.InDelta(t, z, Quantile(CDF(z)), 4e-15*math.Max(1, math.Abs(z)), "z = %v", z)
	}
}
