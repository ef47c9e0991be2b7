package num

import "math"

// The range of Exp. Above expMax the result exceeds the largest float64; below
// expMin the exponent can no longer be set by adding to its bits.
const (
	expMax = 0x1.62e42fefa39efp+9 // ln of the largest float64, 709.78
	expMin = -708.0
)

// ln 2 as the sum of two float64, and its reciprocal.
const (
	ln2     = 0x1.62e42fefa39efp-1
	ln2Tail = 0x1.abc9e3b39803fp-56
	log2E   = 0x1.71547652b82fep+0
)

// roundShift, added to a number below 2⁵¹ in magnitude, leaves that number
// rounded to an integer in the low bits of the sum.
const roundShift = 0x1.8p52

// The polynomial of eˣ on ±½ln 2, lowest power first: a least-squares fit of
// the relative error at Chebyshev nodes in 80 digits, each coefficient rounded
// before the next is fitted. Its own error is 7e-18.
const (
	exp0  = 1.0
	exp1  = 1.0
	exp2  = 0.5
	exp3  = 0x1.55555555554bdp-3
	exp4  = 0x1.55555555530e8p-5
	exp5  = 0x1.111111113823dp-7
	exp6  = 0x1.6c16c17d14676p-10
	exp7  = 0x1.a01a00cd37ef6p-13
	exp8  = 0x1.a019aa43dc6bbp-16
	exp9  = 0x1.71dffc2a8bda6p-19
	exp10 = 0x1.28a061f369f89p-22
	exp11 = 0x1.ac23646a7f38ep-26
)

// Exp returns eˣ, within one unit in the last place.
//
// It is +Inf above 709.7827 and 0 below −708: results smaller than 3.3e-308,
// which would be subnormal or nearly so, are flushed to zero.
//
// x = n·ln 2 + r with |r| ≤ ½ln 2 (Cody and Waite, Software Manual for the
// Elementary Functions, 1980, chapter 6), then eˣ = 2ⁿ·P(r).
func Exp(x float64) float64 {
	switch {
	case math.IsNaN(x):
		return x
	case x > expMax:
		return math.Inf(1)
	case x < expMin:
		return 0
	}
	shifted := FMA(x, log2E, roundShift)
	n := shifted - roundShift
	r := FMA(n, -ln2, x)
	r = FMA(n, -ln2Tail, r)

	p := FMA(exp11, r, exp10)
	p = FMA(p, r, exp9)
	p = FMA(p, r, exp8)
	p = FMA(p, r, exp7)
	p = FMA(p, r, exp6)
	p = FMA(p, r, exp5)
	p = FMA(p, r, exp4)
	p = FMA(p, r, exp3)
	p = FMA(p, r, exp2)
	p = FMA(p, r, exp1)
	p = FMA(p, r, exp0)
	return math.Float64frombits(math.Float64bits(p) + math.Float64bits(shifted)<<52)
}

// Expm1 returns eˣ − 1 without loss for small x, within a few units in the last
// place.
//
// With u = Exp(x), x/ln u corrects u − 1 for the rounding of u (W. Kahan's
// device; Higham, Accuracy and Stability of Numerical Algorithms, 2002, §1.14.1).
func Expm1(x float64) float64 {
	u := Exp(x)
	switch {
	case u == 1:
		return x
	case u == 0 || u > 0x1p60:
		return u - 1
	}
	return float64((u-1)*x) / Log(u)
}
