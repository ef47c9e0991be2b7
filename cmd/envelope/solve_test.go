package main

import (
	"encoding/json"
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
		{[]string{"--from", "2%", "--to", "8%", "--scenario", "four percent, improve", "--measure", "cumulatively"}, exitOK,
			"balance added up over the years so far is zero or more, for 2028/29 and “four percent, improve”"},
		{[]string{"--from", "2", "--to", "8%"}, exitBadInput, "--from: 2 is 200%; did you mean 2%?"},
		{[]string{"--from", "2%", "--to", "8%", "--chance", "80"}, exitBadInput, `--chance: "80" is not a chance`},
		{[]string{"--from", "8%", "--to", "2%"}, exitBadInput, "it must go up"},
		{[]string{"--from", "2%", "--to", "8%", "--input", "funding.real_grwth"}, exitBadInput, `did you mean "funding.real_growth"?`},
		{[]string{"--from", "2%", "--to", "8%", "--input", "need.real_growth"}, exitBadInput, "need.real_growth is uncertain in the baseline"},
		{[]string{"--from", "2%", "--to", "8%", "--year", "2033/34"}, exitBadInput, "2033/34 is not a year of this file; it has 2018/19 to 2028/29"},
		{[]string{"--from", "1%", "--to", "2%"}, exitBadInput, "funding.real_growth from 1% to 2% does not reach a chance of 80%: it is"},
		{[]string{"--input", "debt.opening", "--from", "£0", "--to", "£5bn"}, exitBadInput, "debt.opening from £0 to £5bn does not reach"},
	} {
		got := envelope(t, "", append([]string{"solve", settlement, "--paths", "4000"}, tt.args...)...)
		assert.Equal(t, tt.status, got.status, "%v: %s", tt.args, got.err)
		assert.Contains(t, got.out+got.err, tt.says)
	}
}

// For programs the value is a fraction, or money in the currency's unit, with the words beside it.
func TestSolveJSON(t *testing.T) {
	for _, tt := range []struct {
		args     []string
		low, hi  float64
		contains string
	}{
		{[]string{"--from", "2%", "--to", "8%", "--year", "2023/24"}, 0.02, 0.08, "funding.real_growth = 4.2"},
		{[]string{"--input", "debt.opening", "--from", "£0", "--to", "£500bn", "--chance", "50%", "--set", "funding.real_growth=3.7%"}, 1e9, 5e11, "debt.opening = "},
	} {
		got := envelope(t, "", append([]string{"solve", settlement, "--paths", "4000", "--format", "json"}, tt.args...)...)
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
