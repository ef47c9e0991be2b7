package file

import (
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/sheet"
)

// validate asks the finance model for its faults, and gives each the place of its number in the file. It returns the
// model's sheet, as far as it can be laid out.
func (d *decoder) validate() *sheet.Sheet {
	d.deriveNotes(d.model, "")
	for path, text := range d.spec.apart {
		note := d.model.Notes[path]
		note.Remark = strings.TrimPrefix(note.Remark+"; "+text, "; ")
		d.model.Notes[path] = note
	}
	laid, faults := d.model.Draft()
	d.faults.unread = d.faults.unread || d.large && len(laid.Rows) == 0
	var found []finance.Fault
	for _, f := range faults {
		if d.faults.reword != nil {
			f = d.faults.reword(f)
		}
		if len(found) >= maxFaults || !d.consequence(f) {
			found = append(found, f)
		}
	}
	for _, f := range found {
		if d.faults.full() {
			d.faults.more++
			continue
		}
		d.fault(d.find(f), f.Path, d.ofMedian(f))
	}
	return laid
}

// ofMedian is a fault as it is said of an uncertain number: what the model has of that, and the file need not, is its
// median.
func (d *decoder) ofMedian(f finance.Fault) finance.Fault {
	path, _, _ := strings.Cut(f.Path, "[")
	uncertain := slices.ContainsFunc(d.drafts, func(r draft) bool { return r.Name() == path && r.Law != nil })
	if _, share, ok := strings.Cut(f.Found, " is "); ok && uncertain && f.Suggestion != "" {
		f.Found, f.Suggestion = "half of the distribution is above "+share, ""
		f.Wanted = "write rates such as 3.4%"
	}
	return f
}

// consequence reports whether a fault of the model may only follow from a fault found when the file was read: at its
// place, or at another place that it is about.
func (d *decoder) consequence(f finance.Fault) bool {
	if len(f.Also) == 0 {
		return d.suspected(d.precise(f))
	}
	return d.suspectedAbove(f.Path) || slices.ContainsFunc(f.Also, d.suspected)
}

// precise is a fault's path; if the fault is about one key of a mapping, with that key.
func (d *decoder) precise(f finance.Fault) string {
	n := d.root
	for _, key := range n.split(f.Path) {
		if n = n.child(key); n == nil {
			return f.Path
		}
	}
	if n.has(f.Key) {
		return join(f.Path, f.Key)
	}
	return f.Path
}

// find is the place of a fault's path in the tree or, if the path is not there, of the nearest node above it that is.
func (d *decoder) find(f finance.Fault) place {
	path, label, _ := strings.Cut(strings.TrimSuffix(f.Path, "]"), "[")
	n, at := d.root, top()
	for _, key := range n.split(path) {
		below, ok := n.field(key)
		if !ok {
			return at
		}
		n, at = below.value, below.value.at
	}
	if inner := n.named(f.Key); inner != nil {
		return inner.at
	}
	return d.findYear(n, label).at
}

// named is the key or item of a node with a name; nil if there is none.
func (n *node) named(name string) *node {
	if f, ok := n.field(name); ok {
		return f.key
	}
	for _, item := range n.items {
		if item.text == name && name != "" {
			return item
		}
	}
	return nil
}

// findYear is the node of a year's number, in a node that gives one number or several; the node itself if there is no
// such number.
func (d *decoder) findYear(n *node, label string) *node {
	for _, key := range []string{formValue, "values"} {
		if inner := n.child(key); inner != nil {
			if key == "values" {
				if i := d.yearIndex(label); i >= len(inner.items) && n.has("then") {
					return d.findYear(n.child("then"), "")
				}
			}
			n = inner
			break
		}
	}
	if i := d.yearIndex(label); n.kind == nodeList && i >= 0 && i < len(n.items) {
		return d.findYear(n.items[i], "")
	}
	return n
}

// yearIndex is the number of a year after the opening year, from 0; −1 if it is not such a year.
func (d *decoder) yearIndex(label string) int {
	return slices.Index(d.labels(), label)
}
