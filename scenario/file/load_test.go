package file

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/internal/lines"
	"github.com/openenvelope/envelope/scenario/internal/words"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v4"
)

// small is a sound file to which tests add lines.
const small = "schema: 1\nyears: 2018/19 to 2020/21\nfunding: {baseline: £100m, real_growth: 3%}\nneed: {real_growth: 4%}\nnot_modelled: []\n"

// What cannot carry a comment is refused all the same: with one fault, its place, and plain words.
func TestHostileTextIsRefused(t *testing.T) {
	utf16LE := func(s string) string {
		var b strings.Builder
		for _, r := range s {
			b.WriteByte(byte(r))
			b.WriteByte(byte(r >> 8))
		}
		return b.String()
	}
	many := func(n int, format string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
	for _, tt := range []struct {
		name, text, at, problem string
	}{
		{"empty", "", "1:1", "the file is empty"},
		{"only spaces", " \n\t\n", "1:1", "the file is empty"},
		{"only a byte order mark", "\ufeff", "1:1", "the file is empty"},
		{"only comments", "# nothing\n", "1:1", "empty but for comments"},
		{"null document", "~\n", "1:1", "a scenario file is a mapping of keys, found nothing"},
		{"text", "hello\n", "1:1", "a scenario file is a mapping of keys, found text"},
		{"two documents", small + "---\n" + small, "1:1", "there is a second document after ---"},
		{"text after the end", "{schema: 1}\nyears: 1\n", "2:1", "the text goes on after"},
		{"UTF-16 little endian", "\xff\xfe" + utf16LE(small), "1:1",
			"the file is in UTF-16; save it as plain text in UTF-8"},
		{"UTF-16 big endian", "\xfe\xff\x00s\x00c", "1:1", "UTF-16"},
		{"UTF-16 without mark", utf16LE(small), "1:1", "UTF-16"},
		{"NUL", small + "name: a\x00b\n", "6:8", "the character U+0000 is a control character; delete it"},
		{"bell in a comment", small + "# a\x07b\n", "6:4", "U+0007 is a control character"},
		{"delete", small + "name: \x7f\n", "6:7", "U+007F is a control character"},
		{"next line", small + "name: a\u0085b\n", "6:8", "U+0085 is a control character"},
		{"not UTF-8", small + "name: \xa31\n", "6:7", "not UTF-8 text"},
		{"overlong UTF-8", small + "name: \xc0\xaf\n", "6:7", "not UTF-8 text"},
		{"turned text in a comment", small + "# £5m\u202e\n", "6:6",
			"U+202E is a mark that turns the direction of text"},
		{"isolated text in a name", small + "name: a\u2066b\n", "6:8", "U+2066 is a mark that turns the direction"},
		{"line separator", small + "name: a\u2028b\n", "6:8", "U+2028 is a line break that editors do not show"},
		{"mark in the middle", small + "name: \ufeffb\n", "6:7", "a byte order mark in the middle"},
		{"invisible space", small + "na\u200bme: b\n", "6:3", "U+200B is invisible"},
		{"bare carriage returns count as lines", "schema: 1\rname: \x01\r", "2:7", "control character"},
		{"no character", small + "name: \ufffe\n", "6:7", "U+FFFE is no character"},
		{"deep lists", "a: " + strings.Repeat("[", 100_000), "1:36", "nested deeper than 32"},
		{"deep mappings", "a: " + strings.Repeat("{b: ", 1_000), "", "nested deeper than 32"},
		{"deep blocks", strings.Repeat("- ", 100_000), "", "nested deeper than 32"},
		{"too large", strings.Repeat("#", MaxFile+1), "1:1", "the file has more than 1024 kB"},
		{"too many nodes", strings.Repeat("a: 1\n", maxNodes/2+1), "1:1",
			"the file has 120004 keys and values; the most is 120000"},
		{"too many separators", "a: [" + strings.Repeat("1,", maxNodes) + "]", "1:1",
			"the file has 120002 commas, colons and dashes, for more keys and values than the 120000 it may have"},
		{"too many keys", many(words.MostEntries+1, "k%d: 1\n"), "1:1", "the mapping has 2001 keys; the most is 2000"},
		{"a long key", small + "? " + strings.Repeat("k", 201) + "\n: 1\n", "6:3", "is longer than 200 characters"},
		{"a long name", small + "name: " + strings.Repeat("n", 201) + "\n", "6:7",
			"name: the name is longer than 200 characters"},
		{"a long text", small + "name: " + strings.Repeat("n", 2_001) + "\n", "6:7",
			"name: the text is longer than 2000 characters"},
		{"a name of two lines", small + `name: "a\nb"` + "\n", "6:7", "runs over more than one line"},
		{"an open quote", small + "name: \"a\n", "6:7", "the quote that opens here is not closed"},
		{"half a surrogate", small + `name: "\ud83d"` + "\n", "", `a \u escape is no character`},
		{"a path for an escape", small + `name: "C:\plans"` + "\n", "", `an escape after \ is not known`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			faults := faultsIn(t, "f.yaml", []byte(tt.text))
			require.Len(t, faults, 1, "%v", faults)
			assert.Contains(t, faults[0].Path+": "+faults[0].Problem(), tt.problem)
			if tt.at != "" {
				assert.Equal(t, "f.yaml:"+tt.at,
					fmt.Sprintf("%s:%d:%d", faults[0].File, faults[0].Line, faults[0].Column))
			}
		})
	}
}

// Bombs are refused in the time that it takes to say so.
func TestBombsAreRefusedAtOnce(t *testing.T) {
	testkit.NotForRaces(t)
	aliases := "a: &a [x,x,x,x,x,x,x,x,x]\n"
	for c := 'b'; c <= 'i'; c++ {
		aliases += fmt.Sprintf("%c: &%c [%s]\n", c, c,
			strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*%c,", c-1), 9), ","))
	}
	fill := func(s string) string { return strings.Repeat(s, MaxFile/len(s)) }
	for name, text := range map[string]string{
		"billion laughs":     aliases,
		"merge bomb":         "a: &a {x: 1}\nb: &b {<<: [*a, *a, *a]}\nc: {<<: [*b, *b, *b]}\n",
		"self reference":     "a: &a [*a]\n",
		"a million brackets": strings.Repeat("[", MaxFile),
		"keys of a flow":     "{" + fill("a,") + "}",
		"empty keys":         "{" + fill("? ,") + "}",
		"comments":           "a: 1\n" + fill("#\n"),
		"comments in a list": fill("-\n#\n\n"),
		"dashes":             fill("- \n"),
		"quotes":             "[" + fill("'',") + "]",
		"unknown keys":       "schema: 1\n" + manyKeys(1_999),
		"unknown names": small + "changes: {a: {need.real_growth: 1%}}\nscenarios: {b: [" +
			strings.TrimSuffix(strings.Repeat(strings.Repeat("x", 50)+", ", 3_000), ", ") + "]}\n",
	} {
		testkit.Within(t, 5*time.Second, func() time.Duration {
			lap := testkit.Lap()
			assert.NotEmpty(t, faultsIn(t, "f.yaml", []byte(text)), name)
			return lap()
		}, "%s", name)
	}
}

func manyKeys(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%sk%d: 1\n", strings.Repeat("e", 50), i)
	}
	return b.String()
}

// Whatever a file says, messages repeat little of it.
func TestMessagesRepeatLittle(t *testing.T) {
	long := strings.Repeat("Ж", 150)
	for _, lines := range []string{
		long + ": 1\n",
		"earmark: {share: " + long + "}\n",
		"earmark: {" + long + ": 1}\n",
		"currency: " + long + "\n",
		"first_month: " + long + "\n",
		"lines: [" + long + "]\n",
		"real_terms: [" + long + "]\n",
		"debt: {surplus: " + long + "}\n",
		"run: {paths: " + long + "}\n",
		"earmark: {returns: {lag: " + long + "}}\n",
		"earmark: {leakage: {uniform: {low: " + long + ", high: 1%}}}\n",
		"changes: {" + long + ": {" + long + "." + long[:20] + ": 1}}\n",
		"changes: {=" + long + ": {}}\n",
		"changes: {a: {need." + long[:40] + ": 1}}\nscenarios: {" + long + ": [" + long + "]}\n",
		"compare: [{of: " + long + ", versus: " + long + "}]\n",
		"correlations: [{inputs: [" + long + ", " + long + "], r: 1}]\n",
		"a: *" + long + "\n",
		"a: !" + long + " x\n",
		"services: {" + long + ": {baseline: £1}}\n",
		"opening: {deficit: " + long + "}\n",
	} {
		faults := faultsIn(t, "f.yaml", []byte(small+lines))
		require.NotEmpty(t, faults, lines)
		for _, f := range faults {
			assert.LessOrEqual(t, strings.Count(f.Error(), "Ж"), 200, "%s", f.Error())
		}
	}
}

func TestTextThatIsFine(t *testing.T) {
	for name, text := range map[string]string{
		"byte order mark":        "\ufeff" + small,
		"Windows lines":          strings.ReplaceAll(small, "\n", "\r\n"),
		"old lines":              strings.ReplaceAll(small, "\n", "\r"),
		"document start and end": "---\n" + small + "...\n",
		"other scripts":          small + "name: Ψηφιακή ενότητα 病院 مستشفى\n",
		"emoji":                  small + "name: 👩‍⚕️ plan\n",
		"quoted numbers":         strings.ReplaceAll(small, "4%", "'4%'"),
		"minus sign":             small + "opening: {position: −£3m}\n",
		"deep enough":            small + "name: x\n",
	} {
		assert.Empty(t, faultsIn(t, "f.yaml", []byte(text)), name)
	}
}

func TestPlacesCountCharactersFromOne(t *testing.T) {
	faults := faultsIn(t, "f.yaml", []byte("\ufeff"+strings.ReplaceAll(small, "\n", "\r\n")+
		"earmark: {leakage: 50%, note of £££: 1, share: 3.4}\r\n"))
	require.Len(t, faults, 2)
	assert.Equal(t, `f.yaml:6:25: earmark.note of £££: there is no key "note of £££" here; the keys are share, amount, base, leakage, cover, floor, recorded, release, baseline, measured_from, returns`, faults[0].Error())
	assert.Equal(t, "f.yaml:6:48: earmark.share: 3.4 is 340%; did you mean 3.4%?", faults[1].Error())
}

func TestReadFileTakesPlainFilesOnly(t *testing.T) {
	dir := t.TempDir()
	good := filepath.Join(dir, "good.yaml")
	require.NoError(t, os.WriteFile(good, []byte(small), 0o600))
	s, err := Read(good)
	require.NoError(t, err)
	assert.Equal(t, good, s.File())
	assert.Equal(t, small, string(s.Text()))

	_, err = Read(dir)
	assert.ErrorContains(t, err, "is a directory, not a file")
	_, err = Read(filepath.Join(dir, "missing.yaml"))
	assert.ErrorIs(t, err, os.ErrNotExist)

	large := filepath.Join(dir, "large.yaml")
	require.NoError(t, os.WriteFile(large, bytes.Repeat([]byte("#"), 10*MaxFile), 0o600))
	_, err = Read(large)
	assert.ErrorAs(t, err, &Faults{})
	assert.ErrorContains(t, err, "more than 1024 kB")
}

// A spec keeps its text to itself.
func TestSpecIsImmutable(t *testing.T) {
	text := []byte(small)
	s, err := Load("f.yaml", text)
	require.NoError(t, err)
	text[0] = 'X'
	s.Text()[0] = 'Y'
	assert.Equal(t, small, string(s.Text()))
}

// The YAML library gives a document one root; a library that gave it none would not bring the reader down.
func TestADocumentWithoutARootIsRefused(t *testing.T) {
	faults := newFaultList("f.yaml")
	assert.Nil(t, treeOf(&yaml.Node{Kind: yaml.DocumentNode}, faults))
	assert.ErrorContains(t, faults.err(), "the file is empty")
}

// Every limit that a message can tell stands in the list of FILES.md.
func TestLimitsAreDocumented(t *testing.T) {
	page, err := os.ReadFile("FILES.md")
	require.NoError(t, err)
	_, list, found := strings.Cut(string(page), "## Limits")
	require.True(t, found)
	list = regexp.MustCompile(`\b\n(\w)`).ReplaceAllString(list, " $1") // paragraphs on one line each
	for _, l := range []struct {
		most int
		of   string
	}{
		{maxNodes, "keys and values"}, {maxDepth, "levels"}, {words.MostEntries, "keys in a mapping"},
		{maxInBrackets, "brackets"},
		{maxName, "name"}, {words.LongestText, "text"}, {finance.MaxBodies, "bodies"},
		{finance.MaxRows, "rows and inputs"}, {maxLaid, "together"}, {maxScenarios, "scenarios"},
		{maxLaws, "distributions"}, {maxMixed, "mixtures"}, {lines.MostPatterns, "patterns"}, {maxTables, "tables"},
		{maxTableRows, "rows"},
		{maxCells, "cells"}, {maxObservations, "rows read"}, {maxFaults, "faults"}, {maxSettings, "settings"},
		{maxFaultyBodies, "bodies"}, {maxFaultyNodes, "keys and values"},
		{scenario.MostComovements, "pairs"},
	} {
		words := strconv.Itoa(l.most)
		if l.most >= 1000 {
			words = fmt.Sprintf("%d,%03d", l.most/1000, l.most%1000)
		}
		assert.Regexp(t, `\b`+words+`\b[^\n]*`+l.of+`|`+l.of+`[^\n]*\b`+words+`\b`, list)
	}
}
