package file

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/openenvelope/envelope/scenario/internal/words"
	"go.yaml.in/yaml/v4"
)

// Limits on a file's tree. A nation of 42 systems with five bodies each takes some 18,000 values and keys.
const (
	maxNodes = 120_000 // values and keys in all
	maxName  = 200     // characters in a key or name
)

// A treeReader turns the YAML library's nodes into ours and reports what it refuses.
type treeReader struct{ faults *faultList }

// treeOf reads a document; nil when it is too large or not a mapping.
func treeOf(document *yaml.Node, faults *faultList) *node {
	if n := countNodes(document); n > maxNodes {
		faults.add(place{1, 1}, "", "", fmt.Sprintf("the file has %d keys and values; the most is %d", n, maxNodes))
		return nil
	}
	if len(document.Content) != 1 {
		faults.add(place{1, 1}, "", "", "the file is empty; begin with schema: 1")
		return nil
	}
	r := &treeReader{faults}
	root := r.read(document.Content[0], "", nil)
	if root.kind != nodeMapping && root.kind != nodeRefused {
		faults.add(root.at, "", "", fmt.Sprintf("a scenario file is a mapping of keys, found %s; begin with schema: 1", root.kind))
		return nil
	}
	if root.kind == nodeRefused {
		return nil
	}
	return root
}

// countNodes counts as far as the limit needs. It does not follow aliases.
func countNodes(n *yaml.Node) int {
	count := 1
	for _, c := range n.Content {
		count += countNodes(c)
	}
	return count
}

// read turns one node, which stands at the path below the key, into ours.
func (r *treeReader) read(y *yaml.Node, path string, key *node) *node {
	n := &node{at: place{max(y.Line, 1), max(y.Column, 1)}}
	switch problem := refusedNode(y); {
	case problem != "":
		r.faults.add(n.at, path, "", problem)
		n.kind = nodeRefused
	case y.Kind == yaml.MappingNode:
		n.kind = nodeMapping
		r.fields(n, y, path)
	case y.Kind == yaml.SequenceNode:
		n.kind = nodeList
		for i, item := range y.Content {
			n.items = append(n.items, r.read(item, fmt.Sprintf("%s[%d]", path, i+1), nil))
		}
	case y.Tag == "!!null" && y.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) == 0:
		n.kind = nodeNothing
	default:
		n.kind, n.text = nodeText, y.Value
		r.checkText(n, path)
	}
	if key != nil && n.kind != nodeText {
		n.at = key.at
	}
	return n
}

// refusedNode says why a node is not read; empty if it is.
func refusedNode(y *yaml.Node) string {
	switch {
	case y.Kind == yaml.AliasNode || y.Anchor != "":
		return aliasWords
	case y.Style&yaml.TaggedStyle != 0 || (strings.HasPrefix(y.Tag, "!") && !strings.HasPrefix(y.Tag, "!!")):
		return tagWords
	case y.Kind == yaml.MappingNode && len(y.Content)/2 > words.MostEntries:
		return fmt.Sprintf("the mapping has %d keys; the most is %d", len(y.Content)/2, words.MostEntries)
	}
	return ""
}

// fields reads the keys and values of a mapping. A key that is refused or there already is left out.
func (r *treeReader) fields(n *node, y *yaml.Node, path string) {
	first := map[string]place{}
	for i := 0; i+1 < len(y.Content); i += 2 {
		key := r.key(y.Content[i], path)
		if key.kind != nodeText {
			continue
		}
		below := join(path, key.text)
		value := r.read(y.Content[i+1], below, key)
		if at, twice := first[key.text]; twice {
			r.faults.add(key.at, below, "", fmt.Sprintf("this key is there already, on line %d, column %d; keep one of the two", at.line, at.column))
			continue
		}
		first[key.text] = key.at
		n.fields = append(n.fields, field{key, value})
	}
}

// key reads the key of a field.
func (r *treeReader) key(y *yaml.Node, path string) *node {
	n := &node{kind: nodeText, text: y.Value, at: place{max(y.Line, 1), max(y.Column, 1)}}
	problem := refusedNode(y)
	switch {
	case problem != "":
	case y.Kind != yaml.ScalarNode:
		problem = fmt.Sprintf("a key must be a name, found %s", map[yaml.Kind]nodeKind{
			yaml.SequenceNode: nodeList, yaml.MappingNode: nodeMapping}[y.Kind])
	case y.Tag == "!!merge":
		problem = mergeWords
	case strings.TrimSpace(y.Value) == "":
		problem = "a key must be a name, found nothing"
	case utf8.RuneCountInString(y.Value) > maxName:
		problem = fmt.Sprintf("the key %s is longer than %d characters", words.Quote(y.Value), maxName)
	}
	if problem != "" {
		r.faults.add(n.at, path, "", problem)
		n.kind, n.text = nodeRefused, ""
		return n
	}
	r.checkText(n, path)
	return n
}

// checkText looks at text as it is after escapes such as \u202e.
func (r *treeReader) checkText(n *node, path string) {
	problem := ""
	if utf8.RuneCountInString(n.text) > words.LongestText {
		problem = fmt.Sprintf("the text is longer than %d characters", words.LongestText)
	} else {
		_, problem = refusedIn(n.text)
	}
	if problem != "" {
		r.faults.add(n.at, path, "", problem)
		n.kind, n.text = nodeRefused, ""
	}
}

// join puts a key behind a path.
func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}
