package file

import (
	"math"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/internal/pence"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTruncatedAsItIsWritten(t *testing.T) {
	m := loaded(t, "positions:\n  technical: {normal: {mean: £1m, sd: £1m}, truncate: {low: £0}}\n"+
		"  support: {p10: £1m, p90: £4m, truncate: {low: £1m, high: £4m}}\n")
	want := dist.Truncated{Law: dist.Normal{Mean: 1e8, SD: 1e8}, Low: 0, High: math.Inf(1)}
	require.Len(t, m.Baseline.Drivers, 2)
	assert.Equal(t, dist.Truncated{Law: dist.LognormalFromInterval(1e8, 4e8), Low: 1e8, High: 4e8},
		pence.OfLaw(m.Baseline.Drivers[0].Law))
	assert.Equal(t, want, pence.OfLaw(m.Baseline.Drivers[1].Law))
	assert.Equal(t, []finance.Amount{finance.Amount(math.Round(dist.Median(want)))}, central(m).Positions.Technical)
	assert.Equal(t, []finance.Amount{2_000_000_00}, central(m).Positions.Support,
		"cut alike on both sides, the median stays")
}

func TestThreePercentilesMakeAMetalog(t *testing.T) {
	m := loaded(t, "deflator: {surprise: {p10: -1%, p50: 0.5%, p90: 1%}}\n")
	assert.Equal(t, []scenario.Driver{{Input: "deflator.surprise",
		Law: dist.Metalog{P10: -0.01, P50: 0.005, P90: 0.01}}}, m.Baseline.Drivers)
	assert.Equal(t, finance.Rate(0.005), central(m).Deflator.Surprise[0])
}

// A change of the law leaves its bounds, and the other way round.
func TestAChangeBesideTruncate(t *testing.T) {
	m := loaded(t, "deflator: {surprise: {normal: {mean: 0%, sd: 1%}, truncate: {low: -1%, high: 1%}}}\n"+
		"changes:\n  wider: {deflator.surprise.normal.sd: 2%}\n  open: {deflator.surprise.truncate: {high: 1%}}\n"+
		"scenarios:\n  wide: [wider]\n  opened: [open]\n")
	assert.Equal(t, dist.Truncated{Law: dist.Normal{SD: 0.01}, Low: -0.01, High: 0.01}, m.Baseline.Drivers[0].Law)
	assert.Equal(t, dist.Truncated{Law: dist.Normal{SD: 0.02}, Low: -0.01, High: 0.01}, m.Scenarios[0].Drivers[0].Law)
	assert.Equal(t, dist.Truncated{Law: dist.Normal{SD: 0.01}, Low: math.Inf(-1), High: 0.01},
		m.Scenarios[1].Drivers[0].Law)
}
