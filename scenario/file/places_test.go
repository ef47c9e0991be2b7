package file

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A place is told by what it is in: a text, a workbook, a form, a file beside the scenario file, or none of them.
func TestPlacesInWords(t *testing.T) {
	for _, c := range []struct {
		at              place
		in, on, exactly string
	}{
		{place{line: 7, column: 3}, "f.yaml:7:3", "on line 7", "on line 7, column 3"},
		{place{line: 7, column: 3, file: "b.yaml"}, "b.yaml:7:3", "on line 7 of b.yaml", "on line 7 of b.yaml"},
		{place{line: 7, cell: "A!C7"}, "f.yaml, cell A!C7", "in cell A!C7", "in cell A!C7"},
		{place{line: 7, cell: "A!C7", file: "b.xlsx"}, "b.xlsx, cell A!C7", "in cell A!C7 of b.xlsx",
			"in cell A!C7 of b.xlsx"},
		{place{line: 7, field: "a.b"}, "f.yaml, field a.b", "in field a.b", "in field a.b"},
		{place{}, "f.yaml, as set", "as set", "as set"},
		{place{line: 7}, "f.yaml:7:0", "on line 7", "on line 7"},
	} {
		assert.Equal(t, []string{c.in, c.on, c.exactly}, []string{c.at.in("f.yaml"), c.at.on(), c.at.exactly()})
		assert.Equal(t, c.at == place{}, c.at.set())
	}
	assert.Equal(t, place{line: 1, column: 1}, top())
}

// Where a text has a place, and where what is read there ends; a place that it does not have, and a text that does not
// stand there as it is read, are not found.
func TestPlacesInATextAreBytes(t *testing.T) {
	w := &rewriter{splicer: newSplicer([]byte("\ufeffa: é\r\nb: 'c'\rd: [1]\n"))}
	at := func(line, column int) place { return place{line: line, column: column} }
	for where, want := range map[place]int{at(1, 1): 3, at(1, 4): 6, at(1, 5): 8, at(2, 1): 10, at(2,
		4): 13, at(3, 1): 17,
		at(3, 6): 22, at(3, 7): 23, at(4, 1): -1, at(0, 1): -1, at(1, 0): -1, at(5, 1): -1, at(-1, 1): -1,
		at(3, 99):                        -1,
		{line: 1, column: 1, cell: "C1"}: -1, {line: 1, column: 1, field: "a"}: -1, {}: -1} {
		if i, ok := w.offset(where); ok {
			assert.Equal(t, want, i, where)
		} else {
			assert.Equal(t, want, -1, where)
		}
	}
	for i, line := range map[int]int{0: 1, 3: 1, 9: 1, 10: 2, 16: 2, 17: 3, 23: 3, 24: 4, 99: 4} {
		assert.Equal(t, line, w.lineOf(i), i)
	}
	for _, c := range []struct {
		n        *node
		from, to int // of the word
		end      int // with its quotation marks
		ok       bool
	}{
		{textNode("é", at(1, 4)), 6, 8, 8, true},
		{textNode("c", at(2, 4)), 14, 15, 16, true},
		{textNode("x", at(1, 1)), 3, 4, 4, false},
		{textNode("a", at(9, 1)), 0, 0, 0, false},
	} {
		from, to, ok := w.word(c.n)
		assert.Equal(t, []any{c.from, c.to, c.ok}, []any{from, to, ok}, c.n.text)
		from, to, ok = w.itemSpan(c.n)
		assert.Equal(t, c.ok, ok, c.n.text)
		if ok {
			assert.Equal(t, []int{c.from - (c.end - c.to), c.end}, []int{from, to}, c.n.text)
		}
	}
	plain := &rewriter{splicer: newSplicer([]byte("a: 1\n"))}
	_, _, ok := plain.itemSpan(textNode("a", at(9, 1)))
	assert.False(t, ok, "not there, though the text begins with it")
	_, ok = plain.end(&node{kind: nodeList, lines: true, items: []*node{textNode("a", at(9, 1))}}, 0)
	assert.False(t, ok, "not there either")
	_, _, ok = w.word(&node{kind: nodeList, at: at(3, 4)})
	assert.False(t, ok, "a list is no word")
	_, _, ok = w.span(field{textNode("a", at(9, 1)), textNode("é", at(1, 4))})
	assert.False(t, ok, "no such key")
	_, _, ok = w.span(field{textNode("a", at(1, 1)), textNode("é", at(9, 4))})
	assert.False(t, ok, "no such value")
	_, _, ok = w.span(field{textNode("a", at(1, 1)), &node{kind: nodeMapping, lines: true,
		fields: []field{{textNode("b", at(9, 1)), textNode("c", at(2, 4))}}}})
	assert.False(t, ok, "no such key below")
	_, ok = w.end(&node{kind: nodeList, lines: true, items: []*node{textNode("é", at(9, 4))}}, 3)
	assert.False(t, ok, "no such item")
	_, ok = w.end(&node{kind: nodeNothing}, 3)
	assert.False(t, ok, "nothing has no end")
	to, ok := w.end(&node{kind: nodeList}, 20)
	assert.Equal(t, []any{23, true}, []any{to, ok})
}

// Changes are made in the order of their places, and at one place in the order in which they came.
func TestChangesAreMadeInTheirOrder(t *testing.T) {
	s := newSplicer([]byte("abc"))
	s.replace(2, 3, "C")
	s.replace(0, 0, "1")
	s.replace(0, 0, "2")
	assert.Equal(t, "12abC", string(s.spliced()))
	assert.Equal(t, "abc", string(newSplicer([]byte("abc")).spliced()))
	end, breaks := newSplicer([]byte("a\rb\r\nc\nd")).lineEnd(1)
	assert.Equal(t, []any{1, "\r"}, []any{end, breaks})
	end, breaks = newSplicer([]byte("a\rb\r\nc\nd")).lineEnd(2)
	assert.Equal(t, []any{3, "\r\n"}, []any{end, breaks})
	end, breaks = newSplicer([]byte("a\rb\r\nc\nd")).lineEnd(3)
	assert.Equal(t, []any{6, "\n"}, []any{end, breaks})
	end, breaks = newSplicer([]byte("a\rb\r\nc\nd")).lineEnd(4)
	assert.Equal(t, []any{8, "\n"}, []any{end, breaks}, "the end of the text, which has no line break")
}

// A workbook in the place of a text is told as one.
func TestAWorkbookIsNoText(t *testing.T) {
	_, err := Load("f.yaml", []byte("PK\x03\x04"))
	assert.EqualError(t, err, "f.yaml:1:1: this is a workbook, or another archive, and no text; a workbook has a name that "+
		"ends in .xlsx")
}

// Two forms of one number in a workbook are told with their cells.
func TestTwoFormsInAWorkbook(t *testing.T) {
	faults := faultsOfCells(t, append(plan(), Cell{At: "A!D5", Keys: []string{"need", "real_growth",
		"p90"}, Value: "5%"}))
	require.Len(t, faults, 1)
	assert.Contains(t, faults[0], "plan.xlsx, cell Inputs!C5: need.real_growth: found value in Inputs!C5, and also p90 in A!D5; "+
		"a number has only one of these")
}

// A line of a file in YAML, or of a body's file, is read again for what is told of it; other places have none.
func TestTheLineOfAPlace(t *testing.T) {
	s := &Spec{file: "f.yaml", text: []byte("a: 1\nb: #5\n"),
		bodies: []tableFile{{name: "b.yaml", text: []byte("c: 1\n\nd: #7")}}}
	for at, want := range map[place]string{{line: 1, column: 1}: "a: 1\n", {line: 2,
		column: 3}: "b: #5\n", {line: 3}: "",
		{}: "", {column: 1}: "", {line: 1, field: "a"}: "", {line: 3, file: "b.yaml"}: "d: #7", {line: 4,
			file: "b.yaml"}: "",
		{line: 1, file: "c.yaml"}: ""} {
		assert.Equal(t, want, s.lineOf(at), at)
	}
	for _, name := range []string{"f.json", "f.JSON"} {
		assert.Empty(t, (&Spec{file: name, text: s.text}).lineOf(place{line: 1, column: 1}))
	}
	for at, want := range map[place]string{{line: 1}: "there is nothing after the key; give it a value, or leave the key out",
		{line: 2}: "there is nothing after the key but a comment, \"#5\"; give it a value, or leave the key out"} {
		assert.Equal(t, want, s.nothing(at).Problem())
	}
	for line, want := range map[string]string{"a: #": "the key;", "a: # 5": "the key;", "a: #5 # 6": `comment, "#5";`,
		"a:": "the key;", "a: #5  ": `comment, "#5";`} {
		assert.Contains(t, (&Spec{file: "f", text: []byte(line)}).nothing(top()).Problem(), want, line)
	}
}

// A change takes the place of those within it, also where both begin or end at one byte.
func TestAChangeTakesThePlaceOfThoseWithinIt(t *testing.T) {
	for _, c := range []struct {
		from, to int // of the change that comes before one of the bytes 2 to 6
		want     string
	}{
		{2, 3, "abZgh"}, {5, 6, "abZgh"}, {2, 6, "abZgh"}, {3, 4, "abZgh"}, {0, 1, "YbZgh"}, {7, 8, "abZgY"},
		{6, 7, "abZYh"},
	} {
		w := &rewriter{splicer: newSplicer([]byte("abcdefgh"))}
		w.put(c.from, c.to, "Y")
		w.put(2, 6, "Z")
		assert.Equal(t, c.want, string(w.spliced()), c)
	}
}
