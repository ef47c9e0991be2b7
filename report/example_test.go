package report_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/dist"
)

// envelope is £100bn that grows by 3.4% a year in real terms, 5% of the new money earmarked but open to deficits.
func envelope(growth finance.Rate) *finance.Model {
	return &finance.Model{
		Name: "the county", First: 2018, Last: 2021,
		Funding: finance.Settlement{Baseline: 100 * finance.Billion, RealGrowth: []finance.Rate{growth}},
		Opening: finance.Opening{Position: -1 * finance.Billion},
		Need:    finance.Need{RealGrowth: []finance.Rate{0.033}},
		Earmark: finance.Earmark{Share: []finance.Rate{0.05}, Leakage: []finance.Rate{1}},
	}
}

// run asks what 3.4% and 4% a year do against a need of 2.8% to 3.8%.
func run() (*scenario.Result, error) {
	need := []scenario.Driver{{Input: "need.real_growth", Law: dist.NormalFromInterval(0.028, 0.038)}}
	m := &scenario.Model{
		Name:      "Is 3.4% a year enough?",
		Baseline:  scenario.Scenario{Name: "3.4% a year", Model: envelope(0.034), Drivers: need},
		Scenarios: []scenario.Scenario{{Name: "4% a year", Model: envelope(0.04), Drivers: need}},
	}
	return scenario.Run(context.Background(), m, scenario.Options{Paths: 50_000, Seed: 1})
}

// The sentence that answers the question.
func ExampleAnswer() {
	r, err := run()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(report.Answer(r, report.Options{}))
	// Output:
	// The chance that the county balances in 2021/22 is 26.7% (95% Monte Carlo interval 26.3–27.1) with “3.4% a year” and 81.7% (81.4–82.0) with “4% a year”. With the transformation money intact it is 14.8% (14.5–15.1) with “3.4% a year” and 66.1% (65.7–66.5) with “4% a year”. Against “3.4% a year”, “4% a year” adds 55.0 points (54.6–55.5).
}

// A page for a terminal, of one line only, without the notes at its end.
func ExampleTable() {
	r, err := run()
	if err != nil {
		fmt.Println(err)
		return
	}
	o := report.Options{Width: 70, Detail: true, Lines: []string{"balance"}, Scenarios: []string{"3.4% a year"}}
	var page strings.Builder
	if err := report.Table(&page, r, o); err != nil {
		fmt.Println(err)
	}
	tables, _, _ := strings.Cut(page.String(), "How to read this")
	fmt.Println(tables)
	// Output:
	// Is 3.4% a year enough?
	// ======================
	//
	// The chance that the county balances in 2021/22 is 26.7% (95% Monte
	// Carlo interval 26.3–27.1) with “3.4% a year”. With the transformation
	// money intact it is 14.8% (14.5–15.1) with “3.4% a year”.
	//
	// 3.4% a year, £bn
	//                       2018/19 2019/20 2020/21 2021/22
	// ------------------------------------------------------
	// balance       central    -1.0    -0.9    -0.9    -0.8
	//               mean       -1.0    -0.9    -0.9    -0.9
	//               p10        -1.0    -1.4    -1.9    -2.4
	//               p50        -1.0    -0.9    -0.9    -0.8
	//               p90        -1.0    -0.4     0.0     0.3
	// ------------------------------------------------------
	// balance in    chance            0.9%   14.4%   26.7%
	// year          ±                <0.1     0.4     0.4
	// core position chance            0.3%    6.7%   14.8%
	// in year       ±                <0.1     0.3     0.4
	// balance every chance            0.88%   0.88%   0.88%
	// year          ±                 0.09    0.09    0.09
	// balance       chance            0.9%    3.8%    8.5%
	// cumulatively  ±                <0.1     0.2     0.3
}

// A fan chart of the balance, the two scenarios side by side, for the screen and for print.
func ExampleFan() {
	r, err := run()
	if err != nil {
		fmt.Println(err)
		return
	}
	folder, err := os.MkdirTemp("", "charts")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(folder)
	chart, err := report.Fan(r, "3.4% a year", "balance", report.ChartOptions{Beside: []string{"4% a year"}, Scale: 2})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(chart.SaveSVG(filepath.Join(folder, "balance.svg")),
		chart.SavePNG(filepath.Join(folder, "balance.png")))
	// Output: <nil> <nil>
}
