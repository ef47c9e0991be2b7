package dist

import (
	"math"
	"sort"

	"github.com/openenvelope/envelope/scenario/internal/num"
)

// scoreOf is the highest score at which the part's value is at most x; −Inf if there is none.
func (p *mixed) scoreOf(x float64) float64 {
	if score, known := scoreOf(p.law, x); known {
		return score
	}
	return p.search(x)
}

// scoreOf asks a transform for the highest score at which its value is at most x; known is false if it cannot tell. The
// transforms that can are listed by type. To look for a method of this name is not safe: the transform of a truncated
// law once had one with another meaning.
func scoreOf(law Transform, x float64) (score float64, known bool) {
	switch t := law.(type) {
	case normalTransform:
		return (x - t.Mean) / t.SD, true
	case lognormalTransform:
		return t.scoreOf(x), true
	case uniformTransform:
		width := t.High - t.Low
		return scoreBetweenTails((x-t.Low)/width, (t.High-x)/width), true
	case *triangularTransform:
		return t.scoreOf(x), true
	case *studentTTransform:
		return num.StudentTScore(t.DF, (x-t.Centre)/t.Scale), true
	case *gammaTransform:
		return scoreBetweenTails(num.GammaCDF(t.Shape, x/t.Scale)), true
	case *pertTransform:
		return t.scoreOf(x), true
	case *empiricalTransform:
		return t.scoreOf(x), true
	case *stepTransform:
		return t.scoreOf(x), true
	case *mixtureTransform:
		return t.law.scoreOf(x), true
	case solved:
		return t.law.scoreOf(x), true
	case *truncatedTransform:
		return t.scoreOf(x)
	}
	return 0, false
}

// scoreOf finds the share of the band below the law's own score, from the tail with more known digits.
func (t *truncatedTransform) scoreOf(x float64) (score float64, known bool) {
	own, known := scoreOf(t.law, x)
	switch {
	case !known:
		return 0, false
	case x < t.low:
		return math.Inf(-1), true
	case x >= t.high:
		return math.Inf(1), true
	}
	own = max(t.band.low, min(own, t.band.high))
	if own < 0 {
		p := num.CDF(own)
		return scoreBetweenTails((p-t.band.below)/t.band.mass, (num.CDF(t.band.high)-p)/t.band.mass), true
	}
	q := num.CDF(-own)
	return scoreBetweenTails((num.CDF(-t.band.low)-q)/t.band.mass, (q-t.band.above)/t.band.mass), true
}

// scoreOf counts the lines below x.
func (t *empiricalTransform) scoreOf(x float64) float64 {
	last := len(t.values) - 1
	switch {
	case x < t.low:
		return math.Inf(-1)
	case x >= t.high:
		return math.Inf(1)
	}
	i := sort.Search(last, func(i int) bool { return t.values[i+1] > x })
	lines := float64(i) + (x-t.values[i])/(t.values[i+1]-t.values[i])
	return scoreBetweenTails(lines/float64(last), (float64(last)-lines)/float64(last))
}

func (t lognormalTransform) scoreOf(x float64) float64 {
	if x <= 0 {
		return math.Inf(-1)
	}
	return num.Log(x/t.Median) / t.Sigma
}

func (t *triangularTransform) scoreOf(x float64) float64 {
	switch { // a mode at an end leaves one side without a width to divide by
	case x <= t.Low:
		return math.Inf(-1)
	case x >= t.High:
		return math.Inf(1)
	}
	below, above := (x-t.Low)/t.Width, (t.High-x)/t.Width
	if below < t.Below {
		p := float64(below*below) / t.Below
		return scoreBetweenTails(p, 1-p)
	}
	q := float64(above*above) / t.Above
	return scoreBetweenTails(1-q, q)
}

func (t *pertTransform) scoreOf(x float64) float64 {
	below, above := (x-t.low)/t.width, (t.high-x)/t.width
	return scoreBetweenTails(num.BetaCDF(t.law.a, t.law.b, below), num.BetaCDF(t.law.b, t.law.a, above))
}

// scoreBetweenTails is the score with the given shares below and above it, worked out from the smaller share.
func scoreBetweenTails(below, above float64) float64 {
	if below < above {
		return num.Quantile(max(0, below))
	}
	return -num.Quantile(max(0, min(above, 0.5)))
}

// search finds a score between two scores of the grid.
func (p *mixed) search(x float64) float64 {
	n := len(p.grid)
	if x < p.grid[0] {
		return math.Inf(-1)
	}
	if x >= p.grid[n-1] {
		return math.Inf(1)
	}
	below, above := 0, n-1
	for above-below > 1 {
		if middle := (below + above) / 2; p.grid[middle] <= x {
			below = middle
		} else {
			above = middle
		}
	}
	within := bracket{low: gridScore(below), high: gridScore(above), atLow: p.grid[below] - x,
		atHigh: p.grid[above] - x}
	within.narrow(0x1p-44, 0, func(z float64) float64 { return p.law.At(z) - x }, func(y float64) bool { return y > 0 })
	return within.low
}
