package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// From the template to the papers: the workbook is checked and run, and the YAML beside the results, which says the
// same, gives the same figures. A live workbook is a file too.
func TestFromTheTemplateToThePapers(t *testing.T) {
	for _, kind := range []string{"body", "system", "council", "return"} {
		folder := t.TempDir()
		book, out := filepath.Join(folder, "plan.xlsx"), filepath.Join(folder, "results")
		got := envelope(t, "", "template", book, "--for", kind)
		require.Equal(t, exitOK, got.status, got.err)
		assert.Contains(t, got.out, "then: envelope check ")
		got = envelope(t, "", "check", book)
		require.Equal(t, exitOK, got.status, got.err)
		assert.Contains(t, got.out, "plan.xlsx: no faults\n")
		must(t, "run", book, "--paths", "200", "--out", out)
		for i, from := range []string{filepath.Join(out, "inputs.yaml"), filepath.Join(out, "model.xlsx")} {
			again := filepath.Join(folder, string(rune('a'+i)))
			must(t, "run", from, "--paths", "200", "--format", "none", "--out", again)
			assert.Equal(t, hashIn(t, out), hashIn(t, again), "%s of %s", from, kind)
		}
		got = envelope(t, "", "verify", filepath.Join(out, "manifest.json"))
		require.Equal(t, exitOK, got.status, got.err)
	}
}

// hashIn is the hash of the result in a folder.
func hashIn(t *testing.T, folder string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(folder, "manifest.json"))
	require.NoError(t, err)
	var m struct {
		Hash string `json:"result_hash"`
	}
	require.NoError(t, json.Unmarshal(text, &m))
	require.NotEmpty(t, m.Hash)
	return m.Hash
}

// Every question takes a workbook; what is none is bad input, in a line.
func TestQuestionsTakeWorkbooks(t *testing.T) {
	folder := t.TempDir()
	book := filepath.Join(folder, "plan.xlsx")
	must(t, "template", book)
	for _, args := range [][]string{{"explain", book, "balance"}, {"ask", book, "p10 of balance", "--paths", "500"},
		{"diff", book, book}, {"migrate", book},
		{"table", book, "--rows", "funding.real_growth=2%..3%/2", "--paths", "500"},
		{"run", book, "--set", "funding.real_growth=4%", "--paths", "500"}} {
		got := envelope(t, "", args...)
		assert.Equal(t, exitOK, got.status, "%s: %s", args[0], got.err)
	}
	got := envelope(t, "", "template", book)
	assert.Equal(t, exitBadInput, got.status, "it is there already")
	got = envelope(t, "", "template", filepath.Join(folder, "plan.yaml"))
	assert.Equal(t, exitBadInput, got.status)
	renamed := filepath.Join(folder, "renamed.xlsx")
	require.NoError(t, os.WriteFile(renamed, []byte("schema: 2\n"), 0o600))
	got = envelope(t, "", "run", renamed)
	assert.Equal(t, exitBadInput, got.status)
	assert.Contains(t, got.err, "this is no Excel workbook, whatever its name says")
}

// The governance pack says what changed since an earlier run, and how much rests on red numbers; neither is asked for
// without a folder to leave it in.
func TestGovernance(t *testing.T) {
	folder := t.TempDir()
	first, second := filepath.Join(folder, "june"), filepath.Join(folder, "july")
	must(t, "run", settlement, "--paths", "500", "--format", "none", "--out", first)
	must(t, "run", settlement, "--paths", "500", "--format", "none", "--out", second, "--since", first,
		"--shares", "--set", "earmark.share=4%")
	page, err := os.ReadFile(filepath.Join(second, "report.html"))
	require.NoError(t, err)
	assert.Contains(t, string(page), "What differs from june.")
	assert.Contains(t, string(page), "of the variance of the balance in 2023/24 rests on red numbers.")
	assert.NotContains(t, string(page), folder)
	for _, args := range [][]string{{"--since", first}, {"--shares"}} {
		got := envelope(t, "", append([]string{"run", settlement, "--paths", "500"}, args...)...)
		assert.Equal(t, exitBadInput, got.status)
		assert.Contains(t, got.err, "there is no --out to leave a governance pack in")
	}
}
