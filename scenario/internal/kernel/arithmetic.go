package kernel

import "math"

// Limit is the largest magnitude of a money cell, 2⁵¹ pence.
const Limit = 1 << 51

// Fill sets every cell to x.
func Fill(dst []float64, x float64) {
	for i := range dst {
		dst[i] = x
	}
}

// Add is a + b.
func Add(dst, a, b []float64) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] = a[i] + b[i]
	}
}

// Sub is a − b.
func Sub(dst, a, b []float64) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] = a[i] - b[i]
	}
}

// Mul is a × b.
func Mul(dst, a, b []float64) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] = float64(a[i] * b[i])
	}
}

// Div is a ÷ b; it returns the first index where b is zero.
func Div(dst, a, b []float64) (bad int) {
	a, b = a[:len(dst)], b[:len(dst)]
	bad = -1
	for i := range dst {
		if b[i] == 0 && bad < 0 {
			bad = i
		}
		dst[i] = a[i] / b[i]
	}
	return bad
}

// Min is b where b < a, else a.
func Min(dst, a, b []float64) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		x := a[i]
		if y := b[i]; y < x {
			x = y
		}
		dst[i] = x
	}
}

// Max is b where b > a, else a.
func Max(dst, a, b []float64) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		x := a[i]
		if y := b[i]; y > x {
			x = y
		}
		dst[i] = x
	}
}

// Choose is b where a ≥ 0, else c.
func Choose(dst, a, b, c []float64) {
	a, b, c = a[:len(dst)], b[:len(dst)], c[:len(dst)]
	for i := range dst {
		x := c[i]
		if a[i] >= 0 {
			x = b[i]
		}
		dst[i] = x
	}
}

// Round is a to the nearest whole number, half away from zero, as Excel's ROUND.
func Round(dst, a []float64) {
	a = a[:len(dst)]
	for i := range dst {
		dst[i] = round(a[i])
	}
}

// MulRound is a × b rounded.
func MulRound(dst, a, b []float64) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] = round(float64(a[i] * b[i]))
	}
}

func round(x float64) float64 { return math.Trunc(x + math.Copysign(0.5, x)) }
