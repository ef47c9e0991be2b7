package file

import (
	"fmt"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario"
)

// A version is the file's tree with the changes of one scenario.
type version struct {
	name    string
	changes []string
	root    *node
	parked  bool // a change that no scenario uses: checked, but not run
}

// Limits on what a file may run.
const (
	maxScenarios = 100
	maxChanges   = 100
)

// versions lists the baseline, every scenario in the order of the file, and every change that none of them uses.
func (d *decoder) versions() []version {
	changes := d.named("changes", maxChanges)
	all := []version{{name: d.baseline(), root: d.root}}
	used := map[string]bool{}
	for _, v := range d.scenarios(all[0].name, changes) {
		for _, name := range v.changes {
			used[name] = true
		}
		if tree, ok := d.apply(v.changes, changes); ok {
			v.root = tree
			all = append(all, v)
		}
	}
	for _, f := range changes.fields {
		if tree, ok := d.apply([]string{f.key.text}, changes); ok && !used[f.key.text] {
			all = append(all, version{name: f.key.text, changes: []string{f.key.text}, root: tree, parked: true})
		}
	}
	return all
}

// named reads a top-level mapping of names that people will see; empty if there is none.
func (d *decoder) named(key string, most int) *node {
	n := d.root.child(key)
	switch {
	case n == nil:
		return &node{}
	case n.kind != nodeMapping:
		d.wrongKind(n, key, "a mapping of names")
		return &node{}
	case len(n.fields) > most:
		d.fault(n.at, key, fault.TooLarge.Found("found %d of them", len(n.fields)).Want("the most is %d", most))
		return &node{}
	}
	d.differ(n, key)
	for _, f := range n.fields {
		d.checkName(f.key, join(key, f.key.text))
	}
	return n
}

// checkName reports a name that would mislead where it is shown: in a spreadsheet, on a page, or in a list.
func (d *decoder) checkName(n *node, path string) {
	problem, wanted := "", ""
	switch {
	case n.text == "":
		problem, wanted = "is empty", "give it a name"
	case strings.ContainsAny(n.text[:1], "=+-@"):
		problem, wanted = "begins with a character that makes a spreadsheet take it for a formula",
			"begin with a letter or digit"
	case strings.ContainsAny(n.text, "<>"):
		problem, wanted = "contains < or >, which a web page takes for its own", "use words"
	case strings.ContainsAny(n.text, "\n\t"):
		problem, wanted = "runs over more than one line, or contains a tab", "write a name on one line"
	case strings.TrimSpace(n.text) != n.text:
		problem, wanted = "begins or ends with a space", "leave it out"
	case strings.ContainsFunc(n.text, func(r rune) bool { return r >= 0x300 && r <= 0x36f }):
		problem = "has an accent written apart from its letter, so that it looks like another name"
		wanted = "type the accented letter as one character"
	}
	if problem != "" {
		d.fault(n.at, path, fault.Unreadable.Found("the name %s %s", fault.Quote(n.text), problem).Want("%s", wanted))
	}
}

// baseline is the baseline's name.
func (d *decoder) baseline() string {
	n := d.root.child("baseline")
	switch {
	case n == nil:
		return scenario.DefaultBaseline
	case n.kind != nodeText || strings.TrimSpace(n.text) == "":
		d.wrongKind(n, "baseline", "the baseline's name")
		return scenario.DefaultBaseline
	}
	d.checkName(n, "baseline")
	return n.text
}

// scenarios reads which changes make up each scenario; if the file does not say, there is one scenario for each change.
func (d *decoder) scenarios(baseline string, changes *node) (all []version) {
	if n := d.root.child("scenarios"); n == nil {
		for _, f := range changes.fields {
			d.unlike(f.key, "changes", baseline)
			all = append(all, version{name: f.key.text, changes: []string{f.key.text}})
		}
		return all
	}
	for _, f := range d.named("scenarios", maxScenarios).fields {
		d.unlike(f.key, "scenarios", baseline)
		path := join("scenarios", f.key.text)
		v := version{name: f.key.text}
		for _, item := range d.listed(f.value, path) {
			switch {
			case !changes.has(item.text):
				f := fault.Unknown.Found("there is no change %s", fault.Quote(item.text))
				d.fault(item.at, path, d.faults.meant(f, item.text, changes.keys()))
			case slices.Contains(v.changes, item.text):
				d.fault(item.at, path, fault.Duplicate.Found("the change %s is listed twice", fault.Quote(item.text)))
			default:
				v.changes = append(v.changes, item.text)
			}
		}
		if len(v.changes) > 0 {
			all = append(all, v)
		}
	}
	return all
}

// unlike reports a scenario with the baseline's name.
func (d *decoder) unlike(n *node, key, baseline string) {
	if strings.EqualFold(n.text, baseline) {
		d.fault(n.at, join(key, n.text), fault.Duplicate.Found("%s is the baseline's name", fault.Quote(n.text)).
			Want("a scenario needs one of its own"))
	}
}

// listed is the changes of a scenario.
func (d *decoder) listed(n *node, path string) []*node {
	var items []*node
	for i, item := range itemsOf(n) {
		if item.kind != nodeText {
			d.wrongKind(item, fmt.Sprintf("%s[%d]", path, i+1), "the name of a change")
			continue
		}
		items = append(items, item)
	}
	switch {
	case n.kind != nodeText && n.kind != nodeList:
		d.wrongKind(n, path, "a list of changes")
	case n.kind == nodeList && len(n.items) == 0:
		d.fault(n.at, path, fault.Missing.Found("the list is empty, which is the baseline").
			Want("name at least one change"))
	}
	return items
}
