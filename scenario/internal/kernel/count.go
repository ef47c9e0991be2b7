package kernel

import "math"

// equal compares bits, without the sign where it does not matter: that is faster than comparing numbers.
func equal(a []float64, x float64) (n int) {
	if math.IsNaN(x) {
		return 0
	}
	same, matters := math.Float64bits(x), uint64(math.MaxUint64)
	if x == 0 {
		matters = math.MaxInt64
	}
	for _, y := range a {
		n += one((math.Float64bits(y)^same)&matters == 0)
	}
	return n
}

func zeroOrMore(a []float64) (n int) {
	for _, x := range a {
		n += one(x >= 0)
	}
	return n
}

func apart(a, b []float64) (onlyA, onlyB int) {
	b = b[:len(a)]
	for i, x := range a {
		p, q := one(x >= 0), one(b[i] >= 0)
		onlyA += p &^ q
		onlyB += q &^ p
	}
	return onlyA, onlyB
}

// one is 1 for true, without a branch that could be mispredicted.
func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
