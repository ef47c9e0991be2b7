package sketch

import (
	"math"
	"slices"

	"github.com/openenvelope/envelope/scenario/internal/kernel"
)

// PilotPaths is how many of the first paths decide the grids.
const PilotPaths = 1024

const (
	leastEven     = 1024 // bins of an even grid
	mostEven      = 6144
	mostStretched = 24576
	sideBins      = 24576 // most on each side of it
	coarsest      = 6     // 2^coarsest bins to a doubling, at least
	maxAtoms      = 8     // values counted apart
	atomRepeat    = 6     // times a value must occur in the pilot to be an atom
)

// A Grid is the layout of a histogram. It never changes. An even grid has bins of one width; a stretched one has bins
// that widen with their distance from a centre, for values whose tail is heavy or to one side. The first and the last
// bin hold everything beyond. Atoms are counted with the rest and once more apart.
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

	bare     bool      // nothing is laid out: all values are kept beside
	varies   bool      // the pilot met more than one value
	coarse   bool      // no layout has bins that are narrow enough
	crowded  bool      // the pilot's values lie closer together, here and there, than those of a smooth law
	repeated []float64 // values that the pilot met more than once, too few times for an atom
}

// NewGrid lays out a histogram for n values like those of the pilot, of which some percentiles will be asked.
func NewGrid(pilot []float64, n uint64, percentiles []float64) *Grid {
	return newGrid(new(sorter).arrange(pilot), n, percentiles)
}

// NewGrids lays out a histogram for each pilot.
func NewGrids(pilots [][]float64, n uint64, percentiles []float64) []*Grid {
	var s sorter
	grids := make([]*Grid, len(pilots))
	for i, pilot := range pilots {
		grids[i] = newGrid(s.arrange(pilot), n, percentiles)
	}
	return grids
}

// newGrid lays out a histogram for values like those of a pilot that is arranged, which it spoils.
func newGrid(sorted []float64, n uint64, percentiles []float64) *Grid {
	g := &Grid{bins: 2}
	if len(sorted) == 0 {
		return g
	}
	insert(sorted)
	first, last := sorted[0], sorted[len(sorted)-1]
	g.scale(sorted[len(sorted)/2], first, last)
	if g.varies = first != last; !g.varies {
		sorted = sorted[:1]
	}
	g.atoms = atoms(sorted)
	var places []place
	for _, p := range percentiles {
		places = g.around(sorted, p, places)
	}
	smooth := sorted
	if len(g.atoms) > 0 {
		smooth = slices.DeleteFunc(sorted, func(x float64) bool { return slices.Contains(g.atoms, x) })
	}
	shape := shapeOf(smooth)
	shape.places = places
	g.lay(shape, n)
	g.lookForCrowds(smooth)
	return g
}

// NewBare is the grid of each cell, all of whose values, one or more, are known and kept ([Sorted]): a sketch on it takes sums and
// extremes, and no histogram.
func NewBare(cells [][]float64) []*Grid {
	var s sorter
	grids, all := make([]*Grid, len(cells)), make([]Grid, len(cells))
	for i, values := range cells {
		g := &all[i]
		g.bins, g.bare, grids[i] = 2, true, g
		first, last := s.extremes(values)
		g.varies = first != last
		g.scale(first, first, last)
	}
	return grids
}

// Bare reports whether all values are kept beside the sketches on the grid.
func (g *Grid) Bare() bool { return g.bare }

// scale says how sums are taken: from a typical value, of values from first to last.
func (g *Grid) scale(typical, first, last float64) {
	g.shift = typical
	g.places = 60 - exponent(max(last-typical, typical-first, float64(math.Abs(typical)*0x1p-20)))
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

// even lays so many bins of one width.
func (g *Grid) even(s shape, bins int) {
	width := s.even(bins)
	g.low, g.perUnit, g.bins = s.low-float64((s.high-s.low)/8), 1/width, bins
}

// stretch lays bins that widen with their distance from a centre.
func (g *Grid) stretch(s shape, l stretching) {
	g.centre, g.offset = l.centre, l.offset
	reach := float64(2*max(s.last-g.centre, g.centre-s.first)) + g.offset
	g.fold(uint64(52-l.perDouble), reach)
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

// find finds the bins of values, and adds whole rounds of them to moments.
func (g *Grid) find(bins []uint16, values []float64, m *kernel.Moments) {
	whole := len(values) &^ (kernel.Lanes - 1)
	f := g.finder()
	f.find(bins, values[:whole], kernel.AsIs(), m)
	for i, x := range values[whole:] {
		bins[whole+i] = uint16(g.bin(x))
	}
}

// A finder is what it takes of a grid to find the bins of many values.
type finder struct {
	stretched bool
	from, by  float64 // even: low and perUnit; stretched: centre and offset
	last      float64 // even: the last bin
	cut       uint64  // stretched
	side      int     // stretched
}

func (g *Grid) finder() finder {
	if g.stretched {
		return finder{stretched: true, from: g.centre, by: g.offset, cut: g.cut, side: g.side}
	}
	return finder{from: g.low, by: g.perUnit, last: float64(g.bins - 1)}
}

// find finds the bins of whole rounds of values, as they are seen, and adds them to moments.
func (f *finder) find(bins []uint16, values []float64, see kernel.View, m *kernel.Moments) {
	if f.stretched {
		kernel.StretchedBins(bins, values, see, f.from, f.by, f.cut, f.side, m)
	} else {
		kernel.EvenBins(bins, values, see, f.from, f.by, f.last, m)
	}
}

// ends are the values that a bin lies between, the outermost bins without what lies beyond.
func (g *Grid) ends(bin int) (low, high float64) { return g.upper(bin - 1), g.upper(bin) }

// upper is the upper end of a bin, which is the lower one of the next.
func (g *Grid) upper(bin int) float64 {
	switch {
	case g.stretched && bin < g.side:
		return g.centre - g.away(g.side-1-bin)
	case g.stretched:
		return g.centre + g.away(bin-g.side+1)
	case g.perUnit == 0:
		return g.shift
	}
	return g.low + float64(bin+1)/g.perUnit
}

// away is how far from the centre of a stretched grid the k-th edge is.
func (g *Grid) away(k int) float64 { return math.Float64frombits(g.origin+uint64(k)<<g.cut) - g.offset }

// squarePlaces is the number of binary places of the sum of squares: 2⁻⁴⁰ of a typical square is its last place.
func (g *Grid) squarePlaces() int { return 2*g.places - 80 }
