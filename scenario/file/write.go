package file

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// mostInBraces is how long a mapping or list may be, in characters, that is written on one line.
const mostInBraces = 100

// yamlOf writes a tree as YAML, which is read as the same tree.
func yamlOf(n *node) ([]byte, error) {
	return dumped(yamlNode(n, 0), yaml.WithIndent(2), yaml.WithCompactSeqIndent(false))
}

// dumped is a node as the YAML library writes it, with no line broken for its length.
func dumped(y *yaml.Node, options ...yaml.Option) ([]byte, error) {
	var out bytes.Buffer
	d, err := yaml.NewDumper(&out, append(options, yaml.WithLineWidth(-1))...)
	if err != nil {
		return nil, err
	}
	if err := d.Dump(y); err != nil {
		return nil, err
	}
	return out.Bytes(), d.Close()
}

// inBraces writes a tree as it would stand behind a key, on one line.
func inBraces(n *node) (string, error) {
	if n.kind == nodeText {
		n = &node{kind: nodeList, items: []*node{n}} // so that it has quotation marks if it needs them in braces
		text, err := inBraces(n)
		return strings.TrimSuffix(strings.TrimPrefix(text, "["), "]"), err
	}
	y := yamlNode(n, 0)
	flow(y)
	text, err := dumped(y)
	return strings.TrimSpace(string(text)), err
}

// flow puts a node and all below it between brackets.
func flow(y *yaml.Node) {
	if y.Kind != yaml.ScalarNode {
		y.Style = yaml.FlowStyle
	}
	for _, c := range y.Content {
		flow(c)
	}
}

// yamlNode is a node for the YAML library.
func yamlNode(n *node, depth int) *yaml.Node {
	y := &yaml.Node{}
	switch n.kind {
	case nodeMapping:
		y.Kind = yaml.MappingNode
		for _, f := range n.fields {
			y.Content = append(y.Content, scalarNode(f.key.text), yamlNode(f.value, depth+1))
		}
	case nodeList:
		y.Kind = yaml.SequenceNode
		for _, item := range n.items {
			y.Content = append(y.Content, yamlNode(item, depth+1))
		}
	case nodeText:
		return scalarNode(n.text)
	default:
		y.Kind, y.Tag, y.Value = yaml.ScalarNode, "!!null", "null"
	}
	if depth > 1 && brief(n) {
		flow(y)
	}
	return y
}

// brief reports whether a mapping or list holds little, and nothing that holds much.
func brief(n *node) bool { return n.kind != nodeText && length(n) <= mostInBraces }

// length is about how many characters a node takes in braces.
func length(n *node) int {
	l := utf8.RuneCountInString(n.text)
	for _, f := range n.fields {
		l += utf8.RuneCountInString(f.key.text) + len(": , ") + length(f.value)
	}
	for _, item := range n.items {
		l += len(", ") + length(item)
	}
	return l
}

// scalarNode is a text for the YAML library: in quotation marks only where it must be.
func scalarNode(text string) *yaml.Node {
	y := &yaml.Node{Kind: yaml.ScalarNode, Value: text}
	if mustQuote(text) {
		y.Style = yaml.DoubleQuotedStyle
	}
	return y
}

// mustQuote reports whether a text would be read as something else without quotation marks, here or by other readers.
func mustQuote(text string) bool {
	switch strings.ToLower(text) {
	case "", "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n", "<<", "=":
		return true
	}
	return strings.ContainsAny(text, "\n\t\r\\") || strings.Contains(text, ": ") || strings.Contains(text, " #") ||
		strings.HasSuffix(text, ":") || strings.TrimSpace(text) != text ||
		strings.ContainsAny(text[:1], "-?:,[]{}#&*!|>%@`\"'") && !plainNumber(text)
}

// plainNumber reports whether a text is a number with its unit, as people write them: 3.4%, -£25m.
func plainNumber(text string) bool {
	text = strings.TrimPrefix(text, "-")
	if r, size := utf8.DecodeRuneInString(text); strings.ContainsRune("£€$", r) {
		text = text[size:]
	}
	return text != "" && text[0] >= '0' && text[0] <= '9' && strings.Trim(text, "0123456789.%kmbn") == ""
}
