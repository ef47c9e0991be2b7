package file

import (
	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
)

// keyFormula takes the place of a number for the years after the opening year: {formula: 2% × funding}.
const keyFormula = "formula"

// rows reads the model's own rows.
func (d *decoder) rows(s *section) {
	s.each("rows", func(name string, n *node, path string) {
		v, r := d.section(n, path), finance.Row{Name: name}
		r.Formula = v.text(keyFormula)
		r.Opening = v.text("opening")
		r.Unit = []sheet.Unit{sheet.Money, sheet.Number}[v.choice("unit", "money", "rate")]
		r.Note = v.text("note")
		v.done()
		d.model.Notes[path] = finance.Note{Source: r.Note, Place: d.placeOf(n.at)}
		if !v.n.has(keyFormula, "opening") && !v.faulty {
			d.fault(n.at, path, fault.Missing.Found("there is no formula here").Want("write formula: 2%% × funding"))
		}
		d.into.Rows = append(d.into.Rows, r)
	})
}

// formula reads the formula of a number, which is then a row of the body that the number belongs to.
func (d *decoder) formula(n *node, at slot) {
	s := d.section(n, at.path)
	d.note(s, at)
	_, place := sheet.BodyOf(at.path)
	note := d.model.Notes[at.path]
	r := finance.Row{Name: place, Formula: s.text(keyFormula), Note: note.Remark}
	s.done()
	d.into.Rows = append(d.into.Rows, r)
}

// noFormula reports a formula where none is allowed.
func (s *section) noFormula(at slot) {
	n, ok := s.n.field(keyFormula)
	if !ok {
		return
	}
	s.ask(keyFormula)
	s.faulty = true
	s.fault(n.key.at, at.path, fault.Misplaced.Found("a formula gives the figures of all years after the opening year").
		Want("it cannot stand for %s", fault.Quote(at.path)))
}
