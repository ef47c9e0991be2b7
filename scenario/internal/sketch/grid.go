package sketch

import (
	"math"
	"slices"
)

// PilotPaths is how many of the first paths decide the grids.
const PilotPaths = 1024

const (
	perSegment = 64 // bins in a segment between two knots
	maxAtoms   = 8  // values counted apart
	atomRepeat = 6  // times a value must occur in the pilot to be an atom
)

// A Grid is the layout of a histogram: segments of equal bins between knots, and atoms. It never changes.
type Grid struct {
	atoms  []float64 // ascending
	knots  []float64 // ascending; atoms inside the range are knots too, so that no bin straddles one
	perBin []float64 // bins per unit of value, by segment
	coarse []uint8   // by coarse cell: the segment at its lower end
	scale  float64   // coarse cells per unit of value
	shift  float64   // a typical value, subtracted before sums are taken
	places int       // binary places of the sum of deviations
}

// NewGrid lays out a histogram for values like those of the pilot.
func NewGrid(pilot []float64) *Grid {
	sorted := slices.Clone(pilot)
	slices.Sort(sorted)
	g := &Grid{atoms: atoms(sorted)}
	if len(sorted) == 0 {
		return g
	}
	first, last := sorted[0], sorted[len(sorted)-1]
	g.shift = sorted[len(sorted)/2]
	g.places = 60 - exponent(max(max(last-g.shift, g.shift-first), float64(math.Abs(g.shift)*0x1p-20)))
	if first == last {
		return g
	}
	g.knots = knots(sorted, g.atoms)
	for i := range len(g.knots) - 1 {
		g.perBin = append(g.perBin, perSegment/(g.knots[i+1]-g.knots[i]))
	}
	g.index()
	return g
}

// coarseCells is the number of equal cells that narrow the search for a segment.
const coarseCells = 256

// index notes for each coarse cell the segment at its lower end, and one more for the end of the last.
func (g *Grid) index() {
	segments := len(g.perBin)
	first, last := g.knots[0], g.knots[segments]
	g.scale = coarseCells / (last - first)
	segment := 0
	for i := range coarseCells + 1 {
		for segment < segments-1 && g.cell(g.knots[segment+1]) < i {
			segment++
		}
		g.coarse = append(g.coarse, uint8(segment))
	}
	g.coarse = append(g.coarse, uint8(segments-1))
}

// cell is the coarse cell of a value within the knots.
func (g *Grid) cell(x float64) int { return int(float64((x - g.knots[0]) * g.scale)) }

// exponent is the least e with x < 2^e; 0 for zero.
func exponent(x float64) int {
	if x == 0 {
		return 0
	}
	return int(math.Float64bits(x)>>52&0x7ff) - 1022
}

// atoms are the values that occur again and again, the most frequent first if there are too many; ascending.
func atoms(sorted []float64) []float64 {
	type run struct {
		value float64
		n     int
	}
	var runs []run
	for i := 0; i < len(sorted); {
		j := i + 1
		for j < len(sorted) && sorted[j] == sorted[i] {
			j++
		}
		if j-i >= atomRepeat || j-i == len(sorted) {
			runs = append(runs, run{sorted[i], j - i})
		}
		i = j
	}
	slices.SortStableFunc(runs, func(a, b run) int { return b.n - a.n })
	var values []float64
	for _, r := range runs[:min(len(runs), maxAtoms)] {
		values = append(values, r.value)
	}
	slices.Sort(values)
	return values
}

// knots are the pilot's quantiles at sixteenths, closer together in the tails, with room beyond the
// extremes, and the atoms.
func knots(sorted, atoms []float64) []float64 {
	n := len(sorted) - 1
	first, last := sorted[0], sorted[n]
	room := (last - first) / 2
	k := []float64{first - room, first, last, last + room}
	for i := 1; i < 16; i++ {
		k = append(k, sorted[n*i/16])
	}
	for _, d := range []int{32, 128} {
		k = append(k, sorted[n/d], sorted[n-n/d])
	}
	k = append(k, atoms...)
	slices.Sort(k)
	return separate(slices.Compact(k))
}

// separate drops knots so close together that a bin between them would have no width.
func separate(k []float64) []float64 {
	kept := k[:1]
	for _, x := range k[1:] {
		if last := kept[len(kept)-1]; !math.IsInf(perSegment/(x-last), 0) && float64((x-last)/perSegment)+last > last {
			kept = append(kept, x)
		}
	}
	return kept
}

// bins is the number of counters: below, every segment's, above.
func (g *Grid) bins() int { return 2 + perSegment*len(g.perBin) }

// bin finds the counter of a value that is not an atom.
func (g *Grid) bin(x float64) int {
	segments := len(g.perBin)
	if segments == 0 {
		if x < g.shift {
			return 0
		}
		return 1
	}
	if !(x >= g.knots[0]) {
		return 0
	}
	if x >= g.knots[segments] {
		return g.bins() - 1
	}
	cell := g.cell(x)
	segment, most := int(g.coarse[cell]), int(g.coarse[cell+1])
	for segment < most && x >= g.knots[segment+1] {
		segment++
	}
	offset := int(float64((x - g.knots[segment]) * g.perBin[segment]))
	return 1 + segment*perSegment + min(offset, perSegment-1)
}

// tally counts a column of values, none of them an atom: bin for many, with the layout at hand.
func (g *Grid) tally(counts []uint64, values []float64) {
	knots, coarse, perBin := g.knots, g.coarse, g.perBin[:len(g.knots)-1]
	first, last, scale := knots[0], knots[len(knots)-1], g.scale
	for _, x := range values {
		if !(x >= first && x < last) {
			counts[g.bin(x)]++
			continue
		}
		cell := int(float64((x - first) * scale))
		segment, most := int(coarse[cell]), int(coarse[cell+1])
		for segment < most && x >= knots[segment+1] {
			segment++
		}
		offset := int(float64((x - knots[segment]) * perBin[segment]))
		counts[1+segment*perSegment+min(offset, perSegment-1)]++
	}
}

// squarePlaces is the number of binary places of the sum of squares: 2⁻⁴⁰ of a typical square is its last place.
func (g *Grid) squarePlaces() int { return 2*g.places - 80 }
