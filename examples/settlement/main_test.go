package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The example as a user runs it: the page is golden, the folder is complete.
func TestSettlement(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "out")
	var page bytes.Buffer
	require.NoError(t, run(context.Background(), &page, folder))
	text := strings.ReplaceAll(page.String(), folder, "out")
	testkit.Golden(t, "testdata/page.txt", text)
	assert.Contains(t, text, "checks, all exactly 0.")

	entries, err := os.ReadDir(folder)
	require.NoError(t, err)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	assert.Equal(t, []string{"assumptions.csv", "balance.png", "balance.svg", "chance.png", "chance.svg", "earmark.png",
		"earmark.svg", "ledger.csv", "manifest.json", "results.csv", "results.json"}, names)
}

// What shared draws are worth: the difference in balance in 2023/24 is at least five times as precise as two runs of
// their own would make it.
func TestPairing(t *testing.T) {
	spec, err := file.Load("settlement.yaml", settlement)
	require.NoError(t, err)
	m, err := spec.Model()
	require.NoError(t, err)
	r, err := scenario.Run(context.Background(), m, scenario.Options{Paths: 100_000})
	require.NoError(t, err)
	for _, c := range r.Comparisons {
		balance, ok := r.Pairing(c.Of, c.Versus, "balance", "2023/24")
		require.True(t, ok)
		transformation, _ := r.Pairing(c.Of, c.Versus, "transformation", "2023/24")
		chance, _ := r.PairingOfChance(c.Of, c.Versus, "balance_in_year", "2023/24")
		t.Logf("%s against %s: balance %.2f, transformation %.2f, chance %.2f", c.Of, c.Versus, balance, transformation,
			chance)
		assert.GreaterOrEqual(t, balance, 5.0)
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
