package num

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"gonum.org/v1/gonum/mathext"
)

// TestGammaCDF compares with values computed in 50 digits.
func TestGammaCDF(t *testing.T) {
	for _, c := range []struct{ a, x, below, above float64 }{
		{0.1, 0.001, 0.526768568392445112, 0.473231431607554888},
		{0.5, 0.1, 0.34527915398142298, 0.65472084601857702},
		{0.5, 3, 0.98569412156457036, 0.0143058784354296395},
		{1, 0.25, 0.221199216928595132, 0.778800783071404868},
		{2.5, 1, 0.150854963915390364, 0.849145036084609636},
		{2.5, 10, 0.998750269436968625, 0.00124973056303137541},
		{10, 10, 0.542070285528147792, 0.457929714471852208},
		{10, 3, 0.00110248813011547974, 0.99889751186988452},
		{100, 110, 0.841721329939912906, 0.158278670060087094},
		{100, 60, 1.48152763264604679e-6, 0.999998518472367354},
		{1000, 1000, 0.504205244180215509, 0.495794755819784491},
		{1000, 1100, 0.998940676746070023, 0.00105932325392997735},
		{10000, 10100, 0.841348750447179622, 0.158651249552820378},
	} {
		below, above := GammaCDF(c.a, c.x)
		assert.InEpsilon(t, c.below, below, 1e-11, "%+v", c)
		assert.InEpsilon(t, c.above, above, 1e-11, "%+v", c)
		assert.InEpsilon(t, c.x, GammaQuantile(c.a, c.below, c.above), 1e-12, "quantile of %+v", c)
	}
}

func TestGammaAtItsEdges(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for x, want := range map[float64][2]float64{-1: {0, 1}, 0: {0, 1}, inf: {1, 0}, 1e300: {1, 0}} {
		below, above := GammaCDF(2, x)
		assert.Equal(t, want, [2]float64{below, above}, "x = %v", x)
	}
	assert.Zero(t, GammaQuantile(2, 0, 1))
	assert.Equal(t, inf, GammaQuantile(2, 1, 0))
	for _, c := range [][2]float64{{0, 1}, {-1, 1}, {nan, 1}, {inf, 1}, {1, nan}} {
		below, above := GammaCDF(c[0], c[1])
		assert.True(t, math.IsNaN(below) && math.IsNaN(above), "%v", c)
	}
	for _, c := range [][3]float64{{0, 0.5, 0.5}, {nan, 0.5, 0.5}, {1, nan, 0.5}, {1, -1, 2}} {
		assert.True(t, math.IsNaN(GammaQuantile(c[0], c[1], c[2])), "%v", c)
	}
}

// TestGammaClosedForm: at shape 1 the quantile is −ln above.
func TestGammaClosedForm(t *testing.T) {
	for _, p := range []float64{1e-300, 1e-12, 0.001, 0.1, 0.5} {
		assert.InEpsilon(t, -math.Log(p), GammaQuantile(1, 1-p, p), 1e-13, "above %v", p)
		assert.InEpsilon(t, -math.Log1p(-p), GammaQuantile(1, p, 1-p), 1e-13, "below %v", p)
	}
}

// TestGammaQuantileInvertsGammaCDF, with gonum's functions too.
func TestGammaQuantileInvertsGammaCDF(t *testing.T) {
	for _, a := range []float64{0.1, 0.3, 0.9, 1, 1.5, 4, 30, 300, 10000} {
		for _, p := range []float64{1e-12, 1e-6, 1e-3, 0.25, 0.5} {
			below, _ := GammaCDF(a, GammaQuantile(a, p, 1-p))
			assert.InEpsilon(t, p, below, 1e-9, "a=%v below %v", a, p)
			x := GammaQuantile(a, 1-p, p)
			_, above := GammaCDF(a, x)
			assert.InEpsilon(t, p, above, 1e-9, "a=%v above %v", a, p)
			assert.InEpsilon(t, p, mathext.GammaIncRegComp(a, x), 1e-8, "gonum, a=%v above %v", a, p)
		}
	}
}
