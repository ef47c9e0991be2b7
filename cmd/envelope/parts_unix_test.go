//go:build unix

package main

import (
	"fmt"
	"math/rand/v2"
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

// Eight processes at once, that are killed at any moment and started again until each part is there, leave what one
// process does: 100 are killed under -deep.
func TestKilledPartsAreRunAgain(t *testing.T) {
	const parts = 8
	around := t.TempDir()
	plan, folder := filepath.Join(around, "plan.bin"), filepath.Join(around, "parts")
	ask := []string{settlement, "--paths", "40000", "--lines", "balance,diverted,transformation"}
	run := must(t, append(append([]string{"run"}, ask...), "--out", filepath.Join(around, "run"))...)
	must(t, append(append([]string{"plan"}, ask...), "-o", plan)...)
	start := func(part int) *exec.Cmd {
		cmd := command(t, "part", plan, "--part", fmt.Sprintf("%d/%d", part, parts), "--out", folder, "--workers", "1")
		require.NoError(t, cmd.Start())
		return cmd
	}
	began := time.Now()
	require.NoError(t, start(1).Wait())
	takes := time.Since(began)
	random := rand.New(rand.NewPCG(1, 2))
	for killed, most := 0, testkit.Deep(100, 4); killed < most; killed++ {
		cmd := start(1 + random.IntN(parts))
		time.Sleep(time.Duration(random.Float64() * 1.2 * float64(takes)))
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		got := envelope(t, "", "merge", plan, folder)
		if got.status != exitOK { // all parts may be there by now
			require.Equal(t, exitBadInput, got.status)
			require.Contains(t, got.err, ": run ")
			require.NotContains(t, got.err, ".part:", "no part is half there")
		}
	}
	var all []*exec.Cmd
	for part := range parts {
		all = append(all, start(part+1))
	}
	for _, cmd := range all {
		require.NoError(t, cmd.Wait())
	}
	merge := must(t, "merge", plan, folder, "--out", filepath.Join(around, "merge"))
	assert.Equal(t, run.out,
		strings.ReplaceAll(merge.out, filepath.Join(around, "merge"), filepath.Join(around, "run")))
	assert.Equal(t, filesOf(t, filepath.Join(around, "run")), filesOf(t, filepath.Join(around, "merge")))
	entries, err := os.ReadDir(folder)
	require.NoError(t, err)
	assert.Len(t, entries, parts, "what killed processes left is swept: %v", entries)
}
