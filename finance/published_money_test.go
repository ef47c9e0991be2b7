package finance_test

import (
	"math"
	"slices"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What was published of savings closes but for what the sources rounded: delivered less recurrent and non-recurrent is
// unexplained (NHS Improvement; HFMA, December 2017; HSJ, 2019; NAO, 2020). 2018/19 is left out: what was delivered was
// derived there from the same parts.
func TestPublishedSplitsOfSavings(t *testing.T) {
	rows := published(t, "efficiency_savings")
	bn := func(year, column string) finance.Amount { return rows.amount(t, year, column+"_gbp_bn", "bn") }
	for year, want := range map[string]finance.Amount{
		"2016/17":    0,
		"2017/18":    -2 * finance.Million,
		"2017/18 M6": 3 * finance.Million,
	} {
		unexplained := bn(year, "delivered") - bn(year, "recurrent") - bn(year, "non_recurrent")
		t.Logf("%s: unexplained £%s", year, unexplained)
		assert.Equal(t, want, unexplained, year)
	}
	for year, want := range map[string]float64{"2011/12": 0.983, "2015/16": 0.902, "2017/18": 0.873,
		"2017/18 M6": 0.882, "2022/23": 0.878, "2024/25": 0.935} {
		assert.InDelta(t, want, float64(bn(year, "delivered"))/float64(bn(year, "planned")), 0.0006, year)
	}
}

// NHS trusts at half of 2017/18: of £1,315m of recurrent savings planned £354m were missing, and one-off measures came
// to £185m more than the £111m planned (HFMA, 5 December 2017). One-off measures filled 52% of the shortfall. With the
// £111m that is the £1.26bn reported, but for £3m; and £296m of it had to be found again.
func TestOneOffMeasuresOf2017To18(t *testing.T) {
	rows := published(t, "efficiency_savings")
	year := "2017/18 M6"
	planned, recurrent := rows.amount(t, year, "planned_gbp_bn", "bn"), rows.amount(t, year, "recurrent_gbp_bn", "bn")
	oneOff := rows.amount(t, year, "non_recurrent_gbp_bn", "bn")
	const short, above = 354 * finance.Million, 185 * finance.Million
	lasting, plannedOneOff := recurrent+short, oneOff-above
	assert.InDelta(t, float64(planned), float64(lasting+plannedOneOff), 3*finance.Million, "the plan, as printed")

	m := flat()
	m.Funding.Baseline = 43 * finance.Billion // about half a year's; no figure here depends on it
	m.Savings = finance.Savings{Amount: []finance.Amount{lasting},
		Fill:     []finance.Rate{finance.Rate(float64(above) / short)},
		Delivery: []finance.Rate{finance.Rate(float64(recurrent) / float64(lasting))}}
	for name, want := range map[string]finance.Amount{"recurrent_savings": recurrent, "savings_shortfall": short,
		"non_recurrent_savings": above} {
		assert.Equal(t, want, pence(t, m, name)[0], name)
	}
	unexplained := rows.amount(t, year, "delivered_gbp_bn", "bn") - pence(t, m, "savings")[0] - plannedOneOff
	t.Logf("unexplained £%s", unexplained)
	assert.Equal(t, finance.Amount(3*finance.Million), unexplained)
	assert.Equal(t, finance.Amount(above), pence(t, m, "savings_cliff")[1])
}

// Left of the fund that was both sustainability and transformation is what deficits do not take first: left = fund −
// (cost − core budget) (Nuffield Trust; NHS England's plan by way of CIPFA, and the support paid). What is left of
// 2018/19 is a lower bound, because £650m of the support was new money.
func TestTheFundThatWasBoth(t *testing.T) {
	rows := published(t, "sustainability_transformation_fund")
	for year, wantShare := range map[string]float64{"2016/17": 0.158, "2017/18": 0.372, "2018/19": 0.169} {
		fund, support := rows.amount(t, year, "planned_total_gbp_m", "m"),
			rows.amount(t, year, "actual_deficit_support_gbp_m", "m")
		m := flat()
		m.Funding.Baseline = 100*finance.Billion - support
		m.Opening.Position, m.Funding.CashGrowth = -support, nil
		m.Funding.Cash = []finance.Amount{m.Funding.Baseline + fund, m.Funding.Baseline}
		m.Earmark = finance.Earmark{Amount: []finance.Amount{fund, 0}, Leakage: []finance.Rate{1}}
		assert.Equal(t, support, pence(t, m, "diverted")[0], year)
		left := pence(t, m, "transformation")[0]
		assert.Equal(t, rows.amount(t, year, "implied_left_for_transformation_gbp_m", "m"), left, year)
		assert.InDelta(t, wantShare, float64(left)/float64(fund), 0.001, year)
	}
}

// £3.5bn for primary and community care on a base of £21.7bn is simply 3.4% growth, so no shift (Nuffield Trust by way
// of HSJ, November 2018). Five years at 3.4% are £3.95bn on that base: the floor is £0.45bn below what the base would
// have got anyway, which the source leaves unexplained (it may have counted fewer years).
func TestAFloorThatIsNoShift(t *testing.T) {
	m := plain()
	m.Last, m.Opening.Position = 2023, 0
	m.Funding.Baseline = 114.6 * finance.Billion
	m.Earmark = finance.Earmark{Amount: []finance.Amount{3.5 * finance.Billion}, Baseline: 21.7 * finance.Billion}
	above := pence(t, m, "transformation_above_base_growth")
	assert.InDelta(t, -0.45*finance.Billion, float64(above[4]), 0.005*finance.Billion)
	t.Logf("unexplained £%s", above[4])
	assert.Positive(t, above[3], "four years at 3.4%% are less")
	growth := math.Pow(25.2/21.7, 1.0/5) - 1
	assert.InDelta(t, 0.0304, growth, 0.0001, "five years' growth a year")
}

// The settlement of June 2018 was phased anew in January 2019: 3.6 to 3.1% in the second year, 3.4 to 4.1% in the last
// (read), with 3.0% in between (recalled; an assumption that this test holds against the totals that were read). It
// ends at the same real level, and on the way the sum of the five years falls from about £634bn to £632bn (HSJ, 2019).
func TestTheRephasingOfJanuary2019(t *testing.T) {
	rows := published(t, "settlement_2018_nhse_rdel")
	real := func(column string) (last, total finance.Amount) {
		m := flat()
		m.Last, m.Funding = 2023, finance.Settlement{Baseline: rows.amount(t, "2018/19", "june2018_cash_gbp_bn", "bn")}
		for _, y := range settlementYears {
			m.Funding.RealGrowth = append(m.Funding.RealGrowth, rows.rate(t, y, column))
		}
		years := pence(t, m, "funding")
		for _, a := range years {
			total += a
		}
		return years[4], total
	}
	juneLast, june := real("june2018_real_growth_pct")
	januaryLast, january := real("jan2019_real_growth_pct")
	assert.InDelta(t, 634.0*finance.Billion, float64(june), 0.6*finance.Billion)
	assert.InDelta(t, 632.0*finance.Billion, float64(january), 0.6*finance.Billion)
	assert.InEpsilon(t, float64(juneLast), float64(januaryLast), 0.0005, "the same level in the end")
	assert.InDelta(t, 2.2*finance.Billion, float64(june-january), 0.1*finance.Billion, "what the phasing costs")
}

// The same cash of January 2019 is 3.4% a year at the deflators that it was made with, and 1.2% a year at those known
// in December 2025 (approximate: weighted from calendar years).
func TestOneCashAtTwoVintages(t *testing.T) {
	rows, deflators := published(t, "settlement_2018_nhse_rdel"), published(t, "gdp_deflator_financial_year")
	m := flat()
	m.Last = 2023
	m.Funding = finance.Settlement{Baseline: rows.amount(t, "2018/19", "jan2019_final_cash_gbp_bn", "bn")}
	then, now := finance.Vintage{Name: "january 2019"}, finance.Vintage{Name: "december 2025"}
	treasury := finance.Vintage{Name: "september 2019"}
	for _, y := range settlementYears {
		m.Funding.Cash = append(m.Funding.Cash, rows.amount(t, y, "jan2019_final_cash_gbp_bn", "bn"))
		then.Inflation = append(then.Inflation, rows.rate(t, y, "jan2019_implied_deflator_pct_derived"))
		treasury.Inflation = append(treasury.Inflation, deflators.rate(t, y, "hmt_sept2019_pct"))
		now.Inflation = append(now.Inflation, deflators.rate(t, y, "approx_from_calendar_dec2025_pct"))
	}
	m.Deflator.Vintages = []finance.Vintage{then, treasury, now}
	l := project(t, m)
	for _, c := range []struct {
		vintage finance.Vintage
		yearly  float64
	}{{then, 0.034}, {treasury, 0.033}, {now, 0.012}} {
		worth, ok := l.Amount("funding"+c.vintage.Suffix(), 2023)
		require.True(t, ok)
		yearly := math.Pow(float64(worth)/float64(m.Funding.Baseline), 1.0/5) - 1
		assert.InDelta(t, c.yearly, yearly, 0.0006, c.vintage.Name)
	}
	assert.True(t, slices.Contains(m.Lines(), "funding_at_december 2025_prices"))
}
