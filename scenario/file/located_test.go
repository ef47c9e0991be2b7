package file

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// The cells of a tree stand in the order of its keys and values, each key before its value; an empty one leaves the
// place in the text, and a list of another length is of another tree.
func TestCellsOfATree(t *testing.T) {
	const text = "a: [1, 2]\nb: {c: 3}\n"
	places := func(n *node) (all []string) {
		n.walk(func(n *node) { all = append(all, n.text+"@"+n.at.in("")) })
		return all
	}
	read := func() *node { return parse([]byte(text), newFaultList("f.yaml")) }
	n := read()
	assert.Equal(t, []string{"@:1:1", "a@:1:1", "@:1:1", "1@:1:5", "2@:1:8", "b@:2:1", "@:2:1", "c@:2:5", "3@:2:8"},
		places(n))
	cells := []string{"", "S!A1", "", "S!A2", "", "S!A3", "S!A4", "S!A5", "S!A6"}
	assert.True(t, n.locate(cells))
	assert.Equal(t, []string{"@:1:1", "a@, cell S!A1", "@:1:1", "1@, cell S!A2", "2@:1:8", "b@, cell S!A3",
		"@, cell S!A4",
		"c@, cell S!A5", "3@, cell S!A6"}, places(n))
	for _, other := range [][]string{nil, cells[1:], append(cells[:len(cells):len(cells)], "S!A7")} {
		n := read()
		assert.False(t, n.locate(other))
		assert.Equal(t, places(read()), places(n))
	}
	assert.True(t, (*node)(nil).locate(nil), "nothing has no cells")

	s := &Spec{root: read()}
	s.locate(cells[1:])
	assert.Nil(t, s.cells, "a record of them would be of another tree")
	s.locate(cells)
	assert.Equal(t, cells, s.cells)
}

// A tree of cells is replaced by that of the text that says the same, at the same cells; a text that cannot be read, or
// is another, leaves the tree as it is.
func TestTreesOfTextsOfWorkbooks(t *testing.T) {
	cell := func(text, at string) *node { return textNode(text, place{cell: at}) }
	tree := func() *node {
		return &node{kind: nodeMapping, fields: []field{{cell("a", "S!A1"), cell("1", "S!B1")}}}
	}
	s := &Spec{file: "f.xlsx", text: []byte("a: 1\n"), root: tree()}
	s.fromText()
	assert.Equal(t, []string{"", "S!A1", "S!B1"}, s.cells)
	assert.Equal(t, place{line: 1, cell: "S!B1"}, s.root.child("a").at, "the line is that of the text")
	for _, text := range []string{"[", "a: 1\na: 2\n", ""} {
		root := tree()
		s := &Spec{file: "f.xlsx", text: []byte(text), root: root}
		s.fromText()
		assert.Same(t, root, s.root, text)
		assert.Nil(t, s.cells, text)
	}
}
