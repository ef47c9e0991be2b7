package file

import (
	"testing"

	"github.com/openenvelope/envelope/scenario"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestInputsAreEffectiveAfterDefaults(t *testing.T) {
	s, err := Load("f.yaml", []byte(small+"earmark: {share: {uniform: {low: 0%, high: 10%}, source: Us, owner: Me, quality: red}}\nchanges: {more: {earmark.share: 8%}}\n"))
	require.NoError(t, err)
	m, err := s.Model()
	require.NoError(t, err)
	inputs, err := m.Inputs()
	require.NoError(t, err)
	byName := map[string]scenario.EffectiveInput{}
	for _, in := range inputs {
		byName[in.Scenario+" "+in.Input] = in
	}
	share := byName["baseline earmark.share"]
	assert.Equal(t, []string{"0.05"}, share.Values)
	assert.Contains(t, share.Law, "uniform")
	assert.Equal(t, "Me", share.Owner)
	assert.Equal(t, "red", share.Quality)
	assert.False(t, share.Default)
	assert.Equal(t, []string{"0.08"}, byName["more earmark.share"].Values)
	assert.Empty(t, byName["more earmark.share"].Law)
	assert.Equal(t, []string{"100000000.00"}, byName["baseline funding.baseline"].Values)
	assert.True(t, byName["baseline earmark.leakage"].Default)
	assert.False(t, byName["baseline opening.cost"].Default, "it follows from what the file gives")
}
