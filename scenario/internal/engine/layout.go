package engine

import "github.com/openenvelope/envelope/scenario/internal/kernel"

// A layout says where columns lie in a worker's slab: first those that live longer than a year, an input that is driven
// or the ring of a row that is read with a lag, then those that rows of a year use in turn.
type layout struct {
	first   []int32 // by slot: its first lasting column, if it has one
	ring    []int   // by slot: how many columns it has
	lasting int
	columns int // all, once every year's tape is made
	block   int // paths of a full block
	stride  int // figures from one column to the next
}

// cache is what the columns of a block take at most, in bytes. A segment's own stay in the first or second level of the
// cache; those that last longer come from a further one, in order.
const cache = 8 << 20

// newLayout gives lasting columns to slots that need them.
func newLayout(slots int, driven, once func(slot int32) bool, depth []int) layout {
	l := layout{first: make([]int32, slots), ring: make([]int, slots)}
	for slot := range l.first {
		s := int32(slot)
		switch {
		case once(s):
			l.ring[slot] = 1
		case depth[slot] > 0:
			l.ring[slot] = depth[slot]
		case driven(s):
			l.ring[slot] = 1
		}
		l.first[slot] = int32(l.lasting)
		l.lasting += l.ring[slot]
	}
	return l
}

// lasts reports whether a slot has lasting columns.
func (l *layout) lasts(slot int32) bool { return l.ring[slot] > 0 }

// at is the lasting column of a slot in a year's column.
func (l *layout) at(slot int32, col int) int32 {
	return l.first[slot] + int32(col%l.ring[slot])
}

// fit settles the size of blocks: the largest with which all columns, and others beside them, stay in a cache of so
// many bytes. Columns are a strip apart, because those at multiples of 4 KiB would get in each other's way in the
// first-level cache.
func (l *layout) fit(others, bytes int) {
	l.block = BlockPaths
	for l.block > kernel.StripPaths && (l.columns+others)*l.block*8 > bytes {
		l.block /= 2
	}
	l.stride = l.block
	if l.block > kernel.StripPaths {
		l.stride += kernel.StripPaths
	}
}
