package sketch

import (
	"math"
	"slices"
)

// A shape is what decides a grid: of the values that are not atoms.
type shape struct {
	first, last float64
	low, high   float64 // all but one in 128 on each side lie between
	spread      float64 // between the quartiles, or the extremes if those are equal
	middle      float64
	places      []place // where percentiles are likely to lie
}

// A place is a value and how densely others lie around it, as a share of all for a unit.
type place struct{ at, density float64 }

// shapeOf takes sorted values.
func shapeOf(sorted []float64) (s shape) {
	n := len(sorted)
	if n == 0 {
		return shape{}
	}
	s = shape{first: sorted[0], last: sorted[n-1], low: sorted[n/128], high: sorted[n-1-n/128], middle: sorted[n/2]}
	s.spread = sorted[n-1-n/4] - sorted[n/4]
	if s.spread == 0 {
		s.spread = s.last - s.first
	}
	return s
}

// around are the places about a percentile of a pilot, some a few standard errors to each side, unless atoms fill them.
// Where only few values tell how dense they are, because atoms lie among them, they are taken to be denser.
func (g *Grid) around(sorted []float64, p float64, places []place) []place {
	n := len(sorted)
	const half, apart, least = 24, 40, 4
	for _, at := range [3]int{-apart, 0, apart} {
		at += int(float64(p * float64(n)))
		window := sorted[min(max(at-half, 0), n):min(max(at+half, 0), n)]
		var first, last float64
		count := 0
		for _, x := range window {
			if slices.Contains(g.atoms, x) {
				continue
			}
			if count == 0 {
				first = x
			}
			last = x
			count++
		}
		if count > least {
			density := float64(count-1) / float64(n) / (last - first)
			if count < len(window) {
				density += float64(4*density) / math.Sqrt(float64(count))
			}
			places = append(places, place{first + (last-first)/2, density})
		}
	}
	return places
}

// fullest is the largest share of all values in a bin at any of the places, for bins of some width there.
func (s shape) fullest(width func(at float64) float64) (share float64) {
	for _, p := range s.places {
		share = max(share, float64(p.density*width(p.at)))
	}
	return share
}

// enough is how small a share of so many values the fullest bin should hold, so that a smooth law keeps the promise:
// see doubt, of which this is two thirds. With few values it is out of reach, with many it is easy.
func enough(n uint64) float64 {
	return min(max(float64(2.6*float64(n))/(luck*tolerance*tolerance), 0.00075), 0.004)
}

// lay chooses the layout for n values: the one with the fewest bins that are narrow enough, of one width or stretched.
// Where there is none it is coarse, and says so.
func (g *Grid) lay(s shape, n uint64) {
	most := enough(n)
	switch {
	case s.spread == 0:
		g.stretchWide()
	case s.roomy() && s.fullest(func(float64) float64 { return s.even(mostEven) }) <= most:
		bins := leastEven
		for s.fullest(func(float64) float64 { return s.even(bins) }) > most {
			bins += leastEven
		}
		g.even(s, bins)
	default:
		l, ok := s.stretched(most)
		g.coarse = !ok
		g.stretch(s, l)
	}
}

// even is the width of so many bins of one width, over all but the outermost values and an eighth of that range to each
// side: of a normal law, over three standard deviations either way.
func (s shape) even(bins int) float64 { return float64(1.25*(s.high-s.low)) / float64(bins) }

// roomy reports whether bins of one width can be told apart as floats, and take in all values but for a few.
func (s shape) roomy() bool {
	width := s.even(mostEven)
	return width > 0 && !math.IsInf(1/width, 0) && s.low+width != s.low && s.high-width != s.high &&
		s.last-s.first < float64(3*(s.high-s.low))
}

// A stretching has bins that widen with their distance from a centre: 2^perDouble of them to a doubling of it, after
// offset is added.
type stretching struct {
	centre, offset float64
	perDouble      int
}

// stretched is the stretching with the fewest bins that are narrow enough; where there is none, one that is coarse.
func (s shape) stretched(most float64) (best stretching, ok bool) {
	best = stretching{s.middle, s.spread / 32, coarsest}
	fewest := mostStretched + 1
	for _, centre := range [3]float64{s.middle, s.first, s.last} {
		for part := 2.0; part > 0x1p-9; part /= 2 {
			l := stretching{centre, float64(s.spread * part), coarsest}
			for l.bins(s) < fewest && s.fullest(l.width) > most {
				l.perDouble++
			}
			if bins := l.bins(s); bins < fewest {
				best, fewest, ok = l, bins, true
			}
		}
	}
	return best, ok
}

// bins is how many lie between nearly all values.
func (l stretching) bins(s shape) int {
	doublings := 0
	for _, end := range [2]float64{s.low, s.high} {
		doublings += exponent(math.Abs(end-l.centre)+l.offset) - exponent(l.offset) + 1
	}
	return doublings << l.perDouble
}

// width is that of the bin at a value.
func (l stretching) width(at float64) float64 {
	return math.Float64frombits(uint64(exponent(math.Abs(at-l.centre)+l.offset)+1022-l.perDouble) << 52)
}
