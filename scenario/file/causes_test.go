package file

import (
	"fmt"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/stretchr/testify/assert"
)

// Each cause is found where it is, and not where it is not.
func TestCausesOfStumbles(t *testing.T) {
	long := strings.Repeat("x", fault.Longest-len("name"))
	for _, c := range []struct {
		find        cause
		text        string
		at, begins  [2]int // line and column
		place, says string
	}{
		{oddIndent, "a:\n\tb: 1\n  c: 2\n  d: 3", [2]int{4, 1}, [2]int{}, "2:1", "the line is indented with a tab"},
		{oddIndent, "a:\n\tb: 1\n  c: 2\n  d: 3\n  e: 4", [2]int{5, 1}, [2]int{}, "", ""},
		{oddIndent, "\tb: 1\na: 1", [2]int{2, 1}, [2]int{}, "1:1", "the line is indented with a tab"},
		{oddIndent, "a:\n  \u2003b: 1", [2]int{2, 1}, [2]int{}, "2:3",
			"there is a space of another kind here (U+2003)"},
		{oddIndent, "a:\n\t", [2]int{2, 1}, [2]int{}, "", ""},
		{oddIndent, "a:\n  b:\t1", [2]int{2, 1}, [2]int{}, "", ""},

		{noColon, "need\n  growth: 1", [2]int{2, 3}, [2]int{}, "1:1", "did you mean need:?"},
		{noColon, "need\n# a\n\n  growth: 1", [2]int{4, 3}, [2]int{}, "1:1", "did you mean need:?"},
		{noColon, "a:\n  need   4%  # b\n  c: 1", [2]int{3, 3}, [2]int{}, "2:3", "did you mean need: 4%?"},
		{noColon, "a:\n  real growth\n  c: 1", [2]int{3, 3}, [2]int{}, "2:3", "did you mean real growth:?"},
		{noColon, "a:\n  need (5)\n  c: 1", [2]int{3, 3}, [2]int{2, 3}, "2:3", "did you mean need: (5)?"},
		{noColon, "a: 1\n  need\n  c: 1", [2]int{3, 3}, [2]int{}, "", ""},
		{noColon, "a: # 1\n  need\n  c: 1", [2]int{3, 3}, [2]int{}, "2:3", "did you mean need:?"},
		{noColon, "a: 1\nneed\nc: 1", [2]int{3, 1}, [2]int{}, "2:1", "did you mean need:?"},
		{noColon, "need:\n  c: 1", [2]int{2, 3}, [2]int{}, "", ""},
		{noColon, "need: 1\n  c: 1", [2]int{2, 3}, [2]int{}, "", ""},
		{noColon, "{need\n  c: 1", [2]int{2, 3}, [2]int{}, "", ""},
		{noColon, "it's\n  c: 1", [2]int{2, 3}, [2]int{}, "", ""},
		{noColon, "- need\n  c: 1", [2]int{2, 3}, [2]int{}, "", ""},
		{noColon, "  c: 1", [2]int{1, 3}, [2]int{}, "", ""},
		{noColon, "need 4%\n  more\n  c: 1", [2]int{3, 3}, [2]int{1, 1}, "1:1", "did you mean need: 4%?"},
		{noColon, "a 1\nneed 4%\n  more\n  c: 1", [2]int{4, 3}, [2]int{2, 1}, "2:1", "did you mean need: 4%?"},
		{noColon, "a 1\nneed\nc: 1", [2]int{3, 1}, [2]int{}, "2:1", "did you mean need:?"},
		{noColon, "a: 1\n  b\n   need\nc: 1", [2]int{4, 1}, [2]int{}, "3:4", "did you mean need:?"},
		{noColon, "need \"x\"\n  c: 1", [2]int{2, 3}, [2]int{}, "", ""},

		{noColonAbove, "a:\n  need 4% # x\n  c: 1", [2]int{3, 3}, [2]int{1, 1}, "2:3", "did you mean need: 4%?"},
		{noColonAbove, "need 4%\n  c: 1", [2]int{2, 3}, [2]int{1, 1}, "1:1", "did you mean need: 4%?"},
		{noColonAbove, "a: b\n  c\n  d\ne: 1", [2]int{4, 1}, [2]int{1, 1}, "", ""},
		{noColonAbove, "a\nb\nc: 1", [2]int{3, 1}, [2]int{1, 1}, "", ""},
		{noColonAbove, "a: 1\nb: 1", [2]int{2, 1}, [2]int{1, 1}, "", ""},

		{noColonBefore, "a:\n  need {b: 1} # x", [2]int{2, 9}, [2]int{}, "2:3", "did you mean need: {b: 1} # x?"},
		{noColonBefore, "real growth [1, 2]", [2]int{1, 13}, [2]int{1, 13}, "1:1", "did you mean real growth: [1, 2]?"},
		{noColonBefore, "a: {b: 1}", [2]int{1, 5}, [2]int{}, "", ""},
		{noColonBefore, "a:{b: 1}", [2]int{1, 5}, [2]int{}, "", ""},
		{noColonBefore, "{b: 1}", [2]int{1, 2}, [2]int{}, "", ""},
		{noColonBefore, "  {b: 1}", [2]int{1, 4}, [2]int{}, "", ""},
		{noColonBefore, "need 4%", [2]int{1, 4}, [2]int{}, "", ""},
		{noColonBefore, "a: [\nneed {b: 1}", [2]int{2, 4}, [2]int{1, 4}, "", ""},
		{noColonBefore, "b} need {b: 1}", [2]int{1, 4}, [2]int{}, "", ""},
		{noColonBefore, "it's {b: 1}", [2]int{1, 4}, [2]int{}, "", ""},
		{noColonBefore, "# a {b: 1}", [2]int{1, 4}, [2]int{}, "", ""},
		{noColonBefore, "- a {b: 1}", [2]int{1, 4}, [2]int{}, "", ""},

		{deeper, "a: 1\n   b: 2", [2]int{2, 4}, [2]int{}, "2:4",
			"the line is indented by 3 spaces, and line 1 above it, which has its value already, by 0"},
		{deeper, "a: 1\n # c\n\n b: 2", [2]int{4, 2}, [2]int{}, "4:2",
			"the line is indented by 1 space, and line 1 above it"},
		{deeper, "a: 1\nb: 2", [2]int{2, 1}, [2]int{}, "", ""},
		{deeper, "a:\n  b: 2", [2]int{2, 3}, [2]int{}, "", ""},
		{deeper, "a: # x\n  b: 2", [2]int{2, 3}, [2]int{}, "", ""},
		{deeper, "  b: 2", [2]int{1, 3}, [2]int{}, "", ""},

		{indentBetween, "a:\n    b:\n        c: 1\n      d: 1", [2]int{4, 7}, [2]int{}, "4:7",
			"the line is indented by 6 spaces, as no line above it is; give it the indent of the lines that it belongs to, 4 or 8"},
		{indentBetween, "a:\n  b:\n      c: 1\n   # d\n\n d: 1", [2]int{6, 2}, [2]int{}, "6:2", "0 or 2"},
		{indentBetween, "a:\n  b:\n    c: 1\n  d: 1", [2]int{4, 3}, [2]int{}, "", ""},
		{indentBetween, "a:\n  b:\n     d: 1", [2]int{3, 6}, [2]int{}, "", ""},
		{indentBetween, "  b:\n    c: 1\n d: 1", [2]int{3, 2}, [2]int{}, "", ""},
		{indentBetween, "a: 1", [2]int{1, 1}, [2]int{}, "", ""},
		{indentBetween, "a:\n    b:\n  c:\n      d: 1\n   e: 1", [2]int{5, 4}, [2]int{}, "5:4", "belongs to, 2 or 6"},
		{indentBetween, "a:\n          b: 1\n  c", [2]int{3, 3}, [2]int{}, "3:3", "belongs to, 0 or 10"},
		{indentBetween, "a:\n   b: 1\n c: 1", [2]int{3, 2}, [2]int{}, "3:2",
			"the line is indented by 1 space, as no line above it is; give it the indent of the lines that it belongs to, 0 or 3"},

		{colonInText, "source: a: b", [2]int{1, 10}, [2]int{}, "1:9",
			`the text "a: b" has a colon in it; put quotes round text with a colon; did you mean source: "a: b"?`},
		{colonInText, "é: {source: a:, c: 1}", [2]int{1, 10}, [2]int{}, "1:13", `the text "a:" has a colon in it`},
		{colonInText, "source: “a: b”", [2]int{1, 10}, [2]int{}, "1:9",
			`has a colon in it, and its quotes are curly; put straight quotes round it; did you mean source: "a: b"?`},
		{colonInText, "need: real_growth: 4%", [2]int{1, 18}, [2]int{}, "1:7",
			`two keys are on one line, "need" and "real_growth"; put the second on a line of its own, indented, or in brackets; did you mean need: {real_growth: 4%}?`},
		{colonInText, "need: Real: 4%", [2]int{1, 11}, [2]int{}, "1:7", `the text "Real: 4%" has a colon in it`},
		{colonInText, "a: 4% source: plan", [2]int{1, 13}, [2]int{}, "1:4",
			`a comma is missing before "source"; did you mean a: 4%, source: plan?`},
		{colonInText, "a: four source: plan", [2]int{1, 13}, [2]int{}, "1:4",
			`the text "four source: plan" has a colon in it`},
		{colonInText, "a: 4% b source: plan", [2]int{1, 13}, [2]int{}, "1:4",
			`the text "4% b source: plan" has a colon in it`},
		{colonInText, "a: 4 % source: plan", [2]int{1, 13}, [2]int{}, "1:4",
			`a comma is missing before "source"; did you mean a: 4%, source: plan?`},
		{colonInText, "a: b 4%: plan", [2]int{1, 8}, [2]int{}, "1:4", `the text "b 4%: plan" has a colon in it`},
		{colonInText, "a: , b: c: d", [2]int{1, 10}, [2]int{}, "1:4", `the text ", b: c: d" has a colon in it`},
		{colonInText, "p: {a: , b: c: d}", [2]int{1, 10}, [2]int{}, "1:13",
			`two keys are on one line, "b" and "c"; put the second on a line of its own, indented, or in brackets; did you mean b: {c: d}?`},
		{colonInText, "owner: b: c", [2]int{1, 10}, [2]int{}, "1:8", `the text "b: c" has a colon in it`},
		{colonInText, "note: b: c", [2]int{1, 10}, [2]int{}, "1:7", `the text "b: c" has a colon in it`},
		{colonInText, "a: b_c: d", [2]int{1, 10}, [2]int{}, "1:4", `two keys are on one line, "a" and "b_c"`},
		{colonInText, "name: a: b", [2]int{2, 1}, [2]int{}, "", ""},
		{colonInText, "source: >a: b", [2]int{1, 10}, [2]int{}, "", ""},
		{colonInText, "source: |a: b", [2]int{1, 10}, [2]int{}, "", ""},
		{colonInText, "source: [a: b", [2]int{1, 10}, [2]int{}, "", ""},
		{colonInText, "source: \"a: b\"", [2]int{1, 10}, [2]int{}, "", ""},
		{colonInText, "source: {a: {b: c}}", [2]int{1, 10}, [2]int{}, "", ""},
		{colonInText, "source: a # b: c", [2]int{1, 10}, [2]int{}, "", ""},
		{colonInText, "source: a#b: c", [2]int{1, 10}, [2]int{}, "1:9", `the text "a#b: c" has a colon in it`},
		{colonInText, "source: [a, 'b: c', d]", [2]int{1, 10}, [2]int{}, "", ""},
		{colonInText, "p: {\n  source: it's: b, c: 1}", [2]int{2, 10}, [2]int{1, 4}, "2:11",
			`the text "it's: b" has a colon in it`},
		{colonInText, "p: {\n  source: b, note: c}", [2]int{2, 10}, [2]int{1, 4}, "", ""},
		{colonInText, "name: " + long[2:] + ": x", [2]int{1, 10}, [2]int{}, "1:7",
			"has a colon in it; put quotes round text with a colon"},

		{commentInBrackets, "a: {b: 1, c: Ref #12}", [2]int{1, 30}, [2]int{1, 4}, "1:18",
			`what follows # is a comment here, "#12}", so that the brackets are not closed; put quotes round text with # in it; did you mean c: "Ref #12"?`},
		{commentInBrackets, "é: [b,\n  c #12] x\nd: 1", [2]int{3, 1}, [2]int{1, 4}, "2:5", `a comment here, "#12]"`},
		{commentInBrackets, "a: [#1]\n", [2]int{2, 1}, [2]int{1, 4}, "", ""},
		{commentInBrackets, "a: [b\n #1]\n", [2]int{3, 1}, [2]int{1, 4}, "2:2",
			`a comment here, "#1]", so that the brackets are not closed; put quotes round text with # in it`},
		{commentInBrackets, "a: [b\n x #1]\n", [2]int{2, 1}, [2]int{1, 4}, "2:4", `a comment here, "#1]"`},
		{commentInBrackets, "a: [b\n x\n y #1]\n", [2]int{2, 1}, [2]int{1, 4}, "", ""},
		{commentInBrackets, "x: y #1]\na: [b", [2]int{2, 5}, [2]int{2, 4}, "", ""},
		{commentInBrackets, "a: {b: 1,\n  c: Ref #12, page 3},", [2]int{3, 1}, [2]int{1, 4}, "2:10",
			`a comment here, "#12, page 3}", so that the brackets are not closed; put quotes round text with # in it; did you mean c: "Ref #12, page 3"?`},
		{commentInBrackets, "a: {b: 1 # }\n c: d #2}\n", [2]int{3, 1}, [2]int{1, 4}, "2:7", `did you mean c: "d #2"?`},
		{commentInBrackets, "a: {b: 1 # note }\n", [2]int{2, 1}, [2]int{1, 4}, "", ""},
		{commentInBrackets, "a: {b: 1 #12\n", [2]int{2, 1}, [2]int{1, 4}, "", ""},
		{commentInBrackets, "a: {b: 1 #12}\n", [2]int{2, 1}, [2]int{}, "", ""},
		{commentInBrackets, "a: {b: 1,\nc: d #12}\n", [2]int{1, 9}, [2]int{1, 4}, "", ""},

		{unclosed, "a: {b: 1\nc: 2", [2]int{2, 2}, [2]int{1, 4}, "1:4",
			"the bracket { that opens here is not closed; close it with }"},
		{unclosed, "é: [1\nc: 2", [2]int{2, 2}, [2]int{1, 4}, "1:4",
			"the bracket [ that opens here is not closed; close it with ]"},
		{unclosed, "a: {b: 1, c: 2", [2]int{1, 9}, [2]int{1, 4}, "", ""},
		{unclosed, "a: {b: 1\nc: 2", [2]int{2, 2}, [2]int{1, 3}, "", ""},
		{unclosed, "{\nc: 2", [2]int{2, 2}, [2]int{}, "", ""},
		{unclosed, "a: b\nc: [2\nd: 1\n", [2]int{3, 2}, [2]int{2, 4}, "2:4", "the bracket [ that opens here"},
		{unclosed, "a: {b: 1\nc: 2", [2]int{1, 2}, [2]int{1, 4}, "", ""},
		{unclosed, "a: b\nc: 2", [2]int{2, 2}, [2]int{1, 4}, "", ""},

		{closesNothing, "a: }", [2]int{1, 4}, [2]int{}, "1:4", "the bracket } closes nothing; leave it out"},
		{closesNothing, "é: ]", [2]int{1, 4}, [2]int{}, "1:4", "the bracket ] closes nothing; leave it out"},
		{closesNothing, "a: ]", [2]int{1, 3}, [2]int{}, "", ""},
		{closesNothing, "a: ]", [2]int{2, 1}, [2]int{}, "", ""},

		{afterQuotes, "name: \"Test\" plan", [2]int{1, 14}, [2]int{}, "1:14",
			`the text goes on behind its closing quote; put the other kind of quotes round all of it; did you mean name: '"Test" plan'?`},
		{afterQuotes, "name: 'Trust's plan'", [2]int{1, 14}, [2]int{}, "1:14", `did you mean name: "Trust's plan"?`},
		{afterQuotes, "name: 'A' b", [2]int{1, 11}, [2]int{}, "1:11", `did you mean name: "'A' b"?`},
		{afterQuotes, "name: 'A' b's", [2]int{1, 11}, [2]int{}, "1:11", `did you mean name: "'A' b's"?`},
		{afterQuotes, "name: aba c", [2]int{1, 9}, [2]int{}, "", ""},
		{afterQuotes, "p: {a: 'b', c: , d: 'e' f}", [2]int{1, 25}, [2]int{}, "1:25", `did you mean d: "'e' f"?`},
		{afterQuotes, "name: 'b' c\nd: 1", [2]int{2, 1}, [2]int{}, "", ""},
		{afterQuotes, "name: 'a' ", [2]int{1, 9}, [2]int{}, "", ""},
		{afterQuotes, "name: 'a", [2]int{1, 9}, [2]int{}, "", ""},
		{afterQuotes, "name: '", [2]int{1, 7}, [2]int{}, "", ""},
		{afterQuotes, "name: a'b'c", [2]int{1, 9}, [2]int{}, "", ""},
		{afterQuotes, "p: [\nname: 'a', note: \"b\" c]", [2]int{2, 9}, [2]int{1, 4}, "2:9",
			`did you mean note: '"b" c'?`},

		{cannotBegin, "name: @x", [2]int{1, 7}, [2]int{}, "1:7",
			`a value cannot begin with @; put quotes round text that begins with it; did you mean name: "@x"?`},
		{cannotBegin, "é: {b: 1, name: %x}", [2]int{1, 17}, [2]int{}, "1:17",
			`a value cannot begin with %; put quotes round text that begins with it; did you mean name: "%x"?`},
		{cannotBegin, "name: @x", [2]int{1, 6}, [2]int{}, "", ""},
		{cannotBegin, "name: @x", [2]int{1, 8}, [2]int{}, "", ""},
		{cannotBegin, "p: {\na: b, name: @x, c: d}", [2]int{2, 13}, [2]int{1, 4}, "2:13", `did you mean name: "@x"?`},

		{afterBrackets, "a: {b: 1}  é", [2]int{1, 12}, [2]int{}, "1:12",
			"the text goes on behind its closing bracket; leave it out, or move the bracket behind it"},
		{afterBrackets, "é: [b]c", [2]int{1, 7}, [2]int{}, "1:7", "the text goes on behind its closing bracket"},
		{afterBrackets, "a: {b: 1}", [2]int{1, 9}, [2]int{}, "", ""},
		{afterBrackets, "a: {b: 1}", [2]int{1, 0}, [2]int{}, "", ""},
		{afterBrackets, "}x", [2]int{1, 1}, [2]int{}, "", ""},
		{afterBrackets, "a: {b: 1}", [2]int{1, 99}, [2]int{}, "1:99", "the text goes on behind"},
		{afterBrackets, "a: b c", [2]int{1, 6}, [2]int{}, "", ""},

		{begun(fault.Unreadable.Found("x")), "a: 1", [2]int{1, 4}, [2]int{1, 2}, "1:2", "x"},
		{begun(fault.Unreadable.Found("x")), "a: 1", [2]int{1, 4}, [2]int{}, "", ""},
	} {
		s := stumble{strings.Split(c.text, "\n"), place{line: c.at[0], column: c.at[1]},
			place{line: c.begins[0], column: c.begins[1]}}
		at, f := c.find(s)
		if c.says == "" {
			assert.Empty(t, f.Kind, "%q: %v", c.text, f)
			continue
		}
		assert.Equal(t, c.place, fmt.Sprintf("%d:%d", at.line, at.column), "%q: %v", c.text, f)
		assert.Contains(t, f.Problem(), c.says, c.text)
	}
}

// Without a cause it is the general fault, and says on which line what cannot go on begins, if that is another.
func TestStumblesWithoutACause(t *testing.T) {
	none := func(stumble) (place, fault.Fault) { return place{line: 7}, fault.Fault{} }
	found := func(stumble) (place, fault.Fault) { return place{line: 8}, fault.Unreadable.Found("found") }
	for _, c := range []struct {
		begins int
		causes []cause
		says   string
	}{
		{0, nil, "3: general"}, {1, nil, "3: general (it begins on line 1)"}, {2, nil,
			"3: general (it begins on line 2)"},
		{3, nil, "3: general"}, {1, []cause{none}, "3: general (it begins on line 1)"}, {1, []cause{none, found},
			"8: found"},
	} {
		s := stumble{at: place{line: 3}, begins: place{line: c.begins}}
		at, f := s.likely(c.causes, fault.Unreadable.Found("general"))
		assert.Equal(t, c.says, fmt.Sprintf("%d: %s", at.line, f.Problem()))
	}
}

// Lines are found by their numbers, and those above without comments and empty ones.
func TestLinesOfStumbles(t *testing.T) {
	s := stumble{lines: strings.Split("a: 1\n # b\n\n  c: 2\nd", "\n")}
	for number, want := range map[int]string{-1: "", 0: "", 1: "a: 1", 5: "d", 6: "", 99: ""} {
		assert.Equal(t, want, s.line(number))
	}
	for number, want := range map[int]int{0: 0, 1: 0, 2: 1, 3: 1, 4: 1, 5: 4, 6: 5} {
		assert.Equal(t, want, s.above(number), number)
	}
	for line, want := range map[string]int{"": 0, "a": 0, "  a": 2, " \ta": 1, "   ": 3} {
		assert.Equal(t, want, indent(line))
	}
	for line, has := range map[string]bool{"a: 1": true, "a:": false, "a: ": false, "a:   ": false, "a:  # b": false,
		"a: # b": false, "a: b # c": true,
		"a": false} {
		assert.Equal(t, has, hasValue(line), line)
	}
	for line, want := range map[string]string{"need 4%": "need: 4%", "need": "need:", "real growth": "real growth:",
		"need  £5m": "need: £5m",
		"need −4%":  "need: −4%", "need €5": "need: €5", "need $5": "need: $5", "need (5)": "need: (5)",
		"need -5":   "need: -5",
		"need four": "need four:"} {
		assert.Equal(t, want, withColon(line))
	}
}

// A value is suggested in quotes if it has not both kinds in it, and if it is not too long for a message.
func TestSuggestedQuotes(t *testing.T) {
	long := strings.Repeat("x", fault.Longest-1)
	assert.Equal(t, `k: "`+long+`"`, quotedValue("k", long))
	assert.Empty(t, quotedValue("k", long+"x"))
	assert.Equal(t, `k: '"a"'`, quotedValue("k", `"a"`))
	assert.Empty(t, quotedValue("k", `"it's"`))
}

// A line is cut into its keys and values at commas and brackets, but not in quotes or comments.
func TestPartsOfLines(t *testing.T) {
	for line, want := range map[string][]linePart{
		"a: b":                      {{"a", "b", 3}},
		"  a:   b  ":                {{"a", "b", 7}},
		"a: {b: 1, c: [d: 2]} ":     {{"b", "1", 7}, {"d", "2", 17}},
		"a: b, c":                   {{"a", "b, c", 3}},
		"a: 'b # c' # d: e":         {{"a", "'b # c'", 3}},
		"a: it's # d: e":            {{"a", "it's", 3}},
		"a: {b: \"x, y\", c: 'z}'}": {{"b", `"x, y"`, 7}, {"c", "'z}'", 18}},
		"# a: b":                    {{"# a", "b", 5}},
		"a: {b: 1} x: y, z":         {{"b", "1", 7}, {"x", "y, z", 13}},
		"a: {b: {c: 1}, d: 2}":      {{"c", "1", 11}, {"d", "2", 18}},
		"a: b#c # d: e":             {{"a", "b#c", 3}},
		"a: x'y, z: {b: 'c, d: e'}": {{"b", "'c, d: e'", 15}},
		"'a: b'":                    {{"'a", "b'", 4}},
		" 'a: {b: c'":               {{"'a", "{b: c'", 5}},
		"a: b #c: d":                {{"a", "b", 3}},
		"a: b# c: d":                {{"a", "b# c: d", 3}},
		" # a: b":                   nil,
		"a: [b: 'x']":               {{"b", "'x'", 7}},
		"p: {a: 1,'b: 2': 3}":       {{"a", "1", 7}, {"'b", "2': 3", 13}},
		"":                          nil,
	} {
		assert.Equal(t, want, partsOf(line, false), line)
	}
	assert.Equal(t, []linePart{{"a", "b", 3}, {"c", "d", 9}}, partsOf("a: b, c: d}", true)[:2])
	assert.Equal(t, []linePart{{"a", "b", 3}, {"c", "d, e", 9}}, partsOf("a: b} c: d, e", true))
	assert.Equal(t, 'é', runeAt("aé", 2))
	assert.Zero(t, runeAt("aé", 3))
	assert.Zero(t, runeAt("aé", 0))
}
