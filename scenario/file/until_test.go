package file

import (
	"context"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/scenario"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const fiveYears = `schema: 2
years: 2025/26 to 2030/31
funding: {baseline: £900m, cash_growth: [2%, 3%, 4%, 5%, 6%]}
opening: {position: -£9m}
need: {real_growth: {values: [1%, 2%], then: 3%}}
debt: {equity: {share: 50%, year: 2028/29}}
not_modelled: []
`

// One file has two horizons: the years that both have are the same.
func TestAPlanMayEndEarlier(t *testing.T) {
	long, err := Load("plan.yaml", []byte(fiveYears))
	require.NoError(t, err)
	short, err := long.Until("2026/27")
	require.NoError(t, err)
	figures := func(s *Spec) (balance []finance.Amount) {
		m, err := s.Model()
		require.NoError(t, err)
		plan := m.Baseline.Model.(*finance.Model)
		l, err := finance.Project(plan)
		require.NoError(t, err)
		for _, y := range plan.Years() {
			a, _ := l.Amount("balance", y)
			balance = append(balance, a)
		}
		return balance
	}
	assert.Len(t, figures(long), 6)
	assert.Equal(t, figures(long)[:2], figures(short))
	m, err := short.Model()
	require.NoError(t, err)
	r, err := scenario.Run(context.Background(), m, scenario.Options{Paths: 100})
	require.NoError(t, err)
	differences, err := NewManifest(short, r).Verify(context.Background(), scenario.Options{})
	require.NoError(t, err)
	assert.Empty(t, differences, "records know of it")
}

// A plan may end earlier, and no more.
func TestYearsAreSetToAnEarlierEndOnly(t *testing.T) {
	spec, err := Load("plan.yaml", []byte(fiveYears))
	require.NoError(t, err)
	for _, years := range []string{"2025/26 to 2031/32", "2026/27 to 2028/29", "2025/26", "soon"} {
		_, err := spec.With(scenario.Setting{Path: "years", Value: years})
		assert.ErrorContains(t, err, "plan.yaml, as set: years: the plan cannot be set to", years)
		assert.ErrorContains(t, err, "a plan of 2025/26 to 2030/31 may end earlier, and no more", years)
	}
	_, err = spec.Until("2025/26")
	require.NoError(t, err)
	assert.ErrorContains(t, faultsIn(t, "plan.yaml", []byte(strings.Replace(fiveYears, "5%, 6%", "5%, 6%, 7%", 1))),
		"found 6 values for 5 years", "a list of too many years is at fault as ever")
}

// Figures to the end of a month are taken on at the rate so far: flows in proportion, what is owed from where it began.
func TestAYearsFiguresAreForecastAtTheRateSoFar(t *testing.T) {
	spec, err := Load("plan.yaml", []byte(strings.Replace(fiveYears, "debt: {", "debt: {opening: £10m, ", 1)))
	require.NoError(t, err)
	text := "line,amount,basis\nfunding,£918m,whole year\nrecurrent cost,£693m,\nbalance,£(6)m,to date\ndebt,£16m,\n"
	a, err := spec.ReadActuals("act.csv", []byte(text), 9)
	require.NoError(t, err)
	assert.Equal(t, finance.Actuals{"funding": 918 * finance.Million, "recurrent_cost": 924 * finance.Million,
		"balance": -8 * finance.Million, "debt": 18 * finance.Million}, a)
	a, err = spec.ReadActuals("act.csv", []byte(text), 12)
	require.NoError(t, err)
	assert.Equal(t, finance.Amount(693*finance.Million), a["recurrent_cost"])

	_, err = spec.ReadActuals("act.csv", []byte("line,amount,basis\nfundng,£1m,\nbalance,7,\nbalance,£7m,half\n"+
		"debt,£1m,\ndebt,£1m,\n"), 9)
	require.Error(t, err)
	for _, want := range []string{`act.csv:2:1: line: `, `did you mean "funding"`,
		`act.csv:3:9: balance: "7" has no unit`,
		`act.csv:4:13: basis: "half" is no basis; write whole year, or to date`,
		"act.csv:6:1: debt: this line is there already; keep one of the two"} {
		assert.ErrorContains(t, err, want)
	}
	_, err = spec.ReadActuals("act.csv", []byte("what,amount\nfunding,£1m\n"), 9)
	assert.ErrorContains(t, err, `there is no column "line"`)
	_, err = spec.ReadActuals("act.csv", nil, 13)
	assert.ErrorContains(t, err, "13 is not a month of the year; write 1 to 12")
}
