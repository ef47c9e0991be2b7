package file

import (
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
)

// anyName means every name at its place: bodies.*.savings.planned.
const anyName = "*"

// maxLooked is the most keys that may be compared with a *, over all changes or all settings together.
const maxLooked = 500_000

// spread puts one node of a change in every place that fits; nil if no place does.
func (d *decoder) spread(tree *node, f field, path string) *node {
	changed := (&spreader{shared: d.shared, f: f, keys: map[string]*node{}}).in(tree, f.key.text)
	switch {
	case d.looked > maxLooked:
		d.fault(f.key.at, path,
			fault.TooLarge.Found("the * of all changes, or of all settings, are held against more than %d keys", maxLooked))
		return nil
	case changed == tree:
		d.fault(f.key.at, path, fault.Unknown.Found("there is no such place in the file").
			Want("* means any one name, as in bodies.*.savings.planned, and changes the places that exist"))
		return nil
	}
	return changed
}

// A spreader puts one node of a change in every place that fits.
type spreader struct {
	*shared
	f    field
	keys map[string]*node // the keys that it puts, by their text: bodies are often alike
}

// key is a key at the place of the change.
func (r *spreader) key(text string) *node {
	k, ok := r.keys[text]
	if !ok {
		k = textNode(text, r.f.key.at)
		r.keys[text] = k
	}
	return k
}

// in is a tree with the change's node in every place that fits a pattern. A part of the tree without such a place stays
// the same node.
func (r *spreader) in(n *node, pattern string) *node {
	if n == nil || n.kind != nodeMapping || r.looked > maxLooked {
		return n
	}
	r.looked += len(n.fields)
	name := n.begins(pattern)
	rest, deeper := strings.CutPrefix(pattern[len(name):], ".")
	var fields []field
	for i, was := range n.fields {
		if name != anyName && name != was.key.text {
			continue
		}
		value := r.f.value
		if deeper {
			value = r.in(was.value, rest)
		}
		if value == was.value {
			continue
		}
		if fields == nil {
			fields = slices.Clone(n.fields)
		}
		fields[i].value = value
		if !deeper {
			fields[i].key = r.key(was.key.text)
		}
	}
	if fields == nil {
		return n
	}
	return &node{kind: nodeMapping, at: n.at, fields: fields}
}

// untouched reports whether the nodes in the places of a path, with * for any name, are the same in a changed tree.
// Nodes are never changed: a change makes a new node, and new nodes on the way to it.
func untouched(was, is *node, path string) bool {
	if was == is || was == nil {
		return true
	}
	if path == "" || is == nil {
		return false
	}
	key := was.begins(path)
	rest := strings.TrimPrefix(path[len(key):], ".")
	if key != anyName {
		return untouched(was.child(key), is.child(key), rest)
	}
	for i, f := range was.fields {
		if !untouched(f.value, is.childAt(i, f.key.text), rest) {
			return false
		}
	}
	return true
}

// childAt is the value of a key; it looks first at field i, where the key probably is.
func (n *node) childAt(i int, key string) *node {
	if i < len(n.fields) && n.fields[i].key.text == key {
		return n.fields[i].value
	}
	return n.child(key)
}
