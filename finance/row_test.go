package finance_test

import (
	"fmt"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A row of one's own, and a formula in the place of a number.
func ExampleRow() {
	m := &finance.Model{First: 2024, Last: 2026,
		Funding: finance.Settlement{Baseline: finance.Billion, CashGrowth: []finance.Rate{0.03}},
		Need:    finance.Need{RealGrowth: []finance.Rate{0.01}},
		Rows: []finance.Row{
			{Name: "spare", Formula: "max(0, funding − cost)", Unit: sheet.Money},
			{Name: "earmark.amount", Formula: "50% × spare"},
		}}
	ledger, err := finance.Project(m)
	if err != nil {
		fmt.Println(err)
		return
	}
	spare, _ := ledger.Amount("spare", 2025)
	transformation, _ := ledger.Amount("transformation", 2025)
	fmt.Println(spare, transformation)
	// Output:
	// 20,000,000.00 10,000,000.00
}

// two is a system of two bodies, the first of which pays the second.
func two(rows ...finance.Row) *finance.Model {
	return &finance.Model{First: 2024, Last: 2027,
		Bodies: []finance.Model{
			{Name: "Payer", Funding: finance.Settlement{Baseline: finance.Billion, CashGrowth: []finance.Rate{0.03}}},
			{Name: "Trust", Need: finance.Need{RealGrowth: []finance.Rate{0.01}}},
		},
		Transfers: []finance.Transfer{{Name: "Contract", From: "Payer", To: "Trust", Baseline: 900 * finance.Million}},
		Rows:      rows}
}

// What is wrong with a row is said at its place, with the column of the formula.
func TestFaultsOfRows(t *testing.T) {
	row := func(name, formula string) finance.Row {
		return finance.Row{Name: name, Formula: formula, Unit: sheet.Money}
	}
	for _, c := range []struct {
		model *finance.Model
		fault string
	}{
		{two(row("net cost", "funding")),
			"rows.net cost: there is a row of this name already; choose another, or read that one in a formula"},
		{two(row("Funding", "£3m")),
			"rows.Funding: there is a row of this name already; choose another, or read that one in a formula"},
		{two(row("2nd", "£3m")), `rows.2nd: "2nd" is not a name of a row; use letters, digits, spaces, _ and -, at most 60 of them, a letter first`},
		{two(row("a", "£3m"), row("a", "£4m")),
			"rows.a: there is a row of this name already; choose another, or read that one in a formula"},
		{two(finance.Row{Name: "a", Formula: "1", Unit: 7}),
			"rows.a: any is not a unit of a row; use sheet.Money or sheet.Number"},
		{two(row("a", "funding + nonsense")), `rows.a: in the formula, column 11: there is no row "nonsense"`},
		{two(row("a", "")), "rows.a: in the formula, column 1: a number, the name of a row or a bracket is missing"},
		{two(finance.Row{Name: "a", Formula: "£3m", Opening: "3", Unit: sheet.Money}),
			"rows.a: in the opening formula, column 1: this is a row of money, but the formula is number"},
		{two(row("a", "ago(funding, 4)")), "rows.a: in the formula, column 14: 4 years ago is before the first year in every year; the last is 3 years after it"},
		{two(row("a", "£3m + b"), row("b", "a")),
			"rows.a: in the formula, column 7: rows refer to each other in a circle within a year: a → b → a; read one of them a year earlier"},
		{two(row("transfers.Contract.amount", "bodies.Payer.balance")),
			"transfers.Contract.amount: in the formula, column 1: rows refer to each other in a circle " +
				"within a year: transfers.Contract.amount → bodies.Payer.balance → bodies.Payer.core_position → bodies.Payer.budget → bodies.Payer.paid_on → " +
				"transfers.Contract → transfers.Contract.amount; read one of them a year earlier"},
		{two(row("transfers.Contract.amount", "share of something")),
			`transfers.Contract.amount: in the formula, column 1: there is no row "share of something"`},
		{two(row("transfers.Contrct.amount", "£3m")), "transfers.Contrct.amount: " + noNumber},
		{two(row("transfers.Contract.baseline", "£3m")), "transfers.Contract.baseline: " + noNumber},
		{two(row("bodies.Trust.need.real_growth", "1%")), "bodies.Trust.need.real_growth: " + noNumber},
		{two(row("need.real_growth", "1%")),
			"need: a system nets its bodies and has no need of its own; give it to a body"},
	} {
		faults := c.model.Validate()
		if assert.NotEmpty(t, faults, c.fault) {
			assert.Equal(t, c.fault, faults[0].Error())
		}
	}
}

const noNumber = "there is no number here that a formula could give; it gives numbers of the years after the opening year, by their place: earmark.amount"

// A number and its formula are not given together, and a formula that nobody would read is a fault.
func TestAFormulaStandsForANumber(t *testing.T) {
	m := two(finance.Row{Name: "transfers.Contract.uplift", Formula: "1%"})
	m.Transfers[0].Uplift = []finance.Rate{0.02}
	require.Len(t, m.Validate(), 1)
	assert.EqualError(t, m.Validate()[0], "transfers.Contract.uplift: give a number or a formula, not both")

	m = two(finance.Row{Name: "pools.P.partners.Payer.growth", Formula: "1%"},
		finance.Row{Name: "transfers.Contract.uplift", Formula: "1%"})
	m.Pools = []finance.Pool{{Name: "P",
		Partners: []finance.Partner{{Body: "Payer", Minimum: 5, Share: 0.5}, {Body: "Trust", Minimum: 5, Share: 0.5,
			Growth: []finance.Rate{0}}}}}
	assert.Empty(t, m.Validate())
	assert.Empty(t, m.Transfers[0].Uplift, "the model itself is not changed")
	assert.Empty(t, m.Pools[0].Partners[0].Growth)

	b := barest()
	b.Rows = []finance.Row{{Name: "savings.ambition.above", Formula: "1%"}}
	faults := b.Validate()
	assert.Contains(t, faults.Error(),
		"savings.ambition.above: no rule of this model reads the number here; leave the formula out")
}

// A formula that says what a number says gives the same ledger.
func TestAFormulaThatIsANumber(t *testing.T) {
	said, same := two(), two(finance.Row{Name: "transfers.Contract.uplift", Formula: "2%"},
		finance.Row{Name: "transfers.Contract.volume", Formula: "1% × 3"})
	said.Transfers[0].Uplift, said.Transfers[0].Volume = []finance.Rate{0.02}, []finance.Rate{0.03}
	a, b := figures(project(t, said).Ledger), figures(project(t, same).Ledger)
	delete(b, "transfers.Contract.uplift")
	delete(b, "transfers.Contract.volume")
	assert.Equal(t, a, b)
}

// Every formula of the rules reads back from the words in which it is explained.
func TestEveryRuleReadsBack(t *testing.T) {
	for _, book := range workbooks(t) {
		s, err := book.model.Sheet()
		require.NoError(t, err)
		v := s.Vocabulary("£", &sheet.Suggester{})
		for _, r := range s.Rows {
			for _, e := range []sheet.Expr{r.Opening, r.Formula} {
				if !e.IsZero() {
					got, err := v.Parse(e.Words(), "", r.Unit)
					require.NoError(t, err, "%s: %s = %s", book.name, r.Name, e.Words())
					require.Equal(t, e.Words(), got.Words(), "%s: %s", book.name, r.Name)
				}
			}
		}
	}
}
