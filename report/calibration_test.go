package report_test

import (
	"bytes"
	"context"
	"math"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/evidence"
	"github.com/openenvelope/envelope/scenario/history"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// sure is an estimate without Monte Carlo error.
func sure(x float64) scenario.Estimate { return scenario.Estimate{Value: x, Lo: x, Hi: x} }

// hit has a band from 1 to 3 and an outturn.
func hit(line, year string, outturn float64) evidence.Hit {
	return evidence.Hit{Line: line, Year: year, Money: true, Outturn: outturn * 1e9, P10: sure(1e9), P50: sure(2e9),
		P90: sure(3e9), Rank: sure(0.4), Inside: 1 <= outturn && outturn <= 3}
}

func backcast(t *testing.T, o report.Options, hits ...evidence.Hit) string {
	t.Helper()
	var b bytes.Buffer
	c := &evidence.Calibration{Name: "the county", Years: "2013/14 to 2015/16", Currency: "£", Hits: hits,
		Run: &scenario.Result{Description: scenario.Description{NotModelled: []string{"the weather"}},
			Run: scenario.RunInfo{Paths: 1000, Seed: 7}}}
	require.NoError(t, report.Backcast(&b, c, o))
	return b.String()
}

// spaced has one space wherever text has any, so that it may be wrapped anywhere.
func spaced(text string) string { return strings.Join(strings.Fields(text), " ") }

// The answer first, then where each outturn fell, then the coverage by line and in all.
func TestBackcastPage(t *testing.T) {
	text := backcast(t, report.Options{}, hit("net_cost", "2014/15", 2), hit("net_cost", "2015/16", 3.5),
		hit("balance", "2014/15", 0.5))
	for _, says := range []string{
		"the county, back-cast 2013/14 to 2015/16\n====",
		"Inside their bands from p10 to p90 are 1 of 3 outturns: 33%, where 80% was promised (95% interval 1% to 91%); 1 below and 1 above. So few outturns",
		"net cost 2014/15 2,000.0 1,000.0 2,000.0 3,000.0 40% inside",
		"         2015/16 3,500.0 1,000.0 2,000.0 3,000.0 40%  above",
		"balance  2014/15   500.0 1,000.0 2,000.0 3,000.0 40%  below",
		"Outturns and what was forecast, £m",
		"Not modelled\n- the weather",
		"Seed 7, 1,000 paths",
	} {
		assert.Contains(t, spaced(text), spaced(says))
	}
	assert.Contains(t, spaced(backcast(t, report.Options{Unit: finance.DisplayUnits("£")[0]},
		hit("balance", "2014/15", 2))), "2014/15 2.0 1.0 2.0 3.0 40% inside")
	for _, width := range []int{40, 60} {
		for _, line := range strings.Split(backcast(t, report.Options{Width: width}, hit("net_cost", "2014/15", 2)),
			"\n") {
			assert.LessOrEqual(t, len([]rune(line)), width, line)
		}
	}
}

// The words follow from the interval: too few to tell, too narrow, too wide.
func TestBackcastSaysHowBandsFared(t *testing.T) {
	many := func(inside, of int) (hits []evidence.Hit) {
		for i := range of {
			outturn := 5.0
			if i < inside {
				outturn = 2
			}
			hits = append(hits, hit("balance", "2014/15", outturn))
		}
		return hits
	}
	assert.Contains(t, spaced(backcast(t, report.Options{}, many(4, 5)...)), "So few outturns")
	assert.Contains(t, spaced(backcast(t, report.Options{}, many(4, 20)...)),
		"The bands are too narrow or in the wrong place")
	assert.Contains(t, spaced(backcast(t, report.Options{}, many(40, 40)...)), "wider than they need")
	assert.Contains(t, backcast(t, report.Options{}), "There is no outturn")
}

// Nothing from a file can move the cursor.
func TestBackcastIsClean(t *testing.T) {
	text := backcast(t, report.Options{}, hit("net\x1b[2J", "2014\x1b/15", 2))
	assert.NotContains(t, text, "\x1b")
	require.Error(t, report.Backcast(&bytes.Buffer{}, nil, report.Options{}))
	require.Error(t, report.Backcast(&bytes.Buffer{}, &evidence.Calibration{}, report.Options{}))
}

func fitted(t *testing.T, name, column string, o history.Options) string {
	t.Helper()
	s, err := history.ReadShipped(name, column)
	require.NoError(t, err)
	f, err := history.Fit(context.Background(), s, o)
	require.NoError(t, err)
	ahead, err := history.OneStep(s, o)
	require.NoError(t, err)
	var b bytes.Buffer
	require.NoError(t, report.Fit(&b, f, ahead, report.Options{}))
	return b.String()
}

// The page of a fit: numbers with their errors, how the one-step forecasts fared, what cannot be told, the text to
// paste.
func TestFitPage(t *testing.T) {
	text := fitted(t, "gdp_deflator.csv", "growth", history.Options{})
	for _, says := range []string{
		"growth, 2008/09 to 2018/19\n=====",
		"Normal, drawn each year with persistence, fitted to 11 values.",
		"mean, %", "1.785", "persistence", "-0.259", "standard error",
		"3 of 6 outturns",
		"- 11 values are a short history",
		"{normal: {mean: 1.78533636%, sd: 0.462675005%}, each_year: {persistence: -0.2593",
	} {
		assert.Contains(t, text, says)
	}
	walk := fitted(t, "provider_positions.csv", "underlying", history.Options{Process: history.Walk})
	assert.Contains(t, walk, "Normal, a walk from the value of 2023/24")
	assert.Contains(t, walk, "sd, £m")
	assert.Contains(t, walk, "{normal: {mean: -£4500m, sd: £")
	assert.Contains(t, fitted(t, "savings.csv", "delivery",
		history.Options{Process: history.Independent, Law: "gamma", Resamples: 50}), "shape")
	assert.Contains(t, fitted(t, "productivity.csv", "growth", history.Options{Process: history.Walk}),
		"too short to forecast")
	require.Error(t, report.Fit(&bytes.Buffer{}, nil, nil, report.Options{}))
}

// A rank of a law is never quite none or all; one of paths has the digits that they support.
func TestRanks(t *testing.T) {
	far := func(rank scenario.Estimate) string {
		h := hit("balance", "2014/15", 2)
		h.Rank = rank
		return backcast(t, report.Options{}, h)
	}
	assert.Contains(t, far(sure(1e-9)), "<0.1%")
	assert.Contains(t, far(sure(1-1e-9)), ">99.9%")
	assert.Contains(t, far(scenario.Estimate{Value: 0.123, Lo: 0.122, Hi: 0.124}), " 12% ")
	assert.Contains(t, far(sure(math.NaN())), "?")
}
