package dist

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/openenvelope/envelope/scenario/internal/num"
)

// worstOfTable is the largest difference between a table and its function, in the unit
// of scale.
func worstOfTable(table *num.Table, f, scale func(z float64) float64) float64 {
	var worst float64
	for z := -num.TableEnd; z <= num.TableEnd; z += 0.0037 {
		worst = max(worst, math.Abs(table.At(z)-f(z))/scale(z))
	}
	return worst
}

func one(float64) float64 { return 1 }

// TestTruncatedTableAccuracy: what a score within the bounds is off by. A bound itself far
// out, where the score turns from running free to standing still, is the hardest.
func TestTruncatedTableAccuracy(t *testing.T) {
	inf := math.Inf(1)
	for _, ends := range [][2]float64{{-2, 3}, {-inf, 0}, {-0.5, 0.5}, {-4.7, inf}, {4.7, inf}, {0.5, 0.5001},
		{-3, inf}, {-5.5, inf}, {-6.5, inf}} {
		d := Truncated{Law: Normal{SD: 1}, Low: ends[0], High: ends[1]}
		b := d.band(d.Law.Transform())
		worst := worstOfTable(num.NewTable(truncatedCells, b.at), b.at, one)
		t.Logf("scores within %v: %.2g", ends, worst)
		assert.Less(t, worst, 1e-9, "scores within %v", ends)
	}
}

// TestMetalogTableAccuracy, in standard deviations.
func TestMetalogTableAccuracy(t *testing.T) {
	for _, d := range []Metalog{{-1, 0, 1}, {0, 0.1667, 1}, {0, 0.83, 1}, {0, 0.4, 1}} {
		tabulated := d.Transform().(*metalogTransform)
		_, sd := d.Moments()
		worst := worstOfTable(tabulated.table, tabulated.away, func(float64) float64 { return sd })
		t.Logf("%+v: %.2g", d, worst)
		assert.Less(t, worst, 1e-9, "%+v", d)
	}
}

// TestBetaTableAccuracy, as a share of the distance between the ends.
func TestBetaTableAccuracy(t *testing.T) {
	for _, c := range []struct{ alpha, beta, within float64 }{
		{1, 1, 1e-9}, {1, 8, 1e-9}, {2, 3.5, 1e-9}, {1000, 1000, 1e-9}, {1000, 3, 1e-9},
		{0.7, 0.7, 1e-9}, {0.5, 2, 1e-9}, {0.5, 0.5, 1e-9}, {0.1, 0.1, 1e-8}, {0.1, 3, 1e-8}, {0.1, 1000, 1e-8},
		{30, 0.2, 1e-8},
	} {
		d := Beta{High: 1, Alpha: c.alpha, Beta: c.beta}
		tabulated := d.Transform().(*pertTransform)
		worst := worstOfTable(tabulated.table, tabulated.law.at, one)
		t.Logf("%+v: %.2g", d, worst)
		assert.Less(t, worst, c.within, "%+v", d)
	}
}

// TestGammaTableAccuracy, as a share of the larger of the value and the standard deviation.
func TestGammaTableAccuracy(t *testing.T) {
	for _, shape := range []float64{10_000, 400, 30, 4, 1, 0.9, 0.5, 0.1} {
		d := Gamma{Shape: shape, Scale: 1}
		tabulated := d.Transform().(*gammaTransform)
		worst := worstOfTable(tabulated.table, d.standard, func(z float64) float64 {
			return max(d.standard(z), math.Sqrt(shape))
		})
		t.Logf("%+v: %.2g", d, worst)
		assert.Less(t, worst, 1e-9, "%+v", d)
	}
}

// TestStudentTTableAccuracy, as a share of the larger of the value and the scale.
func TestStudentTTableAccuracy(t *testing.T) {
	for _, c := range []struct{ df, within float64 }{{1000, 1e-9}, {30, 1e-9}, {6, 1e-9}, {4, 1e-9}, {3, 1e-8},
		{2.01, 1e-8}} {
		law := standardT(c.df)
		table := StudentT{Scale: 1, DF: c.df}.Transform().(*studentTTransform).table
		worst := worstOfTable(table, law.at, func(z float64) float64 { return max(math.Abs(law.at(z)), 1) })
		t.Logf("%v degrees of freedom: %.2g", c.df, worst)
		assert.Less(t, worst, c.within, "%v degrees of freedom", c.df)
	}
}

// TestPercentilesTableAccuracy, as a share of the larger of the value's distance from the first percentile and the
// standard deviation.
func TestPercentilesTableAccuracy(t *testing.T) {
	for _, d := range []Percentiles{
		{NumbersOf(0.05, 0.5, 0.95), NumbersOf(1, 2, 4)},
		{NumbersOf(0.001, 0.999), NumbersOf(-1, 1)},
		{NumbersOf(0.01, 0.1, 0.375, 0.6, 0.99), NumbersOf(80, 90, 98, 103, 140)},
	} {
		tabulated := d.Transform().(*percentilesTransform)
		_, sd := d.Moments()
		worst := worstOfTable(tabulated.table, tabulated.law.away, func(z float64) float64 {
			return max(sd, math.Abs(tabulated.law.away(z)))
		})
		t.Logf("%+v: %.2g", d, worst)
		assert.Less(t, worst, 1e-9, "%+v", d)
	}
}

// TestMixtureTableAccuracy, in standard deviations, but for scores within a billionth of where it jumps.
func TestMixtureTableAccuracy(t *testing.T) {
	for _, d := range []Mixture{
		{{0.5, Normal{Mean: -1, SD: 1}}, {0.5, Normal{Mean: 1, SD: 1}}},
		{{0.8, Normal{Mean: 0.02, SD: 0.005}}, {0.2, Uniform{Low: 0.03, High: 0.06}}},
		{{0.9, Normal{SD: 0.1}}, {0.1, Normal{Mean: 6, SD: 0.1}}},
		{{0.85, Normal{}}, {0.15, Lognormal{Median: 4e8, Sigma: 0.5}}},
		{{0.7, Uniform{High: 1}}, {0.3, Bernoulli{Chance: 0.5, Size: 3}}},
	} {
		tabulated := d.Transform().(*mixtureTransform)
		sd := tabulated.law.sd
		var worst float64
		for z := -num.TableEnd; z <= num.TableEnd; z += 0.0037 {
			worst = max(worst, math.Abs(tabulated.At(z)-tabulated.law.at(z))/sd)
		}
		t.Logf("%+v: %.2g", d, worst)
		assert.Less(t, worst, 1e-9, "%+v", d)
	}
}
