package file

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario/internal/words"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFaultsReadLikeACompilers(t *testing.T) {
	f := Faults{
		{File: "f.yaml", Line: 1, Column: 1, Fault: fault.Missing.Found("the file is empty")},
		{File: "f.yaml", Line: 12, Column: 5,
			Fault: fault.OutOfRange.Found("3.4 is 340%%").Suggest("3.4%").At("earmark.share")},
	}
	assert.Equal(t, "f.yaml:1:1: the file is empty\nf.yaml:12:5: earmark.share: 3.4 is 340%; did you mean 3.4%?",
		f.Error())
	var first Fault
	require.True(t, errors.As(error(f), &first))
	assert.Equal(t, f[0], first)
}

// A file of nonsense gets an answer of readable length.
func TestFaultsHaveALimit(t *testing.T) {
	var b strings.Builder
	for i := range 500 {
		fmt.Fprintf(&b, "unknown%d: 1\n", i)
	}
	faults := faultsIn(t, "f.yaml", []byte(small+b.String()))
	require.Len(t, faults, maxFaults+1)
	assert.Contains(t, faults[maxFaults].Problem(), "there are more faults, some 400; these are the first 100 found")
}

func TestQuotingIsShortAndShowsWhatIsThere(t *testing.T) {
	assert.Equal(t, `"abc"`, fault.Quote("abc"))
	assert.Equal(t, `"`+strings.Repeat("é", 60)+`…"`, fault.Quote(strings.Repeat("é", 61)))
	assert.Equal(t, `"a\x01\u202e"`, fault.Quote("a\x01\u202e"))
	assert.Equal(t, "", fault.Cut("", 3))
	assert.Equal(t, "abc", fault.Cut("abc", 3))
}

func TestSuggestions(t *testing.T) {
	known := []string{"baseline", "real_growth", "share"}
	meant := func(typed string) string {
		return words.Meant(fault.Unknown.Found("it is not known"), &sheet.Suggester{}, typed, known).Problem()
	}
	for typed, want := range map[string]string{
		"real_grwth": `it is not known; did you mean "real_growth"?`,
		"Share":      `it is not known; did you mean "share"?`,
		"hsare":      `it is not known; did you mean "share"?`,
		"xyz":        "it is not known; there is baseline, real_growth, share",
	} {
		assert.Equal(t, want, meant(typed), typed)
	}
	none := fault.Unknown.Found("it is not known")
	assert.Equal(t, none, words.Meant(none, &sheet.Suggester{}, "share", nil))
	assert.NotContains(t, meant(strings.Repeat("share", 100)), "did you mean")
}

// A path is cut into the longest keys that are there, and at its dots where there are none.
func TestPathsAreCutIntoKeys(t *testing.T) {
	leaf := &node{kind: nodeText}
	key := func(text string) *node { return &node{kind: nodeText, text: text} }
	inner := &node{kind: nodeMapping, fields: []field{{key("x"), leaf}, {key("x.y"), leaf}}}
	root := &node{kind: nodeMapping, fields: []field{{key("a"), leaf}, {key("a.b"), inner}}}
	for path, want := range map[string][]string{
		"a": {"a"}, "a.b": {"a.b"}, "a.b.x.y": {"a.b", "x.y"}, "a.b.x.z": {"a.b", "x", "z"}, "a.bc": {"a", "bc"},
		"n.m": {"n", "m"}, "": {""}, "a.b..x": {"a.b", "", "x"}, "n.": {"n", ""}, ".": {"", ""},
	} {
		assert.Equal(t, want, root.split(path), path)
	}
}

// hostile are names that would break the line of a fault, hide a part of it or turn it round, and how they are shown.
func hostile() map[string]string {
	return map[string]string{"a\nb": `a\nb`, "a\r\nb": `a\r\nb`, "a\tb": `a\tb`, "\x1b[31ma": `\x1b[31ma`, "a\u2028b": `a\u2028b`,
		"a\u202eb": `a\u202eb`, "a\u00a0b": `a\u00a0b`, "a\u200bb": `a\u200bb`, "a\xffb": `a\xffb`, "a\x00b": `a\x00b`}
}

// A fault is one line that shows all that is there, whatever the names of the file and its keys, cells and fields; what
// programs read has the names as they are.
func TestAFaultIsOneLine(t *testing.T) {
	for name, shown := range hostile() {
		about := fault.Missing.Found("no %s", name).Want("give %s", name).In("in %s", name).At("at." + name)
		for want, f := range map[string]Fault{
			shown + ":1:2: at." + shown + ": in " + shown + ": no " + shown + "; give " + shown: {File: name, Line: 1,
				Column: 2, Fault: about},
			"f.xlsx, cell " + shown + ": no": {File: "f.xlsx", Cell: name, Fault: fault.Missing.Found("no")},
			"f, field " + shown + ": no":     {File: "f", Field: name, Fault: fault.Missing.Found("no").At(name)},
			"f, as set: no; did you mean " + shown + "?": {File: "f, as set",
				Fault: fault.Missing.Found("no").Suggest(name)},
			shown + ": no": {File: name, Fault: fault.Missing.Found("no")},
		} {
			assert.Equal(t, want, f.Error())
		}
		assert.Equal(t, "at."+name, about.Path)
	}
}

// In whatever place of a file a name with a line break stands, as many lines are told as there are faults.
func TestNamesWithLineBreaksDoNotBreakFaults(t *testing.T) {
	for _, text := range []string{
		`"a\nb": 1`, `earmark: {"a\nb": 1}`, `changes: {"a\nb": {x: 1}}`, `changes: {a: {"x\ny.z": 1}}`,
		`scenarios: {s: ["a\nb"]}`, `pressures: {"a\nb": {amount: x}}`, `bodies: {"a\nb": {need: 1}}`,
		`services: {"a\nb": {baseline: x}}`, `lines: ["a\nb"]`, `compare: [{"a\nb": x}]`, `explore: ["a\nb"]`,
		`accepted: {"a\nb": [1]}`, `rows: {"a\nb": {formula: "x\ny"}}`, `transfers: {"a\nb": {from: "x\ny"}}`,
		`assumptions: {"a\nb": x}`, `correlations: [{between: ["a\nb", "c\nd"], r: 0.5}]`, `baseline: "a\nb"`,
		`savings: {planned: {csv: "a\nb"}}`, `savings: {planned: {empirical: {csv: "a\nb", column: "c\nd"}}}`,
		`savings: {planned: {value: 1%, follows: {input: "a\nb"}}}`, `savings: {planned: {assumption: "a\nb"}}`,
		`mergers: {"a\nb": {of: ["c\nd"]}}`, `pools: {"a\nb": {of: "c\nd"}}`, `years: "2018/19\nto 2020/21"`,
	} {
		_, err := LoadIn(fstest.MapFS{}, "f.yaml", []byte(completed(text+"\n")))
		if err == nil {
			s, err2 := LoadIn(fstest.MapFS{}, "f.yaml", []byte(completed(text+"\n")))
			require.NoError(t, err2)
			_, err = s.Model()
		}
		var faults Faults
		require.ErrorAs(t, err, &faults, text)
		assert.Len(t, strings.Split(err.Error(), "\n"), len(faults), "%s: %v", text, err)
	}
	s, err := LoadIn(fstest.MapFS{}, "f.yaml", []byte(small+`pressures: {"a\nb": {amount: x}}`))
	require.NoError(t, err)
	_, err = s.Model()
	var faults Faults
	require.ErrorAs(t, err, &faults)
	assert.Equal(t, "pressures.a\nb.amount", faults[0].Path, "programs read the name as it is")
}
