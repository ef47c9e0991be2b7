package report

import (
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/measure"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func seen(t *testing.T, f *fake, year string) view {
	t.Helper()
	v, err := look(f.source(), year, finance.DisplayUnit{})
	require.NoError(t, err)
	return v
}

// small is a result with two scenarios and the chances given.
func small(chances map[string]scenario.Estimate, difference scenario.Estimate) *fake {
	f := &fake{chances: map[[4]string]scenario.Chance{}, about: &scenario.Result{
		Description: scenario.Description{Body: "NHS England", Currency: "£",
			Years: []string{"2018/19", "2019/20", "2020/21"}, Scenarios: []string{"a", "b"},
			Conditions:  []scenario.Condition{{Line: "balance", Measure: measure.InYear{}}},
			Comparisons: []scenario.Comparison{{Of: "b", Versus: "a"}},
		}}}
	for name, e := range chances {
		f.chances[[4]string{name, "", "balance_in_year", "2020/21"}] = scenario.Chance{Probability: e}
	}
	f.chances[[4]string{"b", "a", "balance_in_year", "2020/21"}] = scenario.Chance{Probability: difference}
	return f
}

func TestAnswer(t *testing.T) {
	f := small(map[string]scenario.Estimate{"a": give(0.31, 0.003), "b": give(0.61, 0.003)}, give(0.30, 0.002))
	assert.Equal(t,
		"The chance that NHS England balances in 2020/21 is 31.0% (95% Monte Carlo interval 30.7–31.3) with “a” and "+
			"61.0% (60.7–61.3) with “b”. Against “a”, “b” adds 30.0 points (29.8–30.2).",
		seen(t, f, "").answer([]string{"a", "b"}))

	f.about.Body = ""
	assert.Equal(t, "The chance of balance in 2020/21 is 61.0% (95% Monte Carlo interval 60.7–61.3) with “b”.",
		seen(t, f, "").answer([]string{"b"}), "a difference is told only when both are shown")

	f.about.Conditions[0].Line = "debt"
	assert.Contains(t, seen(t, f, "").answer([]string{"a"}), "does not say how probable")
}

func TestAnswerSaysWhatAChangeDoes(t *testing.T) {
	for _, c := range []struct {
		difference scenario.Estimate
		want       string
	}{
		{give(-0.052, 0.002), "takes off 5.2 points (5.0–5.4)"},
		{surely(0), "changes nothing"},
		{give(0.004, 0.0004), "adds 0.40 points (0.36–0.44)"},
		{surely(0.25), "adds 25 points"},
	} {
		assert.Equal(t, c.want, effect(c.difference))
	}
}

func TestAnswerWithoutConditions(t *testing.T) {
	f := settlement()
	f.about.Conditions = nil
	assert.Contains(t, seen(t, f, "").answer([]string{stand}), "In 2023/24 the balance is −£3.0bn on the middle path (−£7.8bn to £0.2bn on eight of ten) with “settlement, stand still”.")
}

func TestAnswerToNothing(t *testing.T) {
	assert.Equal(t, "The result is empty: it has no years or no scenarios.", Answer(nil, Options{}))
	empty := &scenario.Result{Description: scenario.Description{Years: []string{"2018/19"}, Scenarios: []string{"a"}}}
	assert.Equal(t, "The result has no figures for 2018/19.", Answer(empty, Options{}))
	assert.Equal(t, `There is no year "2030/31" in this result; it has "2018/19".`,
		Answer(empty, Options{Year: "2030/31"}))
	assert.Equal(t, `There is no scenario "x" in this result; it has "a".`,
		Answer(empty, Options{Scenarios: []string{"x"}}))
}

func TestYearAskedAbout(t *testing.T) {
	f := settlement()
	assert.Equal(t, "2023/24", seen(t, f, "").year(), "the result's main year")
	assert.Equal(t, "2020/21", seen(t, f, "2020/21").year())
	f.about.AssumedFrom = "2019/20"
	assert.Equal(t, "2023/24", seen(t, f, "").year(), "whatever else is assumed")
	f.about.MainYear = ""
	assert.Equal(t, "2028/29", seen(t, f, "").year(), "the last")
}

func TestUnitFollowsTheEnvelope(t *testing.T) {
	f := settlement()
	assert.Equal(t, "£bn", seen(t, f, "").unit.Name)
	f.about.Currency = "€"
	assert.Equal(t, "−€2.1bn", seen(t, f, "").pounds(surely(-2.1e9)))
	v, err := look(f.source(), "", finance.DisplayUnits("€")[2])
	require.NoError(t, err)
	assert.Equal(t, "about €2,100,000 thousand", v.pounds(give(2.1000004e9, 4e3)))
	f.about.Years = []string{"2040/41"}
	assert.Equal(t, "€", seen(t, f, "").unit.Name, "no figures at all")
}
