package file

import (
	"strings"
	"unicode/utf8"

	"github.com/openenvelope/envelope/finance/fault"
)

// endOfWorkbook ends the name of a workbook.
const endOfWorkbook = ".xlsx"

// A Cell is what a cell of a workbook gives. A reader of workbooks makes them, as package scenario/xlsx does.
type Cell struct {
	At    string   // where the cell is: "Assumptions!C7"
	Keys  []string // those that the value stands under: funding, baseline, value
	Item  int      // of a list, from 1: the value is one of its items; 0 is no list
	Value string   // as in a [Field]; empty is nothing, which is remembered for the fault of what is missing
	// Refused says that the cell gives something that cannot be read, which is among the faults found.
	Refused bool
	// Within says that the value is keys in braces, each of which stands under Keys.
	Within bool
}

// Cells reads what the cells of a workbook give: the keys of a scenario file, in any order. Its Spec is like that of a
// file with the same keys, and so are its faults, but for their place, which is the [Fault.Cell]. name is what results
// call the workbook; it ends in ".xlsx", which is added if it is not there. The text of the Spec, which a manifest
// keeps, is YAML that says the same. found are faults that the reader of the workbook found itself. The error is
// [Faults].
func Cells(name string, cells []Cell, found ...Fault) (*Spec, error) {
	if !strings.HasSuffix(strings.ToLower(name), endOfWorkbook) {
		name += endOfWorkbook
	}
	faults := newFaultList(name)
	for _, f := range found {
		faults.add(place{line: f.Line, column: f.Column, cell: f.Cell}, f.Fault)
	}
	r := &cellReader{*newFormReader(faults)}
	said := 0 // bytes of values, with keys before them or dashes
	for i, c := range cells {
		if said += len(c.Value) + len(": \n"); said > MaxFile {
			faults.add(top(), tooLong())
			return nil, faults.err()
		}
		at := place{line: i + 1, cell: fault.Short(c.At)}
		if !utf8.ValidString(strings.Join(c.Keys, "")) || !utf8.ValidString(c.Value) {
			faults.add(at, fault.Unreadable.Found("the bytes here are not UTF-8 text"))
			continue
		}
		r.cell(c, at)
	}
	if r.nodes > maxNodes {
		faults.add(top(), fault.TooLarge.Found("the workbook has more than %d keys and values, which is the most",
			maxNodes))
		return nil, faults.err()
	}
	text, err := yamlOf(r.root)
	switch {
	case err != nil:
		return nil, err
	case len(text) > MaxFile:
		faults.add(top(), tooLong())
		return nil, faults.err()
	}
	s := &Spec{file: name, text: text, root: r.root, empty: faults.empty, main: &mainYear{}}
	if len(faults.all) == 0 {
		s.fromText()
	}
	return s.loaded(faults)
}

// tooLong is the fault of a workbook that says more than a file may.
func tooLong() fault.Fault {
	return fault.TooLarge.Found("what the workbook says has more than %d kB as text", MaxFile>>10)
}

// A cellReader puts cells into a tree.
type cellReader struct{ formReader }

// cell puts one cell where its keys say.
func (r *cellReader) cell(c Cell, at place) {
	path := strings.Join(c.Keys, ".")
	if c.Refused {
		if c.Item < 2 && find(r.root, path) == nil {
			r.under(c.Keys, textNode(path, at), &node{kind: nodeRefused, at: at}, path)
		}
		return
	}
	if strings.TrimSpace(c.Value) == "" {
		if _, known := r.faults.empty[path]; !known {
			r.faults.empty[path] = at
		}
		return
	}
	key := textNode(path, at)
	value := r.value(c.Value, path, at)
	if r.nodes += 1 + value.count(); r.nodes > maxNodes {
		return // the fault is told once all is counted
	}
	switch {
	case c.Within && value.kind != nodeMapping:
		r.faults.add(at, fault.Unreadable.Found("%s is not keys in braces", fault.Quote(c.Value)).
			Want("write it as in {normal: {mean: 0%%, sd: 0.5%%}}").At(path))
		return
	case c.Within:
		for _, f := range value.fields {
			keys := append(c.Keys[:len(c.Keys):len(c.Keys)], f.key.text)
			r.under(keys, f.key, f.value, join(path, f.key.text))
		}
		return
	case c.Item == 0:
		r.under(c.Keys, key, value, path)
		return
	}
	r.item(c, key, value, path)
}

// item adds a value to the list under its keys.
func (r *cellReader) item(c Cell, key, value *node, path string) {
	at := key.at
	list := &node{kind: nodeList, at: at}
	before := r.root
	for _, k := range c.Keys {
		before = r.edit.child(before, k)
	}
	switch {
	case before != nil && before.kind == nodeRefused: // which is told
	case before == nil && c.Item == 1:
		list.items = []*node{value}
		r.under(c.Keys, key, list, path)
	case before != nil && before.kind == nodeList && len(before.items) == c.Item-1:
		before.items = append(before.items, value)
	default:
		r.faults.add(at, fault.Missing.Found("there is a value here, and none before it").
			Want("fill the cells of a list from the first, without a gap").At(path))
	}
}
