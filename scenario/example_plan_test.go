package scenario_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/dist"
)

// council spends £100m, has half of what it needs more each year, and does not know how much that is.
func council() *scenario.Model {
	return &scenario.Model{Baseline: scenario.Scenario{
		Name: "as planned",
		Model: &finance.Model{
			First: 2025, Last: 2027,
			Funding: finance.Settlement{Baseline: 100 * finance.Million, CashGrowth: []finance.Rate{0.02}},
			Opening: finance.Opening{Cost: 100 * finance.Million},
			Need:    finance.Need{RealGrowth: []finance.Rate{0.03}},
		},
		Drivers: []scenario.Driver{{Input: "need.real_growth", Law: dist.NormalFromInterval(0.01, 0.05)}},
	}}
}

// A run in two parts, as two machines would do it: each part travels as bytes, and both together are the run.
func ExamplePlan_RunPart() {
	ctx := context.Background()
	plan, err := scenario.NewPlan(ctx, council(), scenario.Options{Paths: 2 * scenario.PartPaths, Seed: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	var travelled [][]byte
	for _, from := range []uint64{0, scenario.PartPaths} {
		part, err := plan.RunPart(ctx, from, from+scenario.PartPaths)
		if err != nil {
			fmt.Println(err)
			return
		}
		bytes, _ := part.MarshalBinary()
		travelled = append(travelled, bytes)
	}
	whole, _ := plan.ReadPartial(travelled[1])
	other, _ := plan.ReadPartial(travelled[0])
	if err := whole.Merge(other); err != nil { // in any order
		fmt.Println(err)
		return
	}
	merged, err := plan.Result(ctx, whole)
	if err != nil {
		fmt.Println(err)
		return
	}
	once, err := scenario.Run(ctx, council(), scenario.Options{Paths: plan.Paths(), Seed: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("the same figures as in one run:", merged.Hash == once.Hash)
	// Output:
	// the same figures as in one run: true
}

// One plan after another, for settlements that grow faster: what depends on the structure of the sheet is kept.
func ExamplePlan_With() {
	ctx := context.Background()
	plan, err := scenario.NewPlan(ctx, council(), scenario.Options{Paths: 10_000, Seed: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, growth := range []finance.Rate{0.02, 0.04, 0.06} {
		m := council()
		m.Baseline.Model.(*finance.Model).Funding.CashGrowth[0] = growth
		if plan, err = plan.With(ctx, m); err != nil {
			fmt.Println(err)
			return
		}
		r, err := plan.Run(ctx)
		if err != nil {
			fmt.Println(err)
			return
		}
		balance, _ := r.Cell("as planned", "balance", "2026/27")
		median, _ := balance.P(0.5)
		fmt.Printf("growth of %.0f%% a year: the median balance is %.1f (£m)\n", 100*float64(growth), median.Value/1e6)
	}
	// Output:
	// growth of 2% a year: the median balance is -1.0 (£m)
	// growth of 4% a year: the median balance is 1.0 (£m)
	// growth of 6% a year: the median balance is 3.0 (£m)
}

// Exact percentiles take a second pass over the paths, which is cut into parts like the first.
func ExamplePlan_Next() {
	ctx := context.Background()
	plan, err := scenario.NewPlan(ctx, council(), scenario.Options{Paths: 10_000, Seed: 1, ExactPercentiles: true})
	for err == nil {
		var whole *scenario.Partial
		if whole, err = mergedParts(ctx, plan, 4); err != nil {
			break
		}
		fmt.Println("pass", plan.Pass(), whole.Spans())
		var next *scenario.Plan
		if next, err = plan.Next(ctx, whole); next == nil && err == nil {
			r, err := plan.Result(ctx, whole)
			once, _ := scenario.Run(ctx, council(), scenario.Options{Paths: 10_000, Seed: 1, ExactPercentiles: true})
			fmt.Println("the same figures as in one run:", r.Hash == once.Hash, err)
			return
		}
		plan = next
	}
	fmt.Println(err)
	// Output:
	// pass 1 [{0 10000}]
	// pass 2 [{0 10000}]
	// the same figures as in one run: true <nil>
}

// mergedParts computes a pass in parts, which could be anywhere, and merges them.
func mergedParts(ctx context.Context, plan *scenario.Plan, n int) (*scenario.Partial, error) {
	whole, err := plan.RunPart(ctx, 0, 0)
	spans, wrong := plan.Parts(n)
	err = errors.Join(err, wrong)
	for i := 0; i < len(spans) && err == nil; i++ {
		var part *scenario.Partial
		if part, err = plan.RunPart(ctx, spans[i].From, spans[i].To); err == nil {
			err = whole.Merge(part)
		}
	}
	return whole, err
}

// One of the futures, to the penny: its draws put into the sheet and worked out exactly.
func ExamplePlan_Replay() {
	plan, err := scenario.NewPlan(context.Background(), council(), scenario.Options{Paths: 1000, Seed: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	ledger, err := plan.Replay("as planned", 7)
	if err != nil {
		fmt.Println(err)
		return
	}
	for column, year := range ledger.Program.Years {
		balance, _ := ledger.At("balance", column)
		fmt.Printf("%s £%s\n", year, balance.Shift(-2).StringFixed(2))
	}
	// Output:
	// 2025/26 £0.00
	// 2026/27 £781252.58
	// 2027/28 £1587651.70
}

// The figures of every path, block by block: here, how often the balance gets worse two years in a row.
func ExamplePlan_EachPath() {
	ctx := context.Background()
	plan, err := scenario.NewPlan(ctx, council(), scenario.Options{Paths: 10_000, Seed: 1, Lines: []string{"balance"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for i, column := range plan.PathColumns() {
		fmt.Println(i, column.Scenario, column.Line, column.Year)
	}
	worse := 0
	err = plan.EachPath(ctx, 0, plan.Paths(), func(block scenario.PathBlock) error {
		opening, first, second := block.Columns[0], block.Columns[1], block.Columns[2]
		for i := range first {
			if first[i] < opening[i] && second[i] < first[i] {
				worse++
			}
		}
		return nil
	})
	fmt.Println(worse, "of", plan.Paths(), err)
	// Output:
	// 0 as planned balance 2025/26
	// 1 as planned balance 2026/27
	// 2 as planned balance 2027/28
	// 7459 of 10000 <nil>
}
