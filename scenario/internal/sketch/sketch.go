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

// A Sketch is what is kept of the values of one cell. Values are added in path order within a chunk.
type Sketch struct {
	grid     *Grid
	counts   []uint64 // by bin
	atoms    []uint64 // by atom
	n        uint64
	min, max float64
	sum      wide // of deviations from grid.shift
	squares  wide // of their squares
	overflow bool // a sum did not fit

	lane, lane2 [lanes]float64 // of the chunk under way
	next        int            // lane of the next value
}

// New makes an empty sketch on a grid.
func New(g *Grid) *Sketch {
	return &Sketch{grid: g, counts: make([]uint64, g.bins()), atoms: make([]uint64, len(g.atoms)), min: math.Inf(1), max: math.Inf(-1)}
}

// Add takes a column of values.
func (s *Sketch) Add(values []float64) {
	s.n += uint64(len(values))
	s.moments(values)
	if len(s.grid.atoms) == 0 && len(s.grid.perBin) > 0 {
		s.grid.tally(s.counts, values)
		return
	}
	for _, x := range values {
		s.count(x)
	}
}

func (s *Sketch) count(x float64) {
	for i, a := range s.grid.atoms {
		if x == a {
			s.atoms[i]++
			return
		}
	}
	s.counts[s.grid.bin(x)]++
}

// moments takes each value's deviation into the lane of its place in the chunk.
func (s *Sketch) moments(values []float64) {
	lo, hi := s.min, s.max
	for _, x := range values {
		if x < lo {
			lo = x
		}
		if x > hi {
			hi = x
		}
	}
	s.min, s.max = lo, hi
	for s.next != 0 && len(values) > 0 {
		s.one(values[0])
		values = values[1:]
	}
	for ; len(values) >= lanes; values = values[lanes:] {
		s.eight((*[lanes]float64)(values))
	}
	for _, x := range values {
		s.one(x)
	}
}

func (s *Sketch) one(x float64) {
	d := x - s.grid.shift
	s.lane[s.next] += d
	s.lane2[s.next] += float64(d * d)
	s.next = (s.next + 1) % lanes
}

func (s *Sketch) eight(x *[lanes]float64) {
	shift := s.grid.shift
	for i := range x {
		d := x[i] - shift
		s.lane[i] += d
		s.lane2[i] += float64(d * d)
	}
}

// Flush ends a chunk: its sums, taken in a fixed order, go into the fixed-point totals.
func (s *Sketch) Flush() {
	if s.next == 0 && s.lane2 == [lanes]float64{} {
		s.lane = [lanes]float64{}
		return
	}
	s.take(&s.sum, total(&s.lane), s.grid.places)
	s.take(&s.squares, total(&s.lane2), s.grid.squarePlaces())
	s.lane, s.lane2, s.next = [lanes]float64{}, [lanes]float64{}, 0
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
	for i, c := range o.counts {
		s.counts[i] += c
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

// MaxBytes is about the most memory a sketch takes, in bytes.
const MaxBytes = 8*(2+perSegment*(21+maxAtoms)) + 400

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
	return State{slices.Clone(s.counts), slices.Clone(s.atoms), s.n, s.min, s.max,
		s.sum, s.squares, s.overflow}
}

// Restore sets a new sketch to a state of the same grid.
func (s *Sketch) Restore(t State) error {
	if len(t.Counts) != len(s.counts) || len(t.Atoms) != len(s.atoms) {
		return fmt.Errorf("the state belongs to a sketch of another cell")
	}
	copy(s.counts, t.Counts)
	copy(s.atoms, t.Atoms)
	s.n, s.min, s.max, s.overflow = t.N, t.Min, t.Max, t.Overflow
	s.sum, s.squares = t.Sum, t.Squares
	return nil
}
