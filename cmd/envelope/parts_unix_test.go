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

// killed is a run whose processes are killed at any moment.
type killed struct {
	*testing.T
	around, folder string
	*rand.Rand
	want string        // what one process prints
	part time.Duration // what a part takes, about
}

const killedParts = 8

// Eight processes at once, and those that merge, are killed at any moment and started again until each part of each
// pass is there: they leave what one process does, and nothing else. 100 are killed in each pass under -deep. What is
// merged meanwhile is the same result, or the missing parts are named.
func TestKilledPartsAreRunAgain(t *testing.T) {
	around := t.TempDir()
	k := &killed{T: t, around: around, folder: filepath.Join(around, "parts"), Rand: rand.New(rand.NewPCG(1, 2))}
	plan := filepath.Join(around, "plan.bin")
	ask := []string{settlement, "--paths", "40000", "--lines", "balance,diverted,transformation"}
	k.want = must(t, append([]string{"run"}, ask...)...).out
	run := must(t, append(append([]string{"run"}, ask...), "--out", filepath.Join(around, "run"))...)
	must(t, append(append([]string{"plan"}, ask...), "-o", plan)...)
	passes := 0
	for next := plan; next != ""; passes++ {
		plan, next = next, k.pass(next, passes+2)
	}
	assert.Equal(t, 2, passes)
	merge := must(t, "merge", plan, k.folder, "--out", filepath.Join(around, "merge"))
	assert.Equal(t, run.out,
		strings.ReplaceAll(merge.out, filepath.Join(around, "merge"), filepath.Join(around, "run")))
	assert.Equal(t, filesOf(t, filepath.Join(around, "run")), filesOf(t, filepath.Join(around, "merge")))
	assert.ElementsMatch(t, []string{"plan.bin", "pass-2.bin", "parts", "run", "merge"}, namesOf(t, around))
	assert.Len(t, namesOf(t, k.folder), passes*killedParts, "what killed processes left is swept")
}

// pass computes a pass, and gives the plan of the next one, if there is one.
func (k *killed) pass(plan string, number int) (next string) {
	next = filepath.Join(k.around, fmt.Sprintf("pass-%d.bin", number))
	merge := func() *exec.Cmd {
		return k.start("merge", plan, k.folder, "--next", next, "--out", filepath.Join(k.around, "merge"))
	}
	began := time.Now()
	require.NoError(k, k.compute(plan, 1).Wait())
	k.part = time.Since(began)
	for range testkit.Deep(100, 3) {
		cmd := k.compute(plan, 1+k.IntN(killedParts))
		if k.IntN(4) == 0 {
			_ = cmd.Wait()
			cmd = merge()
		}
		time.Sleep(time.Duration(k.Float64() * 1.2 * float64(k.part)))
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		k.meanwhile(plan)
	}
	var all []*exec.Cmd
	for part := range killedParts {
		all = append(all, k.compute(plan, part+1))
	}
	for _, cmd := range all {
		require.NoError(k, cmd.Wait())
	}
	require.NoError(k, merge().Wait())
	if _, err := os.Stat(next); err != nil {
		return ""
	}
	return next
}

// meanwhile merges the parts that are there.
func (k *killed) meanwhile(plan string) {
	if got := envelope(k.T, "", "merge", plan, k.folder); got.status == exitOK { // all parts may be there by now
		require.Equal(k, k.want, got.out)
	} else {
		require.Equal(k, exitBadInput, got.status)
		require.Contains(k, got.err, ": run ")
		require.NotContains(k, got.err, ".part:", "no part is half there")
	}
}

// compute starts a part.
func (k *killed) compute(plan string, part int) *exec.Cmd {
	return k.start("part", plan, "--part", fmt.Sprintf("%d/%d", part, killedParts), "--out", k.folder, "--workers", "1")
}

func (k *killed) start(args ...string) *exec.Cmd {
	cmd := command(k.T, args...)
	require.NoError(k, cmd.Start())
	return cmd
}

// namesOf are the names in a folder.
func namesOf(t *testing.T, folder string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	require.NoError(t, err)
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}
