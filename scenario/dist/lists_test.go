package dist_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario/dist"
)

func discrete(values, chances []float64) dist.Discrete {
	return dist.Discrete{Values: dist.NumbersOf(values...), Chances: dist.NumbersOf(chances...)}
}

// TestNumbersAreAListThatCompares: what goes in comes out, bit for bit, and a copy cannot change the list.
func TestNumbersAreAListThatCompares(t *testing.T) {
	x := []float64{0, math.Copysign(0, -1), 0.1, -1e308, 5e-324, math.Inf(1)}
	list := dist.NumbersOf(x...)
	assert.Equal(t, len(x), list.Len())
	for i := range x {
		assert.Equal(t, math.Float64bits(x[i]), math.Float64bits(list.At(i)))
	}
	list.Slice()[2] = 7
	assert.True(t, list == dist.NumbersOf(x...))
	assert.False(t, list == dist.NumbersOf(x[1:]...))
	assert.Equal(t, "[0 -0 0.1 -1e+308 5e-324 +Inf]", list.String())
	assert.Equal(t, "[1 1 1 1 1 1 1 1 …]", dist.NumbersOf(1, 1, 1, 1, 1, 1, 1, 1, 1).String())
}

// TestDiscreteStepsWhereItsChancesSay: the last score of a value is that of its chance and the chances below it.
func TestDiscreteStepsWhereItsChancesSay(t *testing.T) {
	d := discrete([]float64{30, 10, 20}, []float64{0.3, 0.2, 0.5}) // 10 to 20% of futures, 20 to 70%
	for p, want := range map[float64]float64{0: 10, 0.199999: 10, 0.200001: 20, 0.699999: 20, 0.700001: 30, 1: 30} {
		assert.Equal(t, want, dist.Percentile(d, p), "p = %v", p)
	}
	mean, sd := d.Moments()
	assert.InDelta(t, 21, mean, 1e-14)
	assert.InDelta(t, 7, sd, 1e-14) // 0.2·121 + 0.5·1 + 0.3·81 = 49
}

// TestEmpiricalIsExcelsInclusiveRule: PERCENTILE.INC of 1, 2, 4, 8, 16 is 1.4 at 10%, 3 at 37.5% and 12.8 at 90%.
func TestEmpiricalIsExcelsInclusiveRule(t *testing.T) {
	d := dist.Empirical{Values: dist.NumbersOf(16, 1, 8, 4, 2)}
	for p, want := range map[float64]float64{0: 1, 0.1: 1.4, 0.25: 2, 0.375: 3, 0.5: 4, 0.9: 12.8, 1: 16} {
		assert.InDelta(t, want, dist.Percentile(d, p), 1e-14, "p = %v", p)
	}
	mean, sd := d.Moments() // of uniform laws on 1 to 2, 2 to 4, 4 to 8 and 8 to 16
	assert.InDelta(t, 5.625, mean, 1e-14)
	assert.InDelta(t, math.Sqrt((1.0+4+16+64)/4*7/3-5.625*5.625), sd, 1e-14)
}

// TestPercentilesMeetTheirPercentiles, and are the metalog where they are three and symmetric.
func TestPercentilesMeetTheirPercentiles(t *testing.T) {
	for _, v := range listed["percentiles"] {
		d, faults := kindNamed(t, "percentiles").New(v)
		require.Empty(t, faults)
		p := d.(dist.Percentiles)
		for i := range p.Levels.Len() {
			assert.InDelta(t, p.Values.At(i), dist.Percentile(d, p.Levels.At(i)),
				1e-9*(p.Values.At(p.Values.Len()-1)-p.Values.At(0)))
		}
	}
	three := dist.Metalog{P10: 1, P50: 2, P90: 4}
	same := dist.Percentiles{Levels: dist.NumbersOf(0.1, 0.5, 0.9), Values: dist.NumbersOf(1, 2, 4)}
	mean, sd := three.Moments()
	gotMean, gotSD := same.Moments()
	assert.InDelta(t, mean, gotMean, 1e-9)
	assert.InDelta(t, sd, gotSD, 1e-9)
	for _, p := range []float64{1e-12, 0.001, 0.3, 0.99} {
		assert.InDelta(t, dist.Percentile(three, p), dist.Percentile(same, p), 1e-9)
	}
}

// TestIsPercentile: the names that a percentile may have.
func TestIsPercentile(t *testing.T) {
	for _, name := range []string{"p1", "p5", "p50", "p97.5", "p0.1", "p99.999"} {
		assert.True(t, dist.IsPercentile(name), name)
	}
	for _, name := range []string{"", "p", "p0", "p00", "p05", "p100", "p5.", "p.5", "p5.0", "P5", "5", "p-1", "p1e1",
		"p5.1234", "p٣", "p0.0"} {
		assert.False(t, dist.IsPercentile(name), name)
	}
}

// TestMixtureOfNormals against quantiles computed with 40 digits: two bells of standard deviation 1 round −1 and 1 make
// one that is symmetric; 90% round 0 and 10% round 6 jump between.
func TestMixtureOfNormals(t *testing.T) {
	two := dist.MixtureOf(dist.Part{0.5, dist.Normal{Mean: -1, SD: 1}}, dist.Part{0.5, dist.Normal{Mean: 1, SD: 1}})
	assert.InDelta(t, 0, dist.Median(two), 1e-12)
	mean, sd := two.Moments()
	assert.InDelta(t, 0, mean, 1e-15)
	assert.InDelta(t, math.Sqrt2, sd, 1e-15)
	for _, x := range []float64{-6, -2, -0.5, 0.25, 3} {
		p := (normalCDF(x+1) + normalCDF(x-1)) / 2
		assert.InDelta(t, x, dist.Percentile(two, p), 2e-9, "x = %v", x)
	}
}

func normalCDF(x float64) float64 { return math.Erfc(-x/math.Sqrt2) / 2 }

// TestMixtureLeavesGapsEmpty: no value between two parts that do not touch, and a part without spread keeps its chance.
func TestMixtureLeavesGapsEmpty(t *testing.T) {
	x := scores(1 << 20)
	dist.MixtureOf(dist.Part{0.7, dist.Uniform{Low: 0, High: 1}},
		dist.Part{0.3, dist.Uniform{Low: 5, High: 6}}).Transform().Apply(x, x)
	for _, v := range x {
		require.False(t, v > 1 && v < 5, "%v is between the parts", v)
	}
	nothing := dist.MixtureOf(dist.Part{0.85, dist.Normal{}}, dist.Part{0.15, dist.Lognormal{Median: 3, Sigma: 1}})
	assert.Zero(t, dist.Percentile(nothing, 0.849999))
	assert.Positive(t, dist.Percentile(nothing, 0.850001))
}

// TestListFaults lists what a person can get wrong in lists, percentiles and mixtures.
func TestListFaults(t *testing.T) {
	nan, unit := math.NaN(), dist.Normal{SD: 1}
	for _, c := range []struct {
		kind string
		v    dist.Values
		want string
	}{
		{"discrete", dist.Values{}, "[values: nothing found, the values possible, each once wanted " +
			"chances: nothing found, the chance of each value, in the same order; they add up to 100% wanted]"},
		{"discrete", dist.Values{Lists: lists{"values": {1, 2}, "chances": {1}}},
			"[chances: 1 found, as many as values, 2 wanted]"},
		{"discrete", dist.Values{Lists: lists{"values": {}, "chances": {}}},
			"[values: 0 found, from 1 to 1000 of them wanted]"},
		{"discrete", dist.Values{Lists: lists{"values": {1, nan, 1}, "chances": {0.5, -1, 2}}},
			"[values[2]: NaN found, a finite number wanted " +
				"chances[2]: -1 found, from 0 to 1 wanted values[3]: 1 found, a value that is not there already wanted chances[3]: 2 found, from 0 to 1 wanted]"},
		{"discrete", dist.Values{Lists: lists{"values": {1, 2}, "chances": {0.5, 0.4}}},
			"[chances: a total of 90% found, chances that add up to 100% wanted]"},
		{"discrete", dist.Values{Lists: lists{"values": {1, 2}, "chances": {0.5, 0.5}, "weights": {1}},
			Numbers: values{"low": 3}},
			"[low: 3 found, no parameter wanted weights: 1 found, only values, chances wanted]"},
		{"discrete", dist.Values{Lists: lists{"values": {-1e308, 1e308}, "chances": {0.5, 0.5}}},
			"[values: 1e+308 found, at a finite distance from -1e+308 wanted]"},
		{"empirical", dist.Values{Lists: lists{"values": {1}}}, "[values: 1 found, from 2 to 10000 of them wanted]"},
		{"empirical", dist.Values{Lists: lists{"values": {1, math.Inf(1)}}},
			"[values[2]: +Inf found, a finite number wanted]"},
		{"percentiles", dist.Values{Numbers: values{"p50": 1}},
			"[percentiles: 1 percentile found, from 2 to 10 of them wanted]"},
		{"percentiles", dist.Values{Numbers: values{"p50": 1, "p5": 2, "p95": nan, "q": 3}},
			"[q: 3 found, only percentiles, such as p5, p50 and p97.5 wanted]"},
		{"percentiles", dist.Values{Numbers: values{"p50": 1, "p5": 2, "p95": nan}},
			"[p50: 1 found, above p5, 2 wanted p95: NaN found, a finite number wanted]"},
		{"percentiles", dist.Values{Numbers: values{"p0.01": 1, "p5": 2}},
			"[p0.01: 0.0001 found, from p0.1 to p99.9 wanted]"},
		{"percentiles", dist.Values{Numbers: values{"p10": 0, "p50": 9, "p90": 10}},
			"[p50: 9 found, such that a smooth law fits it and p10, 0, " +
				"and p90, 10, too; one through all percentiles would fall somewhere: move it, or leave it out wanted]"},
		{"percentiles", dist.Values{Numbers: values{"p10": 1, "p40": 2, "p50": 2.01, "p60": 3, "p90": 4}},
			"[p60: 3 found, such that a smooth law fits it and p50, 2.01, " +
				"and p90, 4, too; one through all percentiles would fall somewhere: move it, or leave it out wanted]"},
		{"mixture", dist.Values{}, "[mixture: 0 found, from 2 to 8 of them wanted]"},
		{"mixture", dist.Values{Parts: make([]dist.Part, 9)}, "[mixture: 9 found, from 2 to 8 of them wanted]"},
		{"mixture", dist.Values{Parts: []dist.Part{{0.5, unit}, {0.4, unit}}},
			"[mixture: a total of 90% found, weights that add up to 100% wanted]"},
		{"mixture", dist.Values{Parts: []dist.Part{{-1, dist.Normal{SD: -1}}, {nan, dist.MixtureOf()}}},
			"[mixture[1].weight: -1 found, above 0 and at most 1 wanted mixture[1].normal sd: -1 found, zero or more, and finite wanted " +
				"mixture[2].weight: NaN found, above 0 and at most 1 wanted mixture[2]: a mixture found, its parts, in this one wanted]"},
		{"mixture", dist.Values{Parts: []dist.Part{{0.5, unit}, {0.5, dist.Lognormal{Median: 1, Sigma: 200}}}},
			"[mixture: +Inf found, at a finite distance from the others wanted]"},
	} {
		d, faults := kindNamed(t, c.kind).New(c.v)
		assert.Nil(t, d)
		assert.Equal(t, c.want, phrases(faults))
	}
}

// TestHostileLists: whatever the lists and parts, New answers, and what it accepts has values within its support.
func TestHostileLists(t *testing.T) {
	testkit.NotForRaces(t)
	hostile := []float64{math.NaN(), math.Inf(1), 0, 1, -1, 0.3, 0.5, 1e308, -1e307, 5e-324}
	for _, a := range hostile {
		for _, b := range hostile {
			for _, c := range hostile {
				list := []float64{a, b, c}
				for n := range 4 {
					checkHostile(t, kindNamed(t, "discrete"),
						dist.Values{Lists: lists{"values": list[:n], "chances": {0.5, 0.5}}})
					checkHostile(t, kindNamed(t, "discrete"),
						dist.Values{Lists: lists{"values": {3, 4, 5}, "chances": list[:n]}})
					checkHostile(t, kindNamed(t, "empirical"), dist.Values{Lists: lists{"values": list[:n]}})
				}
				checkHostile(t, kindNamed(t, "percentiles"),
					dist.Values{Numbers: values{"p0.1": a, "p50": b, "p99": c}})
			}
			checkHostile(t, kindNamed(t, "percentiles"), dist.Values{Numbers: values{"p5": a, "p95": b}})
			checkHostile(t, kindNamed(t, "mixture"), dist.Values{Parts: []dist.Part{
				{0.5, dist.Normal{Mean: a, SD: 1}}, {0.5, dist.Uniform{Low: b, High: b + 1}}}})
			checkHostile(t, kindNamed(t, "mixture"), dist.Values{Parts: []dist.Part{{a, dist.Normal{SD: 1}}, {b, nil}}})
		}
	}
}

// phrases are faults in a phrase each.
func phrases(faults []dist.Fault) string {
	var all []string
	for _, f := range saidOf(faults) {
		if f.found == "" {
			f.found = "nothing"
		}
		all = append(all, fmt.Sprintf("%s: %s found, %s wanted", f.parameter, f.found, f.want))
	}
	return fmt.Sprint(all)
}

// The chance of a single value must be whole, as all chances together must.
func TestOneValueIsCertain(t *testing.T) {
	one := func(chance float64) dist.Discrete { return discrete([]float64{7}, []float64{chance}) }
	assert.Empty(t, one(1).Faults())
	faults := one(0.5).Faults()
	require.Len(t, faults, 1)
	assert.Equal(t, "chances", faults[0].Parameter)
}
