package file

import (
	"fmt"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
)

// keyAgreement says whose statement counts where two bodies state a transfer differently.
const keyAgreement = "agreement"

// Whose statement counts.
const (
	refused = iota // nobody's: a difference is a fault
	payer
	payee
)

// A statement is a transfer as one of its ends states it in its file.
type statement struct {
	by, from, to string
	key          *node
	terms        *node // the tree without its ends
	path         string
}

// Deeds are the transfers that bodies state in their files, by name in the order in which they were read.
type deeds struct {
	a      *assembly
	prefix string // the place of the system in the whole
	names  []string
	by     map[string][]statement
	files  []string        // the bodies with files that state transfers
	wrong  map[string]bool // by name, that a statement of it is at fault
}

// stated takes the transfers out of the tree of a body's file and keeps them.
func (d *deeds) stated(body string, n *node, prefix string) *node {
	transfers := n.child("transfers")
	if transfers == nil || transfers.kind != nodeMapping {
		return n
	}
	if d.by == nil {
		d.by, d.wrong = map[string][]statement{}, map[string]bool{}
	}
	d.files = append(d.files, body)
	for _, f := range transfers.fields {
		s := statement{by: body, key: f.key, path: prefix + "transfers." + f.key.text,
			terms: &node{at: f.value.at}}
		for _, t := range f.value.fields {
			switch t.key.text {
			case "from":
				s.from = t.value.text
			case "to":
				s.to = t.value.text
			default:
				s.terms.fields = append(s.terms.fields, t)
			}
		}
		name := f.key.text
		if !d.ends(&s, f.value) {
			d.wrong[name] = true
			continue
		}
		if len(d.by[name]) == 0 {
			d.names = append(d.names, name)
		}
		d.by[name] = append(d.by[name], s)
	}
	left := &node{kind: nodeMapping, at: n.at}
	for _, f := range n.fields {
		if f.key.text != "transfers" {
			left.fields = append(left.fields, f)
		}
	}
	return left
}

// ends fills in the end that a body's file leaves out: if the other end is the body itself, outside; else the body
// itself.
func (d *deeds) ends(s *statement, value *node) bool {
	for _, key := range []string{"from", "to"} {
		if end := value.child(key); end != nil && end.kind != nodeText {
			d.a.wrongKind(end, join(s.path, key), "the name of a body")
			return false
		}
	}
	wrong := fault.Fault{}
	switch {
	case value.kind != nodeMapping:
		d.a.wrongKind(value, s.path, "from or to, and what is paid")
		return false
	case s.from == "" && s.to == "":
		wrong = fault.Missing.Found("there is no other end").Want("write from, the body that pays, or to")
	case s.from != "" && s.to != "" && s.from != s.by && s.to != s.by:
		wrong = fault.Misplaced.Found("it leads from %s to %s, and this is the file of %s", fault.Quote(s.from),
			fault.Quote(s.to), fault.Quote(s.by)).Want("write it in the file of one of the two, or of the system")
	case s.from == "" && s.to != s.by:
		s.from = s.by
	case s.to == "" && s.from != s.by:
		s.to = s.by
	}
	if wrong.Kind != "" {
		d.a.fault(value.at, s.path, wrong)
	}
	return wrong.Kind == ""
}

// other is the other end of a statement.
func (s statement) other() string {
	if s.from == s.by {
		return s.to
	}
	return s.from
}

// agreed is the system's tree with the transfers that its bodies state. Where the system's own file states a transfer,
// its statement counts.
func (d *deeds) agreed(e edit, n *node) *node {
	word := refused
	if w := n.child(keyAgreement); w != nil {
		word = max(refused, slices.Index([]string{"refused", "payer", "payee"}, w.text))
	}
	for _, name := range d.names {
		said := d.by[name]
		if n.child("transfers").has(name) {
			continue
		}
		s := d.taken(name, said, word)
		terms := &node{kind: nodeMapping, at: s.terms.at}
		for _, end := range []struct{ key, body string }{{"from", s.from}, {"to", s.to}} {
			if end.body != "" {
				terms.fields = append(terms.fields,
					field{textNode(end.key, s.key.at), textNode(end.body, s.key.at)})
			}
		}
		terms.fields = append(terms.fields, s.terms.fields...)
		with, _, ok := e.with(n, []string{"transfers", name}, s.key, terms)
		if !ok {
			return n // whose transfers are no mapping, which is told when they are read
		}
		n = with
	}
	return n
}

// taken is the statement that counts. A difference is a fault or, where one end's statement counts, is noted.
func (d *deeds) taken(name string, said []statement, word int) statement {
	first := said[0]
	if len(said) == 1 {
		if word == refused && slices.Contains(d.files, first.other()) && !d.wrong[name] {
			d.a.fault(first.key.at, first.path, fault.Conflict.Found("%s states it, and the file of %s does not",
				fault.Quote(first.by), fault.Quote(first.other())).Want("%s", mend()))
		}
		return first
	}
	for _, s := range said[1:] { // of three, one is of other ends, as each body states a name once
		if first.from != s.from || first.to != s.to {
			d.a.fault(s.key.at, s.path, fault.Conflict.Found("%s states another transfer of this name, %s",
				fault.Quote(first.by), first.key.at.on()).Want("give one of them another name"))
			return first
		}
	}
	second := said[1]
	keys := differing(first.terms, second.terms, d.a.symbol())
	if len(keys) == 0 {
		return first
	}
	var differences []string
	for _, key := range keys {
		differences = append(differences, fmt.Sprintf("%s: %s says %s and %s %s", key, first.by, first.saying(key),
			second.by, second.saying(key)))
	}
	told := strings.Join(differences, "; ")
	if word == refused {
		d.a.fault(second.key.at, second.path, fault.Conflict.Found("the two ends do not agree, %s", told).
			Want("%s", mend()))
		return first
	}
	counts := first
	if (word == payer) == (second.by == second.from) {
		counts = second
	}
	if d.a.spec.apart == nil {
		d.a.spec.apart = map[string]string{}
	}
	for i, key := range keys {
		d.a.spec.apart[d.prefix+"transfers."+name+"."+key] = "the two ends do not agree, " + differences[i]
	}
	return counts
}

// mend tells how to mend ends that do not agree.
func mend() string {
	return "let the two agree, write the transfer in the system's file, or take all from one end with agreement: payer or payee"
}

// saying is what a statement says under a key, and where.
func (s statement) saying(key string) string {
	f, ok := s.terms.field(key)
	switch {
	case !ok:
		return "nothing"
	case bare(f.value).kind == nodeText:
		return fault.Short(bare(f.value).text) + " " + f.key.at.on()
	}
	return "the value " + f.key.at.on()
}
