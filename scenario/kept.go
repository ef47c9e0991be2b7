package scenario

import "sync/atomic"

// A kept holds all figures of some cells of a run, from all workers in whatever order: those whose histograms are
// likely to turn out too coarse, so that their paths need not be worked out again.
type kept struct {
	values [][]float64    // by cell; nil for one that is not kept
	filled []atomic.Int64 // by cell
}

// keepBytes is the most memory that a run spends on keeping figures.
const keepBytes = 96 << 20

// chooseKept settles which cells a run keeps: suspect ones, as far as memory allows.
func (p *Plan) chooseKept() {
	p.keep = make([]bool, len(p.grids))
	c, err := p.Cost()
	if err != nil {
		return
	}
	room := min(keepBytes, p.over(c.Memory)) / 8
	for i, g := range p.grids {
		if p.paths <= room && (g.Suspect(p.paths) || p.exact && g.Varies()) {
			p.keep[i] = true
			room -= p.paths
		}
	}
}

// twice reports whether a run is sure to need a second pass, unless what varies does so on a few paths only.
func (p *Plan) twice() bool {
	for i, g := range p.grids {
		if p.exact && g.Varies() && !p.keep[i] {
			return true
		}
	}
	return false
}

// newKept makes room for what a run keeps, and keeps the pilot's figures, by cell.
func (p *Plan) newKept(pilot [][]float64) *kept {
	k := &kept{make([][]float64, len(p.grids)), make([]atomic.Int64, len(p.grids))}
	for i, keep := range p.keep {
		if keep {
			k.values[i] = make([]float64, p.paths)
			k.add(i, pilot[i])
		}
	}
	return k
}

// add keeps a column of a cell.
func (k *kept) add(cell int, figures []float64) {
	if values := k.values[cell]; values != nil {
		end := int(k.filled[cell].Add(int64(len(figures))))
		copy(values[end-len(figures):end], figures)
	}
}

// of is what was kept of a cell; nil for nothing.
func (k *kept) of(cell int) []float64 {
	if k == nil {
		return nil
	}
	return k.values[cell]
}
