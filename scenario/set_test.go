package scenario_test

import (
	"context"
	"testing"

	"github.com/openenvelope/envelope/scenario"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A setting does what the same text in the file would do, and a manifest with settings verifies.
func TestSettings(t *testing.T) {
	spec, err := scenario.ReadFile("../examples/settlement/settlement.yaml")
	require.NoError(t, err)
	run := func(s *scenario.Spec) *scenario.Result {
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
	set, err := spec.With(scenario.Setting{Path: "earmark.share", Value: "2%"}, scenario.Setting{Path: "need.real_growth", Value: "{p10: 3%, p90: 5%}"})
	require.NoError(t, err)
	after := run(set)
	assert.NotEqual(t, before.Hash, after.Hash)
	assert.Equal(t, before.Hash, run(spec).Hash, "the file itself stays as it was")

	back, err := set.With(scenario.Setting{Path: "earmark.share", Value: "5%"}, scenario.Setting{Path: "need.real_growth", Value: "{p10: 2.8%, p90: 3.8%}"})
	require.NoError(t, err)
	assert.Equal(t, before.Hash, run(back).Hash, "the last setting of a place counts")

	manifest := scenario.NewManifest(set, after)
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
	spec, err := scenario.ReadFile("../examples/settlement/settlement.yaml")
	require.NoError(t, err)
	_, err = spec.With(scenario.Setting{"earmrk.share", "2%"}, scenario.Setting{"earmark.share", "{"}, scenario.Setting{"earmark.share", ""},
		scenario.Setting{"earmark.share", "1%\nrun: {paths: 1}"}, scenario.Setting{"", "1%"})
	var faults scenario.Faults
	require.ErrorAs(t, err, &faults)
	require.Len(t, faults, 5)
	assert.Contains(t, err.Error(), `settlement.yaml, as set: earmrk.share: a change cannot begin with "earmrk"`)
	assert.Contains(t, err.Error(), "did you mean earmark?")
	assert.Contains(t, err.Error(), `as set: earmark.share: "1%\nrun: {paths: 1}" is not one value`)

	set, err := spec.With(scenario.Setting{"earmark.share", "3.4"})
	require.NoError(t, err)
	_, err = set.Model()
	assert.ErrorContains(t, err, "settlement.yaml, as set: earmark.share: 3.4 is 340%; did you mean 3.4%?")
}
