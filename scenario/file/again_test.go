package file

import (
	"context"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/scenario"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A record whose file, settings or scenarios cannot be read is refused for them, and not for what follows.
func TestRecordsThatCannotBeRunAgain(t *testing.T) {
	for want, m := range map[string]Manifest{
		"f.yaml:2:1: something is missing": {File: "f.yaml", Text: "a: ["},
		"f.yaml, as set: x.y: a change": {File: "f.yaml", Text: small,
			Set: []scenario.Setting{{Path: "x.y", Value: "1%"}}},
		`"x" is not a rate; write 3.4%`:     {File: "f.yaml", Text: strings.Replace(small, "4%", "x", 1)},
		`there is no scenario "other"`:      {File: "f.yaml", Text: small, Scenarios: []string{"other"}},
		"f.yaml:1:1: the file is empty; be": {File: "f.yaml"},
	} {
		s, model, _, err := m.Prepare(scenario.Options{})
		assert.ErrorContains(t, err, want)
		assert.Nil(t, s)
		assert.Nil(t, model)
		_, err = m.Verify(t.Context(), scenario.Options{})
		assert.ErrorContains(t, err, want)
		_, result, err := m.Again(t.Context(), scenario.Options{})
		assert.ErrorContains(t, err, want)
		assert.Nil(t, result)
	}
	s, model, o, err := Manifest{File: "f.yaml", Text: small, Paths: 64, Seed: 5, Lines: []string{"balance"},
		Years: []string{"2019/20"}, ExactPercentiles: true}.Prepare(scenario.Options{Workers: 2, Paths: 9})
	require.NoError(t, err)
	assert.Equal(t, []any{small, "baseline"}, []any{string(s.Text()), model.Baseline.Name})
	assert.Equal(t, scenario.Options{Workers: 2, Paths: 64, Seed: 5, Lines: []string{"balance"},
		Years:            []string{"2019/20"},
		ExactPercentiles: true}, o)
}

// A run that is asked to stop does not run again.
func TestARecordIsNotRunAgainWhereItIsToStop(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	m := Manifest{File: "f.yaml", Text: small, Paths: 64}
	_, _, err := m.Again(ctx, scenario.Options{})
	assert.ErrorIs(t, err, context.Canceled)
	_, err = m.Verify(ctx, scenario.Options{})
	assert.ErrorIs(t, err, context.Canceled)
}
