package ask_test

import (
	"context"
	"testing"

	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/ask"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// example is a study of one of the examples.
func example(t testing.TB, name string, paths uint64) *ask.Study {
	t.Helper()
	spec, err := file.Read("../../examples/" + name + "/" + name + ".yaml")
	require.NoError(t, err)
	s, err := ask.New(context.Background(), spec, scenario.Options{Paths: paths})
	require.NoError(t, err)
	return s
}

// What a figure is written as is read as the same figure, and in what words it may be asked.
func TestFiguresRoundTrip(t *testing.T) {
	for name, texts := range map[string]map[string]string{
		"settlement": {
			"p10 of balance":                               "p10 of balance in 2023/24",
			"median of net cost in 2019/20":                "p50 of net cost in 2019/20",
			"Mean of net_cost for settlement, improve":     "mean of net cost in 2023/24 for settlement, improve",
			"worst 5% of balance":                          "worst 5% of balance in 2023/24",
			"sd of funding.real_growth":                    "standard deviation of funding.real_growth in 2023/24",
			"chance balance":                               "chance that balance >= 0 in 2023/24",
			"chance of deficit by 2023/24":                 "chance that balance < 0 by 2023/24",
			"chance that balance≥£1bn added up to 2023/24": "chance that balance >= £1000000000 added up to 2023/24",
			"chance balance and core position in 2020/21":  "chance that balance >= 0 in 2020/21 and core position >= 0 in 2020/21",
			"chance balance in 2020/21 or debt < £1bn":     "chance that balance >= 0 in 2020/21 or debt < £1000000000 in 2023/24",
			"first year of balance":                        "p50 of first year of balance >= 0",
			"mean of years of deficit":                     "mean of years of balance < 0",
			"p90 of longest run of deficit":                "p90 of longest run of balance < 0",
			"p10 of balance versus settlement, improve":    "p10 of balance in 2023/24 versus settlement, improve",
		},
		"system": {
			"p10 of balance of Acute trust in 2030/31":                  "p10 of balance of Acute trust in 2030/31",
			"p10 of balance in 2030/31 of acute trust":                  "p10 of balance of Acute trust in 2030/31",
			"chance that balance of Acute trust >= -£10m in every year": "chance that balance of Acute trust >= -£10000000 in every year to 2030/31",
		},
	} {
		s := example(t, name, 100)
		for text, want := range texts {
			f, err := s.Figure(text)
			require.NoError(t, err, text)
			assert.Equal(t, want, f.String(), text)
			again, err := s.Figure(f.String())
			require.NoError(t, err, f.String())
			assert.Equal(t, f, again, f.String())
		}
	}
}

// All bodies at once are every one of them, and any body one at least: of two events that mean the opposite the chances
// add up to one.
func TestAllBodiesAndAny(t *testing.T) {
	s := example(t, "system", 2000)
	all := asked(t, s, "chance that all bodies balance in 2030/31")
	some := asked(t, s, "chance that any body is in deficit in 2030/31")
	assert.InDelta(t, 1, all.Value.Value+some.Value.Value, 1e-12)
	lowest := asked(t, s, "chance that lowest balance >= 0 in 2030/31")
	assert.Equal(t, lowest.Value, all.Value)
	assert.NotEmpty(t, all.Rows, "every body's own chance")
}

func TestFiguresThatAreNotUnderstood(t *testing.T) {
	s := example(t, "settlement", 100)
	for text, says := range map[string]string{
		"":                                 "it does not say what to take of the paths",
		"balance in 2023/24":               "it does not say what to take of the paths",
		"p10 of balence":                   `"balence" is not a line; did you mean "balance"?`,
		"p10 of balance in 2033/34":        `"2033/34" is not a year after the opening year; there are 2019/20 to 2028/29`,
		"p10 of balance for nobody":        `there is no scenario "nobody"`,
		"p100 of balance":                  "p100 is not a percentile",
		"worst of balance":                 "Write a percentage between 0% and 100%",
		"chance that balance >= ":          "nothing follows >=",
		"chance that balance >= 5":         `"5" has no unit`,
		"p10 of balance of Acute trust":    `there is no body "Acute trust"`,
		"p10 of balance in 2023/24 please": `"please" was not understood`,
		"chance of first year of balance":  "a chance is not of a count",
		"mean of first year of balance":    "a mean of first years would count never as a year",
	} {
		_, err := s.Figure(text)
		assert.ErrorContains(t, err, says, text)
	}
}

// What a Go program asks is held to the same rules as text: nothing that is no figure comes to a number.
func TestFiguresThatAreNone(t *testing.T) {
	s := example(t, "settlement", 100)
	balance := ask.Term{Line: "balance", Op: ">=", Year: "2023/24"}
	for _, f := range []ask.Figure{
		{Statistic: ask.Statistic{Kind: ask.Chance}, Line: "balance", Year: "2023/24"},
		{Statistic: ask.Statistic{Kind: ask.Mean}, Event: ask.Event{{balance}}},
		{Statistic: ask.Statistic{Kind: ask.Chance}, Event: ask.Event{{}}},
		{Statistic: ask.Statistic{Kind: ask.Chance}, Event: ask.Event{{{Line: "balance", Op: ">=", Over: ask.EveryYear,
			Year: "2033/34"}}}},
		{Statistic: ask.Statistic{Kind: ask.Worst}, Line: "balance", Year: "2023/24"},
		{Statistic: ask.Statistic{Share: 1}, Line: "balance", Year: "2023/24"},
		{Statistic: ask.Statistic{Kind: ask.Mean}, Count: ask.FirstYear, Event: ask.Event{{balance}}},
		{Line: "balance", Year: "2033/34"}, {Line: "balance"}, {Line: "no such", Year: "2023/24"},
	} {
		_, err := s.Value(context.Background(), f)
		assert.Error(t, err, "%+v", f)
	}
}
