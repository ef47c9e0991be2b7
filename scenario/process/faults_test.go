package process_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/process"
)

// TestHostileProcesses: what is wrong with a process, all of it at once.
func TestHostileProcesses(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, c := range []struct {
		p    process.Process
		want []string
	}{
		{process.MeanReverting{Start: nan, Speed: 0},
			[]string{"start: NaN found, a finite number wanted", "speed: 0 found, from 0.0005 to 50 a year wanted"}},
		{process.MeanReverting{Speed: nan}, []string{"speed: NaN found, from 0.0005 to 50 a year wanted"}},
		{process.MeanReverting{Speed: 50.1}, []string{"speed: 50.1 found, from 0.0005 to 50 a year wanted"}},
		{process.Shock{}, []string{"sizes: a list of 0 found, from 1 to 100 sizes wanted"}},
		{process.Shock{Chance: 1.1, Sizes: []float64{1, nan}},
			[]string{"chance: 1.1 found, a chance, from 0 to 1 wanted", "size: NaN found, finite numbers wanted"}},
		{process.Shock{Chance: nan, Sizes: make([]float64, 101)},
			[]string{"chance: NaN found, a chance, from 0 to 1 wanted",
				"sizes: a list of 101 found, from 1 to 100 sizes wanted"}},
		{process.Shock{Sizes: []float64{inf}, On: process.AR1{Persistence: 2}},
			[]string{"size: +Inf found, finite numbers wanted", "persistence: 2 found, from -1 to 1 wanted"}},
		{process.Shock{Sizes: []float64{1}, On: process.Shock{}},
			[]string{"shock: shock found, a process that is no shock, regime or bootstrap wanted"}},
		{process.Shock{Sizes: []float64{1}, On: process.Regime{}},
			[]string{"shock: regime found, a process that is no shock, regime or bootstrap wanted"}},
		{process.Regime{Enter: -0.1, Leave: nan, Shift: inf}, []string{"shift: +Inf found, a finite number wanted",
			"enter: -0.1 found, a chance, from 0 to 1 wanted", "leave: NaN found, a chance, from 0 to 1 wanted"}},
		{process.Regime{Crisis: dist.Normal{SD: -1}, Enter: 1, Leave: 1},
			[]string{"crisis sd: -1 found, zero or more, and finite wanted"}},
		{process.Regime{Stationary: true},
			[]string{"leave: 0 found, above 0 for a stationary start, if enter is 0 wanted"}},
		{process.Bootstrap{}, []string{"history: a list of 0 found, from 2 to 10000 years wanted"}},
		{process.Bootstrap{History: make([]float64, 10_001), Block: 1},
			[]string{"history: a list of 10001 found, from 2 to 10000 years wanted"}},
		{process.Bootstrap{History: []float64{1, nan}, Block: 0},
			[]string{"history: NaN found, finite numbers wanted"}},
		{process.Bootstrap{History: []float64{1, 2}, Block: 3},
			[]string{"block: 3 found, a whole number of years from 1 to 2, those of the history wanted"}},
		{process.Bootstrap{History: []float64{1, 2}, Block: -1},
			[]string{"block: -1 found, a whole number of years from 1 to 2, those of the history wanted"}},
	} {
		assert.Equal(t, c.want, words(c.p.Faults()), "%#v", c.p)
	}
}

// words are faults in a phrase each.
func words(faults []dist.Fault) (all []string) {
	for _, f := range faults {
		all = append(all, fmt.Sprintf("%s: %s found, %s wanted", f.Parameter, f.Found, f.Wanted(dist.Limit.String)))
	}
	return all
}

// TestHostileParameters: what a file may say that does not make a process.
func TestHostileParameters(t *testing.T) {
	calm := map[string]dist.Distribution{"calm": dist.Normal{SD: 1}}
	regime := func(v values) process.Given { return process.Given{Numbers: v, Laws: calm} }
	for _, c := range []struct {
		kind  string
		given process.Given
		want  []string
	}{
		{"mean reverting", numbers(values{"start": 1}),
			[]string{"mean reverting: neither half_life nor speed found, one of half_life and speed wanted"}},
		{"mean reverting", numbers(values{"start": 1, "half_life": 1, "speed": 1}),
			[]string{"mean reverting: both half_life and speed found, one of half_life and speed wanted"}},
		{"mean reverting", numbers(values{"start": 1, "half_life": 0}),
			[]string{"half_life: 0 found, from 0.02 to 1000 years wanted"}},
		{"mean reverting", numbers(values{"start": 1, "half_life": -3}),
			[]string{"half_life: -3 found, from 0.02 to 1000 years wanted"}},
		{"shock", numbers(values{"chance": 0.1}),
			[]string{"shock: neither size nor sizes found, size for every year of a shock, or sizes for each wanted"}},
		{"shock", with(values{"chance": 0.1, "size": 1}, "sizes", 1, 2),
			[]string{"shock: both size and sizes found, size for every year of a shock, or sizes for each wanted"}},
		{"shock", with(values{"chance": 0.1, "length": 2}, "sizes", 1, 2),
			[]string{"length: 2 found, left out; the list of sizes says how long it lasts wanted"}},
		{"shock", numbers(values{"chance": 0.1, "size": 1, "length": 1.5}),
			[]string{"length: 1.5 found, a whole number of years from 1 to 100 wanted"}},
		{"shock", numbers(values{"chance": 0.1, "size": 1, "length": 1e300}),
			[]string{"length: 1e+300 found, a whole number of years from 1 to 100 wanted"}},
		{"shock", numbers(values{"chance": 0.1, "sizes": 1}),
			[]string{"sizes: a number found, a list of numbers wanted"}},
		{"regime", regime(values{"enter": 0.1, "leave": 0.1}),
			[]string{"regime: neither crisis nor shift found, one of crisis and shift wanted"}},
		{"regime", regime(values{"enter": 2, "leave": 0.1, "shift": 1}),
			[]string{"enter: 2 found, a chance, from 0 to 1 wanted"}},
		{"bootstrap", with(values{"block": 2.5}, "history", 1, 2, 3),
			[]string{"block: 2.5 found, a whole number of years from 1 to 3, those of the history wanted"}},
		{"bootstrap", with(values{"block": 1}, "past", 1, 2, 3),
			[]string{"history:  found, the values of past years, in their order wanted",
				"past: a list of numbers found, no such parameter wanted"}},
		{"once", process.Given{Laws: calm}, []string{"calm: a distribution found, no such parameter wanted"}},
	} {
		for _, kind := range process.Kinds() {
			if kind.Name == c.kind {
				p, faults := kind.New(c.given)
				assert.Nil(t, p)
				assert.Equal(t, c.want, words(faults))
			}
		}
	}
}

// TestLawsThatKindsBring: the law of a history takes each of its values, that of calm is as given.
func TestLawsThatKindsBring(t *testing.T) {
	for _, kind := range process.Kinds() {
		given := samples[kind.Name][0].given
		switch kind.Name {
		case "regime":
			assert.Equal(t, given.Laws["calm"], kind.Law(given))
		case "bootstrap":
			law := kind.Law(given)
			assert.Equal(t, process.Bootstrap{History: given.Lists["history"]}.Law(), law)
			assert.Nil(t, law.Faults())
			low, high := law.Support()
			assert.Equal(t, []float64{-3, 7, 2}, []float64{low, high, dist.Median(law)})
			assert.Equal(t, -1.0, dist.Percentile(law, 0.285), "two of seven lie there or below")
			assert.Equal(t, 0.5, dist.Percentile(law, 0.286))
			mean, sd := law.Moments()
			assert.InDelta(t, 13.5/7, mean, 1e-15)
			assert.InDelta(t, math.Sqrt(95.25/7-mean*mean), sd, 1e-12)
			assert.True(t, math.IsNaN(law.Transform().At(math.NaN())))
		default:
			assert.Nil(t, kind.Law)
		}
	}
	assert.Len(t, process.Bootstrap{}.Law().Faults(), 1)
	assert.Len(t, process.Bootstrap{History: []float64{math.Inf(1)}}.Law().Faults(), 1)
}

// A process that is to fit no law says that it is missing.
func TestNoLawIsMissing(t *testing.T) {
	faults := process.MeanReverting{Start: 1, Speed: 0.5}.Fits(nil)
	require.Len(t, faults, 1)
	assert.Equal(t, fault.Missing, faults[0].Kind)
}

// Of two parameters of which one is wanted, both are a conflict and neither is missing.
func TestBothOrNeither(t *testing.T) {
	type numbers = map[string]float64
	cases := map[string]struct{ both, neither process.Given }{
		"mean reverting": {process.Given{Numbers: numbers{"start": 1, "half_life": 1, "speed": 1}},
			process.Given{Numbers: numbers{"start": 1}}},
		"regime": {process.Given{Numbers: numbers{"enter": 0.5, "leave": 0.5, "shift": 1},
			Laws: map[string]dist.Distribution{"calm": dist.Normal{SD: 1}, "crisis": dist.Normal{SD: 1}}},
			process.Given{Numbers: numbers{"enter": 0.5, "leave": 0.5},
				Laws: map[string]dist.Distribution{"calm": dist.Normal{SD: 1}}}},
		"shock": {process.Given{Numbers: numbers{"chance": 0.5, "size": 1}, Lists: map[string][]float64{"sizes": {1}}},
			process.Given{Numbers: numbers{"chance": 0.5}}},
	}
	found := 0
	for _, kind := range process.Kinds() {
		c, ok := cases[kind.Name]
		if !ok {
			continue
		}
		found++
		for want, given := range map[fault.Kind]process.Given{fault.Conflict: c.both, fault.Missing: c.neither} {
			_, faults := kind.New(given)
			if assert.Len(t, faults, 1, "%s: %v", kind.Name, faults) {
				assert.Equal(t, want, faults[0].Kind, "%s: %v", kind.Name, faults)
			}
		}
	}
	assert.Len(t, cases, found, "there is no such kind")
}
