package ask

import (
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance/sheet"
)

// An Event is a condition that a path meets or does not. It is lists of terms: a path meets the event where it meets
// every term of at least one list ("and" within a list, "or" between lists). It has at least one term.
type Event [][]Term

// A Term compares a line with a level, over some years.
type Term struct {
	Line  string  // a row's name on the sheet
	Op    string  // >=, >, <= or <
	Level float64 // money in the currency's unit, rates as fractions
	// Currency is the sign of a level of money, for String; empty for a rate.
	Currency string
	Over     Span
	Year     string // the last of the years
}

// A Span says which years a term looks at.
type Span int

// The spans, each up to a term's year.
const (
	InYear    Span = iota // the year alone
	EveryYear             // every year so far: all meet it
	AnyYear               // any year so far: one meets it at least
	AddedUp               // the sum over the years so far
)

// years is the span in a question's words.
func (s Span) years(year string) string {
	switch s {
	case EveryYear:
		return "in every year to " + year
	case AnyYear:
		return "by " + year
	case AddedUp:
		return "added up to " + year
	}
	return "in " + year
}

// String is the event as a question writes it.
func (e Event) String() string {
	var lists []string
	for _, list := range e {
		var terms []string
		for _, t := range list {
			terms = append(terms, t.String())
		}
		lists = append(lists, strings.Join(terms, " and "))
	}
	return strings.Join(lists, " or ")
}

// String is the term as a question writes it: "balance >= 0 in 2023/24".
func (t Term) String() string { return t.what() + " " + t.Over.years(t.Year) }

// what is the term without its years.
func (t Term) what() string {
	return named(t.Line) + " " + t.Op + " " + t.level()
}

// level is the level as it would be written.
func (t Term) level() string {
	switch {
	case t.Level == 0:
		return "0"
	case t.Currency == "":
		return number{after: "%"}.at(t.Level * 100)
	}
	return number{before: t.Currency}.at(t.Level)
}

// named is a row as a question names it: "balance of Acute trust".
func named(row string) string {
	body, line := sheet.BodyOf(row)
	if !strings.Contains(line, ".") {
		line = strings.ReplaceAll(line, "_", " ")
	}
	if body == "" {
		return line
	}
	return line + " of " + sheet.BodyLabel(body)
}

// terms are the terms of all lists.
func (e Event) terms() (all []Term) { return slices.Concat(e...) }

// met tells whether a figure meets the term.
func (t Term) met(x float64) bool {
	switch t.Op {
	case ">":
		return x > t.Level
	case "<=":
		return x <= t.Level
	case "<":
		return x < t.Level
	}
	return x >= t.Level
}

// on tells for every path whether it meets the term, whose last year is the one given.
func (t Term) on(c columns, year string) []bool {
	held := make([]bool, c.paths)
	if t.Over == AddedUp {
		sums := make([]float64, c.paths)
		for _, y := range c.to(year) {
			for i, x := range c.of(t.Line, y) {
				sums[i] += x
			}
		}
		for i, x := range sums {
			held[i] = t.met(x)
		}
		return held
	}
	years := []string{year}
	if t.Over != InYear {
		years = c.to(year)
	}
	for n, y := range years {
		for i, x := range c.of(t.Line, y) {
			met := t.met(x)
			switch {
			case n == 0:
				held[i] = met
			case t.Over == AnyYear:
				held[i] = held[i] || met
			default:
				held[i] = held[i] && met
			}
		}
	}
	return held
}

// on tells for every path whether it meets the event: each term in its own year or, if a year is given, all in that
// year alone.
func (e Event) on(c columns, alone string) []bool {
	holds := make([]bool, c.paths)
	for _, list := range e {
		all := make([]bool, c.paths)
		for n, t := range list {
			year := t.Year
			if alone != "" {
				year, t.Over = alone, InYear
			}
			for i, held := range t.on(c, year) {
				all[i] = held && (n == 0 || all[i])
			}
		}
		for i, held := range all {
			holds[i] = holds[i] || held
		}
	}
	return holds
}
