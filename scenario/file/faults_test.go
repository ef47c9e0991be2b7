package file

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario/internal/words"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFaultsReadLikeACompilers(t *testing.T) {
	f := Faults{{File: "f.yaml", Line: 1, Column: 1, Problem: "the file is empty"},
		{File: "f.yaml", Line: 12, Column: 5, Path: "earmark.share", Problem: "3.4 is 340%; did you mean 3.4%?"}}
	assert.Equal(t, "f.yaml:1:1: the file is empty\nf.yaml:12:5: earmark.share: 3.4 is 340%; did you mean 3.4%?", f.Error())
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
	assert.Contains(t, faults[maxFaults].Problem, "there are more faults, some 400; these are the first 100 found")
}

func TestQuotingIsShortAndShowsWhatIsThere(t *testing.T) {
	assert.Equal(t, `"abc"`, words.Quote("abc"))
	assert.Equal(t, `"`+strings.Repeat("é", 60)+`…"`, words.Quote(strings.Repeat("é", 61)))
	assert.Equal(t, `"a\x01\u202e"`, words.Quote("a\x01\u202e"))
	assert.Equal(t, "", words.Cut("", 3))
	assert.Equal(t, "abc", words.Cut("abc", 3))
}

func TestSuggestions(t *testing.T) {
	known := []string{"baseline", "real_growth", "share"}
	for typed, want := range map[string]string{
		"real_grwth": `; did you mean "real_growth"?`,
		"Share":      `; did you mean "share"?`,
		"hsare":      `; did you mean "share"?`,
		"xyz":        "; there is baseline, real_growth, share",
	} {
		assert.Equal(t, want, words.Suggestion(&sheet.Suggester{}, typed, known), typed)
	}
	assert.Empty(t, words.Suggestion(&sheet.Suggester{}, "share", nil))
	assert.NotContains(t, words.Suggestion(&sheet.Suggester{}, strings.Repeat("share", 100), known), "did you mean")
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
