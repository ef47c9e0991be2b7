package sheet

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/door"
)

// Errors is every fault of a sheet, in the order of its rows.
type Errors []error

// Error lists the faults, one a line.
func (e Errors) Error() string {
	lines := make([]string, len(e))
	for i, err := range e {
		lines[i] = err.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap lets errors.As look at each fault.
func (e Errors) Unwrap() []error { return e }

// A RowError is a fault in one row or input.
type RowError struct {
	Row   string      // its name
	Fault fault.Fault // what is wrong, and what would be right
}

// rowError is a fault of a row or input, whose path is its name.
func rowError(row string, f fault.Fault) *RowError { return &RowError{row, f.At(row)} }

// Error names the row first.
func (e *RowError) Error() string {
	e = door.Or(e)
	return fmt.Sprintf("row %q: %s", e.Row, e.Fault.Problem())
}

// Unwrap is the fault, for errors.As, and with it the kind, for errors.Is.
func (e *RowError) Unwrap() error { return door.Or(e).Fault }

// A CircleError is a circle of references within one year. Rows lists it from the row where it was
// found round to the same row again.
type CircleError struct{ Rows []string }

// mostInCircle is the most rows of a circle that its message names.
const mostInCircle = 12

// Error shows the circle with arrows; for a long circle the first rows, and how many more there are.
func (e *CircleError) Error() string { return e.fault().Problem() }

// Unwrap is the circle as a fault at its first row, about the other rows too.
func (e *CircleError) Unwrap() error { return e.fault() }

func (e *CircleError) fault() fault.Fault {
	rows := door.Or(e).Rows
	shown := rows
	if n := len(rows); n > mostInCircle {
		shown = append(slices.Clone(rows[:mostInCircle-2]), fmt.Sprintf("%d more", n-mostInCircle+1), rows[n-1])
	}
	f := fault.Circle.Found("rows refer to each other in a circle within a year: %s", strings.Join(shown, " → ")).
		Want("read one of them a year earlier")
	if len(rows) > 0 {
		f = f.At(rows[0]).With(rows[1:]...)
	}
	return f
}

// checker gathers the faults of a sheet and the units of its names.
type checker struct {
	ctx    context.Context // rows are left unchecked once it has ended
	s      *Sheet
	units  map[string]Unit
	errs   Errors
	sorted []string // the names, sorted once a name is not found
	near   Suggester
}

func (c *checker) fault(row string, f fault.Fault) { c.errs = append(c.errs, rowError(row, f)) }

func (c *checker) names() {
	if len(c.s.Years) < 2 {
		c.errs = append(c.errs,
			fault.Missing.Found("a sheet needs an opening year and at least one more, found %d", len(c.s.Years)))
	}
	take := func(name string, unit Unit) {
		if name == "" {
			c.fault(name, fault.Missing.Found("a row needs a name"))
		} else if _, taken := c.units[name]; taken {
			c.fault(name, fault.Duplicate.Found("the name is taken already").Want("names must differ"))
		}
		if unit != Money && unit != Number {
			c.fault(name, fault.Unknown.Found("the unit must be Money or Number"))
		}
		c.units[name] = unit
	}
	for _, in := range c.s.Inputs {
		if c.ctx.Err() != nil {
			return
		}
		take(in.Name, in.Unit)
		c.values(in)
	}
	for _, r := range c.s.Rows {
		if c.ctx.Err() != nil {
			return
		}
		take(r.Name, r.Unit)
	}
}

func (c *checker) values(in Input) {
	later := len(c.s.Years) - 1
	if n := len(in.Values); later > 0 && n != 1 && n != later {
		c.fault(in.Name, fault.Conflict.Found("has %d values", n).
			Want("give one for all years, or %d, one for each year after the opening year", later))
	}
	for _, v := range in.Values {
		if problem := in.Unit.refuses(v); problem != "" {
			c.fault(in.Name, fault.OutOfRange.Found("%s", problem))
		}
	}
}

func (c *checker) formulas() {
	for _, r := range c.s.Rows {
		if c.ctx.Err() != nil {
			return
		}
		if r.Formula.IsZero() {
			c.fault(r.Name, fault.Missing.Found("has no formula"))
		}
		for _, e := range []Expr{r.Opening, r.Formula} {
			if e.IsZero() {
				continue
			}
			before := len(c.errs)
			if u := c.unit(r.Name, e); len(c.errs) == before {
				if _, ok := fits(r.Unit, u); !ok {
					c.fault(r.Name, fault.Conflict.Found("is %s, but its formula is %s: %s", r.Unit, u, e.Words()))
				}
			}
		}
	}
}

// unit infers the unit of e and reports parts that do not fit, by name.
func (c *checker) unit(row string, e Expr) Unit {
	n := e.n
	if n == nil {
		c.fault(row, fault.Missing.Found("has a formula with a part missing"))
		return anyUnit
	}
	leaf := n.Op == OpConst || n.Op == OpRef
	if want := n.Op.parts(); len(n.Args) != want && (leaf || want > 0) {
		c.fault(row, fault.Conflict.Found("%s takes %d parts, found %d", n.Op, want, len(n.Args)))
		return anyUnit
	}
	switch {
	case n.Op == OpConst:
		return c.constant(row, n)
	case n.Op == OpRef:
		return c.reference(row, n)
	case n.Op.parts() > 0:
		return c.operation(row, n)
	}
	c.fault(row, fault.Unknown.Found("%s is not a step of a formula", n.Op))
	return anyUnit
}

func (c *checker) constant(row string, n *Node) Unit {
	if n.bad {
		c.fault(row, fault.OutOfRange.Found("has a constant that is not a finite number"))
	} else if problem := constUnit(n).refuses(n.Value); problem != "" {
		c.fault(row, fault.OutOfRange.Found("has a constant that does not fit: %s", problem))
	}
	return constUnit(n)
}

// constUnit is any unit for zero, money for a constant with a currency, and number for every other constant.
func constUnit(n *Node) Unit {
	switch {
	case tame(n.Value) && n.Value.IsZero():
		return anyUnit
	case n.Currency != "":
		return Money
	}
	return Number
}

func (c *checker) reference(row string, n *Node) Unit {
	if n.Lag < 0 {
		c.fault(row, fault.OutOfRange.Found("reads %q in a later year", n.Name).
			Want("a formula may read this year and earlier ones"))
	}
	u, ok := c.units[n.Name]
	if !ok {
		c.fault(row, fault.Unknown.Found("refers to %q, which is not on the sheet%s", n.Name, c.suggest(n.Name)))
		return anyUnit
	}
	return u
}

func (c *checker) operation(row string, n *Node) Unit {
	before := len(c.errs)
	want := len(n.Args)
	units := make([]Unit, want)
	for i, a := range n.Args {
		units[i] = c.unit(row, a)
	}
	if len(c.errs) > before {
		return anyUnit
	}
	a, b := units[want-2], units[want-1]
	rule := map[Op]func(a, b Unit) (Unit, bool){OpMul: product, OpDiv: quotient}[n.Op]
	if rule == nil {
		rule = fits
	}
	u, ok := rule(a, b)
	if !ok {
		c.fault(row, fault.Conflict.Found("%s cannot be combined by %s: %s is %s, %s is %s", words(n), n.Op,
			n.Args[want-2].Words(), a, n.Args[want-1].Words(), b))
	}
	return u
}

// suggest offers the nearest name on the sheet.
func (c *checker) suggest(name string) string {
	if c.sorted == nil {
		c.sorted = slices.Sorted(maps.Keys(c.units))
	}
	if near, ok := c.near.Nearest(name, c.sorted); ok {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	return ""
}
