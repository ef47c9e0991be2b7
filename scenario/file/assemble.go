package file

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
)

// Keys with which a system takes its bodies from other files.
const (
	keyFile        = "file"
	keyBodiesTable = "bodies_table"
)

// maxBodyFiles is the most files of bodies that a scenario file may name, including files that these name.
const maxBodyFiles = 100

// An assembly puts the bodies from files and tables into the tree of a system, before any of the tree is decoded. Nodes
// from a file keep their places in that file.
type assembly struct {
	spec   *Spec
	faults *faultList
	frame  *node // the tree of the scenario file, whose years and currency all bodies share
	open   []string
}

// assemble is the tree with the bodies of all files and tables in it.
func (s *Spec) assemble(faults *faultList) {
	a := &assembly{spec: s, faults: faults, frame: s.root}
	s.root = a.system(s.root, "", "")
}

func (a *assembly) fault(at place, path string, f fault.Fault) { a.faults.add(at, f.At(path)) }

// wrongKind says what was found in the place of what is wanted, unless that was told when the file was read.
func (a *assembly) wrongKind(n *node, path, want string) {
	if n.kind != nodeRefused {
		a.fault(n.at, path, fault.Unreadable.Found("found %s", n.kind).Want("write %s", want))
	}
}

// system is the tree of a system with its bodies in it. prefix is its place in the whole, folder the folder of its
// file.
func (a *assembly) system(n *node, prefix, folder string) *node {
	e := edit{}
	n = a.tabled(e, n, prefix, folder)
	bodies := n.child("bodies")
	if bodies == nil || bodies.kind != nodeMapping {
		return n
	}
	d := deeds{a: a, prefix: prefix}
	for _, f := range bodies.fields {
		body, at := f.value, prefix+"bodies."+f.key.text
		switch named := body.child(keyFile); {
		case named != nil:
			body = a.fromFile(f, named, at+".", folder, &d)
		case body.has("bodies"):
			body = a.system(body, at+".", folder)
		}
		if body != f.value {
			n, _, _ = e.with(n, []string{"bodies", f.key.text}, f.key, body)
		}
	}
	return d.agreed(e, n)
}

// fromFile is a body as its file says it.
func (a *assembly) fromFile(f field, named *node, prefix, folder string, d *deeds) *node {
	at := strings.TrimSuffix(prefix, ".") + "." + keyFile
	empty := &node{kind: nodeRefused, at: f.value.at}
	switch {
	case named.kind != nodeText:
		a.wrongKind(named, at, "the path of a file")
		return empty
	case len(f.value.fields) > 1:
		a.fault(f.value.at, at, fault.Conflict.Found("the body is in a file, and there are other keys beside").
			Want("write them in the file, or change its numbers in changes"))
		return empty
	}
	name := path.Join(folder, named.text)
	text := a.spec.readBody("body", name, named.text)
	switch {
	case text.refused.Kind != "":
		a.fault(named.at, at, text.refused)
		return empty
	case slices.Contains(a.open, name):
		a.fault(named.at, at, fault.Circle.Found("the file %s has itself among its bodies", fault.Quote(name)))
		return empty
	case len(a.open) >= finance.MaxLevels:
		a.fault(named.at, at, fault.TooLarge.Found("systems are nested more than %d deep", finance.MaxLevels))
		return empty
	}
	own := newFaultList(name)
	root := text.tree(own)
	a.faults.take(own, name)
	if root == nil {
		return empty
	}
	a.nothingIn(text, prefix)
	root.isIn(name)
	a.open = append(a.open, name)
	defer func() { a.open = a.open[:len(a.open)-1] }()
	root = a.system(a.framed(root, f.key.text, prefix), prefix, path.Dir(name))
	rebased(root, path.Dir(name))
	if !root.has("bodies") {
		root = d.stated(f.key.text, root, prefix)
	}
	root.at = f.value.at
	return root
}

// isIn marks a node, and all nodes in it, with the file that they were read from.
func (n *node) isIn(file string) {
	n.at.file = file
	for _, f := range n.fields {
		f.key.at.file = file
		f.value.isIn(file)
	}
	for _, item := range n.items {
		item.isIn(file)
	}
}

// rebased rewrites the paths of tables so that they start from the folder of the scenario file. Nothing else may use
// the node yet.
func rebased(n *node, folder string) {
	if folder == "." {
		return
	}
	n.each(func(f field) {
		if f.key.text == "csv" && f.value.kind == nodeText && !path.IsAbs(f.value.text) && f.value.at.file != "" &&
			path.Dir(f.value.at.file) == folder {
			f.value.text = path.Join(folder, f.value.text)
		}
	})
}

// readBody reads the file of a body, or a table of bodies, once; what says which of the two it is.
func (s *Spec) readBody(what, name, asWritten string) tableFile {
	if b := s.bodyFile(name); b.name != "" {
		return b
	}
	if len(s.bodies) == maxBodyFiles {
		return refusedFile(what, asWritten, fault.TooLarge, "is one file of a body too many",
			"a file names at most 100")
	}
	b := s.asText(s.opened(what, name, asWritten), asWritten)
	if b.cells == nil {
		b.cells = s.recorded[b.name]
	}
	s.bodies = append(s.bodies, b)
	return b
}

// bodyFile finds the file of a body among those already read.
func (s *Spec) bodyFile(name string) tableFile {
	i := slices.IndexFunc(s.bodies, func(b tableFile) bool { return b.name == name })
	if i < 0 {
		return tableFile{}
	}
	return s.bodies[i]
}

// opened reads a file that a scenario file names, if it may.
func (s *Spec) opened(what, name, asWritten string) tableFile {
	switch {
	case s.open == nil:
		return refusedFile(what, asWritten, fault.Unreadable, "cannot be read: this file was loaded without its folder",
			"write what it says in the file")
	case !fs.ValidPath(name) || name == "." || strings.Contains(name, `\`) || path.IsAbs(asWritten) ||
		strings.HasPrefix(asWritten, "../") || strings.Contains(asWritten, "/../"):
		return refusedFile(what, asWritten, fault.Unreadable, "is not the path of a file from the folder of this one",
			"write it with /, and without .. or a / at its beginning")
	}
	return openTable(what, name, s.open)
}

// framed is the tree of a body's file without its frame (years, currency and so on), which must be the same as in the
// system's file.
func (a *assembly) framed(n *node, body, prefix string) *node {
	kept := &node{kind: nodeMapping, at: n.at}
	for _, f := range n.fields {
		key, path := f.key.text, prefix+f.key.text
		switch key {
		case "schema":
			if versionOf(f.value) == 0 {
				a.fault(f.value.at, path, fault.Unknown.Found("the version of the format is not known").
					Want("this reader knows %d to %d", oldestSchema, CurrentSchema))
			}
		case "years", "currency", "first_month", "deflator":
			if mine := a.frame.child(key); mine == nil || !alike(mine, f.value, a.symbol()) {
				a.fault(f.key.at, path, fault.Conflict.Found("it is not what the system's file says of %s", key).
					Want("write the same, or leave it out"))
			}
		case "body":
			switch {
			case f.value.kind != nodeText:
				a.wrongKind(f.value, path, "the body's name")
			case f.value.text != body:
				a.fault(f.value.at, path, fault.Conflict.Found("the file is for %s, and is used for %s",
					fault.Quote(f.value.text), fault.Quote(body)).Want("name the right file"))
			}
		case "name":
		case "not_modelled":
			for _, text := range textsOf(f.value) {
				a.spec.leftOut = append(a.spec.leftOut, body+": "+text)
			}
		case "run", "explore", "lines", "real_terms", "prices", "baseline", "changes", "scenarios", "compare",
			"correlations":
			a.fault(f.key.at, path, fault.Misplaced.Found("it is for the whole system").
				Want("write it in the system's file"))
		case "assumptions":
			kept.fields = append(kept.fields, field{f.key, a.shared(f.value, path)})
		default:
			kept.fields = append(kept.fields, f)
		}
	}
	if !n.has("schema") {
		a.fault(place{line: 1, column: 1, file: n.at.file}, prefix+"schema",
			fault.Missing.Found("the file does not say which version of the format it has").
				Want("write schema: %d first", CurrentSchema))
	}
	return kept
}

// shared are the assumptions of a body's file without those that the system's file has too; these hold for all bodies,
// and the body's file may not give them other values.
func (a *assembly) shared(n *node, path string) *node {
	all := a.frame.child("assumptions")
	own := &node{kind: n.kind, text: n.text, items: n.items, at: n.at}
	for _, f := range n.fields {
		mine, there := all.field(f.key.text)
		switch {
		case !there:
			own.fields = append(own.fields, f)
		case !alike(mine.value, f.value, a.symbol()):
			a.fault(f.key.at, join(path, f.key.text),
				fault.Conflict.Found("the system's file says another number, %s", mine.key.at.on()).
					Want("write the same, leave it out, or give it another name"))
		}
	}
	return own
}

// symbol is the currency's sign, if the file gives one.
func (a *assembly) symbol() string { return symbolIn(a.frame) }

// symbolIn is the currency's sign, if a file gives one.
func symbolIn(root *node) string {
	if n := root.child("currency"); n != nil {
		if sign := currencySigns()[n.text]; sign != "" {
			return sign
		}
		return n.text
	}
	return new(finance.Model).Symbol()
}

// alike reports whether two nodes say the same. Notes about numbers (source, quality), and the way a number is written,
// do not count.
func alike(a, b *node, symbol string) bool {
	a, b = bare(a), bare(b)
	if a == nil || b == nil || a.kind != b.kind || len(a.items) != len(b.items) {
		return a == b
	}
	if a.kind == nodeText {
		return a.text == b.text || sameNumber(a.text, b.text, symbol)
	}
	for i := range a.items {
		if !alike(a.items[i], b.items[i], symbol) {
			return false
		}
	}
	return len(differing(a, b, symbol)) == 0
}

// differing are the keys of two mappings whose values are not alike.
func differing(a, b *node, symbol string) (keys []string) {
	for _, key := range append(a.keys(), b.keys()...) {
		if !aboutNumbers(key) && !slices.Contains(keys, key) && !alike(a.child(key), b.child(key), symbol) {
			keys = append(keys, key)
		}
	}
	return keys
}

// aboutNumbers reports whether a key is a note about a number, such as its source.
func aboutNumbers(key string) bool {
	return slices.Contains([]string{"source", "note", "owner", "quality"}, key)
}

// bare is a number without the notes about it.
func bare(n *node) *node {
	if value := n.child(formValue); value != nil &&
		!slices.ContainsFunc(n.keys(), func(key string) bool { return key != formValue && !aboutNumbers(key) }) {
		return value
	}
	return n
}

// sameNumber reports whether two texts are the same amount of money or the same rate.
func sameNumber(a, b, symbol string) bool {
	x, err := finance.ParseAmount(a, symbol)
	y, err2 := finance.ParseAmount(b, symbol)
	if err == nil && err2 == nil {
		return x == y
	}
	r, err := finance.ParseRate(a)
	q, err2 := finance.ParseRate(b)
	return err == nil && err2 == nil && r == q
}
