package scenario

import (
	"github.com/openenvelope/envelope/scenario/internal/engine"
	"github.com/openenvelope/envelope/scenario/internal/sketch"
)

// A figure is a line, or the difference of two scenarios in a line, in one year; a cell holds the statistics for it.
// Figures that differ by the same sum of money on every path, or mirror one another, share a cell. A shared cell counts
// how far an amount is from its value on the first path, in the direction of its first move. So the cell is the same
// whichever of its figures are reported. A figure in another unit, whose sums are not exact, has a cell of its own.

// A view says how a figure follows from its cell: it is at + by × the amount that the cell counts; by is 1 or −1.
type view struct {
	cell   int
	at, by float64
	core   engine.Core
}

// assignCells finds which figures share cells, and numbers the cells in the order in which workers come to them.
func (p *Plan) assignCells() {
	figures := p.code.Distinct() * len(p.columns)
	certain := make([]bool, figures)
	p.views = make([]view, figures)
	for v := range p.engine.Values {
		for _, column := range p.columns {
			f := p.figureOf(v, column)
			certain[f] = p.code.Certain(v, column)
			p.views[f].core = p.code.Core(v, column)
		}
	}
	cells := map[int]int{}
	for _, column := range p.columns {
		for place := range p.code.Distinct() {
			f := p.figure(place, column)
			number := p.views[f].core.Number
			cell, ok := cells[number]
			if !ok {
				cell = len(p.sources)
				cells[number] = cell
				p.sources, p.certain = append(p.sources, f), append(p.certain, certain[f])
			}
			p.views[f].cell = cell
		}
	}
}

// look sets the views from the figures of the first paths. Which figures mirror one another is known from the
// structure: on the first paths they may not have moved yet.
func (p *Plan) look(columns [][]float64) {
	for f := range p.views {
		v, source := &p.views[f], p.sources[p.views[f].cell]
		v.by = 1
		if !v.core.Whole {
			continue
		}
		v.at = columns[f][0]
		if falls(columns[source]) != (v.core.Opposite != p.views[source].core.Opposite) {
			v.by = -1
		}
	}
}

// falls reports whether the first figure that differs from the figures before it is lower.
func falls(figures []float64) bool {
	for _, x := range figures {
		if x != figures[0] {
			return x < figures[0]
		}
	}
	return false
}

// figure is the number of a distinct value in a reported column; figureOf is the number for value v of the engine's
// plan.
func (p *Plan) figure(place, column int) int { return place*len(p.columns) + p.ordinals[column] }

func (p *Plan) figureOf(v, column int) int { return p.figure(p.code.Place(v), column) }

// cellOf is the cell of value v of the engine's plan in a column.
func (p *Plan) cellOf(v, column int) int { return p.views[p.figureOf(v, column)].cell }

// counts reports whether a figure is the one that its cell counts.
func (p *Plan) counts(figure int) bool { return p.sources[p.views[figure].cell] == figure }

// plain reports whether the figure is exactly what its cell counts.
func (v view) plain() bool { return v.at == 0 && v.by == 1 }

// inward turns figures into what the cell counts, in room if they have to be moved.
func (v view) inward(figures, room []float64) []float64 {
	if v.plain() {
		return figures
	}
	return sketch.Moved(room, figures, v.at, v.by)
}

// outward turns an amount that the cell counts into the figure.
func (v view) outward(y float64) float64 { return v.at + float64(v.by*y) }

// of is the summary of a figure, from the summary of its cell.
func (v view) of(s summary) summary {
	if v.plain() {
		return s
	}
	s.ranked = seen{v, s.ranked, s.n - 1}
	s.mean, s.min, s.max = v.outward(s.mean), v.outward(s.min), v.outward(s.max)
	if v.by < 0 {
		s.min, s.max = s.max, s.min
	}
	return s
}

// seen is a cell's ranking, seen as the ranking of a figure.
type seen struct {
	view
	ranking
	last float64 // rank
}

// At is the figure at a rank: in a mirror image the lowest is the highest.
func (s seen) At(rank float64) float64 {
	if s.by < 0 {
		rank = s.last - rank
	}
	return s.outward(s.ranking.At(rank))
}
