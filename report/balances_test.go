package report

import (
	"strings"
	"testing"

	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/measure"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// asks is a result with two scenarios of which a further condition is asked, with the chances given.
func asks(line string, a, b float64) *fake {
	f := small(map[string]scenario.Estimate{"a": give(0.31, 0.003), "b": give(0.61, 0.003)}, give(0.30, 0.002))
	c := scenario.Condition{Line: line, Measure: measure.InYear{}}
	f.about.Conditions = append(f.about.Conditions, c)
	for name, value := range map[string]float64{"a": a, "b": b} {
		f.chances[[4]string{name, "", c.Name(), "2020/21"}] = scenario.Chance{Probability: give(value, 0.002)}
	}
	return f
}

// The answer says of every scenario how probable balance is with the transformation money intact, and that every body
// balances, where it is asked; where it is not, the balance is said once.
func TestTheAnswerSaysBothBalances(t *testing.T) {
	both := []string{"a", "b"}
	assert.Contains(t, seen(t, asks("core_position", 0.11, 0.48), "").answer(both), "61.0% (60.7–61.3) with “b”. "+
		"With the transformation money intact it is 11.0% (10.8–11.2) with “a” and 48.0% (47.8–48.2) with “b”. Against “a”")
	assert.Contains(t, seen(t, asks("lowest_balance", 0.28, 0.35), "").answer(both),
		"The chance that every body balances is 28.0% (27.8–28.2) with “a” and 35.0% (34.8–35.2) with “b”.")
	assert.NotContains(t, seen(t, asks("core_position", 0.11, 0.48), "").answer([]string{"b"}), "“a”")

	once := small(map[string]scenario.Estimate{"a": give(0.31, 0.003)}, surely(0))
	assert.NotContains(t, seen(t, once, "").answer([]string{"a"}), "intact")
}

// The page has a row for each balance and says what it is, and so has the chart of the balance.
func TestThePageAndTheChartSayBothBalances(t *testing.T) {
	f := settlement()
	core := scenario.Condition{Line: "core_position", Measure: measure.InYear{}}
	f.about.Conditions = append(f.about.Conditions, core,
		scenario.Condition{Line: "lowest_balance", Measure: measure.InYear{}})
	for _, s := range f.about.Scenarios {
		for _, c := range f.about.Conditions[3:] {
			f.chances[[4]string{s, "", c.Name(), "2023/24"}] = scenario.Chance{Probability: give(0.114, 0.002)}
		}
	}
	text := strings.Join(strings.Fields(printed(t, f, Options{})), " ")
	for _, want := range []string{"core position in chance 11%", "every body chance 11%",
		"no body has a deficit in the year.", "core position in year: core position is zero or more in the year, so that the year balances with the transformation money intact."} {
		assert.Contains(t, text, want)
	}
	for beside, want := range map[string]string{"": "With the transformation money intact the chance is 11%.",
		improve: "In brackets: with the transformation money intact."} {
		var o ChartOptions
		if beside != "" {
			o.Beside = []string{beside}
		}
		c, err := fan(f.source(), stand, "balance", o)
		require.NoError(t, err)
		assert.Contains(t, c.words, want)
		c, err = fan(f.source(), stand, "debt", o)
		require.NoError(t, err)
		assert.NotContains(t, c.words, "intact")
	}
}
