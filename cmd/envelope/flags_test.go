package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The number of paths has one limit and no zero, at every door, and says so before anything runs.
func TestEveryDoorTakesTheSamePaths(t *testing.T) {
	zero, many := "0 is not a number of paths from 1 to 1000000000",
		"10000000000000 is not a number of paths from 1 to 1000000000"
	for _, command := range [][]string{
		{"run", settlement}, {"solve", settlement, "--from", "2%", "--to", "8%"}, {"backcast", providers, outturn},
	} {
		for paths, says := range map[string]string{"0": zero, "10000000000000": many} {
			got := envelope(t, "", append(command, "--paths", paths)...)
			assert.Equal(t, exitBadInput, got.status, command)
			assert.Contains(t, got.err, "--paths: "+says)
			assert.Empty(t, got.out)
		}
	}
	for paths, says := range map[string]string{"0": `"0" is not a whole number from 1 to 1000000000`,
		"10000000000000": "is not a whole number from 1 to 1000000000"} {
		got := envelope(t, text(t)+"\nrun: {paths: "+paths+"}\n", "check", "-")
		assert.Equal(t, exitBadInput, got.status)
		assert.Contains(t, got.err, says)
	}
	out := filepath.Join(t.TempDir(), "p.csv")
	got := envelope(t, "", "run", settlement, "--paths", "100", "--paths-out", out, "--sample", "0")
	assert.Equal(t, exitBadInput, got.status)
	assert.Contains(t, got.err, "--sample: "+zero)
	assert.NoFileExists(t, out)
	got = envelope(t, "", "run", settlement, "--paths", "100", "--sample", "5")
	assert.Equal(t, exitBadInput, got.status)
	assert.Contains(t, got.err, "--sample: there is no --paths-out")
	out = filepath.Join(t.TempDir(), "out")
	got = envelope(t, "", "run", settlement, "--paths", "100", "--out", out, "--paths-out",
		filepath.Join(out, "Results.csv"))
	assert.Equal(t, exitBadInput, got.status)
	assert.Contains(t, got.err, "--paths-out: the folder of --out has a Results.csv of its own")
	assert.NoDirExists(t, out)
}

// The ending of the file says how the paths are written; no other ending is taken for one that is known.
func TestTheEndingSaysHowPathsAreWritten(t *testing.T) {
	folder := t.TempDir()
	run := func(name string) (said, string) {
		path := filepath.Join(folder, name)
		got := envelope(t, "", "run", settlement, "--paths", "50", "--lines", "balance", "--format", "none",
			"--paths-out", path)
		text, err := os.ReadFile(path)
		if got.status == exitOK {
			require.NoError(t, err)
		}
		return got, string(text)
	}
	for _, name := range []string{"p.parquet", "p.PARQUET"} {
		got, text := run(name)
		require.Equal(t, exitOK, got.status, got.err)
		assert.True(t, strings.HasPrefix(text, "PAR1"), name)
	}
	for _, name := range []string{"p.csv", "P.CSV"} {
		got, text := run(name)
		require.Equal(t, exitOK, got.status, got.err)
		assert.True(t, strings.HasPrefix(text, `path,"settlement, stand still: balance 2018/19"`), name)
		assert.Equal(t, 1+50, strings.Count(text, "\n"))
	}
	for _, name := range []string{"p.xlsx", "p", "p.csv.gz", "parquet"} {
		got, text := run(name)
		assert.Equal(t, exitBadInput, got.status, name)
		assert.Contains(t, got.err, `"`+name+`" ends in neither .parquet nor .csv`)
		assert.Empty(t, text)
	}
}

// A flag that would do nothing is refused with the reason, all of them at once; charts take the unit and the year of
// the page.
func TestFlagsDoWhatTheySay(t *testing.T) {
	for _, format := range []string{"json", "csv", "parquet"} {
		got := envelope(t, "", "run", settlement, "--paths", "100", "--unit", "m", "--format", format)
		assert.Equal(t, exitBadInput, got.status, format)
		assert.Contains(t, got.err, "--unit: this is for pages and charts, and not for --format "+format+
			"; its money is in the currency's unit")
		assert.Empty(t, got.out)
	}
	got := envelope(t, "", "run", settlement, "--paths", "100", "--unit", "m", "--year", "2020/21", "--format", "csv")
	assert.Contains(t, got.err, "--unit: ")
	assert.Contains(t, got.err, "--year: this is for pages and charts, and not for --format csv; it has every year")
	got = envelope(t, "", "run", settlement, "--paths", "100", "--unit", "m", "--format", "none")
	assert.Contains(t, got.err, "--unit: with --format none and without --out there is nothing to show")
	got = envelope(t, "", "backcast", providers, outturn, "--paths", "100", "--unit", "m", "--format", "csv")
	assert.Equal(t, exitBadInput, got.status)
	assert.Contains(t, got.err, "--unit: this is for the table, and not for --format csv")

	folder := t.TempDir()
	got = envelope(t, "", "run", settlement, "--paths", "500", "--unit", "m", "--year", "2020/21", "--format", "none",
		"--out", folder)
	require.Equal(t, exitOK, got.status, got.err)
	chart, err := os.ReadFile(filepath.Join(folder, "balance.svg"))
	require.NoError(t, err)
	assert.Contains(t, string(chart), "£m")
	assert.Contains(t, string(chart), "2020/21")
	assert.NotContains(t, string(chart), "£bn")
}

// What --set changes is named wherever the result goes: no page, record, chart or manifest calls itself the file alone.
func TestWhatIsSetIsSaid(t *testing.T) {
	folder := t.TempDir()
	set := []string{settlement, "--paths", "500", "--set", "funding.real_growth=9%"}
	const words, own = "with funding.real_growth 9%", "have their own funding.real_growth."
	got := envelope(t, "", append([]string{"run", "--out", folder}, set...)...)
	require.Equal(t, exitOK, got.status, got.err)
	page := strings.Join(strings.Fields(got.out), " ")
	assert.True(t, strings.HasPrefix(page, "The June 2018 settlement, "+words+" ==="))
	assert.Contains(t, page, "With funding.real_growth 9%, the chance that NHS England balances in 2023/24 is")
	assert.Contains(t, page, "“four percent, stand still” and “four percent, improve” "+own)
	for name, says := range map[string]string{
		"results.json": `"name": "The June 2018 settlement, ` + words + `"`, "results.csv": "," + words + "\n",
		"manifest.json": `"set": [`,
		"balance.svg":   "With funding.real_growth 9%. “four percent, stand still” and “four percent, improve” " + own,
		"earmark.svg":   "With funding.real_growth 9%. ",
	} {
		text, err := os.ReadFile(filepath.Join(folder, name))
		require.NoError(t, err)
		assert.Contains(t, string(text), says, name)
	}
	got = envelope(t, "", append([]string{"run", "--format", "parquet"}, set...)...)
	assert.Contains(t, got.out, `"set":"`+words+`","own":"“four percent, stand still” and “four percent, improve” `+own+
		`"`)
	got = envelope(t, "", append([]string{"check"}, set[:1]...)...)
	assert.Contains(t, got.out, "settlement.yaml: no faults\n")
	got = envelope(t, "", "check", settlement, "--set", "funding.real_growth=9%")
	assert.Contains(t, got.out, "settlement.yaml, "+words+": no faults\n")
	got = envelope(t, "", "solve", settlement, "--paths", "500", "--from", "1%", "--to", "9%",
		"--set", "earmark.share=2%", "--set", "funding.real_growth=9%")
	assert.Contains(t, got.out, "“settlement, stand still” with earmark.share 2%.",
		"the number that is sought is not what was set")

	got = envelope(t, "", "run", settlement, "--paths", "500")
	assert.NotContains(t, got.out, "with funding")
	assert.NotContains(t, got.out, "their own")
}
