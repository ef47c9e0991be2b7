package file

import (
	"errors"
	"fmt"
	"strings"
	"testing"

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
