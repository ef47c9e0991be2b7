package scenario_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/history"
)

// What is usual in the English NHS is what the shipped histories have seen: the ends of their columns. The need of a
// body is no history; its ends are published projections and stand in the source. Productivity leaves the pandemic out.
func TestRangesAreThoseOfTheShippedHistories(t *testing.T) {
	ends := func(until string, tables ...[2]string) (low, high float64) {
		low, high = math.Inf(1), math.Inf(-1)
		for _, table := range tables {
			s, err := history.ReadShipped(table[0], table[1])
			require.NoError(t, err)
			for _, p := range s.Points {
				if until == "" || s.Label(p.Year) <= until {
					low, high = min(low, p.Value), max(high, p.Value)
				}
			}
		}
		return low, high
	}
	fundingLow, fundingHigh := ends("", [2]string{"nhs_funding.csv", "real_growth"})
	_, saved := ends("", [2]string{"savings.csv", "of_cost"})
	_, gained := ends("2017/18", [2]string{"productivity.csv", "growth"})
	inflationLow, inflationHigh := ends("", [2]string{"gdp_deflator.csv", "growth"},
		[2]string{"inflation_surprise.csv", "outturn"})
	for path, want := range map[string][2]float64{
		"funding.real_growth":                    {fundingLow, fundingHigh},
		"bodies.Acute trust.savings.planned":     {0, saved},
		"services.hospital.productivity":         {0, gained},
		"transfers.Contract.efficiency":          {0, gained},
		"need.components.productivity":           {-gained, 0},
		"deflator.planned":                       {inflationLow, inflationHigh},
		"bodies.North.bodies.A.need.real_growth": {0, 0.05},
		"earmark.share":                          {},
	} {
		low, high, ok := scenario.UsualOf("English NHS", path)
		assert.Equal(t, want != [2]float64{}, ok, path)
		assert.InDelta(t, want[0], low, 1e-12, path)
		assert.InDelta(t, want[1], high, 1e-12, path)
	}
}
