package file

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What stops the YAML library is told by its cause, at the place of that, with the mend.
func TestLikelyCauses(t *testing.T) {
	for _, c := range []struct{ text, says string }{
		{"a:\n  b:\n    c: 1\n   d: 2\n", "4:4: the line is indented by 3 spaces, as no line above it is; give it the indent of the lines that it belongs to, 2 or 4"},
		{"a:\n  b: 1\n c: 2\n", "3:2: the line is indented by 1 space, as no line above it is; give it the indent of the lines that it belongs to, 0 or 2"},
		{"a:\n  - x\n - y\n", "3:2: the line is indented by 1 space"},
		{"need\n  real_growth: 4%\n",
			"1:1: the line has no colon after its key; write key: value; did you mean need:?"},
		{"opening:\n  position -£20m\n  support: £1m\n",
			"2:3: the line has no colon after its key; write key: value; did you mean position: -£20m?"},
		{"need: {real_growth: 4%, source: NHSE: plan}\n", `1:33: the text "NHSE: plan" has a colon in it; put quotes round text with a colon; did you mean source: "NHSE: plan"?`},
		{"source: the \"real\" plan: 2025\n", `1:9: the text "the \"real\" plan: 2025" has a colon in it; put quotes round text with a colon; did you mean source: 'the "real" plan: 2025'?`},
		{"need: {real_growth: 4% source: plan}\n",
			`1:21: a comma is missing before "source"; did you mean real_growth: 4%, source: plan?`},
		{"need: {real_growth: {value: 4%, source: Ref #12 paper}}\nb: c\n",
			`1:45: what follows # is a comment here, "#12 paper}", so that the brackets are not closed`},
		{"need: {real_growth: 4% # a note with }\nb: c\n",
			"1:7: the bracket { that opens here is not closed; close it with }"},
		{"need: [a, b\n", "1:7: the bracket [ that opens here is not closed; close it with ]"},
		{"a: {b: 1}}\nc: 1\n", "1:10: the bracket } closes nothing; leave it out"},
		{"a: ]\n", "1:4: the bracket ] closes nothing; leave it out"},
		{"a: {b: 1,, c: 2}\n", "1:10: something is missing before this character"},
		{"name: 'Trust's plan'\nb: c\n", `1:14: the text goes on behind its closing quote; put the other kind of quotes round all of it; did you mean name: "Trust's plan"?`},
		{"name: \"Test\" plan\nb: c\n", `1:14: the text goes on behind its closing quote; put the other kind of quotes round all of it; did you mean name: '"Test" plan'?`},
		{"name: \"Test\nb: c\n", "1:7: the quote that opens here is not closed; close it, or leave it out"},
		{"name: @x\n",
			`1:7: a value cannot begin with @; put quotes round text that begins with it; did you mean name: "@x"?`},
		{"a:\n  b: 1\n\tc: 1\n", "3:1: the line is indented with a tab; indent with spaces, not tabs"},
		{"a:\n  b: 1\n\u2003c: 1\n", "3:1: there is a space of another kind here (U+2003)"},
		{"a: - b\n", "1:4: a list cannot begin on the line of its key; put each - on a line of its own, or quotes round text that begins with -"},
		{"source: > 5 years\n", "1:11: text cannot begin with > or |; put quotes round it"},
		{"a:\n  real_growth: #N/A\n", ""},
	} {
		faults := newFaultList("f.yaml")
		parse([]byte(c.text), faults)
		if c.says == "" {
			assert.Empty(t, faults.all, c.text)
			continue
		}
		require.Len(t, faults.all, 1, c.text)
		f := faults.all[0]
		assert.Contains(t, fmt.Sprintf("%d:%d: %s", f.Line, f.Column, f.Problem()), c.says, c.text)
	}
}

// What is sound YAML and yet not what was meant is told as such: a comment for a value, a colon without its space.
func TestWhatYAMLTakesForSomethingElse(t *testing.T) {
	for from, says := range map[string]string{
		"need: {real_growth: 4%} -> need:\n  real_growth: #N/A\n":  `need.real_growth: there is nothing after the key but a comment, "#N/A"; give it a value`,
		"need: {real_growth: 4%} -> need: {real_growth:4%}":        `need.real_growth:4%: "real_growth:4%" is a key without a value, as a colon and a space part the two; did you mean real_growth: 4%?`,
		"need: {real_growth: 4%} -> need: {real_growth 4%}":        `"real_growth 4%" is a key without a value, as a colon and a space part the two; did you mean real_growth: 4%?`,
		"need: {real_growth: 4%} -> need: {real_growth: 3,4%}":     `need.4%: "4%" stands alone after a comma; write decimals behind a point; did you mean 3.4%?`,
		"need: {real_growth: 4%} -> \u00a0need: {real_growth: 4%}": "there is a space of another kind here (U+00A0)",
		"need: {real_growth: 4%} -> need: real_growth: 4%":         `two keys are on one line, "need" and "real_growth"; put the second on a line of its own, indented, or in brackets; did you mean need: {real_growth: 4%}?`,
	} {
		before, after, _ := strings.Cut(from, " -> ")
		text := strings.Replace("schema: 1\nyears: 2018/19 to 2020/21\nfunding: {baseline: £100m, real_growth: 3%}\nneed: {real_growth: 4%}\nnot_modelled: []\n", before, after, 1)
		faults := faultsIn(t, "f.yaml", []byte(text))
		require.NotEmpty(t, faults, text)
		assert.Contains(t, faults.Error(), says)
	}
}

// As people write numbers, years and text without a mistake.
func TestWhatIsNoMistake(t *testing.T) {
	const plan = `schema: 1
name: Trust's "own" plan
years: 2025-26 to 2029/2030
funding: {baseline: £0.9 billion, real_growth: 4 %}
opening: {position: −£20m, support: "£1,000,000"}
need:
  real_growth: {value: 4%, source: Trust's plan, note: see board paper}
earmark:
  amount: £1,200,000
not_modelled: []
`
	for _, text := range []string{plan, strings.ReplaceAll(plan, "\n", "\r\n"), "\ufeff" + plan,
		strings.Replace(plan, "£0.9 billion", "900m", 1)} {
		assert.Empty(t, faultsIn(t, "f.yaml", []byte(text)))
	}
}
