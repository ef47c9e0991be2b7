package scenario_test

import (
	"context"
	"math"
	"slices"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A figure that shares a cell with others is what all paths' figures say: its extremes to the bit, and its percentiles,
// which a run of few paths reads from them sorted.
func TestFiguresThatShareACell(t *testing.T) {
	const paths = 4_000
	m := question(finance.Billion)
	p, err := scenario.NewPlan(context.Background(), m, scenario.Options{Paths: paths, Seed: 3})
	require.NoError(t, err)
	c, err := p.Cost()
	require.NoError(t, err)
	columns := p.PathColumns()
	assert.Less(t, c.Cells, uint64(len(columns)), "some share one")
	figures := make([][]float64, len(columns))
	require.NoError(t, p.EachPath(context.Background(), 0, paths, func(b scenario.PathBlock) error {
		for i, column := range b.Columns {
			figures[i] = append(figures[i], column...)
		}
		return nil
	}))
	r := runPlan(t, p)
	for i, column := range columns {
		slices.Sort(figures[i])
		c, ok := r.Cell(column.Scenario, column.Line, column.Year)
		require.True(t, ok)
		assert.Equal(t, [2]float64{figures[i][0], figures[i][paths-1]}, [2]float64{c.Min, c.Max}, column)
		for _, q := range c.Percentiles {
			rank, width := float64(q.P*(paths-1)),
				float64(1.959963984540054*math.Sqrt(float64(paths*float64(q.P*(1-q.P)))))
			near := 1e-14*math.Max(math.Abs(c.Min), math.Abs(c.Max)) + 1e-6
			assert.InDelta(t, inclusive(figures[i], rank), q.Value, near, "%v p%v", column, 100*q.P)
			assert.InDelta(t, inclusive(figures[i], rank-width), q.Lo, near, "%v p%v", column, 100*q.P)
			assert.InDelta(t, inclusive(figures[i], rank+width), q.Hi, near, "%v p%v", column, 100*q.P)
		}
	}
}

// A figure has the same bits whichever others are reported, and so whichever of a cell's figures is counted.
func TestCellsKeepTheirBitsInAnyCompany(t *testing.T) {
	m := question(finance.Billion)
	for _, paths := range []uint64{500, 90_000} {
		o := scenario.Options{Paths: paths, Seed: 3}
		all := run(t, m, o)
		for _, line := range []string{"net_cost", "underlying_position", "funding_gap", "transformation", "diverted",
			"balance", "debt"} {
			o.Lines = []string{line}
			for _, name := range all.Scenarios {
				only, err := m.Only([]string{name})
				require.NoError(t, err)
				alone := run(t, only, o)
				for _, year := range all.Years {
					want, known := all.Cell(name, line, year)
					got, ok := alone.Cell(name, line, year)
					require.True(t, known && ok, line)
					assert.Equal(t, want, got, "%s in %s, %s", line, year, name)
				}
			}
		}
	}
}

// Mirror images are told by structure: these two are the same on all of the pilot's paths, and move on few others.
func TestMirrorImagesThatThePilotDoesNotShow(t *testing.T) {
	const m = finance.Million
	rare := dist.Discrete{Values: dist.NumbersOf(0.01, 0.5), Chances: dist.NumbersOf(0.9998, 0.0002)}
	r := run(t, &scenario.Model{NotModelled: []string{}, Baseline: scenario.Scenario{
		Model: &finance.Model{First: 2024, Last: 2025,
			Funding: finance.Settlement{Baseline: 100 * m, CashGrowth: []finance.Rate{0.1}},
			Opening: finance.Opening{Cost: 100 * m}, Need: finance.Need{RealGrowth: []finance.Rate{0.01}},
			Earmark: finance.Earmark{Share: []finance.Rate{0.5}, Leakage: []finance.Rate{1}}},
		Drivers: []scenario.Driver{{Input: "need.real_growth", Law: rare}},
	}}, scenario.Options{Paths: 100_000, Lines: []string{"transformation", "diverted"}})
	kept, ok := r.Cell("", "transformation", "2025/26")
	require.True(t, ok)
	lost, ok := r.Cell("", "diverted", "2025/26")
	require.True(t, ok)
	// Half of £10m is kept on most paths, and nothing where need grows by half.
	assert.Equal(t, []float64{0, 5e6}, []float64{kept.Min, kept.Max})
	assert.Equal(t, []float64{0, 5e6}, []float64{lost.Min, lost.Max})
	assert.InDelta(t, 5e6-kept.Mean.Value, lost.Mean.Value, 1e-3)
	assert.InDelta(t, 0.0002*5e6, lost.Mean.Value, 4.75*5e6*math.Sqrt(0.0002/100_000))
}
