package file

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario/internal/words"
	"go.yaml.in/yaml/v4"
)

// Limits on a file's tree. A nation of 42 systems with five bodies each takes some 18,000 values and keys.
const (
	maxNodes = 200_000 // values and keys in all
	maxName  = 200     // characters in a key or name
)

// A treeReader turns the YAML library's nodes into ours and reports what it refuses.
type treeReader struct{ faults *faultList }

// treeOf reads a document; nil when it is too large or not a mapping.
func treeOf(document *yaml.Node, faults *faultList) *node {
	if n := countNodes(document); n > maxNodes {
		faults.add(place{1, 1}, fault.TooLarge.Found("the file has %d keys and values", n).
			Want("the most is %d", maxNodes))
		return nil
	}
	if len(document.Content) != 1 {
		faults.add(place{1, 1}, fault.Missing.Found("the file is empty").Want("begin with schema: 1"))
		return nil
	}
	r := &treeReader{faults}
	root := r.read(document.Content[0], "", nil)
	if root.kind != nodeMapping && root.kind != nodeRefused {
		faults.add(root.at, fault.Unreadable.Found("a scenario file is a mapping of keys, found %s", root.kind).
			Want("begin with schema: 1"))
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
	switch refused := refusedNode(y); {
	case refused.Kind != "":
		r.faults.add(n.at, refused.At(path))
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

// refusedNode is the fault of a node that is not read; none if it is.
func refusedNode(y *yaml.Node) fault.Fault {
	switch {
	case y.Kind == yaml.AliasNode || y.Anchor != "":
		return noAliases()
	case y.Style&yaml.TaggedStyle != 0 || (strings.HasPrefix(y.Tag, "!") && !strings.HasPrefix(y.Tag, "!!")):
		return noTags()
	case y.Kind == yaml.MappingNode && len(y.Content)/2 > words.MostEntries:
		return fault.TooLarge.Found("the mapping has %d keys", len(y.Content)/2).
			Want("the most is %d", words.MostEntries)
	}
	return fault.Fault{}
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
			r.faults.add(key.at, fault.Duplicate.Found("this key is there already, on line %d, column %d", at.line, at.column).
				Want("keep one of the two").At(below))
			continue
		}
		first[key.text] = key.at
		n.fields = append(n.fields, field{key, value})
	}
}

// key reads the key of a field.
func (r *treeReader) key(y *yaml.Node, path string) *node {
	n := &node{kind: nodeText, text: y.Value, at: place{max(y.Line, 1), max(y.Column, 1)}}
	refused := refusedNode(y)
	switch {
	case refused.Kind != "":
	case y.Kind != yaml.ScalarNode:
		refused = fault.Unreadable.Found("a key must be a name, found %s", map[yaml.Kind]nodeKind{
			yaml.SequenceNode: nodeList, yaml.MappingNode: nodeMapping}[y.Kind])
	case y.Tag == "!!merge":
		refused = noMerges()
	case strings.TrimSpace(y.Value) == "":
		refused = fault.Missing.Found("a key must be a name, found nothing")
	case utf8.RuneCountInString(y.Value) > maxName:
		refused = fault.TooLarge.Found("the key %s is longer than %d characters", fault.Quote(y.Value), maxName)
	}
	if refused.Kind != "" {
		r.faults.add(n.at, refused.At(path))
		n.kind, n.text = nodeRefused, ""
		return n
	}
	r.checkText(n, path)
	return n
}

// checkText looks at text as it is after escapes such as \u202e.
func (r *treeReader) checkText(n *node, path string) {
	_, refused := refusedIn(n.text)
	if utf8.RuneCountInString(n.text) > words.LongestText {
		refused = fault.TooLarge.Found("the text is longer than %d characters", words.LongestText)
	}
	if refused.Kind != "" {
		r.faults.add(n.at, refused.At(path))
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
