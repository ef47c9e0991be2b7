package file

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/openenvelope/envelope/scenario"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// written is a manifest as it is written.
func written(t *testing.T, m Manifest) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, m.Write(&b))
	return b.String()
}

// recorded is the manifest of a run of a file with what it names, and its text.
func recorded(t *testing.T, folder fstest.MapFS, text string) (Manifest, string) {
	t.Helper()
	s, err := LoadIn(folder, "f.yaml", []byte(text))
	require.NoError(t, err)
	m, err := s.Model()
	require.NoError(t, err)
	r, err := scenario.Run(t.Context(), m, scenario.Options{Paths: 64, Lines: []string{"balance", "net_cost"}})
	require.NoError(t, err)
	manifest := NewManifest(s, r)
	return manifest, written(t, manifest)
}

// A manifest records the run, the file and all that the file names, each with the digest of its bytes, and reads a
// table again from itself alone.
func TestWhatAManifestRecords(t *testing.T) {
	folder := fstest.MapFS{"past.csv": tablesBeside()["past.csv"], "a.yaml": {Data: []byte(
		"schema: 1\nyears: 2018/19 to 2020/21\nfunding: {baseline: £1m, real_growth: 1%}\n" +
			"need: {real_growth: {empirical: {csv: past.csv, column: growth}}}\nnot_modelled: []\n")}}
	m, text := recorded(t, folder,
		"schema: 1\nyears: 2018/19 to 2020/21\nnot_modelled: [Winter]\nbodies: {A: {file: a.yaml}}\n")
	assert.Equal(t, scenario.SchemaVersion, m.SchemaVersion)
	assert.Equal(t, scenario.Version, m.Engine)
	assert.Equal(t, "f.yaml", m.File)
	assert.Equal(t, digest([]byte(m.Text)), m.FileSHA256)
	assert.Equal(t, uint64(64), m.Paths)
	assert.Equal(t, []string{"balance", "net_cost"}, m.Lines)
	assert.Equal(t, []string{"baseline"}, m.Scenarios)
	assert.Equal(t, []string{"Winter"}, m.NotModelled)
	require.Len(t, m.Tables, 1)
	assert.Equal(t, TableText{Name: "past.csv", SHA256: digest(folder["past.csv"].Data),
		Text: string(folder["past.csv"].Data)},
		m.Tables[0])
	require.Len(t, m.Bodies, 1)
	assert.Equal(t, "a.yaml", m.Bodies[0].Name)
	assert.Equal(t, string(folder["a.yaml"].Data), m.Bodies[0].Text)
	again, err := ReadManifest(strings.NewReader(text))
	require.NoError(t, err)
	differences, err := again.Verify(t.Context(), scenario.Options{})
	require.NoError(t, err)
	assert.Empty(t, differences, "run again without a folder")
	again.Tables = nil
	_, err = again.Verify(t.Context(), scenario.Options{})
	assert.ErrorContains(t, err, `the table "past.csv"`, "what it does not hold is not there")
}

// A manifest that says the same as it is read is known by its text alone, however its values are spaced. Anything more,
// less or other is another text.
func TestManifestsAreKnownByTheirText(t *testing.T) {
	m, text := recorded(t, nil, small)
	var short bytes.Buffer
	require.NoError(t, json.Compact(&short, []byte(text)))
	for _, same := range []string{text, short.String(), "\n\t\r " + text + "\n\n", strings.ReplaceAll(text, "\n",
		"\r\n"),
		strings.ReplaceAll(text, "\n", "\n\t"), strings.Replace(text, `"seed":`, `"seed" :`, 1)} {
		assert.True(t, m.writes([]byte(same)), same)
	}
	for _, other := range []string{"", " ", text[:len(text)-3], text + "x", text + "{}", strings.Replace(text, "4%",
		"4 %", 1),
		strings.Replace(text, `"f.yaml"`, `" f.yaml"`, 1), strings.Replace(text, `"f.yaml"`, `"f.yaml "`, 1),
		strings.Replace(text, `"paths": 64`, `"paths": 65`, 1),
		strings.Replace(text, `\n`, ` \n`, 1), strings.Replace(text, `{`, `{"x": 1,`, 1)} {
		assert.False(t, m.writes([]byte(other)), other)
	}
	m.Text = `say "a \" and \\" ` + "\t"
	text = written(t, m)
	assert.True(t, m.writes([]byte(text)), "quotation marks within a text do not end it")
	assert.False(t, m.writes([]byte(strings.Replace(text, `\\\\\" `, `\\\\\"`, 1))),
		"a space within a text is one of it")
}

// Whatever a manifest says that it is not read as is a difference from every run.
func TestWhatAManifestSaysBesidesItsFields(t *testing.T) {
	m, text := recorded(t, nil, small)
	for _, c := range []struct{ from, to, says string }{
		{"{", "{", ""},
		{"{", `{"x": 1,`, "x: the text of the manifest says ‹1›, it is read as ‹nothing›"},
		{`"paths": 64`, `"paths": 64, "PATHS": 64`,
			"\"PATHS\": the text of the manifest says ‹64›, it is read as ‹nothing›"},
		{`"seed": `, `"seed": null, "seed": `, "twice"},
		{`"checks_passed": `, `"was": `, "checks_passed: the text of the manifest says ‹nothing›, it is read as ‹0›"},
	} {
		read, err := ReadManifest(strings.NewReader(strings.Replace(text, c.from, c.to, 1)))
		if c.says == "twice" {
			assert.EqualError(t, err, `not a manifest: the key "seed" is there twice`)
			continue
		}
		require.NoError(t, err, c.to)
		if c.says == "" {
			assert.Empty(t, read.Against(m), c.to)
		} else {
			assert.Contains(t, read.Against(m), c.says)
		}
	}
	// Older manifests do not say what wrote them.
	var fields map[string]any
	require.NoError(t, json.Unmarshal([]byte(text), &fields))
	delete(fields, "written_by")
	older, err := json.Marshal(fields)
	require.NoError(t, err)
	read, err := ReadManifest(bytes.NewReader(older))
	require.NoError(t, err)
	assert.Empty(t, read.surplus)
	fields["x"], fields["paths"] = 1, 64
	older, err = json.Marshal(fields)
	require.NoError(t, err)
	read, err = ReadManifest(bytes.NewReader(older))
	require.NoError(t, err)
	assert.Equal(t, []string{"x: the text of the manifest says ‹1›, it is read as ‹nothing›"}, read.surplus)
}

// A manifest may have so many bytes and so many values, and of one that says other than it is read as, so many are
// compared one by one.
func TestLimitsOfManifests(t *testing.T) {
	_, text := recorded(t, nil, small)
	padded := func(size int) string { return text + strings.Repeat(" ", size-len(text)) }
	_, err := ReadManifest(strings.NewReader(padded(manifestLimit)))
	assert.NoError(t, err)
	_, err = ReadManifest(strings.NewReader(padded(manifestLimit + 1)))
	assert.EqualError(t, err, "the manifest is larger than 8 MiB")

	of := func(values int) string { // with a key, whose list has values
		more := values - valuesIn([]byte(text)) - len(":[,")
		return strings.Replace(text, "{", `{"x": [`+strings.Repeat("1,", more)+"1],", 1)
	}
	for _, n := range []int{mostCompared, mostCompared + 1, mostValues, mostValues + 1} {
		require.Equal(t, n, valuesIn([]byte(of(n))))
		m, err := ReadManifest(strings.NewReader(of(n)))
		switch {
		case n > mostValues:
			assert.EqualError(t, err, fmt.Sprintf("the manifest has more than %d values", mostValues))
		case n > mostCompared:
			require.NoError(t, err)
			assert.Equal(t, []string{
				"the text of the manifest says something else than it is read as, and too much to say what"}, m.surplus)
		default:
			require.NoError(t, err)
			assert.Len(t, m.surplus, 1)
			assert.Contains(t, m.surplus[0], "x: the text of the manifest says ‹[1,1,")
		}
	}
}

// Values and keys are counted by the marks that stand before them. A manifest of many that is written as it is read
// needs no comparison, however many they are.
func TestManyValuesOfAManifest(t *testing.T) {
	for text, n := range map[string]int{"": 0, "1": 0, "[]": 1, `{"a": [1, 2]}`: 4, `"[,:{"`: 4} {
		assert.Equal(t, n, valuesIn([]byte(text)), text)
	}
	m, _ := recorded(t, nil, small)
	m.Cells = make([]string, mostCompared+1)
	again, err := ReadManifest(strings.NewReader(written(t, m)))
	require.NoError(t, err)
	assert.Empty(t, again.surplus)
}

// What is no manifest is told as such, and no reader is a fault.
func TestWhatIsNoManifest(t *testing.T) {
	_, err := ReadManifest(nil)
	assert.Error(t, err)
	for text, says := range map[string]string{
		"":                       "not a manifest: unexpected end of JSON input",
		"[]":                     "not a manifest: json: cannot unmarshal array",
		"{}":                     fmt.Sprintf("not a manifest of version %d", scenario.SchemaVersion),
		`{"schema_version": 99}`: fmt.Sprintf("not a manifest of version %d", scenario.SchemaVersion),
	} {
		_, err := ReadManifest(strings.NewReader(text))
		assert.ErrorContains(t, err, says, text)
	}
	m, _ := recorded(t, nil, small)
	for paths, says := range map[uint64]string{1: "", 64: "", scenario.MostPaths: "",
		0: fmt.Sprintf("the manifest says 0 paths; a run has 1 to %d", scenario.MostPaths),
		scenario.MostPaths + 1: fmt.Sprintf("the manifest says %d paths; a run has 1 to %d", scenario.MostPaths+1,
			scenario.MostPaths),
	} {
		m.Paths = paths
		_, err := ReadManifest(strings.NewReader(written(t, m)))
		if says == "" {
			assert.NoError(t, err)
		} else {
			assert.EqualError(t, err, says)
		}
	}
	assert.Empty(t, NewManifest(nil, nil).Lines)
}

// A key that stands twice anywhere makes a text no manifest.
func TestKeysThatStandTwiceAnywhere(t *testing.T) {
	for _, text := range []string{`{"a": 1, "a": 1}`, `{"x": {"a": 1, "a": 2}}`, `{"x": {"y": {"a": 1, "a": 2}}}`,
		`[{"x": {"a": 1, "a": 2}}]`, `{"x": [{"a": 1, "a": 2}], "y": 1}`} {
		_, err := jsonTree([]byte(text))
		assert.EqualError(t, err, `the key "a" is there twice`, text)
	}
	_, err := jsonTree([]byte("{} {}"))
	assert.EqualError(t, err, "there is something after its end")
	_, err = jsonTree([]byte(`{"": 1, x`))
	assert.NotContains(t, err.Error(), "twice")
	for _, half := range []string{"[", "[1", "[1,", "{", `{"a"`, `{"a":`, `{"a": 1`, "[[1]"} {
		_, err := jsonTree([]byte(half))
		assert.Error(t, err, half)
	}
}

// So many differences are told, and that there are more.
func TestDifferencesAreTold(t *testing.T) {
	for n, more := range map[int]bool{mostDifferences - 1: false, mostDifferences: false, mostDifferences + 1: true,
		mostDifferences + 2: true} {
		c := comparing{was: "was", is: "is"}
		a, b := map[string]any{}, map[string]any{}
		for i := range n {
			a[fmt.Sprint("k", i)], b[fmt.Sprint("k", i)] = "x", "y"
		}
		c.fields("", a, b)
		require.NotEmpty(t, c.differences)
		if more {
			require.Len(t, c.differences, mostDifferences+1)
			assert.Equal(t, "and more differences, which are not listed", c.differences[mostDifferences])
		} else {
			assert.Len(t, c.differences, n)
		}
	}
}

// Numbers are compared as they are written, however many digits they have.
func TestNumbersOfManyDigitsDiffer(t *testing.T) {
	was, err := jsonTree([]byte(`{"a": 18446744073709551615, "b": 1.50}`))
	require.NoError(t, err)
	is, err := jsonTree([]byte(`{"a": 18446744073709551614, "b": 1.50}`))
	require.NoError(t, err)
	c := comparing{was: "was", is: "is"}
	c.values("", was, is)
	assert.Equal(t, []string{"a: was 1844674407370955161‹5›, is 1844674407370955161‹4›"}, c.differences)
}

// An item is what it says it is about, all of it; of several alike the second is told as such. Other items are their
// numbers.
func TestItemsAreNamedByWhatTheyAreAbout(t *testing.T) {
	about := func(pairs ...string) any {
		item := map[string]any{}
		for _, pair := range pairs {
			key, value, _ := strings.Cut(pair, "=")
			item[key] = value
		}
		return item
	}
	_, order := byAbout([]any{about("line=a"), about("line=a"), about("line=a"), about("input=b", "scenario=s"),
		about("versus=v", "name=n", "other=o"), about(), 1, "x", about("line=a")})
	assert.Equal(t, []string{`"a"`, `"a", 2`, `"a", 3`, `"s", "b"`, `"v", "n"`, "5", "6", "7", `"a", 4`}, order)
	for key, want := range map[string]string{"a": "a", "a_1": "a_1", "": `""`, "A": `"A"`, "a b": `"a b"`,
		"a\x1b": `"a\x1b"`} {
		assert.Equal(t, want, keyInWords(key))
	}
	for want, value := range map[string]any{"nothing": nothing{}, `"a\x1b"`: "a\x1b", "1.50": json.Number("1.50"),
		"null":    nil,
		`[\"£\"]`: []any{"£"}} {
		assert.Equal(t, want, shown(value))
	}
}

// Long parts that differ are cut, and so is what is around them.
func TestLongDifferencesAreCut(t *testing.T) {
	x := func(n int) string { return strings.Repeat("x", n) }
	for _, c := range []struct{ a, b, want string }{
		{x(40), "", "‹" + x(40) + "›"}, {x(41), "", "‹" + x(40) + "…›"},
		{x(24) + "1", x(24) + "2", x(24) + "‹1›"}, {x(25) + "1", x(25) + "2", "…" + x(24) + "‹1›"},
		{"1" + x(24), "2" + x(24), "‹1›" + x(24)}, {"1" + x(25), "2" + x(25), "‹1›" + x(24) + "…"},
		{"a1b", "a2b", "a‹1›b"}, {"é1ü", "é2ü", "é‹1›ü"}, {"same", "same", "same‹›"},
	} {
		was, _ := Apart(c.a, c.b)
		assert.Equal(t, c.want, was)
		_, is := Apart(c.b, c.a)
		assert.Equal(t, c.want, is)
	}
}
