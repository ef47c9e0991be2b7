package scenario_test

import (
	"fmt"
	"math"
	"os"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat/distuv"
)

// What reserve gives 90% confidence, and what does it cost services? Costs equal funding but for growth of mean 0 and
// sd σ, so a reserve of r suffices with probability Φ(r/σ): 90% at r = 1.2816 σ. It costs r, and pays for a deficit of
// E[min(r, g⁺)] = σ(φ(0) − φ(r/σ)) + r(1 − Φ(r/σ)) on average.
func TestClosedFormRiskReserve(t *testing.T) {
	const sd, size = 0.02, 1e9 // pounds
	unit := distuv.UnitNormal
	for _, share := range []float64{0, 0.01, 0.025631} {
		m := &finance.Model{First: 2018, Last: 2019,
			Funding:     finance.Settlement{Baseline: finance.Billion, CashGrowth: []finance.Rate{0}},
			Need:        finance.Need{RealGrowth: []finance.Rate{0}},
			RiskReserve: finance.RiskReserve{Share: []finance.Rate{finance.Rate(share)}}}
		r := run(t, &scenario.Model{Baseline: scenario.Scenario{Name: "s", Model: m, Drivers: []scenario.Driver{
			{Input: "need.real_growth", Law: dist.Normal{SD: sd}}}}},
			scenario.Options{Paths: manyPaths, Seed: fixedSeed,
				Lines: []string{"balance", "frozen", "released", "unreleased"}})
		enough, ok := r.Chance("s", "balance_in_year", "2019/20")
		require.True(t, ok)
		at := share / sd
		agrees(t, unit.CDF(at), enough.Probability, "chance that %v is enough", share)
		frozen := cell(t, r, "frozen", "2019/20")
		assert.InDelta(t, share*size, frozen.Mean.Value, 1, "what services do without")
		if released := cell(t, r, "released", "2019/20"); share > 0 {
			paid := size * (sd*(unit.Prob(0)-unit.Prob(at)) + share*(1-unit.CDF(at)))
			agrees(t, paid, released.Mean, "what it pays for deficits")
			agrees(t, share*size-paid, cell(t, r, "unreleased", "2019/20").Mean, "what is left")
		}
	}
}

// Which glide path keeps the chance of a breach low? With cost growth g drawn once, the balance of year t holds as long
// as (1 + g)ᵗ is at most (funding + support) / opening cost.
func TestClosedFormGlidePath(t *testing.T) {
	const mean, sd = 0.02, 0.005
	bn := float64(finance.Billion)
	for _, withdrawn := range [][]finance.Rate{nil, {0.25, 0.5, 1}, {0, 0, 1}} {
		m := &finance.Model{First: 2025, Last: 2028,
			Funding: finance.Settlement{Baseline: 100 * finance.Billion, CashGrowth: []finance.Rate{0.022}},
			Opening: finance.Opening{Position: -2.2 * finance.Billion},
			Need:    finance.Need{RealGrowth: []finance.Rate{mean}},
			Support: finance.Support{Amount: []finance.Amount{2.2 * finance.Billion}, Withdrawn: withdrawn}}
		r := run(t, &scenario.Model{Baseline: scenario.Scenario{Name: "s", Model: m, Drivers: []scenario.Driver{
			{Input: "need.real_growth", Law: dist.Normal{Mean: mean, SD: sd}}}}},
			scenario.Options{Paths: manyPaths, Seed: fixedSeed, Lines: []string{"balance", "support_paid"}})
		for year := range 3 {
			support := 2.2 * bn
			if withdrawn != nil {
				support *= 1 - float64(withdrawn[year])
			}
			n := float64(year + 1)
			most := math.Pow((100*bn*math.Pow(1.022, n)+support)/(102.2*bn), 1/n) - 1
			holds, ok := r.Chance("s", "balance_in_year", m.Label(m.First+1+finance.Year(year)))
			require.True(t, ok)
			truth := distuv.UnitNormal.CDF((most - mean) / sd)
			agrees(t, truth, holds.Probability, "%v in year %d", withdrawn, year+1)
		}
	}
}

// A file's support, reserve and debt are the model's.
func TestDeficitsAreReadAsWritten(t *testing.T) {
	text, err := os.ReadFile("file/testdata/good/everything.yaml")
	require.NoError(t, err)
	spec, err := file.Load("everything.yaml", text)
	require.NoError(t, err)
	read, err := spec.Model()
	require.NoError(t, err)
	m, ok := read.Baseline.Model.(*finance.Model)
	require.True(t, ok)
	const million = finance.Million
	assert.Equal(t, finance.Support{Adds: true, Amount: []finance.Amount{50 * million},
		Withdrawn: []finance.Rate{0, 0.25, 0.5, 0.75, 1}, Target: []finance.Amount{-500 * million}}, m.Support)
	assert.Equal(t, finance.RiskReserve{Share: []finance.Rate{0.01}, Released: []finance.Rate{0.5}}, m.RiskReserve)
	assert.Equal(t, finance.Debt{Opening: finance.Billion, Interest: []finance.Rate{0.02}, Surplus: finance.Repays,
		Repay: finance.Repay{AtMost: []finance.Amount{20 * million}, Due: []finance.Rate{0.03}},
		Loans: []finance.Loan{
			{Name: "normal", Opening: 300 * million, Interest: []finance.Rate{0.015}, Repaid: []finance.Rate{0.1}},
			{Name: "special measures", Opening: 100 * million, Interest: []finance.Rate{0.06}},
		},
		Equity: finance.Equity{Share: 0.4, Year: 2022, Charge: []finance.Rate{0.035}}}, m.Debt)
	assert.NotEmpty(t, m.Notes["debt.loans.special measures.interest"].Place)
}

// Every number of them but the opening ones and the year can be uncertain.
func TestDeficitsMayBeUncertain(t *testing.T) {
	const uncertain = "{uniform: {low: 1%, high: 2%}}"
	text := fmt.Sprintf(`
schema: 1
years: 2018/19 to 2020/21
funding: {baseline: £100m, real_growth: 3%%}
need: {real_growth: 4%%}
support: {amount: {p10: £1m, p90: £2m}, withdrawn: %[1]s, target: {p10: -£2m, p90: -£1m}}
risk_reserve: {share: %[1]s, released: %[1]s}
debt:
  interest: %[1]s
  surplus: repays
  repay: {at_most: {p10: £1m, p90: £2m}, due: %[1]s}
  loans: {bail-out: {opening: £5m, interest: %[1]s, repaid: %[1]s}}
  equity: {share: %[1]s, year: 2019/20, charge: %[1]s}
lines: [balance, support_paid, frozen, equity_charge, years_in_debt, debt.loans.bail-out]
not_modelled: []
`, uncertain)
	spec, err := file.Load("f.yaml", []byte(text))
	require.NoError(t, err)
	m, err := spec.Model()
	require.NoError(t, err)
	assert.Len(t, m.Baseline.Drivers, 12)
	r := run(t, m, scenario.Options{Paths: 1000, Lines: []string{"equity_charge", "debt.loans.bail-out"}})
	assert.Positive(t, cell(t, r, "equity_charge", "2020/21").SD.Value)
	assert.Positive(t, cell(t, r, "debt.loans.bail-out", "2020/21").SD.Value)
}
