package pence

import (
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/process"
	"github.com/stretchr/testify/assert"
)

// Whole pence come back from pounds to the bit, up to the largest amount of a model.
func TestWholePenceComeBack(t *testing.T) {
	for _, whole := range []float64{0, 1, 7, 113, -57, 9_007_199_254, 123_456_789_012_345, 1 << 51, -(1 << 51)} {
		for step := range 100 {
			pence := whole + float64(step)
			if math.Abs(pence) <= 1<<51 {
				assert.Equal(t, pence, Of(Pounds(pence)))
			}
		}
	}
	assert.Equal(t, 7.0, Of(0.07), "and not 7.000000000000001")
	assert.Equal(t, 0.5, Of(0.005), "less than a penny is left as it is")
	assert.True(t, math.IsNaN(Of(math.NaN())))
	assert.Equal(t, math.Inf(1), Of(math.Inf(1)))
}

// laws has one of every kind, in pounds.
func laws() []dist.Distribution {
	numbers := dist.NumbersOf
	return []dist.Distribution{
		dist.Normal{Mean: 5, SD: 2}, dist.Lognormal{Median: 5, Sigma: 0.3}, dist.Uniform{Low: 1, High: 3},
		dist.Triangular{Low: 1, Mode: 2, High: 5}, dist.PERT{Low: 1, Mode: 2, High: 5},
		dist.Metalog{P10: 1, P50: 2, P90: 4}, dist.Beta{Low: 1, High: 3, Alpha: 2, Beta: 3},
		dist.Gamma{Shape: 4, Scale: 2}, dist.StudentT{Centre: 1, Scale: 2, DF: 5}, dist.Bernoulli{Chance: 0.4, Size: 3},
		dist.Discrete{Values: numbers(1, 2.5), Chances: numbers(0.3, 0.7)}, dist.Empirical{Values: numbers(1, 2, 4)},
		dist.Percentiles{Levels: numbers(0.1, 0.5, 0.9), Values: numbers(1, 2, 4)},
		dist.MixtureOf(dist.Part{Weight: 0.5, Law: dist.Normal{Mean: 1, SD: 1}},
			dist.Part{Weight: 0.5, Law: dist.Uniform{Low: 2, High: 4}}),
		dist.Truncated{Law: dist.Normal{Mean: 5, SD: 2}, Low: 1, High: math.Inf(1)},
	}
}

// Every law of the library stays of its kind and gives a hundred times as much, and comes back.
func TestEveryLaw(t *testing.T) {
	kinds := map[string]bool{}
	for _, law := range laws() {
		kinds[law.Kind()] = true
		t.Run(law.Kind(), func(t *testing.T) {
			made := OfLaw(law)
			assert.IsType(t, law, made, "by its parameters")
			assert.Equal(t, made, OfLaw(Law{made}), "what was made in pence is taken as it is")
			assert.Equal(t, law, LawInPounds(made))
			for _, p := range []float64{0.01, 0.1, 0.5, 0.93} {
				assert.InEpsilon(t, 100*dist.Percentile(law, p)+1, dist.Percentile(made, p)+1, 1e-8)
				assert.InEpsilon(t, dist.Percentile(law, p)+1, dist.Percentile(Law{made}, p)+1, 1e-8,
					"it shows itself in pounds")
			}
			mean, sd := law.Moments()
			shownMean, shownSD := Law{made}.Moments()
			assert.InEpsilon(t, mean, shownMean, 1e-6)
			assert.InEpsilon(t, sd, shownSD, 1e-6)
			low, high := law.Support()
			shownLow, shownHigh := Law{made}.Support()
			assert.Equal(t, [2]float64{low, high}, [2]float64{shownLow, shownHigh})
		})
	}
	for _, kind := range dist.Kinds() {
		assert.True(t, kinds[kind.Name], "%s: say in law.go which of its numbers are money, and try one here",
			kind.Name)
	}
}

// A process keeps its kind, and its numbers of money are a hundred times as many. A kind that is not here is one for
// which nobody has said which of its numbers are money.
func TestEveryProcess(t *testing.T) {
	processes := []process.Process{
		process.Once{}, process.EachYear{Persistence: 0.5}, process.AR1{Persistence: 0.5}, process.RandomWalk{},
		process.MeanReverting{Start: 3, Speed: 1},
		process.Shock{Chance: 0.1, Sizes: []float64{1, -2}, On: process.MeanReverting{Start: 3, Speed: 1}},
		process.Regime{Shift: 2, Enter: 0.1, Leave: 0.2}, process.Bootstrap{History: []float64{1, 2.5}, Block: 2},
	}
	want := []string{"{}", "{0.5}", "{0.5}", "{}", "{300 1}", "{0.1 [100 -200] {300 1}}", "{<nil> 200 0.1 0.2 false}",
		"{[100 250] 2}"}
	kinds := map[string]bool{}
	for i, p := range processes {
		kinds[p.Kind()] = true
		assert.Equal(t, want[i], fmt.Sprint(OfProcess(p)), p.Kind())
		assert.IsType(t, p, OfProcess(p))
		assert.Equal(t, OfProcess(p), OfProcess(HandOver(OfProcess(p))), "what was made in pence is taken as it is")
		assert.Equal(t, p, ProcessInPounds(HandOver(OfProcess(p))))
		assert.Equal(t, strings.ContainsAny(want[i], "123456789") &&
			want[i] != "{0.5}", reflect.TypeOf(HandOver(p)) == reflect.TypeOf(Process{}),
			"%s: whether it has numbers of money", p.Kind())
	}
	for _, kind := range process.Kinds() {
		assert.True(t, kinds[kind.Name], "%s: say in process.go which of its numbers are money, and try one here",
			kind.Name)
	}
	crisis := process.Regime{Crisis: dist.Uniform{Low: 1, High: 2}, Enter: 0.1, Leave: 0.2}
	assert.Equal(t, dist.Uniform{Low: 100, High: 200}, OfProcess(crisis).(process.Regime).Crisis)
}
