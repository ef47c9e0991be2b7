package scenario_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/process"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat/distuv"
)

const (
	manyPaths = 1_000_000
	fixedSeed = 20180618
)

// agrees asserts that an estimate is within 4.75 of its own standard errors of the truth.
func agrees(t *testing.T, truth float64, e scenario.Estimate, what string, args ...any) {
	t.Helper()
	z := (e.Value - truth) / (e.HalfWidth() / 1.959964)
	assert.Less(t, math.Abs(z), 4.75, "%s: estimate %v, truth %v, z %.2f", fmt.Sprintf(what, args...), e.Value, truth,
		z)
}

func cell(t *testing.T, r *scenario.Result, line, year string) scenario.Cell {
	t.Helper()
	c, ok := r.Cell(r.Scenarios[0], line, year)
	require.True(t, ok, "%s in %s", line, year)
	return c
}

// Form 1 and 2: a product of independent lognormal growth factors is lognormal; mean exp(Σμ + Σσ²/2), every
// percentile exp(m + s·z).
func TestClosedFormLognormalProduct(t *testing.T) {
	s := inputs([]string{"0", "1", "2", "3", "4", "5"}, "growth")
	s.Add(sheet.Row{Name: "level", Opening: sheet.Num(1), Formula: sheet.Last("level").Times(sheet.Ref("growth"))})
	mu, sigma := 0.03, 0.05
	r := run(t, &scenario.Model{Baseline: scenario.Scenario{Name: "s", Model: s, Drivers: []scenario.Driver{
		{Input: "in_growth", Law: dist.Lognormal{Median: math.Exp(mu), Sigma: sigma}, Process: process.EachYear{}}}}},
		scenario.Options{Paths: manyPaths, Seed: fixedSeed})
	for year := 1; year <= 5; year++ {
		c := cell(t, r, "level", fmt.Sprint(year))
		n := float64(year)
		m, v := n*mu, n*sigma*sigma
		truth := math.Exp(m + v/2)
		agrees(t, truth, c.Mean, "mean in year %d", year)
		agrees(t, truth*math.Sqrt(math.Expm1(v)), c.SD, "sd in year %d", year)
		for _, p := range c.Percentiles {
			z := distuv.UnitNormal.Quantile(p.P)
			agrees(t, math.Exp(m+math.Sqrt(v)*z), p.Estimate, "p%v in year %d", 100*p.P, year)
		}
	}
}

// Form 3 and 4: a sum of correlated normals is normal with variance Σᵢⱼ ρᵢⱼσᵢσⱼ; so is their difference, drawn
// once and drawn yearly.
func TestClosedFormCorrelatedSum(t *testing.T) {
	for _, move := range []process.Process{process.Once{}, process.EachYear{}} {
		s := inputs([]string{"0", "1"}, "a", "b", "c")
		s.Add(sheet.Row{Name: "sum", Formula: sheet.Sum(sheet.Ref("a"), sheet.Ref("b"), sheet.Ref("c"))},
			sheet.Row{Name: "gap", Formula: sheet.Ref("a").Minus(sheet.Ref("c"))})
		m := &scenario.Model{
			Baseline: scenario.Scenario{Name: "s", Model: s, Drivers: []scenario.Driver{
				{Input: "in_a", Law: dist.Normal{Mean: 1, SD: 2}, Process: move},
				{Input: "in_b", Law: dist.Normal{Mean: -3, SD: 1}, Process: move},
				{Input: "in_c", Law: dist.Normal{Mean: 10, SD: 0.5}, Process: move},
			}},
			Correlation: []scenario.Correlation{{Drivers: []string{"in_a", "in_b", "in_c"},
				Matrix: [][]float64{{1, 0.6, -0.4}, {0.6, 1, 0.1}, {-0.4, 0.1, 1}}}},
		}
		r := run(t, m, scenario.Options{Paths: manyPaths, Seed: fixedSeed})
		sum, gap := cell(t, r, "sum", "1"), cell(t, r, "gap", "1")
		agrees(t, 8, sum.Mean, "mean of sum")
		agrees(t, math.Sqrt(4+1+0.25+2*(0.6*2*1-0.4*2*0.5+0.1*1*0.5)), sum.SD, "sd of sum")
		agrees(t, -9, gap.Mean, "mean of gap")
		agrees(t, math.Sqrt(4+0.25+2*0.4*2*0.5), gap.SD, "sd of gap")
	}
}

// Form 13: an AR(1) from zero has variance σ²(1 − ρ²ᵗ)/(1 − ρ²); a stationary one has the same law each year, and
// a correlation of ρᵏ over k years, so that a sum of two neighbours has variance 2σ²(1 + ρ).
func TestClosedFormAR1(t *testing.T) {
	years := []string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}
	s := inputs(years, "walk", "steady")
	s.Add(sheet.Row{Name: "two", Formula: sheet.Ref("steady").Plus(sheet.Last("steady"))})
	rho, sigma := 0.7, 0.02
	r := run(t, &scenario.Model{Baseline: scenario.Scenario{Name: "s", Model: s, Drivers: []scenario.Driver{
		{Input: "in_walk", Law: dist.Normal{SD: sigma}, Process: process.AR1{Persistence: rho}},
		{Input: "in_steady", Law: dist.Normal{SD: sigma}, Process: process.EachYear{Persistence: rho}},
	}}}, scenario.Options{Paths: manyPaths, Seed: fixedSeed})
	for i, year := range years[1:] {
		variance := (1 - math.Pow(rho, 2*float64(i+1))) / (1 - rho*rho)
		agrees(t, sigma*math.Sqrt(variance), cell(t, r, "walk", year).SD, "AR(1) in year %s", year)
		agrees(t, sigma, cell(t, r, "steady", year).SD, "stationary in year %s", year)
		agrees(t, 0, cell(t, r, "steady", year).Mean, "mean in year %s", year)
		if i > 0 {
			agrees(t, sigma*math.Sqrt(2*(1+rho)), cell(t, r, "two", year).SD, "neighbours in year %s", year)
		}
	}
}

// Form 8 and 9: funding F and demand D jointly lognormal with correlation ρ. P(F < D) = Φ(d) with
// d = (m_D − m_F)/s, s² = σ_F² + σ_D² − 2ρσ_Fσ_D, and the expected shortfall E[(D − F)⁺] is Margrabe's formula.
func TestClosedFormDeficit(t *testing.T) {
	s := inputs([]string{"0", "1"}, "funding", "demand")
	s.Add(sheet.Row{Name: "balance", Formula: sheet.Ref("funding").Minus(sheet.Ref("demand"))},
		sheet.Row{Name: "shortfall", Formula: sheet.Max(sheet.Num(0), sheet.Ref("demand").Minus(sheet.Ref("funding")))})
	f, d, sf, sd, rho := 100.0, 98.0, 0.04, 0.06, 0.35
	r := run(t, &scenario.Model{
		Baseline: scenario.Scenario{Name: "s", Model: s, Drivers: []scenario.Driver{
			{Input: "in_funding", Law: dist.Lognormal{Median: f, Sigma: sf}},
			{Input: "in_demand", Law: dist.Lognormal{Median: d, Sigma: sd}},
		}},
		Correlation: []scenario.Correlation{{Drivers: []string{"in_funding", "in_demand"},
			Matrix: [][]float64{{1, rho}, {rho, 1}}}},
	}, scenario.Options{Paths: manyPaths, Seed: fixedSeed})
	spread := math.Sqrt(sf*sf + sd*sd - 2*rho*sf*sd)
	deficit := distuv.UnitNormal.CDF(math.Log(d/f) / spread)
	chance, ok := r.Chance("s", "balance_in_year", "1")
	require.True(t, ok)
	agrees(t, 1-deficit, chance.Probability, "chance of balance")

	meanD, meanF := d*math.Exp(sd*sd/2), f*math.Exp(sf*sf/2)
	d1 := math.Log(meanD/meanF)/spread + spread/2
	margrabe := meanD*distuv.UnitNormal.CDF(d1) - meanF*distuv.UnitNormal.CDF(d1-spread)
	agrees(t, margrabe, cell(t, r, "shortfall", "1").Mean, "expected shortfall")
}

// A follower moves with its leader: a normal one by difference, a lognormal one in proportion, any other by difference.
func TestFollowersMoveWithTheirLeader(t *testing.T) {
	s := inputs([]string{"0", "1"}, "rate", "rate2", "size", "size2", "flat", "flat2")
	r := run(t, &scenario.Model{Baseline: scenario.Scenario{Name: "s", Model: s, Drivers: []scenario.Driver{
		{Input: "in_rate", Law: dist.Normal{Mean: 0.02, SD: 0.01}},
		{Input: "in_rate2", Follows: "in_rate", Times: -2},
		{Input: "in_size", Law: dist.Lognormal{Median: 5, Sigma: 0.1}},
		{Input: "in_size2", Follows: "in_size", Times: 0.5},
		{Input: "in_flat", Law: dist.Uniform{Low: 2, High: 4}},
		{Input: "in_flat2", Follows: "in_flat", Times: 3},
	}}}, scenario.Options{Paths: 10_000, Seed: fixedSeed})
	mirror := map[float64]float64{0.05: 0.95, 0.25: 0.75, 0.75: 0.25, 0.95: 0.05}
	for p, mirrored := range mirror {
		at := func(line string, p float64) float64 {
			e, ok := cell(t, r, line, "1").P(p)
			require.True(t, ok)
			return e.Value
		}
		assert.InDelta(t, 1-2*(at("rate", p)-0.02), at("rate2", mirrored), 2e-4)
		assert.InDelta(t, math.Sqrt(at("size", p)/5), at("size2", p), 2e-4)
		assert.InDelta(t, 1+3*(at("flat", p)-3), at("flat2", p), 5e-3)
	}
}
