package engine

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/integrate/quad"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/internal/draws"
	"github.com/openenvelope/envelope/scenario/internal/kernel"
	"github.com/openenvelope/envelope/scenario/internal/num"
	"github.com/openenvelope/envelope/scenario/process"
	"github.com/shopspring/decimal"
)

// grouped is a plan of two inputs that are their scores, correlated by rho, under a copula of so many degrees of
// freedom, 0 for the Gaussian one; years is how often they are drawn.
func grouped(t *testing.T, df, rho float64, years int, yearly bool) *Plan {
	t.Helper()
	labels := []string{"opening"}
	for y := range years {
		labels = append(labels, fmt.Sprint("year ", y+1))
	}
	s := &sheet.Sheet{Years: labels}
	for _, name := range []string{"a", "b"} {
		s.AddInput(sheet.Input{Name: "in " + name, Values: []decimal.Decimal{decimal.NewFromInt(1)}})
		s.Add(sheet.Row{Name: name, Formula: sheet.Ref("in " + name)})
	}
	p, err := s.Compile()
	require.NoError(t, err)
	plan := &Plan{Columns: years + 1}
	var drivers []Driver
	for i, name := range []string{"a", "b"} {
		var move process.Process = process.Once{}
		if yearly {
			move = process.EachYear{}
		}
		plan.Innovations = append(plan.Innovations, Innovation{Key: draws.NewKey(20190401, name), Yearly: yearly})
		plan.Latents = append(plan.Latents, Latent{Innovation: i, Process: move})
		drivers = append(drivers, Driver{Latent: i, Transform: dist.Normal{SD: 1}.Transform(), Input: i})
		plan.Values = append(plan.Values, Value{Versus: -1, Slot: p.RowSlot(i)})
	}
	g := Group{Members: []int{0, 1}, Factor: [][]float64{{1, 0}, {rho, math.Sqrt(1 - rho*rho)}}}
	if df > 0 {
		g.T = NewStudentT(plan.Innovations[0].Key, df)
	}
	plan.Groups, plan.Scenarios = []Group{g}, []Scenario{{Program: p, Drivers: drivers}}
	return plan
}

// scoresOf are the scores of both inputs on n paths in a column.
func scoresOf(t *testing.T, plan *Plan, first uint64, n, column int) (a, b []float64) {
	t.Helper()
	sink := figureSink{}
	require.NoError(t, NewWorker(compiled(t, plan, cache)).Run(context.Background(), first, n, sink))
	return sink[[2]int{0, column}], sink[[2]int{1, column}]
}

const many = 1 << 18

// TestMarginsStayNormal: under a t copula each input alone is a standard normal, in its moments and in its tails.
func TestMarginsStayNormal(t *testing.T) {
	for _, df := range []float64{1, 2.5, 4, 30, 1000} {
		a, b := scoresOf(t, grouped(t, df, -0.7, 1, true), 0, many, 1)
		for name, z := range map[string][]float64{"first": a, "second": b} {
			var sums [5]float64
			below := map[float64]float64{}
			for _, x := range z {
				for k := range sums {
					sums[k] += math.Pow(x, float64(k))
				}
				for _, bound := range []float64{-3, -1.5, 0, 0.5, 2, 3} {
					if x < bound {
						below[bound]++
					}
				}
			}
			for k, moment := range map[int][2]float64{1: {0, 1}, 2: {1, 2}, 3: {0, 15}, 4: {3, 96}} {
				testkit.Z(t, fmt.Sprint(name, ", moment ", k), sums[k]/many, moment[0], math.Sqrt(moment[1]/many))
			}
			for bound, count := range below {
				p := distuv.UnitNormal.CDF(bound)
				testkit.Z(t, fmt.Sprint(name, " below ", bound), count/many, p, math.Sqrt(p*(1-p)/many))
			}
		}
	}
}

// TestKendallsTau is 2/π·asin ρ under both copulas: of pairs of paths, the share in which both inputs move the same way
// is (1 + τ)/2. Lindskog, McNeil and Schmock, Kendall's tau for elliptical distributions (2003), theorem 2.
func TestKendallsTau(t *testing.T) {
	for _, df := range []float64{0, 1, 4} {
		for _, rho := range []float64{-0.8, 0, 0.5} {
			a, b := scoresOf(t, grouped(t, df, rho, 1, true), 0, many, 1)
			agree := 0.0
			for i := 0; i < many; i += 2 {
				if (a[i]-a[i+1])*(b[i]-b[i+1]) > 0 {
					agree++
				}
			}
			p := (1 + 2/math.Pi*math.Asin(rho)) / 2
			testkit.Z(t, fmt.Sprintf("df %v, rho %v", df, rho), agree/(many/2), p, math.Sqrt(p*(1-p)/(many/2)))
		}
	}
}

// TestGaussianSpearman is 6/π·asin(ρ/2): Kruskal, Journal of the American Statistical Association 53 (1958), 814-861.
func TestGaussianSpearman(t *testing.T) {
	a, b := scoresOf(t, grouped(t, 0, 0.6, 1, true), 0, many, 1)
	var sum, squares float64
	for i := range a {
		x := 12 * (num.CDF(a[i]) - 0.5) * (num.CDF(b[i]) - 0.5)
		sum, squares = sum+x, squares+x*x
	}
	mean := sum / many
	testkit.Z(t, "Spearman", mean, 6/math.Pi*math.Asin(0.3), math.Sqrt((squares/many-mean*mean)/many))
}

// bothAbove is the probability that two variables of a bivariate t law are both above x: given the first, the second is
// a t variable of one more degree of freedom (Demarta and McNeil, section 3).
func bothAbove(df, rho, x float64) float64 {
	t, given := distuv.StudentsT{Sigma: 1, Nu: df}, distuv.StudentsT{Sigma: 1, Nu: df + 1}
	inner := func(s float64) float64 { // first = x/s for s from 0 to 1
		first := x / s
		scale := math.Sqrt((df + first*first) / (df + 1) * (1 - rho*rho))
		return t.Prob(first) * given.Survival((x-rho*first)/scale) * x / (s * s)
	}
	return quad.Fixed(inner, 0, 1, 400, nil, 0)
}

// TestTailDependence: how often both are above a high percentile, against quadrature; and that quadrature far out
// against the closed form λ = 2·T_{df+1}(−√((df+1)(1−ρ)/(1+ρ))).
func TestTailDependence(t *testing.T) {
	for _, c := range []struct{ df, rho float64 }{{2, 0}, {4, 0.5}, {4, -0.3}, {10, 0.7}} {
		unit := distuv.StudentsT{Sigma: 1, Nu: c.df}
		limit := 2 * distuv.StudentsT{Sigma: 1, Nu: c.df + 1}.CDF(-math.Sqrt((c.df+1)*(1-c.rho)/(1+c.rho)))
		far := 1e4
		assert.InEpsilon(t, limit, bothAbove(c.df, c.rho, far)/unit.Survival(far), 1e-3, "%+v", c)
		a, b := scoresOf(t, grouped(t, c.df, c.rho, 1, true), 0, many, 1)
		for _, q := range []float64{0.9, 0.99, 0.999} {
			z, p := distuv.UnitNormal.Quantile(q), bothAbove(c.df, c.rho, unit.Quantile(q))
			high, low := 0.0, 0.0
			for i := range a {
				if a[i] > z && b[i] > z {
					high++
				}
				if a[i] < -z && b[i] < -z {
					low++
				}
			}
			testkit.Z(t, fmt.Sprintf("%+v, both above p%v", c, 100*q), high/many, p, math.Sqrt(p*(1-p)/many))
			testkit.Z(t, fmt.Sprintf("%+v, both below", c), low/many, p, math.Sqrt(p*(1-p)/many))
		}
	}
}

// TestCopulaTables: what a score is off by, at every x that comes up, against the function; a spread, relative to it.
func TestCopulaTables(t *testing.T) {
	for _, df := range []float64{1, 2, 4, 30, 1000} {
		c := NewStudentT(1, df)
		var worst, spread float64
		for x := 1e-6; x < 1e7; x *= 1.0031 {
			for _, x := range []float64{x, -x} {
				z, want := []float64{x}, num.StudentTScore(df, x)
				c.apply(z, []float64{1})
				if math.Abs(want) < 20 { // beyond, no draw comes
					worst = max(worst, math.Abs(z[0]-want))
				}
			}
		}
		for u := -6.764; u < 6.764; u += 0.00173 {
			s := []float64{u}
			c.spreads(s)
			spread = max(spread, math.Abs(s[0]/c.spreadAt(u)-1))
		}
		t.Logf("%v degrees of freedom: score %.2g, spread %.2g", df, worst, spread)
		assert.Less(t, worst, 1e-8, "df %v", df)
		assert.Less(t, spread, 1e-7, "df %v", df)
	}
	c := NewStudentT(1, 4)
	beyond := []float64{7.5, -7.5, 8, 0, 0.5, 7.6, -7}
	spreads := slices.Clone(beyond)
	c.spreads(spreads)
	for i, u := range beyond {
		assert.InDelta(t, 1, spreads[i]/c.spreadAt(u), 1e-7, "%v, beyond the table or after one that is", u)
	}
	far := []float64{1e9, -1e9, 2e9, 0.5, -3e9, 1}
	scores := slices.Clone(far)
	c.apply(scores, []float64{1, 1, 1, 1, 1, 1})
	for i, x := range far {
		assert.InDelta(t, num.StudentTScore(4, x), scores[i], 1e-7, "%v, beyond the table or after one that is", x)
	}
}

// TestTheSpreadIsShared: an input drawn once keeps its score for all years; one drawn each year gets another spread in
// each, which is the same alone or among many, whatever the block and the kernel.
func TestTheSpreadIsShared(t *testing.T) {
	once := grouped(t, 3, 0.4, 6, false)
	first, _ := scoresOf(t, once, 0, 300, 1)
	last, _ := scoresOf(t, once, 0, 300, 6)
	assert.Equal(t, first, last)

	yearly := grouped(t, 3, 0.4, 6, true)
	for _, name := range kernel.Names() {
		restore, ok := kernel.Use(name)
		if !ok {
			continue
		}
		h := sha256.New()
		for column := 1; column <= 6; column++ {
			a, b := scoresOf(t, yearly, 0, 1000, column)
			again, _ := scoresOf(t, yearly, 707, 1, column)
			assert.Equal(t, a[707], again[0])
			for _, z := range append(a, b...) {
				h.Write(binary.LittleEndian.AppendUint64(nil, math.Float64bits(z)))
			}
		}
		assert.Equal(t, "6a270ed39f9a8eef", hex.EncodeToString(h.Sum(nil)[:8]), "kernel %s", name)
		restore()
	}
	a, b := scoresOf(t, yearly, 0, many, 5)
	c, d := scoresOf(t, yearly, 0, many, 6)
	var within, across, squares float64 // sizes go together within a year, and not across
	for i := range a {
		x, y, w := a[i]*a[i]-1, b[i]*b[i]-1, d[i]*d[i]-1
		within += x * y
		across += x * w
		squares += x * x * w * w
	}
	assert.Greater(t, within/many, 0.5)
	testkit.Z(t, "across years", across/many, 0, math.Sqrt(squares)/many)
	assert.NotEqual(t, a, c)
}

// Each group with a t copula has spreads of its own, those of its key: one that is drawn each year has another each
// year, four years from one block of draws, and one that is drawn once keeps its spread.
func TestSpreadsAreThoseOfTheirKeys(t *testing.T) {
	const years, n = 14, kernel.StripPaths
	plan := drawPlan(t, years, dist.Normal{SD: 1})
	once, yearly := NewStudentT(draws.NewKey(1, "once"), 5), NewStudentT(draws.NewKey(1, "yearly"), 3)
	plan.Groups = []Group{{Members: []int{0}, Factor: [][]float64{{1}}, T: once},
		{Members: []int{1, 2}, Factor: [][]float64{{1}, {0.6, 0.8}}, T: yearly}}
	code := compiled(t, plan, cache)
	w := NewWorker(code)
	w.firstPath, w.n = 70, n
	for year := range years {
		w.draw(year)
		for before, g := range []*StudentT{once, yearly} {
			drawn := year * before // the first group's year is always the first
			var quad [4][]float64
			for k := range quad {
				quad[k] = make([]float64, n)
			}
			draws.Normals(&quad, g.key, 70, uint32(drawn/4), draws.Spreads)
			g.spreads(quad[drawn%4])
			assert.Equal(t, quad[drawn%4], w.column(code.spread(before, drawn%4), n), "group %d, year %d", before, year)
		}
	}
}
