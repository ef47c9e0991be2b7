package file

import (
	"fmt"
	"math"
	"path/filepath"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/internal/bounds"
	"github.com/openenvelope/envelope/scenario/internal/words"
)

// rates reads a key whose value is a rate, for all years or year by year.
func (s *section) rates(key string, to *[]finance.Rate) {
	if n := s.get(key); n != nil {
		for _, x := range s.series(n, slot{path: join(s.path, key), unit: rate(), limits: limitsOf(s.path, key)}) {
			*to = append(*to, finance.Rate(x))
		}
	}
}

// amounts reads a key whose value is an amount, for all years or year by year.
func (s *section) amounts(key string, to *[]finance.Amount) {
	if n := s.get(key); n != nil {
		for _, x := range s.series(n, slot{path: join(s.path, key), unit: s.amount()}) {
			*to = append(*to, finance.Amount(x))
		}
	}
}

// openingFigure is the fault of a distribution where a figure of the opening year is given.
func openingFigure(u unit) fault.Fault {
	return fault.Misplaced.Found("opening figures are known figures and cannot be uncertain").Want("write one %s", u.name)
}

// known reads a key whose value is one amount of the opening year.
func (s *section) known(key string, to *finance.Amount) {
	if n := s.get(key); n != nil {
		at := slot{path: join(s.path, key), unit: s.amount(), certain: openingFigure(s.amount())}
		*to = finance.Amount(s.single(n, at))
	}
}

// count reads a key whose value is a count in the opening year.
func (s *section) count(key string, to *float64) {
	if n := s.get(key); n != nil {
		*to = s.single(n, slot{path: join(s.path, key), unit: counted(), certain: openingFigure(counted())})
	}
}

// years reads a key whose value is a number of years.
func (s *section) years(key string, to *int) {
	if n := s.get(key); n != nil {
		*to = int(s.single(n, slot{path: join(s.path, key), unit: span(), certain: structural()}))
	}
}

// single reads one number that has no years.
func (d *decoder) single(n *node, at slot) float64 {
	d.placed(n, at.path)
	return d.number(n, at).central
}

// series reads a number for all years, a list with a number for each year, or a list with a number for the years after
// it. The result has one value or one for each year.
func (d *decoder) series(n *node, at slot) []float64 {
	if k, ok := n.asked(takesNumbers); ok {
		k.unit, k.certain = at.unit.name, at.certain.Kind != ""
		return []float64{0}
	}
	d.placed(n, at.path)
	switch {
	case n.kind == nodeList:
		return d.each(n, nil, at)
	case n.kind == nodeMapping && n.has("values"):
		return d.valuesThen(n, at)
	case n.kind == nodeMapping && n.has(keyFormula):
		d.formula(n, at)
		return nil
	case n.kind == nodeMapping && n.has(keyAssumption):
		d.assumption(n, at)
		return nil
	}
	r := d.number(n, at)
	d.drive(r, at)
	return d.centrals(r, at)
}

// centrals are the central values of a number for all years: one value, or one for each year where they differ.
func (d *decoder) centrals(r reading, at slot) []float64 {
	drift, moves := bounds.Move{Law: r.law, Process: r.process}.Drift()
	if !moves || r.law == nil || d.unread {
		return []float64{r.central}
	}
	law, xs := r.law.Transform(), []float64{}
	for year := range d.labels() {
		x := drift.InYear(law, year).At(0)
		if at.unit.money {
			x = math.Round(x)
		}
		xs = append(xs, x)
	}
	return xs
}

// placed records where a number is.
func (d *decoder) placed(n *node, path string) {
	d.model.Notes[path] = finance.Note{Place: d.placeOf(n.at)}
}

// placeOf writes a place for people who read a report: it says nothing about the folders of whoever made it.
func (d *decoder) placeOf(at place) string {
	if at.set() {
		return "set for this run"
	}
	return at.in(filepath.Base(d.spec.file))
}

// valuesThen reads the form {values: [...], then: NUMBER}, with its notes.
func (d *decoder) valuesThen(n *node, at slot) []float64 {
	s := d.section(n, at.path)
	d.note(s, at)
	values, then := s.get("values"), s.get("then")
	s.done()
	if values == nil {
		return []float64{0}
	}
	if values.kind != nodeList {
		d.wrongKind(values, at.path, "a list of numbers, one for each year")
		return []float64{0}
	}
	return d.each(values, then, at)
}

// each reads a list of numbers, one for each year from the first; the years after it take then.
func (d *decoder) each(n, then *node, at slot) []float64 {
	labels := d.labels()
	d.byYear[n] = then
	var xs []float64
	for i, item := range n.items {
		if i < len(labels) || d.unread {
			xs = append(xs, d.oneYear(item, d.inYear(at, i)))
		}
	}
	if then != nil && (d.unread || len(n.items) >= len(labels)) {
		d.spare(then, at)
	}
	if d.unread {
		return []float64{0}
	}
	switch listed := len(n.items); {
	case listed > len(labels) && listed <= len(labels)+d.cut(): // the plan ends before they do
	case listed > len(labels):
		d.fault(n.at, at.path, fault.Conflict.Found("found %s for %d years, %s to %s", words.Counted(listed, "value"),
			len(labels), labels[0], labels[len(labels)-1]).
			Want("write one for each year after the opening year"))
	case listed == len(labels):
	case then != nil:
		xs = append(xs, d.afterwards(then, at, listed)...)
	default:
		d.fault(n.at, at.path, fault.Conflict.Found("found %s for %d years, %s to %s", words.Counted(listed, "value"),
			len(labels), labels[0], labels[len(labels)-1]).
			Want("write one for each year, or values: [...] and then: for the years after them"))
		xs = make([]float64, len(labels))
	}
	return xs
}

// inYear is the slot of one year of a series; where the years cannot be read it is named by its number.
func (d *decoder) inYear(at slot, i int) slot {
	at.year, at.input = fmt.Sprint(i+1), at.path
	if labels := d.labels(); i < len(labels) {
		at.year = labels[i]
	}
	at.path = fmt.Sprintf("%s[%s]", at.path, at.year)
	return at
}

// oneYear reads one value of a list.
func (d *decoder) oneYear(n *node, at slot) float64 {
	r := d.number(n, at)
	d.drive(r, at)
	return r.central
}

// afterwards reads the number for the years after a list: an assumption beyond the source, drawn once for all of these
// years if it is uncertain.
func (d *decoder) afterwards(then *node, at slot, listed int) []float64 {
	note := d.model.Notes[at.path]
	note.AssumedFrom = d.model.First + 1 + finance.Year(listed)
	d.model.Notes[at.path] = note

	first := d.inYear(at, listed)
	first.then = true
	r := d.number(then, first)
	d.drive(r, first)
	xs := []float64{r.central}
	for i := listed + 1; i < len(d.labels()); i++ {
		next := r
		if r.law != nil {
			next.law, next.process, next.follows, next.times = nil, nil, first.path, 1
		}
		d.drive(next, d.inYear(at, i))
		xs = append(xs, r.central)
	}
	return xs
}

// spare reads a number that holds for no year of the plan, because the list before it has them all: only what is wrong
// with it counts.
func (d *decoder) spare(then *node, at slot) {
	at.path, at.then = join(at.path, "then"), true
	d.number(then, at)
	delete(d.model.Notes, at.path)
}

// drive records the driver of an uncertain number.
func (d *decoder) drive(r reading, at slot) {
	if !r.uncertain() || !r.ok {
		return
	}
	input := at.path
	if at.year != "" {
		input = at.input
	}
	d.drafts = append(d.drafts, draft{
		Driver: scenario.Driver{Input: input, Year: at.year, Law: r.law, Process: r.process, Follows: r.follows,
			Times: r.times},
		money: at.unit.money, central: r.central, form: r.form, at: r.at,
	})
}
