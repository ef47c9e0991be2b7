package sketch

import (
	"encoding/binary"
	"errors"
	"slices"

	"github.com/openenvelope/envelope/scenario/internal/wire"
)

// Again is the selection before a pass, for a pass over some of the values: passes over all of them together find what
// one would.
func (s *Selection) Again() *Selection {
	z := &Selection{grid: s.grid, n: s.n, min: s.min, max: s.max, ranks: s.ranks, spans: slices.Clone(s.spans),
		wanted: slices.Clone(s.wanted), first: slices.Clone(s.first)}
	for i := range z.spans {
		z.spans[i].tally = nil
	}
	return z
}

// KeepSome makes ready for a pass over so many of the values, that keeps what there is to find.
func (s *Selection) KeepSome(values uint64) {
	s.kept = make([]float64, min(s.Count(), values))
	s.filled.Store(0)
}

// Kept are the values that a pass kept.
func (s *Selection) Kept() ([]float64, error) {
	n := s.filled.Load()
	if n > uint64(len(s.kept)) {
		return nil, errOther
	}
	return s.kept[:n:n], nil
}

// SetKept are the values that passes kept, in any order, to be settled.
func (s *Selection) SetKept(values []float64) {
	s.kept = slices.Clone(values)
	s.filled.Store(uint64(len(values)))
}

// Tallied is what a pass counted: by span and fine bin.
func (s *Selection) Tallied() []uint64 {
	counts := make([]uint64, 0, fineBins*len(s.spans))
	for _, b := range s.spans {
		for i := range b.tally {
			counts = append(counts, b.tally[i].Load())
		}
	}
	return counts
}

// SetTallied is what passes counted together, to be narrowed.
func (s *Selection) SetTallied(counts []uint64) {
	s.Tally()
	for i := range s.spans {
		for j := range s.spans[i].tally {
			s.spans[i].tally[j].Store(counts[fineBins*i+j])
		}
	}
}

// Tallies is how many numbers a pass that counts gives.
func (s *Selection) Tallies() int { return fineBins * len(s.spans) }

// AppendTallied writes what a pass counted: the total of each span, and its counts.
func (s *Selection) AppendTallied(b []byte, counts []uint64, splits *wire.Splits) []byte {
	for fine := range slices.Chunk(counts, fineBins) {
		total := uint64(0)
		for _, c := range fine {
			total += c
		}
		b = binary.AppendUvarint(b, total)
		splits.Add(fine)
	}
	return b
}

// ReadTotals reads the totals of spans, of which none can be above so many values.
func (s *Selection) ReadTotals(r *wire.Reader, values uint64) ([]uint64, error) {
	totals := make([]uint64, len(s.spans))
	for i, b := range s.spans {
		if totals[i] = r.Number(); totals[i] > min(values, b.count) {
			return nil, errOtherValues
		}
	}
	return totals, nil
}

// ReadTallied reads the counts of spans with some totals.
func (s *Selection) ReadTallied(splits *wire.SplitReader, totals []uint64) ([]uint64, error) {
	counts := make([]uint64, s.Tallies())
	for i, total := range totals {
		if err := splits.Read(counts[fineBins*i:fineBins*(i+1)], total); err != nil {
			return nil, err
		}
	}
	return counts, nil
}

// AppendKept writes values that a pass kept, after their number.
func AppendKept(b []byte, values []float64) []byte {
	return AppendValues(binary.AppendUvarint(b, uint64(len(values))), values)
}

// ReadKept reads values that a pass over so many values kept: each is one that the selection looks for.
func (s *Selection) ReadKept(r *wire.Reader, most uint64) ([]float64, error) {
	n := r.Number()
	if n > min(s.Count(), most) {
		return nil, errOtherValues
	}
	var values []float64
	k, room := uint64(0), make([]uint64, len(s.spans))
	for i, at := 0, 0; uint64(len(values)) < n; i++ {
		by, times := r.Number(), r.Number()
		if r.Failed() || by > ^k || (by == 0 && i > 0) || times == 0 || times > n-uint64(len(values)) {
			return nil, errOtherValues
		}
		k += by
		for at < len(s.spans) && s.spans[at].last < k {
			at++
		}
		if at == len(s.spans) || k < s.spans[at].from || s.spans[at].isAtom(k) {
			return nil, errOtherValues
		}
		if room[at] += times; room[at] > s.spans[at].count {
			return nil, errOtherValues
		}
		values = append(values, slices.Repeat([]float64{keyed(k)}, int(times))...)
	}
	if r.Failed() {
		return nil, errors.New("it ends too early")
	}
	return values, nil
}
