package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/openenvelope/envelope/internal/testkit" // -deep, for every package
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const settlement = "../../examples/settlement/settlement.yaml"

// said is what a command line left behind.
type said struct {
	status   int
	out, err string
}

func envelope(t *testing.T, stdin string, args ...string) said {
	t.Helper()
	var out, errs bytes.Buffer
	status := start(context.Background(), args, streams{strings.NewReader(stdin), &out, &errs})
	return said{status, out.String(), errs.String()}
}

// file writes a scenario file for a test.
func file(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "case.yaml")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	return path
}

func text(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile(settlement)
	require.NoError(t, err)
	return string(b)
}

func TestRunAnswersFirst(t *testing.T) {
	got := envelope(t, "", "run", settlement, "--paths", "2000", "--seed", "1")
	require.Equal(t, exitOK, got.status, got.err)
	assert.Empty(t, got.err, "no progress where there is no terminal")
	lines := strings.SplitN(got.out, "\n", 5)
	assert.Equal(t, "The June 2018 settlement", lines[0])
	assert.Contains(t, lines[3], "The chance that NHS England balances in 2023/24 is")
	assert.NotContains(t, got.out, "\x1b", "no colour where there is no terminal")
}

// The table, JSON and CSV are one result.
func TestFormats(t *testing.T) {
	args := []string{"run", settlement, "--paths", "2000", "--lines", "balance,net cost", "--scenario", "settlement, improve"}
	var records struct {
		SchemaVersion int `json:"schema_version"`
		Records       []struct {
			Scenario, Line, Year, Stat string
			Value                      float64
		}
		Chances []struct{ Condition string }
	}
	got := envelope(t, "", append(args, "--format", "json")...)
	require.Equal(t, exitOK, got.status, got.err)
	require.NoError(t, json.Unmarshal([]byte(got.out), &records))
	assert.Equal(t, 1, records.SchemaVersion)
	assert.Len(t, records.Records, 2*11*12, "two lines, eleven years, twelve statistics")
	assert.Len(t, records.Chances, 3*10)
	assert.Equal(t, "settlement, improve", records.Records[0].Scenario)

	got = envelope(t, "", append(args, "--format", "csv")...)
	require.Equal(t, exitOK, got.status, got.err)
	rows, err := csv.NewReader(strings.NewReader(got.out)).ReadAll()
	require.NoError(t, err)
	assert.Len(t, rows, 1+2*11*12+3*10)
	assert.Equal(t, "schema_version", rows[0][0])
}

func TestUnitCanBeSet(t *testing.T) {
	got := envelope(t, "", "run", settlement, "--paths", "2000", "--unit", "m")
	require.Equal(t, exitOK, got.status, got.err)
	assert.Contains(t, got.out, "£m")
	assert.Contains(t, got.out, "114,600.0")
}

func TestRunFromStandardInput(t *testing.T) {
	got := envelope(t, text(t), "run", "-", "--paths", "1000")
	assert.Equal(t, exitOK, got.status, got.err)
	assert.Contains(t, got.out, "The June 2018 settlement")
}

// Results, the record and the charts; the record verifies, and a changed one does not.
func TestOutAndVerify(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	got := envelope(t, "", "run", settlement, "--paths", "3000", "--seed", "9", "--out", out)
	require.Equal(t, exitOK, got.status, got.err)
	for _, name := range []string{"results.json", "results.csv", "ledger.csv", "manifest.json", "balance.svg", "balance.png", "earmark.svg", "earmark.png"} {
		assert.FileExists(t, filepath.Join(out, name))
	}
	manifest := filepath.Join(out, "manifest.json")
	got = envelope(t, "", "verify", manifest)
	require.Equal(t, exitOK, got.status, got.err)
	assert.Contains(t, got.out, "the same: 3000 paths, seed 9")

	b, err := os.ReadFile(manifest)
	require.NoError(t, err)
	other := bytes.Replace(b, []byte(`"seed": 9`), []byte(`"seed": 10`), 1)
	require.NoError(t, os.WriteFile(manifest, other, 0o644))
	got = envelope(t, "", "verify", manifest)
	assert.Equal(t, exitFailed, got.status)
	assert.Contains(t, got.err, "line balance of scenario")
	assert.NotContains(t, got.err, "line funding of scenario", "funding is not uncertain, so it is the same")

	tampered := bytes.Replace(b, []byte("share:\\n    value: 5%"), []byte("share:\\n    value: 6%"), 1)
	require.NotEqual(t, b, tampered)
	require.NoError(t, os.WriteFile(manifest, tampered, 0o644))
	got = envelope(t, "", "verify", manifest)
	assert.Equal(t, exitFailed, got.status)
	assert.Contains(t, got.err, "input earmark.share")
	assert.Contains(t, got.err, "not the one whose hash it states")

	require.NoError(t, os.WriteFile(manifest, []byte("{}"), 0o644))
	assert.Equal(t, exitBadInput, envelope(t, "", "verify", manifest).status)
}

// Exact percentiles: the record says so, and verify finds them again.
func TestExact(t *testing.T) {
	histogram := envelope(t, "", "run", settlement, "--paths", "3000", "--format", "csv")
	require.Equal(t, exitOK, histogram.status, histogram.err)
	out := filepath.Join(t.TempDir(), "out")
	got := envelope(t, "", "run", settlement, "--paths", "3000", "--exact", "--format", "csv", "--out", out)
	require.Equal(t, exitOK, got.status, got.err)
	assert.NotEqual(t, histogram.out, got.out)
	b, err := os.ReadFile(filepath.Join(out, "manifest.json"))
	require.NoError(t, err)
	assert.Contains(t, string(b), `"exact_percentiles": true`)
	assert.Contains(t, envelope(t, "", "run", settlement, "--paths", "3000", "--exact").out, "Percentiles are exact")
	got = envelope(t, "", "verify", filepath.Join(out, "manifest.json"))
	assert.Equal(t, exitOK, got.status, got.err)
}

// Bad input: every fault with its place, status 2, and nothing written.
func TestBadInput(t *testing.T) {
	bad := strings.NewReplacer("value: 5%", "value: 3.4", "lag: 3", "lagg: 3", "p10: 2.8%", "p10: 28%").Replace(text(t))
	out := filepath.Join(t.TempDir(), "out")
	path := file(t, bad)
	for _, command := range [][]string{{"run", path, "--out", out}, {"check", path}, {"explain", path}} {
		got := envelope(t, "", command...)
		assert.Equal(t, exitBadInput, got.status, command[0])
		assert.Empty(t, got.out, command[0])
		assert.Contains(t, got.err, "case.yaml:")
		assert.Contains(t, got.err, "did you mean 3.4%?")
		assert.Contains(t, got.err, "did you mean lag?")
		assert.Contains(t, got.err, "p10 is 28%; it must be below p90, 3.8%")
	}
	assert.NoDirExists(t, out)
}

func TestBadRequests(t *testing.T) {
	for says, args := range map[string][]string{
		"no such file":             {"run", "nowhere.yaml"},
		"did you mean \"balance\"": {"run", settlement, "--lines", "balanse"},
		"did you mean":             {"run", settlement, "--scenario", "settlement, improv"},
		"no year":                  {"run", settlement, "--year", "1999/00", "--paths", "1000"},
		"not a year":               {"explain", settlement, "--year", "1999/00"},
		"not on the sheet":         {"explain", settlement, "--line", "nonsense"},
		"--format":                 {"run", settlement, "--format", "xml"},
		"unknown flag":             {"run", settlement, "--nonsense"},
		"expected":                 {},
	} {
		got := envelope(t, "", args...)
		assert.Equal(t, exitBadInput, got.status, "%v: %s", args, got.err)
		assert.Contains(t, got.err, says, "%v", args)
	}
}

func TestCheckShowsWhatIsInEffect(t *testing.T) {
	got := envelope(t, "", "check", settlement)
	require.Equal(t, exitOK, got.status, got.err)
	for _, says := range []string{
		"no faults", "earmark.share                5%  [red]", "savings.planned              0%  [default]",
		"normal, p10 2.8%, p50 3.3%, p90 3.8%; drawn once", "red from 2024/25", "settlement, improve (what differs)", "MiB of memory",
	} {
		assert.Contains(t, got.out, says)
	}
}

func TestExplainLeadsToTheSource(t *testing.T) {
	got := envelope(t, "", "explain", settlement, "--line", "balance", "--year", "2023/24")
	require.Equal(t, exitOK, got.status, got.err)
	assert.Contains(t, got.out, "balance 2023/24 = −£3,000,993,858.92")
	assert.Contains(t, got.out, "= core position + diverted")
	assert.Contains(t, got.out, "NHS Providers, The NHS funding settlement, 2018")
	assert.Contains(t, got.out, "settlement.yaml:")

	path := envelope(t, "", "explain", settlement, "--line", "net cost", "--path", "7", "--depth", "1")
	require.Equal(t, exitOK, path.status, path.err)
	assert.NotEqual(t, got.out, path.out)
	assert.Equal(t, 3, strings.Count(path.out, "\n"), "one level is three lines")
}

// An interrupted run says so, leaves nothing behind, and exits with 130.
func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	out := filepath.Join(t.TempDir(), "out")
	var stdout, stderr bytes.Buffer
	status := start(ctx, []string{"run", settlement, "--out", out}, streams{strings.NewReader(""), &stdout, &stderr})
	assert.Equal(t, exitInterrupted, status)
	assert.Contains(t, stderr.String(), "interrupted; nothing was written")
	assert.Empty(t, stdout.String())
	assert.NoDirExists(t, out)
}

func TestHelpAndVersion(t *testing.T) {
	got := envelope(t, "", "--help")
	assert.Equal(t, exitOK, got.status)
	assert.Contains(t, got.out, "run")
	got = envelope(t, "", "--version")
	assert.Equal(t, exitOK, got.status)
	assert.Contains(t, got.out, "envelope ")
}

// check shows the correlations that a run uses, repaired ones as such.
func TestCheckShowsCorrelations(t *testing.T) {
	got := envelope(t, "", "check", "../../scenario/testdata/good/dependence.yaml")
	require.Equal(t, exitOK, got.status, got.err)
	assert.Contains(t, got.out, "\ncorrelated by economy\n  need.real_growth                        1\n  need.components.a                     0.3            1\n")
	assert.Contains(t, got.out, "\ncorrelated, t copula with 4 degrees of freedom\n")
	assert.Contains(t, got.out, "\ncorrelated, repaired: the nearest matrix that can hold\n")
	assert.Contains(t, got.out, "need.components.g             0.157298107  0.760689852            1\n")
}
