package file

import (
	"fmt"
	"strings"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario/internal/words"
)

// validate asks the finance model what it finds wrong, and puts its faults where the numbers stand in the file. It gives the
// model's sheet, as far as it can be laid out.
func (d *decoder) validate() *sheet.Sheet {
	d.deriveNotes(d.model, "")
	laid, faults := d.model.Draft()
	d.faults.unread = d.faults.unread || d.large && len(laid.Rows) == 0
	var found []finance.Fault
	for _, f := range faults {
		if len(found) >= maxFaults || !d.consequence(d.precise(f)) {
			found = append(found, f)
		}
	}
	for _, f := range found {
		if d.faults.full() {
			d.faults.more++
			continue
		}
		d.fault(d.find(f), f.Path, "%s", f.Problem)
	}
	return laid
}

// precise is a fault's path, with the key that its problem is about where it stands at a list of them.
func (d *decoder) precise(f finance.Fault) string {
	n := d.root
	for _, key := range n.split(f.Path) {
		if n = n.child(key); n == nil {
			return f.Path
		}
	}
	if inner := named(n, f.Problem); inner != nil && n.kind == nodeMapping {
		return join(f.Path, inner.text)
	}
	return f.Path
}

// consequence reports whether what the model finds at a path may only follow from a fault already found in
// reading the file.
func (d *decoder) consequence(path string) bool {
	_, rest := sheet.BodyOf(path)
	body := strings.TrimSuffix(path, rest)
	causes, ok := causes()[rest]
	if !ok {
		causes = []string{rest}
	}
	for _, cause := range causes {
		if d.suspected(body + cause) {
			return true
		}
	}
	return false
}

// causes lists, for faults that the model reports of several numbers together, which they are.
func causes() map[string][]string {
	opening := []string{"funding.baseline", "opening", "services"}
	return map[string][]string{
		"funding":            {"funding.real_growth", "funding.cash_growth", "funding.cash"},
		"funding.baseline":   opening,
		"opening":            opening,
		"opening.position":   opening,
		"opening.cost":       opening,
		"need":               {"need.real_growth", "services"},
		"savings":            {"savings.planned", "savings.amount"},
		"earmark":            {"earmark.share", "earmark.amount"},
		"debt.equity.year":   {"years", "debt.equity.year"},
		"debt.repay.at_most": {"debt.repay.at_most", "debt.surplus"},
	}
}

// find is the place of a fault's path in the tree, or of the nearest thing above it that is there.
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
	if inner := named(n, f.Problem); inner != nil {
		return inner.at
	}
	return d.findYear(n, label).at
}

// named is the key or item of a node whose name a problem begins with; nil if there is none.
func named(n *node, problem string) *node {
	begins := func(n *node) bool {
		const shown = 50 // characters of a name that a problem shows at least
		return n.text != "" && strings.HasPrefix(problem, strings.TrimSuffix(fmt.Sprintf("%q", words.Cut(n.text, shown)), "…\""))
	}
	for _, f := range n.fields {
		if begins(f.key) {
			return f.key
		}
	}
	for _, item := range n.items {
		if begins(item) {
			return item
		}
	}
	return nil
}

// findYear is the number for a year in a node that gives one or several; the node itself if there is no such number.
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

// yearIndex is the number of a year after the opening year, from 0; −1 if it is none.
func (d *decoder) yearIndex(label string) int {
	for i, l := range d.labels() {
		if l == label {
			return i
		}
	}
	return -1
}
