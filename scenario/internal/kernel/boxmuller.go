package kernel

import "math"

func boxMuller(first, second []float64) {
	radii(first)
	rotate(first, second[:len(first)])
}

// Placed in the low bits of the float64 2⁵², an integer below 2⁵² is added to it;
// taking 2⁵² away again converts the integer without rounding.
const (
	twoTo52     = 0x1p52
	twoTo52Bits = 0x4330000000000000
)

const (
	mantissaBits = 0x000fffffffffffff
	oneBits      = 0x3ff0000000000000 // 1.0, whose exponent a mantissa in [1, 2) has
	exponentBias = 1023
	signBit      = 1 << 63
)

const ln2 = 0x1.62e42fefa39efp-1

// [1, 2) in sixteen intervals: the rounded reciprocal of each midpoint and minus
// the logarithm of that reciprocal.
var (
	reciprocals = [16]float64{
		0x1.f07c1f07c1f08p-1, 0x1.d41d41d41d41dp-1, 0x1.bacf914c1bad0p-1, 0x1.a41a41a41a41ap-1,
		0x1.8f9c18f9c18fap-1, 0x1.7d05f417d05f4p-1, 0x1.6c16c16c16c17p-1, 0x1.5c9882b931057p-1,
		0x1.4e5e0a72f0539p-1, 0x1.4141414141414p-1, 0x1.3521cfb2b78c1p-1, 0x1.29e4129e4129ep-1,
		0x1.1f7047dc11f70p-1, 0x1.15b1e5f75270dp-1, 0x1.0c9714fbcda3bp-1, 0x1.0410410410410p-1,
	}
	logarithms = [16]float64{
		0x1.f829b0e7832f8p-6, 0x1.6f0d28ae56b4ep-4, 0x1.29552f81ff521p-3, 0x1.9525a9cf456b6p-3,
		0x1.fb9186d5e3e29p-3, 0x1.2e8e2bae11d31p-2, 0x1.5d1bdbf5809cap-2, 0x1.89a3386c1425bp-2,
		0x1.b44f77bcc8f64p-2, 0x1.dd46a04c1c4a1p-2, 0x1.02552a5a5d0ffp-1, 0x1.154c3d2f4d5eap-1,
		0x1.2795e1289b11bp-1, 0x1.393e0d3562a1ap-1, 0x1.4a4f85db03ebbp-1, 0x1.5ad404c359f2dp-1,
	}
)

// ln(1+r)/r in powers of r for |r| ≤ 1/33, relative error 5e-14. This and the
// polynomials below are least-squares fits at Chebyshev nodes in 80 digits.
const (
	log1 = -0x1.00000000174f2p-1
	log2 = 0x1.555555557b12fp-2
	log3 = -0x1.fffff39b50bdfp-3
	log4 = 0x1.99998efa102ffp-3
	log5 = -0x1.55bebea573c9dp-3
	log6 = 0x1.24eeca9954638p-3
)

// radii replaces each word w by √(−2 ln u) with u = (w + ½)/2³²: in (0, 6.764],
// never 0 and never infinite. w + ½ = 2ᵏ·m is formed exactly, and
// ln u = (k − 32)·ln 2 − ln(1/m̂) + ln(m/m̂), with 1/m̂ from the table.
func radii(column []float64) {
	for i, box := range column {
		word := math.Float64bits(box)
		half := math.Float64bits(math.Float64frombits(word|twoTo52Bits) - (twoTo52 - 0.5))
		k := math.Float64frombits(half>>52|twoTo52Bits) - (twoTo52 + exponentBias + 32)
		j := half >> 48 & 15
		r := math.FMA(math.Float64frombits(half&mantissaBits|oneBits), reciprocals[j], -1)
		l := math.FMA(log6, r, log5)
		l = math.FMA(l, r, log4)
		l = math.FMA(l, r, log3)
		l = math.FMA(l, r, log2)
		l = math.FMA(l, r, log1)
		l = math.FMA(l, r, 1)
		l = math.FMA(l, r, logarithms[j])
		l = math.FMA(k, ln2, l)
		column[i] = math.Sqrt(float64(-2 * l))
	}
}

// sin(πx)/x in powers of x² for |x| ≤ ½, relative error 2e-16.
const (
	sin0 = 0x1.921fb54442d17p+1
	sin1 = -0x1.4abbce625bd61p+2
	sin2 = 0x1.466bc6775173ap+1
	sin3 = -0x1.32d2cce1b3879p-1
	sin4 = 0x1.5078325fab3c7p-4
	sin5 = -0x1.e3062c52acda1p-8
	sin6 = 0x1.e89e893ad9a01p-12
	sin7 = -0x1.6280e445f1dbfp-16
)

// cos(πx) in powers of x² for |x| ≤ ½, absolute error 6e-18 before rounding.
const (
	cos1 = -0x1.3bd3cc9be45dcp+2
	cos2 = 0x1.03c1f081b59a7p+2
	cos3 = -0x1.55d3c7e3c0266p+0
	cos4 = 0x1.e1f506815e272p-3
	cos5 = -0x1.a6d1efd023277p-6
	cos6 = 0x1.f9d2561c35bd5p-10
	cos7 = -0x1.b695b5d772851p-14
	cos8 = 0x1.167c22aeef940p-18
)

// rotate replaces a radius and the word beside it by two normals. With b the low 31
// bits of the word, x = (b + ½)/2³¹ − ½ is formed exactly: 2⁵² + 2³⁰ is taken
// away first, because 2⁵² + 2³⁰ − ½ is no float64.
func rotate(radii, column []float64) {
	for i, radius := range radii {
		word := math.Float64bits(column[i])
		b := math.Float64frombits(word&(1<<31-1)|twoTo52Bits) - (twoTo52 + 0x1p30)
		x := math.FMA(b, 0x1p-31, 0x1p-32)
		y := float64(x * x)
		s := math.FMA(sin7, y, sin6)
		s = math.FMA(s, y, sin5)
		s = math.FMA(s, y, sin4)
		s = math.FMA(s, y, sin3)
		s = math.FMA(s, y, sin2)
		s = math.FMA(s, y, sin1)
		s = math.FMA(s, y, sin0)
		c := math.FMA(cos8, y, cos7)
		c = math.FMA(c, y, cos6)
		c = math.FMA(c, y, cos5)
		c = math.FMA(c, y, cos4)
		c = math.FMA(c, y, cos3)
		c = math.FMA(c, y, cos2)
		c = math.FMA(c, y, cos1)
		c = math.FMA(c, y, 1)
		radii[i] = float64(radius * float64(x*s))
		column[i] = math.Float64frombits(math.Float64bits(float64(radius*c)) ^ word<<32&signBit)
	}
}
