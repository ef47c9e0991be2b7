package file

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A tree is written on one line as it would stand behind a key, and read as the same tree.
func TestATreeInBraces(t *testing.T) {
	for value, want := range map[string]string{
		"3%": "3%", "-£5m": "-£5m", "''": `""`, "a b": "a b", "'a, b'": "'a, b'", `"]"`: `"]"`, `"["`: `"["`, "'[a]'": `"[a]"`,
		"'{a: b}'": `"{a: b}"`, "'a]'": "'a]'", "yes": `"yes"`, "'null'": `"null"`, `"a\nb"`: `"a\nb"`, "'a: b'": `"a: b"`,
		"[1%, 2%]": "[1%, 2%]", "[]": "[]", "{}": "{}", "{p10: 1%, p90: 2%}": "{p10: 1%, p90: 2%}",
		"\n  - 1%\n  - {values: [1%], then: [[a], {b: }]}": "[1%, {values: [1%], then: [[a], {b: null}]}]",
		strings.Repeat("long ", 60) + "x":                  strings.Repeat("long ", 60) + "x",
	} {
		root := parse([]byte("a: "+value+"\n"), newFaultList(""))
		require.NotNil(t, root, value)
		text, err := inBraces(root.child("a"))
		require.NoError(t, err, value)
		assert.Equal(t, want, text)
		again := parse([]byte("a: "+text+"\n"), newFaultList(""))
		require.NotNil(t, again, text)
		text, err = inBraces(again.child("a"))
		require.NoError(t, err)
		assert.Equal(t, want, text, "read again")
	}
}

// In a file what holds little stands in braces below the second level, up to a hundred characters; what holds much, and
// all above, stands on lines of its own.
func TestWhatIsBriefStandsInBraces(t *testing.T) {
	list := func(n int) string { return "[" + strings.Repeat("éa, ", n) + strings.Repeat("b", 5) + "]" }
	for text, want := range map[string]string{
		"a: {b: {c: {d: 1}}}":           "a:\n  b: {c: {d: 1}}\n",
		"a: {b: {}, c: []}":             "a:\n  b: {}\n  c: []\n",
		"a: []":                         "a: []\n",
		"a: [1, {b: 2}]":                "a:\n  - 1\n  - {b: 2}\n",
		"a: {b: {c: " + list(23) + "}}": "a:\n  b:\n    c: " + list(23) + "\n", // 23 × 4 + 7 + … ≤ 100
		"a: {b: {c: " + list(24) + "}}": "a:\n  b:\n    c:\n" + strings.Repeat("      - éa\n", 24) + "      - bbbbb\n",
		"a: {b: {c: " + strings.Repeat("w", 200) + "}}": "a:\n  b:\n    c: " + strings.Repeat("w", 200) + "\n",
	} {
		root := parse([]byte(text+"\n"), newFaultList(""))
		require.NotNil(t, root, text)
		written, err := yamlOf(root)
		require.NoError(t, err)
		assert.Equal(t, want, string(written))
	}
	text := func(s string) *node { return &node{kind: nodeText, text: s} }
	for n, l := range map[*node]int{
		text("é"): 1, {kind: nodeList}: 0, {kind: nodeList, items: []*node{text("ab"), text("c")}}: 2*2 + 3,
		{kind: nodeMapping, fields: []field{{text("ab"), text("c")}, {text("d"), text("")}}}: 2*4 + 4,
	} {
		assert.Equal(t, l, length(n))
	}
	of := func(n int) *node { return &node{kind: nodeList, items: []*node{text(strings.Repeat("a", n-2))}} }
	assert.True(t, brief(of(mostInBraces)))
	assert.False(t, brief(of(mostInBraces+1)))
	assert.False(t, brief(text("a")), "a text needs none")
}
