package num

import "math"

// The lower tail Φ(−x) = exp(−x²/2)·P(t)/(x+1) for x ≥ 0, with t = (x−5)/(x+5) in
// [−1, 0.77): one polynomial of degree 22 for the whole half line, in the manner
// of Shepherd and Laframboise, Mathematics of Computation 36 (1981), 249-253.
// Interpolated at Chebyshev nodes in 60 digits; its own relative error is below
// 1e-16 for x ≤ 38. Lowest power first.
const (
	tail0  = 0x1.d8979b0f2b39dp-2
	tail1  = -0x1.76ff86859eb0cp-4
	tail2  = 0x1.fc66cc64a1426p-6
	tail3  = 0x1.47c1d03052cfdp-7
	tail4  = -0x1.b08e0007b62cap-6
	tail5  = 0x1.92037bab6471fp-6
	tail6  = -0x1.f11aab02b5937p-7
	tail7  = 0x1.ab6d0386333eap-8
	tail8  = -0x1.b75f4fa96e1f7p-10
	tail9  = 0x1.05721b3c2d087p-17
	tail10 = 0x1.7e61ec304ab58p-13
	tail11 = -0x1.c1b261f1f6defp-15
	tail12 = -0x1.4c119536c0802p-17
	tail13 = 0x1.300b4ca55b4c2p-17
	tail14 = -0x1.28afbe879e36ep-24
	tail15 = -0x1.5fac5cded3a4cp-20
	tail16 = 0x1.0c2d18fccce7ap-23
	tail17 = 0x1.ab9a8fa25a92cp-23
	tail18 = -0x1.7b156a5f3f848p-26
	tail19 = -0x1.14f54fa1772a1p-25
	tail20 = 0x1.8972aeaeed80cp-32
	tail21 = 0x1.19c34f52c69f3p-28
	tail22 = 0x1.b3a227ec086fap-31
)

// tailEnd is where the lower tail is taken for 0.
const tailEnd = 38.0

// CDF returns Φ(z), the probability that a standard normal lies at or below z.
// CDF(0) is exactly one half. Its relative error is below 1e-15, in the lower
// tail too, down to z = −37.6, below which it is 0. For an upper tail take
// CDF(−z) rather than 1 − CDF(z).
func CDF(z float64) float64 {
	if z > 0 {
		return 1 - tail(z)
	}
	return tail(-z)
}

// Tails returns Φ(z) and 1 − Φ(z), the smaller of them accurate to the last digits.
func Tails(z float64) (below, above float64) {
	near := tail(math.Abs(z))
	if z > 0 {
		return 1 - near, near
	}
	return near, 1 - near
}

// tail returns Φ(−x) for x ≥ 0. The square is split into a rounded value and its
// remainder, because e raised to it multiplies an absolute error into a relative one.
func tail(x float64) float64 {
	if x > tailEnd {
		return 0
	}
	square := float64(x * x)
	rest := FMA(x, x, -square)
	e := Exp(float64(-0.5 * square))
	e = FMA(e, float64(-0.5*rest), e)
	return float64(e*tailRatio((x-5)/(x+5))) / (x + 1)
}

// tailRatio evaluates the polynomial of the lower tail at t, even and odd powers
// as two chains.
func tailRatio(t float64) float64 {
	y := float64(t * t)
	even, odd := FMA(tail22, y, tail20), FMA(tail21, y, tail19)
	even, odd = FMA(even, y, tail18), FMA(odd, y, tail17)
	even, odd = FMA(even, y, tail16), FMA(odd, y, tail15)
	even, odd = FMA(even, y, tail14), FMA(odd, y, tail13)
	even, odd = FMA(even, y, tail12), FMA(odd, y, tail11)
	even, odd = FMA(even, y, tail10), FMA(odd, y, tail9)
	even, odd = FMA(even, y, tail8), FMA(odd, y, tail7)
	even, odd = FMA(even, y, tail6), FMA(odd, y, tail5)
	even, odd = FMA(even, y, tail4), FMA(odd, y, tail3)
	even, odd = FMA(even, y, tail2), FMA(odd, y, tail1)
	even = FMA(even, y, tail0)
	return FMA(odd, t, even)
}
