package engine

import (
	"math"

	"github.com/openenvelope/envelope/scenario/internal/draws"
	"github.com/openenvelope/envelope/scenario/internal/kernel"
	"github.com/openenvelope/envelope/scenario/internal/num"
)

// A StudentT gives a group a Student t copula in place of the Gaussian one: its correlated normals z are multiplied by
// one spread √(DF/W) that they share on a path (and in a year, if they are drawn each year), W being chi-squared with
// DF degrees of freedom, and each product x goes back to a normal score, Φ⁻¹(F(x)) with Student's F. So each member
// alone is still normal, but extreme values come to all members at once.
//
// Demarta and McNeil, The t copula and related copulas, International Statistical Review 73 (2005), 111-129.
type StudentT struct {
	key    draws.Key
	df     float64
	spread *num.Table // by a normal score of its own
	score  *num.Table // by bent(x)
}

// The cells of the tables: with them the error of a score is at most 1e-8, see the test.
const (
	spreadCells = 2048
	scoreCells  = 8192
)

// NewStudentT makes the copula of a group; df is from 1 to 1000, key that of the group's first innovation.
func NewStudentT(key draws.Key, df float64) *StudentT {
	t := &StudentT{key: key, df: df}
	t.spread = num.NewTable(spreadCells, t.spreadAt)
	t.score = num.NewTable(scoreCells, t.bentScore)
	return t
}

// spreadAt rises with the score.
func (t *StudentT) spreadAt(u float64) float64 {
	below, above := num.Tails(-u)
	return math.Sqrt(t.df / float64(2*num.GammaQuantile(t.df/2, below, above)))
}

// Bending maps the whole line into a table: x is at bend·x/(halfway + |x|). Beyond ±70·halfway x is outside the table,
// and its score is worked out afresh.
const (
	bend    = 7.1
	halfway = 3
)

func bent(x float64) float64 { return float64(bend*x) / (halfway + math.Abs(x)) }

// bentScore is the score of the x at a place.
func (t *StudentT) bentScore(place float64) float64 {
	return num.StudentTScore(t.df, float64(halfway*place)/(bend-math.Abs(place)))
}

// spreads turns normals into spreads.
func (t *StudentT) spreads(column []float64) {
	for {
		n := kernel.Lookup(column, column, t.spread, 0, 1, math.Inf(1))
		if n == len(column) {
			return
		}
		column[n] = t.spreadAt(column[n])
		column = column[n+1:]
	}
}

// apply turns correlated normals into scores.
func (t *StudentT) apply(z, spread []float64) {
	spread = spread[:len(z)]
	for i, s := range spread {
		z[i] = bent(float64(z[i] * s))
	}
	for {
		n := kernel.Lookup(z, z, t.score, 0, 1, math.Inf(1))
		if n == len(z) {
			return
		}
		z[n] = t.bentScore(z[n])
		z = z[n+1:]
	}
}
