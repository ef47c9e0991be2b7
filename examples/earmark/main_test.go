package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The example as a user runs it: the page is golden, the folder is complete.
func TestEarmark(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "out")
	var page bytes.Buffer
	require.NoError(t, run(context.Background(), &page, folder))
	testkit.Golden(t, "testdata/page.txt", strings.ReplaceAll(page.String(), folder, "out"))
	for _, name := range []string{"balance.png", "balance.svg", "earmark.png", "earmark.svg", "ledger.csv",
		"manifest.json", "results.csv", "results.json"} {
		assert.FileExists(t, filepath.Join(folder, name))
	}
}

// What is derived on record is the fund as planned less deficit support.
func TestTheRecordAddsUp(t *testing.T) {
	rows, err := csv.NewReader(strings.NewReader(fund)).ReadAll()
	require.NoError(t, err)
	number := func(text string) int {
		n, err := strconv.Atoi(text)
		require.NoError(t, err)
		return n
	}
	checked := 0
	for _, row := range rows[1:] {
		if row[2] == "" || row[3] == "" {
			continue
		}
		assert.Equal(t, number(row[1])-number(row[2]), number(row[3]), row[0])
		checked++
	}
	assert.Equal(t, 3, checked)
}

// Ctrl-C leaves nothing behind.
func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	folder := filepath.Join(t.TempDir(), "out")
	assert.ErrorIs(t, run(ctx, &bytes.Buffer{}, folder), context.Canceled)
	assert.NoDirExists(t, folder)
}
