package sketch

import (
	"fmt"
	"math"
	"slices"
	"unsafe"

	"github.com/openenvelope/envelope/scenario/internal/kernel"
)

// ChunkPaths is the number of paths after which Flush must be called: sums are rounded to fixed point once a
// chunk, and chunks start at multiples of this number wherever a run is cut.
const ChunkPaths = 2048

// MaxBytes is about the most memory that a sketch takes, in bytes, but for one whose law has spikes or a heavy tail,
// which may take eight times as much.
const MaxBytes = 2*mostEven + 500

// BareBytes is about the memory that a sketch on a bare grid takes, in bytes.
const BareBytes = 500

// Bytes is how much memory a sketch on the grid takes, while its counts fit 16 bits.
func (g *Grid) Bytes() uint64 {
	return uint64(unsafe.Sizeof(Sketch{})) + uint64(len(g.atoms))*uint64(unsafe.Sizeof(repeat{})) + 2*uint64(g.bins)
}

// A Sketch is what is kept of the values of one cell. Values are added in path order within a chunk. What every column
// of values touches stands together, so that sketches in a row are read as fast as memory is.
type Sketch struct {
	finder                // that of the grid
	bins   []uint16       // of values that are not in counts yet
	atoms  []repeat       // the grid's
	some   int            // values of the chunk under way
	chunk  kernel.Moments // of them, without columns of the typical value alone

	grid     *Grid
	n        uint64   // values of whole chunks
	fresh    uint64   // at least as many values as there are in the fullest of counts
	counts   []uint16 // by bin
	older    []uint32 // counts that would not have fitted 16 bits; nil until then
	min, max float64
	sum      wide // of deviations from grid.shift
	squares  wide // of their squares
	overflow bool // a sum did not fit
}

// A repeat is an atom of a sketch, and how often it occurs; atoms are in their bins too.
type repeat struct {
	value float64
	n     uint64
	bin   uint32
	alone uint32 // of columns without other values, not in their bin yet
}

// MostValues is the most values that a sketch can count.
const MostValues = math.MaxUint32

// New makes an empty sketch on a grid.
func New(g *Grid) *Sketch { return &NewAll([]*Grid{g})[0] }

// NewAll makes an empty sketch on each grid, all in a row.
func NewAll(grids []*Grid) []Sketch {
	bins, repeats := 0, 0
	for _, g := range grids {
		bins, repeats = bins+g.bins, repeats+len(g.atoms)
	}
	all, counts, atoms := make([]Sketch, len(grids)), make([]uint16, bins), make([]repeat, 0, repeats)
	for i, g := range grids {
		first := len(atoms)
		for _, a := range g.atoms {
			atoms = append(atoms, repeat{value: a, bin: uint32(g.bin(a))})
		}
		all[i] = Sketch{
			finder: g.finder(), atoms: atoms[first:len(atoms):len(atoms)], grid: g, counts: counts[:g.bins:g.bins],
			min: math.Inf(1), max: math.Inf(-1), chunk: kernel.NewMoments(g.shift),
		}
		counts = counts[g.bins:]
	}
	return all
}

// Wait gives room for bins of values that wait to be counted, so that a histogram is fetched once for them all: little
// is best where all sketches of a worker stay in its cache, much where they don't. [Sketch.Count] must then be called
// before anything is read; nil counts what waits and gives the room back.
func (s *Sketch) Wait(room []uint16) {
	s.Count()
	s.bins = room[:0]
}

// roomAlone is for how many bins a sketch has room that was given none.
const roomAlone = 256

// room is for the bins of the next n values, which are to be counted; n is at most that of all the room.
func (s *Sketch) room(n int) []uint16 {
	if len(s.bins)+n > cap(s.bins) {
		s.Count()
	}
	at := len(s.bins)
	s.bins = s.bins[:at+n]
	return s.bins[at:]
}

// Count counts the values that wait.
func (s *Sketch) Count() {
	kernel.Count(s.counts, s.bins)
	s.bins = s.bins[:0]
	for i := range s.atoms {
		if a := &s.atoms[i]; a.alone > 0 {
			s.counts[a.bin] += uint16(a.alone)
			a.alone = 0
		}
	}
}

// Add takes a column of values.
func (s *Sketch) Add(values []float64) { s.AddMoved(values, 0, 1) }

// AddMoved takes by × (x − at) for every figure x of a column, as [Moved] gives it.
func (s *Sketch) AddMoved(figures []float64, at, by float64) {
	see := kernel.View{By: by, Plus: -float64(by * at)}
	if s.grid.bare {
		s.add(figures, see)
		return
	}
	if s.bins == nil {
		s.bins = make([]uint16, 0, roomAlone)
	}
	for ; len(figures) > cap(s.bins); figures = figures[cap(s.bins):] {
		s.add(figures[:cap(s.bins)], see)
	}
	s.add(figures, see)
}

func (s *Sketch) add(values []float64, see kernel.View) {
	head := min(-s.some&(kernel.Lanes-1), len(values))
	whole := (len(values) - head) &^ (kernel.Lanes - 1)
	s.each(values[:head], see)
	s.rounds(values[head:head+whole], see)
	s.each(values[head+whole:], see)
}

// AddTypical takes n values that are all the grid's own typical value, which every other value of the cell is too;
// their deviations are zero.
func (s *Sketch) AddTypical(n uint64) {
	if n == 0 {
		return
	}
	x := s.grid.shift
	s.n += n
	s.min, s.max = min(s.min, x+0), max(s.max, x+0)
	for i := range s.atoms {
		s.atoms[i].n += n
	}
	if s.fresh+n <= math.MaxUint16 {
		s.counts[s.grid.bin(x)] += uint16(n)
		s.fresh += n
		return
	}
	s.age()
	s.older[s.grid.bin(x)] += uint32(n)
}

// rounds takes values that fill every lane equally often.
func (s *Sketch) rounds(values []float64, see kernel.View) {
	s.some += len(values)
	if s.grid.bare {
		s.counts[0] += uint16(len(values))
		kernel.Summarise(values, see, &s.chunk)
		return
	}
	if len(s.atoms) > 0 && len(values) > 0 && s.repeated(values, see) {
		return
	}
	s.find(s.room(len(values)), values, see, &s.chunk)
}

// repeated counts the atoms. Where there is only one and nothing else, as in a figure that is certain, its bin is
// known, and the column is taken: the typical value's deviations are zero.
func (s *Sketch) repeated(values []float64, see kernel.View) bool {
	for i := range s.atoms {
		a := &s.atoms[i]
		n := kernel.Equal(values, float64(see.By*(a.value-see.Plus)))
		a.n += uint64(n)
		if n < len(values) {
			continue
		}
		a.alone += uint32(n)
		if a.value != s.chunk.Shift {
			kernel.Summarise(values, see, &s.chunk)
		}
		return true
	}
	return false
}

// each takes values one by one.
func (s *Sketch) each(values []float64, see kernel.View) {
	for _, x := range values {
		x = see.See(x)
		s.chunk.One(s.some%kernel.Lanes, x)
		s.some++
		if s.grid.bare {
			s.counts[0]++
			continue
		}
		s.room(1)[0] = uint16(s.grid.bin(x))
		for i := range s.atoms {
			if a := &s.atoms[i]; a.value == x {
				a.n++
			}
		}
	}
}

// Flush ends a chunk: its sums, taken in a fixed order, go into the fixed-point totals, and its extremes are known. Its
// values are counted, unless there is room for those of another chunk to wait.
func (s *Sketch) Flush() {
	if cap(s.bins)-len(s.bins) < ChunkPaths {
		s.Count()
	}
	s.take(&s.sum, total(&s.chunk.Sums), s.grid.places)
	s.take(&s.squares, total(&s.chunk.Squares), s.grid.squarePlaces())
	low, high := s.chunk.Extremes()
	for i := range s.atoms {
		if a := &s.atoms[i]; a.n > 0 {
			low, high = min(low, a.value), max(high, a.value)
		}
	}
	s.min, s.max = min(s.min, low), max(s.max, high)
	s.n, s.fresh, s.some = s.n+uint64(s.some), s.fresh+uint64(s.some), 0
	s.chunk = kernel.NewMoments(s.grid.shift)
	if s.fresh > math.MaxUint16-ChunkPaths {
		s.makeRoom()
	}
}

// makeRoom sees to it that no count can overflow in a chunk: the fullest is looked for, and only where it is far the
// counts age.
func (s *Sketch) makeRoom() {
	s.Count()
	if s.fresh = uint64(slices.Max(s.counts)); s.fresh > math.MaxUint16/2 {
		s.age()
	}
}

// age moves the counts to where they have 32 bits.
func (s *Sketch) age() {
	s.Count()
	if s.older == nil {
		s.older = make([]uint32, len(s.counts))
	}
	older := s.older[:len(s.counts)]
	for i, c := range s.counts {
		older[i] += uint32(c)
	}
	clear(s.counts)
	s.fresh = 0
}

// occupied is the first bin from one on that holds something; how many bins there are if none does.
func (s *Sketch) occupied(from int) int {
	for i, c := range s.counts[from:] {
		if c != 0 || s.older != nil && s.older[from+i] != 0 {
			return from + i
		}
	}
	return len(s.counts)
}

// in is how many values are in a bin.
func (s *Sketch) in(bin int) uint64 {
	c := uint64(s.counts[bin])
	if s.older != nil {
		c += uint64(s.older[bin])
	}
	return c
}

func (s *Sketch) take(into *wide, x float64, places int) {
	w, ok := fixed(x, places)
	s.overflow = s.overflow || !ok
	*into = into.plus(w)
}

func total(l *[kernel.Lanes]float64) float64 {
	return ((l[0] + l[1]) + (l[2] + l[3])) + ((l[4] + l[5]) + (l[6] + l[7]))
}

// Merge adds the values of another sketch of the same cell. Both must be flushed, and nothing may wait.
func (s *Sketch) Merge(o *Sketch) error {
	if len(s.counts) != len(o.counts) || len(s.atoms) != len(o.atoms) {
		return fmt.Errorf("sketches of different cells cannot be merged")
	}
	fullest := o.fresh
	if s.fresh+fullest > math.MaxUint16 {
		s.fresh, fullest = uint64(slices.Max(s.counts)), uint64(slices.Max(o.counts))
	}
	if o.older != nil || s.fresh+fullest > math.MaxUint16 {
		s.age()
		for i := range o.counts {
			s.older[i] += uint32(o.in(i))
		}
	} else {
		for i, c := range o.counts {
			s.counts[i] += c
		}
		s.fresh += fullest
	}
	for i, a := range o.atoms {
		s.atoms[i].n += a.n
	}
	s.n += o.n
	s.min, s.max = min(s.min, o.min), max(s.max, o.max)
	s.sum, s.squares = s.sum.plus(o.sum), s.squares.plus(o.squares)
	s.overflow = s.overflow || o.overflow
	return nil
}

// A State is a flushed sketch without its grid, for encoding.
type State struct {
	Counts, Atoms []uint64
	N             uint64
	Min, Max      float64
	Sum, Squares  [3]uint64 // fixed point, the lowest word first
	Overflow      bool
}

// State copies the sketch's state.
func (s *Sketch) State() State {
	counts := make([]uint64, len(s.counts))
	for i := range counts {
		counts[i] = s.in(i)
	}
	atoms := make([]uint64, len(s.atoms))
	for i, a := range s.atoms {
		atoms[i] = a.n
	}
	return State{counts, atoms, s.n, s.min, s.max, s.sum, s.squares, s.overflow}
}

// Restore sets a new sketch to a state of the same grid.
func (s *Sketch) Restore(t State) error {
	if len(t.Counts) != len(s.counts) || len(t.Atoms) != len(s.atoms) {
		return fmt.Errorf("the state belongs to a sketch of another cell")
	}
	if t.N > MostValues || slices.Max(t.Counts) > MostValues {
		return fmt.Errorf("the state holds more than %d values", uint64(MostValues))
	}
	s.age()
	for i, c := range t.Counts {
		s.older[i] = uint32(c)
	}
	for i, n := range t.Atoms {
		s.atoms[i].n = n
	}
	s.n, s.min, s.max, s.overflow = t.N, t.Min, t.Max, t.Overflow
	s.sum, s.squares = t.Sum, t.Squares
	return nil
}
