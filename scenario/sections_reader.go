package scenario

import (
	"fmt"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance/sheet"
)

// A section is a mapping being read key by key. The keys asked for are the keys it may have: done reports any other.
type section struct {
	*decoder
	n      *node
	path   string
	asked  []string
	faulty bool // a key is wrong, so that what seems missing may only be misspelt
}

// section starts to read a mapping; a node that is none is reported, and reads as empty.
func (d *decoder) section(n *node, path string) *section {
	s := &section{decoder: d, n: &node{kind: nodeMapping}, path: path}
	switch {
	case n == nil:
	case n.kind == nodeMapping:
		s.n = n
	default:
		s.faulty = true
		d.wrongKind(n, path, "a mapping of keys")
	}
	return s
}

// wrongKind says what was expected and what was found instead.
func (d *decoder) wrongKind(n *node, path, expected string) {
	switch n.kind {
	case nodeRefused:
		d.suspect(path)
	case nodeText:
		d.fault(n.at, path, "expected %s, found the text %s", expected, quote(n.text))
	default:
		d.fault(n.at, path, "expected %s, found %s", expected, n.kind)
	}
}

// get is the value of a key; nil if the key is missing, or has no value, which is reported.
func (s *section) get(key string) *node {
	s.asked = append(s.asked, key)
	n := s.n.child(key)
	if n == nil || (n.kind != nodeNothing && n.kind != nodeRefused) {
		return n
	}
	s.faulty = true
	if n.kind == nodeNothing {
		s.fault(n.at, join(s.path, key), "there is nothing after the key; give it a value, or leave the key out")
	} else {
		s.suspect(join(s.path, key))
	}
	return nil
}

// done reports the keys that nobody asked for.
func (s *section) done() {
	for _, f := range s.n.fields {
		if !slices.Contains(s.asked, f.key.text) {
			s.faulty = true
			s.unknown(f)
		}
	}
}

// unknown reports a key and what may have been meant.
func (s *section) unknown(f field) {
	key, path := f.key.text, join(s.path, f.key.text)
	if near, ok := nearest(key, s.asked); ok {
		s.suspect(join(s.path, near))
		s.fault(f.key.at, path, "there is no key %s here; did you mean %s?", quote(key), near)
		return
	}
	switch {
	case key == "deficit":
		s.fault(f.key.at, path, "a position is signed: write position: %s for a deficit", negative(f.value))
	case strings.Trim(key[:min(3, len(key))], "0123456789") == "" && f.value.kind == nodeNothing:
		s.fault(f.key.at, path, "%s stands alone after a comma; put quotes round a number with commas in it", quote(key))
	default:
		s.fault(f.key.at, path, "there is no key %s here; the keys are %s", quote(key), strings.Join(s.asked, ", "))
	}
}

// negative is an amount as it would be written for a deficit.
func negative(n *node) string {
	digits := ""
	if n.kind == nodeText {
		digits = strings.TrimLeft(n.text, "-+− ")
	}
	if digits == "" || len(digits) > maxQuoted {
		digits = "3.7bn"
	}
	return "-" + digits
}

// nearest suggests a name: one a few letters away, or with the same letters in another order. Names too long to be
// typed by hand get no suggestion.
func nearest(name string, candidates []string) (string, bool) {
	if len(name) > maxQuoted {
		return "", false
	}
	if near, ok := sheet.Nearest(name, candidates); ok {
		return near, true
	}
	for _, c := range candidates {
		if len(name) > 2 && lettersOf(c) == lettersOf(name) {
			return c, true
		}
	}
	return "", false
}

// lettersOf is a name's bytes in order, without regard to capitals.
func lettersOf(name string) string {
	letters := []byte(strings.ToLower(name))
	slices.Sort(letters)
	return string(letters)
}

// suggestion is the end of a sentence about a name that is not known.
func suggestion(name string, candidates []string) string {
	if near, ok := nearest(name, candidates); ok {
		return fmt.Sprintf("; did you mean %s?", quote(near))
	}
	if len(candidates) == 0 {
		return ""
	}
	return "; there is " + cut(strings.Join(candidates, ", "), 2*maxQuoted)
}

// text reads a key's text.
func (s *section) text(key string) string {
	n := s.get(key)
	if n == nil {
		return ""
	}
	return s.textOf(n, join(s.path, key))
}

// textOf reads text. A number's form in its place is an attempt to make uncertain what cannot be.
func (d *decoder) textOf(n *node, path string) string {
	switch {
	case n.kind == nodeText:
		return n.text
	case n.kind == nodeMapping && d.looksUncertain(n):
		d.fault(n.at, path, "%s", structural)
	default:
		d.wrongKind(n, path, "text")
	}
	return ""
}

// choice reads one of several words and gives its number, 0 when the key is missing.
func (s *section) choice(key string, words ...string) int {
	n := s.get(key)
	if n == nil {
		return 0
	}
	path := join(s.path, key)
	if word := s.textOf(n, path); n.kind == nodeText {
		if i := slices.Index(words, word); i >= 0 {
			return i
		}
		hint := ""
		if near, ok := nearest(word, words); ok {
			hint = fmt.Sprintf("; did you mean %s?", near)
		}
		s.fault(n.at, path, "%s is not one of %s%s", quote(word), strings.Join(words, ", "), hint)
	}
	return 0
}

// texts reads a list of texts; a single text is a list of one.
func (s *section) texts(key string) (texts []string, nodes []*node) {
	n := s.get(key)
	if n == nil {
		return nil, nil
	}
	path := join(s.path, key)
	nodes = []*node{n}
	if n.kind == nodeList {
		nodes = n.items
	} else if n.kind != nodeText {
		if n.kind == nodeMapping && s.looksUncertain(n) {
			s.fault(n.at, path, "%s", structural)
		} else {
			s.wrongKind(n, path, "a list")
		}
		return nil, nil
	}
	kept := nodes[:0:0]
	for i, item := range nodes {
		if item.kind != nodeText {
			s.wrongKind(item, fmt.Sprintf("%s[%d]", path, i+1), "text")
			continue
		}
		texts, kept = append(texts, item.text), append(kept, item)
	}
	return texts, kept
}

// each reads a mapping of names and calls read with each value and its path. Names that differ only in
// their capitals are reported.
func (s *section) each(key string, read func(name string, n *node, path string)) {
	n := s.get(key)
	if n == nil {
		return
	}
	path := join(s.path, key)
	if n.kind != nodeMapping {
		s.wrongKind(n, path, "a mapping of names")
		return
	}
	s.differ(n, path)
	for _, f := range n.fields {
		below := join(path, f.key.text)
		if f.value.kind == nodeNothing {
			s.fault(f.value.at, below, "there is nothing after the name; give it a value, or leave it out")
			continue
		}
		read(f.key.text, f.value, below)
	}
}

// differ reports names that are the same but for capitals: people cannot tell them apart.
func (d *decoder) differ(n *node, path string) {
	seen := map[string]place{}
	for _, f := range n.fields {
		folded := strings.ToLower(f.key.text)
		if at, taken := seen[folded]; taken {
			d.fault(f.key.at, join(path, f.key.text), "%s differs only in capitals from the name on line %d; names must differ in more",
				quote(f.key.text), at.line)
			continue
		}
		seen[folded] = f.key.at
	}
}
