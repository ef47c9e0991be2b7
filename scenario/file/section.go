package file

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

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

// lineOf is the line of a YAML text at a place; empty if the file is not YAML.
func (s *Spec) lineOf(at place) string {
	if at.line == 0 || at.set() || at.field != "" || strings.HasSuffix(strings.ToLower(s.file), endOfJSON) {
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

// unknown reports an unknown key and the key that may have been meant.
func (s *section) unknown(f field) {
	key, path := f.key.text, join(s.path, f.key.text)
	near := s.faults.nearest(key, s.asked)
	switch {
	case key == "deficit":
		s.fault(f.key.at, path, fault.Unknown.Found("a position is signed").
			Want("write position: %s for a deficit", negative(f.value)))
	case near != "" && f.value.kind != nodeNothing || near != "" && withItsColon(key) == "":
		s.suspect(join(s.path, near))
		s.fault(f.key.at, path, fault.Unknown.Found("there is no key %s here", fault.Quote(key)).Suggest(near))
	case s.n.has(keyFormula) && f.value.kind == nodeNothing:
		s.fault(f.key.at, path, fault.Unreadable.Found("%s stands alone", fault.Quote(key)).
			Want("put quotes round a formula with commas or colons in it"))
	case f.value.kind == nodeNothing && withItsColon(key) != "":
		s.suspect(join(s.path, strings.FieldsFunc(key, func(r rune) bool { return r == ':' || r == ' ' })[0]))
		s.fault(f.key.at, path,
			fault.Unreadable.Found("%s is a key without a value, as a colon and a space part the two",
				fault.Quote(key)).
				Suggest(withItsColon(key)))
	case f.afterComma():
		cut, number := s.n.before(f)
		s.suspect(join(s.path, cut))
		s.fault(f.key.at, path, f.afterItsComma(number))
	default:
		s.fault(f.key.at, path, fault.Unknown.Found("there is no key %s here", fault.Quote(key)).
			Want("the keys are %s", strings.Join(s.asked, ", ")))
	}
}

// withItsColon mends a text that is a key and a value without the colon between them, or without the space after the
// colon; empty if it is no such text.
func withItsColon(text string) string {
	const between = ": "
	key, value, two := strings.Cut(text, ":")
	if !two {
		key, value, two = strings.Cut(text, " ")
		if first, _ := utf8.DecodeRuneInString(strings.TrimSpace(value)); !strings.ContainsRune("0123456789-−£€$",
			first) {
			return ""
		}
	}
	key, value = strings.TrimSpace(key), strings.TrimSpace(value)
	if !two || value == "" || strings.Trim(key, "abcdefghijklmnopqrstuvwxyz_0123456789") != "" ||
		strings.Trim(key[:min(1, len(key))], "0123456789") == "" {
		return ""
	}
	return fault.Short(key + between + value)
}

// afterItsComma is the fault of digits that a comma has cut off from their number; before is the first part of the
// number.
func (f field) afterItsComma(before string) fault.Fault {
	found := fault.Unreadable.Found("%s stands alone after a comma", fault.Quote(f.key.text))
	digits := len(f.key.text) - len(strings.TrimLeft(f.key.text, "0123456789"))
	if before == "" || digits == len("000") {
		return found.Want("put quotes round a number with commas in it")
	}
	return found.Want("write decimals behind a point").Suggest(fault.Short(before + "." + f.key.text))
}

// afterComma reports whether a key looks like the digits after a comma in a number without quotes.
func (f field) afterComma() bool {
	rest := strings.TrimLeft(f.key.text, "0123456789.")
	return f.value.kind == nodeNothing && rest != f.key.text &&
		slices.Contains([]string{"", "%", "k", "m", "bn"}, strings.TrimSpace(rest))
}

// before is the field before another in a mapping; its text is empty if its value is not a text.
func (n *node) before(f field) (key, text string) {
	for i, g := range n.fields {
		if g.key == f.key && i > 0 {
			return n.fields[i-1].key.text, n.fields[i-1].value.text
		}
	}
	return "", ""
}

// negative is an amount with a minus sign, as a deficit is written.
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
