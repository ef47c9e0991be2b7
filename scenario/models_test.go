package scenario_test

import (
	"context"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/process"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
)

// settlement is the June 2018 settlement in Go, sized in billions, millions or thousands by unit.
func settlement(unit finance.Amount) *finance.Model {
	return &finance.Model{
		Name: "NHS England", First: 2018, Last: 2023,
		Deflator: finance.Deflator{Planned: []finance.Rate{0.0158, 0.0157, 0.0181, 0.0180, 0.0225}},
		Funding: finance.Settlement{Baseline: 1146 * unit / 10,
			RealGrowth: []finance.Rate{0.036, 0.036, 0.031, 0.031, 0.034}},
		Opening: finance.Opening{BeforeSupport: -5 * unit, Support: 245 * unit / 100},
		Need:    finance.Need{RealGrowth: []finance.Rate{0.033}, Includes: []string{"productivity"}},
		Savings: finance.Savings{Planned: []finance.Rate{0.01}, Delivery: []finance.Rate{0.9},
			Recurrent: []finance.Rate{0.7}},
		Earmark: finance.Earmark{Share: []finance.Rate{0.05}, Leakage: []finance.Rate{1},
			Returns: finance.Returns{PerPound: []finance.Rate{0.3}, Lag: 2, Ramp: 2}},
		Debt: finance.Debt{Interest: []finance.Rate{0.015}},
	}
}

// drivers are the settlement's uncertainties, of several kinds and ways to move.
func drivers() []scenario.Driver {
	return []scenario.Driver{
		{Input: "deflator.surprise", Law: dist.Normal{Mean: 0, SD: 0.005}, Process: process.EachYear{Persistence: 0.5}},
		{Input: "need.real_growth", Law: dist.NormalFromInterval(0.028, 0.038)},
		{Input: "savings.delivery", Law: dist.PERT{Low: 0.5, Mode: 0.9, High: 1}, Process: process.EachYear{}},
		{Input: "savings.recurrent", Law: dist.Uniform{Low: 0.6, High: 0.8}},
		{Input: "earmark.returns.per_pound", Law: dist.Triangular{Low: 0, Mode: 0.3, High: 0.8}},
	}
}

func fourPercent(unit finance.Amount) *finance.Model {
	m := settlement(unit)
	m.Funding.RealGrowth = []finance.Rate{0.04}
	return m
}

// question is settlement against 4%, on the same draws.
func question(unit finance.Amount) *scenario.Model {
	return &scenario.Model{
		Name:      "The settlement against 4%",
		Baseline:  scenario.Scenario{Name: "settlement", Model: settlement(unit), Drivers: drivers()},
		Scenarios: []scenario.Scenario{{Name: "four percent", Model: fourPercent(unit), Drivers: drivers()}},
		Correlation: []scenario.Correlation{{
			Drivers: []string{"deflator.surprise", "savings.delivery"}, Matrix: [][]float64{{1, -0.3}, {-0.3, 1}}}},
	}
}

// run runs a model or fails the test.
func run(t testing.TB, m *scenario.Model, o scenario.Options) *scenario.Result {
	t.Helper()
	r, err := scenario.Run(context.Background(), m, o)
	require.NoError(t, err)
	return r
}

// inputs is a sheet of n plain inputs, each shown as a row of its own: the driver's value and nothing else.
func inputs(years []string, names ...string) *sheet.Sheet {
	s := &sheet.Sheet{Years: years}
	for _, name := range names {
		s.AddInput(sheet.Input{Name: "in_" + name, Values: []decimal.Decimal{decimal.NewFromInt(1)}})
		s.Add(sheet.Row{Name: name, Formula: sheet.Ref("in_" + name)})
	}
	return s
}
