package sketch

import (
	"encoding/binary"
	"errors"
	"math"
	"slices"

	"github.com/openenvelope/envelope/scenario/internal/wire"
)

// A grid as bytes: a byte of yes and no (see flags), the typical value, the binary places of sums, the atoms and the
// repeated values, each after their number, and the layout: low, bins per unit and the number of bins, or centre,
// offset, cut and bins on a side.

// mostPlaces is more binary places than the sum of any floats needs, either way.
const mostPlaces = 1200

// flags are the grid's answers to yes or no, from the lowest bit on.
func (g *Grid) flags() []*bool {
	return []*bool{&g.stretched, &g.varies, &g.coarse, &g.crowded, &g.bare}
}

// Append writes the grid.
func (g *Grid) Append(b []byte) []byte {
	said := byte(0)
	for i, yes := range g.flags() {
		if *yes {
			said |= 1 << i
		}
	}
	b = wire.AppendFloats(append(b, said), g.shift)
	b = binary.AppendUvarint(b, uint64(g.places+mostPlaces))
	for _, values := range [][]float64{g.atoms, g.repeated} {
		b = binary.AppendUvarint(b, uint64(len(values)))
		b = wire.AppendFloats(b, values...)
	}
	if g.stretched {
		b = wire.AppendFloats(b, g.centre, g.offset)
		b = binary.AppendUvarint(b, g.cut)
		return binary.AppendUvarint(b, uint64(g.side))
	}
	b = wire.AppendFloats(b, g.low, g.perUnit)
	return binary.AppendUvarint(b, uint64(g.bins))
}

// ReadGrid reads a grid that [Grid.Append] can have written: its bins are no more than those of any grid, and every
// value finds one of them.
func ReadGrid(r *wire.Reader) (*Grid, error) {
	g := &Grid{}
	said := r.Byte()
	for i, yes := range g.flags() {
		*yes = said>>i&1 == 1
	}
	known := said < 1<<len(g.flags())
	g.shift = r.Float()
	places := r.Number()
	g.places = int(min(places, 2*mostPlaces)) - mostPlaces
	g.atoms = readValues(r, maxAtoms)
	g.repeated = readValues(r, PilotPaths)
	bins := g.readLayout(r)
	if r.Failed() {
		return nil, errors.New("it ends too early")
	}
	if !known || places > 2*mostPlaces || bins < 2 || bins > 2*sideBins || !g.sound() {
		return nil, errors.New("a histogram is not one that a plan lays out")
	}
	return g, nil
}

// readLayout reads where the bins are, and how many there should be.
func (g *Grid) readLayout(r *wire.Reader) (bins uint64) {
	if !g.stretched {
		g.low, g.perUnit = r.Float(), r.Float()
		bins = r.Number()
		g.bins = int(min(bins, 2*sideBins))
		return bins
	}
	g.centre, g.offset = r.Float(), r.Float()
	g.origin = math.Float64bits(g.offset)
	g.cut = r.Number()
	side := r.Number()
	g.side = int(min(side, sideBins))
	g.bins = 2 * g.side
	return 2 * min(side, math.MaxInt32)
}

// readValues reads a list of at most so many values; nil for none.
func readValues(r *wire.Reader, most uint64) (values []float64) {
	for n := r.Number(); n > 0 && !r.Failed(); n-- {
		if uint64(len(values)) == most {
			return append(values, math.NaN()) // which no list has
		}
		values = append(values, r.Float())
	}
	return values
}

// sound reports whether floats are numbers, lists ascend, and bins widen from where they are narrowest.
func (g *Grid) sound() bool {
	for _, x := range slices.Concat([]float64{g.shift, g.low, g.perUnit, g.centre, g.offset}, g.atoms, g.repeated) {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return false
		}
	}
	if !slices.IsSorted(g.atoms) || !slices.IsSorted(g.repeated) || g.perUnit < 0 {
		return false
	}
	return !g.stretched || (g.offset > 0 && g.cut >= 32 && g.cut <= 52)
}
