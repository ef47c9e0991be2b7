package dist_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/openenvelope/envelope/scenario/dist"
)

// TestTruncatedNormalMoments against the closed form, with φ and Φ of gonum: Johnson,
// Kotz and Balakrishnan (1994), chapter 13, section 10.1.
func TestTruncatedNormalMoments(t *testing.T) {
	unit := distuv.UnitNormal
	for _, ends := range [][2]float64{{-1, 2}, {-8, 0}, {0, 1}, {-0.1, 0.1}, {-3, 5}, {-6, 6}, {1, 2.5}} {
		low, high := ends[0], ends[1]
		mass := unit.CDF(high) - unit.CDF(low)
		shift := (unit.Prob(low) - unit.Prob(high)) / mass
		variance := 1 + (low*unit.Prob(low)-high*unit.Prob(high))/mass - shift*shift
		mean, sd := dist.Truncated{Law: dist.Normal{Mean: 7, SD: 3}, Low: 7 + 3*low, High: 7 + 3*high}.Moments()
		assert.InDelta(t, 7+3*shift, mean, 3e-10*math.Sqrt(variance), "mean within %v", ends)
		assert.InEpsilon(t, 3*math.Sqrt(variance), sd, 1e-9, "sd within %v", ends)
	}
}

// TestTruncatedUniformIsUniform: what is left of a uniform law is one.
func TestTruncatedUniformIsUniform(t *testing.T) {
	cut := dist.Truncated{Law: dist.Uniform{Low: -10, High: 10}, Low: 1, High: 3}
	whole := dist.Uniform{Low: 1, High: 3}
	mean, sd := cut.Moments()
	wantMean, wantSD := whole.Moments()
	assert.InDelta(t, wantMean, mean, 1e-10)
	assert.InDelta(t, wantSD, sd, 1e-10)
	for _, p := range []float64{1e-14, 1e-9, 0.001, 0.1, 0.5, 0.9, 0.999} {
		assert.InDelta(t, dist.Percentile(whole, p), dist.Percentile(cut, p), 1e-10, "p = %v", p)
	}
}

// TestTruncatedPutsNothingOnItsBounds: of a million draws, none.
func TestTruncatedPutsNothingOnItsBounds(t *testing.T) {
	x := scores(1 << 20)
	d := dist.Truncated{Law: dist.Normal{Mean: 0, SD: 1}, Low: -0.5, High: 1}
	d.Transform().Apply(x, x)
	for _, v := range x {
		if v <= d.Low || v >= d.High {
			t.Fatalf("%v is not strictly between the bounds", v)
		}
	}
}

// TestTruncationPutsNothingOnBounds, for every kind whose values do not repeat themselves.
func TestTruncationPutsNothingOnBounds(t *testing.T) {
	for _, d := range typical() {
		x := scores(1 << 14)
		law := cut(d, 0.2, 0.7)
		law.Transform().Apply(x, x)
		distinct := map[float64]bool{}
		onBounds := 0
		for _, v := range x {
			require.True(t, law.Low <= v && v <= law.High, d.Kind())
			distinct[v] = true
			if v == law.Low || v == law.High {
				onBounds++
			}
		}
		if steps := len(distinct) < 10; !steps {
			assert.Zero(t, onBounds, d.Kind())
		}
	}
}

// TestTruncatedStepsAndKinks: the moments of what bounds leave of laws that cannot be integrated smoothly.
func TestTruncatedStepsAndKinks(t *testing.T) {
	inf := math.Inf(1)
	for _, c := range []struct {
		d              dist.Truncated
		mean, variance float64
	}{
		{dist.Truncated{Law: discrete([]float64{1, 2, 4}, []float64{0.5, 0.25, 0.25}), Low: 2, High: inf}, 3, 1},
		{dist.Truncated{Law: dist.Empirical{Values: dist.NumbersOf(0, 1, 3)}, Low: 0.5, High: inf},
			(0.5*0.75 + 2) / 1.5, 0.576388888888888889},
		{dist.Truncated{Law: dist.Empirical{Values: dist.NumbersOf(0, 1, 1, 3)}, Low: 1, High: 1.5},
			(1 + 0.25*1.25) / 1.25, 0.014166666666666666},
		{dist.Truncated{Law: dist.MixtureOf(dist.Part{0.5, dist.Uniform{Low: 0, High: 1}},
			dist.Part{0.5, dist.Uniform{Low: 2, High: 4}}),
			Low: 0.5, High: 3}, (0.75 + 2.5) / 2, 0.0520833333333333333 + 0.765625},
	} {
		mean, sd := c.d.Moments()
		assert.InDelta(t, c.mean, mean, 1e-12, "%+v", c.d)
		assert.InDelta(t, c.variance, sd*sd, 1e-12, "%+v", c.d)
		twice := dist.Truncated{Law: c.d, Low: -9, High: 9}
		again, _ := twice.Moments()
		assert.InDelta(t, mean, again, 1e-14)
	}
}

// TestTruncationsOfAnyLaw: a law that steps keeps what lies within; a truncation may be
// truncated; bounds outside the support change nothing.
func TestTruncationsOfAnyLaw(t *testing.T) {
	once := dist.Truncated{Law: dist.Normal{Mean: 0, SD: 1}, Low: -1, High: 3}
	twice := dist.Truncated{Law: once, Low: math.Inf(-1), High: 2}
	assert.Nil(t, twice.Faults())
	assert.Equal(t, "truncated truncated normal", twice.Kind())
	straight := dist.Truncated{Law: dist.Normal{Mean: 0, SD: 1}, Low: -1, High: 2}
	pert := dist.PERT{Low: 1, Mode: 2, High: 4}
	wide := dist.Truncated{Law: pert, Low: 0, High: 5}
	mean, sd := pert.Moments()
	wideMean, wideSD := wide.Moments()
	assert.Equal(t, []float64{mean, sd}, []float64{wideMean, wideSD})
	for _, p := range []float64{1e-6, 0.1, 0.5, 0.9, 1 - 1e-6} {
		assert.InDelta(t, dist.Percentile(straight, p), dist.Percentile(twice, p), 1e-9, "p = %v", p)
		assert.InDelta(t, dist.Percentile(pert, p), dist.Percentile(wide, p), 1e-9, "p = %v", p)
	}
}

// TestATruncatedEventIsCertain: what is left of two values is one of them, and no bound.
func TestATruncatedEventIsCertain(t *testing.T) {
	event := dist.Bernoulli{Chance: 0.3, Size: 5}
	for _, c := range []struct{ low, high, want float64 }{{1, 9, 5}, {-1, 3, 0}} {
		d := dist.Truncated{Law: event, Low: c.low, High: c.high}
		x := scores(1 << 14)
		d.Transform().Apply(x, x)
		for _, v := range x {
			require.Equal(t, c.want, v, "%+v", d)
		}
		mean, sd := d.Moments()
		assert.Equal(t, [2]float64{c.want, 0}, [2]float64{mean, sd}, "%+v", d)
	}
}

// TestHostileBounds: whatever the bounds, there are faults or values within them.
func TestHostileBounds(t *testing.T) {
	hostile := []float64{math.NaN(), math.Inf(1), math.Inf(-1), 0, 1, -1, 0.3, 1e308, -1e308, 5e-324}
	for _, law := range []dist.Distribution{
		dist.Normal{SD: 1}, dist.Normal{Mean: 1e308, SD: 1e300}, dist.Normal{SD: 5e-324},
		dist.Lognormal{Median: 1, Sigma: 200}, dist.Uniform{Low: -1e307, High: 1e308},
		dist.StudentT{Scale: 1, DF: 2.0001}, dist.Metalog{P50: 5e306, P90: 1e308 / 8},
	} {
		for _, low := range hostile {
			for _, high := range hostile {
				d := dist.Truncated{Law: law, Low: low, High: high}
				if len(d.Faults()) > 0 {
					continue
				}
				transform := d.Transform()
				for _, z := range []float64{-40, -7, -1, 0, 1, 7, 40} {
					x := transform.At(z)
					require.GreaterOrEqual(t, x, low, "%+v at %v", d, z)
					require.LessOrEqual(t, x, high, "%+v at %v", d, z)
				}
			}
		}
	}
}

func TestTruncatedFaults(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	unit := dist.Normal{SD: 1}
	for _, c := range []struct {
		d    dist.Truncated
		want string
	}{
		{dist.Truncated{Low: 2, High: 1},
			"[law: nothing found, a distribution to truncate wanted low: 2 found, below high, 1 wanted]"},
		{dist.Truncated{Law: dist.Normal{SD: -1}, Low: nan, High: -inf},
			"[normal sd: -1 found, zero or more, and finite wanted " +
				"low: NaN found, a number, or minus infinity for none wanted high: -Inf found, a number, or infinity for none wanted]"},
		{dist.Truncated{Law: unit, Low: 1, High: 1}, "[low: 1 found, below high, 1 wanted]"},
		{dist.Truncated{Law: unit, Low: 4.8, High: inf},
			"[truncate: less than a millionth of the normal distribution " +
				"within the bounds found, bounds that leave more of it wanted]"},
		{dist.Truncated{Law: dist.Uniform{High: 1}, Low: 1, High: 2},
			"[truncate: less than a millionth of the uniform distribution " +
				"within the bounds found, bounds that leave more of it wanted]"},
		{dist.Truncated{Law: unit, Low: 4.7, High: inf}, "[]"},
		{dist.Truncated{Law: unit, Low: -inf, High: inf}, "[]"},
	} {
		assert.Equal(t, c.want, phrases(c.d.Faults()))
	}
	assert.Equal(t, "truncated", dist.Truncated{}.Kind())
}
