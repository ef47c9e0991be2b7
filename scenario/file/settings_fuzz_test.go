package file

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario"
	"github.com/stretchr/testify/require"
)

// What the targets below change, and how many paths they run.
const (
	fuzzedFile = `schema: 1
years: 2018/19 to 2020/21
not_modelled: []
funding: {baseline: £114.6bn, real_growth: 3.4%}
need: {real_growth: {p10: 3%, p90: 4%}}
changes: {c: {need.real_growth: 4%}}
scenarios: {d: [c]}
`
	fuzzedTable = `schema: 1
years: 2018/19 to 2020/21
not_modelled: []
funding: {baseline: £114.6bn, real_growth: 3.4%}
need: {real_growth: 1%, components: {a: {empirical: {csv: t.csv, column: g}}}}
`
	fuzzedPaths = 64
)

// inTime fails a test when what it did took longer than any answer to so small an input should.
func inTime(t *testing.T) func() {
	start := time.Now()
	return func() {
		if took := time.Since(start); took > 20*time.Second {
			t.Errorf("took %v", took)
		}
	}
}

// FuzzReadManifest reads any text as a manifest, and runs again what can be read. No text may make it fail other than
// by an error.
func FuzzReadManifest(f *testing.F) {
	for _, text := range fuzzedManifests(f) {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		defer inTime(t)()
		m, err := ReadManifest(bytes.NewReader(data))
		if err != nil {
			return
		}
		m.Paths = min(m.Paths, fuzzedPaths)
		if m.Paths == 0 || m.ExactPercentiles {
			return // the default number of paths takes too long for a fuzz target
		}
		_, err = m.Verify(context.Background(), scenario.Options{Workers: 1})
		noPanic(t, err)
	})
}

// fuzzedManifests are a good one and bad ones.
func fuzzedManifests(t testing.TB) [][]byte {
	s, err := Load("f.yaml", []byte(fuzzedFile))
	require.NoError(t, err)
	m, err := s.Model()
	require.NoError(t, err)
	r, err := scenario.Run(context.Background(), m, scenario.Options{Paths: fuzzedPaths, Lines: []string{"balance"}})
	require.NoError(t, err)
	var text bytes.Buffer
	require.NoError(t, NewManifest(s, r).Write(&text))
	return [][]byte{text.Bytes(),
		[]byte(`{"schema_version": 1, "scenario_file": "schema: 1", "paths": 18446744073709551615}`), []byte("[[[[")}
}

// What is read of many texts that are changes of some is read as it stands, or refused for what it is: under -deep two
// million lines, 200,000 manifests and as many settings, 40,000 tables, 20,000 files. Nothing is run.
func TestMutatedInputs(t *testing.T) {
	bytesOf := func(all []string) (texts [][]byte) {
		for _, text := range all {
			texts = append(texts, []byte(text))
		}
		return texts
	}
	t.Run("lines", func(t *testing.T) {
		testkit.Mutated(t, testkit.Count(2_000_000), bytesOf(append(fuzzedLines, fuzzedRows...)),
			func(t *testing.T, text []byte) { findLines(t, string(text)) })
	})
	t.Run("manifests", func(t *testing.T) {
		testkit.Mutated(t, testkit.Count(200_000), fuzzedManifests(t), func(t *testing.T, text []byte) {
			if m, err := ReadManifest(bytes.NewReader(text)); err == nil {
				require.NotEmpty(t, m.Text)
				require.Positive(t, m.Paths)
			}
		})
	})
	t.Run("settings", func(t *testing.T) {
		s, err := Load("f.yaml", []byte(fuzzedFile))
		require.NoError(t, err)
		var texts [][]byte
		for _, set := range fuzzedSettings {
			texts = append(texts, []byte(set.Path+"="+set.Value))
		}
		testkit.Mutated(t, testkit.Count(200_000), texts, func(t *testing.T, text []byte) {
			path, value, _ := strings.Cut(string(text), "=")
			changed, err := s.With(scenario.Setting{Path: path, Value: value})
			if err == nil {
				_, err = changed.Model()
			}
			var faults Faults
			require.True(t, err == nil || errors.As(err, &faults) && len(faults) > 0, "%v", err)
		})
	})
	t.Run("tables", func(t *testing.T) {
		testkit.Mutated(t, testkit.Count(40_000), bytesOf(fuzzedTables), func(t *testing.T, text []byte) {
			s, err := LoadIn(fstest.MapFS{"t.csv": {Data: text}}, "f.yaml", []byte(fuzzedTable))
			require.NoError(t, err)
			_, err = s.Model()
			checkFaults(t, err)
		})
	})
	t.Run("files", func(t *testing.T) {
		var texts [][]byte
		for _, pattern := range []string{"good/*", "bad/*"} {
			for _, text := range corpus(t, pattern) {
				texts = append(texts, text)
			}
		}
		slices.SortFunc(texts, bytes.Compare)
		testkit.Mutated(t, testkit.Count(20_000), texts, func(t *testing.T, text []byte) {
			checkFaults(t, loadAll(t, text))
		})
	})
}

// FuzzSettings puts any value in any place of a file.
func FuzzSettings(f *testing.F) {
	s, err := Load("f.yaml", []byte(fuzzedFile))
	if err != nil {
		f.Fatal(err)
	}
	for _, set := range fuzzedSettings {
		f.Add(set.Path, set.Value)
	}
	f.Fuzz(func(t *testing.T, path, value string) { putIn(t, s, path, value) })
}

// fuzzedSettings are good and bad ones.
var fuzzedSettings = []scenario.Setting{
	{Path: "funding.real_growth", Value: "4%"}, {Path: "need.real_growth", Value: "{normal: {mean: 3%, sd: 1%}}"},
	{Path: "need.components.a", Value: "{p10: 1%, p90: 2%, shock: {chance: 4%, sizes: [1%]}}"},
	{Path: "earmark", Value: "{share: 10%}"},
	{Path: "years", Value: "2018/19 to 2019/20"}, {Path: "correlations", Value: "[]"},
	{Path: "bodies.a.b", Value: "{}"}, {Path: "scenarios.d", Value: "[]"}, {Path: "a..b.", Value: "&x 1"},
	{Path: "", Value: ""},
}

// putIn holds of any place and value.
func putIn(t *testing.T, s *Spec, path, value string) {
	defer inTime(t)()
	changed, err := s.With(scenario.Setting{Path: path, Value: value})
	if err == nil {
		var m *scenario.Model
		if m, err = changed.Model(); err == nil {
			_, err = scenario.NewPlan(context.Background(), m, scenario.Options{Paths: fuzzedPaths, Workers: 1})
			noPanic(t, err)
			return
		}
	}
	var faults Faults
	if !errors.As(err, &faults) || len(faults) == 0 {
		t.Fatalf("a fault of a setting that is none: %v", err)
	}
}

// fuzzedTables are good and bad ones.
var fuzzedTables = []string{"g\n1%\n2%\n", "year,g\n2013/14,1%\n2014/15,2.5%\n", "\ufeffa;g\r\n\"x\n\";1%\r\n",
	"g\n£1bn\n£2m\n", "g,h\n1%\n", "\"g\"\n\"1%\n\"\n2%\n", "g,g\n1%,2%\n", "", "g"}

// FuzzTable reads any text as a table that a file names.
func FuzzTable(f *testing.F) {
	for _, text := range fuzzedTables {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		defer inTime(t)()
		s, err := LoadIn(fstest.MapFS{"t.csv": {Data: data}}, "f.yaml", []byte(fuzzedTable))
		if err != nil {
			t.Fatalf("the table is none of the file's text: %v", err)
		}
		m, err := s.Model()
		if err != nil {
			checkFaults(t, err)
			return
		}
		_, err = scenario.NewPlan(context.Background(), m, scenario.Options{Paths: fuzzedPaths, Workers: 1})
		noPanic(t, err)
	})
}

// noPanic fails a test whose error is a panic that was caught: a fault of the library and not of its input.
func noPanic(t *testing.T, err error) {
	t.Helper()
	if err != nil && strings.Contains(err.Error(), "stopped unexpectedly") {
		t.Fatal(err)
	}
}

// FuzzFindLines looks for any text among rows: what it finds are rows, and what it does not find gets a short answer.
func FuzzFindLines(f *testing.F) {
	for _, text := range fuzzedLines {
		f.Add(text)
	}
	f.Fuzz(findLines)
}

// Rows, and what may be asked for among them.
var (
	fuzzedRows = []string{"balance", "net_cost", "bodies.Acute trust.balance", "bodies.Acute trust.net_cost",
		"bodies.North.bodies.East.balance", "balance_at_planned_prices"}
	fuzzedLines = []string{"balance", "net cost", "Acute trust: balance", "bodies.*.balance", "*.*.*", "*", ".", "",
		"balanec", "bodies.*.balanec", "Acute trsut: balance"}
)

// findLines holds of any text.
func findLines(t *testing.T, text string) {
	found, err := scenario.FindLines(text, fuzzedRows)
	if err != nil {
		if len(found) > 0 || len(err.Error()) > 1_000 {
			t.Fatalf("%d found, and %q", len(found), err)
		}
		return
	}
	for _, row := range found {
		if !slices.Contains(fuzzedRows, row) {
			t.Fatalf("%q is no row", row)
		}
	}
	if slices.Contains(fuzzedRows, text) && !slices.Equal(found, []string{text}) {
		t.Fatalf("found %q for the row %q", found, text)
	}
}
