package num

import "math"

// ln 2 again, its head short enough that the product with an exponent is exact.
const (
	ln2Head = 0x1.62e42fefa2000p-1
	ln2Rest = 0x1.9ef35793c7673p-41
)

// sqrtHalfBits are the bits of √½, the low end of Log's reduced argument.
const sqrtHalfBits = 0x3fe6a09e667f3bcd

// The polynomial of (2 atanh s − 2s)/s³ in s², for s² ≤ 0.0295; fitted as that
// of Exp, with an error below 5e-16, which is 5e-18 of the logarithm.
const (
	log0 = 0x1.5555555555558p-1
	log1 = 0x1.9999999995352p-2
	log2 = 0x1.2492492de968ep-2
	log3 = 0x1.c71c62ece14f2p-3
	log4 = 0x1.7462b3049e1b2p-3
	log5 = 0x1.39fe8d2e1810dp-3
	log6 = 0x1.2b567be2e69dfp-3
)

// Log returns the natural logarithm of x, within one unit in the last place.
// Log(0) is −Inf, Log(+Inf) is +Inf, and a negative x gives NaN.
//
// x = 2ᵏ·(1+f) with √½ ≤ 1+f < √2, and ln(1+f) = 2 atanh s with s = f/(2+f),
// arranged so that the large term f is added last (P. T. P. Tang's and the
// FreeBSD library's arrangement: f − (½f² − s·(½f² + s²·R(s²)))).
func Log(x float64) float64 {
	switch {
	case math.IsNaN(x) || x < 0:
		return math.NaN()
	case x == 0:
		return math.Inf(-1)
	case x > math.MaxFloat64:
		return x
	}
	var exponent float64
	if x < 0x1p-1022 {
		x = float64(x * 0x1p54)
		exponent = -54
	}
	bits := math.Float64bits(x)
	power := int64(bits-sqrtHalfBits) >> 52
	exponent += float64(power)
	return logReduced(math.Float64frombits(bits-uint64(power)<<52)-1, exponent)
}

// logReduced returns ln(1+f) + exponent·ln 2.
func logReduced(f, exponent float64) float64 {
	s := f / (2 + f)
	z := float64(s * s)
	r := FMA(log6, z, log5)
	r = FMA(r, z, log4)
	r = FMA(r, z, log3)
	r = FMA(r, z, log2)
	r = FMA(r, z, log1)
	r = FMA(r, z, log0)
	half := float64(float64(0.5*f) * f)
	small := FMA(s, FMA(r, z, half), float64(exponent*ln2Rest))
	return float64(exponent*ln2Head) - ((half - small) - f)
}

// Log1p returns ln(1 + x) without loss for small x, within a few units in the
// last place; it is −Inf at −1 and NaN below.
//
// With u = 1 + x rounded, x/(u−1) corrects ln u for that rounding (Higham, 2002,
// problem 1.5).
func Log1p(x float64) float64 {
	u := 1 + x
	switch {
	case u == 1:
		return x
	case u > 0x1p60 || !(u > 0):
		return Log(u)
	}
	return float64(Log(u)*x) / (u - 1)
}
