package kernel

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Two instructions for which there is one piece of code become one: a limit after what it looks at, and a load of a
// column after a store. All others stay as they are, in order, and the end of the strip comes last.
func TestPairsBecomeOne(t *testing.T) {
	load, store := Instruction{Op: OpLoad, A: 64}, Instruction{Op: OpStore, A: 128}
	add, scalar := Instruction{Op: OpAdd, A: 192}, Instruction{Op: OpAdd, Scalar: true, A: 2}
	fill := Instruction{Op: OpLoad, Scalar: true, A: 1}
	round, limit, finite := Instruction{Op: OpRound}, Instruction{Op: OpLimit}, Instruction{Op: OpFinite}
	product := Instruction{Op: OpAddProduct, A: 64, B: 3}
	at := func(in Instruction) int { return in.code() }
	withLimit := func(in Instruction) int { return in.code() + limited }
	for _, c := range []struct {
		instructions []Instruction
		codes        []int
	}{
		{nil, nil},
		{[]Instruction{load}, []int{at(load)}},
		{[]Instruction{load, add, store}, []int{at(load), at(add), at(store)}},
		{[]Instruction{load, add, limit}, []int{at(load), withLimit(add)}},
		{[]Instruction{load, add, limit, store}, []int{at(load), withLimit(add), at(store)}},
		{[]Instruction{load, scalar, limit, round}, []int{at(load), withLimit(scalar), at(round)}},
		{[]Instruction{load, round, limit, finite}, []int{at(load), withLimit(round), at(finite)}},
		{[]Instruction{load, add, finite}, []int{at(load), at(add), at(finite)}},
		{[]Instruction{store, load, add}, []int{storeThenLoad, at(add)}},
		{[]Instruction{store, fill, add}, []int{at(store), at(fill), at(add)}},
		{[]Instruction{store, add}, []int{at(store), at(add)}},
		{[]Instruction{limit, load, product}, []int{at(limit), at(load), at(product)}},
	} {
		each(t, func(t *testing.T, s Set) {
			if s.tape.run == nil {
				t.Skip("not tested: the reference has no machine code")
			}
			var want []uint64
			for _, code := range append(c.codes, endOfStrip) {
				want = append(want, s.tape.codes[code])
			}
			var got []uint64
			for _, n := range s.tape.assemble(c.instructions) {
				got = append(got, n.code)
			}
			assert.Equal(t, want, got, "%v", c.instructions)
		})
	}
	each(t, func(t *testing.T, s Set) {
		if s.tape.run == nil {
			t.Skip("not tested: the reference has no machine code")
		}
		both := s.tape.assemble([]Instruction{store, load})[0]
		assert.Equal(t, []uint32{8 * 128, 8 * 64}, []uint32{both.a, both.b}, "where it stores, and what it loads")
	})
}

// Where there is machine code it is what carries out a tape: without a fault the interpreter, which has the same bits
// and takes several times as long, is not asked, and its room stays as it was.
func TestMachineCodeIsUsed(t *testing.T) {
	each(t, func(t *testing.T, s Set) {
		use(t, s)
		for name, instructions := range map[string][]Instruction{
			"one instruction": {{Op: OpLoad, Scalar: true}},
			"several":         {{Op: OpLoad}, {Op: OpAdd, Scalar: true}, {Op: OpRound}, {Op: OpLimit}},
		} {
			for _, n := range []int{1, 2, 100} {
				m := Memory{Slab: make([]float64, 2*StripPaths)}
				fill(m.room[:], math.Pi)
				at, _ := NewTape(instructions).Run(&m, []float64{1}, n)
				assert.Equal(t, -1, at)
				interpreted := m.room[0] != math.Pi
				assert.Equal(t, s.tape.run == nil, interpreted, "%s, %d paths", name, n)
			}
		}
	})
}

// Columns are fetched ahead where the slab that a tape works in is larger than a part of the cache, and only there.
func TestWhereColumnsAreFetched(t *testing.T) {
	each(t, func(t *testing.T, s Set) {
		if s.tape.run == nil {
			t.Skip("not tested: the reference takes columns whole")
		}
		use(t, s)
		for last, want := range map[uint32]bool{0: false, fetchAbove/8 - StripPaths: false, fetchAbove / 8: false,
			fetchAbove/8 + 1: true, fetchAbove / 4: true} {
			fetched := false
			for _, n := range NewTape([]Instruction{{Op: OpLoad, A: last}}).native {
				fetched = fetched || n.code == s.tape.codes[fetchBoth]
			}
			assert.Equal(t, want, fetched, "the last column at %d", last)
		}
	})
}

// A tape needs the scalars up to the last that it reads, and the slab up to the last of its columns.
func TestWhatATapeNeeds(t *testing.T) {
	for _, c := range []struct {
		in         Instruction
		slab, list int
	}{
		{Instruction{Op: OpAdd, A: 640}, 640, 0},
		{Instruction{Op: OpAdd, A: 5, Scalar: true}, 0, 6},
		{Instruction{Op: OpAddProduct, A: 640, B: 7}, 640, 8},
		{Instruction{Op: OpAddProduct, A: 64, B: 700}, 64, 701},
		{Instruction{Op: OpChoose, A: 64, B: 640}, 640, 0},
		{Instruction{Op: OpMaxOf, A: 64}, 64, 0},
		{Instruction{Op: OpStore, A: 128}, 128, 0},
	} {
		for _, instructions := range [][]Instruction{{c.in}, {c.in, {Op: OpLoad}}, {{Op: OpLoad}, c.in}} {
			tape := NewTape(instructions)
			assert.Equal(t, []int{c.slab, c.list}, []int{tape.slab, tape.list}, "%v", instructions)
		}
	}
}

// A result that is stored before it is used is computed in the column where it is stored; checks and rounding, which
// leave it where it is, may come between.
func TestResultsAreComputedWhereTheyAreStored(t *testing.T) {
	store := Instruction{Op: OpStore, A: 128}
	for _, c := range []struct {
		instructions []Instruction
		want         []int32
	}{
		{nil, []int32{}},
		{[]Instruction{{Op: OpLoad}}, []int32{-1}},
		{[]Instruction{{Op: OpLoad}, store}, []int32{128, -1}},
		{[]Instruction{{Op: OpLoad}, {Op: OpAdd}, store}, []int32{-1, 128, -1}},
		{[]Instruction{{Op: OpAdd}, {Op: OpRound}, store}, []int32{128, 128, -1}},
		{[]Instruction{{Op: OpAdd}, {Op: OpSound}, store}, []int32{128, 128, -1}},
		{[]Instruction{{Op: OpAdd}, {Op: OpLimit}, store}, []int32{128, 128, -1}},
		{[]Instruction{{Op: OpAdd}, {Op: OpFinite}, store}, []int32{128, 128, -1}},
		{[]Instruction{{Op: OpAdd}, {Op: OpZero}, store}, []int32{128, 128, -1}},
		{[]Instruction{{Op: OpAdd}, {Op: OpChoose}, store}, []int32{-1, 128, -1}},
		{[]Instruction{{Op: OpAdd}, {Op: OpAddProduct}, store}, []int32{-1, 128, -1}},
		{[]Instruction{{Op: OpAdd}, store, {Op: OpStore, A: 192}}, []int32{128, 192, -1}},
	} {
		assert.Equal(t, c.want, targets(c.instructions), "%v", c.instructions)
	}
}

// What finds no fault says -1, with a column, with a scalar, and alone.
func TestNoFaultIsMinusOne(t *testing.T) {
	room := make([]float64, 2)
	r := reader{accumulator: room[:1], out: room[:1], room: room[:1], slab: room, n: 1}
	assert.Equal(t, -1, r.withColumn(OpAdd, []float64{1}))
	assert.Equal(t, -1, r.withScalar(OpAdd, 1))
	assert.Equal(t, -1, r.alone(Instruction{Op: OpRound}))
}
