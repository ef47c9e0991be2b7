package num

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/stretchr/testify/require"
)

// threes are triples at which a product and a sum go wrong: any bits; sums that cancel down to the last bit of the
// product; ties of the rounded sum; products and sums at either end of the range.
func threes(r *rand.Rand, i int) (x, y, z float64) {
	bits := func() float64 { return math.Float64frombits(r.Uint64()) }
	some := func(spread int) float64 { return math.Ldexp(r.NormFloat64(), r.IntN(2*spread+1)-spread) }
	x, y = some(30), some(30)
	switch i % 8 {
	case 0:
		return bits(), bits(), bits()
	case 1:
		return x, y, some(120)
	case 2:
		return x, y, -float64(x*y) + math.Ldexp(some(60), -60)
	case 3: // half an ulp of z, and the product's last half beside it
		z = some(3)
		half := math.Ldexp(math.Abs(math.Nextafter(z, math.Inf(1))-z), -1)
		return half, 1 + float64(float64(r.IntN(5)-2)*0x1p-52), z
	case 4: // few bits: exact products, exact sums and exact ties
		few := func() float64 { return math.Ldexp(float64(r.IntN(1<<27)-1<<26), r.IntN(60)-30) }
		return few(), few(), few()
	case 5:
		return math.Ldexp(x, -500), math.Ldexp(y, -460-r.IntN(120)), math.Ldexp(some(40), -960-r.IntN(110))
	case 6:
		return math.Ldexp(x, 500), math.Ldexp(y, 460+r.IntN(80)), math.Ldexp(some(40), 960+r.IntN(40))
	}
	special := []float64{0, math.Copysign(0, -1), 1, -1, math.Inf(1), math.Inf(-1), math.NaN(), math.MaxFloat64,
		math.SmallestNonzeroFloat64, 0x1p-1022, -0x1p-1022, 0x1p-480, 0x1p-481, 0x1p996, 0x1p997}
	pick := func(x float64) float64 {
		if k := r.IntN(2 * len(special)); k < len(special) {
			return special[k]
		}
		return x
	}
	return pick(x), pick(y), pick(some(30))
}

// Fused in sums and products has the bits of math.FMA, one by one and by columns: on 300,000 triples, and on 20 million
// under -deep.
func TestFusedIsMathFMA(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	const n = 1000
	var dst, x, y, z [n]float64
	for range testkit.Deep(20_000, 300) {
		for i := range x {
			x[i], y[i], z[i] = threes(r, i)
		}
		Fused(dst[:], x[:], y[:], z[:])
		for i := range x {
			want := math.FMA(x[i], y[i], z[i])
			for _, got := range []float64{fused(x[i], y[i], z[i]), dst[i], FMA(x[i], y[i], z[i])} {
				if math.Float64bits(want) != math.Float64bits(got) && !(math.IsNaN(want) && math.IsNaN(got)) {
					require.Failf(t, "not rounded once", "%x × %x + %x is %x, not %x", x[i], y[i], z[i], got, want)
				}
			}
		}
	}
}

func BenchmarkFMA(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	const n = 512
	var dst, x, y, z [n]float64
	for i := range x {
		x[i], y[i], z[i] = r.NormFloat64(), r.NormFloat64(), r.NormFloat64()
	}
	one := func(f func(x, y, z float64) float64) func() {
		return func() {
			for i := range dst {
				dst[i] = f(x[i], y[i], z[i])
			}
		}
	}
	for name, f := range map[string]func(){"math": one(math.FMA), "fused": one(fused),
		"column": func() { Fused(dst[:], x[:], y[:], z[:]) }} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				f()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/value")
		})
	}
}
