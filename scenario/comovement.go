package scenario

import (
	"iter"
	"math"

	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/internal/num"
)

// A Comovement says what the correlation of two drivers means for their ranks and values. The r of a file is between
// their normal scores, so that it works for laws of any kind. Their ranks and values are correlated somewhat less, and
// the values of laws that are skewed or have steps far less.
type Comovement struct {
	One, Other string  // by [Driver.Name]
	Scores     float64 // r, as given or repaired
	Ranks      float64 // Spearman's: of the ranks among all futures, where the laws do not step
	Values     float64 // Pearson's: of the values of the two laws, without shocks and crises
}

// Comovements lists the pairs of correlated drivers whose r is not 0, group by group, with their laws in the first
// scenario that has both. Ranks and Values are computed by quadrature, to about 0.01 for laws with steps or with a t
// copula, and 0.0001 for others. It takes about a millisecond for a pair, some twenty with a t copula, so it stops
// after [MostComovements] pairs. The error is a [PanicError] if an importer's own law panics.
func (p *Plan) Comovements() ([]Comovement, error) {
	p = door.Or(p)
	return guarded(p.seed, func() (all []Comovement, err error) {
		laws := p.laws()
		left := MostComovements * pairCost(0)
		for _, g := range p.groups {
			for pair := range g.pairs() {
				a, b, ok := lawsOf(laws, pair.One, pair.Other)
				if !ok {
					continue
				}
				if left -= pairCost(g.DF); left < 0 {
					return all, nil
				}
				all = append(all, comovement(pair, g.DF, a, b))
			}
		}
		return all, nil
	})
}

// pairs are the pairs of a group whose r is not 0; only their names and r are set.
func (g EffectiveCorrelation) pairs() iter.Seq[Comovement] {
	return func(yield func(Comovement) bool) {
		for i, other := range g.Drivers {
			for k, one := range g.Drivers[:i] {
				if r := g.Matrix[i][k]; r != 0 && !yield(Comovement{One: one, Other: other, Scores: r}) {
					return
				}
			}
		}
	}
}

// MostComovements is the most pairs that [Plan.Comovements] lists; a pair with a t copula counts as fifteen.
const MostComovements = 120

// pairCost is about the time that a pair takes, compared with one without a t copula.
func pairCost(df float64) int {
	if df == 0 {
		return 1
	}
	return 15
}

// laws are the laws of each scenario's drivers, by the drivers' names.
func (p *Plan) laws() (all []map[string]dist.Distribution) {
	for _, s := range p.scenarios {
		laws := map[string]dist.Distribution{}
		for _, d := range s.Drivers {
			laws[d.Name()] = d.Law
		}
		all = append(all, laws)
	}
	return all
}

// lawsOf are the transforms of two drivers, in the first scenario that has both.
func lawsOf(scenarios []map[string]dist.Distribution, one, other string) (a, b dist.Transform, ok bool) {
	for _, laws := range scenarios {
		if laws[one] != nil && laws[other] != nil {
			return laws[one].Transform(), laws[other].Transform(), true
		}
	}
	return nil, nil, false
}

// comovement completes a pair.
func comovement(c Comovement, df float64, a, b dist.Transform) Comovement {
	grid := newQuadrature(df)
	share := dist.Uniform{High: 1}.Transform()
	c.Values = grid.correlation(c.Scores, a, b)
	if df == 0 {
		// Kruskal, Journal of the American Statistical Association 53 (1958), 814-861
		c.Ranks = 6 / math.Pi * math.Asin(c.Scores/2)
	} else {
		c.Ranks = grid.correlation(c.Scores, share, share)
	}
	return c
}

// A quadrature is the trapezoidal rule over two independent normals, and over the spreads of a t copula. No point is at
// 0, where the law of a fair coin has its step.
type quadrature struct {
	df      float64
	first   float64 // how many steps a unit of score has
	second  float64
	spreads []float64 // all equally likely; a single 1 for a Gaussian copula
	end     float64
}

// newQuadrature takes finer steps where there are no spreads to go through.
func newQuadrature(df float64) quadrature {
	if df == 0 {
		return quadrature{first: 16, second: 16, spreads: []float64{1}, end: 8}
	}
	q := quadrature{df: df, first: 4, second: 2, end: 8}
	const places = 32
	for i := range places {
		p := (float64(i) + 0.5) / places
		q.spreads = append(q.spreads, math.Sqrt(df/float64(2*num.GammaQuantile(df/2, p, 1-p))))
	}
	return q
}

// score is the score of a normal after the copula.
func (q quadrature) score(z, spread float64) float64 {
	if q.df == 0 {
		return z
	}
	return num.StudentTScore(q.df, float64(z*spread))
}

// correlation is Pearson's correlation of the values of two laws, whose normals have the correlation r.
func (q quadrature) correlation(r float64, a, b dist.Transform) float64 {
	own := math.Sqrt(max(0, 1-float64(r*r)))
	x0, y0 := a.At(0), b.At(0)
	var mass, x1, y1, xx, yy, xy float64
	for _, spread := range q.spreads {
		for z := -q.end + 0.5/q.first; z < q.end; z += 1 / q.first {
			x := a.At(q.score(z, spread)) - x0
			for u := -q.end + 0.5/q.second; u < q.end; u += 1 / q.second {
				y := b.At(q.score(float64(r*z)+float64(own*u), spread)) - y0
				w := num.Exp(float64(-0.5 * (float64(z*z) + float64(u*u))))
				mass += w
				x1, y1 = x1+float64(w*x), y1+float64(w*y)
				xx, yy, xy = xx+float64(w*float64(x*x)), yy+float64(w*float64(y*y)), xy+float64(w*float64(x*y))
			}
		}
	}
	x1, y1 = x1/mass, y1/mass
	cov := xy/mass - float64(x1*y1)
	spreads := float64((xx/mass - float64(x1*x1)) * (yy/mass - float64(y1*y1)))
	if !(spreads > 0) {
		return 0 // a law without spread is correlated with nothing
	}
	return cov / math.Sqrt(spreads)
}
