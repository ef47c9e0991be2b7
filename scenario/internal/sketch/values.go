package sketch

import (
	"encoding/binary"
	"errors"
	"math"
	"math/bits"
	"slices"

	"github.com/openenvelope/envelope/scenario/internal/wire"
)

// AppendValues writes values of a cell in ascending order: each once, as its distance from the one before among all
// floats, and how often it occurs.
func AppendValues(b []byte, values []float64) []byte {
	sorted, last := NewSorted(values), uint64(0)
	for len(sorted) > 0 {
		same := 1
		for same < len(sorted) && sorted[same] == sorted[0] {
			same++
		}
		k := key(sorted[0])
		b = binary.AppendUvarint(binary.AppendUvarint(b, k-last), uint64(same))
		last, sorted = k, sorted[same:]
	}
	return b
}

// Few reports whether values repeat so often that writing them takes less than an eighth of the room that each would:
// whether at most an eighth of them are different. It looks no further than it needs to, which is hardly more than an
// eighth where they do not repeat.
func Few(values []float64) bool {
	most := len(values) / 8
	room := bits.Len(uint(2 * most)) // a table of two places for each, or more
	seen, different := make([]uint64, 1<<room), 0
	for _, x := range values {
		b := ^math.Float64bits(x + 0) // −0 becomes 0; what is nothing is no figure
		at := b * 0x9e3779b97f4a7c15 >> (64 - room)
		for seen[at] != 0 && seen[at] != b {
			at = (at + 1) % uint64(len(seen))
		}
		if seen[at] == b {
			continue
		}
		if different++; different > most {
			return false
		}
		seen[at] = b
	}
	return true
}

// errOtherValues is what becomes of values that are not those that a state counts.
var errOtherValues = errors.New("its values are not those that it counts")

// ReadValues reads the values of a cell, which must be those that a state of it counts ([Grid.Check]).
func (g *Grid) ReadValues(r *wire.Reader, t State) ([]float64, error) {
	var values []float64
	counts, k := slices.Clone(t.Counts), uint64(0)
	for uint64(len(values)) < t.N {
		by, n := r.Number(), r.Number()
		if by > ^k || n == 0 || n > t.N-uint64(len(values)) {
			return nil, errOtherValues
		}
		k += by
		x := keyed(k)
		if !(t.Min <= x && x <= t.Max) || (by == 0 && len(values) > 0) {
			return nil, errOtherValues
		}
		bin := g.bin(x)
		if counts[bin] < n {
			return nil, errOtherValues
		}
		counts[bin] -= n
		values = append(values, slices.Repeat([]float64{x}, int(n))...)
	}
	return values, nil
}
