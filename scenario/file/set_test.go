package file_test

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A setting does what the same text in the file would do, and a manifest with settings verifies.
func TestSettings(t *testing.T) {
	spec, err := file.Read("../../examples/settlement/settlement.yaml")
	require.NoError(t, err)
	run := func(s *file.Spec) *scenario.Result {
		m, err := s.Model()
		require.NoError(t, err)
		if m, err = m.Only([]string{m.Baseline.Name}); err != nil {
			require.NoError(t, err)
		}
		r, err := scenario.Run(context.Background(), m, scenario.Options{Paths: 500, Lines: []string{"balance"}})
		require.NoError(t, err)
		return r
	}
	before := run(spec)
	set, err := spec.With(scenario.Setting{Path: "earmark.share", Value: "2%"},
		scenario.Setting{Path: "need.real_growth", Value: "{p10: 3%, p90: 5%}"})
	require.NoError(t, err)
	after := run(set)
	assert.NotEqual(t, before.Hash, after.Hash)
	assert.Equal(t, before.Hash, run(spec).Hash, "the file itself stays as it was")

	back, err := set.With(scenario.Setting{Path: "earmark.share", Value: "5%"},
		scenario.Setting{Path: "need.real_growth", Value: "{p10: 2.8%, p90: 3.8%}"})
	require.NoError(t, err)
	assert.Equal(t, before.Hash, run(back).Hash, "the last setting of a place counts")

	manifest := file.NewManifest(set, after)
	differences, err := manifest.Verify(context.Background(), scenario.Options{})
	require.NoError(t, err)
	assert.Empty(t, differences)
	manifest.Set[0].Value = "3%"
	differences, err = manifest.Verify(context.Background(), scenario.Options{})
	require.NoError(t, err)
	assert.NotEmpty(t, differences)
}

// Faults of settings come all at once, with what would be right and without a line.
func TestFaultsOfSettings(t *testing.T) {
	spec, err := file.Read("../../examples/settlement/settlement.yaml")
	require.NoError(t, err)
	_, err = spec.With(scenario.Setting{Path: "earmrk.share", Value: "2%"},
		scenario.Setting{Path: "earmark.share", Value: "{"}, scenario.Setting{Path: "earmark.share", Value: ""},
		scenario.Setting{Path: "earmark.share", Value: "1%\nrun: {paths: 1}"}, scenario.Setting{Path: "", Value: "1%"})
	var faults file.Faults
	require.ErrorAs(t, err, &faults)
	require.Len(t, faults, 5)
	assert.Contains(t, err.Error(), `settlement.yaml, as set: earmrk.share: a change cannot begin with "earmrk"`)
	assert.Contains(t, err.Error(), "did you mean \"earmark\"?")
	assert.Contains(t, err.Error(), `as set: earmark.share: "1%\nrun: {paths: 1}" is not one value`)

	set, err := spec.With(scenario.Setting{Path: "earmark.share", Value: "3.4"})
	require.NoError(t, err)
	_, err = set.Model()
	assert.ErrorContains(t, err, "settlement.yaml, as set: earmark.share: 3.4 is 340%; did you mean 3.4%?")
}

// What was set is said in one wording, wherever a result goes: in its name, and in the records of the scenarios where
// it holds. A scenario whose changes put another number there has its own.
func TestAResultSaysWhatWasSet(t *testing.T) {
	for words, set := range map[string][]scenario.Setting{
		"":                               nil,
		"with funding.real_growth 4%":    {{Path: "funding.real_growth", Value: "4%"}},
		"with earmark.share 2% and a 1%": {{Path: " earmark.share ", Value: " 2% "}, {Path: "a", Value: "1%"}},
		"with a 1%, b 2% and c 3%": {{Path: "a", Value: "1%"}, {Path: "b", Value: "2%"},
			{Path: "c", Value: "3%"}},
		"with a 2%":                 {{Path: "a", Value: "1%"}, {Path: "a", Value: "2%"}},
		"with a {p10: 3%, p90: 5%}": {{Path: "a", Value: "{\"p10\": \"3%\",\n \"p90\": \"5%\"}"}},
		"with a 3%, b 0.03, c {p10: 1%, p90: 2%}, d {} and e {values: [1%, 2%], then: 3%}": {
			{Path: "a", Value: "{value: 3%, quality: red, source: The director's letter, note: low}"},
			{Path: "b", Value: `{"value": 0.03, "source": "NHS, \"plan\", 2019", "owner": "A"}`},
			{Path: "c", Value: "{source: {a: b, c: d}, p10: 1%, p90: 2%}"}, {Path: "d", Value: "{quality: red}"},
			{Path: "e", Value: "{values: [1%, 2%], then: 3%, source: 'One, two'}"}},
		"with a {value: 3%, b: 1%} and b {c":      {{Path: "a", Value: "{value: 3%, b: 1%}"}, {Path: "b", Value: "{c"}},
		"with a " + strings.Repeat("x", 60) + "…": {{Path: "a", Value: strings.Repeat("x", 500)}},
	} {
		assert.Equal(t, words, scenario.SettingsInWords(set))
	}

	spec, err := file.Read("../../examples/settlement/settlement.yaml")
	require.NoError(t, err)
	set, err := spec.With(scenario.Setting{Path: "funding.real_growth", Value: "9%"},
		scenario.Setting{Path: "earmark.leakage", Value: "50%"})
	require.NoError(t, err)
	const both, leakage = "with funding.real_growth 9% and earmark.leakage 50%", "with earmark.leakage 50%"
	m, err := set.Model()
	require.NoError(t, err)
	assert.Equal(t, "The June 2018 settlement, "+both, m.Name)
	r, err := scenario.Run(context.Background(), m, scenario.Options{Paths: 500, Lines: []string{"balance"}})
	require.NoError(t, err)
	assert.Equal(t, m.Name, r.Name)
	assert.Equal(t, m.Set, file.NewManifest(set, r).Set)
	assert.Len(t, r.SetIn("settlement, improve"), 2)
	assert.Equal(t, []scenario.Setting{{Path: "earmark.leakage", Value: "50%"}}, r.SetIn("four percent, improve"),
		"it has a growth of its own")
	said := map[string]string{}
	for _, x := range r.Records() {
		said[x.Scenario+"/"+x.Versus] = x.Set
	}
	for _, x := range r.ChanceRecords() {
		assert.Equal(t, said[x.Scenario+"/"+x.Versus], x.Set)
	}
	assert.Equal(t, both, said["settlement, stand still/"])
	assert.Equal(t, leakage, said["four percent, stand still/"])
	assert.Equal(t, both, said["four percent, stand still/settlement, stand still"], "a difference rests on both sides")

	m, err = spec.Model()
	require.NoError(t, err)
	assert.Equal(t, "The June 2018 settlement", m.Name)
}

// A correlated number that a setting decides leaves the draws of the others as they were: costs are those of a number
// that hardly moves. A group of which all are decided is none.
func TestASettingDecidesACorrelatedNumber(t *testing.T) {
	spec, err := file.Read("testdata/good/dependence.yaml")
	require.NoError(t, err)
	costs := func(of string, settings ...scenario.Setting) []float64 {
		set, err := spec.With(settings...)
		require.NoError(t, err)
		m, err := set.Model()
		require.NoError(t, err, of)
		o := scenario.Options{Paths: 500, Lines: []string{"cost"}}
		r, err := scenario.Run(context.Background(), m, o)
		require.NoError(t, err)
		differences, err := file.NewManifest(set, r).Verify(context.Background(), scenario.Options{})
		require.NoError(t, err)
		assert.Empty(t, differences, of)
		sample, err := scenario.Draw(context.Background(), m, o)
		require.NoError(t, err)
		figures, ok := sample.Of("", "cost", "2020/21")
		require.True(t, ok)
		return figures
	}
	still := "{normal: {mean: 0.1%, sd: 0.0000001%}}"
	for _, names := range [][]string{{"a"}, {"c"}, {"b", "f"}, {"c", "d"}} {
		var decided, hardly []scenario.Setting
		for _, name := range names {
			path := "need.components." + name
			decided = append(decided, scenario.Setting{Path: path, Value: "0.1%"})
			moves := still
			if name == "c" || name == "d" {
				moves = "{normal: {mean: 0.1%, sd: 0.0000001%}, each_year: true}"
			}
			hardly = append(hardly, scenario.Setting{Path: path, Value: moves})
		}
		want, got := costs("moving", hardly...), costs("decided", decided...)
		assert.InDeltaSlice(t, want, got, 10, "£10 of £100m, %v", names)
	}
}

// A group's name that was never an uncertain number is a fault whatever is set.
func TestASettingExcusesNoMisspeltDriver(t *testing.T) {
	text, err := os.ReadFile("testdata/good/dependence.yaml")
	require.NoError(t, err)
	misspelt := strings.Replace(string(text), "loads: {need.real_growth:", "loads: {need.real_grwth:", 1)
	spec, err := file.Load("misspelt.yaml", []byte(misspelt))
	require.NoError(t, err)
	set, err := spec.With(scenario.Setting{Path: "need.real_growth", Value: "3%"})
	require.NoError(t, err)
	_, err = set.Model()
	assert.ErrorContains(t, err, `"need.real_grwth" is not an uncertain number`)
}
