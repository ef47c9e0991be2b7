package scenario_test

import (
	"context"
	"fmt"
	"math"
	"testing"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/measure"
	"github.com/openenvelope/envelope/scenario/process"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// exp(0.012) and exp(0.016), written down because math.Exp differs between processors.
const (
	expOf12 = 1.0120722888660778
	expOf16 = 1.016128685406095
)

// r1 is the benchmark workload R1 as an importer would write it: 20 years, six correlated AR(1) drivers, an
// earmark that leaks and pays back after two years, and a balance carried at interest. It has no money units, so
// nothing is rounded.
func r1() *scenario.Model {
	s := &sheet.Sheet{}
	for year := range 21 {
		s.Years = append(s.Years, fmt.Sprint(year))
	}
	input := func(name string, centre float64) sheet.Expr {
		s.AddInput(sheet.Input{Name: name, Values: []decimal.Decimal{decimal.NewFromFloat(centre)}})
		return sheet.Ref(name)
	}
	one, num, ref, last := sheet.Num(1), sheet.Num, sheet.Ref, sheet.Last
	growth := input("growth", 0.034)
	payVolume, otherVolume := input("pay_volume", expOf12), input("other_volume", expOf16)
	payPrice, otherPrice := input("pay_price", 0.028), input("other_price", 0.025)
	delivery, payback := input("delivery", 0.6), input("payback", 1)

	row := func(name string, opening, formula sheet.Expr) {
		s.Add(sheet.Row{Name: name, Opening: opening, Formula: formula})
	}
	none := sheet.Expr{}
	row("funding", num(100), last("funding").Times(one.Plus(growth)))
	row("new_money", none, ref("funding").Minus(last("funding")))
	row("efficiency", none, one.Minus(num(0.02).Times(sheet.Min(sheet.Max(delivery, num(0)), one))))
	row("pay", num(68), last("pay").Times(payVolume).Times(one.Plus(payPrice)).Times(ref("efficiency")))
	row("other", num(32), last("other").Times(otherVolume).Times(one.Plus(otherPrice)).Times(ref("efficiency")))
	row("cost", none, ref("pay").Plus(ref("other")))
	row("earmark", none, sheet.Max(num(0), num(0.25).Times(ref("new_money"))))
	row("benefit", none, ref("returned").Ago(2))
	row("pressure", none, ref("cost").Minus(ref("funding").Minus(ref("earmark"))).Minus(ref("benefit")))
	row("diverted", none, sheet.Min(ref("earmark"), sheet.Max(num(0), ref("pressure")).Times(num(0.5))))
	row("spent", none, ref("earmark").Minus(ref("diverted")))
	row("returned", none, ref("spent").Times(num(0.6)).Times(payback))
	row("balance", none, ref("funding").Minus(ref("cost")).Minus(ref("spent")).Plus(ref("benefit")))
	row("carry", none, last("carry").Times(num(1.035)).Plus(ref("balance")))

	ar := func(rho float64) process.Process { return process.AR1{Persistence: rho} }
	return &scenario.Model{
		Name: "R1",
		Baseline: scenario.Scenario{Name: "R1", Model: s, Drivers: []scenario.Driver{
			{Input: "growth", Law: dist.Normal{Mean: 0.034, SD: 0.010}, Process: ar(0.5)},
			{Input: "pay_volume", Law: dist.Lognormal{Median: expOf12, Sigma: 0.008}, Process: ar(0.3)},
			{Input: "pay_price", Law: dist.Normal{Mean: 0.028, SD: 0.010}, Process: ar(0.6)},
			{Input: "delivery", Law: dist.Normal{Mean: 0.6, SD: 0.15}, Process: ar(0.4)},
			{Input: "payback", Law: dist.Lognormal{Median: 1, Sigma: 0.20}, Process: ar(0.2)},
			{Input: "other_price", Law: dist.Normal{Mean: 0.025, SD: 0.012}, Process: ar(0.6)},
			{Input: "other_volume", Follows: "pay_volume", Times: 0.8},
		}},
		Correlation: []scenario.Correlation{{
			Drivers: []string{"growth", "pay_volume", "pay_price", "delivery", "payback", "other_price"},
			Matrix: [][]float64{
				{1, .2, .3, .1, .1, .3},
				{.2, 1, .25, -.1, 0, .2},
				{.3, .25, 1, 0, .1, .6},
				{.1, -.1, 0, 1, .3, 0},
				{.1, 0, .1, .3, 1, .1},
				{.3, .2, .6, 0, .1, 1},
			},
		}},
	}
}

func r1Options(paths uint64) scenario.Options {
	return scenario.Options{Paths: paths, Seed: 1, Lines: []string{"balance", "carry"}}
}

// r1Questions asks what every peer works out: 40 series with all their statistics, and the chance of zero or more in
// each year of both rows.
func r1Questions(paths uint64, workers int) scenario.Options {
	o := r1Options(paths)
	o.Workers = workers
	o.Conditions = []scenario.Condition{{Line: "balance", Measure: measure.InYear{}},
		{Line: "carry", Measure: measure.InYear{}}}
	return o
}

// The figures of R1 that every peer of the study agreed on, with its stated errors. The line that it logs is what the
// peers in benchmarks/ print, to be compared with theirs.
func TestR1AgreesWithItsPeers(t *testing.T) {
	r, err := scenario.Run(context.Background(), r1(), r1Questions(200_000, 0))
	require.NoError(t, err)
	balance, _ := r.Cell("R1", "balance", "20")
	carry, _ := r.Cell("R1", "carry", "20")
	chance, _ := r.Chance("R1", "balance_in_year", "20")
	p5, _ := carry.P(0.05)
	p95, _ := carry.P(0.95)
	t.Logf("check peer=envelope paths=%d balance_mean=%.5f balance_sd=%.5f deficit=%.6f carry_mean=%.4f carry_sd=%.4f carry_p5=%.3f carry_p95=%.3f",
		r.Run.Paths, balance.Mean.Value, balance.SD.Value, 1-chance.Probability.Value, carry.Mean.Value, carry.SD.Value,
		p5.Value, p95.Value)
	for _, f := range []struct {
		name                string
		got                 scenario.Estimate
		want, standardError float64 // of the published figure
	}{
		{"mean balance", balance.Mean, 19.11, 0.02},
		{"sd of balance", balance.SD, 22.13, 0.02},
		{"chance of a deficit", scenario.Estimate{Value: 1 - chance.Probability.Value, Lo: 1 - chance.Probability.Hi,
			Hi: 1 - chance.Probability.Lo}, 0.1975, 0.0004},
		{"mean carry", carry.Mean, 200.0, 0.3},
		{"sd of carry", carry.SD, 261.5, 0.3},
		{"p5 of carry", p5, -234.8, 0.6},
		{"p95 of carry", p95, 623.7, 0.9},
	} {
		ours := f.got.HalfWidth() / 1.96
		z := (f.got.Value - f.want) / math.Hypot(ours, f.standardError)
		assert.Less(t, math.Abs(z), 4.75, "%s: %v, published %v", f.name, f.got.Value, f.want)
	}
}

// r1Paths is the number of paths of one round of R1: enough that reading the percentiles out at the end is lost in it.
const r1Paths = 1 << 18

// BenchmarkR1 measures the engine through the public API on one worker under each implementation of the kernels: all
// statistics, without the plan.
func BenchmarkR1(b *testing.B) {
	eachKernels(b, func(b *testing.B) { eachPath(b, r1(), r1Questions(r1Paths, 1)) })
}

// BenchmarkR1Workers measures the same with one worker and with two, for the wall clock.
func BenchmarkR1Workers(b *testing.B) {
	for _, workers := range []int{1, 2} {
		b.Run(fmt.Sprint(workers), func(b *testing.B) { eachPath(b, r1(), r1Questions(r1Paths, workers)) })
	}
}

// BenchmarkLatency measures how long a person waits for 16,384 paths of R1 on one worker, everything included.
func BenchmarkLatency(b *testing.B) {
	start := newStopwatch()
	for b.Loop() {
		run(b, r1(), r1Questions(16_384, 1))
	}
	start.report(b, 1e-6, "ms")
}
