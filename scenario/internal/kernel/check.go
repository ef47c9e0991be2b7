package kernel

import "math"

// What the first figure that is not allowed is, which the loops behind every implementation leave to these.

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

func anyBeyond(a []float64) bool    { return firstBeyond(a) >= 0 }
func anyNotFinite(a []float64) bool { return firstNotFinite(a) >= 0 }
func anyNotZero(a []float64) bool   { return firstNotZero(a) >= 0 }
