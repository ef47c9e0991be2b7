package sketch

import (
	"math"
	"math/bits"
)

// wide is a signed 192-bit integer, a sum in fixed point; the lowest word first.
type wide [3]uint64

// wideBits is how many bits a term may have; what is left of 192 takes the sum of 2¹⁵ of the largest.
const wideBits = 176

func (w wide) plus(x wide) (sum wide) {
	var carry uint64
	for i := range w {
		sum[i], carry = bits.Add64(w[i], x[i], carry)
	}
	return sum
}

func (w wide) negated() (n wide) {
	var borrow uint64
	for i := range w {
		n[i], borrow = bits.Sub64(0, w[i], borrow)
	}
	return n
}

// fixed is x × 2^places cut to an integer; ok is false when it has too many bits or is not a number.
func fixed(x float64, places int) (w wide, ok bool) {
	b := math.Float64bits(x)
	mantissa, exponent := b&(1<<52-1), int(b>>52&0x7ff)
	if exponent == 0x7ff {
		return wide{}, false
	}
	if exponent == 0 {
		exponent = 1
	} else {
		mantissa |= 1 << 52
	}
	switch shift := exponent - 1075 + places; {
	case shift > wideBits-53:
		return wide{}, mantissa == 0
	case shift >= 0:
		word, by := shift/64, uint(shift%64)
		w[word], w[word+1] = mantissa<<by, mantissa>>(64-by)
	case shift > -64:
		w[0] = mantissa >> -shift
	}
	if b>>63 != 0 {
		w = w.negated()
	}
	return w, true
}

// float is w × 2^−places.
func (w wide) float(places int) float64 {
	sign := 1.0
	if w[2]>>63 != 0 {
		w, sign = w.negated(), -1
	}
	high := float64(float64(w[2])*0x1p64) + float64(w[1])
	sum := float64(high*0x1p64) + float64(w[0])
	return float64(sign * scaled(sum, -places))
}

// scaled is x × 2^power, exactly where the result is a normal number.
func scaled(x float64, power int) float64 {
	for ; power > 1000; power -= 1000 {
		x = float64(x * 0x1p1000)
	}
	for ; power < -1000; power += 1000 {
		x = float64(x * 0x1p-1000)
	}
	return float64(x * math.Float64frombits(uint64(power+1023)<<52))
}
