package sheet

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/door"
)

// A Step explains one cell: its formula in words, the same formula with its numbers, and the cells it reads. Nothing
// changes it once it is made, so goroutines may share it.
type Step struct {
	Name    string          // of the row or input
	Year    string          // as the sheet labels it
	Unit    Unit            // of Value
	Value   decimal.Decimal // whole pence for money
	Note    string          // what the row is, in a sentence
	Formula string          // in words; empty for an input
	Numbers string          // the formula with its numbers; empty for an input
	Source  string          // where an input comes from
	Reads   []*Step         // the cells the formula reads, each once, left to right
}

// Format prints a figure for people; money is given in whole pence. It is called on the caller's goroutine only.
type Format func(u Unit, value decimal.Decimal) string

// Trace explains a cell down to the inputs and their sources. Steps are shared: a cell read twice is one *Step. A nil
// format prints money in the currency's unit with two decimals and numbers as they are. The error is a [RowError] if
// the ledger does not have the row or the column.
func (l *Ledger) Trace(name string, col int, format Format) (*Step, error) {
	l = door.Or(l)
	if _, ok := l.Program.Slot(name); !ok {
		return nil, rowError(name, fault.Unknown.Found("is not on the sheet"))
	}
	if col < 0 || col >= len(l.cells) {
		return nil, rowError(name, fault.OutOfRange.Found("has no column %d", col))
	}
	if format == nil {
		format = plainFormat
	}
	t := &tracer{l: l, format: format, seen: map[cell]*Step{}}
	return t.step(cell{name, col}), nil
}

func plainFormat(u Unit, value decimal.Decimal) string {
	if u == Money {
		return value.Shift(-2).StringFixed(2)
	}
	return value.String()
}

type cell struct {
	name string
	col  int
}

type tracer struct {
	l      *Ledger
	format Format
	seen   map[cell]*Step
}

func (t *tracer) step(c cell) *Step {
	if s, ok := t.seen[c]; ok {
		return s
	}
	p := t.l.Program
	value, _ := t.l.At(c.name, c.col)
	slot := p.index[c.name]
	s := &Step{Name: c.name, Year: p.Years[c.col], Unit: p.Unit(slot), Value: value}
	t.seen[c] = s
	if i, ok := p.Input(c.name); ok {
		s.Source = p.Inputs[i].Source
		return s
	}
	i, _ := p.Row(c.name)
	row := p.Rows[i]
	formula := row.Formula
	if c.col == 0 {
		formula = row.Opening
	}
	s.Note = row.Note
	if formula.IsZero() {
		s.Formula, s.Numbers = "nothing before the first year of the plan", "0"
		return s
	}
	s.Formula = formula.Words()
	s.Numbers = formula.write(t.number(c.col), constantInWords)
	s.Reads = t.reads(formula, c.col)
	return s
}

// number prints a reference as its figure.
func (t *tracer) number(col int) func(name string, lag int) string {
	return func(name string, lag int) string {
		slot := t.l.Program.index[name]
		value, _ := t.l.At(name, col-lag)
		text := t.format(t.l.Program.Unit(slot), value)
		if value.IsNegative() {
			return "(" + text + ")"
		}
		return text
	}
}

func (t *tracer) reads(formula Expr, col int) []*Step {
	var steps []*Step
	listed := map[cell]bool{}
	formula.refs(func(name string, lag int) {
		c := cell{name, col - lag}
		if c.col >= 0 && !listed[c] {
			listed[c] = true
			steps = append(steps, t.step(c))
		}
	})
	return steps
}

// Text lays the explanation out, indented by depth, each cell explained once.
func (s *Step) Text(format Format) string { return s.TextTo(0, format) }

// TextTo is Text down to a number of levels; 0 is all.
func (s *Step) TextTo(levels int, format Format) string {
	s = door.Or(s)
	if format == nil {
		format = plainFormat
	}
	var b strings.Builder
	s.text(&b, format, 0, levels, map[*Step]bool{})
	return b.String()
}

func (s *Step) text(b *strings.Builder, format Format, depth, levels int, seen map[*Step]bool) {
	indent := strings.Repeat("  ", depth)
	fmt.Fprintf(b, "%s%s %s = %s", indent, Label(s.Name), s.Year, format(s.Unit, s.Value))
	switch {
	case s.Formula == "":
		fmt.Fprintf(b, "  [input: %s]\n", orElse(s.Source, "no source given"))
		return
	case seen[s]:
		b.WriteString("  (explained above)\n")
		return
	}
	fmt.Fprintf(b, "\n%s  = %s\n%s  = %s\n", indent, s.Formula, indent, s.Numbers)
	if depth+1 == levels {
		return // not yet explained: it may come again at a higher level
	}
	seen[s] = true
	for _, r := range s.Reads {
		r.text(b, format, depth+1, levels, seen)
	}
}

func orElse(text, fallback string) string {
	if text == "" {
		return fallback
	}
	return text
}
