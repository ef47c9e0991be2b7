package sheet

import (
	"context"
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/door"
)

// Places is the number of decimals that rates and indices keep in the exact reader.
const Places = 18

// Values replaces inputs by name, for the exact readers: one number for all years, or one for each year after the
// opening year. With them a Monte Carlo path is replayed as a ledger.
type Values map[string][]decimal.Decimal

// A Ledger is a sheet worked out exactly: money in whole pence, numbers to 18 decimals. It is immutable and safe for
// concurrent use.
type Ledger struct {
	Program *Program // what was worked out

	cells [][]decimal.Decimal // by column, by slot
}

// A CellError is a figure that cannot be worked out, or a check that is not zero, with its row and year.
type CellError struct {
	Row, Year string // where: a row of the sheet, and one of its years
	Message   string // why it cannot be worked out
	// Inputs are the inputs to mend: the inputs that decide the figure, nearest first. There are at most five; the
	// message names four and says that there are others.
	Inputs []string
}

// Error names the row and the year first, and then what to mend.
func (e *CellError) Error() string {
	e = door.Or(e)
	return fmt.Sprintf("%s in %s: %s", Label(e.Row), e.Year, e.Problem())
}

// Problem is the error without row and year: what is wrong, and what to mend.
func (e *CellError) Problem() string {
	e = door.Or(e)
	return e.Message + lookAt(e.Inputs)
}

// Exact works out the program in decimals. It fails with a [CellError] on a division by zero, on money beyond ±2⁵¹
// pence and on a number beyond ±10¹⁰⁰, and with a [RowError] on values whose name or number does not fit.
func (p *Program) Exact(values Values) (*Ledger, error) {
	return p.ExactContext(context.Background(), values)
}

// ExactContext is [Program.Exact], and stops with the context's error when the context ends.
func (p *Program) ExactContext(ctx context.Context, values Values) (*Ledger, error) {
	return door.Or(p).exact(door.Context(ctx), values, nil)
}

// exact works out the program, but for rows that are the same as in another ledger, if there is one.
func (p *Program) exact(ctx context.Context, values Values, like *Ledger) (*Ledger, error) {
	inputs, err := p.inputs(values)
	if err != nil {
		return nil, err
	}
	l := &Ledger{Program: p, cells: make([][]decimal.Decimal, len(p.Years))}
	d := &differing{l: l, like: like}
	for col := range p.Years {
		cells := make([]decimal.Decimal, p.Slots())
		l.cells[col] = cells
		copy(cells, p.Consts)
		for i, v := range inputs {
			cells[p.InputSlot(i)] = at(v, col)
		}
		if err := l.column(ctx, col, d); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// column works out the rows of a column.
func (l *Ledger) column(ctx context.Context, col int, d *differing) error {
	p := l.Program
	code, end := p.code(col), p.RowSlot(len(p.Rows))
	if d.like != nil {
		d.begin(col)
	}
	for from, i := 0, 0; i < len(code); i++ {
		if i%stopEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if code[i].Dst >= end {
			continue
		}
		row := code[from : i+1]
		from = i + 1
		if d.like != nil && d.copied(row, col) {
			continue
		}
		for k, in := range row {
			if message := l.step(in, col); message != "" {
				return l.cellError(p.RowOf(row, k), col, message)
			}
		}
		if d.like != nil {
			d.workedOut(code[i].Dst, col)
		}
	}
	return nil
}

// stopEvery is the number of instructions after which a reader checks whether the context has ended.
const stopEvery = 256

func (l *Ledger) clone() *Ledger {
	cells := make([][]decimal.Decimal, len(l.cells))
	for col := range cells {
		cells[col] = slices.Clone(l.cells[col])
	}
	return &Ledger{l.Program, cells}
}

// code is the instructions of a column.
func (p *Program) code(col int) []Inst {
	if col == 0 {
		return p.Opening
	}
	return p.Year
}

// inputs are the sheet's own values, some of them replaced by the given ones.
func (p *Program) inputs(values Values) ([][]decimal.Decimal, error) {
	inputs := make([][]decimal.Decimal, len(p.Inputs))
	for i, in := range p.Inputs {
		inputs[i] = in.Values
	}
	for name, v := range values {
		i, ok := p.Input(name)
		if !ok {
			return nil, rowError(name, fault.Unknown.Found("is not an input of this sheet"))
		}
		if len(v) != 1 && len(v) != len(p.Years)-1 {
			return nil, rowError(name,
				fault.Conflict.Found("has %d values, want 1 or %d", len(v), len(p.Years)-1))
		}
		for _, d := range v {
			if problem := p.Inputs[i].Unit.refuses(d); problem != "" {
				return nil, rowError(name, fault.OutOfRange.Found("%s", problem))
			}
		}
		inputs[i] = v
	}
	return inputs, nil
}

// at is an input's value in a column.
func at(values []decimal.Decimal, col int) decimal.Decimal {
	switch {
	case len(values) == 1:
		return values[0]
	case col == 0:
		return decimal.Zero
	}
	return values[col-1]
}

// step carries out one instruction in a column, and says in words what stopped it.
func (l *Ledger) step(in Inst, col int) (fault string) {
	cells := l.cells[col]
	a, b := cells[in.A], cells[in.B]
	dst := &cells[in.Dst]
	switch in.Op {
	case OpAdd:
		*dst = a.Add(b)
	case OpSub:
		*dst = a.Sub(b)
	case OpMul:
		*dst = a.Mul(b)
	case OpDiv:
		if b.IsZero() {
			return byZero
		}
		*dst = a.DivRound(b, Places)
	case OpMin:
		*dst = choose(b.LessThan(a), b, a)
	case OpMax:
		*dst = choose(b.GreaterThan(a), b, a)
	case OpIf:
		*dst = choose(!a.IsNegative(), b, cells[in.C])
	case OpRound:
		*dst = a.Round(0)
	case OpLag:
		*dst = l.lag(in, col)
	case OpCopy:
		*dst = a
	}
	if in.Unit == Number && in.Op == OpMul {
		*dst = dst.Round(Places)
	}
	if (in.Op == OpMul || in.Op == OpDiv) && dst.NumDigits()+int(dst.Exponent()) > maxDigits {
		return "the number is beyond ±10¹⁰⁰"
	}
	if in.Unit == Money && dst.Abs().GreaterThan(maxPence()) {
		return "the amount is beyond ±2⁵¹ pence (about £22,500bn)"
	}
	return ""
}

// byZero says what is wrong with a quotient.
const byZero = "division by zero"

// maxDigits bounds the digits before the point of a product or quotient, so that a number that is squared every year
// leads to a message and not to millions of digits.
const maxDigits = 100

func maxPence() decimal.Decimal { return decimal.NewFromInt(MaxPence) }

func (l *Ledger) lag(in Inst, col int) decimal.Decimal {
	if col < int(in.Lag) {
		return decimal.Zero
	}
	return l.cells[col-int(in.Lag)][in.A]
}

func choose(first bool, a, b decimal.Decimal) decimal.Decimal {
	if first {
		return a
	}
	return b
}

// At is the figure of a row or input in a column (0 is the opening year): whole pence for money. ok is
// false when there is no such row or column.
func (l *Ledger) At(name string, col int) (value decimal.Decimal, ok bool) {
	l = door.Or(l)
	slot, ok := l.Program.Slot(name)
	if !ok || col < 0 || col >= len(l.cells) {
		return decimal.Decimal{}, false
	}
	return l.cells[col][slot], true
}

// Breaks lists the check rows that are not exactly zero, with their figures.
func (l *Ledger) Breaks() []error {
	l = door.Or(l)
	var breaks []error
	for i, r := range door.Or(l.Program).Rows {
		for col := range l.cells {
			if v := l.cells[col][l.Program.RowSlot(i)]; r.Check && !v.IsZero() {
				breaks = append(breaks, l.cellError(r.Name, col, fmt.Sprintf("must be zero and is %s pence", v)))
			}
		}
	}
	return breaks
}
