package file

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v4"
)

// faultsOf are the faults of a text, with tables beside it.
func faultsOf(text string, tables fstest.MapFS) Faults {
	s, err := LoadIn(tables, "f.yaml", []byte(text))
	if err == nil {
		_, err = s.Model()
	}
	faults, _ := err.(Faults)
	return faults
}

// standsAt reports whether one of the faults is at a place.
func standsAt(faults Faults, line, column int) bool {
	return slices.ContainsFunc(faults, func(f Fault) bool {
		return f.Line == line && (column == 0 || f.Column == column)
	})
}

// goodTexts are the good files of the corpus that are YAML, without the CRLF of editors.
func goodTexts(t *testing.T) map[string]string {
	names, err := filepath.Glob("testdata/good/*.yaml")
	require.NoError(t, err)
	texts := map[string]string{}
	for _, name := range names {
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		if !bytes.Contains(text, []byte("csv:")) {
			texts[filepath.Base(name)] = string(text)
		}
	}
	return texts
}

// leavesOf are the values of a tree that are text.
func leavesOf(n *node) (all []*node) {
	if n.kind == nodeText {
		return []*node{n}
	}
	for _, f := range n.fields {
		all = append(all, leavesOf(f.value)...)
	}
	for _, item := range n.items {
		all = append(all, leavesOf(item)...)
	}
	return all
}

// replacedAt is a text with another in the place of one that stands at a line and column; ok tells whether it stood
// there.
func replacedAt(text string, at place, old, by string) (string, bool) {
	lines := strings.SplitAfter(text, "\n")
	line := []rune(lines[at.line-1])
	before, rest := string(line[:at.column-1]), string(line[at.column-1:])
	if !strings.HasPrefix(rest, old) {
		return "", false
	}
	lines[at.line-1] = before + by + strings.TrimPrefix(rest, old)
	return strings.Join(lines, ""), true
}

// Whatever stands in the place of a number or a name, and is neither, is told where it stands: a list of lists, a
// mapping of keys that nobody knows, and nothing.
func TestWhatCannotStandThereIsToldWhereItStands(t *testing.T) {
	for name, text := range goodTexts(t) {
		s, err := Load(name, []byte(text))
		require.NoError(t, err)
		for i, n := range leavesOf(s.root) {
			for k, by := range []string{"[[x]]", "{no such key: 1}", "{}"} {
				if by == "{}" && (n.text == "true" || n.text == "false") || (i+k)%testkit.Deep(1, 3) != 0 {
					continue // {} is a process as it is by default
				}
				if broken, ok := replacedAt(text, n.at, n.text, by); ok {
					faults := faultsOf(broken, nil)
					assert.True(t, standsAt(faults, n.at.line, 0), "%s:%d:%d: %s for %s: %v", name, n.at.line,
						n.at.column, by, n.text, faults)
				}
			}
		}
	}
}

// What is refused before it is read, such as a tag, is told once and nothing else because of it: no number is missing
// there, if no other number is held against it.
func TestWhatIsRefusedHasNoConsequences(t *testing.T) {
	all := goodTexts(t)
	for _, name := range []string{"minimal.yaml", "distributions.yaml", "lists.yaml", "money.yaml", "processes.yaml"} {
		text := all[name]
		s, err := Load(name, []byte(text))
		require.NoError(t, err)
		for i, n := range leavesOf(s.root) {
			if i%testkit.Deep(1, 3) != 0 {
				continue
			}
			if broken, ok := replacedAt(text, n.at, n.text, "!x 1"); ok {
				faults := faultsOf(broken, nil)
				assert.Len(t, faults, 1, "%s:%d:%d: %v", name, n.at.line, n.at.column, faults)
				assert.True(t, standsAt(faults, n.at.line, 0), "%s:%d:%d: %v", name, n.at.line, n.at.column, faults)
			}
		}
	}
}

// mappingsOf are the mappings of a tree.
func mappingsOf(n *node) (all []*node) {
	if n.kind == nodeMapping && len(n.fields) > 0 {
		all = append(all, n)
	}
	for _, f := range n.fields {
		all = append(all, mappingsOf(f.value)...)
	}
	for _, item := range n.items {
		all = append(all, mappingsOf(item)...)
	}
	return all
}

// A key that no part of a file has is told in each part, at the key.
func TestAnUnknownKeyIsToldInEachPart(t *testing.T) {
	for name, text := range goodTexts(t) {
		s, err := Load(name, []byte(text))
		require.NoError(t, err)
		for _, n := range mappingsOf(s.root) {
			first := n.fields[0].key
			line := strings.SplitAfter(text, "\n")[first.at.line-1]
			by := "no such key: [[1]], " + first.text // within brackets
			if before := string([]rune(line)[:first.at.column-1]); strings.Trim(before, " -") == "" {
				by = "no such key: [[1]]\n" + strings.Repeat(" ", first.at.column-1) + first.text // a line of its own
			}
			if broken, ok := replacedAt(text, first.at, first.text, by); ok {
				faults := faultsOf(broken, nil)
				assert.True(t, standsAt(faults, first.at.line, 0), "%s:%d:%d: %v", name, first.at.line, first.at.column,
					faults)
			}
		}
	}
}

// Characters that cannot be seen, or that make text read other than it is, are refused one by one; their neighbours are
// not.
func TestRefusedCharacters(t *testing.T) {
	for _, r := range []rune{0, 7, '\r', 0x7f, 0x85, 0x2028, 0x2029, 0xfeff, 0x61c, 0x200e, 0x200f, 0x202a, 0x202e,
		0x2066, 0x2069, 0x200b, 0x2060, 0xad, 0xfffe, 0xffff, 0x1fffe, 0x10ffff, 0xfdd0, utf8.MaxRune + 1} {
		assert.NotEmpty(t, refusedRune(r), "%U", r)
	}
	for _, r := range []rune{'\n', '\t', ' ', 'a', '£', 0x2027, 0x202f, 0x200a, 0x2010, 0x205f, 0xac, 0xae, 0xfdcf,
		0xfdf0, 0xfffd, 0x10fffd} {
		assert.Empty(t, refusedRune(r), "%U", r)
	}
}

// What may be a key or a value is counted before the text is read: commas, colons and opening brackets, and dashes and
// question marks that begin one.
func TestSeparatorsAreCounted(t *testing.T) {
	for text, n := range map[string]int{
		"": 0, "a": 0, "a: 1": 1, "[1,2]": 2, "{a: 1}": 2, "- a\n- b": 2, "-": 1, "?": 1, "a-b": 0, "-1": 0, "-\ta": 1,
		"-\na": 1, "-\r": 1, "?,": 2, "a?b": 0, "--- ": 1, "]": 0,
	} {
		assert.Equal(t, n, separators([]byte(text)), "%q", text)
	}
}

// So much may stand between brackets and one thing more may not. Brackets and commas in quotes are text, and a quote
// within quotes ends them only where it is not behind a backslash.
func TestWhatStandsInBracketsIsCounted(t *testing.T) {
	full := strings.Repeat(",", maxInBrackets-1)
	for text, line := range map[string]int{
		"a: [" + full + "]":                          0,
		"a: [" + full + ",]":                         1,
		"a: 1\nb:\n [" + full + ",]":                 3,
		"a: {" + full + ":}":                         1,
		"a: [" + full + "',']":                       0,
		"a: [" + full + "\",\\\",\"]":                0,
		"a: [" + full + "\"\\\"\",]":                 1,
		"a: [" + full + "'\\',]":                     1,
		"a: [" + full + "\"\\\\\",]":                 1, // an escaped backslash, and then the end
		"a: [" + full + "\"\\\\\\\",\"]":             0,
		"a: [" + full + "'\"',]":                     1,
		"a: [" + full + "b[,]":                       1,
		"a: [" + full + "b',]":                       1,
		"a: [" + full[1:] + "[],]":                   1,
		"a: [" + full[2:] + "[]]":                    0,
		"a: []\nb: " + full + ",,,":                  0,
		"a: ]\nb: [" + full + ",]":                   2,
		"a: b[\nc: " + full + ",,":                   0,
		"\t[" + full + ",]":                          1,
		"[[[" + full + "]]]":                         1,
		strings.Repeat("[", maxDepth+1) + full + ",": 0,
		strings.Repeat("[", maxDepth) + full + ",":   1,
	} {
		assert.Equal(t, line, crowded([]byte(text)), "%.20q…%.10q", text, text[max(0, len(text)-10):])
	}
}

// Limits hold to the last one: so many are read, and one more is a fault that says how many there may be.
func TestLimitsHoldToTheLast(t *testing.T) {
	changes := func(changes, scenarios int) string {
		return small + blownUp("changes:\n", changes, " c%d: {need.real_growth: 2%%}\n") +
			blownUp("scenarios:\n", scenarios, " s%d: [c0]\n")
	}
	named := func(key string, n int) string { return small + key + ": " + strings.Repeat("é", n) + "\n" }
	tables := func(n int) string {
		return strings.Replace(small, "need: {real_growth: 4%}", "need: {real_growth: 4%, components: {"+
			blownUp("", n, "c%d: {empirical: {csv: t%[1]d.csv, column: v}}, ")+"}}", 1)
	}
	folder := fstest.MapFS{}
	for i := range maxTables + 1 {
		folder[fmt.Sprintf("t%d.csv", i)] = &fstest.MapFile{Data: []byte("v\n1%\n2%\n")}
	}
	mapping := func(n int) string { return small + "x: {" + blownUp("", n, "k%d: 1, ") + "}\n" }
	for what, of := range map[string]struct {
		text func(n int) string
		most int
		more []string // of the fault
	}{
		"changes":           {func(n int) string { return changes(n, 1) }, maxChanges, []string{"101", "100"}},
		"scenarios":         {func(n int) string { return changes(1, n) }, maxScenarios, []string{"101", "100"}},
		"letters of a name": {func(n int) string { return named("name", n) }, maxName, []string{"200"}},
		"letters of a key": {func(n int) string {
			return small + strings.Repeat("é", n) + ": 1\n"
		}, maxName, []string{"200"}},
		"tables": {tables, maxTables, []string{"16"}},
		"parts of a mixture": {func(n int) string {
			w := fmt.Sprintf("%.16g%%", 100/float64(n))
			return small + "deflator: {surprise: {mixture: [" +
				strings.Repeat("{weight: "+w+", uniform: {low: 0%, high: 1%}},", n) + "]}}\n"
		}, dist.MostParts, []string{"9", "8"}},
		"keys of a mapping": {mapping, 2000, []string{"2001", "2000"}},
	} {
		says := func(n int) (told []string) {
			for _, f := range faultsOf(of.text(n), folder) {
				if !strings.Contains(f.Problem(), "no key") {
					told = append(told, f.Problem())
				}
			}
			return told
		}
		assert.Empty(t, says(of.most), what)
		told := says(of.most + 1)
		if assert.NotEmpty(t, told, what) {
			for _, word := range of.more {
				assert.Regexp(t, `\b`+word+`\b`, strings.Join(told, "\n"), what)
			}
		}
	}
}

// blownUp is a head and a numbered text so often.
func blownUp(head string, n int, text string) string {
	var b strings.Builder
	b.WriteString(head)
	for i := range n {
		fmt.Fprintf(&b, text, i)
	}
	if n == 0 {
		return ""
	}
	return b.String()
}

// Names that mislead are refused for what they are; their neighbours are names.
func TestNamesThatMislead(t *testing.T) {
	with := func(name string) Faults {
		return faultsOf(small+"baseline: As is\nchanges:\n  "+fmt.Sprintf("%q", name)+": {need.real_growth: 2%}\n", nil)
	}
	for _, name := range []string{"=a", "+a", "-a", "@a", "a<b", "a>b", "a\nb", "a\tb", " a", "a ", "e\u0300",
		"e\u036f", "As is", "as IS"} {
		faults := with(name)
		require.NotEmpty(t, faults, "%q", name)
		assert.Equal(t, 8, faults[0].Line, "%q: %v", name, faults)
	}
	for _, name := range []string{"a=b", "a-", "1", "é", "e\u02ff", "e\u0370", "As it is"} {
		assert.Empty(t, with(name), "%q", name)
	}
}

// What follows from figures is as badly supported as the worst of them: green, then amber, then none said, then red.
func TestWorseOfTwoQualities(t *testing.T) {
	order := []finance.Quality{finance.Green, finance.Amber, finance.Unrated, finance.Red}
	for i, a := range order {
		for j, b := range order {
			assert.Equal(t, order[max(i, j)], worse(a, b))
		}
	}
}

// Whole numbers are digits and nothing else, of 64 bits.
func TestWholeNumbers(t *testing.T) {
	for text, want := range map[string]uint64{"0": 0, "7": 7, "007": 7, "18446744073709551615": 1<<64 - 1} {
		x, ok := wholeNumber(&node{kind: nodeText, text: text})
		assert.True(t, ok, text)
		assert.Equal(t, want, x)
	}
	for _, n := range []*node{nil, {kind: nodeList}, {kind: nodeText, text: "+1"}, {kind: nodeText, text: "1 "},
		{kind: nodeText, text: "x"},
		{kind: nodeText}, {kind: nodeText, text: "18446744073709551616"}, {kind: nodeMapping, text: "1"}} {
		x, ok := wholeNumber(n)
		assert.False(t, ok)
		assert.Zero(t, x)
	}
}

// A manifest's run is prepared from its own text: what is wrong with the file, what was set, or the scenarios is an
// error, and no run.
func TestManifestsThatCannotBePrepared(t *testing.T) {
	s, err := Load("f.yaml", []byte(small+"changes: {less: {need.real_growth: 2%}}\n"))
	require.NoError(t, err)
	m, err := s.Model()
	require.NoError(t, err)
	r, err := scenario.Run(t.Context(), m,
		scenario.Options{Paths: 64, Lines: []string{"net_cost"}, Years: []string{"2020/21"}})
	require.NoError(t, err)
	sound := NewManifest(s, r)
	spec, model, o, err := sound.Prepare(scenario.Options{Workers: 3})
	require.NoError(t, err)
	assert.NotNil(t, spec)
	assert.NotNil(t, model)
	assert.Equal(t, scenario.Options{Paths: 64, Seed: sound.Seed, Lines: []string{"net_cost"},
		Years: []string{"2020/21"}, Workers: 3}, o)
	for what, change := range map[string]func(*Manifest){
		"no file":     func(m *Manifest) { m.Text = "[" },
		"no model":    func(m *Manifest) { m.Text = strings.Replace(m.Text, "4%", "400%", 1) },
		"no place":    func(m *Manifest) { m.Set = []scenario.Setting{{Path: "ned", Value: "1%"}} },
		"no value":    func(m *Manifest) { m.Set = []scenario.Setting{{Path: "need.real_growth", Value: "["}} },
		"no scenario": func(m *Manifest) { m.Scenarios = []string{"more"} },
	} {
		broken := sound
		change(&broken)
		spec, model, _, err := broken.Prepare(scenario.Options{})
		assert.Error(t, err, what)
		assert.Nil(t, spec, what)
		assert.Nil(t, model, what)
		_, r, err := broken.Again(t.Context(), scenario.Options{})
		assert.Error(t, err, what)
		assert.Nil(t, r, what)
		_, err = broken.Verify(t.Context(), scenario.Options{})
		assert.Error(t, err, what)
	}
}

// A manifest is JSON and nothing beside it; a key that stands twice, and JSON that breaks off anywhere, is none.
func TestJSONTrees(t *testing.T) {
	const whole = `{"a": [1, {"b": "x<y"}, []], "c": null, "d": true}`
	tree, err := jsonTree([]byte(whole))
	require.NoError(t, err)
	assert.Equal(t, "null", shown(tree.(map[string]any)["c"]))
	for i := range whole {
		_, err := jsonTree([]byte(whole[:i]))
		assert.Error(t, err, whole[:i])
	}
	for _, text := range []string{whole + " 1", whole + "{}", whole + "]", whole + "x", `{"a": 1, "a": 1}`,
		`[{"a": 1, "a": 2}]`, `{"a": [1 2]}`, `{"a": {"b" 1}}`} {
		_, err := jsonTree([]byte(text))
		assert.Error(t, err, text)
	}
}

// Trees that differ are told by what differs: a value, a field or an item that one of them has alone, and an order.
func TestWhereTreesDiffer(t *testing.T) {
	differ := func(was, is string) []string {
		a, err := jsonTree([]byte(was))
		require.NoError(t, err)
		b, err := jsonTree([]byte(is))
		require.NoError(t, err)
		c := comparing{was: "was", is: "is"}
		c.values("", a, b)
		return c.differences
	}
	for _, same := range []string{`1`, `{"a": [1, 2]}`, `[{"name": "x", "v": 1}, {"name": "y"}]`} {
		assert.Empty(t, differ(same, same))
	}
	for _, c := range []struct{ was, is, want string }{
		{`{"a": 1}`, `{"a": 2}`, "a: was ‹1›, is ‹2›"},
		{`{"a": 1}`, `{}`, "a: was ‹1›, is ‹nothing›"},
		{`{}`, `{"a": 1}`, "a: was ‹nothing›, is ‹1›"},
		{`{"a": [1]}`, `{"a": {"b": 1}}`, `a: was ‹[1]›, is ‹{\"b\":1}›`},
		{`{"a": {"b": 1}}`, `{"a": 1}`, `a: was ‹{\"b\":›1‹}›, is ‹›1‹›`},
		{`[1, 2]`, `[1]`, "[1]: was ‹2›, is ‹nothing›"},
		{`[1]`, `[1, 2]`, "[1]: was ‹nothing›, is ‹2›"},
		{`[{"name": "x"}, {"name": "y"}]`, `[{"name": "y"}, {"name": "x"}]`, ": was the same in another order"},
		{`[{"name": "x", "v": 1}, {"name": "x", "v": 2}]`, `[{"name": "x", "v": 1}, {"name": "x", "v": 3}]`,
			`["x", 2].v: was ‹2›, is ‹3›`},
		{`{"A b": 1}`, `{"A b": 2}`, `"A b": was ‹1›, is ‹2›`},
	} {
		got := strings.Join(differ(c.was, c.is), "\n")
		if strings.Contains(c.want, "{") {
			assert.True(t, strings.HasPrefix(got, "a: was "), got)
			continue
		}
		assert.Equal(t, c.want, got)
	}
}

// A manifest is written with its characters as they are, and read with all that it says; one that does not say what it
// is, or is too long, or breaks off, is none.
func TestManifestsAreWrittenAsTheyAre(t *testing.T) {
	m := Manifest{SchemaVersion: scenario.SchemaVersion, Text: "a<b>&c", Paths: 1}
	var b bytes.Buffer
	require.NoError(t, m.Write(&b))
	assert.Contains(t, b.String(), "a<b>&c")
	again, err := ReadManifest(bytes.NewReader(b.Bytes()))
	require.NoError(t, err)
	assert.Equal(t, m.Text, again.Text)
	for what, text := range map[string]string{
		"nothing": "", "half": b.String()[:b.Len()/2], "two": b.String() + b.String(),
		"another version": strings.Replace(b.String(), "{", `{"schema_version": 0, `, 1),
		"no text":         strings.Replace(b.String(), "a<b>&c", "", 1),
		"no paths":        strings.Replace(b.String(), `"paths": 1`, `"paths": 0`, 1),
		"far too long":    b.String() + strings.Repeat(" ", manifestLimit),
	} {
		_, err := ReadManifest(strings.NewReader(text))
		assert.Error(t, err, what)
	}
	_, err = ReadManifest(strings.NewReader(b.String() + strings.Repeat(" ", manifestLimit-b.Len())))
	assert.NoError(t, err, "as long as it may be")
	_, err = ReadManifest(brokenReader{})
	assert.ErrorIs(t, err, os.ErrClosed)
}

// A brokenReader cannot be read.
type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, os.ErrClosed }

// Read gives what the file system says, and no file, where there is none to read.
func TestReadTellsWhyNot(t *testing.T) {
	folder := t.TempDir()
	for _, name := range []string{"none.yaml", "."} {
		s, err := Read(filepath.Join(folder, name))
		assert.Error(t, err)
		assert.Nil(t, s)
	}
	_, err := Read(filepath.Join(folder, "none.yaml"))
	assert.ErrorIs(t, err, os.ErrNotExist)
	_, err = LoadFS(os.DirFS(folder), "none.yaml")
	assert.ErrorIs(t, err, os.ErrNotExist)
	_, err = LoadFS(os.DirFS(folder), ".")
	assert.ErrorContains(t, err, "directory")
}

// What follows from a fault that keeps the model from being laid out, or from being compared, is not told beside it.
func TestFaultsThatStandForMany(t *testing.T) {
	deep := "schema: 1\nyears: 2018/19 to 2020/21\nnot_modelled: []\nlines: [balance]\n"
	for i := range 11 {
		deep += strings.Repeat("  ", i) + "bodies:\n" + strings.Repeat("  ", i) + " b:\n"
	}
	deep += strings.Repeat("  ", 11) + "funding: {baseline: £1m, real_growth: {p10: 1%, p90: 2%}}\n"
	assert.Len(t, faultsOf(deep, nil), 1, "no line and no driver of what cannot be laid out")

	many := blownUp("schema: 1\nyears: 2018/19 to 2020/21\nnot_modelled: []\nbodies:\n a:\n  bodies:\n",
		finance.MaxBodies/2, "   a%d: {}\n") +
		blownUp(" b:\n  bodies:\n", finance.MaxBodies/2-1, "   b%d: {}\n")
	faults := faultsOf(many, nil)
	require.Len(t, faults, 1)
	assert.Equal(t, [2]any{4, "bodies"}, [2]any{faults[0].Line, faults[0].Path})
	assert.Contains(t, faults[0].Problem(), fmt.Sprint(finance.MaxBodies+1), "how many there are")

	lost := blownUp("schema: 1\nyears: 2018/19 to 2020/21\nnot_modelled: []\nbodies:\n", maxFaultyBodies+1,
		" b%d: {funding: {baseline: £1m, real_growth: {p10: 1%%, p90: 2%%}}, need: {real_growth: 1%%}}\n") +
		"transfers: {t: {from: nobody, to: b1, baseline: £1k}}\n"
	assert.Len(t, faultsOf(lost, nil), 2,
		"what is too large is not laid out once something is wrong with how its bodies belong together, and it says so")

	uncertain := structural().Problem()
	for form, want := range map[string]string{"{value: 1%}": "text", "{p10: 1%, p90: 2%}": uncertain,
		"{normal: {mean: 1%, sd: 1%}}": uncertain, "{p10: 1%}": uncertain} {
		faults := faultsOf(strings.Replace(small, "2018/19 to 2020/21", form, 1), nil)
		require.NotEmpty(t, faults)
		assert.Contains(t, faults[0].Problem(), want, "what is uncertain in the place of a text is told as such: %s",
			form)
	}

	for _, refused := range []string{"changes: !x 1\n", "scenarios: !x 1\n", "compare: !x 1\n", "baseline: !x 1\n",
		"lines: !x 1\n", "real_terms: !x 1\n", "run: !x 1\n", "name: !x 1\n", "correlations: !x 1\n", "savings: !x 1\n",
		"first_month: !x 1\n"} {
		assert.Len(t, faultsOf(small+refused, nil), 1, refused)
	}
	empty := newFaultList("f.yaml")
	treeOf(&yaml.Node{Kind: yaml.DocumentNode}, empty)
	require.Len(t, empty.all, 1)
	var list Faults
	require.ErrorAs(t, empty.err(), &list)
	assert.Equal(t, [2]int{1, 1}, [2]int{list[0].Line, list[0].Column})
}

// The end of a range belongs to it: a correlation of −1 or 1 is one, and a t copula has from 1 degree of freedom on.
func TestCorrelationsFromMinusOneToOne(t *testing.T) {
	group := func(more string) string {
		return strings.Replace(small, "need: {real_growth: 4%}",
			"need: {real_growth: {p10: 3%, p90: 5%}}\ndeflator: {surprise: {p10: -1%, p90: 1%}}", 1) +
			"correlations: [{inputs: [need.real_growth, deflator.surprise], " + more + "}]\n"
	}
	for more, path := range map[string]string{
		"r: 0.5": "", "r: -0.999": "", "r: 0": "", "r: -1": "", "r: 1": "", "r: -1.001": "correlations[1].r",
		"r: 1.001": "correlations[1].r", "r: 0.5, copula: t, df: 1": "", "r: 0.5, copula: t, df: 1000": "",
		"r: 0.5, copula: t, df: 0.999": "correlations[1].df", "r: 0.5, copula: t, df: 1001": "correlations[1].df",
		"matrix: [[1, 0.5], [0.5, 1]]": "", "matrix: [[1, 0.5], [0.4, 1]]": "correlations[1].matrix",
		"matrix: [[1, 0.5], [0.5, 2]]":   "correlations[1].matrix[2][2]",
		"matrix: [[0.9, 0.5], [0.5, 1]]": "correlations[1].matrix",
	} {
		faults := faultsOf(group(more), nil)
		if path == "" {
			assert.Empty(t, faults, more)
		} else if assert.Len(t, faults, 1, "%s: %v", more, faults) {
			assert.Equal(t, path, faults[0].Path, "%s: %v", more, faults)
		}
	}
}

// Settings are made in their order: the last of a place holds, and each key is there once, whoever made the mapping
// that it stands in.
func TestTheLastSettingOfAPlaceHolds(t *testing.T) {
	s, err := Load("f.yaml", []byte(small))
	require.NoError(t, err)
	set := func(path, value string) scenario.Setting { return scenario.Setting{Path: path, Value: value} }
	changed, err := s.With(set("need.components.a", "1%"), set("need.components.b", "2%"),
		set("need.components.a", "3%"), set("need.real_growth", "5%"))
	require.NoError(t, err)
	components := changed.root.child("need").child("components")
	assert.Equal(t, []string{"a", "b"}, components.keys())
	assert.Equal(t, "3%", components.child("a").text)
	assert.Equal(t, "4%", s.root.child("need").child("real_growth").text, "the file is as it was")
	again, err := changed.With(set("need.components.a", "1.5%"))
	require.NoError(t, err)
	assert.Equal(t, "1.5%", again.root.child("need").child("components").child("a").text)
	assert.Equal(t, "3%", components.child("a").text)
	_, err = s.With(make([]scenario.Setting, maxSettings+1)...)
	assert.ErrorContains(t, err, fmt.Sprint(maxSettings+1))
	var most []scenario.Setting
	for range maxSettings {
		most = append(most, set("need.real_growth", "2%"))
	}
	full, err := s.With(most...)
	require.NoError(t, err)
	_, err = full.With(set("need.real_growth", "3%"))
	assert.Error(t, err, "those of all calls count together")
}

// The year asked for is the file's own, whatever was set: each setting looks back to the file as it was read.
func TestTheYearAskedIsTheFiles(t *testing.T) {
	s, err := Load("f.yaml", []byte(small))
	require.NoError(t, err)
	m, err := s.Model()
	require.NoError(t, err)
	assert.Empty(t, m.AskedYear)
	one, err := s.With(scenario.Setting{Path: "funding.real_growth", Value: "2%"})
	require.NoError(t, err)
	two, err := one.With(scenario.Setting{Path: "need.real_growth", Value: "3%"})
	require.NoError(t, err)
	for _, changed := range []*Spec{one, two} {
		m, err := changed.Model()
		require.NoError(t, err)
		assert.Equal(t, "2020/21", m.AskedYear)
	}
	none, err := s.With()
	require.NoError(t, err)
	m, err = none.Model()
	require.NoError(t, err)
	assert.Empty(t, m.AskedYear, "nothing was set")
}

// Places of changes may be as deep as a file, and no deeper.
func TestPlacesAreAsDeepAsFiles(t *testing.T) {
	s, err := Load("f.yaml", []byte(small))
	require.NoError(t, err)
	depth := func(n int) error {
		_, err := s.With(scenario.Setting{Path: "need" + strings.Repeat(".a", n-1), Value: "1%"})
		return err
	}
	assert.NoError(t, depth(maxDepth))
	assert.Error(t, depth(maxDepth+1))
	long := func(n int) error {
		_, err := s.With(scenario.Setting{Path: "need." + strings.Repeat("é", n-len("need.")), Value: "1%"})
		return err
	}
	assert.NoError(t, long(maxName))
	assert.ErrorContains(t, long(maxName+1), "…\" is longer than 200 characters")
}

// A matrix that is suggested is whole up to three rows, and begun beyond.
func TestSuggestedMatrices(t *testing.T) {
	assert.Equal(t, "[[1, 0.3], [0.3, 1]]", matrixInWords(2, "0.3"))
	assert.Equal(t, "[[1, 0.3, 0.3], [0.3, 1, 0.3], [0.3, 0.3, 1]]", matrixInWords(3, "0.3"))
	four := matrixInWords(4, "0.3")
	assert.True(t, strings.HasPrefix(four, "[[1, 0.3, 0.3, 0.3], [0.3, 1, 0.3, 0.3], [0.3, 0.3, 1, 0.3], ..."), four)
	assert.Less(t, len(matrixInWords(900, "0.3")), 400)
}

// Costs per head are read to their end: one that is wrong is told whether it stands first or last, each once.
func TestCostsPerHeadAreReadToTheirEnd(t *testing.T) {
	for costs, n := range map[string]int{"0: x, 5: £2": 1, "0: £1, 5: x": 1, "0: x, 5: y": 2, "0: £1, 5: £2": 0} {
		text := strings.Replace(strings.Replace(small, "2018/19 to 2020/21", "2023/24 to 2025/26", 1),
			"need: {real_growth: 4%}", "need: {real_growth: 4%, components: {d: {population: England, cost_per_head: {"+
				costs+"}}}}", 1)
		assert.Len(t, faultsOf(text, nil), n, "%s: %v", costs, faultsOf(text, nil))
	}
}

// Names that differ only in small and capital letters are told for each that is like another.
func TestNamesThatAreAlike(t *testing.T) {
	for names, n := range map[string]int{"a: {need.real_growth: 1%}, b: {need.real_growth: 2%}": 0,
		"a: {need.real_growth: 1%}, A: {need.real_growth: 2%}":                                                       1,
		"a: {need.real_growth: 1%}, b: {need.real_growth: 2%}, A: {need.real_growth: 3%}, B: {need.real_growth: 4%}": 2} {
		faults := faultsOf(small+"changes: {"+names+"}\n", nil)
		assert.Len(t, faults, n, "%s: %v", names, faults)
	}
}

// A value that is empty may be filled by a setting below it; text, a number and a list have nothing below.
func TestSettingsBelowValues(t *testing.T) {
	for text, ok := range map[string]bool{"savings:\n": true, "savings: {}\n": true, "": true, "savings: 3%\n": false,
		"savings: []\n": false} {
		s, err := Load("f.yaml", []byte(small))
		require.NoError(t, err)
		s.root = parse([]byte(small+text), newFaultList("f.yaml"))
		changed, err := s.With(scenario.Setting{Path: "savings.planned", Value: "1%"})
		if assert.Equal(t, ok, err == nil, "%q: %v", text, err) && ok {
			assert.Equal(t, "1%", changed.root.child("savings").child("planned").text)
		}
	}
}

// A problem of YAML says where what is wrong began only where that is another line.
func TestWhereAYAMLProblemBegan(t *testing.T) {
	for _, c := range []struct {
		began, at int
		says      bool
	}{{0, 3, false}, {3, 3, false}, {2, 3, true}} {
		_, problem := yamlFault(nil, &yaml.LoadError{Message: "did not find expected key",
			Mark: yaml.Mark{Line: c.at, Column: 1}, ContextMark: yaml.Mark{Line: c.began}})
		assert.Equal(t, c.says, strings.Contains(problem.Problem(), fmt.Sprintf("line %d", c.began)), problem)
	}
}

// A number says where it stands, without the folders of whoever wrote it; one that was set stands in no file.
func TestWhereANumberStands(t *testing.T) {
	s, err := Load("folder/f.yaml", []byte(small))
	require.NoError(t, err)
	s, err = s.With(scenario.Setting{Path: "need.real_growth", Value: "3%"})
	require.NoError(t, err)
	m, err := s.Model()
	require.NoError(t, err)
	notes := m.Baseline.Model.(*finance.Model).Notes
	assert.Equal(t, "f.yaml:3:41", notes["funding.real_growth"].Place)
	assert.Equal(t, "set for this run", notes["need.real_growth"].Place)
}
