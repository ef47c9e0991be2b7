package finance_test

import (
	"fmt"

	"github.com/openenvelope/envelope/finance"
)

// A list of pressures, and a business case: each a row of cost by year, all of them in cost. The strike does not recur,
// so the underlying position is without it.
func ExamplePressure() {
	const m = finance.Million
	model := &finance.Model{
		First: 2025, Last: 2028,
		Funding: finance.Settlement{Baseline: 500 * m, CashGrowth: []finance.Rate{0}},
		Need:    finance.Need{RealGrowth: []finance.Rate{0}},
		Pressures: []finance.Pressure{
			{Name: "ward", From: 2027, Amount: []finance.Amount{3.2 * m}},
			{Name: "strike", Amount: []finance.Amount{2 * m}, OneOff: true},
			{Name: "at home", From: 2026, Until: 2027, Amount: []finance.Amount{4 * m},
				Returns: finance.PressureReturns{From: 2027, Amount: []finance.Amount{1.5 * m}}},
		},
	}
	l, err := finance.Project(model)
	if err != nil {
		fmt.Println(err)
		return
	}
	printTable(l, model, finance.DisplayUnits("£")[1], "pressures.ward", "pressures.strike",
		"pressures.at home", "pressures_returned", "cost", "balance", "underlying_position")
	// Output:
	// £m                    2025/26  2026/27  2027/28  2028/29
	// pressures.ward            0.0      0.0      3.2      3.2
	// pressures.strike          0.0      2.0      0.0      0.0
	// pressures.at home         0.0      4.0      4.0      0.0
	// pressures returned        0.0      0.0      1.5      1.5
	// cost                    500.0    506.0    505.7    501.7
	// balance                   0.0     -6.0     -5.7     -1.7
	// underlying position       0.0     -4.0     -5.7     -1.7
}
