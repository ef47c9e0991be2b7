package wire_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario/internal/wire"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// histogram is counts of so many values in bins, of a law that is a heap, flat, or mostly in one bin.
func histogram(r *rand.Rand, bins, values, kind int) []uint64 {
	counts := make([]uint64, bins)
	for range values {
		x := r.Float64()
		switch kind {
		case 0:
			x = (x + r.Float64() + r.Float64()) / 3
		case 2:
			x = min(x*x*x, 0.001)
		}
		counts[int(x*float64(bins))]++
	}
	return counts
}

func total(counts []uint64) (n uint64) {
	for _, c := range counts {
		n += c
	}
	return n
}

// Counts of any number of bins come back, in the order in which they were added, and nothing is left.
func TestSplitsComeBack(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var s wire.Splits
	all := [][]uint64{{}, {0}, {5}, {0, 0, 0}, {1 << 32}, {0, 1 << 32}, {1<<31 + 1, 1<<31 - 1}}
	for i := range 60 {
		all = append(all, histogram(r, 1+r.IntN(3000), r.IntN(5000), i%3))
	}
	for _, counts := range all {
		s.Add(counts)
	}
	splits := wire.NewReader(slices.Concat(s.Pieces()...)).Splits()
	for _, counts := range all {
		got := make([]uint64, len(counts))
		require.NoError(t, splits.Read(got, total(counts)))
		require.Equal(t, counts, got)
	}
	assert.NoError(t, splits.Ended())
	assert.NoError(t, splits.Read(nil, 0))
	assert.EqualError(t, splits.Read(nil, 1), "a half of some bins holds more than the whole")
	assert.EqualError(t, splits.Read(make([]uint64, 3), 1<<33), "a half of some bins holds more than the whole")
}

// A histogram takes little more than what chance puts into it: ½ log₂(2πe λ) bits for a bin of λ values, 4.2 bits for
// one of 20.
func TestSplitsAreSmall(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	var s wire.Splits
	for range 100 {
		s.Add(histogram(r, 1000, 20_000, 1))
	}
	data, err := wire.Seal("x\n", wire.Numbers, s.Pieces()...)
	require.NoError(t, err)
	bits := float64(8*len(data)) / 100_000
	assert.InDelta(t, 4.24, bits, 0.15, "%v bits a bin", bits)
}

// Whatever bytes come, counts are read that add up to the total, or there is an error.
func TestMutatedSplits(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	var s wire.Splits
	counts := histogram(r, 300, 1000, 0)
	s.Add(counts)
	testkit.Mutated(t, testkit.Deep(100_000, 3_000), [][]byte{slices.Concat(s.Pieces()...)}, func(t *testing.T,
		data []byte) {
		reader := wire.NewReader(data)
		splits := reader.Splits()
		got := make([]uint64, len(counts))
		if reader.Failed() || splits.Read(got, 1000) != nil || splits.Ended() != nil {
			return
		}
		require.Equal(t, uint64(1000), total(got))
		var again wire.Splits
		again.Add(got)
		once := make([]uint64, len(counts))
		require.NoError(t, wire.NewReader(slices.Concat(again.Pieces()...)).Splits().Read(once, 1000))
		require.Equal(t, got, once)
	})
}

// Halves are told from the share by width: two bins that hold the same leave nothing to say.
func ExampleSplits() {
	var s wire.Splits
	s.Add([]uint64{4, 4, 4, 4})
	s.Add([]uint64{4, 6})
	pieces := s.Pieces()
	fmt.Println(pieces[1:]) // of totals of 8 and 10, then of 16, each as a signed varint
	// Output:
	// [[0 0 1] [0]]
}
