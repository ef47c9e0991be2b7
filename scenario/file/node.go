package file

import (
	"strings"
)

// A nodeKind is the kind of a node of the file's tree.
type nodeKind int

const (
	nodeNothing nodeKind = iota // a key without a value, or null
	nodeText                    // a scalar, kept as written
	nodeList
	nodeMapping
	nodeRefused // already reported, and not to be reported again
	nodeAsked   // from no file: it notes what it is read as
)

// String is the kind in the words of messages.
func (k nodeKind) String() string {
	return [...]string{"nothing", "text", "a list", "a mapping of keys", "something refused", "a question"}[k]
}

// A node is a part of the file's tree. Nodes are never changed once read: a change makes new nodes and shares the rest,
// so every node keeps its place in the file.
type node struct {
	kind   nodeKind
	text   string
	items  []*node // the items of a list
	fields []field // the fields of a mapping, in the order of the file
	about  *key    // the notes of a node that notes what it is read as
	// at is the place that faults of the node show: the value's own place, or for a list or mapping below a key the
	// place of the key.
	at place
	// lines says that a mapping or list has its keys or items on lines of their own, not between brackets.
	lines bool
}

// A field is a key of a mapping and its value.
type field struct{ key, value *node }

// textNode is a node of a text.
func textNode(text string, at place) *node { return &node{kind: nodeText, text: text, at: at} }

// field finds a key of a mapping.
func (n *node) field(key string) (f field, ok bool) {
	if n == nil {
		return field{}, false
	}
	for _, f := range n.fields {
		if f.key.text == key {
			return f, true
		}
	}
	return field{}, false
}

// child is the value of a key; nil if there is none.
func (n *node) child(key string) *node {
	f, _ := n.field(key)
	return f.value
}

// has reports whether a mapping has one of the keys.
func (n *node) has(keys ...string) bool {
	for _, key := range keys {
		if n.child(key) != nil {
			return true
		}
	}
	return false
}

// split cuts a path below the node into keys. A key with dots in it is not cut if the node has it, as with a body of a
// body.
func (n *node) split(path string) (keys []string) {
	for rest, more := path, true; more; rest, more = strings.CutPrefix(rest, ".") {
		key := n.begins(rest)
		keys, rest = append(keys, key), rest[len(key):]
		if n != nil {
			n = n.child(key)
		}
	}
	return keys
}

// begins is the longest key of the node that a path begins with; if there is none, the path up to its first dot.
func (n *node) begins(path string) string {
	longest := -1
	if n != nil {
		for _, f := range n.fields {
			if k := f.key.text; len(k) > longest &&
				(path == k || len(path) > len(k) && path[len(k)] == '.' && path[:len(k)] == k) {
				longest = len(k)
			}
		}
	}
	if longest >= 0 {
		return path[:longest]
	}
	word, _, _ := strings.Cut(path, ".")
	return word
}

// each calls do with every field below the node, in the order of the file.
func (n *node) each(do func(field)) {
	if n == nil {
		return
	}
	for _, f := range n.fields {
		do(f)
		f.value.each(do)
	}
	for _, item := range n.items {
		item.each(do)
	}
}

// count is the number of keys and values, the node included.
func (n *node) count() int {
	if n == nil {
		return 0
	}
	count := 1
	for _, f := range n.fields {
		count += 1 + f.value.count()
	}
	for _, item := range n.items {
		count += item.count()
	}
	return count
}

// keys lists the keys of a mapping.
func (n *node) keys() []string {
	if n == nil {
		return nil
	}
	keys := make([]string, len(n.fields))
	for i, f := range n.fields {
		keys[i] = f.key.text
	}
	return keys
}

// An edit makes several replacements in one tree. It keeps the mappings that it made itself, with the positions of
// their keys, and changes those in place, because nobody else has them yet. So many replacements in a large mapping do
// not copy it again and again.
type edit map[*node]map[string]int

// with is the tree with the node at the path replaced or added; mappings on the way are made where they are missing.
// Faults of an added key point to key. It fails, and gives the depth, if the path leads through a value without keys.
func (e edit) with(n *node, path []string, key, value *node) (tree *node, depth int, ok bool) {
	if len(path) == 0 {
		return value, 0, true
	}
	if n == nil || n.kind == nodeNothing {
		n = &node{kind: nodeMapping, at: key.at}
	}
	if n.kind != nodeMapping {
		return nil, 0, false
	}
	below, depth, ok := e.with(e.child(n, path[0]), path[1:], key, value)
	if !ok {
		return nil, depth + 1, false
	}
	return e.put(n, field{textNode(path[0], key.at), below}, len(path) == 1), 0, true
}

// child is the value of a key; nil if there is none.
func (e edit) child(n *node, key string) *node {
	places, owned := e[n]
	switch {
	case n == nil:
		return nil
	case !owned:
		return n.child(key)
	}
	if i, ok := places[key]; ok {
		return n.fields[i].value
	}
	return nil
}

// split is node.split, faster where the edit knows the keys.
func (e edit) split(n *node, path string) (keys []string) {
	for rest, more := path, true; more; rest, more = strings.CutPrefix(rest, ".") {
		key := e.begins(n, rest)
		keys, rest = append(keys, key), rest[len(key):]
		n = e.child(n, key)
	}
	return keys
}

// begins is node.begins, but it looks up each part of the path that ends at a dot, and does not go through all keys.
func (e edit) begins(n *node, path string) string {
	places, owned := e[n]
	if !owned {
		return n.begins(path)
	}
	for end := len(path); end > 0; end = strings.LastIndexByte(path[:end], '.') {
		if _, ok := places[path[:end]]; ok {
			return path[:end]
		}
	}
	word, _, _ := strings.Cut(path, ".")
	return word
}

// put is the mapping with a field replaced, or added at the end. A replaced key keeps its place in the file, unless a
// change names this field.
func (e edit) put(n *node, f field, named bool) *node {
	if _, owned := e[n]; !owned {
		n = e.copied(n)
	}
	places := e[n]
	i, found := places[f.key.text]
	switch {
	case !found:
		places[f.key.text] = len(n.fields)
		n.fields = append(n.fields, f)
	case named:
		n.fields[i] = f
	default:
		n.fields[i].value = f.value
	}
	return n
}

// copied is a copy of a mapping that the edit may change.
func (e edit) copied(n *node) *node {
	m := &node{kind: nodeMapping, at: n.at, lines: n.lines,
		fields: append(make([]field, 0, len(n.fields)+1), n.fields...)}
	e[m] = make(map[string]int, len(n.fields)+1)
	for i := len(n.fields) - 1; i >= 0; i-- {
		e[m][n.fields[i].key.text] = i // the first key with a name
	}
	return m
}
