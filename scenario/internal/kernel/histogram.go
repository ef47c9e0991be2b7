package kernel

import "math"

// even takes two values at a time, which is faster; a round is a multiple of them.
func even(counts []uint16, values []float64, low, perUnit float64, m *Moments) {
	summarise(values, m)
	last := float64(len(counts) - 1)
	for ; len(values) >= 2; values = values[2:] {
		a, b := EvenBin(values[0], low, perUnit, last), EvenBin(values[1], low, perUnit, last)
		counts[a]++
		counts[b]++
	}
}

// EvenBin numbers bins of one width from zero to last, which hold everything beyond; the first also what is not a number.
// Floats that are not negative have the order of their bits, so that one comparison tells that nothing lies beyond.
func EvenBin(x, low, perUnit, last float64) int {
	at := float64((x - low) * perUnit)
	if math.Float64bits(at) > math.Float64bits(last) {
		if at > last {
			return int(last)
		}
		return 0
	}
	return int(at)
}

func stretched(counts []uint16, values []float64, centre, offset float64, cut uint64, m *Moments) {
	summarise(values, m)
	origin, side := math.Float64bits(offset), len(counts)/2
	for _, x := range values {
		counts[StretchedBin(x, centre, offset, origin, cut, side)]++
	}
}

// StretchedBin cuts the distance from the centre, to which offset is added, by its leading bits: cut of them are cut away,
// 32 at least. A sign of −1 mirrors it. Origin is the bits of offset, side how many bins are on each side.
func StretchedBin(x, centre, offset float64, origin, cut uint64, side int) int {
	y := x - centre + 0 // −0 becomes 0, or it would lie apart from the 0 that it is
	k := int((math.Float64bits(math.Abs(y)+offset) - origin) >> (cut & 63))
	sign := int(int64(math.Float64bits(y)) >> 63)
	return side + (min(k, side-1) ^ sign)
}
