package finance

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
)

// A Row is a model's own formula: a new row of the sheet, or a formula that replaces one of the model's numbers.
//
//	m.Rows = []finance.Row{
//		{Name: "gain share", Formula: "50% × max(0, ago(demand avoided, 1))", Unit: sheet.Money},
//		{Name: "transfers.Gain.amount", Formula: "bodies.Trust.gain share"},
//	}
//
// Formulas are written as [sheet.Expr.Words] prints them. A body's formula means the body's own rows first, then those
// of the systems that it belongs to; other bodies' rows are named by their place, bodies.Acute trust.cost. It can read
// all rows of the model, but not rows that an importer's [Rule] adds.
type Row struct {
	// Name is the row's name: letters, digits, spaces, _ and -, a letter first. Or it is the place of a series in the
	// model, as in a scenario file ("earmark.amount", "need.components.demography"); the formula then gives its
	// figures. The series itself must be left out, and its limits do not hold: a share may be more than 100%. Without a
	// Formula it is the name of a row that the model has anyway ("unmet_need", "debt.loans.interim"), which then opens
	// at Opening: in a plan that continues an earlier one ([Model.RollForward]). With "_1_ago" after that name it is
	// what the row was a year before the opening year, for what reads it from further back.
	Name string
	// Formula gives the figures of the years after the opening year.
	Formula string
	// Opening is the formula of the opening year's figure; empty means zero.
	Opening string
	// Unit is the unit of a new row's figures; the zero value is a number, 0.034 for 3.4%.
	Unit sheet.Unit
	// Note says in a sentence what the row is.
	Note string
}

// gives reports whether the row replaces one of the model's numbers.
func (r Row) gives() bool { return strings.Contains(r.Name, ".") && !r.opens() }

// opens reports whether the row only gives an opening figure to a row of the model.
func (r Row) opens() bool { return r.Formula == "" && r.Opening != "" }

// path is the place of the row in a scenario file.
func (r Row) path() string {
	if r.gives() {
		return r.Name
	}
	return "rows." + r.Name
}

// ownRows are the model's own rows that do not replace a number.
func ownRows(w *layout) {
	if len(w.m.Rows) == 0 {
		return
	}
	taken := w.taken()
	for _, r := range w.m.Rows {
		switch {
		case r.gives():
			continue
		case r.opens():
			w.opening(r)
			continue
		case !w.readable(r.path(), r.Name, "a row"):
			continue
		case taken[asWritten(r.Name)]:
			w.fault(r.path(), fault.Duplicate.Found("there is a row of this name already").
				Want("choose another, or read that one in a formula"))
			continue
		case r.Unit != sheet.Money && r.Unit != sheet.Number:
			w.fault(r.path(), fault.Unknown.Found("%s is not a unit of a row", r.Unit).
				Want("use sheet.Money or sheet.Number"))
			continue
		}
		taken[asWritten(r.Name)] = true
		w.formula(r, r.Unit)
	}
}

// opening gives a row that is already laid out another opening figure.
func (w *layout) opening(r Row) {
	i := w.rowAs(r.Name)
	if i < 0 {
		i = w.remember(r.Name)
	}
	switch {
	case i < 0:
		w.fault(r.path(), w.noRow(r))
	case w.Rows[i].Check:
		w.fault(r.path(), fault.Misplaced.Found("a check opens at nothing").Want("leave it out"))
	case slices.ContainsFunc(w.formulas, func(f formula) bool { return f.row == w.Rows[i].Name && f.opening }):
		w.fault(r.path(), fault.Duplicate.Found("the row has a figure to open at already").Want("keep one of the two"))
	default:
		w.formulas = append(w.formulas, formula{row: w.Rows[i].Name, path: r.path(), text: r.Opening, opening: true})
	}
}

// noRow is the fault of a row without a formula whose name is no row of the model.
func (w *layout) noRow(r Row) Fault {
	var names []string
	for _, laid := range w.Rows {
		if !laid.Check {
			names = append(names, laid.Name)
		}
	}
	near, _ := w.near.Nearest(r.Name, names)
	return fault.Unknown.Found("the model has no row %s that could open at a figure", fault.Quote(r.Name)).
		Want("give a formula, if it is a new one").Suggest(near)
}

// readable checks that formulas can read the name of a row or an assumption, and reports it if not.
func (w *layout) readable(path, name, of string) bool {
	first, _ := utf8.DecodeRuneInString(name)
	if nameable(name) && unicode.IsLetter(first) {
		return true
	}
	w.fault(path, fault.Unreadable.Found("%s is not a name of %s", fault.Quote(name), of).
		Want("use letters, digits, spaces, _ and -, at most %d of them, a letter first", maxName))
	return false
}

// taken are the names on the sheet, as people write them.
func (w *layout) taken() map[string]bool {
	taken := map[string]bool{}
	for _, r := range w.Rows {
		taken[asWritten(r.Name)] = true
	}
	for _, in := range w.Inputs {
		taken[asWritten(in.Name)] = true
	}
	return taken
}

// asWritten is a name in a form that does not tell spaces from underscores, or capitals from small letters.
func asWritten(name string) string { return strings.ToLower(strings.ReplaceAll(name, "_", " ")) }

// A formula is a text that becomes the formula of a row once all rows are laid out.
type formula struct {
	row, path, text string
	opening         bool
	may             span // the limits of the number that it replaces
}

// formula adds a row whose formula is read later.
func (w *layout) formula(r Row, unit sheet.Unit) sheet.Expr {
	note := r.Note
	if note == "" {
		note = "by a formula of the model's own"
	}
	w.Add(sheet.Row{Name: r.Name, Unit: unit, Note: note})
	w.formulas = append(w.formulas, formula{row: r.Name, path: r.path(), text: r.Formula})
	if r.Opening != "" {
		w.formulas = append(w.formulas, formula{row: r.Name, path: r.path(), text: r.Opening, opening: true})
	}
	return sheet.Ref(r.Name)
}

// given is the row that replaces a number, if the model has one.
func (w *layout) given(path string, unit sheet.Unit, may span) (sheet.Expr, bool) {
	i, ok := w.m.rooms[path]
	w.replaced = ok
	if !ok {
		return sheet.Expr{}, false
	}
	w.read[i] = true
	e := w.formula(w.m.Rows[i], unit)
	w.formulas[len(w.formulas)-1].may = may
	return e, true
}

// unread reports formulas for numbers that no rule asks for.
func (w *layout) unread() {
	for i, r := range w.m.Rows {
		if place, ok := w.m.rooms[r.Name]; ok && place == i && !w.read[i] {
			w.fault(r.path(), fault.Misplaced.Found("no rule of this model reads the number here").
				Want("leave the formula out"))
		}
	}
}

// readFormulas reads the texts of formulas, and puts the formulas into their rows.
func (w *layout) readFormulas() {
	if len(w.formulas) == 0 {
		return
	}
	at := map[string]int{}
	for i, r := range w.Rows {
		at[r.Name] = i
	}
	v := w.Vocabulary(w.m.Symbol(), w.near).Further(w.remembered())
	for _, f := range w.formulas {
		if w.ctx.Err() != nil {
			return
		}
		r := &w.Rows[at[f.row]]
		body, _ := sheet.BodyOf(f.row)
		e, err := v.Parse(f.text, body, r.Unit)
		if err != nil {
			for _, err := range err.(sheet.Errors) {
				wrong := err.(*sheet.FormulaError)
				w.misread(f, wrong.Column, wrong.Fault)
			}
			e = sheet.Num(0)
		}
		if f.opening {
			r.Opening = e
		} else {
			r.Formula = e
		}
	}
	w.recall()
	w.circles(v)
	w.hold()
}

// misread reports a fault of a formula at one of its columns.
func (w *layout) misread(f formula, column int, wrong fault.Fault) {
	which := "formula"
	if f.opening {
		which = "opening formula"
	}
	w.fault(f.path, wrong.In("in the %s, column %d", which, column))
}

// circles reports formulas that read their own row within a year, at the reference that leads round.
func (w *layout) circles(v *sheet.Vocabulary) {
	texts := map[string]formula{}
	for _, f := range w.formulas {
		texts[f.row] = f
	}
	for _, circle := range w.Circles() {
		for i, row := range circle.Rows[:len(circle.Rows)-1] {
			if f, ok := texts[row]; ok {
				body, _ := sheet.BodyOf(row)
				w.misread(f, v.Column(f.text, body, circle.Rows[i+1]), fault.Circle.Found("%s", circle.Error()))
				break
			}
		}
	}
}
