package sketch

import (
	"fmt"
	"math"
	"slices"
)

const lanes = 8

// ChunkPaths is the number of paths after which Flush must be called: sums are rounded to fixed point once a
// chunk, and chunks start at multiples of this number wherever a run is cut.
const ChunkPaths = 2048

// MaxBytes is about the most memory a sketch takes, in bytes.
const MaxBytes = 4*2*sideBins + 400

// A Sketch is what is kept of the values of one cell. Values are added in path order within a chunk.
type Sketch struct {
	grid     *Grid
	counts   []uint32 // by bin; atoms are in their bins too
	atoms    []uint64 // by atom
	n        uint64
	min, max float64
	sum      wide // of deviations from grid.shift
	squares  wide // of their squares
	overflow bool // a sum did not fit

	fresh uint64   // values since counts were last moved to older
	older []uint64 // counts that would not have fitted 32 bits; nil until then

	lane, lane2 [lanes]float64 // of the chunk under way
	next        int            // lane of the next value
}

// New makes an empty sketch on a grid.
func New(g *Grid) *Sketch {
	return &Sketch{grid: g, counts: make([]uint32, g.bins), atoms: make([]uint64, len(g.atoms)), min: math.Inf(1), max: math.Inf(-1)}
}

// Add takes a column of values.
func (s *Sketch) Add(values []float64) {
	s.n += uint64(len(values))
	s.fresh += uint64(len(values))
	s.extremes(values)
	s.moments(values)
	for i, a := range s.grid.atoms {
		n := equal(values, a)
		s.atoms[i] += n
		if n == uint64(len(values)) { // one value throughout: a figure that is certain, mostly
			s.counts[s.grid.bin(a)] += uint32(n)
			return
		}
	}
	s.tally(values)
}

// AddSame takes n values that are all the grid's own typical value, which every other value of the cell is too; their
// deviations are zero.
func (s *Sketch) AddSame(x float64, n int) {
	s.n += uint64(n)
	s.fresh += uint64(n)
	s.min, s.max = min(s.min, x), max(s.max, x)
	for i := range s.atoms {
		s.atoms[i] += uint64(n)
	}
	s.counts[s.grid.bin(x)] += uint32(n)
	s.next = (s.next + n) % lanes
}

// tally counts the bins.
func (s *Sketch) tally(values []float64) {
	g, counts := s.grid, s.counts
	if g.stretched || g.perUnit == 0 {
		for _, x := range values {
			counts[g.bin(x)]++
		}
		return
	}
	low, perUnit := g.low, g.perUnit
	for _, x := range values {
		counts[evenBin(x, low, perUnit)]++
	}
}

// equal counts the values that are a, without a branch that could be mispredicted.
func equal(values []float64, a float64) (n uint64) {
	bits := math.Float64bits(a)
	for _, x := range values {
		d := math.Float64bits(x+0) ^ bits
		n += 1 - (d|-d)>>63
	}
	return n
}

func (s *Sketch) extremes(values []float64) {
	low, high := s.min, s.max
	for _, x := range values {
		if x < low {
			low = x
		}
		if x > high {
			high = x
		}
	}
	s.min, s.max = low, high
}

// moments takes each value's deviation into the lane of its place in the chunk.
func (s *Sketch) moments(values []float64) {
	for s.next != 0 && len(values) > 0 {
		s.one(values[0])
		values = values[1:]
	}
	whole := len(values) &^ (lanes - 1)
	s.eights(values[:whole])
	for _, x := range values[whole:] {
		s.one(x)
	}
}

func (s *Sketch) one(x float64) {
	d := x - s.grid.shift
	s.lane[s.next] += d
	s.lane2[s.next] += float64(d * d)
	s.next = (s.next + 1) % lanes
}

// eights takes whole rounds of the lanes, two lanes at a time so that their sums stay in registers; each lane adds in
// path order all the same.
func (s *Sketch) eights(values []float64) {
	shift := s.grid.shift
	for lane := 0; lane < lanes; lane += 4 {
		a, b, c, e := s.lane[lane], s.lane[lane+1], s.lane[lane+2], s.lane[lane+3]
		a2, b2, c2, e2 := s.lane2[lane], s.lane2[lane+1], s.lane2[lane+2], s.lane2[lane+3]
		for i := lane; i+3 < len(values); i += lanes {
			v := (*[4]float64)(values[i:])
			p, q, r, t := v[0]-shift, v[1]-shift, v[2]-shift, v[3]-shift
			a, b, c, e = a+p, b+q, c+r, e+t
			a2, b2, c2, e2 = a2+float64(p*p), b2+float64(q*q), c2+float64(r*r), e2+float64(t*t)
		}
		s.lane[lane], s.lane[lane+1], s.lane[lane+2], s.lane[lane+3] = a, b, c, e
		s.lane2[lane], s.lane2[lane+1], s.lane2[lane+2], s.lane2[lane+3] = a2, b2, c2, e2
	}
}

// Flush ends a chunk: its sums, taken in a fixed order, go into the fixed-point totals.
func (s *Sketch) Flush() {
	s.take(&s.sum, total(&s.lane), s.grid.places)
	s.take(&s.squares, total(&s.lane2), s.grid.squarePlaces())
	s.lane, s.lane2, s.next = [lanes]float64{}, [lanes]float64{}, 0
	if s.fresh > math.MaxUint32-ChunkPaths {
		s.age()
	}
}

// age moves the counts to where they have 64 bits.
func (s *Sketch) age() {
	if s.older == nil {
		s.older = make([]uint64, len(s.counts))
	}
	for i, c := range s.counts {
		s.older[i] += uint64(c)
	}
	clear(s.counts)
	s.fresh = 0
}

// count is how many values are in a bin.
func (s *Sketch) count(bin int) uint64 {
	c := uint64(s.counts[bin])
	if s.older != nil {
		c += s.older[bin]
	}
	return c
}

func (s *Sketch) take(into *wide, x float64, places int) {
	w, ok := fixed(x, places)
	s.overflow = s.overflow || !ok
	*into = into.plus(w)
}

func total(l *[lanes]float64) float64 {
	return ((l[0] + l[1]) + (l[2] + l[3])) + ((l[4] + l[5]) + (l[6] + l[7]))
}

// Merge adds the values of another sketch of the same cell. Both must be flushed.
func (s *Sketch) Merge(o *Sketch) error {
	if len(s.counts) != len(o.counts) || len(s.atoms) != len(o.atoms) {
		return fmt.Errorf("sketches of different cells cannot be merged")
	}
	if o.older != nil || s.fresh+o.fresh > math.MaxUint32 {
		s.age()
		for i := range o.counts {
			s.older[i] += o.count(i)
		}
	} else {
		for i, c := range o.counts {
			s.counts[i] += c
		}
		s.fresh += o.fresh
	}
	for i, c := range o.atoms {
		s.atoms[i] += c
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
		counts[i] = s.count(i)
	}
	return State{counts, slices.Clone(s.atoms), s.n, s.min, s.max, s.sum, s.squares, s.overflow}
}

// Restore sets a new sketch to a state of the same grid.
func (s *Sketch) Restore(t State) error {
	if len(t.Counts) != len(s.counts) || len(t.Atoms) != len(s.atoms) {
		return fmt.Errorf("the state belongs to a sketch of another cell")
	}
	s.age()
	copy(s.older, t.Counts)
	copy(s.atoms, t.Atoms)
	s.n, s.min, s.max, s.overflow = t.N, t.Min, t.Max, t.Overflow
	s.sum, s.squares = t.Sum, t.Squares
	return nil
}
