package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A year of figures opens the next plan, which is sound, and the page says what was planned and what came.
func TestRollOpensTheNextPlan(t *testing.T) {
	folder := t.TempDir()
	plan, next := filepath.Join(folder, "plan.yaml"), filepath.Join(folder, "next.yaml")
	actuals := filepath.Join(folder, "actuals.csv")
	require.Equal(t, exitOK, envelope(t, "", "init", "-o", plan).status)
	require.NoError(t, os.WriteFile(actuals,
		[]byte("line,amount\nfunding,£943m\nrecurrent cost,£950m\nbalance,£(9)m\n"), 0o600))
	got := envelope(t, "", "roll", plan, actuals, "-o", next)
	require.Equal(t, exitOK, got.status, got.err)
	assert.Equal(t, `A plan of our own in 2026/27, as it came out, £m

  planned   came  more or less
    941.0  943.0           2.1  funding
    948.5  950.0           1.5  recurrent cost
     -7.6   -9.0          -1.4  balance

Taken as planned, as no figure was given: debt, one offs.

`+next+" opens on these figures.\n", got.out)
	assert.Contains(t, envelope(t, "", "check", next).out, "next.yaml: no faults\n")

	got = envelope(t, "", "roll", plan, actuals, "-o", next)
	assert.Equal(t, exitBadInput, got.status, "it is there already")
	got = envelope(t, "", "roll", plan, actuals, "--month", "9")
	assert.Contains(t, got.out, "in 2026/27, as it is forecast at month 9, at the rate so far, £m")
	require.NoError(t, os.WriteFile(actuals, []byte("line,amount\nfunding,£943m\n"), 0o600))
	got = envelope(t, "", "roll", plan, actuals)
	assert.Equal(t, exitBadInput, got.status)
	assert.Equal(t, actuals+": recurrent cost: there is no figure for this; give what the year came to\n", got.err)
	got = envelope(t, "", "roll", plan, filepath.Join(folder, "actals.csv"))
	assert.Contains(t, got.err, "actuals.csv", "what may be meant")

	got = envelope(t, "", "run", plan, "--end", "2026/27", "--paths", "1000")
	assert.Contains(t, got.out, "balances in 2026/27 is")
	assert.Equal(t, exitBadInput, envelope(t, "", "run", plan, "--end", "2036/37").status)
}
