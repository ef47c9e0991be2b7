package kernel

import (
	"math"
	"slices"
	"testing"

	"github.com/openenvelope/envelope/scenario/internal/fingerprint"
	"github.com/openenvelope/envelope/scenario/internal/num"
	"github.com/stretchr/testify/assert"
)

// The rows of philox4x32-10 in the file tests/kat_vectors of the Random123 library: zeros, ones, and digits of pi.
func TestPhiloxKnownAnswers(t *testing.T) {
	const ones = math.MaxUint32
	assert.Equal(t, [4]uint32{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}, Philox([4]uint32{}, [2]uint32{}))
	assert.Equal(t, [4]uint32{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd},
		Philox([4]uint32{ones, ones, ones, ones}, [2]uint32{ones, ones}))
	assert.Equal(t, [4]uint32{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1},
		Philox([4]uint32{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, [2]uint32{0xa4093822, 0x299f31d0}))
}

// The functions of the package do to a column what their comments say of a figure, whichever set is in use.
func TestFunctionsDoWhatTheirCommentsSay(t *testing.T) {
	z := []float64{-8, -3, -1.5, -0.25, math.Copysign(0, -1), 0, 0.5, 1, 2.75, 8}
	y := []float64{4, -3, 2, -0.25, 0, 1, -0.5, 1, 3, -9}
	table := num.NewTable(64, func(z float64) float64 { return z * z * z })
	each(t, func(t *testing.T, s Set) {
		use(t, s)
		for name, c := range map[string]struct {
			loop func(dst []float64)
			want func(i int) float64
		}{
			"add": {func(dst []float64) { Add(dst, z, y) }, func(i int) float64 { return z[i] + y[i] }},
			"min": {func(dst []float64) { Min(dst, z, y) }, func(i int) float64 { return math.Min(z[i], y[i]) }},
			"affine": {func(dst []float64) { Affine(dst, z, 7, 3) },
				func(i int) float64 { return 7 + float64(3*z[i]) }},
			"step": {func(dst []float64) {
				copy(dst, z)
				Step(dst, y, 0.5, 2)
			}, func(i int) float64 { return float64(0.5*z[i]) + float64(2*y[i]) }},
			"lognormal": {func(dst []float64) { Lognormal(dst, z, 5, 0.3) }, func(i int) float64 {
				return float64(5 * num.Exp(float64(0.3*z[i])))
			}},
			"uniform": {func(dst []float64) { Uniform(dst, z, 2, 6) }, func(i int) float64 {
				below, above := num.Tails(z[i])
				return float64(2*above) + float64(6*below)
			}},
			"triangular": {func(dst []float64) { Triangular(dst, z, &Triangle{2, 10, 8, 0.25, 0.75}) },
				func(i int) float64 {
					below, above := num.Tails(z[i])
					if below >= 0.25 {
						return 10 - 8*math.Sqrt(0.75*above)
					}
					return 2 + 8*math.Sqrt(0.25*below)
				}},
		} {
			dst := make([]float64, len(z))
			c.loop(dst)
			for i, x := range dst {
				assert.InDelta(t, c.want(i), x, 1e-14*math.Abs(c.want(i)), "%s of %v and %v", name, z[i], y[i])
			}
		}
		first, second := box(1, 2<<30), box(3, 5)
		BoxMuller(first, second)
		for i, words := range [][2]uint32{{1, 3}, {2 << 30, 5}} {
			x, y := libm(words[0], words[1])
			assert.InDelta(t, x, first[i], 1e-11)
			assert.InDelta(t, y, second[i], 1e-11)
		}
		dst := slices.Repeat([]float64{-77}, len(z))
		dst[0] = 0
		done := Lookup(dst[1:9], z[1:9], table, 10, 2, 40)
		assert.Equal(t, 8, done)
		for i := 1; i < 9; i++ {
			assert.InDelta(t, min(10+2*table.At(z[i]), 40), dst[i], 1e-12, "%v", z[i])
		}
		assert.Equal(t, -77.0, dst[9])
		assert.Equal(t, 0, Lookup(dst, z, table, 10, 2, 40), "−8 lies beyond the table")
		assert.Equal(t, 2, Equal(z, 0), "the zeros are equal")
		assert.Equal(t, 6, ZeroOrMore(z))
		onlyZ, onlyY := Apart(z, y)
		assert.Equal(t, []int{2, 2}, []int{onlyZ, onlyY})
	})
}

// Words are those of the blocks of consecutive paths.
func TestWordsAreBlocks(t *testing.T) {
	each(t, func(t *testing.T, s Set) {
		use(t, s)
		var columns [4][]float64
		for k := range columns {
			columns[k] = make([]float64, 70)
		}
		at := Address{}
		Words(&columns, at)
		first := Philox([4]uint32{}, [2]uint32{})
		for k := range columns {
			assert.Equal(t, uint64(first[k]), math.Float64bits(columns[k][0]))
			assert.NotEqual(t, columns[k][0], columns[k][69])
		}
	})
}

// A tape that reads more scalars or columns than there are panics, whatever carries it out: no other memory is read.
func TestTapesReadNoOtherMemory(t *testing.T) {
	each(t, func(t *testing.T, s Set) {
		use(t, s)
		for name, instructions := range map[string][]Instruction{
			"a scalar":          {{Op: OpLoad, A: 0}, {Op: OpAdd, Scalar: true, A: 3}},
			"a scalar, earlier": {{Op: OpLoad, A: 0}, {Op: OpAdd, Scalar: true, A: 3}, {Op: OpAdd, Scalar: true, A: 1}},
			"a weight":          {{Op: OpLoad, A: 0}, {Op: OpAddProduct, A: 0, B: 3}, {Op: OpAddProduct, A: 0, B: 1}},
			"a column":          {{Op: OpLoad, A: 65}, {Op: OpAdd, A: 0}},
			"a stored column":   {{Op: OpLoad, A: 0}, {Op: OpStore, A: 65}, {Op: OpLoad, A: 0}},
		} {
			m := Memory{Slab: make([]float64, StripPaths)}
			assert.Panics(t, func() { NewTape(instructions).Run(&m, []float64{1, 2, 3}, StripPaths) }, name)
		}
		short := Memory{Slab: make([]float64, StripPaths-1)}
		assert.Panics(t, func() { NewTape([]Instruction{{Op: OpLoad}}).Run(&short, nil, StripPaths) }, "a figure less")
		at, path := NewTape(nil).Run(&Memory{}, nil, 5)
		assert.Equal(t, []int{-1, -1}, []int{at, path}, "a tape without instructions needs nothing")
	})
}

// The digest of a tape tells its instructions apart, and a tape without any from none.
func TestDigestOfTapes(t *testing.T) {
	sum := func(tapes ...*Tape) fingerprint.Sum {
		d := fingerprint.New("test")
		for _, tape := range tapes {
			tape.Digest(d)
		}
		return d.Sum()
	}
	of := func(instructions ...Instruction) fingerprint.Sum { return sum(NewTape(instructions)) }
	seen := map[fingerprint.Sum]bool{}
	for _, s := range []fingerprint.Sum{
		of(Instruction{Op: OpLoad, A: 1}), of(Instruction{Op: OpStore, A: 1}), of(Instruction{Op: OpLoad, A: 2}),
		of(Instruction{Op: OpLoad, A: 1, B: 1}), of(Instruction{Op: OpLoad, A: 1, Scalar: true}),
		of(Instruction{Op: OpLoad, A: 1}, Instruction{Op: OpLoad, A: 1}), sum(nil), fingerprint.New("test").Sum(),
	} {
		assert.False(t, seen[s])
		seen[s] = true
	}
	assert.Equal(t, of(Instruction{Op: OpLoad, A: 1}), of(Instruction{Op: OpLoad, A: 1}))
	assert.Equal(t, of(), sum(nil), "no tape has no instructions")
	load := Instruction{Op: OpLoad}
	assert.NotEqual(t, sum(NewTape([]Instruction{load}), NewTape([]Instruction{load, load})),
		sum(NewTape([]Instruction{load, load}), NewTape([]Instruction{load})), "where a tape ends")
}

// A division by a scalar that is zero is a fault of the first path, one by a column of the first path where it is zero;
// without paths there is none.
func TestDivisionsByZeroNameTheFirst(t *testing.T) {
	each(t, func(t *testing.T, s Set) {
		use(t, s)
		m := Memory{Slab: make([]float64, 2*StripPaths)}
		for i := range StripPaths {
			m.Slab[i], m.Slab[StripPaths+i] = 1, float64(i%5-3)
		}
		run := func(n int, divide Instruction, scalar float64) []int {
			at, path := NewTape([]Instruction{{Op: OpLoad, A: 0}, divide}).Run(&m, []float64{scalar}, n)
			return []int{at, path}
		}
		assert.Equal(t, []int{1, 0}, run(9, Instruction{Op: OpDiv, Scalar: true}, 0))
		assert.Equal(t, []int{-1, -1}, run(9, Instruction{Op: OpDiv, Scalar: true}, 2))
		assert.Equal(t, []int{1, 3}, run(9, Instruction{Op: OpDiv, A: StripPaths}, 2))
		assert.Equal(t, []int{-1, -1}, run(3, Instruction{Op: OpDiv, A: StripPaths}, 2))
	})
}
