package file

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/internal/words"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A file may have so many keys and values with its settings, and no more: here its root and the key of a list, the
// list with its items, and what the setting adds.
func TestSettingsMayMakeAFileSoLarge(t *testing.T) {
	with := func(items int) error {
		long := &node{kind: nodeList, items: make([]*node, items)}
		for i := range long.items {
			long.items[i] = textNode("1", top())
		}
		s := &Spec{file: "f.yaml", root: &node{kind: nodeMapping, fields: []field{{textNode("x", top()), long}}}}
		_, err := s.With(scenario.Setting{Path: "need.real_growth", Value: "3%"})
		return err
	}
	const rest = 3 + 4
	assert.NoError(t, with(maxNodes-rest))
	assert.EqualError(t, with(maxNodes-rest+1), fmt.Sprintf(
		"f.yaml, as set: with the settings the file has %d keys and values; the most is %d", maxNodes+1, maxNodes))
}

// The * of changes may be held against so many keys, over all of them, and no more.
func TestKeysHeldAgainstAStar(t *testing.T) {
	s, err := Load("f.yaml", []byte(toRoll("savings: {planned: 1%}\nservices: {a: {baseline: £1m}, b: {baseline: £2m}}\n")))
	require.NoError(t, err)
	value := textNode("£3m", top())
	spread := func(looked int) (*node, *decoder) {
		d := newShared(s, newFaultList("f.yaml")).decoder(version{root: s.root})
		d.looked = looked
		return d.spread(s.root, field{textNode("services.*.baseline", place{line: 9, column: 9}), value},
			"changes.x"), d
	}
	changed, d := spread(0)
	require.NotNil(t, changed)
	assert.Equal(t, len(s.root.fields)+2+1+1, d.looked, "the keys of the file, of the services and of each")
	for _, name := range []string{"a", "b"} {
		f, _ := changed.child("services").child(name).field("baseline")
		assert.Same(t, value, f.value)
		assert.Equal(t, []any{"baseline", place{line: 9, column: 9}}, []any{f.key.text, f.key.at},
			"the place of the change")
	}
	looked := d.looked
	changed, d = spread(maxLooked - looked)
	assert.NotNil(t, changed)
	assert.Empty(t, d.faults.all)
	changed, d = spread(maxLooked - looked + 1)
	assert.Nil(t, changed)
	assert.EqualError(t, d.faults.err(),
		fmt.Sprintf("f.yaml:9:9: changes.x: the * of all changes, or of all settings, "+
			"are held against more than %d keys", maxLooked))
	_, d = spread(maxLooked + 1)
	assert.Equal(t, maxLooked+1, d.looked, "nothing is looked at any more")
}

// A file may take so many rows from tables, counted for every number that takes a column, and no more.
func TestRowsTakenFromTables(t *testing.T) {
	s, err := LoadIn(tablesBeside(), "f.yaml",
		[]byte(completed("need: {real_growth: {empirical: {csv: past.csv, column: growth}}}\n")))
	require.NoError(t, err)
	takes := func(before int) ([]float64, error) {
		d := newShared(s, newFaultList("f.yaml")).decoder(version{root: s.root})
		d.observations = before
		n := s.root.child("need").child("real_growth").child("empirical")
		list, found := d.section(n, "x").observed(nil, slot{path: "x", unit: rate()}, false)
		assert.True(t, found)
		return list, d.faults.err()
	}
	list, err := takes(maxObservations - 4)
	assert.NoError(t, err)
	assert.Equal(t, []float64{0.02, 0.01, 0.03, 0.04}, list)
	list, err = takes(maxObservations - 3)
	assert.EqualError(t, err, fmt.Sprintf("f.yaml:1:39: x.csv: the columns that this file takes from tables have more than "+
		"%d rows together", maxObservations))
	assert.Nil(t, list)
}

// One fault in a table is enough to take nothing from it.
func TestATableWithAFaultGivesNothing(t *testing.T) {
	for column, want := range map[string][]float64{"sound": {0.01, 0.02}, "one": nil, "both": nil} {
		s, err := LoadIn(fstest.MapFS{"t.csv": {Data: []byte("sound,one,both\n1%,1%,x\n2%,x,x\n")}}, "f.yaml",
			[]byte(completed("need: {real_growth: {empirical: {csv: t.csv, column: sound}}}\n")))
		require.NoError(t, err)
		d := newShared(s, newFaultList("f.yaml")).decoder(version{root: s.root})
		n := parse([]byte("x: {csv: t.csv, column: "+column+"}\n"), newFaultList(""))
		list, found := d.section(n.child("x"), "x").observed(nil, slot{path: "x", unit: rate()}, false)
		assert.True(t, found)
		assert.Equal(t, want, list, column)
	}
}

// A table may have so many bytes, a text so many characters and a file so many bytes, and no more.
func TestBytesAndCharacters(t *testing.T) {
	table := func(bytes int) string {
		text := "growth,note\n2%,\n1%," + strings.Repeat("a", bytes)
		return text[:bytes]
	}
	for size, want := range map[int]string{maxTable: "", maxTable +
		1: "f.yaml:1:39: need.real_growth.empirical.csv: the " +
		"table \"t.csv\" has more than 1024 kB; that is the most it may have"} {
		s, err := LoadIn(fstest.MapFS{"t.csv": {Data: []byte(table(size))}}, "f.yaml",
			[]byte(completed("need: {real_growth: {empirical: {csv: t.csv, column: growth}}}\n")))
		require.NoError(t, err)
		_, err = s.Model()
		if want == "" {
			assert.NoError(t, err)
			continue
		}
		assert.EqualError(t, err, want)
	}
	for _, quote := range []string{"", "'"} {
		text := func(n int) string { return completed("name: " + quote + strings.Repeat("é", n) + quote + "\n") }
		note := func(n int) string {
			return completed("need: {real_growth: {value: 3%, note: " + quote + strings.Repeat("é", n) + quote + "}}\n")
		}
		_, err := Load("f.yaml", []byte(note(words.LongestText)))
		assert.NoError(t, err)
		_, err = Load("f.yaml", []byte(note(words.LongestText+1)))
		assert.EqualError(t, err, fmt.Sprintf("f.yaml:1:39: need.real_growth.note: the text is longer than %d characters",
			words.LongestText))
		_, err = Load("f.yaml", []byte(text(words.LongestText+1)))
		assert.ErrorContains(t, err, "the text is longer than")
	}
	full := func(size int) []byte {
		return append([]byte(small+"#"), bytes.Repeat([]byte("x"), size-len(small)-1)...)
	}
	_, err := Load("f.yaml", full(MaxFile))
	assert.NoError(t, err)
	_, err = Load("f.yaml", full(MaxFile+1))
	assert.ErrorContains(t, err, fmt.Sprintf("f.yaml:1:1: the file has more than %d kB; that is the most", MaxFile>>10))
	_, err = LoadFS(fstest.MapFS{"f.yaml": {Data: full(MaxFile)}}, "f.yaml")
	assert.NoError(t, err)
	_, err = LoadFS(fstest.MapFS{"f.yaml": {Data: full(MaxFile + 1)}}, "f.yaml")
	assert.ErrorContains(t, err, "the file has more than")
}

// A plan file may have so many bytes, packed and unpacked, and no more.
func TestBytesOfAPlanFile(t *testing.T) {
	var packed bytes.Buffer
	s, err := Load("f.yaml", []byte(small+"# "+strings.Repeat("a", 9999)))
	require.NoError(t, err)
	m, err := s.Model()
	require.NoError(t, err)
	p, err := NewPlanned(context.Background(), s, m, scenario.Options{Paths: 64})
	require.NoError(t, err)
	require.NoError(t, p.Write(&packed))
	body, err := p.body()
	require.NoError(t, err)
	read := func(most int) error {
		_, _, err := unpackPlan(bytes.NewReader(packed.Bytes()), int64(most))
		return err
	}
	require.Greater(t, len(body), packed.Len())
	assert.NoError(t, read(len(body)))
	assert.ErrorContains(t, read(len(body)-1), "the plan file cannot be read: ")
	_, err = planBody(packed.Bytes(), int64(packed.Len()-1))
	assert.EqualError(t, err, "the plan file is larger than 0 MiB")
	_, err = planBody(append(packed.Bytes(), make([]byte, 3<<20)...), 3<<20)
	assert.EqualError(t, err, "the plan file is larger than 3 MiB")
	_, _, err = unpackPlan(strings.NewReader(PlanMark), int64(len(PlanMark)-1))
	assert.ErrorIs(t, err, fault.TooLarge, "a byte more is read")
	_, _, err = unpackPlan(strings.NewReader(PlanMark), int64(len(PlanMark)))
	assert.ErrorIs(t, err, fault.Unreadable)
}

// The record of a plan says what is run, with the tables and the bodies that the file names.
func TestAPlanFileHasItsTablesAndBodies(t *testing.T) {
	folder := fstest.MapFS{"t.csv": {Data: []byte("growth\n1%\n2%\n")}, "b.yaml": {Data: []byte("schema: 2\n" +
		"not_modelled: []\nfunding: {baseline: £9m, real_growth: 2%}\n" +
		"need: {real_growth: {empirical: {csv: t.csv, column: growth}}}\n")}}
	for _, text := range []string{
		"schema: 2\nyears: 2025/26 to 2027/28\nnot_modelled: []\nbodies: {A: {file: b.yaml}}\n",
		completed("need: {real_growth: {empirical: {csv: t.csv, column: growth}}}\n"),
	} {
		s, err := LoadIn(folder, "f.yaml", []byte(text))
		require.NoError(t, err)
		m, err := s.Model()
		require.NoError(t, err)
		p, err := NewPlanned(context.Background(), s, m, scenario.Options{Paths: 64, Seed: 3})
		require.NoError(t, err)
		var b bytes.Buffer
		require.NoError(t, p.Write(&b))
		record, err := ReadPlanned(bytes.NewReader(b.Bytes()))
		require.NoError(t, err)
		assert.Equal(t, text, record.Text)
		assert.Equal(t, "t.csv", record.Tables[0].Name)
		assert.Len(t, record.Bodies, strings.Count(text, "b.yaml"))
		assert.Equal(t, []any{uint64(64), uint64(3), "f.yaml"}, []any{record.Paths, record.Seed, record.File})
		again, err := ReadPlan(context.Background(), &b, scenario.Options{})
		require.NoError(t, err)
		one, err := p.Sum()
		require.NoError(t, err)
		other, err := again.Sum()
		require.NoError(t, err)
		assert.Equal(t, one, other)
	}
	_, err := ReadPlanned(strings.NewReader("x"))
	assert.Equal(t, errNotAPlan, err)
	for _, p := range []*Planned{nil, {}} {
		_, err = p.Sum()
		assert.ErrorIs(t, err, fault.Missing)
		_, err = p.body()
		assert.ErrorIs(t, err, fault.Missing)
		assert.ErrorIs(t, p.Write(&bytes.Buffer{}), fault.Missing)
	}
}

// A turning is a file system whose files are regular when asked for by name, and another when opened.
type turning struct {
	fstest.MapFS
	opened fs.FS
}

func (f turning) Open(name string) (fs.File, error)     { return f.opened.Open(name) }
func (f turning) Stat(name string) (fs.FileInfo, error) { return f.MapFS.Stat(name) }

// Only regular files are read, and they are looked at again once they are open.
func TestOnlyRegularFilesAreRead(t *testing.T) {
	file := fstest.MapFS{"f.yaml": {Data: []byte(small)}}
	for what, c := range map[string]struct {
		folder fs.FS
		want   string
	}{
		"a file":                  {file, ""},
		"a folder":                {fstest.MapFS{"f.yaml/x": {}}, `scenario file: "f.yaml" is a directory, not a file`},
		"nothing":                 {fstest.MapFS{}, "scenario file: open f.yaml: file does not exist"},
		"a pipe":                  {fstest.MapFS{"f.yaml": {Mode: fs.ModeNamedPipe}}, `is not a regular file`},
		"a file that is gone":     {turning{file, fstest.MapFS{}}, "scenario file: open f.yaml: file does not exist"},
		"a file that is a folder": {turning{file, fstest.MapFS{"f.yaml/x": {}}}, `"f.yaml" is a directory, not a file`},
		"a file that is now a pipe": {turning{file, fstest.MapFS{"f.yaml": {Mode: fs.ModeNamedPipe}}},
			"is not a regular file"},
		"no folder": {nil, `there is no folder to read "f.yaml" from`},
	} {
		s, err := LoadFS(c.folder, "f.yaml")
		if c.want == "" {
			require.NoError(t, err, what)
			assert.Equal(t, small, string(s.Text()))
			continue
		}
		assert.ErrorContains(t, err, c.want, what)
		assert.Nil(t, s, what)
	}
}

// So many settings may be made to a file, over all calls, and no more.
func TestSettingsOverAllCalls(t *testing.T) {
	s, err := Load("f.yaml", []byte(small))
	require.NoError(t, err)
	many := make([]scenario.Setting, maxSettings)
	for i := range many {
		many[i] = scenario.Setting{Path: "need.real_growth", Value: "5%"}
	}
	full, err := s.With(many...)
	require.NoError(t, err)
	_, err = s.With(append(many, many[0])...)
	assert.EqualError(t, err, fmt.Sprintf("f.yaml, as set: there are %d settings; the most is %d",
		maxSettings+1, maxSettings))
	_, err = full.With(many[0])
	assert.EqualError(t, err, fmt.Sprintf("f.yaml, as set: there are %d settings; the most is %d",
		maxSettings+1, maxSettings))
	m, err := full.Model()
	require.NoError(t, err)
	assert.Equal(t, []finance.Rate{0.05}, central(m).Need.RealGrowth)
}

// A table has so many rows and columns, and no more.
func TestRowsAndColumnsOfATable(t *testing.T) {
	for what, c := range map[string]struct {
		rows, columns int
		want          string
	}{
		"columns":      {3, maxTableColumns, ""},
		"more columns": {3, maxTableColumns + 1, `line 1 of "t.csv": `},
		"rows":         {maxTableRows, 1, "found 20000; give from 2 to 10000 of them"},
		"more rows":    {maxTableRows + 1, 1, `of "t.csv": `},
	} {
		heading, row := []string{"growth"}, []string{"1%"}
		for i := range c.columns - 1 {
			heading, row = append(heading, fmt.Sprint("c", i)), append(row, "")
		}
		text := strings.Join(heading, ",") + "\n" + strings.Repeat(strings.Join(row, ",")+"\n", c.rows)
		s, err := LoadIn(fstest.MapFS{"t.csv": {Data: []byte(text)}}, "f.yaml",
			[]byte(completed("need: {real_growth: {empirical: {csv: t.csv, column: growth}}}\n")))
		require.NoError(t, err)
		_, err = s.Model()
		if c.want == "" {
			assert.NoError(t, err, what)
			continue
		}
		assert.ErrorContains(t, err, c.want, what)
	}
}

// Brackets that hold too much are told at the line on which they begin.
func TestCrowdedBracketsAreTold(t *testing.T) {
	_, err := Load("f.yaml", []byte("a: 1\n\nb: ["+strings.Repeat("1,", maxInBrackets+1)+"]\n"))
	assert.EqualError(t, err, fmt.Sprintf("f.yaml:3:1: brackets that begin on this line hold more than %d keys and values; "+
		"leave the outer ones out and write what they hold on lines of their own", maxInBrackets))
}
