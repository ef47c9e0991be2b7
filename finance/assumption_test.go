package finance_test

import (
	"fmt"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A pay award that moves the costs of two trusts, of which pay is 70% and 60%.
func ExampleAssumption() {
	trust := func(name, pay string) finance.Model {
		return finance.Model{Name: name, Opening: finance.Opening{Cost: 100 * finance.Million},
			Funding: finance.Settlement{Baseline: 100 * finance.Million, CashGrowth: []finance.Rate{0.02}},
			Need:    finance.Need{Components: []finance.Component{{Name: "pay"}}},
			Rows:    []finance.Row{{Name: "need.components.pay", Formula: pay + " × assumptions.pay award"}}}
	}
	m := &finance.Model{First: 2025, Last: 2026,
		Assumptions: []finance.Assumption{{Name: "pay award", Rate: []finance.Rate{0.03}}},
		Bodies:      []finance.Model{trust("Acute", "70%"), trust("Community", "60%")}}
	ledger, err := finance.Project(m)
	if err != nil {
		fmt.Println(err)
		return
	}
	acute, _ := ledger.Amount("bodies.Acute.balance", 2026)
	community, _ := ledger.Amount("bodies.Community.balance", 2026)
	fmt.Println(acute, community)
	// Output:
	// -100,000.00 200,000.00
}

// An assumption is held to what all its places may be: a bound of the place, less what is added, divided by what it is
// multiplied with.
func TestAnAssumptionIsHeldToItsPlaces(t *testing.T) {
	m := &finance.Model{First: 2025, Last: 2026, Opening: finance.Opening{Cost: finance.Million},
		Funding: finance.Settlement{Baseline: finance.Million},
		Need:    finance.Need{RealGrowth: []finance.Rate{0}},
		Assumptions: []finance.Assumption{{Name: "x", Rate: []finance.Rate{0.1}},
			{Name: "fixed", Rate: []finance.Rate{0}}}}
	for _, c := range []struct {
		growth, share string // formulas
		low, high     float64
		by            string
	}{
		{"assumptions.x", "0.1", -1, 1, "funding.cash_growth"},
		{"assumptions.x", "assumptions.x", 0, 1, "savings.planned"},
		{"2 × assumptions.x + 10%", "0.1", -0.55, 0.45, "funding.cash_growth"},
		{"10% − assumptions.x ÷ 2", "0.1", -1.8, 2.2, "funding.cash_growth"},
		{"assumptions.x", "50% − assumptions.x", -0.5, 0.5, "savings.planned"},
		{"max(0, assumptions.x)", "0.1", 0, 0, ""}, // no line
		{"last(assumptions.x)", "0.1", 0, 0, ""},
		{"assumptions.x × assumptions.x", "0.1", 0, 0, ""},
	} {
		m.Rows = []finance.Row{{Name: "funding.cash_growth", Formula: c.growth},
			{Name: "savings.planned", Formula: c.share}}
		s, err := m.Sheet()
		require.NoError(t, err)
		for _, in := range s.Inputs {
			if in.Name == "assumptions.x" {
				assert.InDeltaSlice(t, []float64{c.low, c.high}, []float64{in.Low, in.High}, 1e-15,
					"%s and %s", c.growth, c.share)
				assert.Equal(t, c.by, in.HeldBy)
				assert.Empty(t, in.Fixed)
			}
		}
	}
	m.Rows = []finance.Row{{Name: "funding.cash_growth", Formula: "assumptions.fixed"}, // at least 0, and at most
		{Name: "savings.planned", Formula: "assumptions.fixed"}, {Name: "savings.recurrent", Formula: "−1 × assumptions.fixed"}}
	s, err := m.Sheet()
	require.NoError(t, err)
	for _, in := range s.Inputs {
		alone := in.Fixed == "the places that use it allow no other value"
		assert.Equal(t, in.Name == "assumptions.fixed", alone, in.Name)
	}
	m.Rows[1].Formula = "assumptions.x − 20%"
	_, err = m.Sheet()
	assert.ErrorContains(t, err, "savings.planned: -10% is outside 0% to 100%")
}

// What is wrong with an assumption itself.
func TestAssumptionsThatAreNone(t *testing.T) {
	one := []finance.Rate{0}
	for _, c := range []struct {
		all  []finance.Assumption
		want string
	}{
		{[]finance.Assumption{{Name: "1st", Rate: one}}, `assumptions.1st: "1st" is not a name of an assumption`},
		{[]finance.Assumption{{Name: "pay award", Rate: one}, {Name: "Pay_award", Rate: one}},
			"there is an assumption of this name already"},
		{[]finance.Assumption{{Name: "pay"}}, "assumptions.pay: there is no number here; give a rate or an amount"},
		{[]finance.Assumption{{Name: "pay", Rate: one, Amount: []finance.Amount{1}}},
			"found a rate and an amount; give one of the two"},
		{[]finance.Assumption{{Name: "pay", Rate: []finance.Rate{0, 0, 0}}}, "assumptions.pay: has 3 values"},
	} {
		m := &finance.Model{First: 2025, Last: 2026, Assumptions: c.all,
			Funding: finance.Settlement{Baseline: finance.Million, CashGrowth: one}}
		assert.ErrorContains(t, m.Validate(), c.want)
	}
}
