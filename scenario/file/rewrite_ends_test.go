package file

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// Where a bracket or a quotation mark closes, however short the text is; −1 where nothing closes it.
func TestWhereWhatIsOpenedCloses(t *testing.T) {
	for text, want := range map[string]int{
		"[]": 2, "{}": 2, "[1, 2] # ]": 6, "[[1], {a: 2}]]": 13, "[": -1, "[[]": -1, "{a: [1}": -1,
		// text between quotation marks, with its escapes, and apostrophes
		"[']', 1]": 8, "['it''s]', 1]": 13, `["]\"]", 1]`: 11, "[it's, 1]": 9, "[a\"b, 1]": 8, "['']": 4, "['": -1, "[']": -1,
		"{a:']'}": 7, "['a','b]']": 10, "{'a]': 1}": 9, "[\n'a]']": 7, "[['a]']]": 8,
		// comments
		"[1 # ]\n]": 8, "[1#]": 4, "[\n# ]\n]": 7, "[\n# ]": -1, "[ #": -1,
	} {
		w := &rewriter{splicer: newSplicer([]byte(text))}
		to, ok := w.closing(0)
		if !ok {
			assert.Zero(t, to, text)
			to = -1
		}
		assert.Equal(t, want, to, text)
	}
	for text, want := range map[string]int{
		"''": 2, `""`: 2, "'a' 'b'": 3, "'it''s' b": 7, "'a''": -1, "'": -1, "'''": -1, "''''": 4,
		`'\' b`: 3, `'a"b'`: 5,
		`"a" "b"`: 3, `"a\"b" c`: 6, `"a\\" b`: 5, `"a''b" c`: 6, `"a\"`: -1, `"a\`: -1, `""""`: 2,
	} {
		w := &rewriter{splicer: newSplicer([]byte(text))}
		to, ok := w.quotedEnd(0)
		if !ok {
			assert.Zero(t, to, text)
			to = -1
		}
		assert.Equal(t, want, to, text)
	}
}

// What comes after spaces, line breaks and comments; the end of the text where nothing comes.
func TestWhatComesNext(t *testing.T) {
	for text, want := range map[string]int{
		"": 0, "a": 0, " a": 1, "\t\r\na": 3, "# b": 3, "# b\na": 4, "#\n # b\r\n\n a": 10, "  ": 2, "a#": 0,
	} {
		w := &rewriter{splicer: newSplicer([]byte(text))}
		assert.Equal(t, want, w.gap(0), text)
	}
}

// The line of a byte is that which begins at it or last before it, whatever ends the lines.
func TestTheLineOfAByte(t *testing.T) {
	w := &rewriter{splicer: newSplicer([]byte("a\n\r\nb\rc"))}
	var lines []int
	for at := range len(w.text) + 1 {
		lines = append(lines, w.lineOf(at))
	}
	assert.Equal(t, []int{1, 1, 2, 2, 3, 3, 4, 4}, lines)
	assert.Equal(t, 1, (&rewriter{splicer: newSplicer(nil)}).lineOf(0))
}

// Where a place is in a text; −1 where the text has no such place.
func TestWhereAPlaceIs(t *testing.T) {
	s := newSplicer([]byte("\ufeffé: 1\n\nb"))
	for at, want := range map[place]int{
		{line: 1, column: 1}: 3, {line: 1, column: 2}: 5, {line: 1, column: 4}: 7, {line: 3, column: 1}: 10,
		{line: 3, column: 2}: -1, {line: 4, column: 1}: -1, {line: 0, column: 1}: -1, {line: 1, column: 0}: -1, {}: -1,
		{line: 1, column: 1, cell: "A1"}: -1, {line: 1, column: 1, field: "a"}: -1, {line: 1, column: 100}: -1,
	} {
		i, ok := s.offset(at)
		if !ok {
			i = -1
		}
		assert.Equal(t, want, i, "%v", at)
	}
}

// An item of a list on lines begins at its dash, if there is one.
func TestWhereADashIs(t *testing.T) {
	for text, want := range map[string]int{
		"- a": 0, "-   a": 0, "- - a": 2, "b:\n  - a": 5, "b:\n  a": -1, "a": -1, " a": -1,
	} {
		w := &rewriter{splicer: newSplicer([]byte(text))}
		at := place{line: w.lineOf(len(text) - 1)}
		at.column = len(text) - w.splicer.lines[at.line-1]
		i, ok := w.dash(&node{kind: nodeText, text: "a", at: at})
		if !ok {
			i = -1
		}
		assert.Equal(t, want, i, text)
	}
}

// A value's end: of a text its last byte or quotation mark, of a list or mapping its bracket or its last value.
func TestWhereAValueEnds(t *testing.T) {
	for text, want := range map[string]string{
		"a: 1 # x": "1", "a:   'b' # x": "'b'", "a : \"b\" # x": `"b"`, "'a': b": "b", "\"a\" : b": "b", "a: [1] # x": "[1]",
		"a: {b: 1}\n": "{b: 1}", "a:\n  b: 1\n  c: 2 # x": "b: 1\n  c: 2", "a:\n  - 1\n  - 2 # x": "- 1\n  - 2",
		"a: # x\n\n  [1,\n  2]\n": "[1,\n  2]", "a: []": "[]", "a: {}": "{}",
		// written otherwise than it reads
		"a: b\n  c\n": "", "a:\n  -\n    b: 1\n": "", "a: |\n  b\n": "", "a:\n": "", "a: [b\n": "",
	} {
		w := &rewriter{splicer: newSplicer([]byte(text))}
		root := parse([]byte(text), newFaultList("f.yaml"))
		value := ""
		if root != nil {
			if from, to, ok := w.span(root.fields[0]); ok {
				value = text[from:to]
			}
		}
		assert.Equal(t, want, value, text)
	}
}

// A key that is not in the text as it is read is told where its neighbours are written anew, and only there.
func TestKeysThatAreNotThereAsTheyAreRead(t *testing.T) {
	for _, c := range []struct {
		text string
		keys []string
		lost []string
	}{
		{`a: {"\u0062": 1}`, []string{"a", "c"}, []string{"b"}},
		{`a: {"\u0062": 1, d: "\u0065"}`, []string{"a", "c"}, []string{"b"}},
		{`a: {"\u0062": 1, c: 2}`, []string{"a", "c"}, nil},
		{`a: {d: 1, c: 2}`, []string{"a", "e"}, nil},
		{"a:\n  \"\\u0062\": 1\n  c: 2\n", []string{"a", "c"}, nil},
		{"\"\\u0061\": {b: 1}", []string{"a", "c"}, nil},
	} {
		_, lost := rewritten(t, "f.yaml", c.text, func(top *entry) { top.at(c.keys...).text = "9" })
		assert.Equal(t, c.lost, lost, c.text)
	}
}
