package num

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/openenvelope/envelope/internal/testkit"
)

const bigPrecision = 300

// bigExp returns eˣ to some 250 bits: the Taylor series of x/2²⁰, squared twenty times.
func bigExp(x *big.Float) *big.Float {
	const squarings = 20
	y := new(big.Float).SetPrec(bigPrecision).SetMantExp(x, -squarings)
	sum := big.NewFloat(1).SetPrec(bigPrecision)
	term := big.NewFloat(1).SetPrec(bigPrecision)
	for k := int64(1); k <= 30; k++ {
		term.Mul(term, y)
		term.Quo(term, new(big.Float).SetInt64(k))
		sum.Add(sum, term)
	}
	for range squarings {
		sum.Mul(sum, sum)
	}
	return sum
}

// ulps returns the distance between two numbers in units in the last place of want.
func ulps(got float64, want *big.Float) float64 {
	w, _ := want.Float64()
	unit := math.Nextafter(math.Abs(w), math.Inf(1)) - math.Abs(w)
	d := new(big.Float).SetPrec(bigPrecision).Sub(big.NewFloat(got), want)
	count, _ := d.Quo(d, big.NewFloat(unit)).Float64()
	return math.Abs(count)
}

func exact(x float64) *big.Float { return big.NewFloat(x).SetPrec(bigPrecision) }

func TestExpWithinOneUlp(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var worst float64
	for i := range testkit.Count(200_000) {
		x := -708 + 1417*r.Float64()
		if i%2 == 0 {
			x = 4*r.Float64() - 2
		}
		worst = max(worst, ulps(Exp(x), bigExp(exact(x))))
	}
	t.Logf("worst %.3f ulp", worst)
	assert.Less(t, worst, 1.0)
}

func TestExpAtItsEdges(t *testing.T) {
	inf := math.Inf(1)
	for _, c := range []struct{ x, want float64 }{
		{0, 1}, {math.Copysign(0, -1), 1}, {1e-300, 1}, {-1e-300, 1},
		{inf, inf}, {710, inf}, {math.Nextafter(expMax, inf), inf},
		{-inf, 0}, {-1e9, 0}, {math.Nextafter(-708, -inf), 0},
	} {
		assert.Equal(t, c.want, Exp(c.x), "Exp(%v)", c.x)
	}
	assert.InEpsilon(t, math.MaxFloat64, Exp(expMax), 1e-12)
	assert.InEpsilon(t, 3.307553003638408e-308, Exp(-708), 1e-15)
	assert.True(t, math.IsNaN(Exp(math.NaN())))
}

// TestLogWithinOneUlp uses y − ln x = −ln(x·e⁻ʸ) ≈ 1 − x·e⁻ʸ for y near ln x.
func TestLogWithinOneUlp(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	var worst float64
	for i := range testkit.Count(200_000) {
		x := math.Exp(1400*r.Float64() - 700)
		switch i % 4 {
		case 0:
			x = 2 * r.Float64()
		case 1:
			x = 1 + math.Ldexp(r.Float64()-0.5, -int(r.UintN(50)))
		}
		y := Log(x)
		if y == 0 {
			assert.Equal(t, 1.0, x)
			continue
		}
		product := bigExp(exact(-y))
		product.Mul(product, exact(x))
		wrong, _ := product.Sub(product, exact(1)).Float64()
		unit := math.Nextafter(math.Abs(y), math.Inf(1)) - math.Abs(y)
		worst = max(worst, math.Abs(wrong)/unit)
	}
	t.Logf("worst %.3f ulp", worst)
	assert.Less(t, worst, 1.0)
}

func TestLogAtItsEdges(t *testing.T) {
	inf := math.Inf(1)
	for _, c := range []struct{ x, want float64 }{
		{1, 0}, {2, math.Ln2}, {0.5, -math.Ln2}, {math.E, 1}, {0, -inf}, {math.Copysign(0, -1), -inf}, {inf, inf},
		{math.SmallestNonzeroFloat64, -744.4400719213812},
		{0x1p-1023, -709.0895657128241},
		{0x1.fffffffffffffp-1023, -708.3964185322641},
		{math.MaxFloat64, 709.782712893384},
	} {
		assert.Equal(t, c.want, Log(c.x), "Log(%v)", c.x)
	}
	for _, x := range []float64{-1, -inf, math.NaN(), -math.SmallestNonzeroFloat64} {
		assert.True(t, math.IsNaN(Log(x)), "Log(%v)", x)
	}
}

// TestSmallArguments: Expm1 and Log1p keep all digits where eˣ − 1 and ln(1 + x)
// would lose them.
func TestSmallArguments(t *testing.T) {
	for exponent := -60; exponent <= 8; exponent++ {
		for _, m := range []float64{1, 1.3, 1.9} {
			x := math.Ldexp(m, exponent)
			assert.InEpsilon(t, math.Expm1(x), Expm1(x), 5e-16, "Expm1(%v)", x)
			assert.InEpsilon(t, math.Expm1(-x), Expm1(-x), 5e-16, "Expm1(%v)", -x)
			assert.InEpsilon(t, math.Log1p(x), Log1p(x), 5e-16, "Log1p(%v)", x)
			if x < 1 {
				assert.InEpsilon(t, math.Log1p(-x), Log1p(-x), 5e-16, "Log1p(%v)", -x)
			}
		}
	}
	assert.Zero(t, Expm1(0))
	assert.Equal(t, -1.0, Expm1(math.Inf(-1)))
	assert.Equal(t, math.Inf(1), Expm1(1e3))
	assert.Zero(t, Log1p(0))
	assert.Equal(t, math.Inf(-1), Log1p(-1))
	assert.Equal(t, math.Inf(1), Log1p(math.Inf(1)))
	for _, y := range []float64{Expm1(math.NaN()), Log1p(math.NaN()), Log1p(-1.5)} {
		assert.True(t, math.IsNaN(y))
	}
}
