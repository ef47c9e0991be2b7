package scenario_test

import (
	"context"
	"fmt"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/process"
)

// Is 3.4% a year enough against a need of 3.3%, with a deficit of £2.55bn to begin with? Against 4% the answer is
// paired: both scenarios see the same futures.
func Example() {
	settlement := &finance.Model{
		First: 2018, Last: 2023,
		Deflator: finance.Deflator{Planned: []finance.Rate{0.018}},
		Funding:  finance.Settlement{Baseline: 114.6 * finance.Billion, RealGrowth: []finance.Rate{0.034}},
		Opening:  finance.Opening{Position: -2.55 * finance.Billion},
		Need:     finance.Need{RealGrowth: []finance.Rate{0.033}},
		Earmark:  finance.Earmark{Share: []finance.Rate{0.05}, Leakage: []finance.Rate{1}},
	}
	more := *settlement
	more.Funding.RealGrowth = []finance.Rate{0.04}
	drivers := []scenario.Driver{
		{Input: "need.real_growth", Law: dist.NormalFromInterval(0.028, 0.038)},
		{Input: "deflator.surprise", Law: dist.Normal{SD: 0.005}, Process: process.EachYear{Persistence: 0.5}},
	}
	result, err := scenario.Run(context.Background(), &scenario.Model{
		Baseline:  scenario.Scenario{Name: "3.4%", Model: settlement, Drivers: drivers},
		Scenarios: []scenario.Scenario{{Name: "4%", Model: &more, Drivers: drivers}},
	}, scenario.Options{Paths: 20_000, Seed: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, name := range result.Scenarios {
		chance, _ := result.Chance(name, "balance_in_year", "2023/24")
		balance, _ := result.Cell(name, "balance", "2023/24")
		fmt.Printf("%-5s balances with %.0f%%; central balance £%.1fbn\n", name, 100*chance.Probability.Value,
			balance.Central/1e9)
	}
	d, _ := result.Difference("4%", "3.4%", "balance", "2023/24")
	fmt.Printf("4%% adds £%.2fbn on average, ± %.2f\n", d.Mean.Value/1e9, d.Mean.HalfWidth()/1e9)
	// Output:
	// 3.4%  balances with 25%; central balance £-2.6bn
	// 4%    balances with 68%; central balance £0.0bn
	// 4% adds £3.54bn on average, ± 0.01
}
