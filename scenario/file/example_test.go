package file_test

import (
	"context"
	"fmt"

	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
)

// A scenario file, run and asked one question.
func ExampleLoad() {
	spec, err := file.Load("town.yaml", []byte(`
schema: 1
name: A town
years: 2025/26 to 2027/28
deflator: {planned: 2%}
funding: {baseline: £250m, cash_growth: [3%, 2.5%]}
opening: {position: -£4m}
need: {real_growth: {p10: 0.5%, p90: 2.0%}}
not_modelled: [social care, capital]
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	model, err := spec.Model()
	if err != nil {
		fmt.Println(err)
		return
	}
	result, err := scenario.Run(context.Background(), model, scenario.Options{Paths: 20_000})
	if err != nil {
		fmt.Println(err)
		return
	}
	balance, _ := result.Cell("baseline", "balance", "2027/28")
	p10, _ := balance.P(0.1)
	p90, _ := balance.P(0.9)
	fmt.Printf("balance in 2027/28: £%.0fm, 80%% of paths between £%.0fm and £%.0fm\n", balance.Central/1e6,
		p10.Value/1e6, p90.Value/1e6)
	// Output:
	// balance in 2027/28: £-7m, 80% of paths between £-11m and £-3m
}

// Every fault of a file at once, each with its place and what would be right.
func ExampleFaults() {
	spec, err := file.Load("town.yaml", []byte(`
schema: 1
years: 2025/26 to 2027/28
funding: {baseline: 250, real_growth: 3.4}
opening: {deficit: £4m}
need: {real_grwth: 3%}
not_modelled: []
`))
	if err == nil {
		_, err = spec.Model()
	}
	fmt.Println(err)
	// Output:
	// town.yaml:4:21: funding.baseline: "250" has no unit; did you mean £250bn, £250m or £250?
	// town.yaml:4:39: funding.real_growth: 3.4 is 340%; did you mean 3.4%?
	// town.yaml:5:11: opening.deficit: a position is signed; write position: -£4m for a deficit
	// town.yaml:6:8: need.real_grwth: there is no key "real_grwth" here; did you mean "real_growth"?
}

// A number of a file replaced for one run, as a service does for every request: the file is read once.
func ExampleSpec_With() {
	spec, err := file.Load("town.yaml", []byte(`
schema: 1
years: 2025/26 to 2026/27
funding: {baseline: £250m, cash_growth: 3%}
opening: {position: -£4m}
need: {real_growth: 2%}
not_modelled: []
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, growth := range []string{"2%", "4%", "40"} {
		set, err := spec.With(scenario.Setting{Path: "funding.cash_growth", Value: growth})
		if err != nil {
			fmt.Println(err)
			continue
		}
		model, err := set.Model()
		if err != nil {
			fmt.Println(err)
			continue
		}
		about, err := model.Describe(context.Background(), scenario.Options{})
		fmt.Println(about.Name, err)
	}
	// Output:
	// town, with funding.cash_growth 2% <nil>
	// town, with funding.cash_growth 4% <nil>
	// town.yaml, as set: funding.cash_growth: 40 is 4000%; did you mean 40%?
}
