package file

import (
	"testing"
	"testing/fstest"

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

// A table of several areas gives each body its own people; its first line names the areas, the years and the bands.
func TestOwnPopulation(t *testing.T) {
	const people = "area,year,0-64,65+,total\nNorth,2024,900000,100000,1000000\nNorth,2025,903000,104000,1007000\n" +
		"South,2025,500000,91000,591000\nSouth,2024,500000,90000,590000\n"
	text := func(population string) []byte {
		return []byte("schema: 1\nyears: 2024/25 to 2025/26\nfunding: {baseline: £100m, real_growth: 3%}\n" +
			"need: {components: {people: {population: " + population + ", cost_per_head: {0: £1k, 65: £4k}}}}\n" +
			"not_modelled: []\n")
	}
	folder := fstest.MapFS{"people.csv": {Data: []byte(people)},
		"one.csv": {Data: []byte("year,0-64,65+\n2024,10,1\n2025,11,1\n")}}
	for population, want := range map[string]finance.Rate{
		"{csv: people.csv, area: North}": 0.0146153846, // (903 + 4 × 104) ÷ (900 + 4 × 100) − 1
		"{csv: people.csv, area: South}": 0.0046511628, // (500 + 4 × 91) ÷ (500 + 4 × 90) − 1
		"{csv: one.csv}":                 0.0714285714, // 15 ÷ 14 − 1
	} {
		spec, err := LoadIn(folder, "f.yaml", text(population))
		require.NoError(t, err, population)
		m, err := spec.Model()
		require.NoError(t, err, population)
		assert.Equal(t, []finance.Rate{want}, model(m.Baseline).Need.Components[0].Growth, population)
		assert.Contains(t, central(m).Notes["need.components.people"].Source, ".csv")
	}
	for population, want := range map[string]string{
		"{csv: people.csv, area: West}": `there is no area "West"; the table has North, South`,
		"{csv: people.csv}":             `no area is named, and the table has a column of them; the table has North, South`,
		"{csv: one.csv, area: North}":   `there is no column "area"; a table of one area needs no name of it`,
		"{csv: gone.csv}":               `the table "gone.csv" is not there`,
		"{area: North}":                 "csv is missing",
	} {
		spec, err := LoadIn(folder, "f.yaml", text(population))
		require.NoError(t, err, population)
		_, err = spec.Model()
		assert.ErrorContains(t, err, want, population)
	}
}
