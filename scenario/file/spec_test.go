package file

import (
	"context"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/scenario"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTheSettlementLoads(t *testing.T) {
	s, err := Read("../../examples/settlement/settlement.yaml")
	require.NoError(t, err)
	m, err := s.Model()
	require.NoError(t, err)
	assert.Equal(t, "The June 2018 settlement", m.Name)
	assert.Equal(t, "settlement, stand still", m.Baseline.Name)
	require.Len(t, m.Scenarios, 3, "four scenarios with the baseline")
	for _, scenario := range append(m.Scenarios, m.Baseline) {
		assert.Len(t, scenario.Drivers, 3)
		assert.Empty(t, model(scenario).Validate())
	}
	assert.Len(t, m.Comparisons, 2)
	assert.Len(t, s.NotModelled(), 5)
	assert.Equal(t, finance.Year(2024), central(m).Notes["funding.real_growth"].AssumedFrom)
	assert.Regexp(t, `^settlement.yaml:[0-9]+:3$`, central(m).Notes["earmark.leakage"].Place,
		"reports do not show folders")
}

func TestGoodFilesCanBeRun(t *testing.T) {
	for name, text := range corpus(t, "good/*") {
		s, err := Load(name, text)
		require.NoError(t, err, name)
		m, err := s.Model()
		require.NoError(t, err, name)
		_, err = scenario.NewPlan(context.Background(), m, scenario.Options{Paths: 256, Seed: 1, Lines: s.Run().Lines})
		assert.NoError(t, err, name)
	}
}

func TestJSONAndYAMLAreTheSame(t *testing.T) {
	files := corpus(t, "good/minimal.*")
	yaml, err := Load("f", files["minimal.yaml"])
	require.NoError(t, err)
	json, err := Load("f", files["minimal.json"])
	require.NoError(t, err)
	a, err := yaml.Model()
	require.NoError(t, err)
	b, err := json.Model()
	require.NoError(t, err)
	central(a).Notes, central(b).Notes = nil, nil
	assert.Equal(t, a, b)
}

func TestWhatAFileSaysAboutItself(t *testing.T) {
	s, err := Load("plans/north.yaml", []byte(small))
	require.NoError(t, err)
	assert.Equal(t, "north", s.Title(), "a file without a name is called by its own")
	assert.Equal(t, scenario.Options{}, s.Run())
	assert.Empty(t, s.NotModelled())

	s, err = Load("f.yaml", []byte(small[:len(small)-len("not_modelled: []\n")]+
		"name: North\nbody: A trust\nrun: {paths: 5000, seed: 9}\nlines: [balance, debt]\nnot_modelled: [Capital]\n"))
	require.NoError(t, err)
	assert.Equal(t, "North", s.Title())
	assert.Equal(t, scenario.Options{Paths: 5000, Seed: 9, Lines: []string{"balance", "debt"}}, s.Run())
	assert.Equal(t, []string{"Capital"}, s.NotModelled())
	m, err := s.Model()
	require.NoError(t, err)
	assert.Equal(t, "A trust", central(m).Name)
}

func TestFrames(t *testing.T) {
	frame := func(lines string) *finance.Model {
		s, err := Load("f.yaml",
			[]byte("schema: 1\nfunding: {baseline: 100m, real_growth: 3%}\nneed: {real_growth: 4%}\nnot_modelled: []\n"+
				lines))
		require.NoError(t, err)
		m, err := s.Model()
		require.NoError(t, err)
		return central(m)
	}
	m := frame("years: 2018/19 to 2020/21\n")
	assert.Equal(t, finance.Year(2018), m.First)
	assert.Equal(t, finance.Year(2020), m.Last)
	assert.Equal(t, "£", m.Symbol())
	for text, sign := range map[string]string{"€": "€", "EUR": "€", "USD": "$", "GBP": "£", "₹": "₹", "CHF": "CHF"} {
		assert.Equal(t, sign, frame("years: 2018/19 to 2020/21\ncurrency: "+text+"\n").Symbol())
	}
	for text, month := range map[string]int{"4": 4, "April": 4, "oct": 10, "07": 7} {
		assert.Equal(t, month, int(frame("years: 2018/19 to 2020/21\nfirst_month: "+text+"\n").FirstMonth))
	}
	m = frame("years: 2018 to 2020\nfirst_month: 1\n")
	assert.Equal(t, "2018", m.Label(m.First))
}

// The file's own model is new every time: a caller may change it.
func TestModelsAreFresh(t *testing.T) {
	s, err := Load("f.yaml", []byte(small))
	require.NoError(t, err)
	a, err := s.Model()
	require.NoError(t, err)
	central(a).Need.RealGrowth[0] = 9
	b, err := s.Model()
	require.NoError(t, err)
	assert.Equal(t, []finance.Rate{0.04}, central(b).Need.RealGrowth)
}

func TestServicesKeepTheOrderOfTheFile(t *testing.T) {
	s, err := Load("services.yaml", corpus(t, "good/services.yaml")["services.yaml"])
	require.NoError(t, err)
	m, err := s.Model()
	require.NoError(t, err)
	services := central(m).Services
	require.Len(t, services, 2)
	assert.Equal(t, "hospital", services[0].Name)
	assert.Equal(t, []string{"pay", "drugs", "other"},
		[]string{services[0].Prices[0].Name, services[0].Prices[1].Name, services[0].Prices[2].Name})
	assert.Equal(t, finance.Rate(0.65), services[0].Prices[0].Weight)
	assert.Equal(t, []finance.Rate{0.005, 0.006, 0.007}, services[0].Productivity)
	assert.Equal(t, "social care", services[1].Name)
	assert.Equal(t, "demography", services[1].Volume[0].Name)
}
