package workbook

import (
	"slices"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/shopspring/decimal"
)

// A step is a part of a cell's formula as a spreadsheet works it out. One tree is read twice: as text, and for how far
// its figure may stand from the exact one.
type step struct {
	op    op
	unit  sheet.Unit
	name  string          // of a reference
	lag   int             // of a reference: years back
	value decimal.Decimal // of a constant
	args  []step
	// against says which parts of a sum are taken off, and which factors of a product divide.
	against []bool
}

type op uint8

const (
	constant  op = iota
	reference    // a cell, this year or earlier
	sum          // parts from left to right
	product      // factors from left to right
	least        // MIN
	most         // MAX
	choice       // IF(first >= 0, second, third)
	rounded      // to the penny
	grown        // last + growth: the cell that grows, by how much of it, and the product that it is
)

// anyUnit is the unit of the constant zero, which fits beside either.
const anyUnit sheet.Unit = 255

// A reader writes the formulas of one scenario's sheet as steps.
type reader struct {
	program *sheet.Program
	growth  map[string]bool // by row: see [reader.grows]
}

func newReader(p *sheet.Program) *reader { return &reader{program: p, growth: map[string]bool{}} }

// cell is a row's formula, as its cell holds it; no formula is the constant zero.
func (r *reader) cell(e sheet.Expr) step {
	if e.IsZero() {
		return step{op: constant}
	}
	return r.whole(r.value(e))
}

// whole is a formula whose money is whole pence: a sum is rounded because a spreadsheet's pounds and pence are not
// exact, a product because the sheet says so.
func (r *reader) whole(s step) step {
	if s.unit != sheet.Money || s.op != sum && s.op != product {
		return s
	}
	if g, ok := r.growing(s); ok {
		return g
	}
	return step{op: rounded, unit: sheet.Money, args: []step{s}}
}

// value is a formula with its last sum or product not yet rounded.
func (r *reader) value(e sheet.Expr) step {
	n, _ := e.Node()
	switch n.Op {
	case sheet.OpConst:
		return constantOf(n)
	case sheet.OpRef:
		return r.cellOf(n)
	case sheet.OpAdd, sheet.OpSub:
		return r.join(sum, sheet.OpSub, n)
	case sheet.OpMul, sheet.OpDiv:
		return r.join(product, sheet.OpDiv, n)
	case sheet.OpIf:
		return r.chosen(n)
	}
	return r.extreme(n)
}

func constantOf(n sheet.Node) step {
	switch {
	case n.Value.IsZero():
		return step{op: constant, unit: anyUnit}
	case n.Currency != "":
		return step{op: constant, unit: sheet.Money, value: n.Value}
	}
	return step{op: constant, unit: sheet.Number, value: n.Value}
}

func (r *reader) cellOf(n sheet.Node) step {
	slot, _ := r.program.Slot(n.Name)
	return step{op: reference, unit: r.program.Unit(slot), name: n.Name, lag: n.Lag}
}

// join lays a chain of one kind, bound from the left, out as one step; against is the operation that takes off, or
// divides.
func (r *reader) join(kind op, against sheet.Op, n sheet.Node) step {
	left := r.value(n.Args[0])
	if left.op != kind {
		left = r.whole(left)
		left = step{op: kind, unit: left.unit, args: []step{left}, against: []bool{false}}
	}
	right := r.value(n.Args[1])
	if right.op != kind { // in brackets it stays as it is
		right = r.whole(right)
	}
	left.args, left.against = append(left.args, right), append(left.against, n.Op == against)
	if kind == sum {
		left.unit = either(left.unit, right.unit)
	} else {
		left.unit = times(left.unit, right.unit, n.Op == against)
	}
	return left
}

func (r *reader) chosen(n sheet.Node) step {
	s := step{op: choice, unit: anyUnit}
	for i, a := range n.Args {
		s.args = append(s.args, r.whole(r.value(a)))
		if i > 0 {
			s.unit = either(s.unit, s.args[i].unit)
		}
	}
	return s
}

// extreme is a minimum or maximum of several.
func (r *reader) extreme(n sheet.Node) step {
	s := step{op: most, unit: anyUnit}
	if n.Op == sheet.OpMin {
		s.op = least
	}
	for _, a := range n.Args {
		part := r.whole(r.value(a))
		if part.op == s.op {
			s.args = append(s.args, part.args...)
		} else {
			s.args = append(s.args, part)
		}
		s.unit = either(s.unit, part.unit)
	}
	return s
}

func either(a, b sheet.Unit) sheet.Unit {
	if a == anyUnit {
		return b
	}
	return a
}

// times is the unit of a product or quotient.
func times(a, b sheet.Unit, over bool) sheet.Unit {
	money := 0
	if a == sheet.Money {
		money++
	}
	if b == sheet.Money && over {
		money--
	} else if b == sheet.Money {
		money++
	}
	if money == 1 {
		return sheet.Money
	}
	return sheet.Number
}

// refs calls f for every reference in s.
func (s step) refs(f func(name string, lag int)) {
	if s.op == reference {
		f(s.name, s.lag)
	}
	for _, a := range s.args {
		a.refs(f)
	}
}

// plain reports whether no part of a sum is taken off, or no factor divides.
func (s step) plain() bool { return !slices.Contains(s.against, true) }
