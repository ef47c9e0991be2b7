package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A run that would take hours says so before it begins, at every door, and runs when it is told to.
func TestALongRunIsAskedFor(t *testing.T) {
	const paths = "1000000000"
	manifest := manifestOf(t, 1_000_000_000)
	for _, args := range [][]string{
		{"run", settlement, "--workers", "1", "--paths", paths},
		{"run", settlement, "--workers", "1", "--paths", paths, "--exact", "--lines", "balance"},
		{"run", written(t, text(t)+"\nrun: {paths: 1000000000}\n"), "--workers", "1"},
		{"solve", settlement, "--workers", "1", "--paths", "300000000", "--from", "2%", "--to", "8%"},
		{"verify", manifest, "--workers", "1"},
	} {
		got := envelope(t, "", args...)
		assert.Equal(t, exitBadInput, got.status, args)
		assert.Regexp(t,
			`paths are likely to take about \d+\.\d hours on this machine; ask for fewer, or add --long to run them`,
			got.err, args)
		assert.Empty(t, got.out)

		assert.True(t, beginsRun(append(args, "--long")...), args)
	}
	assert.True(t, beginsRun("run", settlement, "--paths", "10000000"), "a run of minutes is not asked about")
}

// beginsRun reports whether a command line begins to run: it is interrupted before that can end.
func beginsRun(args ...string) bool {
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	var out, errs strings.Builder
	return start(ended, args, streams{in: strings.NewReader(""), out: &out, err: &errs}) == 130
}

// manifestOf is a manifest that says it is of so many paths.
func manifestOf(t *testing.T, paths uint64) string {
	folder := filepath.Join(t.TempDir(), "out")
	got := envelope(t, "", "run", settlement, "--paths", "1000", "--lines", "balance", "--out", folder,
		"--format", "none")
	require.Equal(t, exitOK, got.status, got.err)
	name := filepath.Join(folder, "manifest.json")
	text, err := os.ReadFile(name)
	require.NoError(t, err)
	var fields map[string]any
	require.NoError(t, json.Unmarshal(text, &fields))
	fields["paths"] = paths
	text, err = json.Marshal(fields)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(name, text, 0o600))
	return name
}

// Whatever the flags say, the answer is short and comes at once.
func TestTheCostOfAnyFlagIsBounded(t *testing.T) {
	for k, long := range []string{strings.Repeat("a", 100_000), strings.Repeat("*.", 50_000),
		strings.Repeat("a,", 50_000), strings.Repeat(`\,`, 50_000), strings.Repeat("balance,", 12_000),
		strings.Repeat("net cost,", 10_000), strings.Repeat("a;", 50_000), strings.Repeat("9", 100_000)} {
		for i, args := range [][]string{
			{"run", settlement, "--paths", "1", "--lines", long},
			{"run", settlement, "--paths", "1", "--scenario", long},
			{"run", settlement, "--paths", "1", "--year", long},
			{"run", settlement, "--paths", long},
			{"run", settlement, "--format", long},
			{"run", settlement, "--" + long},
			{"run", settlement, long},
			{"run", settlement, "--set", long},
			{"check", settlement, "--set", "need.real_growth=" + long},
			{"check", long},
			{"check", settlement, "--folder", long},
			{"explain", settlement, long},
			{"explain", settlement, "balance", long},
			{"explain", settlement, "--scenario", long},
			{"solve", settlement, "--from", long, "--to", "8%"},
			{"solve", settlement, "--from", "2%", "--to", "8%", "--input", long},
			{"solve", settlement, "--from", "2%", "--to", "8%", "--line", long},
			{"solve", settlement, "--from", "2%", "--to", "8%", "--year", long},
			{"solve", settlement, "--from", "2%", "--to", "8%", "--chance", long},
			{"solve", settlement, "--from", "2%", "--to", "8%", "--scenario", long},
			{"fit", "history:gdp_deflator.csv", "--column", long},
			{"fit", "history:gdp_deflator.csv", "--column", "growth", "--law", long},
			{"fit", "history:gdp_deflator.csv", "--column", "growth", "--process", long},
			{"fit", "history:gdp_deflator.csv", "--column", "growth", "--until", long},
			{"fit", "history:" + long, "--column", "growth"},
			{"backcast", providers, outturn, "--paths", "10", "--scenario", long},
			{"backcast", providers, long},
			{"verify", long},
			{long},
		} {
			if (i+k)%testkit.Deep(1, 3) != 0 {
				continue
			}
			var got said
			testkit.Priced(t, func() { got = envelope(t, "", args...) }, strings.Join(args, " ")[:40])
			assert.Less(t, len(got.err), 20_000, "%.60q", args)
			if got.status == exitOK {
				assert.Contains(t, long, "balance,", "%.60q", args)
			}
		}
	}
	got := envelope(t, "", "check", settlement, "--set", strings.Repeat("a", 1<<20))
	assert.Equal(t, exitBadInput, got.status)
	assert.Contains(t, got.err, "the command line has 10")
}

// Values of a flag are separated as before: a separator after a backslash is part of one.
func TestSeparated(t *testing.T) {
	assert.Equal(t, []string{"a", " b", "", "c,d", `\e`}, separated([]string{"a, b,,c\\,d,\\e,"}, ","))
	assert.Equal(t, []string{"a", "b;c"}, separated([]string{"a", "b\\;c"}, ";"))
	assert.Empty(t, separated([]string{""}, ","))
}

// FuzzSeparated cuts any text at commas and puts it together again.
func FuzzSeparated(f *testing.F) {
	for _, text := range []string{"a,b", `a\,b`, ",,", `\`, `\\,a`, ""} {
		f.Add(text)
	}
	f.Fuzz(cutAndJoined)
}

// Many lists that are changes of some: two million under -deep.
func TestMutatedLists(t *testing.T) {
	texts := [][]byte{[]byte("a,b"), []byte(`a\,b`), []byte(",,"), []byte(`\\\,a\`), {}}
	testkit.Mutated(t, testkit.Count(2_000_000), texts, func(t *testing.T, text []byte) {
		cutAndJoined(t, string(text))
	})
}

// cutAndJoined holds of any text.
func cutAndJoined(t *testing.T, text string) {
	values := separated([]string{text}, ",")
	for i, value := range values {
		values[i] = strings.ReplaceAll(value, ",", `\,`)
	}
	if again := strings.Join(values, ","); again != text && again+"," != text {
		t.Fatalf("%q became %q", text, again)
	}
}
