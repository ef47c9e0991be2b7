package main

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A look is what a browser saw of a page, and what the page left with it.
type look struct {
	Said, Answer, Note, Manifest, YAML string
	Same                               bool // at rest, with the engine, as it was opened
	Heard, Asked                       []string
}

// Of every example the page of one file has, without a network, in Chromium and in Firefox, the figures of the command:
// what it opens with is a run's, and once a slider has moved its record verifies, and the file that it leaves runs to
// the same hash.
func TestEveryExampleInBrowsers(t *testing.T) {
	if testkit.Deep(1, 0) == 0 {
		t.Skip("skipped: the engine is built under -deep")
	}
	puppeteer := puppeteerHere(t)
	folder := t.TempDir()
	out, err := exec.Command("../../tools/build", "--only", folder).CombinedOutput()
	require.NoError(t, err, "%s", out)
	examples, err := filepath.Glob("../../examples/*/*.yaml")
	require.NoError(t, err)
	require.Greater(t, len(examples), 5)
	var pages []string
	for _, name := range examples {
		page := filepath.Join(folder, filepath.Base(name)+".html")
		out, err := exec.Command(filepath.Join(folder, "envelope"), "explore", name, "--to", page).CombinedOutput()
		require.NoError(t, err, "%s: %s", name, out)
		pages = append(pages, page)
	}
	for kind, programs := range map[string][]string{
		"chrome": {"chromium", "google-chrome"}, "firefox": {"firefox", "firefox-esr"}} {
		t.Run(kind, func(t *testing.T) {
			program := installed(programs)
			if program == "" {
				t.Skipf("skipped: none of %s is installed", strings.Join(programs, ", "))
			}
			for i, l := range looks(t, puppeteer, kind, program, pages) {
				t.Run(filepath.Base(examples[i]), func(t *testing.T) { l.check(t) })
			}
		})
	}
}

// check holds a look against the command.
func (l look) check(t *testing.T) {
	assert.Empty(t, l.Heard, "messages")
	assert.Empty(t, l.Asked, "requests")
	assert.True(t, l.Same, "it opens as it was written")
	folder := t.TempDir()
	record, moved := filepath.Join(folder, "manifest.json"), filepath.Join(folder, "moved.yaml")
	require.NoError(t, os.WriteFile(record, []byte(l.Manifest), 0o600))
	require.NoError(t, os.WriteFile(moved, []byte(l.YAML), 0o600))
	assert.Contains(t, must(t, "verify", record).out, "same")
	var m struct {
		Scenarios, Lines []string
		Hash             string `json:"result_hash"`
	}
	require.NoError(t, json.Unmarshal([]byte(l.Manifest), &m))
	assert.Contains(t, l.Note, "16,384 futures")
	assert.Contains(t, l.Note, m.Hash[:12])
	run := []string{"run", moved, "--paths", "16384", "--scenario", m.Scenarios[0]}
	figures := must(t, append(run, "--lines", strings.Join(m.Lines, ","), "--format", "json")...).out
	assert.Contains(t, figures, m.Hash)
	first, _, _ := strings.Cut(l.Answer, "(")
	screen := strings.Join(strings.Fields(must(t, run...).out), " ")
	assert.Contains(t, screen, strings.TrimSpace(first))
}

// looks are those of a browser at some pages.
func looks(t *testing.T, puppeteer, kind, program string, pages []string) []look {
	t.Helper()
	ctx, stop := context.WithTimeout(context.Background(), 10*time.Minute)
	defer stop()
	script := []string{filepath.Join("testdata", "browsers.js"), kind, program}
	c := exec.CommandContext(ctx, "node", append(script, pages...)...)
	c.Env, c.Stderr = append(os.Environ(), "PUPPETEER="+puppeteer), os.Stderr
	out, err := c.Output()
	require.NoError(t, err)
	var all struct {
		Version string
		Pages   []look
	}
	require.NoError(t, json.Unmarshal(out, &all))
	require.Len(t, all.Pages, len(pages))
	t.Log(all.Version)
	return all.Pages
}

// puppeteerHere is where node finds what drives browsers: PUPPETEER names another place.
func puppeteerHere(t *testing.T) string {
	t.Helper()
	module := os.Getenv("PUPPETEER")
	if module == "" {
		module = "puppeteer-core"
	}
	if err := exec.Command("node", "-e", "require(process.argv[1])", module).Run(); err != nil {
		t.Skip("skipped: node or puppeteer-core is missing, so no browser opens the pages; PUPPETEER names its folder")
	}
	return module
}

// installed is the first program that is, empty if none.
func installed(programs []string) string {
	for _, name := range programs {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}
