package file

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/scenario"
	"github.com/shopspring/decimal"
)

// A Rolled is a plan's file a year later.
type Rolled struct {
	// Text is the later plan's file: the text of the earlier one with new years and new opening figures, and without
	// the first number of each list by year.
	Text []byte
	// Figures are, line by line, the planned and the actual figure of the year.
	Figures []finance.Figure
	// Opens is the opening year of the later plan, as it is written.
	Opens string
}

// Roll is the file's plan opened a year later, from actual figures of its first year, as [finance.Model.RollForward]
// does it to the baseline. The changes of its scenarios stay as they are. The error is the [finance.Faults] of the
// figures, or [Faults] if the file has any or if only its author can say how it should be rewritten: where a change
// moves a figure that is now known, or an uncertain number follows a list with one item. forecast says that the year is
// not over yet: "at month 9"; it is empty if it is over.
func (s *Spec) Roll(a finance.Actuals, forecast string) (Rolled, error) {
	s = door.Or(s).asWritten() // the file without settings
	faults := newFaultList(s.file)
	r := newShared(s, faults)
	m := r.decode()
	if err := faults.err(); err != nil {
		return Rolled{}, err
	}
	if strings.HasSuffix(strings.ToLower(s.file), endOfForm) {
		return Rolled{}, fault.Misplaced.Found("a form is not written anew").Want("send what it is to open at")
	}
	plan, _ := m.Baseline.Model.(*finance.Model)
	came, err := plan.RollForward(a)
	if err != nil {
		return Rolled{}, err
	}
	w := &rewriter{splicer: newSplicer(s.text), json: strings.HasSuffix(strings.ToLower(s.file), endOfJSON)}
	r.dropFirst(w)
	top := &entry{}
	year := plan.Label(came.Model.First)
	years := top.at("years")
	years.text, years.whole = year+" to "+plan.Label(plan.Last), true
	r.fixed(came.Opened)
	for _, o := range came.Opened {
		top.opens(s.root, o, o.Source(year, forecast), plan.Symbol(), forecast == "")
	}
	w.mapping(nil, s.root, top)
	for _, key := range w.lost {
		faults.add(s.root.at,
			fault.Unreadable.Found("%s is not in the text as it is read, so it cannot be rewritten",
				fault.Quote(key)).Want("write it on one line, without escapes"))
	}
	if err := faults.err(); err != nil {
		return Rolled{}, err
	}
	text := w.spliced()
	return Rolled{Text: text, Figures: came.Figures, Opens: year}, s.agrees(text, came.Model, faults)
}

// opens writes an opening number of the later plan; over says that the year is over.
func (e *entry) opens(root *node, o finance.Opened, source, symbol string, over bool) {
	if o.Kind == finance.OpenedRow {
		e.opensRow(root, o)
		return
	}
	e = e.at(root.split(o.Path)...)
	e.whole = true
	quality := finance.Red
	switch {
	case o.Given && over:
		quality = finance.Green
	case o.Given:
		quality = finance.Amber
	}
	switch {
	case o.Kind == finance.OpenedYear:
		e.text = o.Text
		return
	case o.Kind == finance.OpenedGone:
		e.gone = true
		return
	case o.Kind == finance.OpenedNumber:
		e.at("value").text = o.Text
	case len(o.Amounts) == 1:
		e.at("value").text = o.Amounts[0].Short(symbol)
	default:
		for _, a := range o.Amounts {
			e.at("values").list = append(e.at("values").list, a.Short(symbol))
		}
	}
	e.at("source").text = source
	e.at("quality").text = string(quality)
}

// opensRow writes the opening figure of a row, whose name may have dots in it.
func (e *entry) opensRow(root *node, o finance.Opened) {
	var keys []string
	body, row := sheet.BodyOf(o.Path)
	if body != "" {
		keys = root.split(strings.TrimSuffix(o.Path, "."+row))
	}
	e = e.at(append(keys, "rows", strings.TrimPrefix(row, "rows."), "opening")...)
	e.text, e.whole = o.Text, true
}

// dropFirst takes the first number off every list that has one for each year.
func (r *shared) dropFirst(w *rewriter) {
	for _, n := range slices.SortedFunc(maps.Keys(r.byYear), func(a, b *node) int {
		return a.at.line - b.at.line
	}) {
		then := r.byYear[n]
		switch {
		case len(n.items) == 0:
		case len(n.items) > 1:
			w.dropItem(n)
		case then != nil && then.kind == nodeText && n.items[0].kind == nodeText:
			from, to, ok := w.itemSpan(n.items[0])
			w.known("values", ok)
			w.put(from, to, w.quote(then.text))
		default:
			r.faults.add(n.at, fault.Misplaced.Found("after this list of one number comes an uncertain one").
				Want("write what holds from the second year on in its place"))
		}
	}
}

// dropItem takes the first item off a list.
func (w *rewriter) dropItem(n *node) {
	if n.lines {
		w.put(w.splicer.lines[n.items[0].at.line-1], w.splicer.lines[n.items[1].at.line-1], "")
		return
	}
	from, ok := w.offset(n.items[0].at)
	next, sound := w.offset(n.items[1].at)
	w.known("values", ok && sound)
	w.put(from, next, "")
}

// itemSpan is the beginning and the end of a list's item in the text.
func (w *rewriter) itemSpan(n *node) (from, to int, ok bool) {
	from, ok = w.offset(n.at)
	if !ok {
		return 0, 0, false
	}
	to, ok = w.end(n, from)
	return from, to, ok
}

// fixed reports changes to the opening figures of the later plan.
func (r *shared) fixed(opened []finance.Opened) {
	for _, c := range r.spec.root.child("changes").ownFields() {
		for _, f := range c.value.fields {
			path := f.key.text
			if slices.ContainsFunc(opened, func(o finance.Opened) bool {
				return path == o.Path || within(path, o.Path) ||
					within(o.Path, path) && !strings.HasPrefix(o.Path, path+".rows")
			}) {
				r.faults.add(f.key.at, fault.Misplaced.Found("the later plan opens at a figure that is known").
					Want("leave the change out").At(join(join("changes", c.key.text), path)))
			}
		}
	}
}

// ownFields is the fields of a mapping, if it is one.
func (n *node) ownFields() []field {
	if n == nil {
		return nil
	}
	return n.fields
}

// agrees checks that a text is a file of the plan without faults: if the new text does not give the same plan, nothing
// is written.
func (s *Spec) agrees(text []byte, plan *finance.Model, faults *faultList) error {
	now, err := Reader{s.workbook}.load(s.file, text, s.open)
	if err != nil {
		return err
	}
	m, err := now.Model()
	if err != nil {
		return err
	}
	written, err := inputsOf(m)
	meant, err2 := inputsOf(&scenario.Model{Baseline: scenario.Scenario{Model: plan}})
	if err := cmp.Or(err, err2); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(meant)) {
		if !slices.EqualFunc(meant[name], written[name], decimal.Decimal.Equal) {
			faults.add(s.root.placeOf(name), fault.Misplaced.Found("this number would not go on as it was planned").
				Want("write a list, one number for each year").At(name))
		}
	}
	return faults.err()
}

// placeOf is where a number stands, or as much of its path as there is.
func (n *node) placeOf(path string) place {
	at := n.at
	for _, key := range n.split(path) {
		if n = n.child(key); n == nil {
			break
		}
		at = n.at
	}
	return at
}

// inputsOf are the numbers of a model's baseline, by name.
func inputsOf(m *scenario.Model) (map[string][]decimal.Decimal, error) {
	plan, _ := m.Baseline.Model.(*finance.Model)
	laid, err := plan.Sheet()
	if err != nil {
		return nil, err
	}
	all := map[string][]decimal.Decimal{}
	for _, in := range laid.Inputs {
		all[in.Name] = in.Values
	}
	return all, nil
}
