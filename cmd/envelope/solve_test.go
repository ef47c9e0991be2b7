package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestSolve(t *testing.T) {
	for _, tt := range []struct {
		args   []string
		status int
		says   string
	}{
		{[]string{"--from", "2%", "--to", "8%", "--year", "2023/24"}, exitOK, "funding.real_growth = 4.2"},
		{[]string{"--from", "2%", "--to", "8%", "--year", "2023/24"}, exitOK,
			"makes it 80% probable that balance is zero or more in the year, for 2023/24 and “settlement, stand still”.\n"},
		{[]string{"--from", "2%", "--to", "8%", "--scenario", "four percent, improve", "--measure", "cumulatively"},
			exitOK, "balance added up over the years so far is zero or more, for 2028/29 and “four percent, improve”"},
		{[]string{"--from", "2", "--to", "8%"}, exitBadInput, "2 is 200%; did you mean 2%?"},
		{[]string{"--from", "2%", "--to", "8%", "--chance", "80"}, exitBadInput, `--chance: "80" is not a chance`},
		{[]string{"--from", "8%", "--to", "2%"}, exitBadInput, "it must go up"},
		{[]string{"--from", "2%", "--to", "8%", "--input", "funding.real_grwth"}, exitBadInput,
			`did you mean "funding.real_growth"?`},
		{[]string{"--from", "2%", "--to", "8%", "--input", "need.real_growth"}, exitOK,
			"need.real_growth = 2.9"}, // uncertain in the file, and decided in what is tried
		{[]string{"--from", "2%", "--to", "8%", "--year", "2033/34"}, exitBadInput,
			"2033/34 is not a year of this file; it has 2018/19 to 2028/29"},
		{[]string{"--from", "1%", "--to", "2%"}, exitBadInput,
			"no value of funding.real_growth from 1% to 2% reaches a chance of 80%: it is <1% (95% Monte Carlo interval 0.00–0.12) at the first"},
		{[]string{"--from", "9%", "--to", "10%"}, exitBadInput,
			"every value of funding.real_growth from 9% to 10% has a chance of 80% or more: it is >99% (95% Monte Carlo interval 99.88–100.00) at the first"},
		{[]string{"--input", "debt.opening", "--from", "£0", "--to", "£5bn"}, exitBadInput,
			"no value of debt.opening from £0 to £5bn reaches a chance of 80%"},
		{[]string{"--from", "2%", "--to", "8%", "--input", "zzz"}, exitBadInput,
			`there is no number "zzz" in this file; with --input name one of `},
	} {
		got := envelope(t, "", append([]string{"solve", settlement, "--paths", "4000"}, tt.args...)...)
		assert.Equal(t, tt.status, got.status, "%v: %s", tt.args, got.err)
		assert.Contains(t, got.out+got.err, tt.says)
	}
}

// Of a system the number to find stands in a body, and the answer names those that there are.
func TestSolveNamesThePlacesOfASystem(t *testing.T) {
	got := envelope(t, "", "solve", "../../examples/system/system.yaml", "--from", "0%", "--to", "5%")
	assert.Equal(t, exitBadInput, got.status)
	assert.Contains(t, got.err,
		`there is no number "funding.real_growth" in this file, which is of a system; with --input name one of bodies.`)
	assert.Contains(t, got.err, "bodies.Commissioner.funding.real_growth")
}

// For programs the value is a fraction, or money in the currency's unit, with the words beside it.
func TestSolveJSON(t *testing.T) {
	for _, tt := range []struct {
		args     []string
		low, hi  float64
		contains string
	}{
		{[]string{"--from", "2%", "--to", "8%", "--year", "2023/24"}, 0.02, 0.08, "funding.real_growth = 4.2"},
		{[]string{"--input", "debt.opening", "--from", "£0", "--to", "£500bn", "--chance", "50%",
			"--set", "funding.real_growth=3.7%"}, 1e9, 5e11, "debt.opening = "},
	} {
		got := envelope(t, "",
			append([]string{"solve", settlement, "--paths", "4000", "--format", "json"}, tt.args...)...)
		require.Equal(t, exitOK, got.status, got.err)
		var found struct {
			Value, Lo, Hi float64
			Words         string
		}
		require.NoError(t, json.Unmarshal([]byte(got.out), &found))
		assert.Contains(t, found.Words, tt.contains)
		assert.LessOrEqual(t, found.Lo, found.Value)
		assert.LessOrEqual(t, found.Value, found.Hi)
		assert.Greater(t, found.Value, tt.low)
		assert.Less(t, found.Value, tt.hi)
	}
}

// A number may be named in words, as answers and workbooks name it; a name with spaces is offered in quotation marks,
// so that it can be copied.
func TestSolveTakesWords(t *testing.T) {
	key := envelope(t, "", "solve", settlement, "--input", "need.real_growth", "--from", "1%", "--to", "5%", "--paths", "500")
	words := envelope(t, "", "solve", settlement, "--input", "growth of need above inflation", "--from", "1%", "--to", "5%",
		"--paths", "500")
	require.Equal(t, exitOK, words.status, words.err)
	assert.Equal(t, key.out, words.out)
	unknown := envelope(t, "", "solve", system, "--input", "need.real_growth", "--from", "1%", "--to", "2%")
	assert.Contains(t, unknown.err, `"bodies.Acute trust.need.real_growth"`)
}

// A folder of results does not differ from its own file, though only the record says how many paths there were.
func TestDiffOfAFolderAndItsFile(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	text, err := os.ReadFile(settlement)
	require.NoError(t, err)
	file := filepath.Join(t.TempDir(), "plan.yaml")
	require.NoError(t, os.WriteFile(file, text, 0o600))
	got := envelope(t, "", "run", file, "--out", out)
	require.Equal(t, exitOK, got.status, got.err)
	assert.Equal(t, "Nothing differs.\n", envelope(t, "", "diff", out, file).out)
}
