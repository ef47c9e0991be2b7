package file

import (
	"bytes"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
)

// A section is a mapping that is read key by key. It may have the keys that were asked for: done reports any other.
type section struct {
	*decoder
	n      *node
	path   string
	asked  []string
	faulty bool // a key is wrong, so a missing key may only be misspelt
}

// section starts to read a mapping; any other node is reported, and read as an empty mapping.
func (d *decoder) section(n *node, path string) *section {
	s := &section{decoder: d, n: &node{kind: nodeMapping}, path: path}
	switch {
	case n == nil:
	case n.kind == nodeMapping:
		s.n = n
	case n.kind == nodeAsked:
		n.asked(takesKeys)
		s.n = n
	default:
		s.faulty = true
		if meant := withItsColon(n.text); n.kind == nodeText && meant != "" {
			d.fault(n.at, path, fault.Unreadable.Found("%s is text, as a colon and a space part a key from its value",
				fault.Quote(n.text)).Suggest(meant))
			break
		}
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
		d.fault(n.at, path, fault.Unreadable.Found("found the text %s", fault.Quote(n.text)).Want("write %s", expected))
	default:
		d.fault(n.at, path, fault.Unreadable.Found("found %s", n.kind).Want("write %s", expected))
	}
}

// ask adds keys to those that the mapping may have.
func (s *section) ask(keys ...string) {
	for _, key := range keys {
		if !slices.Contains(s.asked, key) {
			s.asked = append(s.asked, key)
		}
	}
}

// get is the value of a key; nil if the key is missing, or has no value, which is reported.
func (s *section) get(key string) *node {
	s.ask(key)
	if s.n.kind == nodeAsked {
		return s.n.about.below(key).node()
	}
	n := s.n.child(key)
	if n == nil || (n.kind != nodeNothing && n.kind != nodeRefused) {
		return n
	}
	s.faulty = true
	if n.kind == nodeNothing {
		s.fault(n.at, join(s.path, key), s.spec.nothing(n.at))
	} else {
		s.suspect(join(s.path, key))
	}
	return nil
}

// nothing is the fault of a key without a value. After the key there may be a comment that was meant as the value.
func (s *Spec) nothing(at place) fault.Fault {
	f := fault.Missing.Found("there is nothing after the key")
	// as comments begin
	if _, comment, found := strings.Cut(s.lineOf(at), "#"); found && comment != "" && comment[0] != ' ' {
		comment, _, _ = strings.Cut(comment, " #")
		f = fault.Missing.Found("there is nothing after the key but a comment, %s",
			fault.Quote("#"+strings.TrimSpace(comment)))
	}
	return f.Want("give it a value, or leave the key out")
}

// lineOf is the line of a YAML text at a place; empty if the file is not YAML, or has no such line.
func (s *Spec) lineOf(at place) string {
	if at.field != "" || strings.HasSuffix(strings.ToLower(s.file), endOfJSON) {
		return ""
	}
	number, text := 0, s.text
	if at.file != "" {
		text = s.bodyFile(at.file).text
	}
	for line := range bytes.Lines(text) {
		if number++; number == at.line {
			return string(line)
		}
	}
	return ""
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
