package file

import (
	"fmt"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/scenario"
	"github.com/shopspring/decimal"
)

// An Edit puts another central value in the place of an input's, in one scenario: a cell of a live workbook that was
// changed.
type Edit struct {
	At       string          // the cell
	Scenario string          // one of the file's, the baseline's name for that, or a new one
	Input    string          // as [scenario.EffectiveInput] has it
	Year     string          // of a figure for each year; empty for all years
	Was, Is  decimal.Decimal // fractions, or money in pounds
	Follows  bool            // the cell refers to the baseline's: the number is to stay the baseline's
}

// place is the place of the cell.
func (o Edit) place() place { return place{line: 1, cell: o.At} }

// asEdited ends the names of changes that hold edits.
const asEdited = ", as edited"

// Edited is the file with cells of a workbook edited. Every scenario has the numbers that its cells show: an edit of
// the baseline reaches those whose cells follow it, and no others. A new scenario has the baseline's numbers as edited,
// but for its own. What was uncertain stays so: a rate moves with
// its whole distribution by the difference, money in proportion. name is that of the workbook. Its text is YAML that
// says the same, without comments. The error is [Faults]; one is a number whose distribution does not move in this way.
func (s *Spec) Edited(name string, edits []Edit) (*Spec, error) {
	s = door.Or(s)
	faults := newFaultList(name)
	if s.root == nil {
		faults.add(place{}, fault.Missing.Found("there is no file to edit"))
		return nil, faults.err()
	}
	e := editing{spec: s, faults: faults, edit: edit{}, root: s.root, name: name}
	r := newShared(s, newFaultList(s.file))
	d := r.decoder(version{root: s.root})
	e.versions, e.base = d.versions(), d.baseline()
	e.currency = d.symbolOf()
	e.all(edits)
	if err := faults.err(); err != nil {
		return nil, err
	}
	text, err := yamlOf(e.root)
	edited := &Spec{file: name, text: text, root: e.root, open: s.open, bodies: s.bodies, workbook: s.workbook}
	var m *scenario.Model
	if err == nil {
		edited.fromText()
		edited.readTables()
		m, err = edited.modelInto(faults)
	}
	if err != nil {
		return nil, err
	}
	e.hold(m, edits)
	return edited, faults.err()
}

// symbolOf is the currency that the file says.
func (d *decoder) symbolOf() string {
	if n := d.root.child("currency"); n != nil && n.kind == nodeText {
		return n.text
	}
	return d.model.Symbol()
}

// An editing is edits under way.
type editing struct {
	spec     *Spec
	faults   *faultList
	edit     edit
	root     *node
	name     string
	base     string
	currency string
	versions []version
	changes  map[string]*node // by scenario, what stands in the place of what
	order    []string         // of scenarios that have such
	fresh    []string         // scenarios that the file has not
}

// A numberAt is a number of a scenario.
type numberAt struct{ scenario, input string }

// all makes the edits: those of scenarios first, then those of the baseline, which the scenarios must not follow.
func (e *editing) all(edits []Edit) {
	e.changes = map[string]*node{}
	by := map[numberAt][]Edit{}
	var numbers []numberAt
	for _, one := range edits {
		n := numberAt{one.Scenario, one.Input}
		if by[n] == nil {
			numbers = append(numbers, n)
		}
		by[n] = append(by[n], one)
	}
	for _, n := range numbers {
		if n.scenario == e.base || !slices.ContainsFunc(by[n], func(one Edit) bool { return !one.Follows }) {
			continue
		}
		tree, edits := e.treeOf(n.scenario), by[n]
		if slices.Contains(e.fresh, n.scenario) {
			edits = withOthers(edits, by[numberAt{e.base, n.input}])
		}
		if moved := e.moved(tree, n.input, edits); moved != nil {
			e.change(n.scenario, n.input, moved)
		}
	}
	for _, n := range numbers {
		if n.scenario == e.base {
			e.baseline(n.input, by)
		}
	}
	e.tell()
}

// withOthers are edits of some years, and the baseline's edits of other years.
func withOthers(edits, baseline []Edit) []Edit {
	all := slices.Clone(edits)
	for _, one := range baseline {
		if !slices.ContainsFunc(edits, func(own Edit) bool { return own.Year == one.Year }) {
			all = append(all, one)
		}
	}
	return all
}

// baseline moves a number of the baseline. Scenarios of the file without an edit of it keep theirs.
func (e *editing) baseline(input string, by map[numberAt][]Edit) {
	edits := by[numberAt{e.base, input}]
	moved := e.moved(e.spec.root, input, edits)
	if moved == nil {
		return
	}
	for _, v := range e.versions {
		if v.name != e.base && !v.parked && by[numberAt{v.name, input}] == nil {
			e.keep(v, input, edits)
		}
	}
	e.put(input, moved)
}

// treeOf is the tree of a scenario; that of a new one is the baseline's.
func (e *editing) treeOf(name string) *node {
	for _, v := range e.versions {
		if v.name == name && !v.parked {
			return v.root
		}
	}
	if !slices.Contains(e.fresh, name) {
		e.fresh = append(e.fresh, name)
	}
	return e.spec.root
}

// find is what stands at an input's place in a tree; nil for nothing.
func find(tree *node, path string) *node {
	n := tree
	for _, k := range tree.split(path) {
		n = n.child(k)
	}
	return n
}

// keep lets a scenario have what it had, whatever becomes of the baseline's.
func (e *editing) keep(v version, input string, edits []Edit) {
	n := find(v.root, input)
	if n == nil {
		n = e.written(input, edits[0].Was, place{cell: edits[0].At})
	}
	e.change(v.name, input, n)
}

// change puts a number into the change of a scenario.
func (e *editing) change(name, input string, n *node) {
	c := e.changes[name]
	if c == nil {
		c = &node{kind: nodeMapping, at: n.at}
		e.changes[name], e.order = c, append(e.order, name)
	}
	c.fields = append(c.fields, field{textNode(input, n.at), n})
}

// put puts a number into the baseline.
func (e *editing) put(input string, n *node) {
	key := textNode(input, n.at)
	if tree, _, ok := e.edit.with(e.root, e.edit.split(e.root, input), key, n); ok {
		e.root = tree
	}
}

// tell writes the changes and the scenarios that they make.
func (e *editing) tell() {
	if len(e.order) == 0 {
		return
	}
	scenarios := &node{kind: nodeMapping, at: e.root.at}
	add := func(name string, changes []string) {
		at := e.root.at
		if c := e.changes[name]; c != nil {
			at = c.at
		}
		list := &node{kind: nodeList, at: at}
		for _, c := range changes {
			list.items = append(list.items, textNode(c, at))
		}
		scenarios.fields = append(scenarios.fields, field{textNode(name, at), list})
	}
	for _, v := range e.versions {
		if v.name == e.base || v.parked {
			continue
		}
		changes := slices.Clone(v.changes)
		if e.changes[v.name] != nil {
			changes = append(changes, v.name+asEdited)
		}
		add(v.name, changes)
	}
	for _, name := range e.fresh {
		add(name, []string{name + asEdited})
	}
	for _, name := range e.order {
		c := e.changes[name]
		e.root, _, _ = e.edit.with(e.root, []string{"changes", name + asEdited},
			textNode(name+asEdited, c.at), c)
	}
	e.root, _, _ = e.edit.with(e.root, []string{"scenarios"}, textNode("scenarios", e.root.at),
		scenarios)
}

// hold reports edits that the model does not have as they were made.
func (e *editing) hold(m *scenario.Model, edits []Edit) {
	inputs, err := m.Inputs()
	if err != nil {
		return // which a run says
	}
	central := map[string][]string{}
	for _, in := range inputs {
		central[in.Scenario+"\x00"+in.Input] = in.Values
	}
	first, last := m.Baseline.Model.(*finance.Model).First, m.Baseline.Model.(*finance.Model).Last
	for _, one := range edits {
		values := central[one.Scenario+"\x00"+one.Input]
		i := 0
		if y, err := finance.ParseYear(one.Year); err == nil {
			i = min(max(int(y-first)-1+len(values)-int(last-first), 0), len(values)-1)
		}
		if len(values) > 0 {
			if v, err := decimal.NewFromString(values[i]); err == nil && near(v, one.Is) {
				continue
			}
		}
		e.faults.add(one.place(), fault.Misplaced.Found(
			"the middle of this number does not move alone: its range is %s", asSaid(find(e.spec.root, one.Input))).
			Want("give its new range in the scenario file or the input workbook").At(one.Input))
	}
}

// asSaid is a number in a fault.
func asSaid(n *node) string {
	if n == nil {
		return "not in the file"
	}
	text, _ := inBraces(n) // a tree that was read can be written
	return fault.Short(text)
}

// near reports whether two figures are the same to a spreadsheet's digits.
func near(a, b decimal.Decimal) bool {
	return a.Sub(b).Abs().LessThanOrEqual(b.Abs().Shift(-12).Add(decimal.New(1, -12)))
}

// source is what is said of an edited number.
func (e *editing) source(one Edit, n *node) []field {
	was := ""
	if source := n.child("source"); source != nil {
		was = ", " + source.text
	}
	at := place{cell: one.At}
	text := func(s string) *node { return textNode(s, at) }
	fields := []field{{text("source"), text(fmt.Sprintf("Changed in %s, cell %s; it was %s%s", baseOf(e.name), one.At,
		e.inWords(one.Was, e.unitAt(one.Input) == "rate", one.Input), was))}}
	if owner := n.child("owner"); owner != nil {
		fields = append(fields, field{text("owner"), owner})
	}
	return append(fields, field{text("quality"), text("red")})
}

// baseOf is the name of a file without its folder.
func baseOf(name string) string {
	return name[strings.LastIndexAny(name, `/\`)+1:]
}
