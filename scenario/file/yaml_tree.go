package file

import (
	"fmt"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario/internal/words"
	"go.yaml.in/yaml/v4"
)

// A yamlReader turns the YAML library's nodes into ours.
type yamlReader struct{ treeReader }

// treeOf reads a document; nil if it is too large or not a mapping.
func treeOf(document *yaml.Node, faults *faultList) *node {
	if n := countNodes(document); n > maxNodes {
		faults.add(top(), fault.TooLarge.Found("the file has %d keys and values", n).
			Want("the most is %d", maxNodes))
		return nil
	}
	if len(document.Content) != 1 {
		faults.add(top(), fault.Missing.Found("the file is empty").Want("begin with schema: 2"))
		return nil
	}
	r := &yamlReader{treeReader{faults}}
	return r.root(r.read(document.Content[0], "", nil))
}

// countNodes counts nodes, up to just beyond the limit. It does not follow aliases.
func countNodes(n *yaml.Node) int {
	count := 1
	for _, c := range n.Content {
		count += countNodes(c)
	}
	return count
}

// read turns one node, which is at the path below the key, into ours.
func (r *yamlReader) read(y *yaml.Node, path string, key *node) *node {
	n := &node{at: place{line: max(y.Line, 1), column: max(y.Column, 1)}}
	switch refused := refusedNode(y); {
	case refused.Kind != "":
		r.refuse(n, path, refused)
	case y.Kind == yaml.MappingNode:
		n.kind, n.lines = nodeMapping, y.Style&yaml.FlowStyle == 0
		r.fields(n, y, path)
	case y.Kind == yaml.SequenceNode:
		n.kind, n.lines = nodeList, y.Style&yaml.FlowStyle == 0
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

// refusedNode is the fault of a node that is refused; none if it is read.
func refusedNode(y *yaml.Node) fault.Fault {
	switch {
	case y.Kind == yaml.AliasNode || y.Anchor != "":
		return noAliases()
	case y.Style&yaml.TaggedStyle != 0 || (strings.HasPrefix(y.Tag, "!") && !strings.HasPrefix(y.Tag, "!!")):
		return noTags()
	case y.Kind == yaml.MappingNode && len(y.Content)/2 > words.MostEntries:
		return tooManyKeys(len(y.Content) / 2)
	}
	return fault.Fault{}
}

// fields reads the keys and values of a mapping. A key that is refused or already there is left out.
func (r *yamlReader) fields(n *node, y *yaml.Node, path string) {
	first := map[string]place{}
	for i := 0; i+1 < len(y.Content); i += 2 {
		key := r.key(y.Content[i], path)
		if key.kind != nodeText {
			continue
		}
		below := join(path, key.text)
		r.put(n, first, field{key, r.read(y.Content[i+1], below, key)}, below)
	}
}

// key reads the key of a field.
func (r *yamlReader) key(y *yaml.Node, path string) *node {
	n := &node{kind: nodeText, text: y.Value, at: place{line: max(y.Line, 1), column: max(y.Column, 1)}}
	refused := refusedNode(y)
	switch {
	case refused.Kind != "":
	case y.Kind != yaml.ScalarNode:
		refused = fault.Unreadable.Found("a key must be a name, found %s", map[yaml.Kind]nodeKind{
			yaml.SequenceNode: nodeList, yaml.MappingNode: nodeMapping}[y.Kind])
	case y.Tag == "!!merge":
		refused = noMerges()
	}
	if refused.Kind != "" {
		r.refuseKey(n, path, refused)
		return n
	}
	r.named(n, path)
	return n
}
