package kernel

import (
	"math"

	"github.com/openenvelope/envelope/scenario/internal/num"
)

// strip is how many values the loops by columns keep between their steps.
const strip = 64

// boxMullerColumns is boxMuller step by step, each over a strip of values, with num.Fused in the place of math.FMA: for
// processors without the instruction.
func boxMullerColumns(first, second []float64) {
	for len(first) > 0 {
		n := min(len(first), strip)
		radiiColumns(first[:n])
		rotateColumns(first[:n], second[:n])
		first, second = first[n:], second[n:]
	}
}

// A row is a strip of values.
type row [strip]float64

// set puts one number everywhere.
func (r *row) set(x float64) {
	for i := range r {
		r[i] = x
	}
}

// horner makes the polynomial of some coefficients, the highest first, of p at y.
func (r *row) horner(y []float64, coefficients ...float64) {
	var next row
	p := r[:len(y)]
	r.set(coefficients[0])
	for _, c := range coefficients[1:] {
		next.set(c)
		num.Fused(p, p, y, next[:len(y)])
	}
}

// radiiColumns is radii.
func radiiColumns(column []float64) {
	var x, k, table, r, l row
	n := len(column)
	for i, box := range column {
		half := math.Float64bits(math.Float64frombits(math.Float64bits(box)|twoTo52Bits) - (twoTo52 - 0.5))
		k[i] = math.Float64frombits(half>>52|twoTo52Bits) - (twoTo52 + exponentBias + 32)
		j := half >> 48 & 15
		x[i], r[i], table[i] = math.Float64frombits(half&mantissaBits|oneBits), reciprocals[j], logarithms[j]
	}
	l.set(-1)
	num.Fused(r[:n], x[:n], r[:n], l[:n])
	l.horner(r[:n], log6, log5, log4, log3, log2, log1, 1)
	num.Fused(l[:n], l[:n], r[:n], table[:n])
	x.set(ln2)
	num.Fused(l[:n], k[:n], x[:n], l[:n])
	for i := range column {
		column[i] = math.Sqrt(float64(-2 * l[i]))
	}
}

// rotateColumns is rotate. Its first product and sum are exact, and need no fusing.
func rotateColumns(radii, column []float64) {
	var x, y, s, c row
	n := len(column)
	for i, word := range column {
		b := math.Float64frombits(math.Float64bits(word)&(1<<31-1)|twoTo52Bits) - (twoTo52 + 0x1p30)
		x[i] = float64(b*0x1p-31) + 0x1p-32
		y[i] = float64(x[i] * x[i])
	}
	s.horner(y[:n], sin7, sin6, sin5, sin4, sin3, sin2, sin1, sin0)
	c.horner(y[:n], cos8, cos7, cos6, cos5, cos4, cos3, cos2, cos1, 1)
	for i, radius := range radii {
		sign := math.Float64bits(column[i]) << 32 & signBit
		radii[i] = float64(radius * float64(x[i]*s[i]))
		column[i] = math.Float64frombits(math.Float64bits(float64(radius*c[i])) ^ sign)
	}
}
