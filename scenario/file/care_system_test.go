package file

import (
	"bytes"
	"fmt"
	"os"
	"testing"

	"github.com/openenvelope/envelope/scenario"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A whole integrated care system is at most 80 lines: a commissioner, two acute trusts whose support is withdrawn, a
// mental health trust, a council whose reserves go first, a pool, plans of 4%, pressures, and one pay award, which
// moves every body that pays it and nothing else.
func TestACareSystemInEightyLines(t *testing.T) {
	const path = "testdata/good/integrated_care_system.yaml"
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.LessOrEqual(t, bytes.Count(text, []byte("\n")), 80)
	spec, err := Load(path, text)
	require.NoError(t, err)
	m, err := spec.Model()
	require.NoError(t, err)
	r, err := scenario.Run(t.Context(), m, scenario.Options{Paths: 500})
	require.NoError(t, err)
	require.Len(t, r.Warnings, 2)
	for _, reason := range []string{"(accepted: It reported a surplus)", "(accepted: The money is the ICB's own programme)"} {
		assert.Contains(t, fmt.Sprint(r.Warnings), reason)
	}
	demand := func(scenario, body string) string {
		l, ok := r.Ledger(scenario)
		require.True(t, ok)
		last, ok := l.At("bodies."+body+".demand", 4)
		require.True(t, ok)
		return last.String()
	}
	for body, moves := range map[string]bool{"ICB": false, "Northfield Hospitals": true, "Eastgate Hospital": true,
		"Mental health trust": true, "Council": true} {
		assert.Equal(t, moves, demand("baseline", body) != demand("one point more pay", body), body)
	}
}
