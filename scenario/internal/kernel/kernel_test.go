package kernel

import (
	"math"
	"math/rand/v2"
	"testing"

	_ "github.com/openenvelope/envelope/internal/testkit" // -deep, for every package
	"github.com/stretchr/testify/assert"
)

// lengths are those at which vector loops go wrong.
func lengths() []int { return []int{0, 1, 7, 8, 9, 63, 64, 65, 511, 512, 1025} }

// figures are whole pence and fractions of them, ties, signed zeros and extremes among them.
func figures(n int, seed uint64) []float64 {
	r := rand.New(rand.NewPCG(seed, 1))
	special := []float64{0, math.Copysign(0, -1), 0.5, -0.5, 1.5, -1.5, 2.5, Limit, -Limit, 0.49999999999999994, 1e-300,
		-1e300}
	x := make([]float64, n)
	for i := range x {
		if x[i] = math.Ldexp(r.Float64()-0.5, r.IntN(60)); r.IntN(4) == 0 {
			x[i] = special[r.IntN(len(special))]
		}
	}
	return x
}

// Each loop does to every element what its definition says, whatever the length, and touches nothing beyond.
func TestLoopsAgreeWithTheirDefinitions(t *testing.T) {
	pick := func(first bool, a, b float64) float64 {
		if first {
			return a
		}
		return b
	}
	for name, k := range map[string]struct {
		loop       func(dst, a, b, c []float64)
		definition func(a, b, c float64) float64
	}{
		"add": {func(d, a, b, _ []float64) { Add(d, a, b) }, func(a, b, _ float64) float64 { return a + b }},
		"min": {func(d, a, b, _ []float64) { Min(d, a, b) },
			func(a, b, _ float64) float64 { return pick(b < a, b, a) }},
		"sub": {func(d, a, b, _ []float64) { sub(d, a, b) }, func(a, b, _ float64) float64 { return a - b }},
		"mul": {func(d, a, b, _ []float64) { mul(d, a, b) }, func(a, b, _ float64) float64 { return a * b }},
		"div": {func(d, a, b, _ []float64) { div(d, a, b) }, func(a, b, _ float64) float64 { return a / b }},
		"greatest": {func(d, a, b, _ []float64) { greatest(d, a, b) },
			func(a, b, _ float64) float64 { return pick(b > a, b, a) }},
		"choose": {choose, func(a, b, c float64) float64 { return pick(a >= 0, b, c) }},
		"round": {func(d, a, _, _ []float64) { roundAll(d, a) }, func(a, _, _ float64) float64 {
			return math.Trunc(a + math.Copysign(0.5, a))
		}},
		"product": {func(d, a, b, _ []float64) { addProduct(d, a, b, 0.3) },
			func(a, b, _ float64) float64 { return a + float64(0.3*b) }},
		"scale": {func(d, a, _, _ []float64) { scale(d, a, 0.3) }, func(a, _, _ float64) float64 { return 0.3 * a }},
		"fill":  {func(d, _, _, _ []float64) { fill(d, 7) }, func(_, _, _ float64) float64 { return 7 }},
		"a + 7": {func(d, a, _, _ []float64) { addScalar(d, a, 7) }, func(a, _, _ float64) float64 { return a + 7 }},
		"a - 7": {func(d, a, _, _ []float64) { subScalar(d, a, 7) }, func(a, _, _ float64) float64 { return a - 7 }},
		"7 - a": {func(d, a, _, _ []float64) { subFromScalar(d, a, 7) },
			func(a, _, _ float64) float64 { return 7 - a }},
		"a / 7": {func(d, a, _, _ []float64) { divScalar(d, a, 7) }, func(a, _, _ float64) float64 { return a / 7 }},
		"7 / a": {func(d, a, _, _ []float64) { divIntoScalar(d, a, 7) },
			func(a, _, _ float64) float64 { return 7 / a }},
		"min a 0": {func(d, a, _, _ []float64) { minScalar(d, a, 0) },
			func(a, _, _ float64) float64 { return pick(0 < a, 0, a) }},
		"min 0 a": {func(d, a, _, _ []float64) { minOfScalar(d, a, 0) },
			func(a, _, _ float64) float64 { return pick(a < 0, a, 0) }},
		"max a 0": {func(d, a, _, _ []float64) { maxScalar(d, a, 0) },
			func(a, _, _ float64) float64 { return pick(0 > a, 0, a) }},
		"max 0 a": {func(d, a, _, _ []float64) { maxOfScalar(d, a, 0) },
			func(a, _, _ float64) float64 { return pick(a > 0, a, 0) }},
	} {
		for _, n := range lengths() {
			a, b, c := figures(n, 1), figures(n, 2), figures(n, 3)
			guarded := make([]float64, n+2)
			guarded[0], guarded[n+1] = math.NaN(), math.NaN()
			dst := guarded[1 : n+1]
			k.loop(dst, a, b, c)
			for i := range dst {
				assert.Equal(t, math.Float64bits(k.definition(a[i], b[i], c[i])), math.Float64bits(dst[i]),
					"%s(%v, %v, %v)", name, a[i], b[i], c[i])
			}
			assert.True(t, math.IsNaN(guarded[0]) && math.IsNaN(guarded[n+1]), "%s wrote beyond its column", name)
		}
	}
}

// Rounding is Excel's: half away from zero.
func TestRoundHalfAwayFromZero(t *testing.T) {
	dst := make([]float64, 6)
	roundAll(dst, []float64{0.5, -0.5, 1.4999, 2.5, -2.5, 1e12 + 0.5})
	assert.Equal(t, []float64{1, -1, 1, 3, -3, 1e12 + 1}, dst)
}

// The checks name the first figure that is not allowed.
func TestChecksNameTheFirst(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	assert.Equal(t, -1, firstBeyond([]float64{0, Limit, -Limit}))
	assert.Equal(t, 1, firstBeyond([]float64{0, Limit + 1, inf}))
	assert.Equal(t, 0, firstBeyond([]float64{nan}))
	assert.Equal(t, -1, firstNotFinite([]float64{0, math.MaxFloat64}))
	assert.Equal(t, 2, firstNotFinite([]float64{0, 1, -inf}))
	assert.Equal(t, -1, firstNotZero([]float64{0, math.Copysign(0, -1)}))
	assert.Equal(t, 1, firstNotZero([]float64{0, 1e-300}))
	one, three := make([]float64, 1), make([]float64, 3)
	assert.Equal(t, 1, div(three, []float64{1, 1, 1}, []float64{1, 0, 0}))
	assert.Equal(t, -1, div(three, []float64{0, 0, 0}, []float64{1, 2, 3}))
	assert.Equal(t, 1, divIntoScalar(three, []float64{1, 0, 0}, 1))
	assert.Equal(t, -1, divIntoScalar(three, []float64{1, 2, 3}, 0))
	assert.Equal(t, 0, divScalar(one, []float64{1}, 0))
	assert.Equal(t, -1, divScalar(one, []float64{0}, 1))
	assert.Equal(t, -1, divScalar(nil, nil, 0), "no path, no fault")
	assert.Equal(t, -1, firstBeyond(nil))
}

// Of two equal figures the accumulator's stays, which shows where they are zeros of different signs.
func TestTheFirstOfEqualFiguresStays(t *testing.T) {
	for _, a := range []float64{0, math.Copysign(0, -1)} {
		first, second := []float64{a}, []float64{-a}
		for name, loop := range map[string]func(dst []float64){
			"min":           func(dst []float64) { least(dst, first, second) },
			"max":           func(dst []float64) { greatest(dst, first, second) },
			"min of scalar": func(dst []float64) { minScalar(dst, first, -a) },
			"max of scalar": func(dst []float64) { maxScalar(dst, first, -a) },
			"scalar first":  func(dst []float64) { minOfScalar(dst, second, a) },
			"scalar of max": func(dst []float64) { maxOfScalar(dst, second, a) },
		} {
			dst := []float64{7}
			loop(dst)
			assert.Equal(t, math.Float64bits(a), math.Float64bits(dst[0]), "%s of %v and %v", name, a, -a)
		}
	}
}
