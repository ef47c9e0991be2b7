package file

import (
	"encoding/json"
	"strings"
	"unicode/utf8"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario/internal/words"
)

// A Field is one box of a form: a path and the text that was put there.
type Field struct {
	// Path is the keys with dots between them, as in a change or a [scenario.Setting]: "funding.real_growth".
	Path string `json:"path"`
	// Value is the text as it was typed, without quotation marks: "3.4%", "Is it enough?". A text that begins with { or
	// [ is read like the value of a key in a file: "{p10: 2.8%, p90: 3.8%, source: IFS}", "[3%, 3.5%]".
	Value string `json:"value"`
}

// endOfForm ends the name of a form, endOfJSON the name of a JSON text.
const (
	endOfForm = ".form.json"
	endOfJSON = ".json"
)

// Form reads the fields of a web form: the keys of a scenario file, in any order. It gives the same Spec as a file with
// the same keys, and the same faults, except that their place is the [Fault.Field]. Results call the form by name; it
// ends in ".form.json", which is added if it is missing. The text that a manifest keeps is the fields as JSON: a list
// of paths and values. A form cannot name tables. The error is [Faults].
func Form(name string, fields []Field) (*Spec, error) {
	if !strings.HasSuffix(name, endOfForm) {
		name += endOfForm
	}
	faults := newFaultList(name)
	for i, f := range fields {
		if !utf8.ValidString(f.Path) || !utf8.ValidString(f.Value) {
			faults.add(f.place(i),
				fault.Unreadable.Found("the bytes here are not UTF-8 text").Want("send the form as UTF-8"))
		} else if _, refused := refusedIn(f.Path + f.Value); refused.Kind != "" {
			faults.add(f.place(i), refused)
		}
	}
	if err := faults.err(); err != nil {
		return nil, err
	}
	text, _ := json.Marshal(append([]Field{}, fields...)) // they are text alone
	return load(name, text, nil)
}

// place is the place of field i of a form.
func (f Field) place(i int) place { return place{line: i + 1, field: fault.Short(f.Path)} }

// parseForm reads a form's text, a list of paths and values, as the tree of its keys; nil if the text has no usable
// tree.
func parseForm(raw []byte, faults *faultList) *node {
	r := newJSONReader(raw, faults)
	if r == nil {
		return nil
	}
	d := json.NewDecoder(strings.NewReader(string(r.text)))
	d.DisallowUnknownFields()
	var fields []Field
	if err := d.Decode(&fields); err != nil {
		faults.add(top(),
			fault.Unreadable.Want(`a form is a list of fields, each {"path": "need.real_growth", "value": "3.4%%"}`))
		return nil
	}
	f := newFormReader(faults)
	for i, field := range fields {
		f.take(field, field.place(i))
	}
	if f.nodes > maxNodes {
		faults.add(top(), fault.TooLarge.Found("the form has more than %d keys and values, which is the most",
			maxNodes))
		return nil
	}
	return f.root
}

// A formReader puts fields into a tree.
type formReader struct {
	treeReader
	edit  edit
	root  *node
	first map[string]place // by path
	nodes int
	held  int // values in brackets
	// crowded are the mappings with too many keys, which is told once.
	crowded map[*node]bool
}

func newFormReader(faults *faultList) *formReader {
	return &formReader{treeReader: treeReader{faults}, edit: edit{}, root: &node{kind: nodeMapping, at: top()},
		first: map[string]place{}, crowded: map[*node]bool{}}
}

// take puts one field where its path says.
func (r *formReader) take(f Field, at place) {
	path := strings.TrimSpace(f.Path)
	if earlier, twice := r.first[path]; twice {
		r.faults.add(at, fault.Duplicate.Found("this field is there already, as number %d", earlier.line).
			Want("keep one of the two").At(path))
		return
	}
	r.first[path] = at
	key := textNode(path, at)
	value := r.value(f.Value, path, at)
	if r.nodes += 1 + value.count(); r.nodes > maxNodes {
		return // the fault is told once all is counted
	}
	r.under(r.edit.split(r.root, path), key, value, path)
}

// under puts a value under its keys.
func (r *formReader) under(keys []string, key, value *node, path string) {
	for _, k := range keys {
		if key.kind == nodeText {
			key.text = k
			r.named(key, path)
		}
	}
	switch {
	case len(keys) > maxDepth:
		r.faults.add(key.at, tooDeep().At(path))
	case key.kind == nodeText:
		r.put(keys, key, value, path)
	}
}

// put adds a value where there is nothing yet.
func (r *formReader) put(keys []string, key, value *node, path string) {
	n := r.root
	for i, k := range keys {
		within := n
		if n = r.edit.child(n, k); n == nil && within != nil && len(within.fields) >= words.MostEntries {
			if !r.crowded[within] {
				r.crowded[within] = true
				r.faults.add(key.at, tooManyKeys(words.MostEntries+1).At(strings.Join(keys[:i], ".")))
			}
			return
		}
	}
	if n != nil {
		r.faults.add(key.at, fault.Conflict.Found("another field gives something within this one").
			Want("leave one of the two out").At(path))
		return
	}
	tree, depth, ok := r.edit.with(r.root, keys, key, value)
	if !ok {
		r.faults.add(key.at, fault.Misplaced.Found("the field %s has no keys in it", strings.Join(keys[:depth], ".")).
			Want("give it as a whole").At(path))
		return
	}
	r.root = tree
}

// value reads the text of a field.
func (r *formReader) value(text, path string, at place) *node {
	n := textNode(strings.TrimSpace(text), at)
	switch {
	case n.text == "":
		n.kind = nodeNothing
	case bracketed(n.text):
		return r.brackets(n, path)
	default:
		r.checkText(n, path)
	}
	return n
}

// bracketed reports whether a text begins with a bracket of a mapping or a list.
func bracketed(text string) bool { return strings.HasPrefix(text, "{") || strings.HasPrefix(text, "[") }

// mostBrackets is how many values in brackets a form or a workbook may have: each is read as a file of its own.
const mostBrackets = 10_000

// brackets reads a value in brackets like the text of a file, at the place of the field.
func (r *formReader) brackets(n *node, path string) *node {
	r.held++
	holds := separators([]byte(n.text))
	switch {
	case r.held > mostBrackets:
		r.refuse(n, path, fault.TooLarge.Found("more than %d values are in brackets", mostBrackets).
			Want("that is the most"))
		return n
	case r.nodes+holds > maxNodes:
		r.nodes += holds // which is told once all is counted
		return n
	}
	value, refused := valueOf(n.text)
	if refused.Kind != "" {
		r.nodes += holds
		r.refuse(n, path, refused)
		return n
	}
	value.moveTo(n.at)
	return value
}
