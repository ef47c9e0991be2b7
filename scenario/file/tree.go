package file

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/openenvelope/envelope/scenario/internal/words"
)

// Limits on a file's tree. A nation of 42 systems with five bodies each takes some 18,000 values and keys.
const (
	maxNodes = 120_000 // values and keys in all
	maxName  = 200     // characters in a key or name
)

// A treeReader makes nodes and reports what it refuses, whatever they are read from.
type treeReader struct{ faults *faultList }

// put puts a key and its value into a mapping. A key that is there already is left out.
func (r *treeReader) put(n *node, first map[string]place, f field, path string) {
	if at, twice := first[f.key.text]; twice {
		r.faults.add(f.key.at, path, "", "this key is there already, "+at.exactly()+"; keep one of the two")
		return
	}
	first[f.key.text] = f.key.at
	n.fields = append(n.fields, f)
}

// named checks the text of a key.
func (r *treeReader) named(n *node, path string) {
	problem := ""
	switch {
	case strings.TrimSpace(n.text) == "":
		problem = "a key must be a name, found nothing"
	case utf8.RuneCountInString(n.text) > maxName:
		problem = fmt.Sprintf("the key %s is longer than %d characters", words.Quote(n.text), maxName)
	}
	if problem != "" {
		r.refuse(n, path, problem)
		return
	}
	r.checkText(n, path)
}

// refuse reports a node that is not read.
func (r *treeReader) refuse(n *node, path, problem string) {
	r.faults.add(n.at, path, "", problem)
	n.kind, n.text = nodeRefused, ""
}

// checkText looks at text as it is after escapes such as \u202e.
func (r *treeReader) checkText(n *node, path string) {
	if utf8.RuneCountInString(n.text) > words.LongestText {
		r.refuse(n, path, fmt.Sprintf("the text is longer than %d characters", words.LongestText))
	} else if _, problem := refusedIn(n.text); problem != "" {
		r.refuse(n, path, problem)
	}
}

// tooManyKeys is said of a mapping.
func tooManyKeys(n int) string {
	return fmt.Sprintf("the mapping has %d keys; the most is %d", n, words.MostEntries)
}

// root is the tree of a file; nil if it is no mapping, which is reported.
func (r *treeReader) root(n *node) *node {
	if n.kind == nodeRefused {
		return nil
	}
	if n.kind != nodeMapping {
		r.faults.add(n.at, "", "", fmt.Sprintf("a scenario file is a mapping of keys, found %s; begin with schema: 1", n.kind))
		return nil
	}
	return n
}

// join puts a key behind a path.
func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}
