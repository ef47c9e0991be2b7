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

// cache is what the columns of a block should fit in, in bytes: most of the second-level cache of a core.
const cache = 1 << 20

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

const (
	fewPaths = 128 // of a block: with fewer, taking a figure costs more than working it out
	farther  = 8   // times the cache: what the columns of so few may take, which are worked out a strip at a time
)

// fit settles the size of blocks: the largest with which all columns, and others beside them, stay in cache, or with
// few paths near it. Columns are a strip apart, because those at multiples of 4 KiB would get in each other's way in
// the first-level cache.
func (l *layout) fit(others, cache int) {
	fits := func(cache int) bool { return (l.columns+others)*l.block*8 <= cache }
	l.block = BlockPaths
	for l.block > kernel.StripPaths && !fits(cache) && (l.block > fewPaths || !fits(farther*cache)) {
		l.block /= 2
	}
	l.stride = l.block
	if l.block > kernel.StripPaths {
		l.stride += kernel.StripPaths
	}
}
