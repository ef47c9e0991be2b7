package file

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/openenvelope/envelope/finance/fault"
)

// unknown reports an unknown key and the key that may have been meant.
func (s *section) unknown(f field) {
	key, path := f.key.text, join(s.path, f.key.text)
	near := s.faults.nearest(key, s.asked)
	switch {
	case key == "deficit":
		wanted := "write position, with a minus sign for a deficit"
		if amount := negative(f.value); amount != "" {
			wanted = "write position: " + amount + " for a deficit"
		}
		s.fault(f.key.at, path, fault.Unknown.Found("a position is signed").Want("%s", wanted))
	case withoutColon(key) != "":
		s.suspect(join(s.path, withoutColon(key)))
		s.fault(f.key.at, path, fault.Unreadable.Found("there is no colon before the bracket").
			Want("write %s: before it", withoutColon(key)))
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
	case len(s.asked) == 0:
		s.fault(f.key.at, path, fault.Unknown.Found("there is no key %s here", fault.Quote(key)).Want("leave it out"))
	default:
		s.fault(f.key.at, path, fault.Unknown.Found("there is no key %s here", fault.Quote(key)).
			Want("the keys are %s", strings.Join(s.asked, ", ")))
	}
}

// withoutColon is the key of a text that goes on with a bracket, and has no colon before that: need {real_growth. It is
// empty for any other text.
func withoutColon(text string) string {
	key, _, ok := strings.Cut(text, "{")
	if key = strings.TrimSpace(key); !ok || strings.Trim(key, "abcdefghijklmnopqrstuvwxyz_") != "" {
		return ""
	}
	return key
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
	if strings.TrimRight(before, "0123456789") == before || digits == len("000") || strings.Contains(before, ".") {
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

// negative is an amount with a minus sign, as a deficit is written; empty if the node gives none.
func negative(n *node) string {
	if value := n.child(formValue); value != nil {
		n = value
	}
	digits := strings.TrimLeft(n.text, "-+− ")
	if digits == "" || len(digits) > fault.Longest {
		return ""
	}
	return "-" + digits
}
