package file

import (
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/scenario"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// sharing is a file whose bodies share assumptions, with what stands at the end of it.
func sharing(t *testing.T, more string) (*Spec, error) {
	t.Helper()
	return Load("f.yaml", []byte(strings.TrimLeft(`
schema: 1
years: 2025/26 to 2027/28
not_modelled: []
assumptions:
  pay award: {p10: 2%, p90: 4%, source: a forecast}
  fee: £3m
  lean: [1%, 2%]
bodies:
  A:
    funding: {baseline: £100m, cash_growth: 3%}
    opening: {position: {assumption: fee, times: -2, plus: £1.5m}}
    need: {components: {pay: {assumption: pay award, times: 70%, plus: 0.1%}}}
    savings: {planned: {assumption: lean}}
  B:
    funding: {baseline: £100m, cash_growth: {assumption: pay award}}
    opening: {position: £0}
    need: {real_growth: 3%}
    positions: {technical: {assumption: fee}}
`, "\n")+more))
}

// One number moves all that use it, times a number and plus another: figures worked out by hand.
func TestAnAssumptionStandsInManyPlaces(t *testing.T) {
	s, err := sharing(t, "")
	require.NoError(t, err)
	for _, c := range []struct {
		setting, line string
		year          finance.Year
		want          string
	}{
		{"", "bodies.A.balance", 2025, "-4,500,000.00"},        // −2 × 3 + 1.5
		{"", "bodies.A.demand", 2026, "106,799,000.00"},        // 104.5 × (1 + 70% × 3% + 0.1%)
		{"", "bodies.A.savings_planned", 2026, "1,067,990.00"}, // 1% of 106.799, the first of the list
		{"", "bodies.B.funding", 2027, "106,090,000.00"},       // 100 × 1.03²
		{"", "bodies.B.technical", 2026, "3,000,000.00"},
		{"assumptions.pay award=5%", "bodies.B.funding", 2027, "110,250,000.00"}, // 100 × 1.05²
		{"assumptions.pay award=5%", "bodies.A.demand", 2026, "108,262,000.00"},  // 104.5 × 1.036
		{"assumptions.fee=£2m", "bodies.A.balance", 2025, "-2,500,000.00"},
		{"assumptions.fee=£2m", "bodies.B.technical", 2026, "2,000,000.00"},
	} {
		with := s
		if path, value, ok := strings.Cut(c.setting, "="); ok {
			with, err = s.With(scenario.Setting{Path: path, Value: value})
			require.NoError(t, err)
		}
		m, err := with.Model()
		require.NoError(t, err)
		l, err := finance.Project(central(m))
		require.NoError(t, err)
		got, ok := l.Amount(c.line, c.year)
		require.True(t, ok, c.line)
		assert.Equal(t, c.want, got.String(), "%s in %s with %q", c.line, c.year, c.setting)
		assert.Empty(t, l.Breaks())
	}
	m, err := s.Model()
	require.NoError(t, err)
	require.Len(t, m.Baseline.Drivers, 1, "one draw for all")
	assert.Equal(t, "assumptions.pay award", m.Baseline.Drivers[0].Name())
	assert.Equal(t, "a forecast", central(m).Notes["assumptions.pay award"].Source)
}

// An assumption is held to what all places that it stands in may be, and a place that cannot take one says what it can.
func TestAssumptionsThatCannotStandThere(t *testing.T) {
	for _, c := range []struct{ more, want string }{
		{"    savings: {planned: {assumption: pay award}}\n", `assumptions.pay award: p10 and p90 make a normal distribution, which can fall below 0%; use triangular, pert or uniform within 0% to 100%, as it stands in bodies.B.savings.planned, or truncate it there`},
		{"    savings: {planned: {assumption: lean, times: 60}}\n",
			`bodies.B.savings.planned: 120% is outside 0% to 100%`},
		{"    savings: {planned: {assumption: leen}}\n", `there is no assumption "leen"; did you mean "lean"?`},
		{"    savings: {planned: {assumption: fee}}\n",
			`the assumption "fee" is money; write a rate such as 3.4% here`},
		{"    debt: {opening: {assumption: lean}}\n",
			`the assumption "lean" is a rate; write an amount such as £250m here`},
		{"    savings: {planned: {assumption: lean, times: 0}}\n",
			`0 times an assumption is nothing; leave the assumption out`},
		{"    savings: {planned: {assumption: lean, p10: 1%}}\n", `there is no key "p10" here`},
		{"    savings: {planned: [1%, {assumption: lean}]}\n", `an assumption is for all years; write the list in the assumption, and {assumption: lean} in the place of this one`},
		{"    risk_reserve: {share: {assumption: lean}, released: {assumption: pay award, times: -1, plus: 5%}}\n",
			`as it stands in bodies.B.risk_reserve.released`},
		{"    earmark: {share: 1%, returns: {per_pound: 10%, lag: {assumption: lean}}}\n",
			`the assumption "lean" is a rate; write a whole number of years here`},
		{"rows: {Assumptions fee: {formula: 1, unit: rate}, assumptions: {formula: 1, unit: rate}}\n", ""},
		{"changes: {c: {assumptions.new: 1%}}\n", ""},
		{"changes: {c: {bodies.A.assumptions: {fee: £1m, lean: 3%}}}\n", ""},
		{"changes: {c: {assumptions: {}}}\n", `there is no assumption "fee"`},
	} {
		s, err := sharing(t, c.more)
		if err == nil {
			_, err = s.Model()
		}
		if c.want == "" {
			assert.NoError(t, err, c.more)
			continue
		}
		assert.ErrorContains(t, err, c.want, c.more)
	}
}

// A body's own assumption goes before one of the same name around it.
func TestABodysOwnAssumptionGoesFirst(t *testing.T) {
	s, err := sharing(t, "changes: {c: {bodies.B.assumptions: {pay award: 4%}}}\n")
	require.NoError(t, err)
	m, err := s.Model()
	require.NoError(t, err)
	l, err := finance.Project(m.Scenarios[0].Model.(*finance.Model))
	require.NoError(t, err)
	b, _ := l.Amount("bodies.B.funding", 2026)
	assert.Equal(t, "104,000,000.00", b.String())
	a, _ := l.Amount("bodies.A.demand", 2026)
	assert.Equal(t, "106,799,000.00", a.String(), "104.5 × 1.022, as around it")
}

// * is any one name, in settings and in changes; it reaches the places that are there.
func TestOneSettingForManyPlaces(t *testing.T) {
	s, err := sharing(t, "changes: {c: {bodies.*.funding.cash_growth: 1%}}\n")
	require.NoError(t, err)
	s, err = s.With(scenario.Setting{Path: "bodies.*.savings.planned", Value: "0.5%"})
	require.NoError(t, err)
	m, err := s.Model()
	require.NoError(t, err)
	a, b := central(m).Bodies[0], central(m).Bodies[1]
	assert.Equal(t, []finance.Rate{0.005}, a.Savings.Planned)
	assert.Empty(t, b.Savings.Planned, "B has no savings plan")
	for _, body := range m.Scenarios[0].Model.(*finance.Model).Bodies {
		assert.Equal(t, []finance.Rate{0.01}, body.Funding.CashGrowth, body.Name)
	}
	assert.Len(t, m.Scenarios[0].Set, 1, "the change leaves the setting as it is")

	_, err = s.With(scenario.Setting{Path: "bodies.*.earmark.share", Value: "1%"})
	assert.ErrorContains(t, err, "there is no such place in the file; * means any one name")
	_, err = s.With(scenario.Setting{Path: "*.baseline", Value: "1%"})
	assert.Error(t, err, "funding is not here, and no name stands at the top")
}

// A shared number that is a share in all its places means the law that it would mean there: one between the limits of a
// share. Where its places differ, or one takes a part of it, it means what a growth does.
func TestASharedShareIsAShare(t *testing.T) {
	for _, c := range []struct{ uses, law string }{
		{"savings: {planned: 2%, delivery: {assumption: a}}", "logit-metalog, p10 40%, p50 52%, p90 60%"},
		{"savings: {planned: {assumption: b}, recurrent: {assumption: b}}", "logit-normal, p10 40%, p50 44.95%, p90 50%"},
		{"savings: {planned: {assumption: b}, recurrent: {assumption: b, times: 1}}", "a normal distribution, which can fall below 0%"},
		{"savings: {planned: {assumption: b}, delivery: {assumption: b}}", "a normal distribution, which can fall below 0%"},
		{"savings: {planned: 2%}", "normal, p10 40%, p50 45%, p90 50%"},
	} {
		s, err := Load("f.yaml", []byte(`schema: 2
years: 2024/25 to 2027/28
not_modelled: []
funding: {baseline: £900m, real_growth: 3%}
opening: {position: -£10m}
need: {real_growth: 3%}
assumptions:
  a: {p10: 40%, p50: 52%, p90: 60%}
  b: {p10: 40%, p90: 50%}
`+c.uses))
		require.NoError(t, err, c.uses)
		m, err := s.Model()
		if err != nil {
			assert.ErrorContains(t, err, c.law, c.uses)
			continue
		}
		inputs, err := m.Inputs()
		require.NoError(t, err)
		name := "assumptions.b"
		if strings.Contains(c.uses, "assumption: a") {
			name = "assumptions.a"
		}
		for _, in := range inputs {
			if in.Input == name {
				assert.Equal(t, c.law, in.Law, c.uses)
			}
		}
	}
}

// A place that cannot be uncertain has an assumption's value, money to the nearest penny.
func TestAKnownNumberThatIsAnAssumption(t *testing.T) {
	for use, want := range map[string]finance.Amount{
		"{assumption: fee}":                               333333,
		"{assumption: fee, times: 0.3333333}":             111111, // 111110.98…
		"{assumption: fee, times: -2, plus: £1.5}":        -666516,
		"{assumption: fee, times: 0.00001, plus: -£0.05}": -2, // 3.33 − 5
	} {
		s, err := Load("f.yaml", []byte(small+"assumptions: {fee: £3333.33}\nopening: {position: "+use+"}\n"))
		require.NoError(t, err)
		m, err := s.Model()
		require.NoError(t, err, use)
		assert.Equal(t, want, central(m).Opening.Position, use)
	}
}

// The row of a use says which assumption it reads, or what is noted beside it.
func TestRowsOfAssumptionsAreNoted(t *testing.T) {
	s, err := Load("f.yaml", []byte(strings.Replace(small, "4%", "{assumption: pay award, note: as agreed}", 1)+
		"assumptions: {pay award: 2%}\nsavings: {planned: {assumption: pay award}}\n"))
	require.NoError(t, err)
	m, err := s.Model()
	require.NoError(t, err)
	notes := map[string]string{}
	for _, row := range central(m).Rows {
		notes[row.Name] = row.Note
	}
	assert.Equal(t, map[string]string{"need.real_growth": "as agreed", "savings.planned": "the assumption pay award"}, notes)
}

// A use of an assumption by year is a formula in words.
func TestFormulasOfAssumptions(t *testing.T) {
	pay, fee := assumed{unit: rate()}, assumed{unit: unit{money: true}}
	for want, u := range map[string]use{
		"[assumptions.a]":                {pay, "a", 1, 0},
		"[assumptions.a] × 0.7":          {pay, "a", 0.7, 0},
		"[assumptions.a] × -1":           {pay, "a", -1, 0},
		"[assumptions.a] + 0.005":        {pay, "a", 1, 0.005},
		"[assumptions.a] × 2 + -0.01":    {pay, "a", 2, -0.01},
		"[assumptions.b c] + £1.5":       {fee, "b c", 1, 150},
		"[assumptions.b c] × 3 + £-0.01": {fee, "b c", 3, -1},
		"[assumptions.b c] × 3":          {fee, "b c", 3, 0},
	} {
		assert.Equal(t, want, u.formula("£"))
	}
}
