package xlsx

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
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

// mostOfAKind is how many files, settings or scenarios a workbook's account of itself is read to have: more than a run
// may, which is then told what the most is.
const mostOfAKind = 1000

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
	used     map[int]bool   // columns of the sheet of assumptions with a figure
	changed  map[string]int // cells of other sheets that are not what they were
}

// liveOf takes a live workbook's own account of itself; nil if it is none.
func (r *reader) liveOf() *live {
	s := r.book.find(MadeOf)
	if s == nil || r.book.find(LiveInputs) == nil {
		return nil
	}
	l := &live{reader: r, headed: map[string]string{}, inputs: map[int][2]string{}, cells: map[string]map[int]string{},
		changed: map[string]int{}}
	texts := map[[2]string]*strings.Builder{}
	var names [][2]string
	for n := range s.rowsAfter(0) {
		kind, name, line := s.cell(position{n, 1}).text, s.cell(position{n, 2}).text, s.cell(position{n, 3}).text
		number, text, ok := strings.Cut(line, "  ")
		more := strings.HasSuffix(number, "+") // of a line that is longer than a cell
		i, err := strconv.Atoi(strings.TrimSuffix(number, "+"))
		if !ok || err != nil || i < 1 {
			continue
		}
		switch kind {
		case OfFile, OfTable, OfBody:
			key := [2]string{kind, name}
			if texts[key] == nil && len(names) > mostOfAKind || texts[key] != nil && texts[key].Len() > file.MaxFile {
				continue
			}
			if texts[key] == nil {
				texts[key], names = &strings.Builder{}, append(names, key)
			} else if !more {
				texts[key].WriteByte('\n')
			}
			texts[key].WriteString(text)
		case OfLayout:
			l.values = name == "values"
		case OfSetting:
			if len(l.made.Set) > mostOfAKind {
				continue
			}
			l.made.Set = append(l.made.Set, scenario.Setting{Path: name, Value: text})
		case OfScenario:
			if len(l.made.Scenarios) > mostOfAKind || slices.Contains(l.made.Scenarios, text) {
				continue
			}
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
		return nil, file.Faults(l.fewOfEach())
	}
	if len(l.edits) == 0 {
		return spec, nil
	}
	return spec.Edited(l.name, l.edits)
}

// mostOfASheet is how many faults of one sheet are told apart. More come of one cause: a row or column that was
// inserted or deleted, so that all below or behind it are elsewhere.
const mostOfASheet = 10

// fewOfEach are the faults, of a sheet with very many only the first, with what has happened.
func (l *live) fewOfEach() (few []file.Fault) {
	number := map[string]int{}
	for _, f := range l.faults {
		number[sheetOf(f)]++
	}
	for name, n := range l.changed {
		number[name] += max(0, n-mostOfASheet-1)
	}
	told := map[string]bool{}
	for _, f := range l.faults {
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
		for _, n := range slices.Sorted(maps.Keys(l.cells[name])) {
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
		c := s.cell(at)
		var value any = c.text
		if c.kind == number {
			value = c.number
		}
		if Digest(c.formula, value) == was {
			continue
		}
		if l.changed[s.name]++; l.changed[s.name] > mostOfASheet+1 {
			continue // it is counted
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
