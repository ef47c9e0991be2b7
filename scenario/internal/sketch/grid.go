package sketch

import (
	"math"
	"slices"

	"github.com/openenvelope/envelope/scenario/internal/kernel"
)

// PilotPaths is how many of the first paths decide the grids.
const PilotPaths = 1024

const (
	evenBins   = 1024 // of an even grid
	sideBins   = 1024 // most on each side of a stretched grid
	maxAtoms   = 4    // values counted apart
	atomRepeat = 6    // times a value must occur in the pilot to be an atom
)

// A Grid is the layout of a histogram. It never changes. An even grid has bins of one width; a stretched one has bins
// that widen with their distance from a centre, for values whose tail is heavy. The first and the last bin hold
// everything beyond. Atoms are counted with the rest and once more apart.
type Grid struct {
	atoms     []float64 // ascending
	bins      int
	stretched bool

	low, perUnit float64 // even: the first bin's lower end, and bins per unit of value

	centre float64 // stretched: where bins are narrowest
	offset float64 // added to the distance from the centre before it is cut by its leading bits
	origin uint64  // the bits of offset
	cut    uint64  // how many bits are cut away
	side   int     // bins on each side

	shift  float64 // a typical value, subtracted before sums are taken
	places int     // binary places of the sum of deviations
}

// NewGrid lays out a histogram for values like those of the pilot.
func NewGrid(pilot []float64) *Grid { return newGrid(new(sorter).arrange(pilot)) }

// NewGrids lays out a histogram for each pilot.
func NewGrids(pilots [][]float64) []*Grid {
	var s sorter
	grids := make([]*Grid, len(pilots))
	for i, pilot := range pilots {
		grids[i] = newGrid(s.arrange(pilot))
	}
	return grids
}

// newGrid lays out a histogram for values like those of a pilot that is arranged, which it spoils.
func newGrid(sorted []float64) *Grid {
	g := &Grid{bins: 2}
	if len(sorted) == 0 {
		return g
	}
	finish(sorted)
	first, last := sorted[0], sorted[len(sorted)-1]
	g.shift = sorted[len(sorted)/2]
	g.places = 60 - exponent(max(last-g.shift, g.shift-first, float64(math.Abs(g.shift)*0x1p-20)))
	if first == last {
		sorted = sorted[:1]
	}
	g.atoms = atoms(sorted)
	smooth := sorted
	if len(g.atoms) > 0 {
		smooth = slices.DeleteFunc(sorted, func(x float64) bool { return slices.Contains(g.atoms, x) })
		finish(smooth)
	}
	switch s := shapeOf(smooth); {
	case s.spread == 0:
		g.stretchWide()
	case s.light():
		g.even(s, first, last)
	default:
		g.stretch(s)
	}
	return g
}

// exponent is the least e with x < 2^e; 0 for zero.
func exponent(x float64) int {
	if x == 0 {
		return 0
	}
	return int(math.Float64bits(x)>>52&0x7ff) - 1022
}

// atoms are the values that occur again and again, the most frequent if there are too many; ascending.
func atoms(sorted []float64) []float64 {
	type run struct {
		value float64
		n     int
	}
	var runs []run
	repeat := max(min(atomRepeat, len(sorted)), 1)
	for i := 0; i+repeat <= len(sorted); i++ {
		if sorted[i] != sorted[i+repeat-1] {
			continue
		}
		j := i + repeat
		for j < len(sorted) && sorted[j] == sorted[i] {
			j++
		}
		runs = append(runs, run{sorted[i] + 0, j - i}) // −0 becomes 0
		i = j - 1
	}
	slices.SortStableFunc(runs, func(a, b run) int { return b.n - a.n })
	var values []float64
	for _, r := range runs[:min(len(runs), maxAtoms)] {
		values = append(values, r.value)
	}
	slices.Sort(values)
	return values
}

// A shape is what decides a grid: extremes, median and quartiles of the values that are not atoms.
type shape struct{ first, lower, middle, upper, last, spread float64 }

// ranks are where a grid looks among n values, the shape's figures in turn.
func ranks(n int) [5]int { return [5]int{0, n / 4, n / 2, n - 1 - n/4, n - 1} }

func shapeOf(sorted []float64) shape {
	n := len(sorted)
	if n == 0 {
		return shape{}
	}
	r := ranks(n)
	s := shape{first: sorted[r[0]], lower: sorted[r[1]], middle: sorted[r[2]], upper: sorted[r[3]], last: sorted[r[4]]}
	s.spread = s.upper - s.lower
	if s.spread == 0 {
		s.spread = s.last - s.first
	}
	return s
}

// light reports whether the extremes are near enough for bins of one width: a normal law's pilot spans about
// five times its quartiles' distance.
func (s shape) light() bool { return s.last-s.first < float64(12*s.spread) }

// even lays bins of one width over the pilot's range and three quarters of it to each side.
func (g *Grid) even(s shape, first, last float64) {
	reach := last - first
	g.low = first - float64(0.75*reach)
	g.perUnit = evenBins / float64(2.5*reach)
	g.bins = evenBins
	if math.IsInf(g.perUnit, 0) || g.low+1/g.perUnit == g.low { // no room between neighbouring floats
		g.stretch(s)
	}
}

// stretch lays bins with 64 to a doubling of the distance, around the end that the values crowd at, or around the median.
func (g *Grid) stretch(s shape) {
	g.centre, g.offset = s.middle, s.spread/32
	switch below, above := s.middle-s.first, s.last-s.middle; {
	case above > float64(4*below):
		g.centre, g.offset = s.first, max(s.lower-s.first, float64(s.spread*0x1p-10))/8
	case below > float64(4*above):
		g.centre, g.offset = s.last, max(s.last-s.upper, float64(s.spread*0x1p-10))/8
	}
	reach := float64(8*max(s.last-g.centre, g.centre-s.first)) + g.offset
	g.fold(52-6, reach)
}

// stretchWide lays a few bins to a doubling over all magnitudes, for values the pilot tells nothing of.
func (g *Grid) stretchWide() {
	g.centre, g.offset = g.shift, max(float64(math.Abs(g.shift)*0x1p-40), 0x1p-40)
	g.fold(52-3, float64(g.offset*0x1p120))
}

// fold finishes a stretched grid that cuts the given bits and reaches a distance.
func (g *Grid) fold(cut uint64, reach float64) {
	g.stretched, g.cut = true, cut
	g.origin = math.Float64bits(g.offset)
	g.side = min(int((math.Float64bits(reach)-g.origin)>>cut)+1, sideBins)
	g.bins = 2 * g.side
}

// bin finds the counter of a value.
func (g *Grid) bin(x float64) int {
	if g.stretched {
		return kernel.StretchedBin(x, g.centre, g.offset, g.origin, g.cut, g.side)
	}
	return kernel.EvenBin(x, g.low, g.perUnit, float64(g.bins-1))
}

// ends are the values that a bin lies between, the outermost bins without what lies beyond.
func (g *Grid) ends(bin int) (low, high float64) {
	if !g.stretched {
		if g.perUnit == 0 {
			return g.shift, g.shift
		}
		return g.low + float64(bin)/g.perUnit, g.low + float64(bin+1)/g.perUnit
	}
	edge := func(k int) float64 { return math.Float64frombits(g.origin+uint64(k)<<g.cut) - g.offset }
	if bin < g.side {
		k := g.side - 1 - bin
		return g.centre - edge(k+1), g.centre - edge(k)
	}
	k := bin - g.side
	return g.centre + edge(k), g.centre + edge(k+1)
}

// squarePlaces is the number of binary places of the sum of squares: 2⁻⁴⁰ of a typical square is its last place.
func (g *Grid) squarePlaces() int { return 2*g.places - 80 }
