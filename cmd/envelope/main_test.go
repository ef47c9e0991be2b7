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
	"github.com/openenvelope/envelope/scenario"
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
	status := start(context.Background(), args, streams{in: strings.NewReader(stdin), out: &out, err: &errs})
	return said{status, out.String(), errs.String()}
}

// written writes a scenario file for a test.
func written(t *testing.T, text string) string {
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

// What is likely not meant is told, and with --strict a fault, before anything is run or written.
func TestStrict(t *testing.T) {
	const odd = "schema: 1\nyears: 2025/26 to 2027/28\nfunding: {baseline: £900m, real_growth: 34%}\n" +
		"opening: {position: -£20m}\nneed: {real_growth: 3%}\nnot_modelled: []\n"
	path := written(t, odd)
	for _, command := range [][]string{{"check"}, {"run", "--paths", "100"}} {
		got := envelope(t, "", append(command, path)...)
		assert.Equal(t, exitOK, got.status, got.err)
		assert.Contains(t, strings.Join(strings.Fields(got.out), " "),
			"case.yaml:3:41: funding.real_growth: is 34% a year", command)
		got = envelope(t, "", append(command, path, "--strict", "--messages", "json")...)
		assert.Equal(t, exitBadInput, got.status)
		assert.Empty(t, got.out)
		assert.Contains(t, got.err, `"line":3,"column":41,"kind":"out_of_range","path":"funding.real_growth"`)
	}
	answered := written(t, odd+"accepted: {growth funding.real_growth: A merger}\n")
	got := envelope(t, "", "check", answered, "--strict")
	assert.Equal(t, exitOK, got.status, got.err)
	assert.Contains(t, got.out, "accepted: case.yaml:3:41: funding.real_growth: is 34% a year")
	assert.Contains(t, envelope(t, "", "check", path, "--format", "json").out,
		`"warnings":[{"id":"growth funding.real_growth","place":"case.yaml:3:41","kind":"out_of_range"`)
}

// The table, JSON and CSV are one result.
func TestFormats(t *testing.T) {
	args := []string{"run", settlement, "--paths", "2000", "--lines", "balance,net cost",
		"--scenario", "settlement, improve"}
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
	assert.Len(t, records.Chances, 4*10)
	assert.Equal(t, "settlement, improve", records.Records[0].Scenario)

	got = envelope(t, "", append(args, "--format", "csv")...)
	require.Equal(t, exitOK, got.status, got.err)
	rows, err := csv.NewReader(strings.NewReader(got.out)).ReadAll()
	require.NoError(t, err)
	assert.Len(t, rows, 1+2*11*12+4*10)
	assert.Equal(t, "\ufeffschema_version", rows[0][0], "a byte order mark for Excel, because of the pound sign")
}

func TestUnitCanBeSet(t *testing.T) {
	got := envelope(t, "", "run", settlement, "--paths", "2000", "--unit", "m", "--detail")
	require.Equal(t, exitOK, got.status, got.err)
	assert.Contains(t, got.out, "£m")
	assert.Contains(t, got.out, "114,600.0")

	got = envelope(t, "", "run", settlement, "--paths", "2000", "--lines", "balance")
	assert.Contains(t, got.out, "In 2023/24, £bn", "by the envelope, though funding is not shown")
}

func TestRunFromStandardInput(t *testing.T) {
	got := envelope(t, text(t), "run", "-", "--paths", "1000")
	assert.Equal(t, exitOK, got.status, got.err)
	assert.Contains(t, got.out, "The June 2018 settlement")
}

// Standard input has tables where a folder is given, for the text and for what is set.
func TestTablesOfStandardInput(t *testing.T) {
	folder := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(folder, "growth.csv"),
		[]byte("year,growth\n2016/17,3.1%\n2017/18,2.8%\n"), 0o600))
	table := "{empirical: {csv: growth.csv, column: growth}}"
	named := strings.Replace(text(t), "  real_growth: # stand still\n    p10: 2.8%\n    p90: 3.8%\n",
		"  real_growth:\n    empirical: {csv: growth.csv, column: growth}\n", 1)
	require.Contains(t, named, "growth.csv")
	var pages []string
	for _, args := range [][]string{{named}, {text(t), "--set", "need.real_growth=" + table}} {
		args = append(args, "--paths", "1000", "--scenario", "settlement, stand still", "--format", "csv")
		got := envelope(t, args[0], append([]string{"run", "-", "--folder", folder}, args[1:]...)...)
		require.Equal(t, exitOK, got.status, got.err)
		pages = append(pages, got.out)

		got = envelope(t, args[0], append([]string{"run", "-"}, args[1:]...)...)
		assert.Equal(t, exitBadInput, got.status)
		assert.Contains(t, got.err, "loaded without its folder")
	}
	assert.NotEqual(t, pages[0], pages[1], "the records say what was set")
	assert.Equal(t, pages[0], strings.ReplaceAll(pages[1], `"with need.real_growth `+table+`"`, ""))
	got := envelope(t, named, "run", "-", "--folder", filepath.Join(folder, "nowhere"))
	assert.Equal(t, exitBadInput, got.status)
	assert.Contains(t, got.err, "no such file")
}

// entriesOf are the names in a folder.
func entriesOf(t *testing.T, folder string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	require.NoError(t, err)
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// Results, the record and the charts; the record verifies, and a changed one does not.
func TestOutAndVerify(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	got := envelope(t, "", "run", settlement, "--paths", "3000", "--seed", "9", "--out", out)
	require.Equal(t, exitOK, got.status, got.err)
	for _, name := range []string{"results.json", "results.csv", "ledger.csv", "report.html", "results.parquet",
		"paper.docx", "model.xlsx", "assumptions.csv", "manifest.json", "balance.svg", "balance.png", "chance.svg",
		"chance.png", "earmark.svg", "earmark.png", "curve.svg", "curve.png", "tornado.svg", "tornado.png"} {
		assert.FileExists(t, filepath.Join(out, name))
	}
	assert.Contains(t, got.out, "\n--detail prints every line, year, difference and note.\n\nIn "+out+
		":\n  report.html\n      the answer, pictures, ledger and assumptions: to read, explore and print\n")
	for _, e := range entriesOf(t, out) {
		assert.Contains(t, got.out, e, "every file is listed")
	}
	manifest := filepath.Join(out, "manifest.json")
	got = envelope(t, "", "verify", manifest)
	require.Equal(t, exitOK, got.status, got.err)
	assert.Contains(t, got.out, "the same: 3000 paths, seed 9")
	assert.Contains(t, got.out, "files as they were written: 18\nwritten by envelope "+scenario.Version)
	assert.Contains(t, got.out, "; checked by envelope "+scenario.Version)

	b, err := os.ReadFile(manifest)
	require.NoError(t, err)
	other := bytes.Replace(b, []byte(`"seed": 9`), []byte(`"seed": 10`), 1)
	require.NoError(t, os.WriteFile(manifest, other, 0o644))
	got = envelope(t, "", "verify", manifest)
	assert.Equal(t, exitFailed, got.status)
	assert.Contains(t, got.err, `figures["settlement, stand still", "net_cost"].hash: the manifest says`)
	assert.NotContains(t, got.err, `"funding"].hash`, "funding is not uncertain, so it is the same")

	tampered := bytes.Replace(b, []byte("share:\\n    value: 5%"), []byte("share:\\n    value: 6%"), 1)
	require.NotEqual(t, b, tampered)
	require.NoError(t, os.WriteFile(manifest, tampered, 0o644))
	got = envelope(t, "", "verify", manifest)
	assert.Equal(t, exitFailed, got.status)
	assert.Contains(t, got.err, `effective_inputs["settlement, stand still", "earmark.share"].values[0]: the manifest says "0.0‹5›", this run "0.0‹6›"`)
	assert.Contains(t, got.err, "file_sha256: the manifest says")

	require.NoError(t, os.WriteFile(manifest, []byte("{}"), 0o644))
	assert.Equal(t, exitBadInput, envelope(t, "", "verify", manifest).status)
}

// Exact percentiles: the record says so, and verify finds them again.
func TestExact(t *testing.T) {
	histogram := envelope(t, "", "run", settlement, "--paths", "100000", "--lines", "balance", "--format", "csv")
	require.Equal(t, exitOK, histogram.status, histogram.err)
	out := filepath.Join(t.TempDir(), "out")
	got := envelope(t, "", "run", settlement, "--paths", "100000", "--lines", "balance", "--exact", "--format", "csv",
		"--out", out)
	require.Equal(t, exitOK, got.status, got.err)
	assert.NotEqual(t, histogram.out, got.out)
	b, err := os.ReadFile(filepath.Join(out, "manifest.json"))
	require.NoError(t, err)
	assert.Contains(t, string(b), `"exact_percentiles": true`)
	assert.Contains(t, envelope(t, "", "run", settlement, "--paths", "3000", "--exact", "--detail").out,
		"Percentiles are exact")
	got = envelope(t, "", "verify", filepath.Join(out, "manifest.json"))
	assert.Equal(t, exitOK, got.status, got.err)
}

// Bad input: every fault with its place, status 2, and nothing written.
func TestBadInput(t *testing.T) {
	bad := strings.NewReplacer("value: 5%", "value: 3.4", "lag: 3", "lagg: 3", "p10: 2.8%", "p10: 28%").Replace(text(t))
	out := filepath.Join(t.TempDir(), "out")
	path := written(t, bad)
	for _, command := range [][]string{{"run", path, "--out", out}, {"check", path}, {"explain", path}} {
		got := envelope(t, "", command...)
		assert.Equal(t, exitBadInput, got.status, command[0])
		assert.Empty(t, got.out, command[0])
		assert.Contains(t, got.err, "case.yaml:")
		assert.Contains(t, got.err, "did you mean 3.4%?")
		assert.Contains(t, got.err, "did you mean \"lag\"?")
		assert.Contains(t, got.err, "p10 is 28%; it must be below p90, 3.8%")
	}
	assert.NoDirExists(t, out)
}

func TestBadRequests(t *testing.T) {
	for says, args := range map[string][]string{
		`there is no file "nowhere.yaml"`:                             {"run", "nowhere.yaml"},
		`there is no file "main_tset.go"; did you mean main_test.go?`: {"run", "main_tset.go"},
		`there is no folder "nowhere"`:                                {"check", "nowhere/plan.yaml"},
		"did you mean \"balance\"":                                    {"run", settlement, "--lines", "balanse"},
		"did you mean": {"run", settlement,
			"--scenario", "settlement, improv"},
		"no year": {"run", settlement, "--year", "1999/00",
			"--paths", "1000"},
		"not a year":    {"explain", settlement, "--year", "1999/00"},
		"is not a line": {"explain", settlement, "--line", "nonsense"},
		"--format":      {"run", settlement, "--format", "xml"},
		"unknown flag":  {"run", settlement, "--nonsense"},
		"expected":      {},
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
		"normal, p10 2.8%, p50 3.3%, p90 3.8%; drawn once", "red from 2024/25", "settlement, improve (what differs)",
		"MiB of memory",
	} {
		assert.Contains(t, got.out, says)
	}
}

func TestExplainLeadsToTheSource(t *testing.T) {
	got := envelope(t, "", "explain", settlement, "--line", "balance", "--year", "2023/24")
	require.Equal(t, exitOK, got.status, got.err)
	assert.Contains(t, got.out, "balance 2023/24 = −£3,000,993,858.92")
	assert.Contains(t, got.out, "= core position + one offs + diverted")
	assert.Contains(t, got.out, "NHS Providers, The NHS funding settlement, 2018")
	assert.Contains(t, got.out, "settlement.yaml:")
	assert.Contains(t, got.out, "= last(funding) × ((1 + “growth of funding above planned inflation”) × ")
	assert.Contains(t, got.out, "Growth of funding above planned inflation (funding.real_growth) 2023/24 = 0.034  [input")

	path := envelope(t, "", "explain", settlement, "--line", "net cost", "--path", "7", "--depth", "1")
	require.Equal(t, exitOK, path.status, path.err)
	assert.NotEqual(t, got.out, path.out)
	assert.Equal(t, 3, strings.Count(path.out, "\n"), "one level is three lines")
}

const system = "../../examples/system/system.yaml"

// The page of a system says who breaks first; its folder has the chart of the bodies, and none of an earmark that it
// lacks.
func TestRunASystem(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	got := envelope(t, "", "run", system, "--paths", "4000", "--seed", "1", "--detail", "--out", out)
	require.Equal(t, exitOK, got.status, got.err)
	words := strings.Join(strings.Fields(got.out), " ")
	for _, says := range []string{
		"Acute trust is in deficit from the start; the next to break is Smaller trust, in 20",
		"Bodies with savings at 60%, £m", "share of bodies mean 17 18 ",
		"2,420.0", // an envelope of £2.4bn is shown in £m
	} {
		assert.Contains(t, words, says)
	}
	assert.NotContains(t, got.out, ".balance")
	for name, there := range map[string]bool{"bodies.svg": true, "bodies.png": true, "balance.svg": true,
		"earmark.svg": false} {
		_, err := os.Stat(filepath.Join(out, name))
		assert.Equal(t, there, err == nil, name)
	}
}

// A body's line is named in words or as on the sheet; what is close to a name is suggested.
func TestExplainABodysLine(t *testing.T) {
	for _, asked := range [][]string{
		{"Acute trust: balance", "2028/29"}, {"bodies.Acute trust.balance", "2028/29"},
		{"--line", "acute trust: balance", "--year", "2028/29"},
	} {
		got := envelope(t, "", append([]string{"explain", system}, asked...)...)
		require.Equal(t, exitOK, got.status, got.err)
		assert.Regexp(t, `^Acute trust: balance 2028/29 = −£12\d,\d{3},\d{3}\.\d\d\n  = Acute trust: core position \+ Acute trust: diverted\n`, got.out)
	}
	for asked, says := range map[string]string{
		"Acute trst: balance":            `did you mean "Acute trust: balance"?`,
		"bodies.Acut trust.balance":      `did you mean "bodies.Acute trust.balance"?`,
		"bodies.*.balanc":                `did you mean "bodies.*.balance"?`,
		"bodies.*.balance":               "is 6 lines; explain takes one",
		"bodies.Council.need.real_growt": `did you mean "bodies.Council.need.real_growth"?`,
	} {
		got := envelope(t, "", "explain", system, asked)
		assert.Equal(t, exitBadInput, got.status, asked)
		assert.Contains(t, got.err, says, asked)
	}
}

// On a narrow terminal no line of an explanation is longer than it, but for words that are.
func TestFold(t *testing.T) {
	text := "balance = −£1.00\n  = core position + diverted + what is left\n" + strings.Repeat(" ", 30) +
		"deep down below\n"
	assert.Equal(t, "balance = −£1.00\n  = core position +\n    diverted + what\n    is left\n          deep down\n            below\n", fold(text, 20))
	assert.Equal(t, text, fold(text, 80))
	long := strings.Repeat("x", 50)
	assert.Equal(t, "a\n  "+long+"\n", fold("a "+long+"\n", 20))
}

// Every body's line is asked for by a pattern, and all that is asked for is shown.
func TestLinesOfEveryBody(t *testing.T) {
	got := envelope(t, "", "run", system, "--paths", "1000",
		"--lines", "balance,bodies.*.underlying_position,Acute trust: net cost")
	require.Equal(t, exitOK, got.status, got.err)
	for _, says := range []string{"Council:", "Smaller", "underlying", "Acute trust: net"} {
		assert.Contains(t, got.out, says)
	}
	got = envelope(t, "", "run", system, "--paths", "1000", "--lines", "bodies.*.underlying_pos")
	assert.Equal(t, exitBadInput, got.status)
	assert.Contains(t, got.err, `"bodies.*.underlying_pos" is not a line; did you mean "bodies.*.underlying_position"?`)
}

// An interrupted run says so, leaves nothing behind, and exits with 130.
func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	out := filepath.Join(t.TempDir(), "out")
	var stdout, stderr bytes.Buffer
	status := start(ctx, []string{"run", settlement, "--out", out},
		streams{in: strings.NewReader(""), out: &stdout, err: &stderr})
	assert.Equal(t, exitInterrupted, status)
	assert.Contains(t, stderr.String(), "interrupted; nothing was left half-written")
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

// Programs get messages as JSON, one a line: every fault with its place, errors, and progress to the end.
func TestMessagesForPrograms(t *testing.T) {
	got := envelope(t, "", "run", settlement, "--messages", "json", "--paths", "2000", "--set", "earmark.share=3.4",
		"--set", "need.real_growth=x")
	assert.Equal(t, exitBadInput, got.status)
	assert.Equal(t, `{"fault":{"file":"../../examples/settlement/settlement.yaml, as set","line":0,"column":0,"kind":"unreadable","path":"need.real_growth","found":"\"x\" is not a rate","wanted":"write 3.4%","problem":"\"x\" is not a rate; write 3.4%"}}
{"fault":{"file":"../../examples/settlement/settlement.yaml, as set","line":0,"column":0,"kind":"out_of_range","path":"earmark.share","found":"3.4 is 340%","suggestion":"3.4%","problem":"3.4 is 340%; did you mean 3.4%?"}}
`, got.err)
	assert.Empty(t, got.out)

	got = envelope(t, "", "run", settlement, "--messages", "json", "--lines", "balance,nothing")
	assert.Equal(t, exitBadInput, got.status)
	assert.Contains(t, got.err, `\"nothing\" is not a line`)

	got = envelope(t, "", "run", settlement, "--messages", "json", "--paths", "20000", "--format", "json")
	require.Equal(t, exitOK, got.status)
	lines := strings.Split(strings.TrimSpace(got.err), "\n")
	assert.Regexp(t, `^{"progress":{"done":([24])0000,"total":([24])0000}}$`, lines[len(lines)-1], "one pass or two")

	paths := filepath.Join(t.TempDir(), "paths.parquet")
	got = envelope(t, "", "run", settlement, "--messages", "json", "--paths", "20000", "--format", "none",
		"--paths-out", paths, "--lines", "balance", "--sample", "15000")
	require.Equal(t, exitOK, got.status)
	lines = strings.Split(strings.TrimSpace(got.err), "\n")
	assert.Equal(t, `{"progress":{"done":15000,"total":15000}}`, lines[len(lines)-1], "of the paths written")
	assert.NotContains(t, got.err, `"total":1}`)

	got = envelope(t, "", "check", settlement, "--format", "json", "--set", "earmark.share=2%")
	require.Equal(t, exitOK, got.status, got.err)
	var about struct {
		Scenarios, Years, Lines []string
		Inputs                  []struct {
			Input  string
			Values []string
			Place  string
		}
	}
	require.NoError(t, json.Unmarshal([]byte(got.out), &about))
	assert.Len(t, about.Scenarios, 4)
	assert.Contains(t, about.Lines, "balance")
	found := false
	for _, in := range about.Inputs {
		if in.Input == "earmark.share" && in.Place == "set for this run" {
			found = true
			assert.Equal(t, []string{"0.02"}, in.Values)
		}
	}
	assert.True(t, found)
	assert.Equal(t, exitBadInput, envelope(t, "", "run", settlement, "--set", "earmark.share").status)
}

// check shows the correlations that a run uses, repaired ones as such.
func TestCheckShowsCorrelations(t *testing.T) {
	got := envelope(t, "", "check", "../../scenario/file/testdata/good/dependence.yaml")
	require.Equal(t, exitOK, got.status, got.err)
	assert.Contains(t, got.out, "\ncorrelated by economy\n  need.real_growth                        1\n  need.components.a                     0.3            1\n")
	assert.Contains(t, got.out, "\ncorrelated, t copula with 4 degrees of freedom\n")
	assert.Contains(t, got.out, "\ncorrelated, repaired: the nearest matrix that can hold\n")
	assert.Contains(t, got.out, "need.components.g             0.157298107  0.760689852            1\n")
	assert.Contains(t, got.out, "\nr is between normal scores; for ranks and values it means\n         r    ranks   values\n      0.30     0.29     0.30  need.real_growth and need.components.a\n")
}
