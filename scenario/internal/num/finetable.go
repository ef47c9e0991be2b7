package num

import (
	"math"
	"slices"
)

// A FineTable is a Table whose cells are halved, and halved again, where their cubics do not
// meet the function: for a function that climbs steeply, or jumps, somewhere. It is made
// once and only read, so goroutines may share it.
type FineTable struct {
	even   *Table
	halved []*half // by cell, nil if it is whole
	holed  *Table
}

// A half is a cell, or its two halves.
type half struct {
	cubic Cubic
	parts *[2]half
}

// The most cells that are halved, and how often one is, to a billionth of a score. Where the
// function still does not meet it the cell is flat, at the function's value at its low end: no
// value is made up inside a jump.
const (
	mostHalved   = 10_000
	halvedAtMost = 24
)

// A rough cell is one to look at: where it is, and how often it may be halved.
type rough struct {
	*half
	from, width float64
	times       int
}

// NewFineTable tabulates f over so many cells, and halves those that are further from it
// than within at any of three places between those that the cubic goes through, the widest
// first.
func NewFineTable(cells int, within float64, f func(z float64) float64) *FineTable {
	even := NewTable(cells, f)
	t := &FineTable{even: even, halved: make([]*half, len(even.cells))}
	look := make([]rough, len(even.cells))
	for i, c := range even.cells {
		t.halved[i] = &half{cubic: c}
		look[i] = rough{t.halved[i], (float64(i) - even.zero) / even.perUnit, 1 / even.perUnit, halvedAtMost}
	}
	for i := 0; i < len(look) && len(look) < len(even.cells)+2*mostHalved; i++ {
		switch cell := &look[i]; {
		case cell.meets(f, within):
		case cell.times == 0:
			cell.cubic = Cubic{cell.cubic[0]}
		default:
			look = append(look, cell.halve(f)...)
		}
	}
	holed := *even
	holed.cells = slices.Clone(even.cells)
	for i, h := range t.halved {
		if h.parts == nil {
			even.cells[i], holed.cells[i] = h.cubic, h.cubic
			t.halved[i] = nil
		} else {
			holed.cells[i] = Cubic{math.NaN()}
		}
	}
	t.holed = &holed
	return t
}

// halve gives a cell its parts.
func (r *rough) halve(f func(z float64) float64) []rough {
	r.parts = &[2]half{}
	width := r.width / 2
	both := make([]rough, 2)
	for i := range both {
		from := r.from + float64(float64(i)*width)
		var y [4]float64
		for k := range y {
			y[k] = f(from + float64(float64(k)*width)/3)
		}
		r.parts[i].cubic = newCubic(y)
		both[i] = rough{&r.parts[i], from, width, r.times - 1}
	}
	return both
}

// rounding is what a figure may be off by whatever the cells, relative to it.
const rounding = 0x1p-46

// meets reports whether a cell's cubic is within the bound.
func (r *rough) meets(f func(z float64) float64, within float64) bool {
	for _, s := range [3]float64{1.0 / 6, 0.5, 5.0 / 6} {
		y := f(r.from + float64(s*r.width))
		if !(math.Abs(r.cubic.at(s)-y) <= within+float64(rounding*math.Abs(y))) {
			return false
		}
	}
	return true
}

func (c *Cubic) at(s float64) float64 {
	return c[0] + float64(s*(c[1]+float64(s*(c[2]+float64(s*c[3])))))
}

// Holed is the table with NaN for every score of a halved cell.
func (t *FineTable) Holed() *Table { return t.holed }

// At returns the tabulated function at score z. A score beyond ±7 counts as ±7; NaN gives NaN.
func (t *FineTable) At(z float64) float64 {
	if !(math.Abs(z) < TableEnd) {
		return t.even.At(z)
	}
	place := float64(z*t.even.perUnit) + t.even.zero
	i := min(int(place), len(t.even.cells)-1)
	h := t.halved[i]
	if h == nil {
		return t.even.cells[i].at(place - float64(i))
	}
	s := place - float64(i)
	for h.parts != nil {
		s += s
		if s < 1 {
			h = &h.parts[0]
		} else {
			h, s = &h.parts[1], s-1
		}
	}
	return h.cubic.at(s)
}
