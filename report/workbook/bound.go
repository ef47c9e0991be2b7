package workbook

import (
	"math"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/shopspring/decimal"
)

// A bounds limits, cell by cell, how far the figures of a spreadsheet may stand from an exact ledger. A spreadsheet
// computes in float64 and rounds what it has written with 15 digits.
type bounds struct {
	ledger   *sheet.Ledger
	rows     map[string]row
	cells    map[string][]float64 // by name and column: whole pence of money, else as the number; −1 not known yet
	branches []cell
}

// A row is a row of the ledger as steps.
type row struct {
	unit             sheet.Unit
	opening, formula step
}

// A cell is a figure of the ledger.
type cell struct {
	name   string
	column int
}

const (
	roundoff   = 0x1p-53 // of one float64 operation (IEEE 754)
	exactPlace = 0.5e-18 // of one rounding of the exact ledger's numbers
	// LibreOffice takes a difference of parts nearer to each other than this for zero; Excel does at 2⁻⁴⁹
	snap      = 0x1p-48
	literal   = 0.52e-14 // files, and formulas of Excel, keep 15 digits of a number, and that is rounded to a float64
	digits    = 15       // that Excel rounds at
	slack     = 1 + 1e-6 // for second-order terms and the arithmetic of the bound itself
	mostExact = 1e15     // pence: below, 15 digits reach to the penny
	surely    = 0.25     // pence: a sum of whole pence that is nearer than this to its figure is rounded to it
)

// newBounds works the bounds of a ledger out; rows are its rows as steps.
func newBounds(l *sheet.Ledger, rows map[string]row) *bounds {
	b := &bounds{ledger: l, rows: rows, cells: map[string][]float64{}}
	for column := range l.Program.Years {
		for _, in := range l.Program.Inputs {
			b.of(in.Name, column)
		}
		for _, r := range l.Program.Rows {
			b.of(r.Name, column)
		}
	}
	return b
}

// of is the bound of a cell.
func (b *bounds) of(name string, column int) float64 {
	known, ok := b.cells[name]
	if !ok {
		known = make([]float64, len(b.ledger.Program.Years))
		for i := range known {
			known[i] = -1
		}
		b.cells[name] = known
	}
	if known[column] < 0 {
		known[column] = b.worked(cell{name, column})
	}
	return known[column]
}

func (b *bounds) worked(c cell) float64 {
	w, isRow := b.rows[c.name]
	if !isRow {
		return b.input(c)
	}
	s := w.formula
	if c.column == 0 {
		s = w.opening
	}
	_, e := b.step(s, c)
	if math.IsNaN(e) {
		e = math.Inf(1)
	}
	if w.unit == sheet.Money {
		return math.Floor(slack * e)
	}
	return slack * e
}

// input bounds the figure of an assumption: a file has 15 digits of it.
func (b *bounds) input(c cell) float64 {
	value, _ := b.ledger.At(c.name, c.column)
	slot, _ := b.ledger.Program.Slot(c.name)
	switch {
	case b.ledger.Program.Unit(slot) != sheet.Money:
		return inDigits(value)
	case size(value) >= mostExact:
		return math.Ceil(grid(size(value)))
	}
	return 0
}

// inDigits bounds a number that is kept as a float64, with 15 digits in its file.
func inDigits(d decimal.Decimal) float64 {
	if d.NumDigits() > digits {
		return literal * size(d)
	}
	return roundoff * size(d)
}

// step is the exact figure of a step in a cell, money in pence, and how far a spreadsheet's may stand from it.
func (b *bounds) step(s step, in cell) (value decimal.Decimal, e float64) {
	switch s.op {
	case constant:
		return s.value, inDigits(s.value)
	case reference:
		return b.reference(s, in)
	case sum:
		return b.sum(s, in)
	case product:
		return b.product(s, in)
	case choice:
		return b.choice(s, in)
	case rounded:
		x, e := b.step(s.args[0], in)
		return b.round(x, b.coarse(s.args[0], x, e))
	case grown:
		return b.grown(s, in)
	}
	return b.extreme(s, in)
}

func (b *bounds) reference(s step, in cell) (decimal.Decimal, float64) {
	column := in.column - s.lag
	value, ok := b.ledger.At(s.name, column)
	if !ok {
		return decimal.Zero, 0 // before the opening year
	}
	e := b.of(s.name, column)
	if s.unit == sheet.Money {
		e += roundoff * (size(value) + e) // pounds and pence in binary
	}
	return value, e
}

func (b *bounds) sum(s step, in cell) (value decimal.Decimal, e float64) {
	for i, a := range s.args {
		x, ex := b.step(a, in)
		if s.against[i] {
			x = x.Neg()
		}
		larger := math.Max(size(value), size(x))
		value, e = value.Add(x), e+ex
		if i == 0 {
			continue
		}
		e += roundoff * (size(value) + e)
		if left := size(value); left <= snap*larger+e {
			e = math.Max(e, left)
		}
	}
	return value, e
}

func (b *bounds) product(s step, in cell) (value decimal.Decimal, e float64) {
	value, e = b.step(s.args[0], in)
	unit := s.args[0].unit
	for i, a := range s.args[1:] {
		y, ey := b.step(a, in)
		mx, my := size(value), size(y)
		over := s.against[i+1]
		unit = times(unit, a.unit, over)
		if !over {
			e = mx*ey + my*e + e*ey + roundoff*(mx+e)*(my+ey)
			value = value.Mul(y)
			if unit != sheet.Money {
				value = value.Round(sheet.Places)
			}
		} else {
			e = quotient(mx, my, e, ey)
			if y.IsZero() {
				return decimal.Zero, math.Inf(1)
			}
			value = value.DivRound(y, sheet.Places)
		}
		e += exactPlace
	}
	return value, e
}

// quotient bounds a quotient's error.
func quotient(mx, my, ex, ey float64) float64 {
	if my <= ey {
		return math.Inf(1)
	}
	return (ex+mx/my*ey)/(my-ey) + roundoff*(mx+ex)/(my-ey)
}

// choice bounds a choice by sign; where the sign is in doubt and the branches differ, the cell is named.
func (b *bounds) choice(s step, in cell) (decimal.Decimal, float64) {
	x, ex := b.step(s.args[0], in)
	then, et := b.step(s.args[1], in)
	otherwise, eo := b.step(s.args[2], in)
	if s.args[0].unit == sheet.Money {
		ex = math.Floor(slack * ex)
	}
	value, e := then, et
	if x.IsNegative() {
		value, e = otherwise, eo
	}
	if inDoubt(x, slack*ex) {
		apart := size(then.Sub(otherwise))
		e = math.Max(et, eo) + apart
		if apart > 0 {
			b.name(in)
		}
	}
	return value, e
}

// inDoubt reports whether a figure may come out with another sign, where zero counts as positive.
func inDoubt(x decimal.Decimal, e float64) bool {
	if x.IsNegative() {
		return size(x) <= e
	}
	return size(x) < e
}

// name keeps a cell in which a penny may take another branch.
func (b *bounds) name(c cell) {
	if n := len(b.branches); n == 0 || b.branches[n-1] != c {
		b.branches = append(b.branches, c)
	}
}

func (b *bounds) extreme(s step, in cell) (value decimal.Decimal, e float64) {
	for i, a := range s.args {
		x, ex := b.step(a, in)
		if i == 0 || s.op == least && x.LessThan(value) || s.op == most && x.GreaterThan(value) {
			value = x
		}
		e = math.Max(e, ex)
	}
	return value, e
}

// grown bounds last + growth: the amount that is added may be a penny off where the whole of it is near half a penny.
func (b *bounds) grown(s step, in cell) (decimal.Decimal, float64) {
	last, el := b.step(s.args[0], in)
	by, eb := b.step(s.args[1], in)
	x, ex := b.step(s.args[2], in)
	pence := 0.0
	if !by.IsNegative() || size(by) <= eb {
		amount := last.Mul(by)
		off := math.Floor(el)*(1+size(by)+eb) + roundoff*size(amount) + size(last)*eb +
			roundoff*(size(amount)+size(last)*eb)
		off += size(x.Sub(last.Add(amount))) + grid(size(amount)+off)
		pence = apart(x, off)
	}
	if by.IsNegative() || size(by) <= eb {
		pence = math.Max(pence, apart(x, b.coarse(s.args[2], x, ex)))
	}
	whole := x.Round(0)
	if size(whole) >= mostExact {
		pence += apart(whole, grid(size(whole)))
	}
	return whole, pence + roundoff*(size(whole)+pence)
}

// coarse is the error of a figure as it is rounded: 15 digits of it.
func (b *bounds) coarse(s step, x decimal.Decimal, e float64) float64 {
	if s.op == sum && e < surely && size(x) < mostExact {
		return e // whole pence, which 15 digits reach
	}
	return e + grid(size(x)+e)
}

// grid is half the last of 15 digits.
func grid(magnitude float64) float64 {
	if magnitude == 0 {
		return 0
	}
	return 0.5 * math.Pow(10, math.Floor(math.Log10(magnitude))+1-digits)
}

func (b *bounds) round(x decimal.Decimal, e float64) (decimal.Decimal, float64) {
	pence := apart(x, e)
	whole := x.Round(0)
	return whole, pence + roundoff*(size(whole)+pence)
}

// apart is how many pence what is rounded from within e of x may be from x rounded.
func apart(x decimal.Decimal, e float64) float64 {
	e *= slack
	if math.IsNaN(e) || math.IsInf(e, 0) {
		return math.Inf(1)
	}
	whole := x.Round(0)
	if e < 0.5-size(x.Sub(whole)) {
		return 0
	}
	d := decimal.NewFromFloat(e)
	up, down := x.Add(d).Round(0).Sub(whole), whole.Sub(x.Sub(d).Round(0))
	return math.Max(size(up), size(down))
}

// size is a decimal's magnitude as a float64, to its last bit or two.
func size(d decimal.Decimal) float64 {
	if e := d.Exponent(); d.NumDigits() <= 18 && e >= -22 && e <= 0 {
		return math.Abs(float64(d.CoefficientInt64())) / math.Pow10(int(-e))
	}
	return math.Abs(d.InexactFloat64())
}
