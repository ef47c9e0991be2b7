package dist

import (
	"math"
	"slices"
)

// tie is how near to a step a score counts as being at the step, where the lower value still holds. A share of futures,
// a sum of chances and a score are each rounded to 16 digits. Without a tie, where a percentile equals a sum of
// chances, the last digit would choose between 0% and 1%.
const tie = 1e-12

// stepsThrough is the transform of outcomes in rising order. Its value at score z is the least value with at least a
// share Φ(z) of all futures at or below it.
func stepsThrough(all []outcome) Transform {
	if len(all) == 1 {
		return constant(all[0].value)
	}
	t := &stepTransform{values: []float64{all[0].value}}
	above := sumsFromTop(all)
	var below sum
	for k := 1; k < len(all); k++ {
		below.add(all[k-1].chance)
		t.scores = append(t.scores, scoreBetweenTails(below.total(), above[k]))
		t.values = append(t.values, all[k].value)
	}
	t.scores = append(t.scores, math.Inf(1))
	t.guide()
	return t
}

// sumsFromTop gives, for each outcome, its chance plus the chances of all outcomes above it.
func sumsFromTop(all []outcome) []float64 {
	sums := make([]float64, len(all))
	var above sum
	for k, o := range slices.Backward(all) {
		above.add(o.chance)
		sums[k] = above.total()
	}
	return sums
}

// The cells of a guide, over scores from −8 to 8.
const (
	guideCells   = 1024
	guidePerUnit = 64
	guideEnd     = 8
)

// A stepTransform counts the scores that z has passed. For each cell of scores its guide holds how many every score of
// the cell has passed.
type stepTransform struct {
	values []float64
	scores []float64 // the score up to which each value holds; infinity for the last
	from   [guideCells]int
}

// cell is the cell of a score; it never falls as z rises.
func cell(z float64) int {
	return int(float64((max(-guideEnd, min(z, guideEnd-0.5/guidePerUnit)) + guideEnd) * guidePerUnit))
}

func (t *stepTransform) guide() {
	k := 0
	for i := range t.from {
		for cell(t.scores[k]+tie) < i {
			k++
		}
		t.from[i] = k
	}
}

// At returns the value that holds at z; at a tie, the lower of the two.
func (t *stepTransform) At(z float64) float64 {
	if math.IsNaN(z) {
		return z
	}
	k := t.from[cell(z)]
	for z > t.scores[k]+tie {
		k++
	}
	return t.values[k]
}

func (t *stepTransform) Apply(dst, z []float64) {
	z = z[:len(dst)]
	for i := range dst {
		dst[i] = t.At(z[i])
	}
}

// scoreOf is the highest score at which the value is at most x.
func (t *stepTransform) scoreOf(x float64) float64 {
	k, found := slices.BinarySearch(t.values, x)
	switch {
	case found:
		return t.scores[k]
	case k == 0:
		return math.Inf(-1)
	}
	return t.scores[k-1]
}
