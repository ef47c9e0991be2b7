package kernel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/stretchr/testify/require"
)

// A tape for tests reads the first columns of its slab and stores into the others.
const (
	readColumns   = 4
	storedColumns = 5
	slabColumns   = readColumns + storedColumns
)

// randomTape draws instructions with every operation; it reads no column that it stores later. Faults are looked for
// rarely, so that most tapes run to their end.
func randomTape(r *rand.Rand, scalars int) []Instruction {
	var stored []int
	column := func() uint32 {
		if k := r.IntN(readColumns + len(stored)); k >= readColumns {
			return uint32(stored[k-readColumns] * MaxPaths)
		}
		return uint32(r.IntN(readColumns) * MaxPaths)
	}
	tape := []Instruction{{Op: OpLoad, A: column()}}
	for range 3 + r.IntN(40) {
		in := Instruction{Op: Op(r.IntN(ops))}
		if in.Op >= OpSound && r.IntN(20) > 0 || (in.Op == OpDiv || in.Op == OpDivInto) && r.IntN(4) > 0 {
			in.Op = OpAdd
		}
		switch {
		case in.Op == OpStore:
			k := readColumns + r.IntN(storedColumns)
			if slices.Contains(stored, k) {
				continue
			}
			stored = append(stored, k)
			in.A = uint32(k * MaxPaths)
		case in.Op == OpAddProduct:
			in.A, in.B = column(), uint32(r.IntN(scalars))
		case in.Op == OpSound:
			in.A = column()
		case in.Op == OpChoose:
			in.A, in.B = column(), column()
		case in.Op < OpStore && r.IntN(2) == 0:
			in.Scalar, in.A = true, uint32(r.IntN(scalars))
		case in.Op < OpStore:
			in.A = column()
		}
		tape = append(tape, in)
	}
	return tape
}

// use makes an implementation the one in use until the test ends.
func use(t testing.TB, s Set) {
	before := active
	active = s
	t.Cleanup(func() { active = before })
}

// On every implementation a tape leaves the bits of the interpreter, and names the same fault.
func TestTapesAgree(t *testing.T) {
	each(t, func(t *testing.T, s Set) {
		use(t, s)
		for seed := range uint64(testkit.Count(100_000)) {
			r := rand.New(rand.NewPCG(seed, 3))
			scalars := column(6, seed)
			tape := NewTape(randomTape(r, len(scalars)))
			if tape.native != nil && seed%2 == 1 {
				tape.native = tape.assembly.fetching(tape.native)
			}
			n := []int{0, 1, 7, 63, 64, 65, 100, 511, 512}[r.IntN(9)]
			figures := column(slabColumns*MaxPaths, seed+1)
			if r.IntN(2) == 0 { // figures of moderate size, which seldom are at fault
				for i := range figures {
					figures[i] = float64(r.IntN(2000)-1000) / 8
				}
				for i := range scalars {
					scalars[i] = float64(r.IntN(9) - 4)
				}
			}
			want := slices.Clone(figures)
			wantAt, wantPath := tape.interpret(&Memory{Slab: want}, scalars, n)
			slab, whole := guarded(figures)
			at, path := tape.Run(&Memory{Slab: slab}, scalars, n)
			require.Equal(t, [2]int{wantAt, wantPath}, [2]int{at, path}, "seed %d", seed)
			if at >= 0 {
				continue
			}
			for k := range slabColumns {
				for i := range n {
					a, b := want[k*MaxPaths+i], slab[k*MaxPaths+i]
					if !same(a, b) {
						t.Fatalf("seed %d: column %d at %d is %v, not %v", seed, k, i, b, a)
					}
				}
			}
			for i, x := range whole {
				if i < guards || i >= guards+len(slab) {
					require.True(t, sameBits(guard, x), "seed %d wrote at %d", seed, i-guards)
				}
			}
		}
	})
}

// A tape whose columns take more room than a cache is the same with fetches in it, and every column that an instruction
// works on has been fetched before it.
func TestColumnsFarApartAreFetched(t *testing.T) {
	each(t, func(t *testing.T, s Set) {
		if s.tape.run == nil {
			t.Skip("not tested: the reference takes columns whole")
		}
		use(t, s)
		for seed := range uint64(100) {
			r := rand.New(rand.NewPCG(seed, 3))
			near, far := randomTape(r, 6), []Instruction(nil)
			for _, in := range near {
				if in.Op == OpStore || in.Op == OpChoose || in.Op < OpStore && !in.Scalar {
					in.A += fetchAbove/8 + MaxPaths
				}
				far = append(far, in)
			}
			code, fetched := s.tape.assemble(far), map[uint32]bool{}
			require.Equal(t, s.tape.assemble(near), NewTape(near).native, "it is near")
			var without []native
			for _, n := range NewTape(far).native {
				if n.code == s.tape.codes[fetchBoth] {
					fetched[n.a], fetched[n.b] = true, true
					continue
				}
				for _, column := range s.tape.columns(n) {
					require.True(t, fetched[column], "seed %d: column %d", seed, column)
				}
				without = append(without, n)
			}
			require.Equal(t, code, without)
		}
	})
}

// Every operation finds its fault on every path, the first of several, and no other path's.
func TestTapesFindFaults(t *testing.T) {
	bad := map[Op]float64{OpDiv: 0, OpDivInto: 0, OpLimit: -Limit - 1, OpFinite: nasty()[len(nasty())-1],
		OpSound: math.Inf(-1), OpZero: 1e-300}
	each(t, func(t *testing.T, s Set) {
		use(t, s)
		for op, x := range bad {
			for path := range 130 {
				slab := make([]float64, MaxPaths)
				if op == OpDiv || op == OpDivInto {
					fill(slab, 1)
				}
				tape := NewTape([]Instruction{{Op: OpLoad}, {Op: op}})
				at, _ := tape.Run(&Memory{Slab: slab}, nil, 130)
				require.Equal(t, -1, at)
				slab[path] = x
				at, found := tape.Run(&Memory{Slab: slab}, nil, 130)
				require.Equal(t, [2]int{1, path}, [2]int{at, found}, "operation %d", op)
				slab[129] = x
				at, found = tape.Run(&Memory{Slab: slab}, nil, 130)
				require.Equal(t, [2]int{1, path}, [2]int{at, found}, "operation %d, on two paths", op)
				if op == OpDivInto {
					into := NewTape([]Instruction{{Op: OpLoad}, {Op: op, Scalar: true}})
					at, found = into.Run(&Memory{Slab: slab}, []float64{5}, 130)
					require.Equal(t, [2]int{1, path}, [2]int{at, found}, "a scalar, on two paths")
				}
			}
		}
	})
}

// BenchmarkTape is the cost of one instruction for one path.
func BenchmarkTape(b *testing.B) {
	for _, name := range Names() {
		s, ok := For(name)
		if !ok {
			continue
		}
		for what, in := range map[string]Instruction{
			"add": {Op: OpAdd, A: MaxPaths}, "scalar": {Op: OpMul, Scalar: true}, "store": {Op: OpStore, A: MaxPaths},
			"round": {Op: OpRound}, "limit": {Op: OpLimit}, "finite": {Op: OpFinite}, "min": {Op: OpMin, A: MaxPaths},
		} {
			b.Run(fmt.Sprintf("%s/impl=%s", what, name), func(b *testing.B) {
				use(b, s)
				const repeat = 64
				tape := NewTape(slices.Concat([]Instruction{{Op: OpLoad}}, slices.Repeat([]Instruction{in}, repeat)))
				memory := &Memory{Slab: make([]float64, 2*MaxPaths)}
				for b.Loop() {
					tape.Run(memory, []float64{1}, MaxPaths)
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/MaxPaths/repeat, "ns/path")
			})
		}
	}
}
