package engine

import (
	"math"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario/internal/kernel"
)

// An origin says where a scalar of a column comes from, so that it can be worked out again for other values: a figure
// that is known in advance, or an operation on scalars before it.
type origin struct {
	slot, column int32     // where it is known; noSlot for an operation, or for zero
	of           operation // zero (sheet.OpConst) is the figure zero
	unseen       bool      // nobody looks whether the result is a fault
	leaf         ref       // the scalar; none for an operation that is left to the run because it may be a fault
}

// noSlot is the slot of what is worked out.
const noSlot = -1

// fold carries out the operation on scalars, and tells whether the result may be used. It does what a tape does.
func (o *origin) fold(scalar func(ref) (float64, bool)) (y float64, sound bool) {
	if o.of.op == sheet.OpConst {
		return 0, true
	}
	var x [3]float64
	for i, r := range [...]ref{o.of.a, o.of.b, o.of.c} {
		if r != none {
			x[i], _ = scalar(r)
		}
	}
	y = operate(o.of.op, x[0], x[1], x[2])
	if o.of.round {
		y = rounded(y)
	}
	return y, o.unseen || math.Abs(y) <= kernel.Limit // nor is a division by zero
}

// again gives the scalars of a column for other known figures. It is not ok if two that were the same now differ, two
// that differed are now the same, or an operation may now be a fault and might not before, or the other way round: then
// the column's tape would be another.
func (y *year) again(known [][]float64) (scalars []float64, ok bool) {
	scalars = make([]float64, len(y.scalars))
	given := make([]bool, len(scalars))
	taken := make(map[uint64]bool, len(scalars))
	scalar := func(r ref) (float64, bool) { return scalars[-1-r], true }
	for i := range y.origins {
		o := &y.origins[i]
		x, sound := o.fold(scalar)
		if o.slot >= 0 {
			x = known[o.slot][o.column]
		}
		if sound != (o.leaf != none) {
			return nil, false
		}
		if o.leaf == none {
			continue
		}
		place, bits := -1-o.leaf, math.Float64bits(x)
		if given[place] != taken[bits] || given[place] && math.Float64bits(scalars[place]) != bits {
			return nil, false
		}
		scalars[place], given[place], taken[bits] = x, true, true
	}
	return scalars, true
}
