package scenario_test

import (
	"context"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/openenvelope/envelope/scenario/measure"
	"github.com/openenvelope/envelope/scenario/process"
)

// bounded is a body with an earmark, of which deficits take half.
func bounded(d ...scenario.Driver) *scenario.Model {
	m := &finance.Model{
		First: 2018, Last: 2020,
		Funding:  finance.Settlement{Baseline: 100 * finance.Million, RealGrowth: []finance.Rate{0.03}},
		Need:     finance.Need{RealGrowth: []finance.Rate{0.035}},
		Deflator: finance.Deflator{Surprise: []finance.Rate{0}},
		Earmark:  finance.Earmark{Share: []finance.Rate{0.1}, Leakage: []finance.Rate{0.5}},
	}
	return &scenario.Model{Baseline: scenario.Scenario{Model: m, Drivers: d}}
}

// A law given in Go is held against what its input may be, in the words that a file with the same law gets.
func TestALawInGoIsHeldAgainstItsInputsBounds(t *testing.T) {
	const leakage, surprise = "earmark.leakage", "deflator.surprise"
	even := dist.Uniform{Low: -0.001, High: 0.001}
	for _, c := range []struct {
		file    string // of the same laws
		drivers []scenario.Driver
		says    string // empty where the law is accepted
	}{
		{"{normal: {mean: 90%, sd: 30%}}", []scenario.Driver{{Input: leakage, Law: dist.Normal{Mean: 0.9, SD: 0.3}}},
			"normal can fall below 0%; use triangular, pert or uniform within 0% to 100%, or truncate it there"},
		{"", []scenario.Driver{{Input: leakage, Law: dist.Uniform{Low: 50, High: 100}}},
			"uniform can rise above 100%; use triangular, pert or uniform within 0% to 100%, or truncate it there; its median 75 is 7500%; did you mean 75%?"},
		{"", []scenario.Driver{{Input: "need.real_growth", Law: dist.Normal{Mean: 3.4, SD: 0.01}}},
			"normal can rise above 100%; use triangular, pert or uniform within -100% to 100%, or truncate it there; its median 3.4 is 340%; did you mean 3.4%?"},
		{"{uniform: {low: 0%, high: 100%}}", []scenario.Driver{{Input: leakage, Law: dist.Uniform{High: 1}}}, ""},
		{"{normal: {mean: 90%, sd: 30%}, truncate: {low: 0%, high: 100%}}",
			[]scenario.Driver{{Input: leakage,
				Law: dist.Truncated{Law: dist.Normal{Mean: 0.9, SD: 0.3}, Low: 0, High: 1}}}, ""},
		{"{uniform: {low: 0%, high: 90%}, shock: {chance: 5%, size: 20%}}",
			[]scenario.Driver{{Input: leakage, Law: dist.Uniform{High: 0.9},
				Process: process.Shock{Chance: 0.05, Sizes: []float64{0.2}}}},
			"with its shock it can rise above 100%; make it smaller, so that it stays within 0% to 100%"},
		{"{regime: {calm: 10%, shift: -20%, enter: 10%, leave: 40%}}",
			[]scenario.Driver{{Input: leakage, Law: dist.Normal{Mean: 0.1},
				Process: process.Regime{Shift: -0.2, Enter: 0.1, Leave: 0.4}}},
			"can fall below 0%; make it smaller, so that it stays within 0% to 100%"},
		{"{value: 50%, follows: {input: deflator.surprise, times: 1000}}",
			[]scenario.Driver{{Input: surprise, Law: even}, {Input: leakage, Follows: surprise, Times: 1000}},
			`following "deflator.surprise" it can fall below 0%; bring times nearer to 0, or give it a distribution of its own within 0% to 100%`},
		{"{value: 50%, follows: {input: deflator.surprise, times: 10}}",
			[]scenario.Driver{{Input: surprise, Law: even}, {Input: leakage, Follows: surprise, Times: 10}}, ""},
		{"", []scenario.Driver{{Input: surprise, Law: dist.Normal{SD: 0.001}},
			{Input: leakage, Follows: surprise, Times: 10}},
			`following "deflator.surprise" it can fall below 0%; truncate the distribution of "deflator.surprise", or give it a distribution of its own within 0% to 100%`},
		// 8·√2·9% is 102%
		{"", []scenario.Driver{{Input: surprise, Law: dist.Normal{SD: 0.09}, Process: process.RandomWalk{}}}, ""},
		{"", []scenario.Driver{{Input: surprise, Law: dist.Normal{SD: 0.1}, Process: process.EachYear{}}}, ""},
	} {
		_, err := scenario.NewPlan(context.Background(), bounded(c.drivers...), scenario.Options{Paths: 100})
		text := "schema: 1\nyears: 2018/19 to 2020/21\nnot_modelled: []\nfunding: {baseline: £100m, real_growth: 3%}\nneed: {real_growth: 3.5%}\n" +
			"deflator: {surprise: {uniform: {low: -0.1%, high: 0.1%}}}\nearmark: {share: 10%, leakage: " + c.file +
			"}\n"
		says := c.says
		if c.drivers[0].Process == (process.RandomWalk{}) {
			says = "normal can fall below -100%"
		}
		if says == "" {
			assert.NoError(t, err, "%+v", c.drivers)
		} else {
			assert.ErrorContains(t, err, says, "%+v", c.drivers)
		}
		if c.file != "" {
			s, err := file.Load("f.yaml", []byte(text))
			require.NoError(t, err)
			_, err = s.Model()
			if says == "" {
				assert.NoError(t, err, c.file)
			} else {
				assert.ErrorContains(t, err, says, c.file)
			}
		}
	}
}

// A falling law turns a normal one round.
type falling struct {
	dist.Normal
	from, nan float64
}

func (f falling) Transform() dist.Transform { return fallingTransform(f) }

type fallingTransform falling

func (f fallingTransform) At(z float64) float64 {
	if z == f.nan && z != 0 {
		return math.NaN()
	}
	if z > f.from {
		return f.Mean + f.SD*(2*f.from-z)
	}
	return f.Mean + f.SD*z
}

func (f fallingTransform) Apply(dst, z []float64) {
	for i := range dst {
		dst[i] = f.At(z[i])
	}
}

// A law whose values fall as the score rises, anywhere, or are no number somewhere, is refused before a run.
func TestALawThatFallsIsRefused(t *testing.T) {
	normal := dist.Normal{Mean: 0.03, SD: 0.01}
	for says, d := range map[string]scenario.Driver{
		"the distribution's values fall as the score rises, from -0.07 to -0.07125 at the score -7.875; a quantile function never falls": {Law: falling{normal, -9, 0}},
		"from 0.05 to 0.04875 at the score 2.125":                         {Law: falling{normal, 2, 0}},
		"the distribution's value at the score 7.5 is not a number (NaN)": {Law: falling{normal, 9, 7.5}},
		"in a crisis the distribution's values fall as the score rises": {Law: normal,
			Process: process.Regime{Crisis: falling{normal, 1, 0}, Enter: 0.1, Leave: 0.5}},
	} {
		d.Input = "need.real_growth"
		_, err := scenario.NewPlan(context.Background(), bounded(d), scenario.Options{Paths: 100})
		assert.ErrorContains(t, err, says)
	}
	_, err := scenario.NewPlan(context.Background(),
		bounded(scenario.Driver{Input: "need.real_growth", Law: falling{normal, 9, 0}}), scenario.Options{Paths: 100})
	assert.NoError(t, err)
}

// A doubtful measure has no answer on some paths from its second year on.
type doubtful struct{ measure.EveryYear }

func (doubtful) Kind() string { return "doubtful" }

func (d doubtful) Next(state, figures []float64, year int) {
	d.EveryYear.Next(state, figures, year)
	for i, x := range figures {
		if year == 1 && x > rare {
			state[i] = math.NaN()
		}
	}
}

// A measure that gives no number is an error of the first path on which it does: it would count as a no.
func TestAMeasureThatGivesNoNumberIsAnError(t *testing.T) {
	for _, workers := range []int{1, 3} {
		_, err := scenario.Run(context.Background(), one(dist.Normal{SD: 1}, process.EachYear{}),
			scenario.Options{Paths: 100_000, Seed: 3, Workers: workers,
				Conditions: []scenario.Condition{{Line: "x", Measure: doubtful{}}}})
		var path *scenario.PathError
		require.ErrorAs(t, err, &path)
		assert.Equal(t, "x", path.Row)
		assert.Equal(t, "s", path.Scenario)
		assert.Equal(t, "2", path.Year)
		assert.ErrorContains(t, err, `x in 2, scenario "s": the measure "doubtful" that is asked of it gives what is not a number (NaN); look at in_x (seed 3, path `)
		p, err := scenario.NewPlan(context.Background(), one(dist.Normal{SD: 1}, process.EachYear{}),
			scenario.Options{Paths: 100_000, Seed: 3})
		require.NoError(t, err)
		ledger, err := p.Replay("s", path.Path)
		require.NoError(t, err)
		x, _ := ledger.At("x", 2)
		assert.Greater(t, x.InexactFloat64(), rare, "the path named is one of these")
	}
}
