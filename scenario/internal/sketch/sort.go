package sketch

import (
	"math"
	"slices"
)

// sorted returns the values in ascending order. Those of a smooth law fall into as many bins as there are values, a few
// in each, so that sorting takes a few nanoseconds a value; a pilot is sorted for every figure of a run.
func sorted(values []float64) []float64 {
	n := len(values)
	low, high := math.Inf(1), math.Inf(-1)
	for _, x := range values {
		if x < low {
			low = x
		}
		if x > high {
			high = x
		}
	}
	perUnit := float64(n-1) / (high - low)
	if !(perUnit > 0) || math.IsInf(perUnit, 0) { // one value throughout, none, or beyond what can be scaled
		all := slices.Clone(values)
		slices.Sort(all)
		return all
	}
	ends := make([]int32, n+1) // of bins, once all values are placed
	bins := make([]int32, n)
	for i, x := range values {
		bin := int32(float64((x - low) * perUnit))
		bins[i] = bin
		ends[bin+1]++
	}
	for i := 1; i <= n; i++ {
		ends[i] += ends[i-1]
	}
	all := make([]float64, n)
	for i, x := range values {
		at := &ends[bins[i]]
		all[*at] = x
		*at++
	}
	from := int32(0)
	for _, to := range ends[:n] {
		const many = 24
		if to-from > many {
			slices.Sort(all[from:to])
		}
		from = to
	}
	insert(all)
	return all
}

// insert sorts values that are nearly in order.
func insert(values []float64) {
	for i := 1; i < len(values); i++ {
		x, j := values[i], i
		for ; j > 0 && values[j-1] > x; j-- {
			values[j] = values[j-1]
		}
		values[j] = x
	}
}
