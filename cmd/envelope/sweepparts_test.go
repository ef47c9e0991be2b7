package main

import (
	"bytes"
	"fmt"
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

// cases is a sweep of seven settings, of which one is not ASCII, for few paths.
func cases(t *testing.T, more ...string) (ask []string, table string) {
	t.Helper()
	table = filepath.Join(t.TempDir(), "cases.csv")
	text := "funding.real_growth,funding.baseline\n2%,114bn\n3%,£115bn\n-1%,£116bn\n4%,£117bn\n" +
		"5%,£118bn\n6%,£119bn\n0%,£1bn\n"
	require.NoError(t, os.WriteFile(table, []byte(text), 0o600))
	return append([]string{"sweep", settlement, "--settings", table, "--paths", "200", "--figure", "mean of balance"},
		more...), table
}

// sweptParts are the parts of a sweep, each by a command line of its own.
func sweptParts(t *testing.T, parts int, ask []string) (folder string, names []string) {
	t.Helper()
	folder = filepath.Join(t.TempDir(), "parts")
	for i := range parts {
		part := fmt.Sprintf("%d/%d", i+1, parts)
		must(t, append(slices.Clone(ask), "--part", part, "--out", folder)...)
	}
	names, err := filepath.Glob(filepath.Join(folder, "*.sweep"))
	require.NoError(t, err)
	require.Len(t, names, parts)
	return folder, names
}

// All parts of a sweep, in any order and some of them twice, are put together to the bytes of the whole table.
func TestSweepsInParts(t *testing.T) {
	ask, _ := cases(t, "--figure", "chance that balance")
	want := must(t, ask...).out
	for _, n := range []int{1, 3, 7} {
		folder, names := sweptParts(t, n, ask)
		assert.Equal(t, want, must(t, append(slices.Clone(ask), "--merge", folder)...).out)
		again := slices.Clone(ask)
		slices.Reverse(names)
		for _, name := range append(names, names[0]) {
			again = append(again, "--merge", name)
		}
		got := must(t, again...)
		assert.Equal(t, want, got.out)
		assert.Contains(t, got.err, "the same part as "+names[0]+"; counted once")
	}
	all := filepath.Join(t.TempDir(), "parts")
	must(t, append(slices.Clone(ask), "--part", "1-3/3", "--out", all)...)
	assert.Equal(t, want, must(t, append(slices.Clone(ask), "--merge", all)...).out)
}

// Parts of another sweep, missing, double and damaged ones are named, and nothing is printed.
func TestWrongPartsOfSweeps(t *testing.T) {
	ask, file := cases(t)
	folder, names := sweptParts(t, 3, ask)
	_, four := sweptParts(t, 4, ask)
	stranger := func(ask []string) string {
		_, names := sweptParts(t, 3, ask)
		return names[0]
	}
	other, table := cases(t)
	text, err := os.ReadFile(table)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(table, bytes.Replace(text, []byte("6%"), []byte("7%"), 1), 0o600))
	version := filepath.Join(t.TempDir(), "version.sweep")
	text, err = os.ReadFile(names[0])
	require.NoError(t, err)
	old := bytes.Replace(text, []byte("version "), []byte("version 9"), 1)
	lines, rest, _ := bytes.Cut(old, []byte("sum "))
	_, rows, _ := bytes.Cut(rest, []byte("\n\n"))
	sum := resealed(slices.Concat(lines, rows))
	sum = sum[len(sum)-32:]
	require.NoError(t, os.WriteFile(version, slices.Concat(lines, fmt.Appendf(nil, "sum %x\n\n", sum), rows), 0o600))
	another := ": the part belongs to another sweep: its file, settings, figures, paths or seed differ"
	for name, c := range map[string]struct {
		parts []string
		says  []string
	}{
		"missing": {names[1:2], []string{"no part has rows 1 to 2", "no part has rows 5 to 7"}},
		"double": {append(slices.Clone(names), four[1]),
			[]string{"it has rows 2 to 2, and so has ", "which is another"}},
		"seed":  {[]string{stranger(append(slices.Clone(ask), "--seed", "9")), folder}, []string{another}},
		"paths": {[]string{stranger(append(slices.Clone(ask), "--paths", "201")), folder}, []string{another}},
		"figure": {[]string{stranger(append(slices.Clone(ask), "--figure", "sd of balance")), folder},
			[]string{another}},
		"table": {[]string{stranger(other), folder}, []string{another}},
		"version": {[]string{version, folder},
			[]string{"written by version \"9" + scenario.Version + "\"; this is version"}},
		"strange": {[]string{file, settlement}, []string{file + ": not a part of a sweep", "no part has rows 1 to 7"}},
	} {
		t.Run(name, func(t *testing.T) {
			args := slices.Clone(ask)
			for _, part := range c.parts {
				args = append(args, "--merge", part)
			}
			got := envelope(t, "", args...)
			assert.Equal(t, exitBadInput, got.status)
			assert.Empty(t, got.out)
			for _, says := range c.says {
				assert.Contains(t, got.err, says)
			}
		})
	}
	for says, more := range map[string][]string{
		"--part and --out go together": {"--part", "1/3"},
		"--part and --merge":           {"--part", "1/3", "--out", folder, "--merge", folder},
		"is no part; write 3/64":       {"--part", "4/3", "--out", folder},
		"a table of 7 rows in 8 parts": {"--part", "1/8", "--out", folder},
	} {
		got := envelope(t, "", append(slices.Clone(ask), more...)...)
		assert.Equal(t, exitBadInput, got.status)
		assert.Contains(t, got.err, says)
	}
}

// No bit of a part of a sweep can be turned unseen: 1,000 of them under -deep.
func TestTurnedBitsOfSweeps(t *testing.T) {
	ask, _ := cases(t)
	folder, names := sweptParts(t, 2, ask)
	text, err := os.ReadFile(names[1])
	require.NoError(t, err)
	r := rand.New(rand.NewPCG(9, 9))
	for range testkit.Deep(1_000, 30) {
		turned := bytes.Clone(text)
		turned[r.IntN(len(text))] ^= 1 << r.IntN(8)
		require.NoError(t, os.WriteFile(names[1], turned, 0o600))
		got := envelope(t, "", append(slices.Clone(ask), "--merge", folder)...)
		assert.Equal(t, exitBadInput, got.status)
		assert.Contains(t, got.err, names[1]+": ")
		assert.Empty(t, got.out)
	}
	assert.True(t, strings.HasPrefix(string(text), sweepMark))
}
