package table

import (
	"fmt"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
)

// Limits on a table: bytes, rows below the heading, columns, and cells below the heading if that is not zero.
type Limits struct{ Bytes, Rows, Columns, Cells int }

// A Cell is a text of a table without the space around it, and where it is; line and column count from 1, columns in
// characters.
type Cell struct {
	Text         string
	Line, Column int
}

// A Fault is one thing wrong with a table, and where it stands. Its path is the column, with the year in brackets where
// there is one.
type Fault struct {
	Line, Column int
	fault.Fault
}

// A Table is a CSV file as far as it could be read, and what is wrong with it. Rows are as long as the heading. No cell
// of a table with faults is to be used.
type Table struct {
	Names []Cell
	Rows  [][]Cell
	// Faults are in the order in which they were found; they end at some number beyond what anybody reads.
	Faults []Fault
	// Near suggests the column that may be meant by a name; it may be that of a file which names several tables.
	Near   *sheet.Suggester
	limits Limits
	// comma says that commas mark the decimals of numbers.
	comma bool
	// crowded is the first row that a comma within a number makes longer than the heading, alike how many more are so.
	crowded []Cell
	alike   int
}

// mostFaults bounds the list.
const mostFaults = 1000

// Add records what is wrong at a cell.
func (t *Table) Add(at Cell, path string, f fault.Fault) {
	if len(t.Faults) < mostFaults {
		t.Faults = append(t.Faults, Fault{at.Line, at.Column, f.At(path)})
	}
}

// Column is the place of a named column, or −1 with a fault that says which there are.
func (t *Table) Column(name string) int {
	i := t.Find(name)
	if i < 0 && len(t.Names) > 0 {
		t.Add(t.Names[0], "", t.Meant(fault.Unknown.Found("there is no column %s", fault.Quote(name)), name))
	}
	return i
}

// Find is the place of a named column, or −1.
func (t *Table) Find(name string) int {
	return slices.IndexFunc(t.Names, func(c Cell) bool { return c.Text == name })
}

// Meant is the fault of a name that is no column's, with what may be meant by it. It is for a table that has a heading.
func (t *Table) Meant(f fault.Fault, name string) fault.Fault {
	var known []string
	for _, c := range t.Names[:min(len(t.Names), t.limits.Columns)] {
		known = append(known, fault.Short(c.Text))
	}
	if near, ok := t.Near.Nearest(name, known); ok {
		return f.Suggest(near)
	}
	if alone := t.Names[0].Text; len(known) == 1 && strings.Contains(alone, "|") {
		return f.Want("the heading is one cell, %s; separate the cells by commas", fault.Quote(alone))
	}
	shown := strings.Join(known[:min(len(known), mostNames)], ", ")
	if more := len(t.Names) - mostNames; more > 0 {
		return f.Want("the columns are %s and %d more", shown, more)
	}
	return f.Want("the columns are %s", shown)
}

// mostNames is the most columns that a message lists.
const mostNames = 50

// In is a column's name with the year of a row.
func In(column, year string) string { return column + "[" + year + "]" }

// counted is a number of things in words.
func counted(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
