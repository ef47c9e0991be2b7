package file

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/scenario/internal/words"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A scenario file names a hundred files of bodies, and not one more; a file that is named twice counts once.
func TestHowManyFilesOfBodies(t *testing.T) {
	s := &Spec{open: func(string) ([]byte, error) { return []byte("schema: 2\n"), nil }}
	for i := range maxBodyFiles {
		assert.Empty(t, s.readBody("body", fmt.Sprintf("%d.yaml", i), "x").refused.Kind, i)
	}
	refused := s.readBody("body", "more.yaml", "more.yaml").refused
	assert.Equal(t, `the body "more.yaml" is one file of a body too many; a file names at most 100`, refused.Problem())
	assert.Empty(t, s.readBody("body", "0.yaml", "x").refused.Kind)
	assert.Len(t, s.bodies, maxBodyFiles)
}

// A table that the file of a body names is in the folder of that file.
func TestTablesOfFilesOfBodies(t *testing.T) {
	folder := fstest.MapFS{
		"system.yaml":  {Data: []byte("schema: 2\nyears: 2025/26 to 2027/28\nnot_modelled: []\nbodies: {A: {file: north/a.yaml}}\n")},
		"north/a.yaml": {Data: []byte("funding: {baseline: £1m, real_growth: 2%}\nneed: {real_growth: {empirical: {csv: h.csv, column: growth}}}\nschema: 2\nnot_modelled: []\n")},
		"north/h.csv":  {Data: []byte("year,growth\n2001,1%\n2002,2%\n2003,3%\n")},
	}
	s, err := LoadFS(folder, "system.yaml")
	require.NoError(t, err)
	m, err := s.Model()
	require.NoError(t, err)
	require.Len(t, m.Baseline.Drivers, 1)
	assert.Equal(t, "north/h.csv", s.tables[0].name)
}

// What a file of a body cannot be, and what it may be.
func TestFilesThatAreNoBodies(t *testing.T) {
	for was, c := range map[string]struct{ is, want string }{
		"{file: icb.yaml}": {"{file: [icb.yaml]}", "system.yaml:7:9: bodies.ICB.file: found a list; write the path of a file"},
		"file: icb.yaml":   {"file: /icb.yaml", `bodies.ICB.file: the body "/icb.yaml" is not the path of a file from the folder of this one`},
		" icb.yaml":        {" trusts/../icb.yaml", "is not the path of a file"},
		"icb.yaml":         {`trusts\icb.yaml`, "is not the path of a file"},
		": icb.yaml":       {": .", "is not the path of a file"},
	} {
		err := wrongIn(returns(map[string]string{"system.yaml: " + was: c.is}), "system.yaml")
		assert.ErrorContains(t, err, c.want)
	}
	assert.NoError(t, wrongIn(returns(map[string]string{"system.yaml: icb.yaml": "./icb.yaml"}), "system.yaml"))
}

// A system in a system in a system is as deep as a model may be, and no deeper.
func TestHowDeepFilesOfBodiesStand(t *testing.T) {
	nested := func(depth int) error {
		folder := fstest.MapFS{}
		for i := range depth {
			text := fmt.Sprintf("schema: 2\nyears: 2025/26 to 2027/28\nnot_modelled: []\nbodies: {b%d: {file: f%d.yaml}}\n", i, i+1)
			folder[fmt.Sprintf("f%d.yaml", i)] = &fstest.MapFile{Data: []byte(text)}
		}
		folder[fmt.Sprintf("f%d.yaml", depth)] = &fstest.MapFile{Data: []byte(
			"schema: 2\nnot_modelled: []\nfunding: {baseline: £1m, real_growth: 2%}\nneed: {real_growth: 2%}\n")}
		return wrongIn(folder, "f0.yaml")
	}
	assert.NotContains(t, fmt.Sprint(nested(finance.MaxLevels)), "nested more than")
	assert.ErrorContains(t, nested(finance.MaxLevels+1),
		fmt.Sprintf("systems are nested more than %d deep", finance.MaxLevels))
}

// Two nodes say the same if they do but for notes and the way that numbers are written.
func TestWhatSaysTheSame(t *testing.T) {
	for pair, want := range map[string]bool{"1m = £1,000,000": true, "1m = £1m": true, "2% = 2.0%": true,
		"2% = 3%":   false,
		"£1m = £2m": false, "a = a": true, "a = b": false, "[1%, 2%] = [1.0%, 2%]": true, "[1%, 2%] = [1%]": false,
		"[1%, 2%] = [1%, 3%]": false, "{a: 1%} = {a: 1.0%}": true, "{a: 1%} = {a: 1%, b: 2%}": false,
		"{a: 1%, b: 2%} = {a: 1%}": false, "{a: 1%, source: x} = {a: 1%, source: y}": true, "{value: 1%, source: x} = 1%": true,
		"{value: 1%, owner: x, note: y, quality: red} = 1%": true, "{value: 1%, then: 2%} = 1%": false, "[a] = a": false,
		"{a: {b: 1%}} = {a: {b: 2%}}": false} {
		a, b, _ := strings.Cut(pair, " = ")
		x, refused := valueOf(a)
		require.Empty(t, refused.Kind)
		y, refused := valueOf(b)
		require.Empty(t, refused.Kind)
		assert.Equal(t, want, alike(x, y, "£"), pair)
		assert.Equal(t, want, alike(y, x, "£"), pair)
	}
	assert.True(t, alike(nil, nil, "£"))
	assert.False(t, alike(nil, textNode("a", top()), "£"))
}

// Faults of several files stand together by file, in the order in which the files are named, after those of the
// scenario file, and in the order of their lines.
func TestFaultsAreListedFileByFile(t *testing.T) {
	const body = "schema: 2\nnot_modelled: []\nfunding: {baseline: 9, real_growth: 2%}\nneed: {real_growth: 3}\n"
	folder := fstest.MapFS{"z.yaml": {Data: []byte(body)},
		"a.yaml": {Data: []byte(body)}, "m.yaml": {Data: []byte(body)}}
	folder["system.yaml"] = &fstest.MapFile{Data: []byte("schema: 2\nnot_modelled: []\n" +
		"bodies: {Z: {file: z.yaml}, A: {file: a.yaml}, M: {file: m.yaml}}\nyears: 2025/26 to 2027/28\ndeflator: {planned: 2}\n")}
	err := wrongIn(folder, "system.yaml")
	var places []string
	for line := range strings.SplitSeq(err.Error(), "\n") {
		places = append(places, strings.Join(strings.SplitN(line, ":", 3)[:2], ":"))
	}
	assert.Equal(t, []string{"system.yaml:5", "z.yaml:3", "z.yaml:4", "a.yaml:3", "a.yaml:4", "m.yaml:3", "m.yaml:4"}, places)
}

// A row of a table of bodies that gives a name alone is a body with the defaults, be there any or not.
func TestRowsOfNamesAlone(t *testing.T) {
	for defaults, want := range map[string]string{
		"  defaults: {funding: {baseline: £1m, real_growth: 1%}, need: {real_growth: 1%}}\n": "",
		"": "no body has a need or a service"} {
		folder := fstest.MapFS{"nation.yaml": {Data: []byte("schema: 1\nyears: 2025/26 to 2027/28\nnot_modelled: []\n" +
			"bodies_table:\n  csv: b.csv\n" + defaults)}, "b.csv": {Data: []byte("body,funding.baseline\nNorth,\n")}}
		if err := wrongIn(folder, "nation.yaml"); want != "" {
			assert.ErrorContains(t, err, want)
		} else {
			assert.NoError(t, err)
		}
	}
	body := fileKeys().below("bodies").below("*")
	for path, want := range map[string]bool{"need.real_growth": true, "need": true, "needs": false, "need.x": false,
		"need.components.a.b": true, "need.components": true, "services.care.baseline": true,
		"services.a.b.baseline": true, "bodies.A.need.x": true, "bodies": true, "": true, "funding.baseline.p10": false} {
		assert.Equal(t, want, body.leads(path), path)
	}
}

// A number of one year that moves is told once.
func TestANumberOfOneYearIsToldOnce(t *testing.T) {
	faults := faultsOf(strings.Replace(small, "4%",
		"[1%, {p10: 2%, p90: 4%, mean_reverting: {start: 90%, speed: 0.5}}]", 1), nil)
	require.Len(t, faults, 1)
	assert.Contains(t, faults[0].Error(), "the number of a single year is drawn once")
}

// A table of bodies has as many rows as a mapping may have keys, with the bodies beside it, and is as long as any
// table.
func TestHowManyRowsOfBodies(t *testing.T) {
	rows := func(n int) string { return blownUp("body,funding.baseline\n", n, "b%d,£1m\n") }
	wide := func(n int) string {
		return "body,funding.baseline" + strings.Repeat(",x", n-2) + "\nA,£1m" + strings.Repeat(",1", n-2) + "\n"
	}
	long := func(n int) string { return "body,funding.baseline\nA," + strings.Repeat(" ", n-29) + "£1m\n" }
	tooMany := func(n int) string {
		return fmt.Sprintf("b.csv:1:1: the mapping has %d keys; the most is %d", n, words.MostEntries)
	}
	for table, want := range map[string]string{
		rows(words.MostEntries - 1): "",
		rows(words.MostEntries):     tooMany(words.MostEntries + 1),
		rows(words.MostEntries + 9): tooMany(words.MostEntries + 10),
		rows(maxTableRows + 1):      "rows",
		wide(maxTableColumns):       "a second column of this name",
		wide(maxTableColumns + 1):   "columns",
		long(maxTable):              "",
		long(maxTable + 1):          "kB",
	} {
		root := parse([]byte("bodies_table: {csv: b.csv}\nbodies: {Own: {}}\n"), newFaultList("f.yaml"))
		s := &Spec{file: "f.yaml", root: root, open: func(string) ([]byte, error) { return []byte(table), nil }}
		faults := newFaultList("f.yaml")
		s.assemble(faults)
		first, _, _ := strings.Cut(fmt.Sprint(faults.err()), "\n")
		if want == "" {
			assert.Equal(t, "<nil>", first)
			continue
		}
		assert.Contains(t, first, want)
	}
}
