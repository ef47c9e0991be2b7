package file

import (
	"fmt"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// owing is a system with a body in a body, each of which owes something when the plan opens.
const owing = `schema: 2
years: 2025/26 to 2027/28
not_modelled: []
bodies:
  A:
    funding: {baseline: £100m, real_growth: 2%}
    opening: {position: £0}
    need: {real_growth: 2%}
    debt: {loans: {bank: {opening: £10m}}}
  N:
    bodies:
      B:
        funding: {baseline: £50m, real_growth: 2%}
        opening: {position: -£1m}
        need: {real_growth: 2%}
        debt: {opening: £4m, interest: 3%}
rows: {all cost: {formula: 2 × cost, unit: money}, a rate: {formula: 2%, unit: rate}}
`

// actualsOf reads a table of actual figures of a plan.
func actualsOf(t *testing.T, plan, table string, month int) (finance.Actuals, error) {
	t.Helper()
	s, err := Load("plan.yaml", []byte(plan))
	require.NoError(t, err)
	return s.ReadActuals("act.csv", []byte(table), month)
}

// A table may name the rows of money, and what a body's plan opens with a year later though it is no row.
func TestTheLinesOfActuals(t *testing.T) {
	s, err := Load("plan.yaml", []byte(owing))
	require.NoError(t, err)
	m, err := s.Model()
	require.NoError(t, err)
	l, err := finance.Project(central(m))
	require.NoError(t, err)
	lines := (&actualsReader{plan: central(m), ledger: l}).lines()
	assert.IsIncreasing(t, lines, "sorted, each once")
	var more []string
	for _, line := range lines {
		if _, isRow := l.Amount(line, 2025); !isRow {
			more = append(more, line)
		}
	}
	assert.Equal(t, []string{"bodies.A.one_offs", "bodies.A.recurrent_cost", "bodies.N.bodies.B.one_offs",
		"bodies.N.bodies.B.recurrent_cost", "bodies.N.one_offs", "bodies.N.recurrent_cost", "one_offs", "recurrent_cost"}, more)
	for _, row := range l.Program.Rows {
		_, money := l.Amount(row.Name, 2025)
		assert.Equal(t, money && !row.Check, strings.Contains("\n"+strings.Join(lines, "\n")+"\n", "\n"+row.Name+"\n"),
			row.Name)
	}
}

// Before the last month a flow is in proportion, and what is owed moves on from where the year began; both to the
// nearest penny.
func TestFiguresToTheEndOfAMonth(t *testing.T) {
	const table = "line,amount,basis\nA: funding,£50m,\nbodies.A.debt.loans.bank,£16m,To Date\n" +
		"bodies.N.bodies.B.debt,£5m,\nbodies.N.bodies.B.cost,£10.01,\nbodies.A.cost,£90m,Whole Year\n"
	for month, want := range map[int]finance.Actuals{
		1: {"bodies.A.funding": 600e8, "bodies.A.debt.loans.bank": 82e8, "bodies.N.bodies.B.debt": 16e8,
			"bodies.N.bodies.B.cost": 12012, "bodies.A.cost": 90e8},
		7: {"bodies.A.funding": 8571428571, "bodies.A.debt.loans.bank": 2028571429, "bodies.N.bodies.B.debt": 571428571,
			"bodies.N.bodies.B.cost": 1716, "bodies.A.cost": 90e8},
		11: {"bodies.A.funding": 5454545455, "bodies.A.debt.loans.bank": 1654545455,
			"bodies.N.bodies.B.debt": 509090909, "bodies.N.bodies.B.cost": 1092, "bodies.A.cost": 90e8},
		12: {"bodies.A.funding": 50e8, "bodies.A.debt.loans.bank": 16e8, "bodies.N.bodies.B.debt": 5e8,
			"bodies.N.bodies.B.cost": 1001, "bodies.A.cost": 90e8},
	} {
		got, err := actualsOf(t, owing, table, month)
		require.NoError(t, err, month)
		assert.Equal(t, want, got, "month %d", month)
	}
	for _, month := range []int{-1, 0, 13} {
		got, err := actualsOf(t, owing, table, month)
		assert.ErrorContains(t, err, "is not a month of the year; write 1 to 12")
		assert.Nil(t, got)
	}
	assert.Equal(t, []bool{true, false, false, false}, []bool{isLoan("debt.loans.bank"), isLoan("debt.loans.bank.paid"),
		isLoan("debt"), isLoan("loans.bank")})
}

// What is wrong with a table of actual figures is told at its cells, all at once.
func TestFaultsOfActuals(t *testing.T) {
	for table, want := range map[string]string{
		"":                    "act.csv:1:1: the file is empty; begin with a heading such as year,value",
		"line,amount\n":       "act.csv:1:1: there are no figures below the heading",
		"line\nA: funding\n":  `act.csv:1:1: there is no column "amount"; the columns are line`,
		"amount\n£1m\n":       `act.csv:1:1: there is no column "line"; the columns are amount`,
		"name,value\nA,£1m\n": "act.csv:1:1: there is no column \"line\"; the columns are name, value\n" + `act.csv:1:1: there is no column "amount"; the columns are name, value`,
		"line,amount\nA: fnding,£1m\nbodies.*.cost,£2m\nA: cost,2\nA: cost,£2m\nA: cost,£3m\n": `act.csv:2:1: line: "A: fnding" is not a line; did you mean "A: funding"?
act.csv:3:1: line: "bodies.*.cost" is 2 lines; write one
act.csv:4:9: bodies.A.cost: "2" has no unit; did you mean £2bn, £2m or £2?
act.csv:6:1: bodies.A.cost: this line is there already; keep one of the two`,
		"basis,line,amount\nwhole year,A: cost,£1m\nto dat,bodies.A.debt.loans.bank,£1m\n": `act.csv:3:1: basis: "to dat" is no basis; write whole year, or to date`,
		"line,amount\nA: cost,£1m,£2m\n":                                                   "act.csv:2:1: the row has 3 cells; the heading has 2",
	} {
		got, err := actualsOf(t, owing, table, 6)
		if assert.Error(t, err, table) {
			assert.Contains(t, err.Error(), want, table)
			assert.Equal(t, strings.Count(want, "\n"), strings.Count(err.Error(), "\n"), table)
		}
		assert.NotNil(t, got, table)
	}
	s, err := Load("plan.yaml", []byte(strings.Replace(owing, "£100m", "100", 1)))
	require.NoError(t, err)
	got, err := s.ReadActuals("act.csv", []byte("line,amount\nA: cost,£1m\n"), 6)
	assert.ErrorContains(t, err, "plan.yaml:6:")
	assert.Nil(t, got)
	s, err = Load("plan.yaml", []byte(small+"rows: {a: {formula: cost / (funding - funding), unit: rate}}\n"))
	require.NoError(t, err)
	got, err = s.ReadActuals("act.csv", []byte("line,amount\ncost,£1m\n"), 6)
	assert.ErrorContains(t, err, "division by zero")
	assert.Nil(t, got)
	_, err = (*Spec)(nil).ReadActuals("act.csv", nil, 6)
	assert.Error(t, err)
}

// A table of actual figures is held to the limits of tables: their ends are within, and one more is not.
func TestHowLongATableOfActualsMayBe(t *testing.T) {
	rows := func(n int) string { return "line,amount\n" + strings.Repeat("A: cost,£1m\n", n) }
	wide := func(n int) string {
		return "line,amount" + blownUp("", n-2, ",c%d") + "\nA: cost,£1m" + strings.Repeat(",", n-2) + "\n"
	}
	long := func(n int) string { return "line,amount,x\nA: cost,£1m," + strings.Repeat("x", n-28) + "\n" }
	for name, c := range map[string]struct {
		table string
		want  string
	}{
		"rows":              {rows(maxTableRows), "this line is there already"},
		"one row more":      {rows(maxTableRows + 1), "more than"},
		"columns":           {wide(maxTableColumns), "<nil>"},
		"one column more":   {wide(maxTableColumns + 1), "columns"},
		"bytes":             {long(maxTable), "<nil>"},
		"one byte too many": {long(maxTable + 1), "kB"},
	} {
		_, err := actualsOf(t, owing, c.table, 6)
		first, _, _ := strings.Cut(fmt.Sprint(err), "\n")
		assert.Contains(t, first, c.want, name)
	}
	assert.Equal(t, maxTable, len(long(maxTable)))
}
