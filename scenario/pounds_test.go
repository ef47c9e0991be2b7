package scenario_test

import (
	"context"
	"math"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/openenvelope/envelope/scenario/measure"
	"github.com/openenvelope/envelope/scenario/process"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Money is in pounds at every door of a Go program. 1.2815515655446004 is the normal score of p90.

// purse is a sheet of an amount and a rate, each with a row that is equal to it, in two years after the opening one.
func purse(drivers ...scenario.Driver) *scenario.Model {
	s := &sheet.Sheet{Years: []string{"0", "1", "2"}}
	s.AddInput(sheet.Input{Name: "amount", Unit: sheet.Money,
		Values: []decimal.Decimal{decimal.NewFromInt(250_000_000_00)}})
	s.AddInput(sheet.Input{Name: "rate", Unit: sheet.Number, Values: []decimal.Decimal{decimal.New(2, -2)}})
	s.Add(sheet.Row{Name: "money", Unit: sheet.Money, Formula: sheet.Ref("amount")},
		sheet.Row{Name: "share", Formula: sheet.Ref("rate")})
	return &scenario.Model{Baseline: scenario.Scenario{Name: "b", Model: s, Drivers: drivers}}
}

func percentileOf(t *testing.T, r *scenario.Result, line, year string, p float64) float64 {
	t.Helper()
	c, ok := r.Cell("b", line, year)
	require.True(t, ok)
	e, ok := c.P(p)
	require.True(t, ok)
	return e.Value
}

// The two ends of an interval are the p10 and the p90 of the result, in one unit.
func TestAnIntervalInPounds(t *testing.T) {
	const paths = 100_000
	r := run(t, purse(scenario.Driver{Input: "amount", Law: dist.NormalFromInterval(90e6, 120e6)}),
		scenario.Options{Paths: paths, Seed: 1})
	sd := 30e6 / (2 * 1.2815515655446004)
	for p, want := range map[float64]float64{0.1: 90e6, 0.9: 120e6} {
		// √(p(1−p))/φ = 1.71
		testkit.Z(t, "percentile", percentileOf(t, r, "money", "1", p), want, 1.71*sd/math.Sqrt(paths))
	}
	c, _ := r.Cell("b", "money", "1")
	assert.Equal(t, 105e6, c.Central)
}

// briefly is the beginning of a file.
const briefly = "schema: 1\nyears: 2018/19 to 2020/21\nfunding: {baseline: £1bn, real_growth: 1%}\nopening: {position: £0}\n" +
	"need: {real_growth: 1%}\nnot_modelled: []\n"

// A file and a Go program that say the same come to the same figures, to the penny.
func TestAFileAndGoHaveOneUnit(t *testing.T) {
	for text, d := range map[string]scenario.Driver{
		"{p10: £90m, p90: £120.07m}":           {Law: dist.LognormalFromInterval(90e6, 120.07e6)},
		"{normal: {mean: -£90.01, sd: £0.07}}": {Law: dist.Normal{Mean: -90.01, SD: 0.07}},
		"{value: £1m, shock: {chance: 30%, sizes: [-£2m, -£1.13]}}": {Law: dist.Normal{Mean: 1e6},
			Process: process.Shock{Chance: 0.3, Sizes: []float64{-2e6, -1.13}}},
		"{normal: {mean: £5m, sd: £1m}, mean_reverting: {start: £7m, speed: 0.5}}": {Law: dist.Normal{Mean: 5e6,
			SD: 1e6},
			Process: process.MeanReverting{Start: 7e6, Speed: 0.5}},
		"{regime: {calm: £1m, crisis: {uniform: {low: £2m, high: £3m}}, enter: 20%, leave: 40%}}": {
			Law:     dist.Normal{Mean: 1e6},
			Process: process.Regime{Crisis: dist.Uniform{Low: 2e6, High: 3e6}, Enter: 0.2, Leave: 0.4}},
		"{bootstrap: {history: [£1m, -£0.07, £3m], block: 1}}": {
			Law:     process.Bootstrap{History: []float64{1e6, -0.07, 3e6}}.Law(),
			Process: process.Bootstrap{History: []float64{1e6, -0.07, 3e6}, Block: 1}},
	} {
		spec, err := file.Load("f.yaml", []byte(briefly+"positions: {technical: "+text+"}\n"))
		require.NoError(t, err)
		m, err := spec.Model()
		require.NoError(t, err, text)
		o := scenario.Options{Paths: 2_000, Seed: 1, Lines: []string{"technical"}}
		said := run(t, m, o)
		d.Input = "positions.technical"
		m.Baseline.Drivers = []scenario.Driver{d}
		assert.Equal(t, said.Records(), run(t, m, o).Records(), text)
	}
}

// ownMoney, ownChain and ownDrift are an importer's: they know nothing of pence, nor does whoSees.
type (
	ownMoney struct{ dist.Normal }
	ownChain struct{ process.Shock }
	ownDrift struct{ process.MeanReverting }
	whoSees  struct {
		measure.InYear
		least float64
	}
)

func (o ownMoney) Transform() dist.Transform { return ownPounds{} }

// ownPounds is £1m, and £1m more for each unit of score.
type ownPounds struct{}

func (ownPounds) At(z float64) float64 { return 1e6 + 1e6*z }

func (o ownPounds) Apply(dst, z []float64) {
	for i := range dst {
		dst[i] = o.At(z[i])
	}
}

func (w whoSees) Next(state, figures []float64, _ int) {
	for i, x := range figures {
		state[i] = x - w.least
	}
}

// What an importer brings gets and gives pounds.
func TestAnImportersOwnCodeSeesPounds(t *testing.T) {
	const paths = 50_000
	o := scenario.Options{Paths: paths, Seed: 2,
		Conditions: []scenario.Condition{{Line: "money", Measure: whoSees{least: 2e6}}}}
	r := run(t, purse(scenario.Driver{Input: "amount", Law: ownMoney{dist.Normal{Mean: 1e6, SD: 1e6}}}), o)
	c, _ := r.Cell("b", "money", "1")
	assert.Equal(t, 1e6, c.Central)
	testkit.Z(t, "mean", c.Mean.Value, 1e6, 1e6/math.Sqrt(paths))
	chance, _ := r.Chance("b", "money_in_year", "1")
	want := 0.15865525393145707 // Φ(−1)
	testkit.Z(t, "the chance of £2m or more", chance.Probability.Value, want, math.Sqrt(want*(1-want)/paths))

	shocked := ownChain{process.Shock{Chance: 1, Sizes: []float64{-5e6}}}
	r = run(t, purse(scenario.Driver{Input: "amount", Law: dist.Normal{Mean: 1e6}, Process: shocked}), o)
	assert.Equal(t, -4e6, percentileOf(t, r, "money", "1", 0.5))

	back := ownDrift{process.MeanReverting{Start: 3e6, Speed: math.Ln2}}
	r = run(t, purse(scenario.Driver{Input: "amount", Law: dist.Normal{Mean: 1e6, SD: 1e6}, Process: back}), o)
	c, _ = r.Cell("b", "money", "1")
	assert.InDelta(t, 2e6, c.Central, 0.01, "half of the way back from £3m to £1m after one half-life")
}

// A number that follows one in another unit moves by what is said of a pound, or of 100%.
func TestAFollowerInAnotherUnit(t *testing.T) {
	r := run(t, purse(
		scenario.Driver{Input: "amount", Law: dist.Normal{Mean: 1e6, SD: 1e6}},
		scenario.Driver{Input: "rate", Follows: "amount", Times: 1e-8}, // a percentage point for each £1m
	), scenario.Options{Paths: 1000})
	for _, p := range []float64{0.1, 0.9} {
		assert.InDelta(t, 0.02+1e-8*(percentileOf(t, r, "money", "1", p)-1e6), percentileOf(t, r, "share", "1", p),
			1e-9)
	}
	r = run(t, purse(
		scenario.Driver{Input: "rate", Law: dist.Normal{Mean: 0.03, SD: 0.01}},
		scenario.Driver{Input: "amount", Follows: "rate", Times: 1e8}, // £1m for each percentage point
	), scenario.Options{Paths: 1000})
	for _, p := range []float64{0.1, 0.9} {
		assert.InDelta(t, 250e6+1e8*(percentileOf(t, r, "share", "1", p)-0.03), percentileOf(t, r, "money", "1", p),
			0.02)
	}
}

// Faults of a law are told in the numbers that were given, and an amount beyond all measure is refused.
func TestFaultsAreInPounds(t *testing.T) {
	for law, says := range map[dist.Distribution]string{
		dist.Normal{Mean: 1, SD: -3}:    "sd: found -3",
		dist.Normal{Mean: 1e307}:        "mean: found +Inf",
		dist.Uniform{Low: 5, High: 2.5}: "5",
	} {
		_, err := scenario.Run(context.Background(), purse(scenario.Driver{Input: "amount", Law: law}),
			scenario.Options{Paths: 10})
		assert.ErrorContains(t, err, says)
	}
}

// What a file's model holds of money is in pounds for who looks at it, and for a number of another unit that takes it.
func TestAFilesLawElsewhere(t *testing.T) {
	spec, err := file.Load("f.yaml",
		[]byte(briefly+"positions: {technical: {normal: {mean: £5m, sd: £1m}, shock: {chance: 100%, size: -£9m}}}\n"))
	require.NoError(t, err)
	m, err := spec.Model()
	require.NoError(t, err)
	d := m.Baseline.Drivers[0]
	assert.InDelta(t, 5e6, dist.Median(d.Law), 1e-6)
	d.Input = "rate"
	const paths = 20_000
	r := run(t, purse(d), scenario.Options{Paths: paths, Seed: 4})
	c, _ := r.Cell("b", "share", "1")
	testkit.Z(t, "mean, all with their shock", c.Mean.Value, -4e6, 1e6/math.Sqrt(paths))
}

// A law that was written in pence has a median that is a hundred times what the input is: it is refused with the
// reason, as 90 * finance.Million is £9bn where £90m is meant.
func TestALawInPenceIsRefused(t *testing.T) {
	m := council()
	m.Baseline.Drivers = []scenario.Driver{{Input: "funding.baseline",
		Law: dist.NormalFromInterval(98*finance.Million, 102*finance.Million)},
		{Input: "opening.cost", Follows: "funding.baseline", Times: 1}}
	_, err := scenario.NewPlan(context.Background(), m, scenario.Options{})
	assert.EqualError(t, err, `scenario "as planned": driver funding.baseline: its median is 10,000,000,000.00, a hundred times the 100,000,000.00 that the input is; `+
		`a law of money is in pounds (90e6 is £90m), and this one seems to be in pence`)
	m.Baseline.Drivers[0].Law = dist.NormalFromInterval(98e6, 102e6)
	_, err = scenario.NewPlan(context.Background(), m, scenario.Options{})
	assert.NoError(t, err)
}
