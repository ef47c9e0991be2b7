package workbook

import (
	"context"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/openenvelope/envelope/scenario/xlsx"
)

// Room that an input workbook has beyond what its file uses.
const (
	mostScenarios = 4 // columns, more if the file has more
	mostYears     = 5
)

// WriteTemplate writes a scenario file as an input workbook, which package scenario/xlsx reads as the same file: each
// number and text with its unit, what it means and what is known about it, in cells to fill in. What was set is not in
// it. The error is a [fault.Fault] where a name of the file cannot stand in a workbook; otherwise the writer's, or the
// context's when that ends.
func WriteTemplate(ctx context.Context, w io.Writer, s *file.Spec) error {
	ctx, w = door.Context(ctx), door.Writer(w)
	if s == nil {
		return fault.Missing.Found("there is no file to write as a workbook")
	}
	entries, err := s.Entries()
	if err != nil {
		return err
	}
	t := &template{book: &book{styles: map[style]int{}, digests: map[string][]string{}}, title: s.Title(),
		changes: s.ChangeNames(), currency: "£", names: map[string]string{}}
	for _, e := range entries {
		if slices.Equal(e.Keys, []string{"currency"}) {
			t.currency = e.Value
		}
	}
	t.amounts = regexp.MustCompile(`^(-?)` + regexp.QuoteMeta(t.currency) +
		`? ?(-?)([0-9][0-9,]*(?:\.[0-9]+)?)(k|m|bn|)$`)
	t.size = t.usual(entries)
	if err := t.arrange(entries); err != nil {
		return err
	}
	var sheets []func()
	for _, f := range t.forms {
		sheets = append(sheets, func() { t.writeForm(f) })
	}
	return t.book.finish(ctx, w, t.forms[0].sheet, t.title, sheets)
}

// A template is an input workbook before it is written.
type template struct {
	*book
	title    string
	currency string
	amounts  *regexp.Regexp // money in it
	size     string         // of most amounts: m, bn
	changes  []string
	forms    []*form
	names    map[string]string // the cell of each body's name, by the name
	bodies   int               // rows of the sheet of bodies
	numbers  int               // the column there that has the rows of names
	knows    []string          // what is known of each scenario's changes: source, owner, quality, note
}

// A form is a sheet of an input workbook.
type form struct {
	sheet, about string
	parts        []string // the first keys of what stands on it
	rows         []inputRow
	stars        int // names that its places leave open
	years        int
	scenarios    bool
}

// An inputRow is a row of a form: a heading, or an entry.
type inputRow struct {
	heading string
	file.Entry
	place string
	names []string // of the stars
	first bool     // of the rows of one name
	owns  bool     // a heading in which the name of the rows below is typed
}

// the forms of every workbook, in the order of its sheets; the second takes what no other does.
func forms() []*form {
	return []*form{
		{sheet: "Start", parts: []string{"schema", "name", "body", "currency", "first_month", "years", "real_terms",
			"lines", "not_modelled", "ranges", "accepted", "explore", "run", "baseline", "changes", "scenarios",
			"compare", "correlations"}},
		{sheet: "Assumptions", scenarios: true,
			about: "One row for each number of the whole. Fill what is blue on yellow."},
		{sheet: bodiesSheet, parts: []string{"bodies"}, scenarios: true,
			about: "To add a body, copy all rows of one with the row of its name, insert them below, and type the new name there; the rows below follow. To leave one out, delete its rows."},
		{sheet: "Contracts", parts: []string{"transfers"}, scenarios: true,
			about: "What bodies pay each other. To add a contract, copy all rows of one with the row of its name, insert them below, and type the new name there."},
		{sheet: "Pools", parts: []string{"pools"}, scenarios: true,
			about: "Budgets that bodies share. To add one, copy all its rows with the row of its name, and type the new name there."},
		{sheet: "Spill-overs", parts: []string{"spills", "mergers", "allocation"}, scenarios: true,
			about: "Need that is not met in one body and arrives at another."},
	}
}

// arrange gives every entry its row.
func (t *template) arrange(entries []file.Entry) error {
	t.forms = forms()
	for _, e := range entries {
		if e.Keys[0] == "schema" && e.Value == strconv.Itoa(file.CurrentSchema) {
			continue // as is meant where nothing is said
		}
		to := t.forms[1]
		for _, f := range t.forms {
			if slices.Contains(f.parts, e.Keys[0]) {
				to = f
			}
		}
		if err := to.add(e); err != nil {
			return err
		}
	}
	t.forms = slices.DeleteFunc(t.forms, func(f *form) bool { return len(f.rows) == 0 && f.sheet != "Start" })
	for _, f := range t.forms {
		f.settle()
	}
	t.knownOfChanges(entries)
	t.addScenarios()
	return nil
}

// add adds an entry to a form.
func (f *form) add(e file.Entry) error {
	r := inputRow{Entry: e}
	var keys []string
	for i, k := range e.Keys {
		switch {
		case strings.Contains(k, ">") || strings.TrimSpace(k) != k || k == "*" || strings.HasSuffix(k, "[]"):
			return fault.Unreadable.Found("the name %s cannot stand in the places of a workbook", fault.Quote(k)).
				Want("write it without > * and []")
		case i < len(e.Named) && e.Named[i] && len(r.names) < 2 && f.scenarios:
			r.names = append(r.names, k)
			k = "*"
		}
		keys = append(keys, k)
	}
	r.place = strings.Join(keys, " > ")
	if e.Item > 0 {
		r.place += " []"
	}
	f.stars = max(f.stars, len(r.names))
	f.years = max(f.years, len(e.Years))
	for _, c := range e.Changes {
		f.years = max(f.years, len(c.Years))
	}
	f.rows = append(f.rows, r)
	return nil
}

// settle gives the rows of a form headings, and marks the first row of each name.
func (f *form) settle() {
	last, name := "", ""
	var rows []inputRow
	for _, r := range f.rows {
		part, own := r.Keys[0], ""
		if len(r.names) > 0 {
			own = r.names[0]
		}
		if part != last && f.sheet != "Start" && len(f.parts) != 1 {
			rows = append(rows, inputRow{heading: sentence(spoken(part))})
		}
		r.first = len(r.names) > 0 && (own != name || part != last)
		if r.first && f.named() {
			rows = append(rows, inputRow{heading: own, owns: true})
		}
		last, name = part, own
		rows = append(rows, r)
	}
	f.rows = rows
	if f.scenarios {
		f.years = max(f.years, mostYears)
	}
}

// named reports whether the rows of a form stand under headings in which their name is typed.
func (f *form) named() bool { return len(f.parts) == 1 }

// knownOfChanges finds what is known of all changes of a scenario alike, which is then said once.
func (t *template) knownOfChanges(entries []file.Entry) {
	for i := range t.changes {
		said, mixed := "", false
		for _, e := range entries {
			if g := e.Changes[i]; !blank(g) {
				mixed = mixed || said != "" && said != known(g)
				said = known(g)
			}
		}
		if mixed {
			said = ""
		}
		t.knows = append(t.knows, said)
	}
}

// known is what is known about a number, as one text.
func known(g file.Given) string {
	return strings.Join([]string{g.Source, g.Owner, g.Quality, g.Note}, "\x00")
}

// blank reports whether nothing is given.
func blank(g file.Given) bool {
	return g.Value == "" && g.Low == "" && g.High == "" && len(g.Years) == 0 && g.Then == "" && g.Law == "" &&
		known(g) == "\x00\x00\x00"
}

// addScenarios adds the names of the scenarios to the first form.
func (t *template) addScenarios() {
	f := t.forms[0]
	for range 2 {
		f.rows = append(f.rows,
			inputRow{Entry: file.Entry{Keys: []string{"not_modelled"}, Means: "one more thing that it leaves out",
				Changes: make([]file.Given, len(t.changes))}, place: "not_modelled []"})
	}
	f.rows = append(f.rows, inputRow{heading: "Scenarios: what if some numbers were others?"})
	for i := range max(mostScenarios, len(t.changes)) {
		e := file.Entry{Keys: []string{scenarioKey(i)}, Changes: make([]file.Given, len(t.changes)),
			Means: "its name. Its numbers stand in the columns " + sentence(scenarioKey(i)) +
				" of the other sheets; what is empty there stays as planned, and a number there is certain (a range is written in braces: {p10: 40%, p90: 60%}). Source and quality are those of all its numbers"}
		if i < len(t.changes) {
			e.Value = t.changes[i]
			if said := strings.Split(t.knows[i], "\x00"); len(said) == 4 {
				e.Source, e.Owner, e.Quality, e.Note = said[0], said[1], said[2], said[3]
			}
		}
		f.rows = append(f.rows, inputRow{Entry: e, place: scenarioKey(i)})
	}
}

// scenarioKey is the place of a scenario's name.
func scenarioKey(i int) string { return strings.ToLower(xlsx.HeadChange) + " " + count(uint64(i+1)) }
