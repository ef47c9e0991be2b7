package file

import (
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
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
	case n.kind == nodeAsked:
		n.asked(takesKeys)
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
		s.fault(n.at, join(s.path, key), fault.Missing.Found("there is nothing after the key").
			Want("give it a value, or leave the key out"))
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
	near := s.faults.nearest(key, s.asked)
	switch {
	case key == "deficit":
		s.fault(f.key.at, path, fault.Unknown.Found("a position is signed").
			Want("write position: %s for a deficit", negative(f.value)))
	case near != "":
		s.suspect(join(s.path, near))
		s.fault(f.key.at, path, fault.Unknown.Found("there is no key %s here", fault.Quote(key)).Suggest(near))
	case s.n.has(keyFormula) && f.value.kind == nodeNothing:
		s.fault(f.key.at, path, fault.Unreadable.Found("%s stands alone", fault.Quote(key)).
			Want("put quotes round a formula with commas or colons in it"))
	case f.afterComma():
		s.fault(f.key.at, path, f.afterItsComma())
	default:
		s.fault(f.key.at, path, fault.Unknown.Found("there is no key %s here", fault.Quote(key)).
			Want("the keys are %s", strings.Join(s.asked, ", ")))
	}
}

// afterItsComma is the fault of digits that a comma has cut off their number.
func (f field) afterItsComma() fault.Fault {
	return fault.Unreadable.Found("%s stands alone after a comma", fault.Quote(f.key.text)).
		Want("put quotes round a number with commas in it")
}

// afterComma reports whether a key looks like the digits after a comma in a number without quotes.
func (f field) afterComma() bool {
	key := f.key.text
	return strings.Trim(key[:min(3, len(key))], "0123456789") == "" && f.value.kind == nodeNothing
}

// negative is an amount as it would be written for a deficit.
func negative(n *node) string {
	digits := ""
	if value := n.child(formValue); value != nil {
		n = value
	}
	if n.kind == nodeText {
		digits = strings.TrimLeft(n.text, "-+− ")
	}
	if digits == "" || len(digits) > fault.Longest {
		digits = "3.7bn"
	}
	return "-" + digits
}
