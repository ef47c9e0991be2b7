package scenario

import "sync/atomic"

// A kept holds all figures of some cells of a run or a part, from all workers in any order. It holds the cells whose
// histograms will probably be too coarse, so that their paths need not be run again.
type kept struct {
	values [][]float64    // by cell; nil for one that is not kept
	filled []atomic.Int64 // by cell
}

// keepBytes is the most memory that a run spends on keeping figures: with more, working figures out again is faster.
const keepBytes = 40 << 20

// chooseKept chooses the cells that a run keeps: suspect ones, as far as memory allows.
func (p *Plan) chooseKept() {
	p.keep = make([]bool, len(p.grids))
	if p.few() {
		for i, g := range p.grids {
			p.keep[i] = g.Varies()
		}
		return
	}
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

// twice reports whether a run surely needs a second pass, unless its figures vary on a few paths only.
func (p *Plan) twice() bool {
	for i, g := range p.grids {
		if p.exact && g.Varies() && !p.keep[i] {
			return true
		}
	}
	return false
}

// carries reports whether a part may carry all figures of a cell: of cells whose histograms would be too coarse for any
// number of paths. It does carry them if they repeat ([Partial.lighten]), as the share of bodies in deficit does. Other
// figures are better worked out again than sent, unless they are few.
func (p *Plan) carries(cell int) bool {
	return p.keep[cell] && (p.few() || !p.exact && p.grids[cell].Odd())
}

// keptWith is what a run keeps, with the figures of a beginning, which are the beginning's no more.
func (p *Plan) keptWith(begun *beginning) *kept {
	if begun == nil && p.few() {
		if k, ok := p.kept.rooms.Get().(*kept); ok && k.fits(p) {
			return k.emptied()
		}
	}
	whole := begun != nil && begun.paths == p.paths // then its figures are the run's
	k := p.newKept(p.paths, func(cell int) bool { return p.keep[cell] && !whole })
	if begun == nil {
		return k
	}
	for cell, figures := range begun.figures {
		if whole && p.keep[cell] {
			k.values[cell] = figures
		} else {
			k.add(cell, figures)
		}
	}
	begun.figures = nil
	return k
}

// newKept makes room for the figures of so many paths in each cell that is kept.
func (p *Plan) newKept(paths uint64, keeps func(cell int) bool) *kept {
	k := &kept{make([][]float64, len(p.grids)), make([]atomic.Int64, len(p.grids))}
	for i := range k.values {
		if keeps(i) {
			k.values[i] = make([]float64, paths)
		}
	}
	return k
}

// giveBack leaves what a run of few paths kept, which its result holds nothing of, as room for the next.
func (p *Plan) giveBack(k *kept) {
	if p.few() {
		p.kept.rooms.Put(k)
	}
}

// fits reports whether there is room for the figures of a run: of a plan of the same structure there is.
func (k *kept) fits(p *Plan) bool {
	if len(k.values) != len(p.keep) {
		return false
	}
	for i, values := range k.values {
		if p.keep[i] != (values != nil) || p.keep[i] && uint64(len(values)) != p.paths {
			return false
		}
	}
	return true
}

// emptied is the room without the figures in it.
func (k *kept) emptied() *kept {
	for i := range k.filled {
		k.filled[i].Store(0)
	}
	return k
}

// keeps reports whether a cell's figures are kept.
func (k *kept) keeps(cell int) bool { return k.values[cell] != nil }

// add keeps a column of a cell.
func (k *kept) add(cell int, figures []float64) {
	if values := k.values[cell]; values != nil {
		end := int(k.filled[cell].Add(int64(len(figures))))
		copy(values[end-len(figures):end], figures)
	}
}
