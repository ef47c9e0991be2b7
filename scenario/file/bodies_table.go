package file

import (
	"path"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/table"
	"github.com/openenvelope/envelope/scenario/internal/words"
)

// columnBody is the column of a table with the names of bodies; keyDefaults is the key for what holds for all of them.
const (
	columnBody  = "body"
	keyDefaults = "defaults"
)

// tabled is the tree of a system with a body for each row of its table: the defaults, with the figures of the row put
// in.
func (a *assembly) tabled(e edit, n *node, prefix, folder string) *node {
	from := n.child(keyBodiesTable)
	if from == nil {
		return n
	}
	rest := &node{kind: nodeMapping, at: n.at}
	for _, f := range n.fields {
		if f.key.text != keyBodiesTable {
			rest.fields = append(rest.fields, f)
		}
	}
	at := prefix + keyBodiesTable
	csv := from.child("csv")
	switch {
	case from.kind == nodeRefused:
		return rest
	case csv == nil:
		a.fault(from.at, at, fault.Missing.Found("there is no table").
			Want("write csv: and the path of a table with a row for each body"))
		return rest
	case csv.kind != nodeText:
		a.wrongKind(csv, join(at, "csv"), "the path of a table with a row for each body")
		return rest
	}
	for _, f := range from.fields {
		if f.key.text != "csv" && f.key.text != keyDefaults {
			a.fault(f.key.at, join(at, f.key.text), fault.Unknown.Found("there is no key %s here",
				fault.Quote(f.key.text)).Want("the keys are csv, defaults"))
		}
	}
	defaults := from.child(keyDefaults)
	if defaults == nil {
		defaults = &node{kind: nodeMapping, at: n.at}
	}
	if defaults.kind != nodeMapping {
		a.wrongKind(defaults, join(at, keyDefaults),
			"what holds for all bodies, as in a body: {need: {real_growth: 3%}}")
		return rest
	}
	name := path.Join(folder, csv.text)
	named := a.spec.readBody("table", name, csv.text)
	if named.refused.Kind != "" {
		a.fault(csv.at, join(at, "csv"), named.refused)
		return rest
	}
	t := table.Read(named.text, table.Limits{Bytes: maxTable, Rows: maxTableRows, Columns: maxTableColumns})
	t.Near = &a.faults.near
	a.rows(e, rest, defaults, t, name)
	for _, f := range t.Faults {
		a.fault(place{line: f.Line, column: f.Column, file: name}, f.Path, f.Fault)
	}
	return rest
}

// rows adds the bodies of a table to a system's tree.
func (a *assembly) rows(e edit, n, defaults *node, t *table.Table, file string) {
	bodies := t.Column(columnBody)
	if len(t.Faults) > 0 || !knownColumns(t, bodies) {
		return
	}
	in := func(c table.Cell) place { return place{line: c.Line, column: c.Column, file: file} }
	all := &node{kind: nodeMapping, at: n.at}
	first := map[string]table.Cell{}
	if own := n.child("bodies"); own != nil {
		if own.kind != nodeMapping && own.kind != nodeNothing {
			return // which is told when the bodies are read
		}
		all.at, all.fields = own.at, append(all.fields, own.fields...)
	}
	if len(all.fields)+len(t.Rows) > words.MostEntries {
		a.fault(in(t.Names[0]), "", tooManyKeys(len(all.fields)+len(t.Rows)))
		return
	}
	for _, row := range t.Rows {
		cell := row[bodies]
		twice, seen := first[cell.Text]
		switch {
		case cell.Text == "":
			t.Add(cell, columnBody, fault.Missing.Found("the body has no name"))
			continue
		case seen:
			t.Add(cell, columnBody,
				fault.Duplicate.Found("%s is in line %d already", fault.Quote(cell.Text), twice.Line))
			continue
		case all.has(cell.Text):
			t.Add(cell, columnBody, fault.Duplicate.Found("%s is in the scenario file already", fault.Quote(cell.Text)))
			continue
		}
		first[cell.Text] = cell
		body, own := defaults, edit{}
		for i, c := range row {
			if i == bodies || c.Text == "" {
				continue
			}
			value := textNode(t.Figure(c), in(c))
			changed, depth, ok := own.with(body, own.split(body, t.Names[i].Text), value, value)
			if !ok {
				t.Add(t.Names[i], "", fault.Misplaced.Found("the defaults have a number where %s has keys",
					fault.Quote(strings.Join(own.split(body, t.Names[i].Text)[:depth], "."))))
				return
			}
			body = changed
		}
		name := textNode(cell.Text, in(cell))
		all.fields = append(all.fields, field{name, &node{kind: body.kind, text: body.text, items: body.items,
			fields: body.fields, at: in(cell)}})
	}
	for i, f := range n.fields {
		if f.key.text == "bodies" {
			n.fields[i].value = all
			return
		}
	}
	n.fields = append(n.fields, field{textNode("bodies", in(t.Names[bodies])), all})
}

// knownColumns reports whether each column is the name of a place in a body; if one is not, that is a fault.
func knownColumns(t *table.Table, bodies int) bool {
	body := fileKeys().below("bodies").below("*")
	for i, c := range t.Names {
		if i != bodies && !body.leads(c.Text) {
			t.Add(c, "", fault.Unknown.Found("%s is not the place of a number in a body", fault.Quote(c.Text)).
				Want("write it as in a change: need.real_growth; %s is the column of names", columnBody))
		}
	}
	return len(t.Faults) == 0
}

// leads reports whether a path leads from a key to a key below it; names given by the file may have dots in them, so
// that whatever begins with one may be one.
func (k *key) leads(path string) bool {
	if path == "" {
		return true
	}
	for _, b := range k.keys {
		if b.name == "*" {
			return true // a name may be all the rest
		}
		if rest, ok := strings.CutPrefix(path, b.name); ok && (rest == "" || rest[0] == '.') {
			if b.leads(strings.TrimPrefix(rest, ".")) {
				return true
			}
		}
	}
	return k.name == "bodies" && strings.Contains(path, ".") // a body of a body has the same keys
}
