package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// tableOf is a table of a folder of its own.
func tableOf(t *testing.T, text string) string {
	name := filepath.Join(t.TempDir(), "numbers.csv")
	require.NoError(t, os.WriteFile(name, []byte(text), 0o600))
	return name
}

// figuresOf are the figures of a CSV file of results without what was set, whose order is that of the command line.
func figuresOf(csv string) (all []string) {
	for line := range strings.Lines(csv) {
		all = append(all, line[:strings.LastIndex(line, ",with ")+1])
	}
	return all
}

// What a table sets is what --set sets, and --set comes after it. A value may be longer than any command line.
func TestSetFrom(t *testing.T) {
	few := []string{"run", settlement, "--paths", "300", "--lines", "balance", "--format", "csv"}
	numbers := tableOf(t, "place,value\nfunding.real_growth,4%\nneed.real_growth,\"{p10: 3%, p90: 5%}\"\n")
	set := append(few, "--set", "funding.real_growth=4%", "--set", "need.real_growth={p10: 3%, p90: 5%}")
	assert.Equal(t, must(t, set...).out, must(t, append(few, "--set-from", numbers)...).out)
	set = append(few, "--set", "earmark.share=0%")
	over := must(t, append(set, "--set-from", tableOf(t, "value,place\n2%,earmark.share\n"))...).out
	assert.Equal(t, figuresOf(must(t, set...).out), figuresOf(over), "--set comes after")

	many := strings.Repeat("1.00000000%, 2.50000000%, ", 4_999)
	observed := fmt.Sprintf("place,value\nneed.real_growth,\"{empirical: {values: [%s3%%]}}\"\n", many)
	assert.Greater(t, len(observed), 128_000)
	found := must(t, append(few, "--set-from", tableOf(t, observed))...).out
	assert.NotEqual(t, must(t, few...).out, found)
	got := envelope(t, observed, append(few, "--set-from", "-")...)
	assert.Equal(t, found, got.out, "standard input: %s", got.err)
}

// A fault of a number in a table has its line there.
func TestFaultsOfSettingsHaveTheirLine(t *testing.T) {
	for _, tt := range []struct{ text, says string }{
		{"place,value\nearmark.share,3.4\n", ":2:15: earmark.share: 3.4 is 340%; did you mean 3.4%?"},
		{"place,value\nearmark.share,5%\nfunding.real_growt,4%\n", ":3:20: funding.real_growt: there is no key"},
		{"place,value\nneed.real_growth,\"{p10: 3%, p9: 5%}\"\n", ":2:18: need.real_growth"},
		{"place,value\nearmark.share,\n", ":2:15: the value is empty"},
		{"place,value\nearmark.share,[\n", ":2:15: earmark.share: "},
		{"where,value\nearmark.share,5%\n", ":1:1: there is no column \"place\""},
		{"place,value,note\na,b,c\n", ":1:1: the heading has 3 columns"},
		{"", ":1:1: the file is empty"},
		{"place,value\n,\n", ":1:1: there are no settings below the heading"},
	} {
		got := envelope(t, "", "run", settlement, "--paths", "10", "--set-from", tableOf(t, tt.text))
		assert.Equal(t, exitBadInput, got.status, tt.text)
		assert.Contains(t, got.err, "numbers.csv"+tt.says, tt.text)
	}
	got := envelope(t, "", "run", settlement, "--set-from", "nowhere.csv")
	assert.Equal(t, exitBadInput, got.status)
	got = envelope(t, "schema: 2\n", "run", "-", "--set-from", "-")
	assert.Equal(t, exitBadInput, got.status)
	assert.Contains(t, got.err, "--set-from: standard input is the scenario file")
}

// A folder of results, or its manifest, is a scenario file with the settings, paths and seed of its run: every command
// that reads one answers about the run.
func TestAManifestIsAFile(t *testing.T) {
	out := filepath.Join(t.TempDir(), "june")
	asked := []string{"--paths", "300", "--seed", "9", "--lines", "balance", "--scenario", "settlement, stand still",
		"--set", "funding.real_growth=4%", "--format", "csv"}
	first := must(t, append([]string{"run", settlement, "--out", out}, asked...)...).out
	manifest := filepath.Join(out, "manifest.json")
	assert.Equal(t, first, must(t, "run", out, "--format", "csv").out)
	assert.Equal(t, first, must(t, "run", manifest, "--format", "csv").out)
	text, err := os.ReadFile(manifest)
	require.NoError(t, err)
	got := envelope(t, string(text), "run", "-", "--name", "june/manifest.json", "--format", "csv")
	assert.Equal(t, first, got.out, got.err)

	more := must(t, "run", out, "--set", "earmark.share=0%", "--seed", "7", "--format", "csv").out
	fresh := must(t, append([]string{"run", settlement, "--set", "earmark.share=0%"},
		append(asked, "--seed", "7")...)...).out
	assert.Equal(t, figuresOf(fresh), figuresOf(more))
	assert.Contains(t, must(t, "check", out).out, "funding.real_growth 4%")
	assert.Contains(t, must(t, "ask", out, "mean of balance").out, "stand still")
	assert.Contains(t, must(t, "explain", out, "balance").out, "balance")
	assert.Contains(t, must(t, "verify", out).out, "the same: 300 paths, seed 9")
	got = envelope(t, "", "run", filepath.Dir(out))
	assert.Equal(t, exitBadInput, got.status)
	assert.Contains(t, got.err, "manifest.json")
}

// So is a plan file.
func TestAPlanFileIsAFile(t *testing.T) {
	plan := filepath.Join(t.TempDir(), "june.bin")
	asked := []string{settlement, "--paths", "300", "--lines", "balance", "--scenario", "settlement, stand still",
		"--set", "funding.real_growth=4%"}
	must(t, append([]string{"plan", "-o", plan}, asked...)...)
	assert.Equal(t, must(t, append([]string{"run", "--format", "csv"}, asked...)...).out,
		must(t, "run", plan, "--format", "csv").out)
	fresh := must(t, append([]string{"run", "--seed", "7", "--set", "earmark.share=0%", "--format", "csv"},
		asked...)...).out
	more := must(t, "run", plan, "--seed", "7", "--set", "earmark.share=0%", "--format", "csv").out
	assert.Equal(t, figuresOf(fresh), figuresOf(more))
	settings := tableOf(t, "earmark.share\n1%\n2%\n")
	assert.Equal(t, must(t, "sweep", settlement, "--set", "funding.real_growth=4%", "--paths", "300",
		"--settings", settings).out, must(t, "sweep", plan, "--settings", settings).out)

	text, err := os.ReadFile(plan)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(plan, text[:len(text)-1], 0o600))
	got := envelope(t, "", "run", plan)
	assert.Equal(t, exitBadInput, got.status)
	assert.Contains(t, got.err, plan+": the plan file cannot be read: it was damaged on its way")
}

// No command takes fewer than no threads.
func TestThreads(t *testing.T) {
	for _, args := range [][]string{{"run", settlement}, {"ask", settlement, "mean of balance"},
		{"sweep", settlement, "--settings", "x.csv"}, {"verify", "x"}, {"backcast", settlement, "x"}} {
		got := envelope(t, "", append(args, "--workers=-1")...)
		assert.Equal(t, exitBadInput, got.status, "%v", args)
		assert.Contains(t, got.err, "--workers: -1 is not a number of threads", "%v", args)
	}
}

// A sweep tells programs how many of its rows are done.
func TestProgressOfASweep(t *testing.T) {
	cases := tableOf(t, "funding.real_growth\n3%\n4%\n5%\n")
	got := envelope(t, "", "--messages", "json", "sweep", settlement, "--settings", cases, "--paths", "100")
	require.Equal(t, exitOK, got.status, got.err)
	assert.Contains(t, got.err, `{"progress":{"done":3,"total":3}}`)
}
