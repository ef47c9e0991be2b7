package scenario

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/shopspring/decimal"
)

// What r comes to, against closed forms: it is the values' own for normal laws; (e^(rst) − 1) / √((e^(ss) − 1)(e^(tt) −
// 1)) for lognormal ones; that of the ranks, 6/π·asin(r/2), for uniform ones; and 2/π·asin(r) for two fair coins.
func TestComovementsAgainstClosedForms(t *testing.T) {
	normal, uniform := dist.Normal{Mean: 0.02, SD: 0.01}, dist.Uniform{Low: 2, High: 5}
	coin := dist.Bernoulli{Chance: 0.5, Size: 1}
	narrow, wide := dist.Lognormal{Median: 3, Sigma: 0.4}, dist.Lognormal{Median: 1e6, Sigma: 1}
	for _, r := range []float64{-1, -0.7, -0.2, 0.1, 0.5, 0.9, 1} {
		ranks := 6 / math.Pi * math.Asin(r/2)
		for _, c := range []struct {
			a, b         dist.Distribution
			want, within float64
		}{
			{normal, dist.Normal{Mean: -9, SD: 1e6}, r, 1e-9},
			{uniform, dist.Uniform{High: 1}, ranks, 1e-4},
			{narrow, wide, math.Expm1(r*0.4) / math.Sqrt(math.Expm1(0.16)*math.Expm1(1)), 1e-6},
			{coin, coin, 2 / math.Pi * math.Asin(r), 0.015},
			{normal, dist.Normal{Mean: 3}, 0, 0},
		} {
			got := comovement(Comovement{Scores: r}, 0, c.a.Transform(), c.b.Transform())
			assert.InDelta(t, c.want, got.Values, c.within, "r = %v of %+v and %+v", r, c.a, c.b)
			assert.InDelta(t, ranks, got.Ranks, 1e-15)
		}
	}
}

// What r comes to under a t copula, against a sample of it; with many degrees of freedom it is the Gaussian one.
func TestComovementsUnderATCopula(t *testing.T) {
	normal, lean := dist.Normal{SD: 1}.Transform(), dist.Lognormal{Median: 1, Sigma: 0.5}.Transform()
	near := comovement(Comovement{Scores: 0.6}, 1000, normal, normal)
	assert.InDelta(t, 0.6, near.Values, 1e-3)
	assert.InDelta(t, 6/math.Pi*math.Asin(0.3), near.Ranks, 1e-3)
	source := rand.New(rand.NewPCG(1, 2))
	for _, df := range []float64{2, 4} {
		law := distuv.StudentsT{Sigma: 1, Nu: df}
		var p, q, x, y []float64
		for range 100_000 {
			spread := math.Sqrt(df / distuv.ChiSquared{K: df, Src: source}.Rand())
			a, b := source.NormFloat64(), source.NormFloat64()
			u, v := law.CDF(spread*a), law.CDF(spread*(0.6*a+0.8*b))
			p, q = append(p, u), append(q, v)
			x, y = append(x, normal.At(distuv.UnitNormal.Quantile(u))),
				append(y, lean.At(distuv.UnitNormal.Quantile(v)))
		}
		got := comovement(Comovement{Scores: 0.6}, df, normal, lean)
		assert.InDelta(t, stat.Correlation(p, q, nil), got.Ranks, 0.01, "%v degrees of freedom", df)
		assert.InDelta(t, stat.Correlation(x, y, nil), got.Values, 0.01, "%v degrees of freedom", df)
	}
}

// A plan lists its pairs in the order of the groups, but those that are independent.
func TestPlanListsComovements(t *testing.T) {
	s := &sheet.Sheet{Years: []string{"0", "1"}}
	m := &Model{Correlation: []Correlation{{Drivers: []string{"a", "b", "c"},
		Matrix: [][]float64{{1, 0.5, 0}, {0.5, 1, -0.2}, {0, -0.2, 1}}}}}
	for _, name := range []string{"a", "b", "c"} {
		s.Inputs = append(s.Inputs,
			sheet.Input{Name: name, Unit: sheet.Number, Values: []decimal.Decimal{decimal.Zero}})
		s.Add(sheet.Row{Name: "row_" + name, Unit: sheet.Number, Formula: sheet.Ref(name)})
		m.Baseline.Drivers = append(m.Baseline.Drivers, Driver{Input: name, Law: dist.Lognormal{Median: 1, Sigma: 0.5}})
	}
	m.Baseline.Model = s
	p, err := NewPlan(context.Background(), m, Options{Paths: 100})
	require.NoError(t, err)
	pairs, err := p.Comovements()
	require.NoError(t, err)
	require.Len(t, pairs, 2)
	assert.Equal(t, [3]any{"a", "b", 0.5}, [3]any{pairs[0].One, pairs[0].Other, pairs[0].Scores})
	assert.Equal(t, [3]any{"b", "c", -0.2}, [3]any{pairs[1].One, pairs[1].Other, pairs[1].Scores})
	assert.InDelta(t, math.Expm1(-0.05)/math.Expm1(0.25), pairs[1].Values, 1e-6)
}
