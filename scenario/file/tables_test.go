package file_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// observed is a file whose need takes a column of a table.
func observed(csv, column string) string {
	return "schema: 1\nyears: 2018/19 to 2020/21\nfunding: {baseline: £100m, real_growth: 3%}\nneed:\n" +
		"  real_growth: {empirical: {csv: " + csv + ", column: " + column + "}}\nnot_modelled: []\n"
}

const growthTable = "\ufeffyear,growth,note\r\n2016/17, 3.1%,\"a, b\"\r\n2017/18,0.028,\r\n2018/19,-1%,x\r\n"

// A table is found beside the file or below it, on disk and in any file system.
func TestTablesAreReadBesideTheFile(t *testing.T) {
	folder := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(folder, "tables"), 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "plan.yaml"), []byte(observed("tables/growth.csv", "growth")),
		0o600))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "tables", "growth.csv"), []byte(growthTable), 0o600))
	onDisk, err := file.Read(filepath.Join(folder, "plan.yaml"))
	require.NoError(t, err)
	within, err := file.LoadFS(os.DirFS(filepath.Dir(folder)), filepath.Base(folder)+"/plan.yaml")
	require.NoError(t, err)
	for _, spec := range []*file.Spec{onDisk, within} {
		m, err := spec.Model()
		require.NoError(t, err)
		assert.Equal(t, dist.Empirical{Values: dist.NumbersOf(0.031, 0.028, -0.01)}, m.Baseline.Drivers[0].Law)
	}
}

// Text without a file is loaded as if it stood in a folder; a setting may name a table too, and the run's record holds
// it.
func TestTablesOfTextAndSettings(t *testing.T) {
	folder := fstest.MapFS{"growth.csv": {Data: []byte(growthTable)}}
	named, err := file.LoadIn(folder, "plan.yaml", []byte(observed("growth.csv", "growth")))
	require.NoError(t, err)
	plain, err := file.LoadIn(folder, "plan.yaml",
		[]byte(strings.Replace(observed("growth.csv", "growth"), "{empirical: {csv: growth.csv, column: growth}}", "3%",
			1)))
	require.NoError(t, err)
	set, err := plain.With(scenario.Setting{Path: "need.real_growth",
		Value: "{empirical: {csv: growth.csv, column: growth}}"})
	require.NoError(t, err)
	var hashes []string
	for _, spec := range []*file.Spec{named, set} {
		m, err := spec.Model()
		require.NoError(t, err)
		assert.Equal(t, dist.Empirical{Values: dist.NumbersOf(0.031, 0.028, -0.01)}, m.Baseline.Drivers[0].Law)
		r, err := scenario.Run(context.Background(), m, scenario.Options{Paths: 500})
		require.NoError(t, err)
		hashes = append(hashes, r.Hash)
		differences, err := file.NewManifest(spec, r).Verify(context.Background(), scenario.Options{})
		require.NoError(t, err)
		assert.Empty(t, differences)
	}
	assert.Equal(t, hashes[0], hashes[1])

	missing, err := plain.With(scenario.Setting{Path: "need.real_growth",
		Value: "{empirical: {csv: grwth.csv, column: growth}}"})
	require.NoError(t, err)
	_, err = missing.Model()
	assert.ErrorContains(t, err,
		`plan.yaml, as set: need.real_growth.empirical.csv: the table "grwth.csv" is not there`)
}

// The manifest holds the table: a run is verified where there is no file, and a table that was changed is found out.
func TestAManifestHoldsItsTables(t *testing.T) {
	spec, err := file.LoadFS(fstest.MapFS{"plan.yaml": {Data: []byte(observed("growth.csv", "growth"))},
		"growth.csv": {Data: []byte(growthTable)}}, "plan.yaml")
	require.NoError(t, err)
	m, err := spec.Model()
	require.NoError(t, err)
	result, err := scenario.Run(context.Background(), m, scenario.Options{Paths: 2000, Seed: 1})
	require.NoError(t, err)
	var text bytes.Buffer
	require.NoError(t, file.NewManifest(spec, result).Write(&text))

	read := func(text string) []string {
		manifest, err := file.ReadManifest(strings.NewReader(text))
		require.NoError(t, err)
		differences, err := manifest.Verify(context.Background(), scenario.Options{})
		require.NoError(t, err)
		return differences
	}
	assert.Empty(t, read(text.String()))
	changed := read(strings.Replace(text.String(), "2017/18,0.028", "2017/18,0.029", 1))
	require.NotEmpty(t, changed)
	assert.Contains(t, strings.Join(changed, "\n"), `tables["growth.csv"].sha256: the manifest says`)
	assert.Contains(t, strings.Join(changed, "\n"), "result_hash: the manifest says")
}

// Everything that is wrong with a table is said at the place of the file that names it.
func TestTableFaults(t *testing.T) {
	many := "growth\n" + strings.Repeat("x\n", 15)
	for _, c := range []struct{ csv, column, table, want string }{
		{"missing.csv", "growth", "", `:5:34: need.real_growth.empirical.csv: the table "missing.csv" is not there; the path is from the folder of this file`},
		{"../growth.csv", "growth", "",
			`the table "../growth.csv" is not the path of a table from the folder of this file; write it with /`},
		{"/growth.csv", "growth", "", `is not the path of a table`},
		{`a\growth.csv`, "growth", "", `is not the path of a table`},
		{".", "growth", "", `is not the path of a table`},
		{"folder", "growth", "", `the table "folder" cannot be read: "folder" is a directory, not a file`},
		{"t.csv", "Growth", growthTable,
			`need.real_growth.empirical.column: the table "t.csv" has no column "Growth"; did you mean "growth"?`},
		{"t.csv", "a", "a,b,a\n1%,2%,3%\n", `line 1 of "t.csv": a: a second column of this name`},
		{"t.csv", "growth", "growth\n1%\nn/a\n3%\n,\n", `line 3 of "t.csv": "n/a"`},
		{"t.csv", "growth", "growth\n1%\nn/a\n3%\n0,8%\n",
			`line 5 of "t.csv": the row has 2 cells; the heading has 1; a comma within a number ends its cell`},
		{"t.csv", "b", "a,b\n1%,2%\n1%\n", `line 3 of "t.csv": the row has 1 cell; the heading has 2`},
		{"t.csv", "growth", many, `"t.csv" has further faults: 5`},
		{"t.csv", "growth", "growth\n", `line 1 of "t.csv": there is no row below the heading`},
		{"t.csv", "growth", "growth\n1%\n", `need.real_growth.empirical: found 1; give from 2 to 10000 of them`},
		{"t.csv", "growth", "", `line 1 of "t.csv": the file is empty; begin with a heading`},
		{"t.csv", "growth", "growth\n1%\n\"2%\n", `line 3 of "t.csv": a quotation mark is out of place`},
		{"t.csv", "growth", "growth\n\xa31\n",
			`line 2 of "t.csv": the bytes here are not UTF-8 text, but £ in Windows-1252; save it as CSV in UTF-8`},
		{"t.csv", "growth", "\xff\xfeg\x00", `line 1 of "t.csv": the file is in UTF-16`},
		{"t.csv", "growth", "growth\n" + strings.Repeat("1%\n", 1<<19), `the table "t.csv" has more than 1024 kB`},
		{"t.csv", "growth", "growth\n" + strings.Repeat("1%\n", 10_001), `found 10001; give from 2 to 10000 of them`},
	} {
		files := fstest.MapFS{"a/plan.yaml": {Data: []byte(observed(c.csv, c.column))},
			"a/t.csv": {Data: []byte(c.table)}, "growth.csv": {}, "a/folder/x": {}}
		spec, err := file.LoadFS(files, "a/plan.yaml")
		if err == nil {
			_, err = spec.Model()
		}
		var faults file.Faults
		require.ErrorAs(t, err, &faults, c.want)
		assert.Contains(t, faults.Error(), c.want)
	}
}

// A symbolic link does not lead out of the folder.
func TestTablesStayInTheirFolder(t *testing.T) {
	folder := t.TempDir()
	outside := filepath.Join(t.TempDir(), "secret.csv")
	require.NoError(t, os.WriteFile(outside, []byte(growthTable), 0o600))
	if err := os.Symlink(outside, filepath.Join(folder, "link.csv")); err != nil {
		t.Skip("no symbolic links here")
	}
	require.NoError(t, os.WriteFile(filepath.Join(folder, "plan.yaml"), []byte(observed("link.csv", "growth")), 0o600))
	spec, err := file.Read(filepath.Join(folder, "plan.yaml"))
	require.NoError(t, err)
	_, err = spec.Model()
	assert.ErrorContains(t, err, `the table "link.csv" cannot be read: `)
	assert.NotContains(t, err.Error(), "secret")
}
