package file

import (
	"fmt"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/scenario"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func model(s scenario.Scenario) *finance.Model { return s.Model.(*finance.Model) }

func TestAChangeReplacesOrAddsWhatStandsAtAPlace(t *testing.T) {
	for lines, check := range map[string]func(m *finance.Model){
		"need.real_growth: 5%": func(m *finance.Model) {
			assert.Equal(t, []finance.Rate{0.05}, m.Need.RealGrowth)
		},
		"earmark.share: 5%": func(m *finance.Model) {
			assert.Equal(t, []finance.Rate{0.05}, m.Earmark.Share)
		},
		"earmark.returns.lag: 3": func(m *finance.Model) { assert.Equal(t, 3, m.Earmark.Returns.Lag) },
		"funding.real_growth: [1%, 2%]": func(m *finance.Model) {
			assert.Equal(t, []finance.Rate{0.01, 0.02}, m.Funding.RealGrowth)
		},
		"funding: {baseline: £9m, cash: £9m}": func(m *finance.Model) {
			assert.Empty(t, m.Funding.RealGrowth)
			assert.Equal(t, []finance.Amount{9 * finance.Million}, m.Funding.Cash)
		},
		"need.includes: [productivity]": func(m *finance.Model) {
			assert.Equal(t, []string{"productivity"}, m.Need.Includes)
		},
	} {
		m := loaded(t, "changes: {other: {"+lines+"}}\n")
		require.Len(t, m.Scenarios, 1)
		check(model(m.Scenarios[0]))
		assert.Equal(t, []finance.Rate{0.04}, central(m).Need.RealGrowth, "the baseline stays as it is")
	}
}

func TestAChangeReachesInsideADistribution(t *testing.T) {
	m := loaded(t,
		"deflator: {surprise: {normal: {mean: 0%, sd: 1%}}}\nchanges: {calm: {deflator.surprise.normal.sd: 0.1%}}\n")
	assert.Equal(t, "{0 0.01}", fmt.Sprint(m.Baseline.Drivers[0].Law))
	assert.Equal(t, "{0 0.001}", fmt.Sprint(m.Scenarios[0].Drivers[0].Law))
}

func TestChangesApplyInTheirOrder(t *testing.T) {
	const changes = "changes:\n  high: {need.real_growth: 6%, earmark.share: 1%}\n  low: {need.real_growth: 1%}\n"
	m := loaded(t, changes+"scenarios:\n  low last: [high, low]\n  high last: [low, high]\n  alone: high\n")
	require.Len(t, m.Scenarios, 3)
	assert.Equal(t, []finance.Rate{0.01}, model(m.Scenarios[0]).Need.RealGrowth)
	assert.Equal(t, []finance.Rate{0.06}, model(m.Scenarios[1]).Need.RealGrowth)
	assert.Equal(t, []finance.Rate{0.06}, model(m.Scenarios[2]).Need.RealGrowth)
	assert.Equal(t, []finance.Rate{0.01}, model(m.Scenarios[0]).Earmark.Share)
	assert.Equal(t, []string{"high", "low"}, m.Scenarios[0].Changes)
	assert.Equal(t, "alone", m.Scenarios[2].Name)
}

func TestWithoutScenariosEachChangeIsOne(t *testing.T) {
	m := loaded(t, "changes:\n  high: {need.real_growth: 6%}\n  low: {need.real_growth: 1%}\n")
	require.Len(t, m.Scenarios, 2)
	assert.Equal(t, "baseline", m.Baseline.Name)
	assert.Equal(t, "high", m.Scenarios[0].Name)
	assert.Equal(t, []string{"low"}, m.Scenarios[1].Changes)
}

// A change that no scenario uses is checked with the rest of the file, and not run.
func TestAParkedChangeIsNotRun(t *testing.T) {
	m := loaded(t, "changes:\n  high: {need.real_growth: 6%}\n  low: {need.real_growth: 1%}\nscenarios: {up: [high]}\n")
	require.Len(t, m.Scenarios, 1)
	assert.Equal(t, "up", m.Scenarios[0].Name)
}

// A number that a change replaces is noted, and found at fault, where the change stands.
func TestPlacesOfChanges(t *testing.T) {
	m := loaded(t, "earmark: {share: 5%}\nchanges:\n  high:\n    earmark.share: {value: 6%, source: Us}\n    need.real_growth: 6%\n")
	assert.Equal(t, "f.yaml:6:18", central(m).Notes["earmark.share"].Place)
	assert.Equal(t, finance.Note{Source: "Us", Place: "f.yaml:9:5"}, model(m.Scenarios[0]).Notes["earmark.share"])
	assert.Equal(t, "f.yaml:10:23", model(m.Scenarios[0]).Notes["need.real_growth"].Place)

	for _, tt := range []struct{ change, fault string }{
		{"earmark.share: 120%", "f.yaml:8:20: earmark.share: 120% is outside 0% to 100%"},
		{"earmark: {share: 120%}", "f.yaml:8:22: earmark.share: 120% is outside 0% to 100%"},
		{"earmark.share: {value: 120%}", "f.yaml:8:28: earmark.share: 120% is outside 0% to 100%"},
		{"earmark.share: {uniform: {low: 1%, high: 120%}}", "f.yaml:8:21: earmark.share: uniform can rise above 100%"},
		{"earmark.share: [1%, 120%]", "f.yaml:8:25: earmark.share[2020/21]: 120% is outside 0% to 100%"},
		{"earmark.share: {values: [1%], then: 120%}",
			"f.yaml:8:41: earmark.share[2020/21]: 120% is outside 0% to 100%"},
		{"earmark.shar: 1%", `f.yaml:8:5: earmark.shar: there is no key "shar" here; did you mean "share"?`},
		{"earmark.returns.lagg: 1",
			`f.yaml:8:5: earmark.returns.lagg: there is no key "lagg" here; did you mean "lag"?`},
	} {
		faults := faultsIn(t, "f.yaml", []byte(small+"changes:\n  high:\n    "+tt.change+"\n"))
		require.NotEmpty(t, faults, tt.change)
		assert.Contains(t, faults.Error(), tt.fault)
	}
}

// A fault that several scenarios share is told once; one that only a scenario has says so.
func TestFaultsAreToldOnce(t *testing.T) {
	faults := faultsIn(t, "f.yaml",
		[]byte(small+"earmark: {share: 120%}\nchanges:\n  a: {need.real_growth: 6%}\n  b: {need.real_growth: 5%}\n"))
	assert.Len(t, faults, 1)
	faults = faultsIn(t, "f.yaml",
		[]byte(small+"savings: {planned: 1%}\nchanges:\n  a: {savings.amount: £1m}\n  b: {savings.amount: £2m}\n"))
	require.Len(t, faults, 1)
	assert.Equal(t, `f.yaml:6:1: savings: in scenario "a": give planned, a share of cost, or amount, not both`,
		faults[0].Error())
}

func TestComparisons(t *testing.T) {
	const two = "changes:\n  a: {need.real_growth: 6%}\n  b: {need.real_growth: 5%}\n"
	assert.Empty(t, loaded(t, two).Comparisons)
	assert.Equal(t, []scenario.Comparison{{Of: "a", Versus: "b"}, {Of: "b", Versus: "baseline"}},
		loaded(t, two+"compare: [{of: a, versus: b}, {of: b, versus: baseline}]\n").Comparisons)
}

func TestScenariosAndChangesHaveALimit(t *testing.T) {
	var b strings.Builder
	b.WriteString(small + "changes:\n")
	for i := range maxChanges + 1 {
		fmt.Fprintf(&b, "  c%d: {need.real_growth: 1%%}\n", i)
	}
	faults := faultsIn(t, "f.yaml", []byte(b.String()))
	require.Len(t, faults, 1)
	assert.Equal(t, "f.yaml:6:1: changes: found 101 of them; the most is 100", faults[0].Error())
}
