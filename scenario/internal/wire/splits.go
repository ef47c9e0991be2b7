package wire

import (
	"encoding/binary"
	"errors"
	"math/bits"
)

// Counts of neighbouring bins, whose total is known, are written by halves: how many more (or fewer) than its share by
// width the lower half holds, then the same of either half that holds something and has more than one bin. What is left
// to say is about as much as chance puts into it. The numbers of halves of about the same total stand together, so that
// they are packed by how often each occurs there: without that a part of a run would be a third larger.

// planes is how many sizes of totals are told apart: two to a doubling.
const planes = 2 * 65

// MostPlanes is how many numbers the counts of no cells take.
const MostPlanes = planes

// plane is the size of a total.
func plane(total uint64) int {
	n := bits.Len64(total)
	if n < 2 {
		return 2 * n
	}
	return 2*n + int(total>>(n-2)&1)
}

// A Splits writes counts. The zero value has none.
type Splits struct {
	planes [planes][]byte
	sums   []uint64 // of the bins before each
}

// Add adds counts, no more than 2³² of them in all.
func (s *Splits) Add(counts []uint64) {
	s.sums = append(s.sums[:0], 0)
	total := uint64(0)
	for _, c := range counts {
		total += c
		s.sums = append(s.sums, total)
	}
	s.halves(0, len(counts))
}

func (s *Splits) halves(from, to int) {
	total := s.sums[to] - s.sums[from]
	if total == 0 || to-from < 2 {
		return
	}
	middle := from + (to-from)/2
	at := &s.planes[plane(total)]
	*at = binary.AppendVarint(*at, int64(s.sums[middle]-s.sums[from])-share(total, from, middle, to))
	s.halves(from, middle)
	s.halves(middle, to)
}

// share is how much of a total the bins from ≤ bin < middle of those before to hold if all hold the same.
func share(total uint64, from, middle, to int) int64 {
	return int64(total * uint64(middle-from) / uint64(to-from))
}

// Pieces are the bytes of all counts, in pieces that are best packed one by one: the lengths of the planes, then each.
func (s *Splits) Pieces() [][]byte {
	pieces := make([][]byte, 1, 1+planes)
	for _, p := range s.planes {
		pieces[0] = binary.AppendUvarint(pieces[0], uint64(len(p)))
		if len(p) > 0 {
			pieces = append(pieces, p)
		}
	}
	return pieces
}

// A SplitReader reads what a [Splits] wrote.
type SplitReader struct{ planes [planes]Reader }

// Splits reads all that a [Splits] wrote, from which the counts are read in the order in which they were added.
func (r *Reader) Splits() *SplitReader {
	var lengths [planes]uint64
	for i := range lengths {
		lengths[i] = r.Number()
	}
	s := &SplitReader{}
	for i, n := range lengths {
		if n > uint64(r.Left()) {
			r.fail()
			return s
		}
		s.planes[i].rest = r.Bytes(int(n))
	}
	return s
}

// errSplit is the fault of counts that do not add up.
var errSplit = errors.New("a half of some bins holds more than the whole")

// Read reads counts that add up to a total, of at most 2³².
func (s *SplitReader) Read(counts []uint64, total uint64) error {
	if total > 1<<32 || len(counts) == 0 && total > 0 {
		return errSplit
	}
	if len(counts) == 0 {
		return nil
	}
	return s.halves(counts, total)
}

func (s *SplitReader) halves(counts []uint64, total uint64) error {
	if total == 0 {
		return nil
	}
	if len(counts) == 1 {
		counts[0] = total
		return nil
	}
	middle := len(counts) / 2
	more := s.planes[plane(total)].Signed()
	below := more + share(total, 0, middle, len(counts))
	if more < -1<<33 || more > 1<<33 || below < 0 || uint64(below) > total {
		return errSplit
	}
	if err := s.halves(counts[:middle], uint64(below)); err != nil {
		return err
	}
	return s.halves(counts[middle:], total-uint64(below))
}

// Ended says what is wrong after all counts were read: some that were not there, or more than were read.
func (s *SplitReader) Ended() error {
	for i := range s.planes {
		if s.planes[i].Failed() || s.planes[i].Left() > 0 {
			return errors.New("there are more or fewer counts than belong to it")
		}
	}
	return nil
}
