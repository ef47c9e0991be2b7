package kernel

import "math"

// fetch reads a count of every cache line, so that all are on their way at once.
//
//go:noinline
func fetch(counts []uint16) (any uint16) {
	const line = 32
	for i := 0; i < len(counts); i += line {
		any |= counts[i]
	}
	return any
}

// count takes four bins at a time, which is faster.
func count(counts, bins []uint16) {
	for ; len(bins) >= 4; bins = bins[4:] {
		a, b, c, d := bins[0], bins[1], bins[2], bins[3]
		counts[a]++
		counts[b]++
		counts[c]++
		counts[d]++
	}
	for _, bin := range bins {
		counts[bin]++
	}
}

// evenBins takes two values at a time, which is faster; a round is a multiple of them.
func evenBins(bins []uint16, values []float64, see View, low, perUnit, last float64, m *Moments) {
	summarise(values, see, m)
	bins = bins[:len(values)]
	for i := 0; i+1 < len(values); i += 2 {
		bins[i], bins[i+1] = uint16(EvenBin(see.See(values[i]), low, perUnit, last)),
			uint16(EvenBin(see.See(values[i+1]), low, perUnit, last))
	}
}

// EvenBin numbers bins of one width from zero to last, which hold everything beyond; the first also what is not a
// number. Floats that are not negative have the order of their bits, so that one comparison tells that nothing lies
// beyond.
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

func stretchedBins(bins []uint16, values []float64, see View, centre, offset float64, cut uint64, side int,
	m *Moments) {
	summarise(values, see, m)
	bins, origin := bins[:len(values)], math.Float64bits(offset)
	for i, x := range values {
		bins[i] = uint16(StretchedBin(see.See(x), centre, offset, origin, cut, side))
	}
}

// StretchedBin cuts the distance from the centre, to which offset is added, by its leading bits: cut of them are cut
// away, 32 at least. A sign of −1 mirrors it. Origin is the bits of offset, side how many bins are on each side.
func StretchedBin(x, centre, offset float64, origin, cut uint64, side int) int {
	y := x - centre + 0 // −0 becomes 0, or it would lie apart from the 0 that it is
	k := int((math.Float64bits(math.Abs(y)+offset) - origin) >> (cut & 63))
	sign := int(int64(math.Float64bits(y)) >> 63)
	return side + (min(k, side-1) ^ sign)
}
