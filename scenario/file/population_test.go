package file

import (
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/population"
	"github.com/openenvelope/envelope/scenario"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const ageing = `
schema: 1
years: 2024/25 to 2028/29
funding: {baseline: £100m, real_growth: 3%}
need:
  real_growth: 2%
  components:
    demography: {population: England, cost_per_head: {0: £1k, 65: £4k}}
baseline: as they are
changes:
  dearer: {need.components.demography.cost_per_head.65: £8k}
  plain: {need.components.demography: 1%}
scenarios: {dearer: [dearer], plain: [plain]}
not_modelled: []
`

// A component of a file follows from a population and a curve, which a change may bend or replace; its source is the
// population's where the file says none.
func TestDemographyFollowsFromAPopulation(t *testing.T) {
	spec, err := Load("f.yaml", []byte(ageing))
	require.NoError(t, err)
	m, err := spec.Model()
	require.NoError(t, err)
	england, err := population.England()
	require.NoError(t, err)
	for i, old := range []finance.Amount{4, 8} {
		want, err := england.Growth(population.Curve{{Age: 0, Cost: finance.Thousand},
			{Age: 65, Cost: old * finance.Thousand}}, 2024, 2028)
		require.NoError(t, err)
		got := model(append([]scenario.Scenario{m.Baseline}, m.Scenarios...)[i]).Need.Components
		assert.Equal(t, []finance.Component{{Name: "demography", Growth: want}}, got)
	}
	assert.Equal(t, []finance.Rate{0.01}, model(m.Scenarios[1]).Need.Components[0].Growth)
	note := central(m).Notes["need.components.demography"]
	assert.Equal(t, england.Source, note.Source)
	assert.Equal(t, "f.yaml:8:5", note.Place)
}

// What follows from an opening figure and the grants says so, and a grant that begins later wants no source.
func TestGrantsStandInWhatFollowsFromThem(t *testing.T) {
	spec, err := Load("f.yaml", []byte(`
schema: 1
years: 2024/25 to 2025/26
funding:
  baseline: £100m
  cash_growth: 3%
  grants: {research: {baseline: £5m, cash_growth: 1%}, winter: {cash: £1m}}
opening: {position: -£2m}
need: {real_growth: 2%}
not_modelled: []
`))
	require.NoError(t, err)
	m, err := spec.Model()
	require.NoError(t, err)
	assert.Equal(t, "follows from funding.baseline and opening.position and funding.grants.research.baseline",
		central(m).Notes["opening.cost"].Source)
	s, err := central(m).Sheet()
	require.NoError(t, err)
	for _, in := range s.Inputs {
		if in.Name == "funding.grants.winter.baseline" {
			assert.Equal(t, "default: none", in.Source)
		}
	}
}
