package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	providers = "../../examples/backcast/providers.yaml"
	outturn   = "../../examples/backcast/outturn.csv"
)

// What is fitted is printed with its errors and the text to paste, and that text alone on request.
func TestFit(t *testing.T) {
	got := envelope(t, "", "fit", "history:gdp_deflator.csv", "--column", "growth", "--until", "2013/14",
		"--process", "independent")
	require.Equal(t, exitOK, got.status, got.err)
	assert.Empty(t, got.err)
	const paste = `{normal: {mean: 1.9048%, sd: 0.37121751%}, each_year: true, source: "Fitted to growth of gdp_deflator.csv, 2008/09 to 2013/14", quality: amber}`
	for _, says := range []string{"growth, 2008/09 to 2013/14", "standard error", "AICc -43.13",
		"6 values are a short history", paste} {
		assert.Contains(t, got.out, says)
	}
	assert.NotContains(t, got.out, "\x1b")

	table := filepath.Join(t.TempDir(), "h.csv")
	text := "year,spent\n2013,£1m\n2014,£2m\n2015,£3m\n2016,£2m\n2017,£1.5m\n"
	require.NoError(t, os.WriteFile(table, []byte(text), 0o644))
	fromFile := envelope(t, "", "fit", table, "--column", "spent", "--law", "lognormal", "--process", "walk",
		"--format", "yaml")
	require.Equal(t, exitOK, fromFile.status, fromFile.err)
	// √((ln²2 + ln²1.5 + ln²(2/3) + ln²0.75)/4)
	assert.Equal(t, "{lognormal: {median: £1.5m, sigma: 0.472233495}, ar1: {persistence: 1}, source: \"Fitted to spent of h.csv, 2013 to 2017\", quality: amber}\n", fromFile.out)
	fromInput := envelope(t, text, "fit", "-", "--column", "spent", "--law", "beta", "--low", "£0", "--high", "£10m",
		"--format", "yaml")
	require.Equal(t, exitOK, fromInput.status, fromInput.err)
	assert.Contains(t, fromInput.out, "{beta: {low: £0, high: £10m, alpha: ")
	assert.Contains(t, fromInput.out, "of standard input, 2013 to 2017")
	named := envelope(t, text, "fit", "-", "--name", "our accounts", "--column", "spent", "--process", "independent",
		"--format", "yaml")
	assert.Contains(t, named.out, `source: "Fitted to spent of our accounts, 2013 to 2017"`)
}

// The table and the CSV are one back-cast, of the scenario asked for.
func TestBackcast(t *testing.T) {
	args := []string{"backcast", providers, outturn, "--paths", "5000"}
	got := envelope(t, "", args...)
	require.Equal(t, exitOK, got.status, got.err)
	assert.Empty(t, got.err, "no progress where there is no terminal")
	lines := strings.SplitN(got.out, "\n", 5)
	assert.Equal(t, "English NHS providers, back-cast 2013/14 to 2018/19", lines[0])
	assert.Contains(t, lines[3], "are 14 of 19 outturns")
	assert.Contains(t, got.out, "Seed 0, 5,000 paths")

	got = envelope(t, "", append(args, "--format", "csv", "--seed", "3")...)
	require.Equal(t, exitOK, got.status, got.err)
	rows, err := csv.NewReader(strings.NewReader(got.out)).ReadAll()
	require.NoError(t, err)
	assert.Len(t, rows, 1+19)
	assert.Equal(t, []string{"underlying_position", "2014/15", "£", "-1500000000"}, rows[1][:4])

	got = envelope(t, "", append(args, "--unit", "bn")...)
	assert.Contains(t, got.out, "forecast, £bn")
	base, err := os.ReadFile(providers)
	require.NoError(t, err)
	both := written(t, string(base)+
		"\nchanges: {certain: {deflator.surprise: 0%}}\nscenarios: {no surprise: [certain]}\n")
	got = envelope(t, "", "backcast", both, outturn, "--paths", "100", "--scenario", "no surprise")
	require.Equal(t, exitOK, got.status, got.err)
	assert.Regexp(t, `outturn +2014/15 +1\.40 +1\.90 +1\.90 +1\.90`, got.out)
}

// Every fault of both files, status 2, and nothing printed.
func TestHistoryBadInput(t *testing.T) {
	table := filepath.Join(t.TempDir(), "o.csv")
	require.NoError(t, os.WriteFile(table, []byte("row,year,value,source\nbalance,2014/15,5,\n"), 0o644))
	bad := written(t, strings.Replace(text(t), "lag: 3", "lagg: 3", 1))
	for _, c := range []struct {
		args []string
		says []string
	}{
		{[]string{"fit", table, "--column", "value"},
			[]string{`o.csv:2:17: value[2014/15]: 5 is 500%; did you mean 5%?`}},
		{[]string{"fit", table, "--column", "valu"}, []string{"did you mean \"value\"?"}},
		{[]string{"fit", table}, []string{"--column"}},
		{[]string{"fit", "nowhere.csv", "--column", "x"},
			[]string{`there is no file "nowhere.csv"; write its path from the folder where the command is started`}},
		{[]string{"fit", t.TempDir(), "--column", "x"}, []string{"is not a file"}},
		{[]string{"fit", "history:nothing.csv", "--column", "x"},
			[]string{"there is no shipped history", "gdp_deflator.csv"}},
		{[]string{"fit", "history:gdp_deflator.csv", "--column", "growth", "--law", "cauchy"},
			[]string{"there are normal, lognormal, gamma"}},
		{[]string{"fit", "history:gdp_deflator.csv", "--column", "growth", "--process", "ar1"},
			[]string{"each_year, independent and walk"}},
		{[]string{"fit", "history:gdp_deflator.csv", "--column", "growth", "--until", "soon"}, []string{"--until"}},
		{[]string{"fit", "history:gdp_deflator.csv", "--column", "growth", "--until", "1999/00"},
			[]string{"the first year is 2008/09"}},
		{[]string{"fit", "history:gdp_deflator.csv", "--column", "growth", "--law", "beta", "--low", "x"},
			[]string{"--low"}},
		{[]string{"fit", "history:provider_positions.csv", "--column", "reported", "--law", "lognormal"},
			[]string{"reported[2013/14]: -£108m", "reported[2023/24]: -£1200m"}},
		{[]string{"backcast", bad, table}, []string{"did you mean \"lag\"?", "o.csv:2:17: balance[2014/15]: 5 is 500%",
			"o.csv:2:19: balance[2014/15]: the source is missing"}},
		{[]string{"backcast", settlement, outturn},
			[]string{"underlying_position[2014/15]: the model has no year", "savings[2015/16]: the model has no"}},
		{[]string{"backcast", providers, outturn, "--scenario", "x"}, []string{"there is no scenario"}},
		{[]string{"backcast", "-", "-"}, []string{"only one"}},
		{[]string{"backcast", providers}, []string{"expected"}},
	} {
		got := envelope(t, "", c.args...)
		assert.Equal(t, exitBadInput, got.status, "%v: %s", c.args, got.err)
		assert.Empty(t, got.out, "%v", c.args)
		for _, says := range c.says {
			assert.Contains(t, got.err, says, "%v", c.args)
		}
	}
}

// An interrupted fit or back-cast says so and exits with 130.
func TestHistoryInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, args := range [][]string{{"fit", "history:gdp_deflator.csv", "--column", "growth"},
		{"backcast", providers, outturn}} {
		var stdout, stderr bytes.Buffer
		status := start(ctx, args, streams{in: strings.NewReader(""), out: &stdout, err: &stderr})
		assert.Equal(t, exitInterrupted, status, stderr.String())
		assert.Contains(t, stderr.String(), "interrupted; nothing was left half-written")
		assert.Empty(t, stdout.String())
	}
}
