package history_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/evidence"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/openenvelope/envelope/scenario/history"
)

// Inflation as it was known at the end of 2013/14: a law, its standard errors, and the text for a scenario file.
func ExampleFit() {
	growth, err := history.ReadShipped("gdp_deflator.csv", "growth")
	if err != nil {
		fmt.Println(err)
		return
	}
	f, err := history.Fit(context.Background(), growth.Until(2013), history.Options{Process: history.Independent})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range f.Parameters {
		fmt.Printf("%s %.2f%% ± %.2f\n", p.Name, 100*p.Value, 100*p.SE)
	}
	fmt.Println(f.YAML)
	// Output:
	// mean 1.90% ± 0.16
	// sd 0.37% ± 0.12
	// {normal: {mean: 1.9048%, sd: 0.37121751%}, each_year: true, source: "Fitted to growth of gdp_deflator.csv, 2008/09 to 2013/14", quality: amber}
}

// How the same law, fitted afresh every year, has fared since.
func ExampleOneStep() {
	growth, err := history.ReadShipped("gdp_deflator_calendar.csv", "growth")
	if err != nil {
		fmt.Println(err)
		return
	}
	c, err := history.OneStep(growth, history.Options{Process: history.Independent})
	if err != nil {
		fmt.Println(err)
		return
	}
	all := c.Coverage()
	fmt.Printf("%d of %d inside, %.0f%% (%.0f%% to %.0f%%), promised %.0f%%: %t\n",
		all.Inside, all.Of, 100*all.Share, 100*all.Lo, 100*all.Hi, 100*evidence.Band, all.Fits())
	// Output:
	// 8 of 13 inside, 62% (32% to 86%), promised 80%: true
}

// A scenario file that opens in the past, and what happened since.
func ExampleBackcast() {
	spec, err := file.Load("past.yaml", []byte(strings.TrimSpace(`
schema: 1
years: 2013/14 to 2015/16
funding: {baseline: £100bn, real_growth: 0%}
opening: {position: £0}
need: {real_growth: {p10: 0%, p90: 2%}}
not_modelled: []
`)))
	if err != nil {
		fmt.Println(err)
		return
	}
	m, err := spec.Model()
	if err != nil {
		fmt.Println(err)
		return
	}
	outturns, err := history.ReadOutturns("outturn.csv",
		[]byte("row,year,value,source\nbalance,2014/15,-£1bn,made up\nbalance,2015/16,-£4.5bn,made up\n"))
	if err != nil {
		fmt.Println(err)
		return
	}
	c, err := history.Backcast(context.Background(), m, outturns, scenario.Options{Paths: 20_000})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, h := range c.Hits {
		fmt.Printf("%s %s: %.0f%% of paths are lower, inside: %t\n", h.Line, h.Year, 100*h.Rank.Value, h.Inside)
	}
	// Output:
	// balance 2014/15: 50% of paths are lower, inside: true
	// balance 2015/16: 6% of paths are lower, inside: false
}
