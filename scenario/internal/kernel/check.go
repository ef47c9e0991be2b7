package kernel

import "math"

// Beyond returns the first index where a money column leaves ±[Limit] or is not a number, or -1.
func Beyond(a []float64) int {
	for i, x := range a {
		if !(math.Abs(x) <= Limit) {
			return i
		}
	}
	return -1
}

// NotFinite returns the first index that is infinite or not a number, or -1.
func NotFinite(a []float64) int {
	for i, x := range a {
		if x-x != 0 {
			return i
		}
	}
	return -1
}

// NotZero returns the first index that is not exactly zero, or -1.
func NotZero(a []float64) int {
	for i, x := range a {
		if x != 0 {
			return i
		}
	}
	return -1
}
