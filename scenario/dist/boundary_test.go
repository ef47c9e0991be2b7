package dist

import (
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openenvelope/envelope/scenario/internal/num"
)

// above and below are a number's neighbours.
func above(x float64) float64 { return math.Nextafter(x, math.Inf(1)) }
func below(x float64) float64 { return math.Nextafter(x, math.Inf(-1)) }

// parametersOf are the parameters at fault, by their names.
func parametersOf(faults []Fault) (names []string) {
	for _, f := range faults {
		names = append(names, f.Parameter)
	}
	return names
}

// TestParametersHaveSharpBounds: each may be its least and its most, and not the next number beyond; none may be no
// number. One that has no bound may be as large as floats go.
func TestParametersHaveSharpBounds(t *testing.T) {
	inf := math.Inf(1)
	pair := func(a, b float64) Mixture {
		return MixtureOf(Part{a, Normal{Mean: 1, SD: 1}}, Part{b, Normal{Mean: 2, SD: 1}})
	}
	for _, c := range []struct {
		parameter   string
		law         func(x float64) Distribution
		least, most float64 // the outermost that are sound
	}{
		{"alpha", func(x float64) Distribution { return Beta{Alpha: x, Beta: 2, High: 1} }, leastShape, mostBetaShape},
		{"beta", func(x float64) Distribution { return Beta{Alpha: 2, Beta: x, High: 1} }, leastShape, mostBetaShape},
		{"low", func(x float64) Distribution { return Beta{Alpha: 2, Beta: 2, Low: x, High: 1} }, -math.MaxFloat64, 1},
		{"shape", func(x float64) Distribution { return Gamma{Shape: x, Scale: 1} }, leastShape, mostGammaShape},
		{"scale", func(x float64) Distribution { return Gamma{Shape: 1, Scale: x} }, above(0), math.MaxFloat64},
		{"sd", func(x float64) Distribution { return Normal{SD: x} }, 0, math.MaxFloat64},
		{"mean", func(x float64) Distribution { return Normal{Mean: x} }, -math.MaxFloat64, math.MaxFloat64},
		{"median", func(x float64) Distribution { return Lognormal{Median: x} }, above(0), math.MaxFloat64},
		{"sigma", func(x float64) Distribution { return Lognormal{Median: 1, Sigma: x} }, 0, math.MaxFloat64},
		{"df", func(x float64) Distribution { return StudentT{DF: x} }, above(2), mostDF},
		{"scale", func(x float64) Distribution { return StudentT{DF: 3, Scale: x} }, 0, math.MaxFloat64},
		{"centre", func(x float64) Distribution {
			return StudentT{DF: 3, Centre: x}
		}, -math.MaxFloat64, math.MaxFloat64},
		{"chance", func(x float64) Distribution { return Bernoulli{Chance: x, Size: 1} }, 0, 1},
		{"size", func(x float64) Distribution {
			return Bernoulli{Chance: 0.5, Size: x}
		}, -math.MaxFloat64, math.MaxFloat64},
		{"low", func(x float64) Distribution { return Uniform{Low: x, High: 1} }, -math.MaxFloat64, 1},
		{"mode", func(x float64) Distribution { return Triangular{Low: 1, Mode: x, High: 2} }, 1, 2},
		{"mode", func(x float64) Distribution { return PERT{Low: 1, Mode: x, High: 2} }, 1, 2},
		{"mode", func(x float64) Distribution { return PERT{Low: 1, Mode: x, High: 1} }, 1, 1},
		{"p10", func(x float64) Distribution { return Metalog{P10: x, P50: x + (1-x)/2, P90: 1} }, 1 - 0x1p1020, 0.999},
		{"p50", func(x float64) Distribution {
			return Metalog{P10: 0, P50: x, P90: 1}
		}, metalogLeast, 1 - metalogLeast},
		{"p90", func(x float64) Distribution {
			return Metalog{P10: -x, P50: 0, P90: x}
		}, above(0), below(math.MaxFloat64 / 16)},
		{"low", func(x float64) Distribution { return Truncated{Law: Normal{SD: 1}, Low: x, High: 1} }, -inf, 0.999},
		{"high", func(x float64) Distribution { return Truncated{Law: Normal{SD: 1}, Low: -1, High: x} }, -0.999, inf},
		{"mixture[1].weight", func(x float64) Distribution { return pair(x, 1-x) }, 0x1p-1000, below(1)},
		{"mixture[1].normal sd", func(x float64) Distribution {
			return MixtureOf(Part{0.5, Normal{SD: x}}, Part{0.5, Normal{SD: 1}})
		}, 0, 1e300},
		{"mixture", func(x float64) Distribution { return pair(0.5, x) }, 0.5 - sumWithin*0.999, 0.5 + sumWithin*0.999},
	} {
		name := c.law(c.least).Kind() + " " + c.parameter
		assert.Empty(t, c.law(c.least).Faults(), "%s at %g", name, c.least)
		assert.Empty(t, c.law(c.most).Faults(), "%s at %g", name, c.most)
		assert.NotEmpty(t, c.law(math.NaN()).Faults(), name)
		beyond := []float64{below(c.least), above(c.most)}
		switch {
		case c.parameter == "mixture":
			beyond = []float64{0.5 - 1.001*sumWithin, 0.5 + 1.001*sumWithin}
		case c.most == 0.999:
			beyond = []float64{1} // the other bound, which leaves nothing
		case c.least == -0.999:
			beyond = []float64{-1}
		case c.parameter == "mixture[1].weight":
			beyond = []float64{0, 1, above(1)}
		case c.parameter == "mixture[1].normal sd":
			beyond = []float64{below(0), math.Inf(1)}
		}
		for _, x := range beyond {
			assert.NotEmpty(t, c.law(x).Faults(), "%s at %g", name, x)
		}
	}
}

// TestPairsOfParametersAreChecked: a gamma or lognormal law takes one of two pairs, and says which when it is given
// neither or both.
func TestPairsOfParametersAreChecked(t *testing.T) {
	numbers := map[string]float64{"shape": 4, "scale": 2, "mean": 8, "sd": 4, "median": 1, "sigma": 1}
	for _, c := range []struct {
		of     func(map[string]float64) (Distribution, []Fault)
		names  []string
		sound  []string
		either string
	}{
		{newGamma, []string{"shape", "scale", "mean", "sd"}, []string{"shape scale", "mean sd"}, "gamma"},
		{newLognormal, []string{"mean", "sd", "median", "sigma"}, []string{"mean sd", "median sigma"}, "lognormal"},
	} {
		for some := range 16 {
			given := map[string]float64{}
			var names []string
			for i, name := range c.names {
				if some>>i&1 != 0 {
					given[name] = numbers[name]
					names = append(names, name)
				}
			}
			law, faults := c.of(given)
			if said := strings.Join(names, " "); said == c.sound[0] || said == c.sound[1] {
				assert.Empty(t, faults, said)
				assert.Empty(t, law.Faults(), said)
				continue
			}
			assert.Equal(t, []string{c.either}, parametersOf(faults), "%v", names)
		}
	}
	for sd, sound := range map[float64]bool{0.01: true, below(0.00999): false, 3.162: true, 3.163: false, 0: false,
		-1: false, math.NaN(): false} {
		_, faults := newGamma(map[string]float64{"mean": 1, "sd": sd})
		assert.Equal(t, sound, len(faults) == 0, "sd %v: %v", sd, faults)
	}
	for _, mean := range []float64{0, -1, math.NaN(), math.Inf(1)} {
		_, faults := newGamma(map[string]float64{"mean": mean, "sd": 1})
		assert.Contains(t, parametersOf(faults), "mean")
		_, faults = newLognormal(map[string]float64{"mean": mean, "sd": 1})
		assert.Contains(t, parametersOf(faults), "mean")
	}
	_, faults := newGamma(map[string]float64{"mean": -1, "sd": -1})
	assert.Equal(t, []string{"mean", "sd"}, parametersOf(faults), "both at once")
	assert.Equal(t, Lognormal{Median: 3}, LognormalFromMeanSD(3, 0))
	assert.NotEmpty(t, LognormalFromMeanSD(3, -1).Faults())
}

// TestSupports: where a law can lie at all.
func TestSupports(t *testing.T) {
	inf := math.Inf(1)
	for _, c := range []struct {
		law       Distribution
		low, high float64
	}{
		{Normal{SD: 1}, -inf, inf}, {Normal{Mean: 3}, 3, 3}, {StudentT{DF: 3, Scale: 1}, -inf, inf},
		{StudentT{DF: 3, Centre: 2}, 2, 2},
		{Metalog{P10: 1, P50: 2, P90: 3}, -inf, inf}, {Gamma{Shape: 1, Scale: 1}, 0, inf},
		{Lognormal{Median: 1, Sigma: 1}, 0, inf},
		{Lognormal{Median: 2}, 2, 2}, {Percentiles{Levels: NumbersOf(0.1, 0.9), Values: NumbersOf(1, 2)}, -inf, inf},
		{Bernoulli{Chance: 0, Size: 2}, 0, 0}, {Bernoulli{Chance: 1, Size: 2}, 2, 2},
		{Bernoulli{Chance: 0.5, Size: 2}, 0, 2},
		{Bernoulli{Chance: 0.5, Size: -2}, -2, 0}, {Empirical{Values: NumbersOf(3, 1, 2)}, 1, 3},
		{MixtureOf(Part{0.5, Uniform{Low: 1, High: 2}}, Part{0.5, Uniform{Low: 4, High: 5}}), 1, 5},
		{Truncated{Law: Normal{SD: 1}, Low: -1, High: inf}, -1, inf},
		{Truncated{Law: Uniform{Low: 0, High: 1}, Low: -1, High: 0.5}, 0, 0.5},
	} {
		low, high := c.law.Support()
		assert.Equal(t, [2]float64{c.low, c.high}, [2]float64{low, high}, "%s %+v", c.law.Kind(), c.law)
		if low == high {
			assert.Equal(t, constant(low), c.law.Transform(), "a law without spread is its one value")
		}
	}
}

// TestALawWithoutSpreadIsConstant: whatever its kind.
func TestALawWithoutSpreadIsConstant(t *testing.T) {
	for _, law := range []Distribution{
		Uniform{Low: 2, High: 2}, Triangular{Low: 2, Mode: 2, High: 2}, PERT{Low: 2, Mode: 2, High: 2},
		Beta{Low: 2, High: 2, Alpha: 1, Beta: 1}, Empirical{Values: NumbersOf(2, 2, 2)}, Lognormal{Median: 2},
		StudentT{Centre: 2, DF: 3}, Normal{Mean: 2},
		MixtureOf(Part{0.5, Normal{Mean: 2}}, Part{0.5, Uniform{Low: 2, High: 2}}),
		Truncated{Law: Uniform{Low: 2, High: 2}, Low: 1, High: 3},
	} {
		assert.Empty(t, law.Faults(), "%+v", law)
		for _, z := range []float64{-9, -1, 0, 1, 9} {
			assert.Equal(t, 2.0, law.Transform().At(z), "%+v", law)
		}
	}
}

// TestBoundsWithinBoundsAreTheNarrower: a law that is truncated twice lies between the inner of each pair.
func TestBoundsWithinBoundsAreTheNarrower(t *testing.T) {
	for _, c := range []struct{ inner, outer, both Truncated }{
		{Truncated{Low: -1, High: 2}, Truncated{Low: -2, High: 1}, Truncated{Low: -1, High: 1}},
		{Truncated{Low: -2, High: 1}, Truncated{Low: -1, High: 2}, Truncated{Low: -1, High: 1}},
	} {
		c.inner.Law, c.both.Law = Normal{SD: 1}, Normal{SD: 1}
		c.outer.Law = c.inner
		mean, sd := c.both.Moments()
		gotMean, gotSD := c.outer.Moments()
		assert.InDelta(t, mean, gotMean, 1e-8)
		assert.InDelta(t, sd, gotSD, 1e-8)
		for _, z := range []float64{-6, -1, 0, 1, 6} {
			assert.InDelta(t, c.both.Transform().At(z), c.outer.Transform().At(z), 1e-9)
		}
	}
}

// TestBandsAddUp: what is below a band, within and above it is all there is, wherever it lies.
func TestBandsAddUp(t *testing.T) {
	normal := Normal{SD: 1}
	for _, ends := range [][2]float64{{-1, 1}, {0, 1}, {-1, 0}, {1, 2}, {-2, -1}, {5, 6}, {-6, -5}, {math.Inf(-1), 0},
		{0, math.Inf(1)}, {math.Inf(-1), math.Inf(1)}} {
		b := Truncated{Law: normal, Low: ends[0], High: ends[1]}.band(normal.Transform())
		assert.Equal(t, ends, [2]float64{b.low, b.high})
		assert.InDelta(t, 1, b.below+b.mass+b.above, 1e-15, "%v", ends)
		if !math.IsInf(ends[0], 0) && !math.IsInf(ends[1], 0) {
			want := num.CDF(ends[1]) - num.CDF(ends[0])
			if ends[0] > 0 {
				want = num.CDF(-ends[0]) - num.CDF(-ends[1])
			}
			assert.InEpsilon(t, want, b.mass, 1e-12, "%v", ends)
		}
	}
}

// TestTheFarthestBounds: bounds as far out as floats say anything are met where they are.
func TestTheFarthestBounds(t *testing.T) {
	for _, at := range []float64{-farthest + 0.01, -20, -1e-9, 0, 1e-9, 20, farthest - 0.01} {
		no, yes := meeting(func(z float64) bool { return z >= at })
		assert.Equal(t, at, yes)
		assert.InDelta(t, at, no, 1e-14)
		assert.Less(t, no, at)
	}
	no, yes := meeting(func(float64) bool { return true })
	assert.Equal(t, []float64{math.Inf(-1), math.Inf(-1)}, []float64{no, yes})
	no, yes = meeting(func(float64) bool { return false })
	assert.Equal(t, []float64{math.Inf(1), math.Inf(1)}, []float64{no, yes})
}

// TestPercentilesThatConflict: the percentile to move is the one without which a smooth law fits, one between others if
// there is one.
func TestPercentilesThatConflict(t *testing.T) {
	for _, c := range []struct {
		levels, values []float64
		at             string
	}{
		{[]float64{0.1, 0.5, 0.9}, []float64{1, 1.01, 2}, "p50"},
		{[]float64{0.1, 0.5, 0.9}, []float64{1, 1.99, 2}, "p50"},
		{[]float64{0.05, 0.25, 0.5, 0.75, 0.95}, []float64{1, 2.99, 3, 3.6, 5}, "p25"},
		{[]float64{0.05, 0.25, 0.5, 0.75, 0.95}, []float64{1, 2.4, 3, 3.01, 5}, "p75"},
	} {
		d := Percentiles{Levels: NumbersOf(c.levels...), Values: NumbersOf(c.values...)}
		faults := d.Faults()
		require.Len(t, faults, 1, "%v", c.values)
		assert.Equal(t, c.at, faults[0].Parameter, "%v: %s", c.values, faults[0].Want)
		for i, level := range c.levels {
			if percentileName(level) == c.at {
				assert.Equal(t, number(c.values[i]), faults[0].Found)
				assert.Contains(t, faults[0].Wanted(Limit.String),
					percentileName(c.levels[i-1])+", "+number(c.values[i-1])+", and "+percentileName(c.levels[i+1]))
				assert.Empty(t, d.without(i).Faults(), "what is left fits")
			}
		}
	}
	two := Percentiles{Levels: NumbersOf(0.1, 0.9), Values: NumbersOf(1, 2)}
	assert.Empty(t, two.Faults(), "two always fit")
	for i, want := range []Limit{{"p90", 2}, {"p10", 1}} {
		words, limits := two.beside(i)
		assert.Equal(t, "{}", words)
		assert.Equal(t, []Limit{want}, limits)
	}
}

// TestPercentilesRiseInLevelAndValue: each above the one before, and not as high.
func TestPercentilesRiseInLevelAndValue(t *testing.T) {
	for _, c := range []struct {
		levels, values []float64
		at             []string
	}{
		{[]float64{0.1, 0.1}, []float64{1, 2}, []string{"p10"}},
		{[]float64{0.1, 0.05}, []float64{1, 2}, []string{"p5"}},
		{[]float64{0.1, 0.9}, []float64{1, 1}, []string{"p90"}},
		{[]float64{0.1, 0.9}, []float64{1, below(1)}, []string{"p90"}},
		{[]float64{0.001, 0.999}, []float64{1, 2}, nil},
		{[]float64{below(0.001), above(0.999)}, []float64{1, 2}, []string{"p0.1", "p99.9"}},
		{[]float64{0.1, 0.9}, []float64{math.NaN(), math.Inf(1)}, []string{"p10", "p90"}},
		{[]float64{0.1, 0.9}, []float64{0, math.MaxFloat64 / 1e9}, []string{"p90"}},
		{[]float64{0.1, 0.9}, []float64{0, below(math.MaxFloat64 / 1e9)}, nil},
		{[]float64{0.1, 0.9}, []float64{-1e300, 1e300}, []string{"p90"}}, // far apart on both sides of zero
		{[]float64{0.1}, []float64{0}, []string{"percentiles"}},
		{[]float64{0.1, 0.9}, []float64{0}, []string{"percentiles"}},
	} {
		d := Percentiles{Levels: NumbersOf(c.levels...), Values: NumbersOf(c.values...)}
		assert.Equal(t, c.at, parametersOf(d.Faults()), "%v %v", c.levels, c.values)
	}
	equal := Percentiles{Levels: NumbersOf(0.1, 0.9), Values: NumbersOf(1, 1)}.Faults()
	assert.Equal(t, "above {}", equal[0].Want, "told as what it is, and not as a law that falls")
	for name, level := range map[string]float64{"p5": 0.05, "p50": 0.5, "p97.5": 0.975,
		"p0.1": 0.001, "p0.125": 0.00125, "p99.9": 0.999} {
		got, ok := percentileNamed(name)
		assert.True(t, ok, name)
		assert.InDelta(t, level, got, 1e-15, name)
	}
	for _, name := range []string{"", "p", "5", "p05", "p00", "p0", "p0.0", "p100", "p5.", "p5.0", "p5.10", "p5.1234",
		"p.5", "p-5", "p5e1", "q5", "p5x"} {
		got, ok := percentileNamed(name)
		assert.False(t, ok, name)
		assert.False(t, IsPercentile(name))
		_ = got
	}
}

// TestTheSlopeOfAPolynomial: a polynomial and its derivative, by powers.
func TestTheSlopeOfAPolynomial(t *testing.T) {
	value, slope := horner([]float64{2, -3, 5, 7}, 0.5)
	assert.Equal(t, 2-3*0.5+5*0.25+7*0.125, value)
	assert.Equal(t, -3+2*5*0.5+3*7*0.25, slope)
	value, slope = horner(nil, 3)
	assert.Zero(t, value)
	assert.Zero(t, slope)
	law := Percentiles{Levels: NumbersOf(0.05, 0.25, 0.5, 0.75, 0.95), Values: NumbersOf(1, 2, 3, 4.5, 7)}.terms()
	for _, z := range []float64{-2, -0.7, 0, 0.3, 1.9} {
		below, above := num.Tails(z)
		const h = 1e-6
		low, _ := law.at(num.Quantile(below - h))
		high, _ := law.at(num.Quantile(below + h))
		_, rise := law.at(z)
		assert.InEpsilon(t, below*above*(high-low)/(2*h), rise, 1e-6, "at %v", z)
	}
}

// TestOutcomesThatCannotBeAreLeftOut: those of no chance; equal values are one.
func TestOutcomesThatCannotBeAreLeftOut(t *testing.T) {
	got := ordered([]outcome{{3, 0.25}, {1, 0}, {2, 0.5}, {3, 0.25}, {0, -1}, {4, math.NaN()}})
	assert.Equal(t, []outcome{{2, 0.5}, {3, 0.5}}, got)
	assert.Equal(t, []outcome{{0, 1}}, Bernoulli{Chance: 0, Size: 5}.outcomes())
	assert.Equal(t, []outcome{{5, 1}}, Bernoulli{Chance: 1, Size: 5}.outcomes())
	assert.Equal(t, []outcome{{1, 1}}, outcomesWithin([]outcome{{0, 0.5}, {1, 0.25}, {2, 0.25}}, 0.5, 1))
}

// TestStepsStandWhereTheChancesSay: the value at a score is the least at or below which so much of all futures lies;
// within rounding of a step it is the lower one.
func TestStepsStandWhereTheChancesSay(t *testing.T) {
	all := []outcome{{1, 0.1}, {2, 0.2}, {3, 0.0001}, {4, 0.0001}, {5, 0.3}, {6, 0.3998}}
	law := stepsThrough(all)
	var upTo float64
	for i, o := range all[:len(all)-1] {
		upTo += o.chance
		at := num.Quantile(upTo)
		assert.Equal(t, o.value, law.At(at-1e-9))
		assert.Equal(t, o.value, law.At(at))
		assert.Equal(t, all[i+1].value, law.At(at+1e-9))
	}
	for _, z := range []float64{-40, -8, -7.999} {
		assert.Equal(t, 1.0, law.At(z))
	}
	for _, z := range []float64{7.9999, 8, 40, math.Inf(1)} {
		assert.Equal(t, 6.0, law.At(z))
	}
	assert.True(t, math.IsNaN(law.At(math.NaN())))
	for i, o := range all {
		score, _ := scoreOf(law, o.value)
		between, _ := scoreOf(law, o.value+0.5)
		assert.Equal(t, score, between)
		if i == len(all)-1 {
			assert.Equal(t, math.Inf(1), score)
		}
	}
	score, _ := scoreOf(law, 0.5)
	assert.Equal(t, math.Inf(-1), score)
}

// TestScoresAreTheWayBack: of each law that says the score of a value, in both tails and at both ends.
func TestScoresAreTheWayBack(t *testing.T) {
	for _, law := range []Distribution{
		Normal{Mean: 3, SD: 2}, Lognormal{Median: 2, Sigma: 0.5}, Uniform{Low: -1, High: 3},
		Triangular{Low: 1, Mode: 1.5, High: 4}, Triangular{Low: 1, Mode: 1, High: 4},
		Triangular{Low: 1, Mode: 4, High: 4}, StudentT{DF: 4, Scale: 1}, Gamma{Shape: 3, Scale: 2},
		PERT{Low: 1, Mode: 2, High: 5}, Empirical{Values: NumbersOf(1, 2, 4, 8)},
		Truncated{Law: Normal{SD: 1}, Low: -1, High: 2}, Truncated{Law: Normal{SD: 1}, Low: 1, High: 2},
		Truncated{Law: Normal{SD: 1}, Low: -2, High: -1}, Truncated{Law: Normal{SD: 1}, Low: 0, High: 1},
		MixtureOf(Part{0.5, Normal{SD: 1}}, Part{0.5, Normal{Mean: 1, SD: 2}}),
	} {
		transform := law.Transform()
		for _, z := range []float64{-4, -2.5, -1, -0.1, 0, 0.1, 1, 2.5, 4} {
			score, known := scoreOf(transform, transform.At(z))
			require.True(t, known)
			assert.InDelta(t, z, score, 1e-6, "%s %+v", law.Kind(), law)
		}
		if low, high := law.Support(); !math.IsInf(low, 0) {
			score, _ := scoreOf(transform, below(low))
			assert.Equal(t, math.Inf(-1), score, "%s below its support", law.Kind())
			if !math.IsInf(high, 0) {
				score, _ := scoreOf(transform, high)
				assert.Equal(t, math.Inf(1), score, "%s at the end of its support", law.Kind())
			}
		}
	}
}

// TestTheEndOfABandIsItsEnd: whatever a law is cut off at, the score there is infinite.
func TestTheEndOfABandIsItsEnd(t *testing.T) {
	for _, law := range []Distribution{Normal{Mean: 3, SD: 2}, Lognormal{Median: 2, Sigma: 0.5},
		Gamma{Shape: 3, Scale: 2}, StudentT{DF: 4, Scale: 1}, Beta{Alpha: 2, Beta: 3, High: 9},
		Empirical{Values: NumbersOf(0, 1, 2, 4, 9)},
		MixtureOf(Part{0.5, Normal{SD: 1}}, Part{0.5, Normal{Mean: 1, SD: 2}})} {
		for high := 1.1; high < 6; high += 0.37 {
			if score, known := scoreOf(Truncated{Law: law, Low: 0.5, High: high}.Transform(), high); known {
				assert.Equal(t, math.Inf(1), score, "%s to %v", law.Kind(), high)
			}
		}
	}
}

// TestAStepIsAtItsTie: the lower value holds at a score and as far beyond it as counts as a tie, and no farther.
func TestAStepIsAtItsTie(t *testing.T) {
	steps := stepsThrough([]outcome{{1, 0.25}, {2, 0.5}, {5, 0.25}}).(*stepTransform)
	for k, value := range steps.values[:2] {
		last := steps.scores[k] + tie
		assert.Equal(t, value, steps.At(last))
		assert.Equal(t, steps.values[k+1], steps.At(math.Nextafter(last, 9)))
	}
}

// TestFarFromZeroIsNotFarApart: values may lie as far from zero as a number can, if the distance between them is one.
func TestFarFromZeroIsNotFarApart(t *testing.T) {
	assert.Empty(t, Empirical{Values: NumbersOf(1e308, 1.5e308)}.Faults())
	assert.Empty(t, Empirical{Values: NumbersOf(-1.5e308, -1e308)}.Faults())
	assert.Len(t, Empirical{Values: NumbersOf(-1e308, 1e308)}.Faults(), 1)
}

// TestListsOfNumbersAreShownShort: eight of them, and a sign that there are more.
func TestListsOfNumbersAreShownShort(t *testing.T) {
	assert.Equal(t, "[1 2 3]", NumbersOf(1, 2, 3).String())
	assert.Equal(t, "[1 2 3 4 5 6 7 8]", NumbersOf(1, 2, 3, 4, 5, 6, 7, 8).String())
	assert.Equal(t, "[1 2 3 4 5 6 7 8 …]", NumbersOf(1, 2, 3, 4, 5, 6, 7, 8, 9).String())
}
