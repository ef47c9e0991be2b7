package file

import (
	"cmp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario/internal/words"
)

// Limits on a file's tree. A nation of 42 systems with five bodies each takes some 18,000 values and keys.
const (
	maxNodes = 120_000 // values and keys in all
	maxName  = 200     // characters in a key or name
)

// A treeReader makes nodes and reports what it refuses, whatever they are read from.
type treeReader struct{ faults *faultList }

// put puts a key and its value into a mapping. A key that is already there is reported and left out.
func (r *treeReader) put(n *node, first map[string]place, f field, path string) {
	if at, twice := first[f.key.text]; twice {
		if f.afterComma() {
			return // a part of £900,000,000 without quotes, which is reported once
		}
		where := at.exactly()
		if r.faults.file == "" {
			where = "in this value" // of a form or a setting, whose lines nobody sees
		}
		r.faults.add(f.key.at, fault.Duplicate.Found("this key is there already, %s", where).
			Want("keep one of the two").At(path))
		return
	}
	first[f.key.text] = f.key.at
	n.fields = append(n.fields, f)
}

// named checks the text of a key.
func (r *treeReader) named(n *node, path string) {
	var refused fault.Fault
	first, last := oddEnds(n.text)
	switch {
	case strings.TrimSpace(n.text) == "":
		refused = fault.Missing.Found("a key must be a name, found nothing")
	case first != 0 || last != 0:
		refused = oddSpace(cmp.Or(first, last))
	case utf8.RuneCountInString(n.text) > maxName:
		refused = fault.TooLarge.Found("the key %s is longer than %d characters", fault.Quote(n.text), maxName)
	}
	if refused.Kind == "" {
		refused = textFault(n.text)
	}
	if refused.Kind != "" {
		r.refuseKey(n, path, refused)
	}
}

// oddEnds are the first and last character of a text, if they look like spaces but are not; else 0.
func oddEnds(text string) (first, last rune) {
	first, _ = utf8.DecodeRuneInString(text)
	last, _ = utf8.DecodeLastRuneInString(text)
	if first == ' ' || !unicode.IsSpace(first) {
		first = 0
	}
	if last == ' ' || !unicode.IsSpace(last) {
		last = 0
	}
	return first, last
}

// refuse reports a node that is not read.
func (r *treeReader) refuse(n *node, path string, refused fault.Fault) {
	r.faults.add(n.at, refused.At(path))
	n.kind, n.text = nodeRefused, ""
}

// refuseKey reports a key that is not read, and notes what it was probably meant as: that is not missing.
func (r *treeReader) refuseKey(n *node, path string, refused fault.Fault) {
	meant := strings.TrimSpace(strings.Map(func(c rune) rune {
		if refusedRune(c) != "" {
			return -1
		}
		return c
	}, n.text))
	if at := strings.Trim(join(path, meant), "."); at != "" {
		r.faults.meantKeys = append(r.faults.meantKeys, at)
	}
	r.refuse(n, path, refused)
}

// checkText checks a text after escapes such as \u202e have been read.
func (r *treeReader) checkText(n *node, path string) {
	if refused := textFault(n.text); refused.Kind != "" {
		r.refuse(n, path, refused)
	}
}

// textFault is the fault of a text that is too long, or has a character that no file may have; none if it is sound.
func textFault(text string) (refused fault.Fault) {
	if utf8.RuneCountInString(text) > words.LongestText {
		return fault.TooLarge.Found("the text is longer than %d characters", words.LongestText)
	}
	_, refused = refusedIn(text)
	return refused
}

// tooManyKeys is the fault of a mapping with too many keys.
func tooManyKeys(n int) fault.Fault {
	return fault.TooLarge.Found("the mapping has %d keys", n).Want("the most is %d", words.MostEntries)
}

// root is the tree of a file; nil if it is not a mapping, which is reported.
func (r *treeReader) root(n *node) *node {
	if n.kind == nodeRefused {
		return nil
	}
	if n.kind != nodeMapping {
		r.faults.add(n.at, fault.Unreadable.Found("a scenario file is a mapping of keys, found %s",
			n.kind).Want("begin with schema: 2"))
		return nil
	}
	return n
}

// join adds a key to a path.
func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}
