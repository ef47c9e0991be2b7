package finance_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// asPlanned are the figures of a plan's first year, had it come out as planned.
func asPlanned(t require.TestingT, m *finance.Model) finance.Actuals {
	l := project(t, m)
	at := func(name string) finance.Amount {
		a, _ := l.Amount(name, m.First+1)
		return a
	}
	a := finance.Actuals{Funding: at("funding"), Grants: map[string]finance.Amount{},
		Support: at("support") - at("support_paid"),
		Cost:    at("cost") - at("recurrent_savings") - at("full_year_effect"), Transformation: at("transformation"),
		Debt: at("debt"), Reserve: at("reserve")}
	a.OneOffs = at("balance") - (at("funding") - a.Cost)
	for _, g := range m.Funding.Grants {
		a.Grants[g.Name] = at("funding.grants." + g.Name)
		a.Funding -= a.Grants[g.Name]
	}
	a.Funding -= at("council_tax")
	return a
}

// A plan that is rolled forward on its own figures goes on as it would have, within what rounding makes: half a penny
// in each figure that it opens with, which then grows.
func TestAPlanRolledForwardOnItsOwnFiguresGoesOn(t *testing.T) {
	testkit.Check(t, 20_000, func(t *rapid.T) {
		m := drawModel(t, largest)
		if m.Last == m.First+1 || len(m.Services) > 0 {
			t.Skip("one year, or services whose own growth past savings do not follow")
		}
		m.Pressures = slices.DeleteFunc(m.Pressures, func(p finance.Pressure) bool { // what has begun does not roll
			return len(p.Amount) > 0 && p.From < m.First+2 || len(p.Returns.Amount) > 0 && p.Returns.From < m.First+2
		})
		m.Earmark.Baseline = max(m.Earmark.Baseline, finance.Penny) // without an earmark new money is of no use
		m.Funding.Phasing, m.Funding.TopUp, m.Earmark.OnlyWhenBalanced = nil, finance.TopUp{}, false
		// a penny decides; the others do not roll
		m.Support.Target, m.Debt.Loans, m.Debt.Equity = nil, nil, finance.Equity{}
		if len(m.Support.Amount) == 0 {
			m.Support = finance.Support{} // what is withdrawn is a part of what this plan opens with
		}
		if len(m.Positions.Support) == 0 {
			m.Positions.Support = []finance.Amount{m.Opening.Support}
		}
		rolled, err := m.RollForward(asPlanned(t, m))
		require.NoError(t, err)
		whole, rest := project(t, m), project(t, rolled)
		require.Empty(t, rest.Breaks())
		require.Equal(t, row(t, whole, m, "balance")[1], row(t, rest, rolled, "balance")[0],
			"the balance that came out opens the rest")
		for _, name := range []string{"funding", "new_money", "cost", "savings", "benefit", "net_cost",
			"transformation", "diverted", "balance", "debt", "reserve", "underlying_position",
			"transformation_above_base_growth"} {
			want, got := row(t, whole, m, name)[2:], row(t, rest, rolled, name)[1:]
			for i := range want {
				require.InDelta(t, float64(want[i]), float64(got[i]), 100*float64(i+1), "%s, year %d", name, i+1)
			}
		}
	})
}

// A first year with £1m more cost and £0.5m less transformation opens the rest of the plan on those figures.
func TestAYearOfActualsOpensThePlan(t *testing.T) {
	m := plain()
	m.Earmark = finance.Earmark{Share: []finance.Rate{0.5}, Returns: finance.Returns{PerPound: []finance.Rate{0.2}}}
	m.Funding.RealGrowth = []finance.Rate{0.04, 0.03, 0.02}
	a := asPlanned(t, m)
	a.Cost += finance.Million
	a.OneOffs = 0.25 * finance.Million
	a.Transformation -= 0.5 * finance.Million
	rolled, err := m.RollForward(a)
	require.NoError(t, err)
	assert.Equal(t, []finance.Year{2019, 2020, 2021}, rolled.Years())
	assert.Equal(t, []finance.Rate{0.03, 0.02}, rolled.Funding.RealGrowth)
	assert.Equal(t, []finance.Rate{0.04, 0.03, 0.02}, m.Funding.RealGrowth, "the model itself is not changed")
	assert.Equal(t, finance.Note{Source: "outturn of 2019/20"}, rolled.Notes["opening.cost"])
	l := project(t, rolled)
	balance, _ := l.Amount("balance", 2019)
	position, _ := l.Amount("core_position", 2019)
	assert.Equal(t, position+0.25*finance.Million, balance,
		"what the year had once is in its balance, and nowhere later")
	assert.Equal(t, finance.Amount(104*finance.Million-105_366_000_00-finance.Million), position,
		"104m of funding, 102m × 1.033 of cost, and 1m")
	returns, _ := l.Amount("benefit", 2020)
	assert.Equal(t, finance.Amount(0.3*finance.Million), returns, "a fifth of the 1.5m spent of half of 4m")
	newMoney, _ := l.Amount("new_money", 2020)
	assert.Equal(t, finance.Amount(7.12*finance.Million), newMoney, "104m × 1.03 above the 100m of before")
}

// Services and grants open at what they came to, and grow from there by what the plan says of the years that are left.
func TestServicesAndGrantsRollForward(t *testing.T) {
	const m = finance.Million
	p := plain()
	p.Funding.RealGrowth, p.Funding.CashGrowth = nil, []finance.Rate{0.05, 0.04, 0.03}
	p.Funding.Grants = []finance.Grant{{Name: "winter", Cash: []finance.Amount{m, 2 * m, 3 * m}}}
	services(p, finance.Service{Name: "ward", Baseline: 60 * m,
		Volume: []finance.Component{{Name: "ageing", Growth: []finance.Rate{0.1, 0.2, 0.3}}}},
		finance.Service{Name: "clinic", Baseline: 40 * m})
	rolled, err := p.RollForward(finance.Actuals{Funding: 104 * m, Grants: map[string]finance.Amount{"winter": 1.5 * m},
		Services: map[string]finance.Amount{"ward": 70 * m, "clinic": 41 * m}, Position: -5.5 * m})
	require.NoError(t, err)
	l := project(t, rolled)
	assert.Equal(t, []finance.Amount{105.5 * m, 110.16 * m, 114.4048 * m}, row(t, l, rolled, "funding"),
		"104 × 1.04 and 2, × 1.03 and 3")
	assert.Equal(t, []finance.Amount{70 * m, 84 * m, 109.2 * m}, row(t, l, rolled, "services.ward.cost"))
	assert.Equal(t, finance.Amount(-5.5*m), row(t, l, rolled, "balance")[0])
	assert.Equal(t, finance.Amount(60*m), p.Services[0].Baseline, "the model itself is not changed")
	assert.Equal(t, []finance.Rate{0.1, 0.2, 0.3}, p.Services[0].Volume[0].Growth)
}

// What does not fit is refused, all of it at once.
func TestActualsThatDoNotFit(t *testing.T) {
	fitting := finance.Actuals{Funding: 103 * finance.Million, Cost: 105 * finance.Million}
	for _, c := range []struct {
		name string
		bend func(m *finance.Model, a *finance.Actuals)
		want []string
	}{
		{"nothing wrong", func(*finance.Model, *finance.Actuals) {}, nil},
		{"a position that agrees", func(_ *finance.Model, a *finance.Actuals) {
			a.Position = -2 * finance.Million
		}, nil},
		{"a position that does not", func(_ *finance.Model, a *finance.Actuals) { a.Position = -3 * finance.Million },
			[]string{
				"actuals.position: funding of £103m less a cost of £105m is -£2m, but the position given is -£3m"}},
		{"nothing", func(_ *finance.Model, a *finance.Actuals) { *a = finance.Actuals{} },
			[]string{"actuals.funding: there is no funding; give what the year came to"}},
		{"no cost", func(_ *finance.Model, a *finance.Actuals) { a.Cost = 0 },
			[]string{"actuals.cost: there is no cost; give the recurrent cost that the next year grows from"}},
		{"negative", func(_ *finance.Model, a *finance.Actuals) { a.Debt, a.Support = -1, -2 }, []string{
			"actuals.support: -£0.02 is negative; write what it is as a positive amount",
			"actuals.debt: -£0.01 is negative; write what it is as a positive amount"}},
		{"grants", func(m *finance.Model, a *finance.Actuals) {
			m.Funding.Grants = []finance.Grant{{Name: "winter", Cash: []finance.Amount{1}}}
			a.Grants = map[string]finance.Amount{"summer": 1, "autumn": 1}
		}, []string{"actuals.grants.winter: there is no figure for this grant; give what the year came to",
			`actuals.grants: the model has no grant "autumn"`, `actuals.grants: the model has no grant "summer"`}},
		{"services and a cost", func(m *finance.Model, a *finance.Actuals) {
			services(m, finance.Service{Name: "ward", Baseline: 98 * finance.Million})
			a.Services = map[string]finance.Amount{"ward": 105 * finance.Million}
		}, []string{"actuals.cost: the services' costs add up to it; leave it out"}},
		{"transformation of nothing", func(_ *finance.Model, a *finance.Actuals) { a.Transformation = 1 },
			[]string{"actuals.transformation: the model has no earmark that it could have been spent from"}},
		{"the last year", func(m *finance.Model, _ *finance.Actuals) { m.Last = m.First + 1 },
			[]string{"years: 2019/20 is the last year of the plan, so there is no year to roll forward to"}},
		{"what cannot be taken along", func(m *finance.Model, _ *finance.Actuals) {
			m.Funding.TopUp = finance.TopUp{Share: []finance.Rate{1}, Delay: 1}
			m.Funding.Phasing = []finance.Amount{1, 1, -2}
		}, []string{"funding.top_up.delay: what is topped up later for the year's surprise would be lost; give the later years' funding as cash",
			"funding.phasing: what is left of it would not add up to zero; give the later years' funding as cash"}},
		{"a backlog", func(m *finance.Model, _ *finance.Actuals) {
			m.Unmet = finance.Unmet{Share: []finance.Rate{1}, Carried: []finance.Rate{0.5}}
		}, []string{"unmet.carried: unmet need that comes back is not among the figures; leave carried out, and count what comes back in the cost"}},
		{"loans, and debt that has become equity", func(m *finance.Model, _ *finance.Actuals) {
			m.Debt.Loans = []finance.Loan{{Name: "interim", Opening: 1}}
			m.Debt.Equity = finance.Equity{Share: 1, Year: m.First + 1}
		}, []string{"debt.loans: what is owed on each loan is not among the figures; leave the loans out, and give the later plan those that are left",
			"debt.equity: the charge on what is converted in 2019/20 would be lost; leave the conversion out, and give the charge as cost"}},
		{"a model with a fault", func(m *finance.Model, _ *finance.Actuals) { m.Debt.Opening = -1 },
			[]string{"debt.opening: -£0.01 is negative; write what it is as a positive amount"}},
	} {
		m, a := plain(), fitting
		c.bend(m, &a)
		_, err := m.RollForward(a)
		if c.want == nil {
			assert.NoError(t, err, c.name)
			continue
		}
		require.Error(t, err, c.name)
		assert.Equal(t, c.want, strings.Split(err.Error(), "\n"), c.name)
	}
}

// Every series of a model has a value for each year that is left, whatever part of the model it stands in.
func TestEverySeriesRollsForward(t *testing.T) {
	var count func(v reflect.Value, path string)
	series := 0
	count = func(v reflect.Value, path string) {
		switch v.Kind() {
		case reflect.Struct:
			for i := range v.NumField() {
				count(v.Field(i), path+"."+v.Type().Field(i).Name)
			}
		case reflect.Slice:
			if kind := v.Type().Elem().Kind(); kind == reflect.Float64 || kind == reflect.Int64 {
				series++
				assert.NotEqual(t, 7, v.Len(), path)
			}
			for i := range v.Len() {
				count(v.Index(i), path)
			}
		}
	}
	book := moneyBook(t)
	book.model.Funding.Phasing = nil
	rolled, err := book.model.RollForward(asPlanned(t, book.model))
	require.NoError(t, err)
	count(reflect.ValueOf(*rolled), "model")
	assert.Greater(t, series, 20)
}
