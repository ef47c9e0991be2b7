package xlsx

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/shopspring/decimal"
)

// read compares the figures of the sheet of assumptions with those of the file.
func (l *live) read(inputs []scenario.EffectiveInput) {
	s := l.book.find(LiveInputs)
	l.used = map[int]bool{}
	for i, key := range s.keys {
		at := positionAt(key)
		if _, ok := l.inputs[at.row]; ok && s.of(i).kind != nothing {
			l.used[at.column] = true
		}
	}
	columns := l.columns(s)
	known := map[[2]string]scenario.EffectiveInput{}
	for _, in := range inputs {
		known[[2]string{in.Scenario, in.Input}] = in
	}
	base := l.made.Scenarios[0]
	if len(l.inputs) > len(inputs)*len(l.years) {
		l.fault(l.book.find(MadeOf), position{1, 1}, "", fault.Conflict.Found("it names more inputs than there are").
			Want("%s", mendOutput()))
		return
	}
	made := map[string]bool{}
	for _, name := range l.made.Scenarios {
		made[name] = true
	}
	for _, n := range slices.Sorted(maps.Keys(l.inputs)) {
		name, year := l.inputs[n][0], l.inputs[n][1]
		follows := strings.HasPrefix(known[[2]string{base, name}].Source, "follows from ")
		if at := (position{n, LiveFirst - 1}); !l.values && !(follows && s.cell(at).live) {
			l.inForce(s, n, len(columns))
		}
		for i, of := range columns {
			if in, ok := known[[2]string{of, name}]; ok && made[of] {
				l.figure(s, position{n, LiveFirst + i}, in, of, year, false)
			}
		}
		in, ok := known[[2]string{base, name}]
		for column := range s.row(n) {
			if i := column - LiveFirst; ok && i >= 0 && i < len(columns) && columns[i] != "" && !made[columns[i]] {
				l.figure(s, position{n, column}, in, columns[i], year, true)
			}
		}
	}
}

// shuffled reports rows that are not where they were.
func (l *live) shuffled(s *sheet) bool {
	keys := 0 // the column
	for column := LiveFirst; column <= s.wide; column++ {
		if tidy(s.cell(position{LiveHeading, column}).text) == LiveKey {
			keys = column
		}
	}
	before := ""
	for _, n := range slices.Sorted(maps.Keys(l.inputs)) {
		name := l.inputs[n][0]
		at := position{n, keys}
		if is := s.cell(at).text; keys > 0 && name != before && is != name {
			l.fault(s, at, "", fault.Conflict.Found("rows were inserted, deleted or sorted: this was the row of %s",
				fault.Quote(name)).Want("undo that; a row stays where it is"))
			return true
		}
		before = name
	}
	return false
}

// columns are the scenarios of the columns from the first one's; empty for one that is not used.
func (l *live) columns(s *sheet) (all []string) {
	for column := LiveFirst; column <= s.wide; column++ {
		at := position{LiveHeading, column}
		head := tidy(s.cell(at).text)
		switch name, ok := l.headed[head]; {
		case head == "Allowed":
			return all
		case ok && slices.Contains(all, name), !ok && head != "" && slices.Contains(all, head):
			l.fault(s, at, "", fault.Duplicate.Found("there is a scenario %s already", fault.Quote(head)).
				Want("give the new one another name"))
			all = append(all, "")
		case ok:
			all = append(all, name)
		case head == LiveNew || head == "":
			l.unnamed(s, at)
			all = append(all, "")
		case column < LiveFirst+len(l.made.Scenarios):
			l.fault(s, at, "", fault.Conflict.Found("a scenario of the run was renamed %s", fault.Quote(head)).
				Want("put its name back: %s; a new scenario has a column of its own behind the last",
					fault.Quote(l.made.Scenarios[column-LiveFirst])))
			all = append(all, "")
		default:
			l.given(s, at)
			all = append(all, head)
		}
	}
	l.fault(s, position{LiveHeading, LiveFirst}, "", fault.Missing.Found("the heading Allowed is gone").
		Want("put the headings of this row back"))
	return all
}

// given reports a new scenario without a figure.
func (l *live) given(s *sheet, at position) {
	if l.used[at.column] {
		return
	}
	l.fault(s, at, "", fault.Missing.Found("the scenario %s has no figures", fault.Quote(tidy(s.cell(at).text))).
		Want("give what differs in its column, or empty its name"))
}

// unnamed reports figures below a heading that names no scenario.
func (l *live) unnamed(s *sheet, at position) {
	if l.used[at.column] {
		l.fault(s, at, "", fault.Missing.Found("the column has figures, and no name").
			Want("write the name of the new scenario here"))
	}
}

// inForce reports a figure in force that was written over.
func (l *live) inForce(s *sheet, n, scenarios int) {
	at := position{n, LiveFirst - 1}
	c := s.cell(at)
	from, ok := strings.CutPrefix(plainFormula(c.formula), fmt.Sprintf("INDEX(%s%d:", columnName(LiveFirst), n))
	last, is := strings.CutSuffix(from, ",1,SCENARIO)")
	p, cell := positionOf(last)
	if c.live && ok && is && cell && p.row == n && p.column >= LiveFirst && p.column < LiveFirst+scenarios {
		return
	}
	l.fault(s, at, l.inputs[n][0], fault.Conflict.Found("changed: %s, %s%d", s.name, columnName(at.column), n).
		Want("change the figure in the column of a scenario, and not what is in force"))
}

// figure compares one figure with the file's.
func (l *live) figure(s *sheet, at position, in scenario.EffectiveInput, of, year string, fresh bool) {
	c, ok := l.shown(s, at)
	refuse := func(f fault.Fault) { l.fault(s, at, in.Input, f) }
	switch {
	case !ok, s.follows(at) && (c.kind == nothing || c.kind == failed || c.format.date): // the baseline's fault
		return
	case c.kind == nothing && fresh:
		return // as in the baseline
	case c.kind == nothing:
		refuse(fault.Missing.Found("the figure is gone").Want("write what it is: %s as it was", l.was(in, year)))
		return
	case c.kind == failed:
		refuse(fault.Unreadable.Found("the cell shows %s", fault.Quote(c.text)).Want("mend its formula"))
		return
	case c.kind == text:
		if c.number, ok = l.typed(c.text, in.Money); !ok {
			if !s.follows(at) {
				refuse(fault.Unreadable.Found("found the text %s", fault.Quote(c.text)).Want("write a number"))
			}
			return
		}
	case c.format.date:
		refuse(fault.Unreadable.Found("the cell holds a date").Want("write a number"))
		return
	}
	was := l.was(in, year)
	is, err := decimal.NewFromString(strconv.FormatFloat(c.number, 'e', digits-1, 64))
	if err != nil {
		return
	}
	shown := was.InexactFloat64()
	if strconv.FormatFloat(shown, 'e', digits-1, 64) == strconv.FormatFloat(c.number, 'e', digits-1, 64) {
		return
	}
	if in.Money {
		is = is.Round(2)
	}
	l.edits = append(l.edits, file.Edit{At: s.at(at), Scenario: of, Input: in.Input, Year: year, Was: was, Is: is,
		Follows: s.follows(at)})
}

// follows reports whether a scenario's cell refers to that of the baseline.
func (s *sheet) follows(at position) bool {
	of, to, ok := reference(s.cell(at).formula)
	return ok && s.cell(at).live && at.column > LiveFirst && (of == "" || of == s.name) &&
		to == position{at.row, LiveFirst}
}

// typed is the figure that a text looks like: £1.7bn, 1,700m, 3.1%.
func (l *live) typed(said string, money bool) (float64, bool) {
	unit := "%"
	if money {
		unit = l.currency
	}
	said, f := typed(trimmed(said), unit)
	if f.Kind != "" {
		return 0, false
	}
	if money {
		a, err := finance.ParseAmount(said, l.currency)
		return float64(a) / 100, err == nil
	}
	r, err := finance.ParseRate(strings.ReplaceAll(said, " ", ""))
	return float64(r), err == nil
}

// was is an input's figure in the file.
func (l *live) was(in scenario.EffectiveInput, year string) decimal.Decimal {
	i := 0
	if year != "" {
		i = slices.Index(l.years, year) + len(in.Values) - len(l.years)
	}
	if i < 0 || i >= len(in.Values) {
		i = 0
	}
	if len(in.Values) == 0 {
		return decimal.Zero
	}
	d, err := decimal.NewFromString(in.Values[i])
	if err != nil {
		return decimal.Zero
	}
	return d
}
