package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Each starter is sound, says of every number that it is a placeholder, runs, and leaves a folder that verifies.
func TestEveryStarterRuns(t *testing.T) {
	for _, of := range []string{"body", "system", "council"} {
		folder := t.TempDir()
		plan := filepath.Join(folder, "plan.yaml")
		got := envelope(t, "", "init", of, "-o", plan)
		require.Equal(t, exitOK, got.status, got.err)
		assert.Contains(t, got.out, "is a plan of placeholders. Put your own numbers in, then: envelope run ")

		got = envelope(t, "", "check", plan)
		require.Equal(t, exitOK, got.status, got.err)
		assert.Contains(t, got.out, "plan.yaml: no faults\n\nas planned\n",
			"no warnings, and the version is the current one")
		assert.NotContains(t, got.out, "unsupported", "every number has its source")

		got = envelope(t, "", "run", plan, "--paths", "2000", "--out", filepath.Join(folder, "results"))
		require.Equal(t, exitOK, got.status, got.err)
		assert.Contains(t, got.out, "balances in 2029/30 is ")
		assert.Contains(t, got.out, "Every number is a placeholder")
		for _, line := range strings.Split(got.out, "\n") {
			assert.LessOrEqual(t, len([]rune(line)), 80, line)
		}
		got = envelope(t, "", "verify", filepath.Join(folder, "results", "manifest.json"))
		assert.Equal(t, exitOK, got.status, got.err)
	}
}

// What is there stays, and nothing is said to have been written.
func TestInitNeverOverwrites(t *testing.T) {
	plan := written(t, "mine")
	got := envelope(t, "", "init", "-o", plan)
	assert.Equal(t, exitBadInput, got.status)
	assert.Empty(t, got.out)
	assert.Contains(t, got.err, "already, and it stays as it is; give another name")
	text, err := os.ReadFile(plan)
	require.NoError(t, err)
	assert.Equal(t, "mine", string(text))

	got = envelope(t, "", "init", "-o", filepath.Join(filepath.Dir(plan), "nowhere", "plan.yaml"))
	assert.Equal(t, exitBadInput, got.status)
	assert.Contains(t, got.err, "there is no folder")

	got = envelope(t, "", "init", "council", "-o", "-")
	assert.Equal(t, exitOK, got.status)
	assert.Contains(t, got.out, "\nschema: 2\nname: A plan for our council\n")
}

// An older file is told so in one line of check, is written anew on request, and then is not.
func TestMigrateWritesTheCurrentVersion(t *testing.T) {
	older := strings.Replace(text(t), "schema: 2", "schema: 1", 1)
	plan := written(t, older)
	const told = "schema 1 is an older version of the format, and still read; envelope migrate writes the file in version 2\n"
	got := envelope(t, "", "check", plan)
	assert.Equal(t, 1, strings.Count(got.out, told))
	now := filepath.Join(filepath.Dir(plan), "now.yaml")
	got = envelope(t, "", "migrate", plan, "-o", now)
	require.Equal(t, exitOK, got.status, got.err)
	migrated, err := os.ReadFile(now)
	require.NoError(t, err)
	assert.Equal(t, text(t), string(migrated))
	assert.NotContains(t, envelope(t, "", "check", now).out, "older version")

	got = envelope(t, "", "migrate", now, "-o", plan)
	assert.Equal(t, exitBadInput, got.status, "another file that is there")
	got = envelope(t, "", "migrate", plan)
	assert.Equal(t, text(t), got.out, "printed, if no file is named")
	got = envelope(t, "", "migrate", plan, "-o", plan)
	assert.Equal(t, exitOK, got.status, "the file itself may be written anew")
	got = envelope(t, "", "migrate", plan, "-o", plan)
	assert.Contains(t, got.err, "has version 2 of the format already; nothing is changed\n")

	got = envelope(t, "", "migrate", written(t, strings.Replace(older, "years:", "yaers:", 1)))
	assert.Equal(t, exitBadInput, got.status)
	assert.Empty(t, got.out, "nothing is written of a file with faults")
}
