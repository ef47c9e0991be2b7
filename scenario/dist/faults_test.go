package dist_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario/dist"
)

func kindNamed(t *testing.T, name string) dist.Kind {
	t.Helper()
	for _, kind := range dist.Kinds() {
		if kind.Name == name {
			return kind
		}
	}
	switch name {
	case "rate":
		return dist.RateInterval()
	case "amount":
		return dist.AmountInterval()
	}
	require.Fail(t, "no kind "+name)
	return dist.Kind{}
}

// said is a fault in words.
type said struct{ parameter, found, want string }

func saidOf(faults []dist.Fault) (all []said) {
	for _, f := range faults {
		all = append(all, said{f.Parameter, f.Found, f.Wanted(dist.Limit.String)})
	}
	return all
}

// TestFaults lists what a person can get wrong and what the library answers.
func TestFaults(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	const pairs = "mean and sd, or median and sigma"
	for _, c := range []struct {
		kind string
		v    values
		want []said
	}{
		{"normal", values{"mean": 0.02, "sd": -0.01}, []said{{"sd", "-0.01", "zero or more, and finite"}}},
		{"normal", values{"mean": nan, "sd": inf}, []said{
			{"mean", "NaN", "a finite number"}, {"sd", "+Inf", "zero or more, and finite"}}},
		{"normal", values{"mean": 0.02}, []said{{"sd", "", "the standard deviation, zero or more"}}},
		{"normal", values{}, []said{
			{"mean", "", "the mean, also the median"}, {"sd", "", "the standard deviation, zero or more"}}},
		{"normal", values{"mean": 0.02, "sd": 0.01, "sigma": 1, "mode": 2}, []said{
			{"mode", "2", "only mean, sd"}, {"sigma", "1", "only mean, sd"}}},

		{"lognormal", values{"mean": 0, "sd": 1}, []said{{"mean", "0", "above zero, and finite"}}},
		{"lognormal", values{"mean": -3, "sd": -1}, []said{
			{"mean", "-3", "above zero, and finite"}, {"sd", "-1", "zero or more, and finite"}}},
		{"lognormal", values{"median": -1, "sigma": nan}, []said{
			{"median", "-1", "above zero, and finite"}, {"sigma", "NaN", "zero or more, and finite"}}},
		{"lognormal", values{"mean": 1, "sigma": 1}, []said{{"lognormal", "mean and sigma", pairs}}},
		{"lognormal", values{"mean": 1, "sd": 1, "median": 1}, []said{{"lognormal", "mean and median and sd", pairs}}},
		{"lognormal", values{}, []said{{"lognormal", "", pairs}}},

		{"uniform", values{"low": 2, "high": 1}, []said{{"low", "2", "at most high, 1"}}},
		{"uniform", values{"low": -inf, "high": nan}, []said{
			{"low", "-Inf", "a finite number"}, {"high", "NaN", "a finite number"}}},
		{"uniform", values{"low": -1e308, "high": 1e308}, []said{
			{"high", "1e+308", "a finite distance from low, -1e+308"}}},

		{"triangular", values{"low": 1, "mode": 4, "high": 3}, []said{{"mode", "4", "between low, 1, and high, 3"}}},
		{"triangular", values{"low": 3, "mode": 2, "high": 1}, []said{{"low", "3", "at most high, 1"}}},
		{"triangular", values{"low": 3, "mode": nan, "high": 1}, []said{
			{"low", "3", "at most high, 1"}, {"mode", "NaN", "a finite number"}}},
		{"pert", values{"low": 1, "mode": 0.5, "high": 3}, []said{{"mode", "0.5", "between low, 1, and high, 3"}}},

		{"beta", values{"low": 2, "high": 1, "alpha": 0, "beta": inf}, []said{
			{"low", "2", "at most high, 1"},
			{"alpha", "0", "from 0.1, below which bernoulli says nearly the same, to 1000, above which normal does"},
			{"beta", "+Inf",
				"from 0.1, below which bernoulli says nearly the same, to 1000, above which normal does"}}},
		{"gamma", values{"shape": 0.01, "scale": -1}, []said{
			{"shape", "0.01", "from 0.1 to 10000, above which normal says the same"},
			{"scale", "-1", "above zero, and finite"}}},
		{"gamma", values{"mean": 0, "sd": -1}, []said{
			{"mean", "0", "above zero, and finite"}, {"sd", "-1", "above zero, and finite"}}},
		{"gamma", values{"mean": 5, "sd": 0.04}, []said{
			{"sd", "0.04", "from 1% of mean, 5, below which normal says the same, to 316% of it"}}},
		{"gamma", values{"mean": 5, "scale": 1},
			[]said{{"gamma", "mean and scale", "shape and scale, or mean and sd"}}},
		{"student t", values{"centre": inf, "scale": -1, "df": 2}, []said{
			{"centre", "+Inf", "a finite number"}, {"scale", "-1", "zero or more, and finite"},
			{"df", "2",
				"above 2, so that there is a standard deviation, and at most 1000, above which normal says the same"}}},
		{"bernoulli", values{"chance": 1.5, "size": nan}, []said{
			{"chance", "1.5", "from 0 to 1"}, {"size", "NaN", "a finite number"}}},
		{"metalog", values{"p10": 2, "p50": nan, "p90": 1}, []said{
			{"p50", "NaN", "a finite number"}, {"p10", "2", "below p90, 1"}}},
		{"metalog", values{"p10": 0, "p50": 9, "p90": 10}, []said{{"p50", "9",
			"at least 16.66% and at most 83.34% of the way from p10, 0, to p90, 10, or no distribution of this kind has all three"}}},
		{"metalog", values{"p10": -1e308, "p50": 0, "p90": 1e308},
			[]said{{"p90", "1e+308", "at a smaller distance from p10, -1e+308"}}},

		{"rate", values{"p10": 0.02, "p90": 0.01}, []said{{"p10", "0.02", "below p90, 0.01"}}},
		{"rate", values{"p10": 0.02, "p90": 0.02}, []said{{"p10", "0.02", "below p90, 0.02"}}},
		{"rate", values{"p10": nan, "p90": 0.02}, []said{{"p10", "NaN", "a finite number"}}},
		{"amount", values{"p10": 0, "p90": 1}, []said{{"p10", "0", "above zero, and finite"}}},
		{"amount", values{"p10": -2, "p90": -4}, []said{{"p10", "-2", "above zero, and finite"}}},
		{"amount", values{"p10": 2, "p90": 1}, []said{{"p10", "2", "below p90, 1"}}},
	} {
		t.Run(fmt.Sprint(c.kind, c.v), func(t *testing.T) {
			d, faults := kindNamed(t, c.kind).New(dist.Values{Numbers: c.v})
			assert.Nil(t, d)
			assert.Equal(t, c.want, saidOf(faults))
		})
	}
}

func TestFaultReadsAsASentence(t *testing.T) {
	f := dist.Fault{Kind: fault.OutOfRange, Parameter: "sd", Found: "-0.01", Want: "zero or more, and finite"}
	assert.Equal(t, "sd: found -0.01; wanted: zero or more, and finite", f.Error())
	assert.ErrorIs(t, f, fault.OutOfRange)
	f = dist.Fault{Kind: fault.Missing, Parameter: "sd", Want: "the standard deviation"}
	assert.Equal(t, "sd: missing; wanted: the standard deviation", f.Error())
}

// Whoever shows a limit writes it in the unit of the input, without looking for it in the words.
func TestLimitsAreNumbers(t *testing.T) {
	faults := dist.Triangular{Low: 100, Mode: 400, High: 300}.Faults()
	require.Len(t, faults, 1)
	assert.Equal(t, []dist.Limit{{"low", 100}, {"high", 300}}, faults[0].Limits)
	inPounds := func(l dist.Limit) string { return fmt.Sprintf("£%g of %s", l.Value/100, l.Parameter) }
	assert.Equal(t, "between £1 of low, and £3 of high", faults[0].Wanted(inPounds))
}

// TestLiteralsHaveFaultsToo: a Go user writes the value and asks it.
func TestLiteralsHaveFaultsToo(t *testing.T) {
	for _, d := range []dist.Distribution{
		dist.Normal{SD: -1},
		dist.Lognormal{},
		dist.LognormalFromMeanSD(-1, 1),
		dist.LognormalFromMeanSD(1, -1),
		dist.LognormalFromMeanSD(0, 0),
		dist.Uniform{Low: 1},
		dist.Triangular{Mode: 1},
		dist.PERT{Mode: -1},
		dist.Metalog{P10: 1, P50: 2, P90: 10},
		dist.Beta{High: 1},
		dist.Gamma{},
		dist.GammaFromMeanSD(-1, 1),
		dist.StudentT{},
		dist.Bernoulli{Chance: 2},
		dist.Truncated{},
		dist.Discrete{},
		dist.Discrete{Values: dist.NumbersOf(1), Chances: dist.NumbersOf(0.5, 0.5)},
		dist.Empirical{},
		dist.Percentiles{},
		dist.Percentiles{Levels: dist.NumbersOf(0.1, 0.9), Values: dist.NumbersOf(1)},
		dist.Mixture{},
		dist.Mixture{{Weight: 1, Law: dist.Normal{}}},
		dist.Mixture{{0.5, dist.Normal{}}, {0.3, dist.Normal{}}, {}, {0.2, dist.Normal{}}},
		dist.NormalFromInterval(2, 1),
		dist.LognormalFromInterval(-1, -2),
		dist.LognormalFromInterval(2, 1),
	} {
		assert.NotEmpty(t, d.Faults(), "%#v", d)
	}
	all := dist.Mixture{{1, dist.Normal{SD: 1}}, {0.5, dist.Normal{SD: 1}}}
	assert.Equal(t, []string{"mixture"}, parameters(all.Faults()),
		"a part may have the whole weight, but not beside another")
}

func parameters(faults []dist.Fault) (names []string) {
	for _, f := range faults {
		names = append(names, f.Parameter)
	}
	return names
}

// TestKindsAreWellFormed: what help texts and files rely on.
func TestKindsAreWellFormed(t *testing.T) {
	seen := map[string]bool{}
	for _, kind := range dist.Kinds() {
		assert.False(t, seen[kind.Name], kind.Name)
		assert.Equal(t, strings.ToLower(kind.Name), kind.Name)
		seen[kind.Name] = true
		for _, p := range kind.Parameters {
			assert.NotEmpty(t, p.Name)
			assert.NotEmpty(t, p.Meaning)
		}
	}
}

// TestHostileNumbers: whatever the numbers, New answers, and what it accepts has
// values within its support.
func TestHostileNumbers(t *testing.T) {
	testkit.NotForRaces(t)
	hostile := []float64{math.NaN(), math.Inf(1), math.Inf(-1), 0, math.Copysign(0, -1), 1, -1, 0.3,
		1e308, -1e308, 5e-324, -5e-324, 1e-200}
	kinds := append(dist.Kinds(), dist.RateInterval(), dist.AmountInterval())
	for _, kind := range kinds {
		v := values{}
		var try func(names []dist.Parameter)
		try = func(names []dist.Parameter) {
			if len(names) == 0 {
				checkHostile(t, kind, dist.Values{Numbers: v})
				return
			}
			for _, x := range hostile {
				v[names[0].Name] = x
				try(names[1:])
			}
			delete(v, names[0].Name)
		}
		if listed[kind.Name] != nil {
			continue // see TestHostileLists
		}
		if kind.Name == "lognormal" || kind.Name == "gamma" {
			try(kind.Parameters[:2])
			try(kind.Parameters[2:])
			continue
		}
		try(kind.Parameters)
	}
}

func checkHostile(t *testing.T, kind dist.Kind, v dist.Values) {
	d, faults := kind.New(v)
	if len(faults) > 0 {
		require.Nil(t, d)
		return
	}
	low, high := d.Support()
	transform := d.Transform()
	for _, z := range []float64{-7, -1, 0, 1, 7} {
		x := transform.At(z)
		require.GreaterOrEqual(t, x, low, "%#v at %v", d, z)
		require.LessOrEqual(t, x, high, "%#v at %v", d, z)
	}
}

// Where one of several forms of a law is to be given, none at all is missing, and parts of two are a conflict.
func TestOneOfSeveralForms(t *testing.T) {
	for _, kind := range dist.Kinds() {
		if kind.Name != "lognormal" {
			continue
		}
		for _, c := range []struct {
			given map[string]float64
			want  fault.Kind
		}{
			{nil, fault.Missing}, {map[string]float64{"mean": 1}, fault.Conflict},
			{map[string]float64{"mean": 1, "sd": 1, "sigma": 1}, fault.Conflict},
		} {
			_, faults := kind.New(dist.Values{Numbers: c.given})
			require.Len(t, faults, 1)
			assert.Equal(t, c.want, faults[0].Kind, "%v", c.given)
		}
	}
}

// Above every score that a path has, a law of steps keeps its highest value.
func TestStepsEndAtTheirHighestValue(t *testing.T) {
	law := dist.Discrete{Values: dist.NumbersOf(1, 2, 3), Chances: dist.NumbersOf(0.2, 0.3, 0.5)}.Transform()
	for _, z := range []float64{7, 8, 40, math.MaxFloat64, math.Inf(1)} {
		assert.Equal(t, 3., law.At(z), "%v", z)
		assert.Equal(t, 1., law.At(-z), "%v", -z)
	}
}
