package report

import (
	"bytes"
	"context"
	"testing"

	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// studied is an example's run with what was studied of it.
func studied(t *testing.T, paths uint64) (*scenario.Result, Studied) {
	t.Helper()
	spec, err := file.Read("../examples/settlement/settlement.yaml")
	require.NoError(t, err)
	m, err := spec.Model()
	require.NoError(t, err)
	o := scenario.Options{Paths: paths, ExactPercentiles: true}
	r, err := scenario.Run(context.Background(), m, o)
	require.NoError(t, err)
	s, err := StudyBalance(context.Background(), spec, r.MainYear, o)
	require.NoError(t, err)
	return r, s
}

// The curves are of the run's own paths: their percentiles and the chances of a deficit are the run's.
func TestTheCurveIsTheRuns(t *testing.T) {
	r, s := studied(t, 3000)
	require.Len(t, s.Curves, len(r.Scenarios))
	for k, name := range r.Scenarios {
		c, ok := r.Cell(name, "balance", r.MainYear)
		require.True(t, ok)
		for _, p := range c.Percentiles {
			at := s.Curves[k].Curve.Points[int(p.P*100+0.5)-1]
			assert.InDelta(t, p.P, at.Chance.Value, 1e-12)
			assert.InDelta(t, p.Value, at.Figure.Value, 0.005, "%s: p%.0f", name, p.P*100)
		}
		chance, ok := r.Chance(name, mainCondition, r.MainYear)
		require.True(t, ok)
		assert.InDelta(t, 1-chance.Probability.Value, s.Curves[k].Value.Value, 1e-12, name)
		require.NotNil(t, s.Drivers[k])
		assert.InDelta(t, c.Mean.Value, s.Drivers[k].Value.Value, 0.005, "nothing held")
	}
}

// Pictures are the same bytes each time, and say the range of all scenarios.
func TestPicturesOfTheStudied(t *testing.T) {
	r, s := studied(t, 500)
	var names []string
	for _, f := range s.Pictures(r, ChartOptions{}) {
		names = append(names, f.Name)
		var once, again bytes.Buffer
		require.NoError(t, f.Write(context.Background(), &once))
		require.NoError(t, f.Write(context.Background(), &again))
		assert.Equal(t, once.Bytes(), again.Bytes(), f.Name)
	}
	assert.Equal(t, []string{"curve.png", "curve.svg", "tornado.png", "tornado.svg"}, names)
	assert.Regexp(t, `^What moves the mean of the balance in 2023/24 most: inflation above plan \(from .* at its p10 to `+
		`.* at its p90\) and growth of need above inflation \(from .*\)\.$`, s.DriversInWords(r, Options{}))
	assert.Empty(t, Studied{}.DriversInWords(r, Options{}))
	c, err := BalanceCurve(r, s, ChartOptions{})
	require.NoError(t, err)
	assert.Regexp(t, `^The chance of a deficit in 2023/24 runs from \S+% to \S+%$`, c.Title())
	assert.NotContains(t, c.Words(), "Not drawn")
	c, err = BalanceCurve(r, s, ChartOptions{Beside: r.Scenarios[1:2]})
	require.NoError(t, err)
	assert.Contains(t, c.Words(), "Drawn are 2 of 4 scenarios")
}

// Where the year or the balance is not reported there is nothing to study, and no picture.
func TestNothingStudied(t *testing.T) {
	r, _ := studied(t, 20)
	spec, err := file.Read("../examples/settlement/settlement.yaml")
	require.NoError(t, err)
	s, err := StudyBalance(context.Background(), spec, r.Years[0], scenario.Options{Paths: 20})
	require.NoError(t, err)
	assert.Empty(t, s.Curves)
	assert.Empty(t, s.Pictures(r, ChartOptions{}))
	_, err = BalanceCurve(r, s, ChartOptions{})
	assert.ErrorContains(t, err, "no curve")
	_, err = BalanceDrivers(r, s, ChartOptions{})
	assert.ErrorContains(t, err, "not known")
}

// The list of changes says what changed in plain words, and what stayed only once.
func TestChangesInWords(t *testing.T) {
	was, err := file.Load("was.yaml", []byte(yearsOfGrowth("3%")))
	require.NoError(t, err)
	is, err := file.Load("is.yaml", []byte(yearsOfGrowth("4%")))
	require.NoError(t, err)
	p := NewPack(nil, Brought{Since: "was.yaml", Changes: was.Differences(is)})
	assert.Equal(t, []Decision{{"Growth of need above inflation (need.real_growth)",
		"4%; was 3%; as before: source: Judgement"}}, p.Changes)
	assert.Equal(t, "four percent: growth of need above inflation (changes.four percent.need.real_growth)",
		placeInWords("changes.four percent.need.real_growth"))
	assert.Equal(t, "nobody.knows", placeInWords("nobody.knows"))
	for _, c := range []struct{ was, is, want string }{
		{"", "£1bn", "£1bn; was nothing"},
		{"{value: 1%, source: A}", "{value: 1%, source: B}", "1%, source: B; was 1%, source: A"},
		{"{value: 1%, source: A}", "", "nothing; was 1%, source: A"},
	} {
		assert.Equal(t, c.want, changeInWords(file.Difference{Was: c.was, Is: c.is}))
	}
}

func yearsOfGrowth(rate string) string {
	return "schema: 2\nyears: 2020/21 to 2021/22\nfunding: {baseline: £1bn, cash_growth: 2%}\n" +
		"opening: {position: £0}\nneed: {real_growth: {value: " + rate + ", source: Judgement}}\n" +
		"deflator: {planned: 2%}\nnot_modelled: []\n"
}
