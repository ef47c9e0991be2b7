package num

import (
	"math"
	"sync/atomic"
)

// TableEnd is the score at which a Table ends on either side; a standard normal
// lies beyond it with probability 1.3e-12 a side.
const TableEnd = 7.0

// A Table is a function of the normal score, tabulated over [−7, 7]: in each of
// its equal cells, the cubic through the function at both ends and at the two
// thirds. It is made once and only read, so goroutines may share it.
//
// With cells of width h and a smooth f the error is at most h⁴·max|f⁗|/1944
// within the table: under 1e-10 of the range for the quantile function of a
// Beta(2, 4) at 512 cells.
type Table struct {
	cells       []Cubic
	perUnit     float64                 // cells per unit of score
	zero        float64                 // cells below score 0
	first, last float64                 // the function at −7 and at 7
	sparse      func(z float64) float64 // the function, where cells are made when they are asked for
	kept        *atomic.Pointer[made]   // the last of those
}

// A made cell is one of a sparse table.
type made struct {
	cell  int
	cubic Cubic
}

// A Cubic holds the coefficients of a cell in powers of the place within it, 0 to 1.
type Cubic [4]float64

// NewTable tabulates f over the given number of cells (at least one is made); an
// even number puts score 0 on a cell's edge, where the table equals f. f is called
// 3·cells + 1 times, at scores in rising order.
func NewTable(cells int, f func(z float64) float64) *Table {
	cells = max(cells, 1)
	t := &Table{
		cells:   make([]Cubic, cells),
		perUnit: float64(cells) / (2 * TableEnd),
		zero:    float64(cells) / 2,
		first:   f(-TableEnd),
	}
	t.last = t.first
	for i := range t.cells {
		y := t.within(i, t.last, f)
		t.cells[i], t.last = newCubic(y), y[3]
	}
	return t
}

// NewSparseTable is NewTable for a few questions: a cell is made when it is asked for, with the same bits, and only
// the last one is kept, as questions that close in on a place ask for it again. It has no Cells.
func NewSparseTable(cells int, f func(z float64) float64) *Table {
	cells = max(cells, 1)
	return &Table{
		perUnit: float64(cells) / (2 * TableEnd), zero: float64(cells) / 2,
		first: f(-TableEnd), last: f(TableEnd), sparse: f, kept: new(atomic.Pointer[made]),
	}
}

// within is the function at the thirds of a cell, of which the first is known.
func (t *Table) within(i int, first float64, f func(z float64) float64) (y [4]float64) {
	y[0] = first
	for k := 1; k <= 3; k++ {
		y[k] = f((float64(i) + float64(k)/3 - t.zero) / t.perUnit)
	}
	return y
}

// cell is a cell, made now where the table is sparse.
func (t *Table) cell(i int) *Cubic {
	if t.sparse == nil {
		return &t.cells[i]
	}
	if m := t.kept.Load(); m != nil && m.cell == i {
		return &m.cubic
	}
	m := &made{i, newCubic(t.within(i, t.sparse((float64(i)-t.zero)/t.perUnit), t.sparse))}
	t.kept.Store(m)
	return &m.cubic
}

// Polyline returns the table of the straight lines through values, of which there are at
// least two, at equal distances from score −7 to score 7.
func Polyline(values []float64) *Table {
	cells := len(values) - 1
	perUnit := float64(cells) / (2 * TableEnd)
	t := &Table{
		cells:   make([]Cubic, cells),
		perUnit: math.Float64frombits(math.Float64bits(perUnit) - 1), // not above, so that no place is below 0
		zero:    float64(cells) / 2,
		first:   values[0],
		last:    values[cells],
	}
	for i := range t.cells {
		t.cells[i] = Cubic{values[i], values[i+1] - values[i]}
	}
	return t
}

// newCubic returns the cubic through y at the places 0, ⅓, ⅔ and 1. Where y runs
// one way and the cubic would not, it returns the straight line between the ends,
// so a table is monotone where its function is.
func newCubic(y [4]float64) Cubic {
	d1, d2, d3 := y[1]-y[0], y[2]-y[0], y[3]-y[0]
	c := Cubic{
		y[0],
		float64(9*d1) - float64(4.5*d2) + d3,
		float64(18*d2) - float64(22.5*d1) - float64(4.5*d3),
		float64(13.5*(d1-d2)) + float64(4.5*d3),
	}
	rising := d1 >= 0 && d2 >= d1 && d3 >= d2
	falling := d1 <= 0 && d2 <= d1 && d3 <= d2
	if rising && c.leastSlope() < 0 || falling && c.negated().leastSlope() < 0 {
		return Cubic{y[0], d3}
	}
	return c
}

// leastSlope returns the smallest derivative of the cubic over [0, 1].
func (c Cubic) leastSlope() float64 {
	least := min(c.slope(0), c.slope(1))
	if turn := -c[2] / float64(3*c[3]); 0 < turn && turn < 1 {
		least = min(least, c.slope(turn))
	}
	return least
}

func (c Cubic) slope(s float64) float64 {
	return c[1] + float64(s*(float64(2*c[2])+float64(float64(3*c[3])*s)))
}

func (c Cubic) negated() Cubic { return Cubic{-c[0], -c[1], -c[2], -c[3]} }

// Cells returns the cells, for reading only, and what turns a score within the
// table into a place among them: z·perUnit + zero.
func (t *Table) Cells() (cells []Cubic, perUnit, zero float64) {
	return t.cells, t.perUnit, t.zero
}

// At returns the tabulated function at score z. A score beyond ±7 counts as ±7;
// NaN gives NaN.
func (t *Table) At(z float64) float64 {
	switch {
	case z <= -TableEnd:
		return t.first
	case z >= TableEnd:
		return t.last
	case math.IsNaN(z):
		return z
	}
	place := float64(z*t.perUnit) + t.zero
	cells := len(t.cells)
	if t.sparse != nil {
		cells = int(t.zero + t.zero)
	}
	i := min(int(place), cells-1)
	s := place - float64(i)
	c := t.cell(i)
	return c[0] + float64(s*(c[1]+float64(s*(c[2]+float64(s*c[3])))))
}
