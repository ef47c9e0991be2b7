package main

import (
	"bytes"
	"context"
	"testing"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/openenvelope/envelope/scenario/history"
	"github.com/openenvelope/envelope/scenario/process"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The example as a user runs it. The bands are what they are: the page says how many hold what came.
func TestBackcast(t *testing.T) {
	c, err := backcast(context.Background())
	require.NoError(t, err)
	all := c.Coverage()
	assert.Equal(t, 19, all.Of)
	assert.Equal(t, 14, all.Inside)
	assert.InDelta(t, 0.488, all.Lo, 0.001, "Clopper and Pearson of 14 in 19")
	assert.InDelta(t, 0.909, all.Hi, 0.001)
	assert.Equal(t, 1, c.CoverageOf("savings").Inside)

	var page bytes.Buffer
	require.NoError(t, run(context.Background(), &page))
	testkit.Golden(t, "testdata/page.txt", page.String())
}

// The scenario file's inflation is the fit to what was known, and nothing later.
func TestInflationIsFitted(t *testing.T) {
	f, _, err := deflator(context.Background())
	require.NoError(t, err)
	assert.Equal(t, "2008/09 to 2013/14", f.Series.Span())
	spec, err := file.Load("providers.yaml", providers)
	require.NoError(t, err)
	m, err := spec.Model()
	require.NoError(t, err)
	law := f.Law.(dist.Normal)
	assert.Contains(t, m.Baseline.Drivers,
		scenario.Driver{Input: "deflator.surprise", Law: dist.Normal{SD: law.SD}, Process: process.EachYear{}})
	inputs, err := m.Inputs()
	require.NoError(t, err)
	for _, in := range inputs {
		if in.Input == "deflator.planned" {
			assert.Equal(t, []string{"0.019048"}, in.Values)
			assert.Equal(t, 0.019048, law.Mean)
		}
	}
}

// Every outturn is a figure of the shipped history, with its source.
func TestOutturnsAreShipped(t *testing.T) {
	o, err := history.ReadOutturns("outturn.csv", outturn)
	require.NoError(t, err)
	from := map[string][2]string{
		"underlying_position": {"provider_positions.csv", "underlying"},
		"reported_position":   {"provider_positions.csv", "reported"}, "savings": {"savings.csv", "delivered"},
		"outturn_inflation": {"gdp_deflator.csv", "growth"},
	}
	for _, out := range o.All {
		s, err := history.ReadShipped(from[out.Line][0], from[out.Line][1])
		require.NoError(t, err)
		values := map[string]float64{}
		for _, p := range s.Points {
			values[s.Label(p.Year)] = p.Value
		}
		assert.Equal(t, values[out.Year], out.Value, "%s %s", out.Line, out.Year)
	}
}

// What is assumed is red, and says so.
func TestWhatIsAssumedIsRed(t *testing.T) {
	c, err := backcast(context.Background())
	require.NoError(t, err)
	quality := map[string]string{}
	for _, in := range c.Run.Inputs {
		quality[in.Input] = in.Quality
	}
	for _, input := range []string{"funding.baseline", "funding.real_growth", "need.real_growth", "savings.delivery",
		"savings.recurrent"} {
		assert.Equal(t, "red", quality[input], input)
	}
}

// Ctrl-C leaves nothing half written.
func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var page bytes.Buffer
	assert.ErrorIs(t, run(ctx, &page), context.Canceled)
	assert.Empty(t, page.String())
}
