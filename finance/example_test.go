package finance_test

import (
	"fmt"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/sheet"
)

// june2018 is the settlement of June 2018 for NHS England against a need of 4% a year, with deficits first. Growth
// and cash: NHS Providers, The NHS funding settlement, 2018; need: Institute for Fiscal Studies and Health
// Foundation, 2018; position: NHS Improvement by way of HSJ, 2019. The earmark of 5% of new money is a judgement.
func june2018() *finance.Model {
	return &finance.Model{
		Name:     "The June 2018 settlement",
		First:    2018,
		Last:     2023,
		Deflator: finance.Deflator{Planned: []finance.Rate{0.0158, 0.0157, 0.0181, 0.0180, 0.0225}},
		Funding: finance.Settlement{
			Baseline:   114.6 * finance.Billion,
			RealGrowth: []finance.Rate{0.036, 0.036, 0.031, 0.031, 0.034},
		},
		Opening: finance.Opening{BeforeSupport: -5.0 * finance.Billion, Support: 2.45 * finance.Billion},
		Need:    finance.Need{RealGrowth: []finance.Rate{0.04}, Includes: []string{"productivity", "improvement"}},
		Earmark: finance.Earmark{Share: []finance.Rate{0.05}, Leakage: []finance.Rate{1}},
		Debt:    finance.Debt{Interest: []finance.Rate{0.015}},
		Notes: map[string]finance.Note{
			"need.real_growth": {Source: "Institute for Fiscal Studies and Health Foundation, May 2018"},
		},
	}
}

// table prints rows of a ledger in a unit.
func printTable(l *finance.Ledger, m *finance.Model, u finance.DisplayUnit, rows ...string) {
	fmt.Printf("%-20s", u.Name)
	for _, y := range m.Years() {
		fmt.Printf("%9s", m.Label(y))
	}
	fmt.Println()
	for _, row := range rows {
		fmt.Printf("%-20s", sheet.Label(row))
		for _, y := range m.Years() {
			a, _ := l.Amount(row, y)
			fmt.Printf("%9s", a.In(u))
		}
		fmt.Println()
	}
}

// A model is a literal; Project works it out to the penny. The settlement of 2018 against a need of 4% a year leaves
// nothing of an earmark that deficits may take.
func Example() {
	m := june2018()
	ledger, err := finance.Project(m)
	if err != nil {
		fmt.Println(err)
		return
	}
	printTable(ledger, m, finance.DisplayUnitFor(m.Funding.Baseline, m.Symbol()),
		"funding", "net_cost", "earmark_planned", "diverted", "transformation", "balance", "underlying_position",
		"debt")
	fmt.Println("checks that do not hold:", len(ledger.Breaks()))
	// Output:
	// £bn                   2018/19  2019/20  2020/21  2021/22  2022/23  2023/24
	// funding                 114.6    120.6    126.9    133.2    139.8    147.8
	// net cost                117.2    123.8    130.8    138.5    146.7    156.1
	// earmark planned           0.0      0.3      0.6      0.9      1.3      1.7
	// diverted                  0.0      0.3      0.6      0.9      1.3      1.7
	// transformation            0.0      0.0      0.0      0.0      0.0      0.0
	// balance                  -2.6     -3.2     -3.9     -5.3     -6.9     -8.3
	// underlying position      -5.0     -5.9     -6.9     -8.7    -10.6    -12.4
	// debt                      0.0      3.2      7.0     12.4     19.3     27.6
	// checks that do not hold: 0
}

// A ring-fence keeps the earmark and leaves the deficit to be borrowed for.
func ExampleEarmark() {
	for _, leakage := range []finance.Rate{1, 0.5, 0} {
		m := june2018()
		m.Earmark.Leakage = []finance.Rate{leakage}
		ledger, err := finance.Project(m)
		if err != nil {
			fmt.Println(err)
			return
		}
		spent, _ := ledger.Amount("transformation", 2023)
		debt, _ := ledger.Amount("debt", 2023)
		bn := finance.DisplayUnits(m.Symbol())[0]
		fmt.Printf("leakage %4s: %s %s to transform in 2023/24, %s of debt\n", leakage, spent.In(bn), bn.Name,
			debt.In(bn))
	}
	// Output:
	// leakage 100%: 0.0 £bn to transform in 2023/24, 27.6 of debt
	// leakage  50%: 0.8 £bn to transform in 2023/24, 30.0 of debt
	// leakage   0%: 1.7 £bn to transform in 2023/24, 32.5 of debt
}

// A rule of your own reads any row by name, and its rows are checked, ordered, projected and explained like the others.
func ExampleRule() {
	m := june2018()
	m.Rules = append(m.Rules, func(s *sheet.Sheet) {
		funding, cost := sheet.Ref("funding"), sheet.Ref("net_cost")
		s.Add(
			sheet.Row{Name: "contingency", Unit: sheet.Money, Note: "half a percent of funding, held back",
				Formula: funding.Times(sheet.Num(0.005))},
			sheet.Row{Name: "headroom", Unit: sheet.Money, Note: "what is left when costs and the contingency are met",
				Formula: funding.Minus(cost).Minus(sheet.Ref("contingency"))},
		)
	})
	ledger, err := finance.Project(m)
	if err != nil {
		fmt.Println(err)
		return
	}
	printTable(ledger, m, finance.DisplayUnits(m.Symbol())[0], "contingency", "headroom")
	step, _ := ledger.Explain("headroom", 2019, nil)
	fmt.Println(step.Formula)
	// Output:
	// £bn                   2018/19  2019/20  2020/21  2021/22  2022/23  2023/24
	// contingency               0.0      0.6      0.6      0.7      0.7      0.7
	// headroom                  0.0     -3.8     -4.5     -6.0     -7.6     -9.1
	// funding − net cost − contingency
}

// Any figure explains itself down to the inputs and where they come from.
func ExampleLedger_Explain() {
	m := june2018()
	ledger, err := finance.Project(m)
	if err != nil {
		fmt.Println(err)
		return
	}
	step, err := ledger.Explain("demand", 2019, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(step.Text(nil))
	// Output:
	// demand 2019/20 = 123761008800.00
	//   = last(demand) × ((1 + need.real_growth) × ((1 + deflator.planned) × (1 + need.pass_through × deflator.surprise)))
	//   = 117150000000.00 × ((1 + 0.04) × ((1 + 0.0158) × (1 + 1 × 0)))
	//   demand 2018/19 = 117150000000.00
	//     = opening.cost
	//     = 117150000000.00
	//     opening.cost 2018/19 = 117150000000.00  [input: no source given]
	//   need.real_growth 2019/20 = 0.04  [input: Institute for Fiscal Studies and Health Foundation, May 2018]
	//   deflator.planned 2019/20 = 0.0158  [input: no source given]
	//   need.pass_through 2019/20 = 1  [input: default: 100%]
	//   deflator.surprise 2019/20 = 0  [input: default: 0%]
}

// From the reported position of NHS trusts in 2016/17 to the underlying one (Nuffield Trust, 31 August 2017). The
// published total is rounded, and what does not close is a figure of its own.
func ExampleBridge() {
	b := finance.Bridge{
		Reported:     -791 * finance.Million,
		NonRecurrent: 790 * finance.Million,
		Technical:    300 * finance.Million,
		Support:      1800 * finance.Million,
		Underlying:   -3700 * finance.Million,
	}
	m := finance.DisplayUnits("£")[1]
	fmt.Printf("unexplained: %s %s\n", b.Unexplained().In(m), m.Name)
	// Output: unexplained: -19.0 £m
}

// Shares add up to the penny: the odd pence go to the largest remainders, the earlier listed first.
func ExampleAmount_Split() {
	shares, err := finance.Amount(100 * finance.Pound).Split([]int64{1, 1, 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(shares)
	// Output: [33.34 33.33 33.33]
}

// Faults come all at once, each with its place and with what would be right.
func ExampleModel_Validate() {
	m := june2018()
	m.Funding.RealGrowth = []finance.Rate{0.036, 3.6, 0.031, 0.031, 0.034}
	m.Need.Components = []finance.Component{{Name: "productivity", Growth: []finance.Rate{-0.01}}}
	m.Earmark.Leakage = []finance.Rate{1, 0}
	fmt.Println(m.Validate())
	// Output:
	// need.components.productivity: the need already includes productivity, so this would count it twice; remove one of them
	// funding.real_growth[2020/21]: 3.6 is 360% a year; did you mean 3.6%?
	// earmark.leakage: has 2 values; give one for all years, or 5, one for each year from 2019/20 to 2023/24
}

// Numbers are read as finance people write them; what is not clear is asked about.
func ExampleParseAmount() {
	for _, text := range []string{"£114.6bn", "-£2.55bn", "£1,200k", "114.6", "(2.55bn)"} {
		amount, err := finance.ParseAmount(text, "£")
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(amount)
	}
	// Output:
	// 114,600,000,000.00
	// -2,550,000,000.00
	// 1,200,000.00
	// "114.6" has no unit; did you mean £114.6bn, £114.6m or £114.6?
	// "(2.55bn)" is in brackets; write a negative amount with a minus sign; did you mean -2.55bn?
}

// A bare number above one is not taken for a fraction.
func ExampleParseRate() {
	for _, text := range []string{"3.4%", "0.034", "3.4"} {
		rate, err := finance.ParseRate(text)
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(rate)
	}
	// Output:
	// 3.4%
	// 3.4%
	// 3.4 is 340%; did you mean 3.4%?
}

// A year of actual figures opens the plan a year later: £120.6bn came, costs were £123.5bn, and the rest of the
// settlement stands.
func ExampleModel_RollForward() {
	m := june2018()
	came, err := m.RollForward(finance.Actuals{"funding": 120.6 * finance.Billion,
		"recurrent_cost": 123.5 * finance.Billion, "balance": -2.9 * finance.Billion, "debt": 2.9 * finance.Billion})
	if err != nil {
		fmt.Println(err)
		return
	}
	rolled := came.Model
	ledger, err := finance.Project(rolled)
	if err != nil {
		fmt.Println(err)
		return
	}
	printTable(ledger, rolled, finance.DisplayUnitFor(m.Funding.Baseline, m.Symbol()), "funding", "new_money",
		"net_cost", "balance", "debt")
	// Output:
	// £bn                   2019/20  2020/21  2021/22  2022/23  2023/24
	// funding                 120.6    126.9    133.2    139.8    147.8
	// new money                 0.0     12.3     18.6     25.2     33.2
	// net cost                123.5    130.5    138.2    146.4    155.8
	// balance                  -2.9     -3.6     -5.0     -6.6     -8.0
	// debt                      2.9      6.5     11.5     18.1     26.1
}
