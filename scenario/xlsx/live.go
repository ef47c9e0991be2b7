package xlsx

import (
	"context"
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

// The sheet of a live workbook that says what it was made of, and what its rows are: three columns, the kind, a name,
// and a line of text behind its number.
const (
	MadeOf = "Made of"

	OfLayout   = "layout"   // the version of these rows
	OfFile     = "file"     // the scenario file, line by line
	OfTable    = "table"    // a table that it names
	OfBody     = "body"     // a body's file that it names
	OfSetting  = "set"      // what was set in it
	OfScenario = "scenario" // the name of a scenario, by its column on the sheet of assumptions
	OfInput    = "input"    // the name of an input, by its row there
	OfCells    = "cells"    // digests of the cells of a row of a sheet, by the sheet
)

// LiveLayout is the version of a live workbook's layout.
const LiveLayout = 2

// The sheet of assumptions of a live workbook.
const (
	LiveInputs  = "Assumptions"
	LiveHeading = 5 // its row of headings
	LiveFirst   = 5 // the column of its first scenario
	LiveNew     = "(new scenario)"
	LiveKey     = "Key" // heads the column with the names of inputs, beside the first row of each
)

// Line is a line of text behind its number, so that nothing takes it for a formula.
func Line(number int, text string) string { return strconv.Itoa(number) + "  " + text }

// A live is a live workbook being read.
type live struct {
	*reader
	made   file.Manifest
	headed map[string]string // scenarios, by their headings
	values bool              // it does not calculate
	years  []string
	// currency is its sign.
	currency string
	inputs   map[int][2]string // by row: the name and the year
	cells    map[string]map[int]string
	edits    []file.Edit
}

// liveOf takes a live workbook's own account of itself; nil if it is none.
func (r *reader) liveOf() *live {
	s := r.book.find(MadeOf)
	if s == nil || r.book.find(LiveInputs) == nil {
		return nil
	}
	l := &live{reader: r, headed: map[string]string{}, inputs: map[int][2]string{}, cells: map[string]map[int]string{}}
	texts := map[[2]string]*strings.Builder{}
	var names [][2]string
	for n := 1; n <= s.rows; n++ {
		kind, name, line := s.cells[position{n, 1}].text, s.cells[position{n, 2}].text, s.cells[position{n, 3}].text
		number, text, ok := strings.Cut(line, "  ")
		more := strings.HasSuffix(number, "+") // of a line that is longer than a cell
		i, err := strconv.Atoi(strings.TrimSuffix(number, "+"))
		if !ok || err != nil {
			continue
		}
		switch kind {
		case OfFile, OfTable, OfBody:
			key := [2]string{kind, name}
			if texts[key] == nil {
				texts[key], names = &strings.Builder{}, append(names, key)
			} else if !more {
				texts[key].WriteByte('\n')
			}
			texts[key].WriteString(text)
		case OfLayout:
			l.values = name == "values"
		case OfSetting:
			l.made.Set = append(l.made.Set, scenario.Setting{Path: name, Value: text})
		case OfScenario:
			l.headed[tidy(name)] = text
			l.made.Scenarios = append(l.made.Scenarios, text)
		case OfInput:
			l.inputs[i] = [2]string{text, name}
		case OfCells:
			if l.cells[name] == nil {
				l.cells[name] = map[int]string{}
			}
			l.cells[name][i] = text
		}
	}
	for _, key := range names {
		t := file.TableText{Name: key[1], Text: texts[key].String()}
		switch key[0] {
		case OfFile:
			l.made.File, l.made.Text = t.Name, t.Text
		case OfTable:
			l.made.Tables = append(l.made.Tables, t)
		case OfBody:
			l.made.Bodies = append(l.made.Bodies, t)
		}
	}
	if l.made.Text == "" || len(l.made.Scenarios) == 0 {
		return nil
	}
	return l
}

// spec is the file that the workbook is of, with what was changed in its assumptions.
func (l *live) spec() (*file.Spec, error) {
	spec, m, _, err := l.made.Prepare(scenario.Options{})
	if err != nil {
		return nil, err
	}
	about, err := m.Describe(context.Background(), scenario.Options{})
	if err != nil {
		return nil, err
	}
	l.years, l.currency = about.Years, about.Currency
	if !l.shuffled(l.book.find(LiveInputs)) {
		l.compare()
		l.read(about.Inputs)
	}
	if len(l.faults) > 0 {
		return nil, file.Faults(fewOfEach(l.faults))
	}
	if len(l.edits) == 0 {
		return spec, nil
	}
	return spec.Edited(l.name, l.edits)
}

// mostOfASheet is how many faults of one sheet are told apart. More come of one cause: a row or column that was
// inserted or deleted, so that all below or behind it are elsewhere.
const mostOfASheet = 10

// fewOfEach are faults, of a sheet with very many only the first, with what has happened.
func fewOfEach(all []file.Fault) (few []file.Fault) {
	number := map[string]int{}
	for _, f := range all {
		number[sheetOf(f)]++
	}
	told := map[string]bool{}
	for _, f := range all {
		n := number[sheetOf(f)]
		if n <= mostOfASheet || sheetOf(f) == "" {
			few = append(few, f)
			continue
		}
		if !told[sheetOf(f)] {
			told[sheetOf(f)] = true
			f.Fault = f.Fault.Want("undo what was inserted, deleted or sorted there: %d cells of the sheet are not where they were",
				n)
			few = append(few, f)
		}
	}
	return few
}

// sheetOf is the sheet of a fault's cell.
func sheetOf(f file.Fault) string {
	sheet, _, _ := strings.Cut(f.Cell, "!")
	return sheet
}

// compare reports cells of all sheets but those of assumptions that are not what they were.
func (l *live) compare() {
	for _, name := range slices.Sorted(maps.Keys(l.cells)) {
		s := l.book.find(name)
		if s == nil {
			l.faults = append(l.faults, file.Fault{File: l.name,
				Fault: fault.Missing.Found("the sheet %s is gone", fault.Quote(name)).Want("%s", mendOutput())})
			continue
		}
		last := 0
		for n := range l.cells[name] {
			last = max(last, n)
		}
		for n := 1; n <= last; n++ {
			l.row(s, n, l.cells[name][n])
		}
	}
}

// mendOutput is what can be done about a cell that is no input.
func mendOutput() string {
	return "only the sheet Assumptions is input: put the cell back, and change the assumption that it follows from"
}

// row compares the cells of a row with their digests.
func (l *live) row(s *sheet, n int, digests string) {
	for column := 1; column*len(NoDigest) <= len(digests); column++ {
		was := digests[(column-1)*len(NoDigest) : column*len(NoDigest)]
		if was == NoDigest {
			continue
		}
		at := position{n, column}
		c := s.cells[at]
		var value any = c.text
		if c.kind == number {
			value = c.number
		}
		if Digest(c.formula, value) == was {
			continue
		}
		is := ""
		switch {
		case c.live:
			is = ", which has the formula " + fault.Quote("="+c.formula)
		case c.kind == nothing:
			is = ", which is empty"
		}
		f := fault.Conflict.Found("changed: %s, %s%d%s", s.name, columnName(column), n, is)
		l.fault(s, at, "", f.Want("%s", mendOutput()))
	}
}

// read compares the figures of the sheet of assumptions with those of the file.
func (l *live) read(inputs []scenario.EffectiveInput) {
	s := l.book.find(LiveInputs)
	columns := l.columns(s)
	known := map[[2]string]scenario.EffectiveInput{}
	for _, in := range inputs {
		known[[2]string{in.Scenario, in.Input}] = in
	}
	base := l.made.Scenarios[0]
	for _, n := range slices.Sorted(maps.Keys(l.inputs)) {
		name, year := l.inputs[n][0], l.inputs[n][1]
		follows := strings.HasPrefix(known[[2]string{base, name}].Source, "follows from ")
		if at := (position{n, LiveFirst - 1}); !l.values && !(follows && s.cells[at].live) {
			l.inForce(s, n, len(columns))
		}
		for column := LiveFirst; column < LiveFirst+len(columns); column++ {
			of := columns[column-LiveFirst]
			from := of
			if !slices.Contains(l.made.Scenarios, of) {
				from = base
			}
			in, ok := known[[2]string{from, name}]
			if ok && of != "" {
				l.figure(s, position{n, column}, in, of, year, from != of)
			}
		}
	}
}

// shuffled reports rows that are not where they were.
func (l *live) shuffled(s *sheet) bool {
	keys := 0 // the column
	for column := LiveFirst; column <= s.wide; column++ {
		if tidy(s.cells[position{LiveHeading, column}].text) == LiveKey {
			keys = column
		}
	}
	before := ""
	for _, n := range slices.Sorted(maps.Keys(l.inputs)) {
		name := l.inputs[n][0]
		at := position{n, keys}
		if is := s.cells[at].text; keys > 0 && name != before && is != name {
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
		head := tidy(s.cells[at].text)
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
	for n := range l.inputs {
		if s.cells[position{n, at.column}].kind != nothing {
			return
		}
	}
	l.fault(s, at, "", fault.Missing.Found("the scenario %s has no figures", fault.Quote(tidy(s.cells[at].text))).
		Want("give what differs in its column, or empty its name"))
}

// unnamed reports figures below a heading that names no scenario.
func (l *live) unnamed(s *sheet, at position) {
	for n := range l.inputs {
		if c := s.cells[position{n, at.column}]; c.kind != nothing {
			l.fault(s, at, "", fault.Missing.Found("the column has figures, and no name").
				Want("write the name of the new scenario here"))
			return
		}
	}
}

// inForce reports a figure in force that was written over.
func (l *live) inForce(s *sheet, n, scenarios int) {
	at := position{n, LiveFirst - 1}
	c := s.cells[at]
	for last := LiveFirst; last < LiveFirst+scenarios; last++ {
		want := fmt.Sprintf("INDEX(%s%d:%s%d,1,Scenario)", columnName(LiveFirst), n, columnName(last), n)
		if c.live && plainFormula(c.formula) == plainFormula(want) {
			return
		}
	}
	l.fault(s, at, l.inputs[n][0], fault.Conflict.Found("changed: %s, %s%d", s.name, columnName(at.column), n).
		Want("change the figure in the column of a scenario, and not what is in force"))
}

// figure compares one figure with the file's.
func (l *live) figure(s *sheet, at position, in scenario.EffectiveInput, of, year string, fresh bool) {
	c, ok := l.shown(s, at)
	refuse := func(f fault.Fault) { l.fault(s, at, in.Input, f) }
	switch {
	case !ok, c.kind != number && s.follows(at): // the fault is the baseline's
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
			refuse(fault.Unreadable.Found("found the text %s", fault.Quote(c.text)).Want("write a number"))
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
	of, to, ok := reference(s.cells[at].formula)
	return ok && s.cells[at].live && at.column > LiveFirst && (of == "" || of == s.name) &&
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
