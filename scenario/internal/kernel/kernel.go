package kernel

import "github.com/openenvelope/envelope/scenario/internal/num"

// Add is a + b.
func Add(dst, a, b []float64) { active.Add(dst, a[:len(dst)], b[:len(dst)]) }

// Min is b where b < a, else a.
func Min(dst, a, b []float64) { active.Min(dst, a[:len(dst)], b[:len(dst)]) }

// Affine is mean + sd × z, the product rounded first.
func Affine(dst, z []float64, mean, sd float64) { active.Affine(dst, z[:len(dst)], mean, sd) }

// Step is persistence × dst + spread × innovation, both products rounded first: a year of a first-order
// autoregression.
func Step(dst, innovation []float64, persistence, spread float64) {
	active.Step(dst, innovation[:len(dst)], persistence, spread)
}

// Lognormal is median × e^(sigma × z), every product rounded.
func Lognormal(dst, z []float64, median, sigma float64) {
	active.Lognormal(dst, z[:len(dst)], median, sigma)
}

// Uniform is low × Φ(−z) + high × Φ(z), from low to high, with the bits of [num.Tails] for Φ.
func Uniform(dst, z []float64, low, high float64) { active.Uniform(dst, z[:len(dst)], low, high) }

// Triangular is the quantile function of a triangular law at the normal score z: low + width × √(p × below) where the
// probability p is below that of the mode, else high − width × √((1 − p) × above).
func Triangular(dst, z []float64, t *Triangle) { active.Triangular(dst, z[:len(dst)], t) }

// Lookup is low + width × t.At(z), at most high, up to the first score that is not between the ends of the table. It
// returns how many scores come before that one; what follows is untouched.
func Lookup(dst, z []float64, t *num.Table, low, width, high float64) (done int) {
	return active.Lookup(dst, z[:len(dst)], t, low, width, high)
}

// Words fills four columns with the four words of the blocks of Philox4x32-10 of consecutive paths. A word occupies
// the low bits of its float64, which serves as a box for it.
func Words(dst *[4][]float64, at Address) {
	n := len(dst[0])
	active.Words(dst[0], dst[1][:n], dst[2][:n], dst[3][:n], at)
}

// BoxMuller turns two columns of words into two columns of independent standard normals, in place: √(−2 ln u)·sin πx
// and ±√(−2 ln u)·cos πx, where u comes from the first word, x in (−½, ½) from the low 31 bits of the second and the
// sign from its top bit (Box and Muller, Annals of Mathematical Statistics 29 (1958), 610-611).
func BoxMuller(first, second []float64) { active.BoxMuller(first, second[:len(first)]) }

// Equal counts the figures that equal x.
func Equal(a []float64, x float64) int { return active.Equal(a, x) }

// ZeroOrMore counts the figures that are zero or more.
func ZeroOrMore(a []float64) int { return active.ZeroOrMore(a) }

// Apart counts where only a, and where only b, is zero or more.
func Apart(a, b []float64) (onlyA, onlyB int) { return active.Apart(a, b[:len(a)]) }

// Summarise adds whole rounds of values, as they are seen, to moments.
func Summarise(values []float64, see View, m *Moments) { active.Summarise(whole(values), see, m) }

// EvenBins adds whole rounds of values, as they are seen, to moments and finds their bins of one width, from 0 to last,
// as [EvenBin] numbers them.
func EvenBins(bins []uint16, values []float64, see View, low, perUnit, last float64, m *Moments) {
	active.EvenBins(bins[:len(values)], whole(values), see, low, perUnit, last, m)
}

// StretchedBins adds whole rounds of values, as they are seen, to moments and finds their bins, which widen with their distance from a
// centre, so many on each side, as [StretchedBin] numbers them.
func StretchedBins(bins []uint16, values []float64, see View, centre, offset float64, cut uint64, side int,
	m *Moments) {
	active.StretchedBins(bins[:len(values)], whole(values), see, centre, offset, cut, side, m)
}

// Count adds one for each bin to its count.
func Count(counts, bins []uint16) {
	const many = 1024
	if len(bins) >= many {
		fetch(counts)
	}
	count(counts, bins)
}
