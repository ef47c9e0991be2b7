package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const earmark = "../../examples/earmark/earmark.yaml"

// must runs a command line that is to succeed.
func must(t *testing.T, args ...string) said {
	t.Helper()
	got := envelope(t, "", args...)
	require.Equal(t, exitOK, got.status, "%v: %s", args, got.err)
	return got
}

// filesOf are the files of a folder, by name; nil where there is no folder.
func filesOf(t *testing.T, folder string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if os.IsNotExist(err) {
		return nil
	}
	require.NoError(t, err)
	files := map[string]string{}
	for _, e := range entries {
		text, err := os.ReadFile(filepath.Join(folder, e.Name()))
		require.NoError(t, err)
		files[e.Name()] = string(text)
	}
	return files
}

// planned writes the plan file of a run, and its parts, each by a command line of its own.
func planned(t *testing.T, parts int, ask ...string) (plan, folder string) {
	t.Helper()
	around := t.TempDir()
	plan, folder = filepath.Join(around, "plan.bin"), filepath.Join(around, "parts")
	must(t, append(append([]string{"plan"}, ask...), "-o", plan)...)
	for i := range parts {
		must(t, "part", plan, "--part", fmt.Sprintf("%d/%d", i+1, parts), "--out", folder)
	}
	return plan, folder
}

// All parts of a run, in any order and some of them twice, print what the run does, to the last digit of every figure:
// with a plan file and without, with percentiles from histograms and exact ones, whatever is asked and set.
func TestPartsAreTheRun(t *testing.T) {
	for name, c := range map[string]struct {
		ask   []string
		parts int
	}{
		"settlement": {[]string{settlement, "--paths", "5000", "--seed", "3", "--lines",
			"balance,diverted,debt"}, 3},
		"settlement exact": {[]string{settlement, "--paths", "9000", "--exact", "--lines", "balance,diverted"}, 5},
		"system":           {[]string{system, "--paths", "17000", "--lines", "balance,bodies.*.balance"}, 8},
		"system exact":     {[]string{system, "--paths", "5000", "--exact", "--lines", "balance,bodies.*.balance"}, 2},
		"with a table":     {[]string{earmark, "--paths", "5000", "--lines", "balance"}, 3},
		"set": {[]string{settlement, "--set", "funding.real_growth=4%", "--scenario", "settlement, improve",
			"--paths", "4096", "--lines", "balance"}, 2},
		"few paths": {[]string{settlement, "--paths", "7"}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			run := must(t, append(append([]string{"run"}, c.ask...), "--format", "json")...)
			plan, parts := planned(t, c.parts, c.ask...)
			names, err := filepath.Glob(filepath.Join(parts, "*.part"))
			require.NoError(t, err)
			require.Len(t, names, c.parts)
			// Delivered in another order, and one of them twice.
			twice := filepath.Join(t.TempDir(), "again.part")
			text, err := os.ReadFile(names[0])
			require.NoError(t, err)
			require.NoError(t, os.WriteFile(twice, text, 0o600))
			slices.Reverse(names)
			args := append(append([]string{"merge", plan}, names...), twice, names[0])
			merge := must(t, append(args, "--format", "json")...)
			assert.Equal(t, run.out, merge.out)
			assert.Contains(t, merge.err, "again.part: the same part as "+names[len(names)-1]+"; counted once")

			// Without a plan file, from the scenario file itself, and all parts by one command line.
			again := filepath.Join(t.TempDir(), "parts")
			must(t, append(append([]string{"part"}, c.ask...), "--part", fmt.Sprintf("1-%d/%d", c.parts, c.parts),
				"--out", again)...)
			assert.Equal(t, filesOf(t, parts), filesOf(t, again))
			merge = must(t, append(append([]string{"merge"}, c.ask...), again, "--format", "json")...)
			assert.Equal(t, run.out, merge.out)
		})
	}
}

// passes computes every pass of a run in parts, as merge asks for them, and returns what the last merge printed, and
// the number of passes. Every pass has its parts in the same folder.
func passes(t *testing.T, parts int, ask ...string) (out string, n int) {
	t.Helper()
	plan, folder := planned(t, parts, ask...)
	for n = 1; ; n++ {
		next := filepath.Join(filepath.Dir(plan), fmt.Sprintf("plan-%d.bin", n+1))
		got := must(t, "merge", plan, folder, "--next", next, "--format", "json")
		if _, err := os.Stat(next); err != nil {
			return got.out, n
		}
		assert.Empty(t, got.out, "there are no results yet")
		assert.Contains(t, got.err, fmt.Sprintf("compute the parts of this plan file (pass %d), and merge them", n+1))
		plan = next
		must(t, "part", plan, "--part", fmt.Sprintf("1-%d/%d", parts, parts), "--out", folder)
	}
}

// Where percentiles take a second pass over the paths, because they are to be exact or because there are few paths, its
// parts too merge to what the run prints.
func TestPassesAreTheRun(t *testing.T) {
	for name, c := range map[string]struct {
		ask           []string
		parts, passes int
	}{
		"settlement":  {[]string{settlement, "--paths", "20000", "--lines", "balance,diverted"}, 3, 2},
		"exact":       {[]string{settlement, "--paths", "9000", "--exact", "--lines", "balance,diverted"}, 5, 2},
		"system":      {[]string{system, "--paths", "17000", "--exact", "--lines", "balance,bodies.*.balance"}, 2, 2},
		"many paths":  {[]string{settlement, "--paths", "200000", "--lines", "net_cost"}, 2, 1},
		"no variance": {[]string{settlement, "--paths", "3000", "--lines", "funding", "--exact"}, 2, 1},
	} {
		t.Run(name, func(t *testing.T) {
			out, n := passes(t, c.parts, c.ask...)
			assert.Equal(t, must(t, append(append([]string{"run"}, c.ask...), "--format", "json")...).out, out)
			assert.Equal(t, c.passes, n)
		})
	}
}

// Parts of two passes are not mixed up, and a plan file of an earlier run is not taken for one of this run.
func TestPassesAreKeptApart(t *testing.T) {
	ask := []string{settlement, "--lines", "balance", "--paths", "5000", "--exact"}
	plan, parts := planned(t, 2, ask...)
	next := filepath.Join(t.TempDir(), "next.bin")
	must(t, "merge", plan, parts, "--next", next)
	must(t, "merge", plan, parts, "--next", next) // again, if a script was interrupted
	must(t, "part", next, "--part", "1-2/2", "--out", parts)
	first, second := filepath.Join(parts, "part-1-of-2.part"), filepath.Join(parts, "part-1-of-2.pass2")
	for _, c := range []struct {
		says string
		args []string
	}{
		{second + ": the part is of pass 2 over the paths; the plan is of pass 1", []string{plan, parts, second}},
		{first + ": the part is of pass 1 over the paths; the plan is of pass 2", []string{next, parts, first}},
		{"no part has paths 2048 to 4999: run 2/2", []string{next, second}},
		{"--next: there is no further pass, but there is already a file " + next,
			[]string{next, parts, "--next", next}},
	} {
		got := envelope(t, "", append([]string{"merge"}, c.args...)...)
		assert.Equal(t, exitBadInput, got.status)
		assert.Contains(t, got.err, c.says)
		assert.Empty(t, got.out)
	}
	want := must(t, append([]string{"run"}, ask...)...).out
	assert.Equal(t, want, must(t, "merge", next, parts).out)
}

// A merge leaves what the run leaves, to the last byte of every file, and prints the same page.
func TestAMergeLeavesWhatARunDoes(t *testing.T) {
	for _, ask := range [][]string{
		{system, "--paths", "5000", "--exact", "--lines", "balance"},
		{settlement, "--paths", "5000", "--lines", "balance,diverted"},
	} {
		folder := t.TempDir()
		run := must(t, append(append([]string{"run"}, ask...), "--out", filepath.Join(folder, "run"))...)
		plan, parts := planned(t, 3, ask...)
		merge := must(t, "merge", plan, parts, "--out", filepath.Join(folder, "merge"))
		assert.Equal(t, run.out, strings.ReplaceAll(merge.out, filepath.Join(folder, "merge"),
			filepath.Join(folder, "run")))
		assert.Equal(t, filesOf(t, filepath.Join(folder, "run")), filesOf(t, filepath.Join(folder, "merge")))
	}
}

// A plan file needs nothing beside it: not the scenario file, and not its tables.
func TestAPlanFileIsWhole(t *testing.T) {
	elsewhere := t.TempDir()
	require.NoError(t, os.CopyFS(elsewhere, os.DirFS(filepath.Dir(earmark))))
	file := filepath.Join(elsewhere, "earmark.yaml")
	plan := filepath.Join(t.TempDir(), "plan.bin")
	must(t, "plan", file, "--paths", "3000", "-o", plan)
	want := must(t, "run", file, "--paths", "3000", "--format", "csv")
	require.NoError(t, os.RemoveAll(elsewhere))
	parts := filepath.Join(t.TempDir(), "parts")
	must(t, "part", plan, "--part", "2/2", "--out", parts)
	must(t, "part", plan, "--part", "1/2", "--out", parts)
	assert.Equal(t, want.out, must(t, "merge", plan, parts, "--format", "csv").out)
}

// Whatever is wrong with the parts is said at once, each by its name, and nothing is written: an old set stays.
func TestWrongPartsAreNamed(t *testing.T) {
	ask := []string{settlement, "--lines", "balance", "--paths", "9000"}
	plan, parts := planned(t, 5, ask...)
	_, four := planned(t, 4, ask...)
	_, seed := planned(t, 5, append(ask, "--seed", "1")...)
	_, exact := planned(t, 5, append(ask[:3:3], "--paths", "9001")...)
	_, other := planned(t, 5, append(ask, "--set", "funding.real_growth=4%")...)
	part := func(folder string, i, of int) string { return filepath.Join(folder, partName(1, i, of)) }
	damaged := filepath.Join(t.TempDir(), "damaged.part")
	text, err := os.ReadFile(part(parts, 2, 5))
	require.NoError(t, err)
	text[len(text)/2] ^= 4
	require.NoError(t, os.WriteFile(damaged, text, 0o600))
	version := filepath.Join(t.TempDir(), "version.part")
	text[len(text)/2] ^= 4
	old := bytes.Replace(text[:len(text)-32], []byte("version "), []byte("version 9"), 1)
	require.NoError(t, os.WriteFile(version, resealed(old), 0o600))

	all := []string{part(parts, 1, 5), part(parts, 2, 5), part(parts, 3, 5), part(parts, 4, 5), part(parts, 5, 5)}
	kept := filepath.Join(t.TempDir(), "out")
	must(t, "merge", plan, parts, "--out", kept)
	before := filesOf(t, kept)
	for name, c := range map[string]struct {
		parts []string
		says  []string
	}{
		"missing": {all[1:4], []string{
			"no part has paths 0 to 2047: run 1/5", "no part has paths 8192 to 8999: run 5/5",
		}},
		"double": {append(all, part(four, 4, 4)), []string{
			"part-4-of-4.part: it has paths 6144 to 8191, and so has ", "part-4-of-5.part, which is another part",
		}},
		"seed": {append(all[1:], part(seed, 1, 5)), []string{
			part(seed, 1, 5) + ": the part is of seed 1; the plan has seed 0", "no part has paths 0 to 2047: run 1/5",
		}},
		"paths": {append(all[1:], part(exact, 1, 5)), []string{
			part(exact, 1, 5) + ": the part is of a run of 9001 paths; the plan has 9000",
		}},
		"setting": {append(all[1:], part(other, 1, 5)), []string{
			part(other, 1, 5) + ": the part belongs to another plan",
		}},
		"damaged": {append(all, damaged), []string{damaged + ": the part cannot be read: it was damaged on its way"}},
		"version": {append(all, version), []string{
			version + ": the part was written by version \"9" + scenario.Version + "\"; this is version " +
				scenario.Version,
		}},
		"no part": {append(all, settlement), []string{settlement + ": not a part of a run"}},
		"a plan":  {append(all, plan), []string{plan + ": not a part of a run"}},
		"none":    {[]string{t.TempDir()}, []string{"no part has paths 0 to 8999"}},
		"many": {[]string{part(seed, 1, 5), damaged, part(other, 3, 5)}, []string{
			part(seed, 1, 5), damaged, part(other, 3, 5), "no part has paths 0 to 8999",
		}},
		"nowhere": {[]string{filepath.Join(parts, "part-1-of-5.pert")}, []string{
			"there is no file", "part-1-of-5.part",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			got := envelope(t, "", append(append([]string{"merge", plan}, c.parts...), "--out", kept)...)
			assert.Equal(t, exitBadInput, got.status)
			assert.Empty(t, got.out)
			for _, says := range c.says {
				assert.Contains(t, got.err, says)
			}
			assert.Equal(t, before, filesOf(t, kept), "the old set stays")
		})
	}
}

// What is asked of a part, and of a plan file, is checked before anything is computed.
func TestBadPartsAreRefused(t *testing.T) {
	plan, _ := planned(t, 0, settlement, "--paths", "9000", "--lines", "balance")
	damaged := filepath.Join(t.TempDir(), "plan.bin")
	text, err := os.ReadFile(plan)
	require.NoError(t, err)
	text[len(text)/2] ^= 1
	require.NoError(t, os.WriteFile(damaged, text, 0o600))
	out := filepath.Join(t.TempDir(), "parts")
	for _, c := range []struct {
		says string
		args []string
	}{
		{`--part: "6/5" is no part; write 3/64 for the third of 64, or 3-8/64`, []string{plan, "--part", "6/5"}},
		{`"0/5" is no part`, []string{plan, "--part", "0/5"}},
		{`"3" is no part`, []string{plan, "--part", "3"}},
		{`"-1/-2" is no part`, []string{plan, "--part=-1/-2"}},
		{`"4-3/5" is no part`, []string{plan, "--part", "4-3/5"}},
		{`"3-6/5" is no part`, []string{plan, "--part", "3-6/5"}},
		{"--part: a run of 9000 paths in 6 parts; 1 to 5: a part has at least 2048 paths",
			[]string{plan, "--part", "1/6"}},
		{"in 9223372036854775807 parts", []string{plan, "--part", "1/9223372036854775807"}},
		{"--paths, --seed, --exact, --set: the plan file", []string{plan, "--part", "1/5", "--seed", "1", "--paths",
			"5", "--exact", "--set", "a=b"}},
		{damaged + ": the plan file cannot be read: it was damaged on its way", []string{damaged, "--part", "1/5"}},
		{"there is no file", []string{filepath.Join(out, "..", "plan.bon"), "--part", "1/5"}},
	} {
		got := envelope(t, "", append(append([]string{"part"}, c.args...), "--out", out)...)
		assert.Equal(t, exitBadInput, got.status, c.args)
		assert.Contains(t, got.err, c.says)
		assert.NoDirExists(t, out)
	}
}

// No bit of a part can be turned so that another result comes out: 1,000 of them under -deep.
func TestTurnedBitsOfParts(t *testing.T) {
	ask := []string{settlement, "--lines", "balance", "--scenario", "settlement, improve", "--paths", "4096"}
	plan, parts := planned(t, 2, ask...)
	want := must(t, "merge", plan, parts, "--format", "json").out
	r := rand.New(rand.NewPCG(5, 5))
	for range testkit.Deep(1_000, 40) {
		name := filepath.Join(parts, partName(1, 1+r.IntN(2), 2))
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		turned := bytes.Clone(text)
		turned[r.IntN(len(text))] ^= 1 << r.IntN(8)
		require.NoError(t, os.WriteFile(name, turned, 0o600))
		got := envelope(t, "", "merge", plan, parts, "--format", "json")
		if got.status == exitOK {
			assert.Equal(t, want, got.out)
		} else {
			assert.Equal(t, exitBadInput, got.status)
			assert.Contains(t, got.err, name+": ")
		}
		require.NoError(t, os.WriteFile(name, text, 0o600))
	}
}

// Nor of a plan file.
func TestTurnedBitsOfPlans(t *testing.T) {
	plan, _ := planned(t, 0, settlement, "--lines", "balance", "--scenario", "settlement, improve", "--paths", "4096")
	text, err := os.ReadFile(plan)
	require.NoError(t, err)
	r := rand.New(rand.NewPCG(6, 6))
	for range testkit.Deep(1_000, 40) {
		turned := bytes.Clone(text)
		turned[r.IntN(len(text))] ^= 1 << r.IntN(8)
		name := filepath.Join(t.TempDir(), "plan.bin")
		require.NoError(t, os.WriteFile(name, turned, 0o600))
		got := envelope(t, "", "part", name, "--part", "1/2", "--out", t.TempDir())
		assert.Equal(t, exitBadInput, got.status)
		assert.NotEmpty(t, got.err)
	}
}

// A part that is interrupted leaves nothing.
func TestAnInterruptedPartLeavesNothing(t *testing.T) {
	out := filepath.Join(t.TempDir(), "parts")
	assert.True(t, beginsRun("part", settlement, "--part", "1/2", "--out", out))
	assert.NoDirExists(t, out)
	var found []string
	require.NoError(t, filepath.WalkDir(filepath.Dir(out), func(path string, _ fs.DirEntry, err error) error {
		found = append(found, path)
		return err
	}))
	assert.Len(t, found, 1, "%s", strings.Join(found, " "))
}

// resealed is a file's bytes with their checksum.
func resealed(b []byte) []byte {
	sum := sha256.Sum256(b)
	return append(b, sum[:]...)
}
