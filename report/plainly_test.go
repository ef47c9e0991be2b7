package report

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Every number of every example has plain words.
func TestEveryNumberHasPlainWords(t *testing.T) {
	examples, err := filepath.Glob("../examples/*/*.yaml")
	require.NoError(t, err)
	starters, err := filepath.Glob("../cmd/envelope/starters/*.yaml")
	require.NoError(t, err)
	good, err := filepath.Glob("../scenario/file/testdata/good/*.yaml")
	require.NoError(t, err)
	numbers := 0
	for _, path := range append(append(examples, starters...), good...) {
		spec, err := file.Read(path)
		require.NoError(t, err)
		m, err := spec.Model()
		require.NoError(t, err)
		d, err := m.Describe(context.Background(), scenario.Options{})
		require.NoError(t, err)
		for _, in := range d.Inputs {
			numbers++
			assert.NotEqual(t, in.Input, SpokenInput(in.Input), path)
		}
	}
	assert.Greater(t, numbers, 500)
}

// The texts of answers say inputs in plain words; what has none, and what only looks like a key, stays.
func TestPlainly(t *testing.T) {
	for text, want := range map[string]string{
		"deflator.surprise":                         "inflation above plan",
		"Acute trust: need.real_growth":             "Acute trust: growth of need above inflation",
		"funding.real_growth, 0.1 points more":      "growth of funding above planned inflation, 0.1 points more",
		"demand: x.y × deflator.surprise":           "demand: x.y × inflation above plan",
		"The widest swing is of deflator.surprise.": "The widest swing is of inflation above plan.",
		"pools.Better care fund.real_growth":        "Better care fund: growth of the pool's cost above inflation",
		"Red numbers: earmark.share; bodies.St. Mary's.opening.position.": "Red numbers: new money meant for " +
			"transformation; St. Mary's: position in the opening year (a deficit is negative).",
		"the baseline, in 0.5 years": "the baseline, in 0.5 years",
		"my.earmark.share":           "my.earmark.share",
		"earmark.shared":             "earmark.shared",
		"":                           "",
		". : , ;":                    ". : , ;",
		"ünder.need.real_growth\xff": "ünder.need.real_growth\xff",
	} {
		assert.Equal(t, want, Plainly(text, false), text)
	}
	assert.Equal(t, "Acute trust: interest on debt (debt.interest)", Plainly("Acute trust: debt.interest", true),
		"the key that people type stands beside the words")
}
