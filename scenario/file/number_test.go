package file

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/internal/pence"
	"github.com/openenvelope/envelope/scenario/process"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// loaded is the model of the small file with lines added.
func loaded(t *testing.T, lines string) *scenario.Model {
	t.Helper()
	s, err := Load("f.yaml", []byte(small+lines))
	require.NoError(t, err)
	m, err := s.Model()
	require.NoError(t, err)
	return m
}

func central(m *scenario.Model) *finance.Model { return m.Baseline.Model.(*finance.Model) }

func TestRatesAsTheyAreWritten(t *testing.T) {
	for text, want := range map[string]finance.Rate{
		"3.4%":                            0.034,
		"0.034":                           0.034,
		"'3.4%'":                          0.034,
		"3.4 %":                           0.034,
		"1":                               1,
		"0":                               0,
		"-0":                              0,
		"0.0001%":                         0.000001,
		"{value: 3.4%, source: Us}":       0.034,
		"{value: 0.034}":                  0.034,
		"{p10: 1%, p90: 2%}":              0.015,
		"{normal: {mean: 2%, sd: 1%}}":    0.02,
		"{uniform: {low: 0%, high: 0.5}}": 0.25,
		"{triangular: {low: 0%, mode: 50%, high: 100%}}": 0.5,
	} {
		m := loaded(t, "earmark: {returns: {per_pound: "+text+"}}\n")
		assert.Equal(t, []finance.Rate{want}, central(m).Earmark.Returns.PerPound, text)
	}
}

func TestAmountsAsTheyAreWritten(t *testing.T) {
	for text, want := range map[string]finance.Amount{
		"£114.6bn":                   114_600_000_000_00,
		"-2.55bn":                    -2_550_000_000_00,
		"-£2.55bn":                   -2_550_000_000_00,
		"£-2.55bn":                   -2_550_000_000_00,
		"£3.70":                      3_70,
		"'£1,200k'":                  1_200_000_00,
		"250 million":                250_000_000_00,
		"0":                          0,
		"{value: £5m, quality: red}": 5_000_000_00,
		"{p10: £1m, p90: £4m}":       2_000_000_00, // lognormal: the geometric mean
		"{p10: -£1m, p90: £4m}":      1_500_000_00, // normal: halfway
		"{p10: £0, p90: £4m}":        2_000_000_00, // normal, since zero has no logarithm
		"{p10: £1.00, p90: £1.03}":   1_01,         // whole pence
	} {
		m := loaded(t, "positions: {technical: "+text+"}\n")
		assert.Equal(t, []finance.Amount{want}, central(m).Positions.Technical, text)
	}
}

func TestDriversAreWhatTheFileSays(t *testing.T) {
	for text, want := range map[string]scenario.Driver{
		"{normal: {mean: 0%, sd: 1%}}": {Law: dist.Normal{SD: 0.01}},
		"{normal: {mean: 0%, sd: 1%}, once: true}": {Law: dist.Normal{SD: 0.01},
			Process: process.Once{}},
		"{normal: {mean: 0%, sd: 1%}, each_year: true}": {Law: dist.Normal{SD: 0.01},
			Process: process.EachYear{}},
		"{normal: {mean: 0%, sd: 1%}, each_year: false}": {Law: dist.Normal{SD: 0.01}},
		"{normal: {mean: 0, sd: 0.01}, each_year: {persistence: 0.5}}": {Law: dist.Normal{SD: 0.01},
			Process: process.EachYear{Persistence: 0.5}},
		"{normal: {mean: 0, sd: 1%}, each_year: {persistence: 50%}}": {Law: dist.Normal{SD: 0.01},
			Process: process.EachYear{Persistence: 0.5}},
		"{normal: {mean: 0, sd: 1%}, ar1: {persistence: -0.5}}": {Law: dist.Normal{SD: 0.01},
			Process: process.AR1{Persistence: -0.5}},
		"{normal: {mean: 0, sd: 1%}, random_walk: true}": {Law: dist.Normal{SD: 0.01},
			Process: process.RandomWalk{}},
		"{normal: {mean: 0, sd: 1%}, mean_reverting: {start: 3%, speed: 0.5}}": {Law: dist.Normal{SD: 0.01},
			Process: process.MeanReverting{Start: 0.03, Speed: 0.5}},
		"{normal: {mean: 0, sd: 1%}, mean_reverting: {start: -3%, half_life: 2}}": {Law: dist.Normal{SD: 0.01},
			Process: process.MeanReverting{Start: -0.03, Speed: math.Ln2 / 2}},
		"{normal: {mean: 0, sd: 1%}, shock: {chance: 5%, size: -3%, length: 2}}": {Law: dist.Normal{SD: 0.01},
			Process: process.Shock{Chance: 0.05, Sizes: []float64{-0.03, -0.03}}},
		"{normal: {mean: 0, sd: 1%}, each_year: true, shock: {chance: 5%, sizes: [2.4%, 3.6%]}}": {
			Law:     dist.Normal{SD: 0.01},
			Process: process.Shock{Chance: 0.05, Sizes: []float64{0.024, 0.036}, On: process.EachYear{}}},
		"{value: 1%, shock: {chance: 5%, size: -3%}}": {Law: dist.Normal{Mean: 0.01},
			Process: process.Shock{Chance: 0.05, Sizes: []float64{-0.03}}},
		"{regime: {calm: {normal: {mean: 0%, sd: 1%}}, crisis: {uniform: {low: 1%, high: 2%}}, enter: 10%, leave: 40%, start: calm}}": {
			Law:     dist.Normal{SD: 0.01},
			Process: process.Regime{Crisis: dist.Uniform{Low: 0.01, High: 0.02}, Enter: 0.1, Leave: 0.4}},
		"{regime: {calm: 1%, crisis: 2%, enter: 10%, leave: 40%}}": {
			Law:     dist.Normal{Mean: 0.01},
			Process: process.Regime{Crisis: dist.Normal{Mean: 0.02}, Enter: 0.1, Leave: 0.4}},
		"{regime: {calm: 1%, shift: 2%, enter: 10%, leave: 40%, start: stationary}}": {
			Law:     dist.Normal{Mean: 0.01},
			Process: process.Regime{Shift: 0.02, Enter: 0.1, Leave: 0.4, Stationary: true}},
		"{bootstrap: {history: [1%, -1%, 0.5%], block: 2}}": {
			Law:     process.Bootstrap{History: []float64{0.01, -0.01, 0.005}}.Law(),
			Process: process.Bootstrap{History: []float64{0.01, -0.01, 0.005}, Block: 2}},
		"{p10: -1%, p90: 1%}":                    {Law: dist.NormalFromInterval(-0.01, 0.01)},
		"{uniform: {low: -1%, high: 1%}}":        {Law: dist.Uniform{Low: -0.01, High: 0.01}},
		"{pert: {low: -1%, mode: 0%, high: 1%}}": {Law: dist.PERT{Low: -0.01, High: 0.01}},
	} {
		m := loaded(t, "deflator: {surprise: "+text+"}\n")
		want.Input = "deflator.surprise"
		assert.Equal(t, []scenario.Driver{want}, m.Baseline.Drivers, text)
	}
	m := loaded(t, "earmark: {amount: {p10: £1m, p90: £4m}}\n")
	law := m.Baseline.Drivers[0].Law
	assert.Equal(t, dist.LognormalFromInterval(1e8, 4e8), pence.OfLaw(law), "laws of money are made in pence")
	assert.InDelta(t, 2e6, dist.Median(law), 1e-6, "and show themselves in pounds")
	m = loaded(t, "positions: {technical: {value: £1m, shock: {chance: 5%, sizes: [-£2m, -£1m]}}}\n")
	assert.Equal(t, []float64{-2e8, -1e8}, pence.OfProcess(m.Baseline.Drivers[0].Process).(process.Shock).Sizes,
		"and so are shocks")
}

// A number that comes back to its level has a central value for each year; a shock, a crisis or a history leaves it as
// it is.
func TestCentralValuesOfProcesses(t *testing.T) {
	for text, want := range map[string][]finance.Rate{
		"{bootstrap: {history: [2%, -1%, 0.5%], block: 2}}": {0.005},

		"{normal: {mean: 1%, sd: 1%}, mean_reverting: {start: 3%, half_life: 1}}": {
			0.02, 0.015},
		"{normal: {mean: 1%, sd: 1%}, mean_reverting: {start: 3%, half_life: 1}, shock: {chance: 5%, size: 9%}}":         {0.02, 0.015},
		"{normal: {mean: 1%, sd: 1%}, random_walk: true, shock: {chance: 100%, size: 9%}}":                               {0.01},
		"{regime: {calm: {normal: {mean: 1%, sd: 1%}}, crisis: {uniform: {low: 8%, high: 9%}}, enter: 100%, leave: 0%}}": {0.01},
	} {
		found := central(loaded(t, "deflator: {surprise: "+text+"}\n")).Deflator.Surprise
		require.Len(t, found, len(want))
		for i := range want {
			assert.InDelta(t, float64(want[i]), float64(found[i]), 1e-15, text)
		}
	}
	m := loaded(t,
		"positions: {technical: {normal: {mean: £1, sd: £1}, mean_reverting: {start: £1.42, half_life: 1}}}\n")
	assert.Equal(t, []finance.Amount{1_21, 1_11}, central(m).Positions.Technical,
		"whole pence: halfway, 1.105, goes up")
}

func TestFollowers(t *testing.T) {
	m := loaded(t, "deflator: {surprise: {value: 0.5%, follows: {input: earmark.leakage, times: -0.02}}}\n"+
		"earmark: {leakage: {uniform: {low: 0%, high: 100%}}}\n")
	assert.Equal(t, scenario.Driver{Input: "deflator.surprise", Follows: "earmark.leakage", Times: -0.02},
		m.Baseline.Drivers[0])
	assert.Equal(t, []finance.Rate{0.005}, central(m).Deflator.Surprise)
	m = loaded(t, "deflator: {surprise: {value: 0%, follows: {input: earmark.returns.per_pound}}}\n"+
		"earmark: {returns: {per_pound: {uniform: {low: 0%, high: 100%}}}}\n")
	assert.Equal(t, 1.0, m.Baseline.Drivers[0].Times,
		"a follower moves as far as its leader unless the file says otherwise")
}

func TestSeries(t *testing.T) {
	m := loaded(t, "savings: {planned: [1%, {value: 2%, source: Plan}]}\n")
	assert.Equal(t, []finance.Rate{0.01, 0.02}, central(m).Savings.Planned)

	m = loaded(t, "savings: {planned: [1%, {uniform: {low: 1%, high: 3%}}]}\n")
	assert.Equal(t, []finance.Rate{0.01, 0.02}, central(m).Savings.Planned)
	assert.Equal(t, []scenario.Driver{{Input: "savings.planned", Year: "2020/21",
		Law: dist.Uniform{Low: 0.01, High: 0.03}}}, m.Baseline.Drivers)

	m = loaded(t, "savings: {planned: {values: [1%], then: 2%, source: Plan}}\n")
	assert.Equal(t, []finance.Rate{0.01, 0.02}, central(m).Savings.Planned)
	assert.Equal(t, finance.Note{Source: "Plan", AssumedFrom: 2020, Place: "f.yaml:6:11"},
		central(m).Notes["savings.planned"])

	m = loaded(t, "savings: {planned: {values: [1%, 2%], then: 3%}}\n")
	assert.Equal(t, []finance.Rate{0.01, 0.02}, central(m).Savings.Planned)
	assert.Zero(t, central(m).Notes["savings.planned"].AssumedFrom,
		"nothing is assumed where the source reaches the last year")

	m = loaded(t, "savings: {planned: {values: [], then: 3%}}\n")
	assert.Equal(t, []finance.Rate{0.03, 0.03}, central(m).Savings.Planned)
}

// What comes after a list is one number, so where it is uncertain it is drawn once for all its years.
func TestUncertainThenIsOneDraw(t *testing.T) {
	m := loaded(t, "savings: {planned: {values: [], then: {uniform: {low: 1%, high: 3%}}}}\n")
	assert.Equal(t, []scenario.Driver{
		{Input: "savings.planned", Year: "2019/20", Law: dist.Uniform{Low: 0.01, High: 0.03}},
		{Input: "savings.planned", Year: "2020/21", Follows: "savings.planned[2019/20]", Times: 1},
	}, m.Baseline.Drivers)
}

func TestNotes(t *testing.T) {
	m := loaded(t, "earmark:\n  share: {value: 5%, source: S, note: N, owner: O, quality: amber}\n  leakage: 50%\n")
	notes := central(m).Notes
	assert.Equal(t, finance.Note{Source: "S", Remark: "N", Owner: "O", Quality: finance.Amber, Place: "f.yaml:7:3"},
		notes["earmark.share"])
	assert.Equal(t, finance.Note{Place: "f.yaml:8:12"}, notes["earmark.leakage"])
	assert.NotContains(t, notes, "earmark.amount")
}

// An opening figure that the file leaves out says what it follows from, and is no better supported than that.
func TestDerivedFiguresSayWhatTheyFollowFrom(t *testing.T) {
	m := loaded(t, "opening:\n  before_support: {value: -£5m, quality: green}\n  support: {value: £2m, quality: red}\n")
	notes := central(m).Notes
	assert.Equal(t, "follows from opening.before_support and opening.support", notes["opening.position"].Source)
	assert.Equal(t, finance.Red, notes["opening.position"].Quality)
	assert.Equal(t, "follows from funding.baseline and opening.position", notes["opening.cost"].Source)
}

// A file may describe a thousand distributions, each of which costs up to some milliseconds to prepare.
func TestDistributionsHaveALimit(t *testing.T) {
	var b strings.Builder
	b.WriteString("schema: 1\nyears: 2018/19 to 2020/21\nfunding: {baseline: £1m, real_growth: 0%}\nnot_modelled: []\nneed:\n  real_growth: 0%\n  components:\n")
	for i := range maxLaws + 1 {
		fmt.Fprintf(&b, "    c%d: {p10: 0%%, p90: 0.01%%}\n", i)
	}
	faults := faultsIn(t, "f.yaml", []byte(b.String()))
	require.Len(t, faults, 1)
	assert.Contains(t, faults[0].Error(),
		"f.yaml:1008:5: need.components.c1000: the file has more than 1000 distributions")
}

// A distribution that has no finite median has no central case.
func TestADistributionWithoutAMedianIsRefused(t *testing.T) {
	faults := newFaultList("f.yaml")
	r := &shared{spec: &Spec{file: "f.yaml"}, faults: faults}
	d := r.decoder(version{})
	broken := dist.Kind{Name: "broken", New: func(dist.Values) (dist.Distribution, []dist.Fault) {
		return dist.Normal{Mean: math.Inf(1)}, nil
	}}
	assert.Nil(t, d.makeLaw(&node{kind: nodeMapping}, broken, slot{path: "a", unit: rate()}).law)
	assert.ErrorContains(t, faults.err(), "a.broken: the distribution has no median that could be computed")
}

// Numbers without a unit are digits, a point and perhaps a sign: none of the other things that programs read as
// numbers.
func TestPureNumbers(t *testing.T) {
	for text, want := range map[string]float64{"0.5": 0.5, "-0.5": -0.5, "50%": 0.5, "2": 2, "0": 0, "-0": 0,
		"12.25": 12.25} {
		x, err := pure().read(text)
		require.NoError(t, err, text)
		assert.Equal(t, fmt.Sprint(want), fmt.Sprint(x), text)
	}
	for _, text := range []string{"", "-", "%", ".5", "1.2.3", "1e3", "0x1p-2", "1_0", "1,000", "nan", "inf",
		"--1", "+1", "£1", "٣", "010", "1111111111111111111111"} {
		_, err := pure().read(text)
		assert.Error(t, err, text)
	}
}

// The mixtures of a file may have forty parts together, of which some cost tens of milliseconds to prepare.
func TestMixturesHaveALimit(t *testing.T) {
	var b strings.Builder
	b.WriteString("schema: 1\nyears: 2018/19 to 2020/21\nfunding: {baseline: £1m, real_growth: 0%}\nnot_modelled: []\nneed:\n  real_growth: 0%\n  components:\n")
	for i := range maxMixed/2 + 1 {
		fmt.Fprintf(&b, "    c%d: {mixture: [{weight: 50%%, value: 0%%}, {weight: 50%%, value: 0.01%%}]}\n", i)
	}
	faults := faultsIn(t, "f.yaml", []byte(b.String()))
	require.Len(t, faults, 1)
	assert.Contains(t, faults[0].Error(), "f.yaml:28:11: need.components.c20.mixture: the mixtures of the file have more than 40 parts together; the most is 40")
}
