package finance_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// plain is a small sound model over three years, which tests bend.
func plain() *finance.Model {
	return &finance.Model{
		Name: "plain", First: 2018, Last: 2021,
		Funding: finance.Settlement{Baseline: 100 * finance.Million, RealGrowth: []finance.Rate{0.034}},
		Opening: finance.Opening{Position: -2 * finance.Million},
		Need:    finance.Need{RealGrowth: []finance.Rate{0.033}},
	}
}

// services turns the plain model into one from the bottom up.
func services(m *finance.Model, list ...finance.Service) {
	m.Need, m.Opening, m.Services = finance.Need{}, finance.Opening{}, list
}

// Every fault names its place as a scenario file would, says what was found, and what would be right.
func TestValidate(t *testing.T) {
	ward := finance.Service{Name: "ward", Baseline: 98 * finance.Million}
	for _, c := range []struct {
		name string
		bend func(m *finance.Model)
		want []string
	}{
		{"nothing wrong", func(*finance.Model) {}, nil},
		{"no year", func(m *finance.Model) { m.Last = m.First },
			[]string{"years: 2018/19 to 2018/19 has no year after the opening year; the last year must be later than the first"}},
		{"a mistyped year", func(m *finance.Model) { m.Last = 20210 }, []string{"years: 18192 years is more than 100"}},
		{"a thirteenth month", func(m *finance.Model) { m.FirstMonth = 13 },
			[]string{"first_month: 13 is not a month; write 1 to 12"}},

		{"growth as a percentage", func(m *finance.Model) { m.Funding.RealGrowth = []finance.Rate{3.4} },
			[]string{"funding.real_growth: 3.4 is 340% a year; did you mean 3.4%?"}},
		{"in one year", func(m *finance.Model) { m.Funding.RealGrowth = []finance.Rate{0.034, -3.4, 0.034} },
			[]string{"funding.real_growth[2020/21]: -3.4 is -340% a year; did you mean -3.4%?"}},
		{"not a number", func(m *finance.Model) { m.Deflator.Surprise = []finance.Rate{finance.Rate(math.NaN())} },
			[]string{"deflator.surprise: NaN is not a finite number"}},
		{"infinite returns", func(m *finance.Model) {
			m.Earmark.Returns.PerPound = []finance.Rate{finance.Rate(math.Inf(1))}
		},
			[]string{"earmark.returns.per_pound: +Inf is not a finite number"}},
		{"two values for three years", func(m *finance.Model) { m.Need.RealGrowth = []finance.Rate{0.03, 0.04} },
			[]string{"need.real_growth: has 2 values; give one for all years, or 3, one for each year from 2019/20 to 2021/22"}},
		{"a share above all of it", func(m *finance.Model) {
			m.Earmark.Share = []finance.Rate{1.2}
		}, []string{"earmark.share: 120% is outside 0% to 100%"}},
		{"a negative leakage", func(m *finance.Model) {
			m.Earmark.Leakage = []finance.Rate{-0.1}
		}, []string{"earmark.leakage: -10% is outside 0% to 100%"}},
		{"delivery of three times the plan", func(m *finance.Model) {
			m.Savings.Delivery = []finance.Rate{3}
		}, []string{"savings.delivery: 300% is outside -100% to 200%"}},

		{"no funding", func(m *finance.Model) { m.Funding = finance.Settlement{Baseline: 1} },
			[]string{"funding: found 0 of real_growth, cash_growth and cash; give exactly one of them"}},
		{"funding twice", func(m *finance.Model) { m.Funding.Cash = []finance.Amount{1, 2, 3} },
			[]string{"funding: found 2 of real_growth, cash_growth and cash; give exactly one of them"}},
		{"no baseline", func(m *finance.Model) { m.Funding.Baseline, m.Opening.Position = 0, 0 },
			[]string{
				"funding.baseline: there is no opening funding; give the baseline, or the opening cost and position"}},
		{"a negative baseline", func(m *finance.Model) { m.Funding.Baseline = -5; m.Opening.Position = 0 }, []string{
			"funding.baseline: -£0.05 is negative; write what it is as a positive amount",
			"funding.baseline: there is no opening funding; give the baseline, or the opening cost and position"}},
		{"beyond 2⁵¹ pence", func(m *finance.Model) { m.Debt.Opening = finance.MaxAmount + 1 },
			[]string{"debt.opening: 22,517,998,136,852.49 is beyond ±22,517,998,136,852.48"}},

		{"support counted twice", func(m *finance.Model) {
			m.Opening = finance.Opening{Position: -5_00, BeforeSupport: -5_00, Support: 2_00}
		},
			[]string{"opening.position: -£5 before support and £2 of support make -£3, but the position given is -£5"}},
		{"three that do not agree", func(m *finance.Model) { m.Opening.Cost = 101 * finance.Million },
			[]string{"opening.cost: funding £100m less position -£2m makes a cost of £102m, but the cost given is £101m; give two of the three"}},
		{"a surplus of all there is", func(m *finance.Model) { m.Opening.Position = 100 * finance.Million },
			[]string{"opening.position: funding £100m less position £100m leaves a cost of £0; the opening cost must be above zero"}},
		{"services that are not the cost", func(m *finance.Model) {
			services(m, ward)
			m.Opening.Cost = 99 * finance.Million
		},
			[]string{
				"opening.cost: the services' baselines add up to £98m, but the cost given is £99m; leave the cost out"}},
		{"a negative cost", func(m *finance.Model) {
			m.Opening = finance.Opening{Cost: -1}
			m.Funding.Baseline = 0
		}, []string{
			"funding.baseline: there is no opening funding; give the baseline, or the opening cost and position",
			"opening.cost: -£0.01 is negative; write what it is as a positive amount"}},

		{"no need", func(m *finance.Model) { m.Need = finance.Need{} },
			[]string{"need: there is no need and no service; give need.real_growth, or services with their baselines"}},
		{"need and services", func(m *finance.Model) {
			m.Services = []finance.Service{ward}
			m.Opening = finance.Opening{}
		},
			[]string{
				"need: there is a top-down need and there are services; give one or the other, or demand counts twice"}},
		{"a component that is included", func(m *finance.Model) {
			m.Need.Includes = []string{"productivity"}
			m.Need.Components = []finance.Component{{Name: "productivity", Growth: []finance.Rate{-0.01}}}
		}, []string{"need.components.productivity: the need already includes productivity, so this would count it twice; remove one of them"}},
		{"one name twice", func(m *finance.Model) {
			m.Need.Components = []finance.Component{{Name: "ageing"}, {Name: "ageing"}}
		},
			[]string{`need.components: there are two called "ageing"; names must differ`}},
		{"a service without cost", func(m *finance.Model) { services(m, ward, finance.Service{Name: "clinic"}) },
			[]string{"services.clinic.baseline: £0 is not a cost; give the opening year's cost as a positive amount"}},
		{"weights that do not add up", func(m *finance.Model) {
			w := ward
			w.Prices = []finance.Price{{Name: "pay", Weight: 0.65}, {Name: "drugs", Weight: 0.3}}
			services(m, w)
		}, []string{"services.ward.prices: the weights add up to 95%; they must add up to 100%"}},

		{"savings twice", func(m *finance.Model) {
			m.Savings = finance.Savings{Planned: []finance.Rate{0.01}, Amount: []finance.Amount{100}}
		}, []string{"savings: give planned, a share of cost, or amount, not both"}},
		{"negative savings", func(m *finance.Model) { m.Savings.Amount = []finance.Amount{-1} },
			[]string{"savings.amount: -£0.01 is negative; write what it is as a positive amount"}},
		{"an earmark twice", func(m *finance.Model) {
			m.Earmark.Share, m.Earmark.Amount = []finance.Rate{0.05}, []finance.Amount{100}
		}, []string{"earmark: give share, of new money, or amount, not both"}},
		{"a month that is none", func(m *finance.Model) { m.Savings.StartMonth = 13 },
			[]string{"savings.start_month: 13 is not a month; write 1 to 12"}},
		{"a delay that is none", func(m *finance.Model) { m.Funding.TopUp.Delay = -1 },
			[]string{"funding.top_up.delay: -1 is not a number of years; write 1 to 100"}},
		{"a delay alone", func(m *finance.Model) { m.Funding.TopUp.Delay = 1 },
			[]string{"funding.top_up: a delay of what? give share, the part of a surprise that is made good"}},
		{"a floor below zero", func(m *finance.Model) {
			m.Earmark.Floor = []finance.Amount{-1}
		}, []string{"earmark.floor: -£0.01 is negative; write what it is as a positive amount"}},
		{"a growth that is none", func(m *finance.Model) { m.Earmark.Returns.Grows = 2 },
			[]string{"earmark.returns.grows: 2 is no way to grow; use InCash or WithPrices"}},
		{"a base that is none", func(m *finance.Model) { m.Earmark.Base = 3 },
			[]string{"earmark.base: 3 is not a base; use OpeningYear, PreviousYear or AboveInflation"}},
		{"lag and ramp", func(m *finance.Model) { m.Earmark.Returns = finance.Returns{Lag: -1, Ramp: 101} }, []string{
			"earmark.returns.lag: -1 is not a number of years; write 1 to 100",
			"earmark.returns.ramp: 101 is not a number of years; write 1 to 100"}},
		{"negative support", func(m *finance.Model) { m.Positions.Support = []finance.Amount{-5_00} },
			[]string{"positions.support: -£5 is negative; write what it is as a positive amount"}},
		{"a surplus for nothing", func(m *finance.Model) { m.Debt.Surplus = 3 },
			[]string{"debt.surplus: 3 is not a use of a surplus; use Lapses, Repays or Kept"}},
		{"negative debt", func(m *finance.Model) { m.Debt.Opening = -1 },
			[]string{"debt.opening: -£0.01 is negative; write what it is as a positive amount"}},
		{"support of nothing", func(m *finance.Model) { m.Support.Withdrawn = []finance.Rate{0.5} },
			[]string{"support.amount: there is no support that could be paid; give amount, what is offered each year on top of funding; or opening.support, what is inside it"}},
		{"support below zero, withdrawn twice", func(m *finance.Model) {
			m.Support = finance.Support{Amount: []finance.Amount{-1}, Withdrawn: []finance.Rate{2}}
		}, []string{"support.amount: -£0.01 is negative; write what it is as a positive amount",
			"support.withdrawn: 200% is outside 0% to 100%"}},
		{"support from nobody", func(m *finance.Model) {
			m.Support = finance.Support{Amount: []finance.Amount{1}, From: "Commissioner"}
		},
			[]string{
				"support.from: only a body of a system is paid by another; leave it out for support from outside"}},
		{"a reserve of nothing", func(m *finance.Model) { m.RiskReserve.Released = []finance.Rate{0.5} },
			[]string{"risk_reserve: released of what? give share, the part of the budget that is frozen"}},
		{"a reserve of more than all", func(m *finance.Model) { m.RiskReserve.Share = []finance.Rate{1.5} },
			[]string{"risk_reserve.share: 150% is outside 0% to 100%"}},
		{"loans that are none", func(m *finance.Model) {
			m.Debt.Loans = []finance.Loan{{Name: "bail-out", Opening: 1, Repaid: []finance.Rate{3}}, {Name: "bail-out"}}
		}, []string{`debt.loans: there are two called "bail-out"; names must differ`,
			"debt.loans.bail-out.opening: 0.00 is not a loan; give what is owed in the opening year as a positive amount",
			"debt.loans.bail-out.repaid: 300% is outside 0% to 100%"}},
		{"a limit on no repayment", func(m *finance.Model) { m.Debt.Repay.AtMost = []finance.Amount{-1} }, []string{
			"debt.repay.at_most: -£0.01 is negative; write what it is as a positive amount",
			"debt.repay.at_most: a surplus repays nothing beyond what is due; say that it repays, or leave the limit out"}},
		{"a conversion of nothing", func(m *finance.Model) { m.Debt.Equity.Year = 2019 },
			[]string{"debt.equity: there is nothing to convert; give share, the part of all debt"}},
		{"a conversion at no time", func(m *finance.Model) { m.Debt.Equity.Share = 0.5 },
			[]string{"debt.equity: when? give year, the one at whose end debt is converted"}},
		{"a conversion before the plan", func(m *finance.Model) {
			m.Debt.Equity = finance.Equity{Share: 1, Year: 2018}
		},
			[]string{"debt.equity.year: 2018/19 is not a year of the plan; it has 2019/20 to 2021/22"}},
		{"ambition of nothing", func(m *finance.Model) { m.Savings.Ambition.Above = []finance.Rate{0.02} },
			[]string{
				"savings.ambition: what does a plan above 2% do? give lowers, the delivery lost for each point above it"}},
		{"required for nothing", func(m *finance.Model) { m.Savings.Required = 2 },
			[]string{"savings.required: 2 is not what savings can be required for; use RequiredForYear or RequiredForUnderlying"}},
		{"more than a shortfall", func(m *finance.Model) {
			m.Savings.Fill = []finance.Rate{1.1}
		}, []string{"savings.fill: 110% is outside 0% to 100%"}},
		{"a floor that is held back", func(m *finance.Model) {
			m.Earmark.Floor, m.Earmark.OnlyWhenBalanced = []finance.Amount{1}, true
		}, []string{"earmark: give floor, which a deficit may not touch, or only_when_balanced, which holds all back in a deficit, not both"}},
		{"a base of more than there is", func(m *finance.Model) { m.Earmark.Baseline = 101 * finance.Million },
			[]string{"earmark.baseline: £101m is more than the opening budget of £100m, of which it is a part"}},
		{"measured from two years", func(m *finance.Model) {
			m.Earmark.Base, m.Earmark.MeasuredFrom = finance.PreviousYear, 1
		},
			[]string{"earmark.measured_from: new money is measured from last year's funding; leave it out, or choose another base"}},
		{"below zero", func(m *finance.Model) {
			m.Earmark.Baseline, m.Earmark.MeasuredFrom, m.Debt.Reserve = -1, -1, -1
		}, []string{"earmark.baseline: -£0.01 is negative; write what it is as a positive amount",
			"earmark.measured_from: -£0.01 is negative; write what it is as a positive amount",
			"debt.reserve: -£0.01 is negative; write what it is as a positive amount"}},
		{"a chance above one", func(m *finance.Model) { m.Earmark.Returns.Success = []finance.Rate{1.5} },
			[]string{"earmark.returns.success: 150% is outside 0% to 100%"}},
		{"a grant twice", func(m *finance.Model) {
			g := finance.Grant{Name: "winter", Baseline: 1, CashGrowth: []finance.Rate{0}}
			m.Funding.Grants = []finance.Grant{g, g}
		}, []string{`funding.grants: there are two called "winter"; names must differ`}},
		{"a grant of nothing", func(m *finance.Model) {
			m.Funding.Grants = []finance.Grant{{Name: "winter"}}
		}, []string{
			"funding.grants.winter: found 0 of real_growth, cash_growth and cash; give exactly one of them",
			"funding.grants.winter.baseline: there is nothing that could grow; give the opening year's grant, or cash for each year"}},
		{"grants of more than there is", func(m *finance.Model) {
			m.Funding.Baseline, m.Opening = 0, finance.Opening{Cost: 10 * finance.Million, Position: finance.Million}
			m.Funding.Grants = []finance.Grant{{Name: "winter", Baseline: 12 * finance.Million,
				CashGrowth: []finance.Rate{0}}}
		}, []string{"funding.grants: 12,000,000.00 of grants are more than the opening funding of 11,000,000.00 that they are a part of"}},
		{"phasing that makes money", func(m *finance.Model) { m.Funding.Phasing = []finance.Amount{1, 1, -1} },
			[]string{"funding.phasing: adds up to 0.01; what is moved between years must add up to zero"}},
		{"phasing of one value", func(m *finance.Model) { m.Funding.Phasing = []finance.Amount{0} },
			[]string{"funding.phasing: has one value; give one for each year, which add up to zero"}},
		{"a vintage of today", func(m *finance.Model) {
			m.Deflator.Vintages = []finance.Vintage{{Name: "outturn", Inflation: []finance.Rate{0}}, {Name: "2019"},
				{Name: "2019", Inflation: []finance.Rate{2}}}
		}, []string{`deflator.vintages: "outturn" prices are there already; name the vintage by its date`,
			"deflator.vintages.2019: the vintage has no inflation; give it as published",
			`deflator.vintages: there are two called "2019"; names must differ`,
			"deflator.vintages.2019: 2 is 200% a year; did you mean 2%?"}},
		{"real terms of nothing", func(m *finance.Model) {
			m.RealTerms = []string{"balanse", "planned_prices"}
		}, []string{
			`real_terms: "balanse" is not a money row; did you mean "balance"?`,
			`real_terms: "planned_prices" is not a money row`}},

		{"everything at once, structure first", func(m *finance.Model) {
			m.Debt.Surplus, m.Earmark.Base, m.Deflator.Planned, m.Earmark.Share = 9, 9, []finance.Rate{2},
				[]finance.Rate{-1}
		}, []string{
			"earmark.base: 9 is not a base; use OpeningYear, PreviousYear or AboveInflation",
			"debt.surplus: 9 is not a use of a surplus; use Lapses, Repays or Kept",
			"deflator.planned: 2 is 200% a year; did you mean 2%?", "earmark.share: -100% is outside 0% to 100%"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := plain()
			c.bend(m)
			faults := m.Validate()
			if len(c.want) == 0 {
				assert.Empty(t, faults)
				return
			}
			assert.Equal(t, c.want, strings.Split(faults.Error(), "\n"))
			_, err := finance.Project(m)
			assert.Equal(t, faults, err, "a model with faults is not worked out")
		})
	}
}

func TestNamesBecomePartsOfRows(t *testing.T) {
	refused := func(name string) bool {
		m := plain()
		m.Need.Components = []finance.Component{{Name: name}}
		return slices.ContainsFunc(m.Validate(), func(f finance.Fault) bool {
			return strings.Contains(f.Problem(), " is not a name; use letters")
		})
	}
	for _, name := range []string{"demography", "chronic conditions", "0-18", "mental_health", "Ærø", "_",
		"85 and over", strings.Repeat("x", 60)} {
		assert.False(t, refused(name), name)
	}
	for _, name := range []string{"", " ", "-x", " x", "x ", "a.b", "a/b", "=1+1", "a\nb", "a\x00", "a\u202eb",
		"a\u00a0b", "\xff", "a'b", strings.Repeat("x", 61), strings.Repeat("x", 1_000_000)} {
		assert.True(t, refused(name), "%.20q", name)
	}
}

func TestAFaultShowsOnlyTheStartOfWhatWasFound(t *testing.T) {
	m := plain()
	m.RealTerms = []string{strings.Repeat("<script>", 10_000)}
	require.Len(t, m.Validate(), 1)
	assert.Less(t, len(m.Validate().Error()), 200)
}

// An importer's rules may add rows that are to be shown in real terms, so there the compiler tells.
func TestRealTermsOfAnImportersRow(t *testing.T) {
	m := plain()
	m.RealTerms = []string{"bonus"}
	assert.NotEmpty(t, m.Validate())
	m.Rules = []finance.Rule{bonus}
	l := project(t, m)
	_, ok := l.Amount("bonus"+finance.AtOutturnPrices, 2019)
	assert.True(t, ok)

	m.RealTerms = []string{"bonnus"}
	assert.Empty(t, m.Validate())
	_, err := finance.Project(m)
	var faults sheet.Errors
	require.ErrorAs(t, err, &faults)
	assert.Contains(t, err.Error(), `refers to "bonnus", which is not on the sheet; did you mean "bonus"?`)
}

func TestWhatCannotBeWorkedOutNamesItsRowAndYear(t *testing.T) {
	vanishing := plain()
	vanishing.Need.RealGrowth = []finance.Rate{-1}
	runaway := plain()
	runaway.Last, runaway.Funding.RealGrowth = 2060, []finance.Rate{1}
	broken := plain()
	broken.Rules = []finance.Rule{func(s *sheet.Sheet) {
		s.Add(sheet.Row{Name: "funding", Unit: sheet.Money, Formula: sheet.Ref("fundign")})
	}}
	for _, c := range []struct {
		m    *finance.Model
		want string
	}{
		{vanishing,
			"savings required share in 2019/20: division by zero, as cost is zero there; look at need.real_growth"},
		{runaway, "cumulative balance in 2035/36: the amount is beyond ±2⁵¹ pence (about £22,500bn); " +
			"look at funding.real_growth, need.real_growth, funding.baseline or opening.cost"},
		{broken, `row "funding": the name is taken already; names must differ` + "\n" +
			`row "funding": refers to "fundign", which is not on the sheet; did you mean "funding"?`},
	} {
		assert.Empty(t, c.m.Validate())
		_, err := finance.Project(c.m)
		assert.EqualError(t, err, c.want)
	}
}
