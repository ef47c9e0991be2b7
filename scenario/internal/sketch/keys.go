package sketch

import "math"

// key numbers the floats in their order: a < b just when key(a) < key(b). Minus zero, which has the key before zero's,
// must have been made zero; NaN has no place.
func key(x float64) uint64 {
	b := math.Float64bits(x)
	return b ^ (uint64(int64(b)>>63) | 1<<63)
}

// keyed is the float with a key.
func keyed(k uint64) float64 {
	if k>>63 != 0 {
		return math.Float64frombits(k ^ 1<<63)
	}
	return math.Float64frombits(^k)
}

// first is the least key from low to high whose float lies in the bin or a later one; high + 1 if none does. Bins never
// fall as floats rise.
func (g *Grid) first(bin int, low, high uint64) uint64 {
	for high++; low < high; {
		middle := low + (high-low)/2
		if g.bin(keyed(middle)) < bin {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low
}
