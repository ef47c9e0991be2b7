package finance_test

import (
	"maps"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// asPlanned are the figures of a plan's first year that have to be given, had it come out as planned.
func asPlanned(t require.TestingT, m *finance.Model) finance.Actuals {
	l := project(t, m)
	a := finance.Actuals{}
	var of func(m *finance.Model, prefix string)
	of = func(b *finance.Model, prefix string) {
		at := func(name string) finance.Amount {
			a, _ := l.Amount(prefix+name, m.First+1)
			return a
		}
		for i := range b.Bodies {
			of(&b.Bodies[i], prefix+"bodies."+b.Bodies[i].Name+".")
		}
		if len(b.Bodies) > 0 {
			return
		}
		a[prefix+"funding"] = at("funding")
		if own, ok := l.Amount(prefix+"own_funding", m.First+1); ok {
			a[prefix+"funding"] = own
		}
		a[prefix+"balance"] = at("balance")
		if len(b.Services) == 0 && b.Need.RealGrowth != nil || len(b.Need.Components) > 0 {
			a[prefix+"recurrent_cost"] = at("cost") - at("backlog") - at("recurrent_savings") - at("full_year_effect") -
				at("pressures_cost") + at("pressures_returned")
		}
		for _, s := range b.Services {
			a[prefix+"services."+s.Name+".cost"] = at("services." + s.Name + ".cost")
		}
	}
	of(m, "")
	return a
}

// restarts are the rows that count from a plan's opening year on, and what is a part of one: what a spill costs is a
// part of demand.
var restarts = regexp.MustCompile(`(^|\.)(cumulative_balance|years_in_debt|unfunded_inflation|demand_as_planned|` +
	`demand|savings_carried|savings_cliff|one_offs|plan_benefit|new_money_base|new_money|(earmark_)?base_growth|` +
	`transformation_above_base_growth|settled|settled_before_phasing|top_up|own_funding|spilled_cost)$|` +
	`(^|\.)spills\..*\.cost$|` +
	`opening_gap|against_need|gap_besides_causes|causes\..*|prices|_at_.*|cost_as_planned$`)

// A plan that is rolled forward on its own figures goes on as it would have, within what rounding makes: half a penny
// in each figure that it opens with, which then grows.
func TestAPlanRolledForwardOnItsOwnFiguresGoesOn(t *testing.T) {
	testkit.Check(t, 20_000, func(t *rapid.T) {
		m := drawModel(t, largest)
		if m.Last == m.First+1 || len(m.Services) > 0 {
			t.Skip("one year, or services whose own growth past savings do not follow")
		}
		goesOn(t, m)
	})
}

// So does a system, with what its bodies pay each other.
func TestASystemRolledForwardOnItsOwnFiguresGoesOn(t *testing.T) {
	testkit.Check(t, 1_000, func(t *rapid.T) {
		m := drawSystem(t, largest/100)
		if m.Last == m.First+1 {
			t.Skip("one year")
		}
		goesOn(t, m)
	})
}

// rollable takes out of a model what does not roll, and what a penny decides.
func rollable(m *finance.Model, first finance.Year) {
	m.Support.Target = nil
	eachEarmark(m, func(e *finance.Earmark) { e.OnlyWhenBalanced = false })
	if m.Prices <= first && m.Prices != 0 {
		m.Deflator.Vintages = nil
	}
	for i := range m.Bodies {
		if len(m.Bodies[i].Services) > 0 {
			m.Bodies[i].Services, m.Bodies[i].Causes = nil, nil
		}
		if b := &m.Bodies[i]; len(b.Bodies) == 0 && len(b.Need.RealGrowth)+len(b.Need.Components) == 0 {
			b.Need.RealGrowth = []finance.Rate{0.01}
		}
		rollable(&m.Bodies[i], first)
	}
}

// goesOn rolls a model forward on its own figures and compares every row of money that does not restart.
func goesOn(t *rapid.T, m *finance.Model) {
	rollable(m, m.First)
	if _, err := finance.Project(m); err != nil {
		t.Skip("what was taken out is needed")
	}
	planned := project(t, m)
	for _, r := range planned.Program.Rows {
		borne, isBorne := strings.CutSuffix(r.Name, ".bears")
		if isBorne && row(t, planned, m, r.Name)[1]+row(t, planned, m, borne+".puts_in")[1] < 0 {
			t.Skip("a partner takes out of a pool more than it puts in, with which none can open")
		}
	}
	rolled, err := m.RollForward(asPlanned(t, m))
	require.NoError(t, err)
	for _, f := range rolled.Figures {
		require.Equal(t, f.Planned, f.Actual, f.Line)
	}
	whole, rest := project(t, m), project(t, rolled.Model)
	require.Empty(t, rest.Breaks())
	for _, r := range rest.Program.Rows {
		if r.Unit != sheet.Money || r.Check || restarts.MatchString(r.Name) {
			continue
		}
		for col := range rest.Program.Years {
			if col == 0 && !strings.HasSuffix(r.Name, "balance") {
				continue
			}
			want, ok := whole.At(r.Name, col+1)
			got, _ := rest.At(r.Name, col)
			require.True(t, ok, r.Name)
			require.InDelta(t, want.InexactFloat64(), got.InexactFloat64(), 1000*float64(col+1), "%s, year %d", r.Name,
				col)
		}
	}
}

// A first year with £1m more cost and £0.5m less transformation opens the rest of the plan on those figures.
func TestAYearOfActualsOpensThePlan(t *testing.T) {
	m := plain()
	m.Earmark = finance.Earmark{Share: []finance.Rate{0.5}, Returns: finance.Returns{PerPound: []finance.Rate{0.2}}}
	m.Funding.RealGrowth = []finance.Rate{0.04, 0.03, 0.02}
	a := finance.Actuals{"funding": 104 * finance.Million, "recurrent_cost": 106_366_000_00,
		"one_offs": 0.25 * finance.Million, "transformation": 1.5 * finance.Million, "net_cost": 107 * finance.Million}
	came, err := m.RollForward(a)
	require.NoError(t, err)
	rolled := came.Model
	assert.Equal(t, []finance.Year{2019, 2020, 2021}, rolled.Years())
	assert.Equal(t, []finance.Rate{0.03, 0.02}, rolled.Funding.RealGrowth)
	assert.Equal(t, []finance.Rate{0.04, 0.03, 0.02}, m.Funding.RealGrowth, "the model itself is not changed")
	assert.Equal(t, finance.Note{Source: "Outturn of 2019/20"}, rolled.Notes["opening.cost"])
	l := project(t, rolled)
	balance, _ := l.Amount("balance", 2019)
	position, _ := l.Amount("core_position", 2019)
	assert.Equal(t, position+0.25*finance.Million, balance,
		"what the year had once is in its balance, and nowhere later")
	assert.Equal(t, finance.Amount(104*finance.Million-106_366_000_00), position, "104m of funding less the cost")
	returns, _ := l.Amount("benefit", 2020)
	assert.Equal(t, finance.Amount(0.3*finance.Million), returns, "a fifth of the 1.5m spent of half of 4m")
	newMoney, _ := l.Amount("new_money", 2020)
	assert.Equal(t, finance.Amount(7.12*finance.Million), newMoney, "104m × 1.03 above the 100m of before")
	assert.Equal(t, []finance.Figure{
		{"funding", 104 * finance.Million, 104 * finance.Million, true},
		{"recurrent_cost", 105_366_000_00, 106_366_000_00, true},
		{"transformation", 2 * finance.Million, 1.5 * finance.Million, true},
		{"debt", 3_366_000_00, 3_366_000_00, false}, {"reserve", 0, 0, false},
		{"one_offs", -2 * finance.Million, 0.25 * finance.Million, true},
		{"net_cost", 105_366_000_00, 107 * finance.Million, true},
	}, came.Figures, "what was planned and what came")
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
	came, err := p.RollForward(finance.Actuals{"funding": 105.5 * m, "funding.grants.winter": 1.5 * m,
		"services.ward.cost": 70 * m, "services.clinic.cost": 41 * m, "balance": -5.5 * m})
	require.NoError(t, err)
	rolled := came.Model
	l := project(t, rolled)
	assert.Equal(t, []finance.Amount{105.5 * m, 110.16 * m, 114.4048 * m}, row(t, l, rolled, "funding"),
		"104 × 1.04 and 2, × 1.03 and 3")
	assert.Equal(t, []finance.Amount{70 * m, 84 * m, 109.2 * m}, row(t, l, rolled, "services.ward.cost"))
	assert.Equal(t, finance.Amount(-5.5*m), row(t, l, rolled, "balance")[0])
	assert.Zero(t, rolled.Opening.OneOffs)
	assert.Equal(t, finance.Amount(60*m), p.Services[0].Baseline, "the model itself is not changed")
	assert.Equal(t, []finance.Rate{0.1, 0.2, 0.3}, p.Services[0].Volume[0].Growth)
}

// A loan is still repaid as a part of what it was, a backlog comes back, and a row of one's own goes on.
func TestLoansBacklogsAndOwnRowsRollForward(t *testing.T) {
	const m = finance.Million
	p := plain()
	p.Debt.Loans = []finance.Loan{{Name: "interim", Opening: 10 * m, Repaid: []finance.Rate{0.25}}}
	p.Unmet = finance.Unmet{Share: []finance.Rate{0.5}, Carried: []finance.Rate{1}}
	p.Need.RealGrowth = []finance.Rate{0}
	p.Rows = []finance.Row{
		{Name: "spent so far", Unit: sheet.Money, Opening: "£1m", Formula: "last(spent so far) + net cost"},
		{Name: "trend", Opening: "1", Formula: "last(trend) × 1.5"},
		{Name: "pressed", Unit: sheet.Money, Formula: "last(net cost) + last(trend) × £1m"},
	}
	came, err := p.RollForward(finance.Actuals{"funding": 103 * m, "recurrent_cost": 110 * m, "balance": -4 * m,
		"debt": 12 * m, "debt.loans.interim": 7.5 * m, "unmet_need": 3 * m, "spent so far": 112 * m,
		"net_cost": 107 * m})
	require.NoError(t, err)
	l := project(t, came.Model)
	for name, want := range map[string][]finance.Amount{
		"debt.loans.interim":     {7.5 * m, 5 * m, 2.5 * m}, // a quarter of ten million a year
		"debt.loans.interim.due": {0, 2.5 * m, 2.5 * m},
	} {
		assert.Equal(t, want, row(t, l, came.Model, name), name)
	}
	for name, want := range map[string][2]finance.Amount{
		"debt": {12 * m, 0}, "unmet_need": {3 * m, 0}, "backlog": {0, 3 * m}, "balance": {-4 * m, 0},
		"pressed": {0, 107*m + 1.5*m}, "spent so far": {112 * m, 0}, "cost": {110 * m, 113 * m},
	} {
		for col, amount := range want {
			if amount != 0 {
				assert.Equal(t, amount, row(t, l, came.Model, name)[col], "%s, %d", name, col)
			}
		}
	}
	twice, err := came.Model.RollForward(finance.Actuals{"funding": 104 * m, "recurrent_cost": 111 * m})
	require.NoError(t, err, "and again a year later")
	owed, _ := project(t, twice.Model).Amount("debt.loans.interim", twice.Model.First)
	assert.Equal(t, finance.Amount(5*m), owed)
	assert.Len(t, p.Rows, 3, "the model itself is not changed")
}

// What does not fit is refused, all of it at once.
func TestActualsThatDoNotFit(t *testing.T) {
	const million = finance.Million
	fitting := finance.Actuals{"funding": 103 * million, "recurrent_cost": 105 * million}
	with := func(more finance.Actuals) finance.Actuals {
		all := maps.Clone(fitting)
		maps.Copy(all, more)
		return all
	}
	for _, c := range []struct {
		name string
		a    finance.Actuals
		bend func(m *finance.Model)
		want []string
	}{
		{"nothing wrong", fitting, nil, nil},
		{"a balance that agrees", with(finance.Actuals{"balance": -3 * million, "one_offs": -million}), nil, nil},
		{"a balance that does not", with(finance.Actuals{"balance": -3 * million, "one_offs": million}), nil, []string{
			"actuals.one_offs: a balance of -£3m is a position of -£2m and -£1m once, but £1m is given"}},
		{"nothing", nil, nil, []string{
			"actuals.funding: there is no figure for this; give what the year came to",
			"actuals.recurrent_cost: there is no figure for this; give what the year came to"}},
		{"lines that there are not", with(finance.Actuals{"fundng": 1, "bodies.Trust.debt": 2}), nil, []string{
			"actuals.bodies.Trust.debt: the plan has no such line of money",
			"actuals.fundng: the plan has no such line of money; did you mean \"funding\"?"}},
		{"grants of more than all funding", with(finance.Actuals{"funding.grants.winter": 200 * million}),
			func(m *finance.Model) {
				m.Funding.Grants = []finance.Grant{{Name: "winter", Cash: []finance.Amount{1}}}
			}, []string{"actuals.funding: without grants the funding is -£97m; give funding with the grants in it"}},
		{"negative debt", with(finance.Actuals{"debt": -1}), nil,
			[]string{"debt.opening: -£0.01 is negative; write what it is as a positive amount"}},
		{"the last year", fitting, func(m *finance.Model) { m.Last = m.First + 1 },
			[]string{"years: 2019/20 is the last year of the plan, so there is no year to roll forward to"}},
		{"a model with a fault", fitting, func(m *finance.Model) { m.Debt.Opening = -1 },
			[]string{"debt.opening: -£0.01 is negative; write what it is as a positive amount"}},
	} {
		m := plain()
		if c.bend != nil {
			c.bend(m)
		}
		_, err := m.RollForward(c.a)
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
	count(reflect.ValueOf(*rolled.Model), "model")
	assert.Greater(t, series, 20)
}
