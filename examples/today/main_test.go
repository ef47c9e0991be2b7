package main

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The example as a user runs it: the page is golden, the folder is complete.
func TestExample(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "out")
	var page bytes.Buffer
	require.NoError(t, run(context.Background(), &page, folder))
	testkit.Golden(t, "testdata/page.txt", strings.ReplaceAll(page.String(), folder, "out"))
	for _, name := range []string{"balance.png", "balance.svg", "ledger.csv", "manifest.json", "results.csv",
		"results.json"} {
		assert.FileExists(t, filepath.Join(folder, name))
	}
}

// Ctrl-C leaves nothing behind.
func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	folder := filepath.Join(t.TempDir(), "out")
	assert.ErrorIs(t, run(ctx, &bytes.Buffer{}, folder), context.Canceled)
	assert.NoDirExists(t, folder)
}
