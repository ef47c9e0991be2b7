package sketch

import (
	"fmt"
	"math"
	"slices"
	"sync/atomic"

	"github.com/openenvelope/envelope/scenario/internal/kernel"
)

const (
	fineBins = 64 // that a span is cut into when it is narrowed
	maxRanks = 42 // that are looked for in a cell
)

// SelectBytes is about the most memory a selection takes, in bytes, besides the values it keeps.
const SelectBytes = 2*mostEven + maxRanks*(8*fineBins+120)

// A Selection finds the exact values at some ranks of a cell whose values a [Sketch] has counted. The sketch tells in
// which bins those ranks lie; a second pass over the same values ([Selection.Keep], then Add) keeps what falls into
// these spans, and [Selection.Settle] sorts it. Where that would be too much to keep ([Selection.Count]), a pass that
// only counts ([Selection.Tally], Add, [Selection.Narrow]) comes first and cuts every span into finer ones. Values that
// are counted apart are never kept, and a span is narrowed to a single value at last, so any ceiling can be met.
//
// Only Add may be called from several goroutines at once. The order of the values does not matter.
type Selection struct {
	grid     *Grid
	n        uint64
	min, max float64
	ranks    []uint64 // ascending, each once
	spans    []span   // ascending
	wanted   []uint8  // by bin: 1 if there may be something to find
	first    []uint8  // by wanted bin: the first span that reaches into it
	kept     []float64
	filled   atomic.Uint64 // how many there were to keep
}

// A span is a range of values in which ranks lie that are looked for.
type span struct {
	from, last uint64 // keys
	before     uint64 // values below
	count      uint64 // values within, atoms left out
	atoms      []atom // ascending
	tally      []atomic.Uint64
	cut        uint // how many low bits of a key the tally leaves out
	offset     int  // among the kept
}

// An atom is a value that is counted apart.
type atom struct{ key, count uint64 }

// NewSelection starts from a flushed sketch. Ranks are as for [Sketch.At].
func NewSelection(s *Sketch, ranks []float64) *Selection {
	z := &Selection{grid: s.grid, n: s.n, min: s.min + 0, max: s.max + 0, ranks: wholeRanks(s, ranks)}
	z.wanted, z.first = make([]uint8, s.grid.bins), make([]uint8, s.grid.bins)
	low, high := key(z.min), key(z.max)
	before, next, left := uint64(0), 0, z.ranks
	for bin := 0; bin < s.grid.bins && len(left) > 0; bin++ {
		count := s.in(bin)
		if left[0] < before+count {
			for len(left) > 0 && left[0] < before+count {
				left = left[1:]
			}
			b := span{before: before, count: count, from: s.grid.first(bin, low, high),
				last: s.grid.first(bin+1, low, high) - 1}
			for next < len(s.atoms) && s.grid.bin(s.grid.atoms[next]) < bin {
				next++
			}
			for ; next < len(s.atoms) && s.grid.bin(s.grid.atoms[next]) == bin; next++ {
				b.atoms = append(b.atoms, atom{key(s.grid.atoms[next]), s.atoms[next].n})
				b.count -= s.atoms[next].n
			}
			z.spans = append(z.spans, b)
		}
		before += count
	}
	z.mark()
	return z
}

// ranked reports whether a rank is looked for among count values after so many others.
func (s *Selection) ranked(before, count uint64) bool {
	i, _ := slices.BinarySearch(s.ranks, before)
	return i < len(s.ranks) && s.ranks[i]-before < count
}

// mark notes the bins in which spans have something to find.
func (s *Selection) mark() {
	clear(s.wanted)
	for i, b := range s.spans {
		if b.count == 0 {
			continue
		}
		for bin := s.grid.bin(keyed(b.from)); bin <= s.grid.bin(keyed(b.last)); bin++ {
			if s.wanted[bin] == 0 {
				s.wanted[bin], s.first[bin] = 1, uint8(i)
			}
		}
	}
}

// Count is how many values there are to keep.
func (s *Selection) Count() (n uint64) {
	for _, b := range s.spans {
		n += b.count
	}
	return n
}

// Keep makes ready for a pass that keeps what there is to find.
func (s *Selection) Keep() {
	s.kept = make([]float64, s.Count())
	s.filled.Store(0)
}

// Tally makes ready for a pass that counts, so that [Selection.Narrow] can cut the spans finer.
func (s *Selection) Tally() {
	s.kept = nil
	for i := range s.spans {
		b := &s.spans[i]
		for b.cut = 0; (b.last-b.from)>>b.cut >= fineBins; {
			b.cut++
		}
		b.tally = make([]atomic.Uint64, fineBins)
	}
}

// A Finder finds the bins of values for one goroutine.
type Finder struct {
	bins    []uint16
	values  []float64 // that may be looked for
	moments kernel.Moments
}

// Add looks at a column of values. The finder is the caller's own.
func (s *Selection) Add(values []float64, f *Finder) {
	for ; len(values) > ChunkPaths; values = values[ChunkPaths:] {
		s.add(values[:ChunkPaths], f)
	}
	s.add(values, f)
}

func (s *Selection) add(values []float64, f *Finder) {
	n, passed := 0, math.NaN() // the atom last met: there are likely more of it
	for i, x := range s.candidates(values, f) {
		if x == passed {
			continue
		}
		x += 0 // −0 becomes 0
		k := key(x)
		b := s.spanOf(k, int(s.first[f.bins[i]]))
		switch {
		case b == nil:
		case b.isAtom(k):
			passed = x
		case b.tally != nil:
			b.tally[(k-b.from)>>b.cut].Add(1)
		default:
			f.values[n] = x
			n++
		}
	}
	if n > 0 {
		end := s.filled.Add(uint64(n))
		if end <= uint64(len(s.kept)) {
			copy(s.kept[end-uint64(n):], f.values[:n])
		}
	}
}

// candidates copies the values in bins with something to find, and their bins, without a branch that could be
// mispredicted.
func (s *Selection) candidates(values []float64, f *Finder) []float64 {
	if f.bins == nil {
		f.bins, f.values = make([]uint16, ChunkPaths), make([]float64, ChunkPaths)
	}
	s.grid.find(f.bins, values, &f.moments)
	wanted, n := s.wanted, 0
	bins, into := f.bins[:len(values)], f.values[:len(values)]
	for i, x := range values {
		bin := bins[i]
		into[n], bins[n] = x, bin
		n += int(wanted[bin])
	}
	return into[:n]
}

// spanOf is the span that a key lies in, looked for from the i-th on; nil if none.
func (s *Selection) spanOf(k uint64, i int) *span {
	for i < len(s.spans) && s.spans[i].last < k {
		i++
	}
	if i == len(s.spans) || k < s.spans[i].from {
		return nil
	}
	return &s.spans[i]
}

func (b *span) isAtom(k uint64) bool {
	for _, a := range b.atoms {
		if a.key == k {
			return true
		}
	}
	return false
}

// errOther is what becomes of a second pass that is not like the first.
var errOther = fmt.Errorf("a second pass over the paths met other figures than the first; laws, processes and measures must give the same figures every time")

// Narrow ends a pass that counted: only the fine bins in which ranks lie remain as spans.
func (s *Selection) Narrow() error {
	var finer []span
	for _, b := range s.spans {
		before, total, atoms := b.before, uint64(0), b.atoms
		for i := range b.tally {
			f := span{before: before, count: b.tally[i].Load(), from: b.from + uint64(i)<<b.cut, last: b.last}
			if b.last-f.from >= 1<<b.cut {
				f.last = f.from + 1<<b.cut - 1
			}
			size := f.count
			total += f.count
			for ; len(atoms) > 0 && atoms[0].key <= f.last; atoms = atoms[1:] {
				f.atoms = append(f.atoms, atoms[0])
				size += atoms[0].count
			}
			if size > 0 && s.ranked(before, size) {
				finer = append(finer, f.apart())
			}
			before += size
			if f.last == b.last {
				break
			}
		}
		if total != b.count {
			return errOther
		}
	}
	s.spans = finer
	s.mark()
	return nil
}

// apart makes an atom of the values of a span that has room for one value only.
func (b span) apart() span {
	if b.from == b.last && b.count > 0 {
		b.atoms, b.count = []atom{{b.from, b.count}}, 0
	}
	return b
}

// sortLimit is how many values are sorted rather than narrowed first.
const sortLimit = 1 << 12

// Settle ends a pass that kept: what is kept is narrowed, then sorted. Stop is asked now and then whether to give up.
func (s *Selection) Settle(stop func() error) error {
	if s.filled.Load() != uint64(len(s.kept)) {
		return errOther
	}
	if all := s.kept; len(all) > sortLimit {
		for s.Count() > sortLimit {
			s.Tally()
			if err := s.again(all, stop); err != nil {
				return err
			}
			if err := s.Narrow(); err != nil {
				return err
			}
		}
		s.Keep()
		if err := s.again(all, stop); err != nil {
			return err
		}
	}
	slices.Sort(s.kept)
	offset := 0
	for i := range s.spans {
		s.spans[i].offset = offset
		offset += int(s.spans[i].count)
	}
	return nil
}

// again looks at values that were kept.
func (s *Selection) again(values []float64, stop func() error) error {
	var f Finder
	for piece := range slices.Chunk(values, ChunkPaths) {
		if err := stop(); err != nil {
			return err
		}
		s.Add(piece, &f)
	}
	return nil
}

// At is the value at one of the ranks asked for, interpolated between values as Excel's PERCENTILE.INC does.
func (s *Selection) At(rank float64) float64 {
	if rank <= 0 {
		return s.min
	}
	if rank >= float64(s.n)-1 {
		return s.max
	}
	whole := math.Floor(rank)
	return between(s.value(uint64(whole)), s.value(uint64(whole)+1), rank-whole)
}

// value is the value at a whole rank.
func (s *Selection) value(rank uint64) float64 {
	i := 0
	for i+1 < len(s.spans) && s.spans[i+1].before <= rank {
		i++
	}
	b := &s.spans[i]
	kept := s.kept[b.offset : b.offset+int(b.count)]
	place := rank - b.before // among the kept and the atoms that are passed
	for _, a := range b.atoms {
		below, _ := slices.BinarySearch(kept, keyed(a.key))
		if place < uint64(below) {
			break
		}
		if place < uint64(below)+a.count {
			return keyed(a.key)
		}
		place -= a.count
	}
	return kept[place]
}
