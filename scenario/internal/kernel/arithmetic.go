package kernel

import "math"

// Limit is the largest magnitude of a money cell, 2⁵¹ pence.
const Limit = 1 << 51

const oneHalf = 0.5

func fill(dst []float64, x float64) {
	for i := range dst {
		dst[i] = x
	}
}

func add(dst, a, b []float64) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] = a[i] + b[i]
	}
}

func sub(dst, a, b []float64) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] = a[i] - b[i]
	}
}

func mul(dst, a, b []float64) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] = float64(a[i] * b[i])
	}
}

// div divides all; it returns the first index where b is zero, or -1.
func div(dst, a, b []float64) (bad int) {
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

func least(dst, a, b []float64) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		x := a[i]
		if y := b[i]; y < x {
			x = y
		}
		dst[i] = x
	}
}

func greatest(dst, a, b []float64) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		x := a[i]
		if y := b[i]; y > x {
			x = y
		}
		dst[i] = x
	}
}

func choose(dst, a, b, c []float64) {
	a, b, c = a[:len(dst)], b[:len(dst)], c[:len(dst)]
	for i := range dst {
		x := c[i]
		if a[i] >= 0 {
			x = b[i]
		}
		dst[i] = x
	}
}

func roundAll(dst, a []float64) {
	a = a[:len(dst)]
	for i := range dst {
		dst[i] = round(a[i])
	}
}

func round(x float64) float64 { return math.Trunc(x + math.Copysign(oneHalf, x)) }
