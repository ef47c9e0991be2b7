package kernel

import "math"

// The first figure that is not allowed, or -1.

func firstBeyond(a []float64) int {
	for i, x := range a {
		if !(math.Abs(x) <= Limit) {
			return i
		}
	}
	return -1
}

func firstNotFinite(a []float64) int {
	for i, x := range a {
		if x-x != 0 {
			return i
		}
	}
	return -1
}

func firstNotZero(a []float64) int {
	for i, x := range a {
		if x != 0 {
			return i
		}
	}
	return -1
}
