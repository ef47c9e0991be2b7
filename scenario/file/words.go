package file

import (
	"fmt"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario/internal/words"
)

// text reads a key's text.
func (s *section) text(key string) string {
	n := s.get(key)
	if n == nil {
		return ""
	}
	return s.textOf(n, join(s.path, key))
}

// textOf reads text.
func (d *decoder) textOf(n *node, path string) string { return d.textAs(n, path, "text") }

// textAs reads text, of which expected says what it must be. A form of an uncertain number in its place is reported as
// such: a text cannot be uncertain.
func (d *decoder) textAs(n *node, path, expected string) string {
	switch {
	case n.kind == nodeText:
		return n.text
	case n.kind == nodeAsked:
		n.asked(takesText)
	case n.kind == nodeMapping && d.looksUncertain(n):
		d.fault(n.at, path, structural())
	default:
		d.wrongKind(n, path, expected)
	}
	return ""
}

// choice reads one of several words and gives its number, 0 if the key is missing. A word may be written with spaces
// between its parts: with prices.
func (s *section) choice(key string, among ...string) int {
	n := s.get(key)
	if n == nil {
		return 0
	}
	if k, ok := n.asked(takesWord); ok {
		k.words = among
		return 0
	}
	path := join(s.path, key)
	if text := s.textAs(n, path, "one of "+strings.Join(among, ", ")); n.kind == nodeText {
		word := strings.ReplaceAll(text, " ", "_")
		if i := slices.Index(among, word); i >= 0 {
			return i
		}
		near := ""
		if strings.Trim(word, "-0123456789") != "" { // a number is like another in its value, not in its digits
			near = s.faults.nearest(word, among)
		}
		s.fault(n.at, path,
			fault.Unknown.Found("%s is not one of %s", fault.Quote(text), strings.Join(among, ", ")).Suggest(near))
	}
	return 0
}

// texts reads a list of texts; a single text is a list of one.
func (s *section) texts(key string) (texts []string, nodes []*node) {
	n := s.get(key)
	if n == nil {
		return nil, nil
	}
	if _, ok := n.asked(takesTexts); ok {
		return nil, nil
	}
	path := join(s.path, key)
	nodes = []*node{n}
	if n.kind == nodeList {
		nodes = n.items
	} else if n.kind != nodeText {
		if n.kind == nodeMapping && s.looksUncertain(n) {
			s.fault(n.at, path, structural())
		} else {
			s.wrongKind(n, path, "a list")
		}
		return nil, nil
	}
	if len(nodes) > words.MostEntries {
		s.fault(n.at, path, fault.TooLarge.Found("the list has %d entries", len(nodes)).
			Want("the most is %d", words.MostEntries))
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
	if k, ok := n.asked(takesNames); ok {
		if s.path != "bodies.*" || key != "bodies" { // a body of a body has the same keys
			read("*", k.below("*").node(), join(path, "*"))
		}
		return
	}
	if n.kind != nodeMapping {
		s.noNames(n, path)
		return
	}
	s.differ(n, path)
	for _, f := range n.fields {
		below := join(path, f.key.text)
		if f.afterComma() {
			s.fault(f.key.at, below, f.afterItsComma(""))
			continue
		}
		if f.value.kind == nodeNothing {
			s.fault(f.value.at, below, fault.Missing.Found("there is nothing after the name").
				Want("give it a value, or leave it out"))
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
			d.fault(f.key.at, join(path, f.key.text),
				fault.Duplicate.Found("%s differs only in capitals from the name %s", fault.Quote(f.key.text), at.on()).
					Want("names must differ in more"))
			continue
		}
		seen[folded] = f.key.at
	}
}

// noNames reports another value in the place of a mapping of names, such as a list whose items give their names.
func (s *section) noNames(n *node, path string) {
	if n.kind == nodeList && len(n.items) > 0 {
		if name := n.items[0].child("name"); name != nil && name.kind == nodeText {
			s.fault(n.at, path, fault.Unreadable.Found("found a list").
				Want("write each item below its name: %s, and its keys behind or under it", fault.Quote(name.text+":")))
			return
		}
	}
	s.wrongKind(n, path, "a mapping of names")
}
