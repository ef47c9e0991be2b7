package file

import (
	"fmt"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/internal/door"
)

// An Entry is one thing that a file gives, a number or a text, as a table of them has it: what is known of it in
// columns.
type Entry struct {
	Keys      []string // those that it stands under: bodies, Acute trust, need, real_growth
	Named     []bool   // which of them are names that the file gives, as Acute trust
	Item      int      // of a list of texts, from 1; 0 is no list
	Unit      string   // of a number: rate, amount, years or number; empty for a text
	Certain   bool     // a number that cannot be uncertain
	Words     []string // those that a text is chosen from; nil for any
	Means     string   // what the key means
	Otherwise string   // what holds where it is left out
	Given
	Changes []Given // what stands in its place, in the order of [Spec.ChangeNames]
}

// Given is a number or a text as it is given: each part as text of the file, empty where it is not given.
type Given struct {
	Value                        string   // known, or in the middle of Low and High; or the text
	Low, High                    string   // one case in ten is below, and one in ten above
	Years                        []string // one for each year
	Then                         string   // for the years after those
	Law                          string   // all else that is said of it, in braces: {normal: {mean: 0%, sd: 0.5%}}
	Source, Owner, Quality, Note string   // what is known about it
}

// Entries lists what the file gives, in its order, as it was written: without what was set, and without its changes but
// for those that put one number in the place of another, which stand beside that. The error is that of a tree that
// cannot be written as text, and there is none that was read.
func (s *Spec) Entries() ([]Entry, error) {
	s = door.Or(s).asWritten()
	if s.root == nil {
		return nil, nil
	}
	l := lister{top: fileKeys(), changes: s.root.child("changes")}
	l.below(s.root, l.top, nil, nil)
	l.changed()
	return l.all, l.err
}

// ChangeNames are the names of the file's changes, in its order.
func (s *Spec) ChangeNames() []string {
	return door.Or(s).asWritten().root.child("changes").keys()
}

// A lister lists the entries of a file.
type lister struct {
	top     *key
	changes *node
	all     []Entry
	err     error
}

// below lists what is below a mapping.
func (l *lister) below(n *node, k *key, keys []string, named []bool) {
	for _, f := range n.fields {
		below, isName := l.keyOf(k, f.key.text)
		if len(keys) == 0 && f.key.text == "changes" {
			continue
		}
		l.entry(f.value, below, append(slices.Clone(keys), f.key.text), append(slices.Clone(named), isName))
	}
}

// keyOf is the key of a name below another, and whether the file gives the name.
func (l *lister) keyOf(k *key, name string) (*key, bool) {
	var any *key
	for _, b := range k.keys {
		switch {
		case b.name == name && name == "bodies": // a body of a body has the same keys
			return l.top.below("bodies"), false
		case b.name == name:
			return b, false
		case b.name == "*":
			any = b
		}
	}
	if any != nil {
		return any, true
	}
	return &key{name: name}, false
}

// entry lists one value, or what is below it.
func (l *lister) entry(n *node, k *key, keys []string, named []bool) {
	e := Entry{Keys: keys, Named: named, Words: k.words, Means: k.meaning.says, Otherwise: k.meaning.otherwise}
	switch k.takes {
	case takesKeys, takesNames:
		if n.kind == nodeMapping {
			l.below(n, k, keys, named)
			return
		}
	case takesNumber, takesNumbers:
		e.Unit, e.Certain = k.unit, k.certain
		if k.unit == "rate or amount" {
			e.Unit = "rate"
			if text := firstNumber(n); text != "" && !strings.HasSuffix(text, "%") {
				e.Unit = "amount"
			}
		}
		e.Given = l.number(n)
		l.all = append(l.all, e)
		return
	case takesTexts:
		if n.kind == nodeList && len(n.items) > 0 {
			for i, item := range n.items {
				e.Item, e.Value = i+1, l.text(item)
				l.all = append(l.all, e)
			}
			return
		}
	}
	e.Value = l.text(n)
	l.all = append(l.all, e)
}

// text is a value as it stands behind its key.
func (l *lister) text(n *node) string {
	if n.kind == nodeText && !bracketed(n.text) {
		return n.text
	}
	text, err := inBraces(n)
	if err != nil && l.err == nil {
		l.err = err
	}
	return text
}

// number is a number with what is known about it.
func (l *lister) number(n *node) (g Given) {
	switch n.kind {
	case nodeList:
		g.Years = l.texts(n)
		return g
	case nodeMapping:
	default:
		g.Value = l.text(n)
		return g
	}
	rest := &node{kind: nodeMapping}
	interval := n.has("p10", "p90")
	for _, f := range n.fields {
		plain := f.value.kind == nodeText
		to := map[string]*string{"value": &g.Value, "then": &g.Then, "source": &g.Source, "owner": &g.Owner,
			"quality": &g.Quality, "note": &g.Note}[f.key.text]
		if interval {
			to = map[string]*string{"p10": &g.Low, "p50": &g.Value, "p90": &g.High, "source": &g.Source,
				"owner": &g.Owner, "quality": &g.Quality, "note": &g.Note}[f.key.text]
		}
		switch {
		case f.key.text == "values" && f.value.kind == nodeList:
			g.Years = l.texts(f.value)
		case to != nil && (plain || f.key.text == "then"):
			*to = l.text(f.value)
		default:
			rest.fields = append(rest.fields, f)
		}
	}
	if len(rest.fields) > 0 {
		g.Law = l.text(rest)
	}
	return g
}

// texts are the items of a list.
func (l *lister) texts(n *node) (all []string) {
	for _, item := range n.items {
		all = append(all, l.text(item))
	}
	return all
}

// changed puts beside each number what the file's changes put in its place; all other changes are entries of their own.
func (l *lister) changed() {
	at := map[string]int{}
	for i, e := range l.all {
		if e.Item == 0 {
			at[strings.Join(e.Keys, ".")] = i
		}
		l.all[i].Changes = make([]Given, len(l.changes.keys()))
	}
	if l.changes == nil {
		return
	}
	for c, f := range l.changes.fields {
		for _, change := range f.value.fields {
			if i, ok := at[change.key.text]; ok && l.all[i].Unit != "" {
				l.all[i].Changes[c] = l.number(change.value)
				continue
			}
			l.all = append(l.all, Entry{Keys: []string{"changes", f.key.text, change.key.text},
				Named: []bool{false, true, false}, Given: Given{Value: l.text(change.value)},
				Means:   fmt.Sprintf("what %s puts in the place of %s", f.key.text, change.key.text),
				Changes: make([]Given, len(l.changes.fields))})
		}
	}
}

// InBraces is what is given as it is put into a [Cell] or a [Field]: a text alone, or keys in braces.
func (g Given) InBraces() string {
	n := &node{kind: nodeMapping}
	add := func(key, value string) {
		if value == "" {
			return
		}
		if v, refused := valueOf(value); refused.Kind == "" {
			n.fields = append(n.fields, field{textNode(key, place{}), v})
		}
	}
	middle := "value"
	if g.Low != "" || g.High != "" {
		middle = "p50"
	}
	add("p10", g.Low)
	add(middle, g.Value)
	add("p90", g.High)
	if len(g.Years) > 0 {
		add("values", "["+strings.Join(g.Years, ", ")+"]")
	}
	add("then", g.Then)
	if law, refused := valueOf(g.Law); refused.Kind == "" && g.Law != "" {
		n.fields = append(n.fields, law.fields...)
	}
	text := func(s string) *node { return textNode(s, place{}) }
	for _, known := range [][2]string{{"source", g.Source}, {"owner", g.Owner}, {"quality", g.Quality},
		{"note", g.Note}} {
		if known[1] != "" {
			n.fields = append(n.fields, field{text(known[0]), text(known[1])})
		}
	}
	if len(n.fields) == 1 && n.fields[0].key.text == middle {
		n = n.fields[0].value
	}
	return new(lister).text(n)
}
