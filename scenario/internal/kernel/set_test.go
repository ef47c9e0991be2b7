package kernel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openenvelope/envelope/scenario/internal/num"
)

// needs are the features of the processor that each implementation asks for.
var needs = map[string]string{
	"columns": "a processor without an instruction that fuses a product and a sum: 386, mips, wasm",
	"avx2":    "amd64 with AVX2 and FMA, without the tag purego",
	"avx512":  "amd64 with AVX-512 F, DQ, VL and BW, without the tag purego",
}

// each runs a test under every implementation, and says which it could not run.
func each(t *testing.T, test func(t *testing.T, s Set)) {
	for _, name := range Names() {
		t.Run("impl="+name, func(t *testing.T) {
			s, ok := For(name)
			if !ok {
				t.Skipf("not tested: it needs %s", needs[name])
			}
			test(t, s)
		})
	}
}

// guard surrounds every column; its bits are those of no result.
var guard = math.Float64frombits(0x7ff8_dead_beef_0001)

const guards = 16

// guarded copies a column between guards.
func guarded(x []float64) (column, whole []float64) {
	whole = slices.Concat(slices.Repeat([]float64{guard}, guards), x, slices.Repeat([]float64{guard}, guards))
	return whole[guards : guards+len(x) : guards+len(x)], whole
}

// nasty are the figures at which rounding, ordering, ranges and tables turn.
func nasty() []float64 {
	limit := float64(Limit)
	x := []float64{0, 0.5, 1, 1.5, 2.5, 0.49999999999999994, 1.4999999999999998, limit, limit - 0.5, limit + 1,
		2 * limit, 0x1p52 - 0.5, 0x1p53, 1e300, math.MaxFloat64, math.SmallestNonzeroFloat64, 0x1p-1022, 0x1p-1023,
		math.Inf(1), 707.9, 708, 708.1, 709.7, 0x1.62e42fefa39efp+9, 0x1.62e42fefa39fp+9, 745.2, 0x1p-54}
	for _, y := range x {
		x = append(x, -y)
	}
	return append(x, math.NaN())
}

// column mixes figures of every size with nasty ones.
func column(n int, seed uint64) []float64 {
	r := rand.New(rand.NewPCG(seed, 1))
	special := nasty()
	x := make([]float64, n)
	for i := range x {
		if x[i] = math.Ldexp(r.Float64()-0.5, r.IntN(60)); r.IntN(3) == 0 {
			x[i] = special[r.IntN(len(special))]
		}
	}
	return x
}

// scoreColumn holds normal scores, those at which the laws turn among them. Seldom is one beyond a table.
func scoreColumn(n int, seed uint64) []float64 {
	r := rand.New(rand.NewPCG(seed, 3))
	within, beyond := math.Nextafter(num.TableEnd, 0),
		[]float64{7, -7, 7.5, -37.6, 38, -38, 38.1, 1e300, math.Inf(1), math.Inf(-1), math.NaN()}
	special := []float64{0, math.Copysign(0, -1), within, -within, 5, -5, 0x1p-1074, -0.5244005127080407}
	x := make([]float64, n)
	for i := range x {
		switch x[i] = 2 * r.NormFloat64(); r.IntN(200) {
		case 0:
			x[i] = beyond[r.IntN(len(beyond))]
		case 1, 2, 3, 4, 5, 6:
			x[i] = special[r.IntN(len(special))]
		}
	}
	return x
}

// wordColumn holds words, extreme ones first.
func wordColumn(n int, seed uint64) []float64 {
	r := rand.New(rand.NewPCG(seed, 2))
	a, b := extremeWords()
	x := box(slices.Concat([][]uint32{a, b}[seed%2], make([]uint32, n))...)[:n]
	for i := len(a); i < n; i++ {
		x[i] = math.Float64frombits(uint64(r.Uint32()))
	}
	return x
}

// A loop is a row of the table: a kernel on up to four columns, which returns what it counted, if it counts.
type loop struct {
	name string
	of   func(n int, seed uint64) []float64 // what a column holds
	run  func(s Set, x [4][]float64) any
}

func loops() []loop {
	quiet := func(f func(s Set, x [4][]float64)) func(Set, [4][]float64) any {
		return func(s Set, x [4][]float64) any { f(s, x); return nil }
	}
	table := num.NewTable(9, num.Exp)
	triangle := Triangle{Low: -1, High: 3, Width: 4, Below: 0.3, Above: 0.7}
	at := Address{Key: 0x0123456789abcdef, FirstPath: 1<<32 - 300, Group: 5, Tag: 1<<16 | 7}
	return []loop{
		{"add", column, quiet(func(s Set, x [4][]float64) { s.Add(x[0], x[1], x[2]) })},
		{"add in place", column, quiet(func(s Set, x [4][]float64) { s.Add(x[0], x[1], x[0]) })},
		{"min", column, quiet(func(s Set, x [4][]float64) { s.Min(x[0], x[1], x[2]) })},
		{"min in place", column, quiet(func(s Set, x [4][]float64) { s.Min(x[0], x[0], x[2]) })},
		{"affine", column, quiet(func(s Set, x [4][]float64) { s.Affine(x[0], x[1], 0.1, 0.3) })},
		{"step", column, quiet(func(s Set, x [4][]float64) { s.Step(x[0], x[1], 0.6, 0.8) })},
		{"exp", column, quiet(func(s Set, x [4][]float64) { s.Exp(x[0], x[1]) })},
		{"lognormal", column, quiet(func(s Set, x [4][]float64) { s.Lognormal(x[0], x[1], 1.7, 0.3) })},
		{"uniform", scoreColumn, quiet(func(s Set, x [4][]float64) { s.Uniform(x[0], x[1], -1, 3) })},
		{"uniform of nasty", column, quiet(func(s Set, x [4][]float64) { s.Uniform(x[0], x[0], 0, 1e300) })},
		{"triangular", scoreColumn, quiet(func(s Set, x [4][]float64) { s.Triangular(x[0], x[1], &triangle) })},
		{"triangular of nasty", column, quiet(func(s Set, x [4][]float64) { s.Triangular(x[0], x[0], &triangle) })},
		{"lookup", scoreColumn, func(s Set, x [4][]float64) any { return s.Lookup(x[0], x[1], table, 1, 2, 1500) }},
		{"lookup of nasty", column, func(s Set, x [4][]float64) any { return s.Lookup(x[0], x[0], table, 1, 2, 1500) }},
		{"words", column, quiet(func(s Set, x [4][]float64) { s.Words(x[0], x[1], x[2], x[3], at) })},
		{"boxmuller", wordColumn, quiet(func(s Set, x [4][]float64) { s.BoxMuller(x[0], x[1]) })},
		{"equal", column, func(s Set, x [4][]float64) any { return s.Equal(x[0], 0) }},
		{"equal to nothing", column, func(s Set, x [4][]float64) any { return s.Equal(x[0], math.NaN()) }},
		{"zeroormore", column, func(s Set, x [4][]float64) any { return s.ZeroOrMore(x[0]) }},
		{"apart", column, func(s Set, x [4][]float64) any { a, b := s.Apart(x[0], x[1]); return [2]int{a, b} }},
	}
}

// Every implementation of every loop gives the bits of the reference, at every length, on nasty figures, and touches
// nothing else.
func TestImplementationsAgree(t *testing.T) {
	each(t, func(t *testing.T, s Set) {
		for _, l := range loops() {
			for _, n := range lengths() {
				for seed := range uint64(4) {
					compare(t, s, l, n, seed)
				}
			}
		}
	})
}

func compare(t *testing.T, s Set, l loop, n int, seed uint64) {
	var got, want, whole [4][]float64
	for k := range got {
		figures := l.of(n, seed<<8+uint64(k))
		got[k], whole[k] = guarded(figures)
		want[k] = slices.Clone(figures)
	}
	counted := l.run(plain, want)
	require.Equal(t, counted, l.run(s, got), "%s of %d", l.name, n)
	for k := range got {
		for i := range got[k] {
			require.True(t, same(want[k][i], got[k][i]), "%s of %d: column %d at %d is %v, not %v", l.name, n, k, i,
				got[k][i], want[k][i])
		}
		for i, x := range whole[k] {
			if i < guards || i >= guards+n {
				require.Equal(t, math.Float64bits(guard), math.Float64bits(x), "%s of %d wrote at %d of column %d",
					l.name, n, i-guards, k)
			}
		}
	}
}

// same is equality of bits, any value that is not a number for any other.
func same(a, b float64) bool { return sameBits(a, b) || math.IsNaN(a) && math.IsNaN(b) }

func sameBits(a, b float64) bool { return math.Float64bits(a) == math.Float64bits(b) }

// What is in use is the last implementation that the processor has, and every name is known.
func TestTheFastestIsInUse(t *testing.T) {
	best := ""
	for _, name := range Names() {
		if s, ok := For(name); ok {
			assert.Equal(t, name, s.Name)
			best = name
		}
	}
	assert.Equal(t, best, Active())
	_, ok := For("abacus")
	assert.False(t, ok)
}

// Each kernel on a block of 512 paths, under every implementation.
func BenchmarkLoops(b *testing.B) {
	for _, l := range loops() {
		for _, name := range Names() {
			s, ok := For(name)
			if !ok {
				continue
			}
			b.Run(fmt.Sprintf("%s/impl=%s", l.name, name), func(b *testing.B) { benchmark(b, s, l) })
		}
	}
}

// benchmark reports the time of one value that a loop makes or looks at.
func benchmark(b *testing.B, s Set, l loop) {
	const n = 512
	var x [4][]float64
	for k := range x {
		x[k] = make([]float64, n)
		if k > 0 {
			fill(x[k], 1.25)
		}
	}
	for b.Loop() {
		l.run(s, x)
	}
	values := map[string]int{"words": 4, "boxmuller": 2}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n*max(1, values[l.name])), "ns/value")
}
