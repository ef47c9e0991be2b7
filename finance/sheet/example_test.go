package sheet_test

import (
	"fmt"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/shopspring/decimal"
)

// pounds makes pence of pounds.
func pounds(amount int64) decimal.Decimal { return decimal.New(amount*100, 0) }

// aClinic costs £900 and grows by 5% a year; its grant of £1,000 grows by 3%. A surplus goes to a reserve, which pays
// for deficits while it lasts.
func aClinic() *sheet.Sheet {
	s := &sheet.Sheet{Years: []string{"2024/25", "2025/26", "2026/27", "2027/28"}}
	s.AddInput(
		sheet.Input{Name: "grant.first", Unit: sheet.Money, Values: []decimal.Decimal{pounds(1000)},
			Source: "the award letter"},
		sheet.Input{Name: "cost.first", Unit: sheet.Money, Values: []decimal.Decimal{pounds(980)},
			Source: "the accounts"},
		sheet.Input{Name: "grant.growth", Unit: sheet.Number, Values: []decimal.Decimal{decimal.New(3, -2)},
			Source: "the award letter"},
		sheet.Input{Name: "cost.growth", Unit: sheet.Number, Values: []decimal.Decimal{decimal.New(5, -2)},
			Source: "a guess"},
	)
	grows := func(row, by string) sheet.Expr { return sheet.Last(row).Times(sheet.Num(1).Plus(sheet.Ref(by))) }
	balance, reserve := sheet.Ref("grant").Minus(sheet.Ref("cost")), sheet.Last("reserve")
	s.Add(
		sheet.Row{Name: "grant", Unit: sheet.Money, Opening: sheet.Ref("grant.first"),
			Formula: grows("grant", "grant.growth")},
		sheet.Row{Name: "cost", Unit: sheet.Money, Opening: sheet.Ref("cost.first"),
			Formula: grows("cost", "cost.growth")},
		sheet.Row{Name: "balance", Unit: sheet.Money, Opening: balance, Formula: balance},
		sheet.Row{Name: "reserve", Unit: sheet.Money, Opening: sheet.Ref("balance"),
			Formula: sheet.Max(sheet.Num(0), reserve.Plus(sheet.Ref("balance")))},
		sheet.Row{Name: "overspend", Unit: sheet.Money,
			Formula: sheet.Max(sheet.Num(0), sheet.Num(0).Minus(reserve.Plus(sheet.Ref("balance"))))},
	)
	s.Add(sheet.Row{Name: "check_reserve", Unit: sheet.Money, Check: true,
		Formula: sheet.Ref("reserve").Minus(sheet.Ref("overspend")).Minus(reserve).Minus(sheet.Ref("balance"))})
	return s
}

// A sheet from scratch: inputs, rows, an identity, and its figures.
func Example() {
	p, err := aClinic().Compile()
	if err != nil {
		fmt.Println(err)
		return
	}
	ledger, err := p.Exact(nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, row := range []string{"grant", "cost", "balance", "reserve", "overspend"} {
		fmt.Printf("%-10s", row)
		for col := range p.Years {
			pence, _ := ledger.At(row, col)
			fmt.Printf("%10s", pence.Shift(-2).StringFixed(2))
		}
		fmt.Println()
	}
	fmt.Println("checks that do not hold:", len(ledger.Breaks()))
	// Output:
	// grant        1000.00   1030.00   1060.90   1092.73
	// cost          980.00   1029.00   1080.45   1134.47
	// balance        20.00      1.00    -19.55    -41.74
	// reserve        20.00     21.00      1.45      0.00
	// overspend       0.00      0.00      0.00     40.29
	// checks that do not hold: 0
}

// Every figure can be traced to where its numbers come from.
func ExampleLedger_Trace() {
	p, _ := aClinic().Compile()
	ledger, _ := p.Exact(nil)
	step, err := ledger.Trace("balance", 1, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(step.Text(nil))
	// Output:
	// balance 2025/26 = 1.00
	//   = grant − cost
	//   = 1030.00 − 1029.00
	//   grant 2025/26 = 1030.00
	//     = last(grant) × (1 + grant.growth)
	//     = 1000.00 × (1 + 0.03)
	//     grant 2024/25 = 1000.00
	//       = grant.first
	//       = 1000.00
	//       grant.first 2024/25 = 1000.00  [input: the award letter]
	//     grant.growth 2025/26 = 0.03  [input: the award letter]
	//   cost 2025/26 = 1029.00
	//     = last(cost) × (1 + cost.growth)
	//     = 980.00 × (1 + 0.05)
	//     cost 2024/25 = 980.00
	//       = cost.first
	//       = 980.00
	//       cost.first 2024/25 = 980.00  [input: the accounts]
	//     cost.growth 2025/26 = 0.05  [input: a guess]
}

// The faults of a sheet come all at once, and say what would be right.
func ExampleSheet_Compile() {
	s := aClinic()
	s.Add(
		sheet.Row{Name: "share", Unit: sheet.Number, Formula: sheet.Ref("balance").Over(sheet.Ref("gramt"))},
		sheet.Row{Name: "total", Unit: sheet.Money, Formula: sheet.Ref("cost").Plus(sheet.Ref("cost.growth"))},
		sheet.Row{Name: "interest", Unit: sheet.Money, Formula: sheet.Ref("debt").Times(sheet.Num(0.035))},
		sheet.Row{Name: "debt", Unit: sheet.Money, Formula: sheet.Last("debt").Plus(sheet.Ref("interest"))},
	)
	_, err := s.Compile()
	fmt.Println(err)
	// Output:
	// row "share": refers to "gramt", which is not on the sheet; did you mean "grant"?
	// row "total": cost + cost.growth cannot be combined by add: cost is money, cost.growth is number
	// rows refer to each other in a circle within a year: interest → debt → interest; read one of them a year earlier
}

// Inputs are replaced by name, without building the sheet again.
func ExampleProgram_Exact() {
	p, _ := aClinic().Compile()
	for _, growth := range []string{"0.03", "0.04", "0.05"} {
		ledger, err := p.Exact(sheet.Values{"grant.growth": {decimal.RequireFromString(growth)}})
		if err != nil {
			fmt.Println(err)
			return
		}
		pence, _ := ledger.At("overspend", 3)
		fmt.Printf("grant growing by %s: overspend £%s\n", growth, pence.Shift(-2).StringFixed(2))
	}
	// Output:
	// grant growing by 0.03: overspend £40.29
	// grant growing by 0.04: overspend £0.00
	// grant growing by 0.05: overspend £0.00
}

// A formula is a tree that anybody can read: here, the rows that it depends on.
func ExampleExpr_Node() {
	var reads func(e sheet.Expr)
	reads = func(e sheet.Expr) {
		n, ok := e.Node()
		if !ok {
			return
		}
		if n.Op == sheet.OpRef {
			fmt.Printf("%s, %d years ago\n", n.Name, n.Lag)
		}
		for _, arg := range n.Args {
			reads(arg)
		}
	}
	matured := sheet.Sum(sheet.Ref("spent").Ago(2), sheet.Ref("spent").Ago(3)).Over(sheet.Num(2))
	benefit := sheet.Last("benefit").Times(sheet.Num(0.9)).Plus(sheet.Ref("per_pound").Times(matured))
	fmt.Println(benefit.Words())
	reads(benefit)
	// Output:
	// last(benefit) × 0.9 + per pound × ((ago(spent, 2) + ago(spent, 3)) ÷ 2)
	// benefit, 1 years ago
	// per_pound, 0 years ago
	// spent, 2 years ago
	// spent, 3 years ago
}
