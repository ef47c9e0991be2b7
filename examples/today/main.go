// Command today asks of the years 2026/27 to 2028/29: deficit support is withdrawn in steps and 2% productivity is
// asked. What is the chance of balance in each year, and how much of the answer rests on assumptions that are yours to
// make?
//
// It runs the scenario file beside it, prints the answer, and leaves results and pictures under out/. Copy the folder,
// put your own baseline and deflator into the file, and run it again:
//
//	go run ./examples/today
package main

import (
	"context"
	_ "embed"
	"fmt"
	"io"
	"os"
	"os/signal"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/ask"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/file"
)

//go:embed today.yaml
var today []byte

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Stdout, "out"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run answers the questions on w and writes results and pictures into a folder.
func run(ctx context.Context, w io.Writer, folder string) error {
	spec, err := file.Load("today.yaml", today)
	if err != nil {
		return err
	}
	model, err := spec.Model()
	if err != nil {
		return err
	}
	result, err := scenario.Run(ctx, model, spec.Run())
	if err != nil {
		return err
	}
	if err := report.Table(w, result, report.Options{}); err != nil {
		return err
	}
	if err := shares(ctx, w, model, spec.Run()); err != nil {
		return err
	}
	if err := report.WriteAll(ctx, folder, spec, result, report.ChartOptions{}); err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "\nResults, charts and the record of this run are in %s%c\n", folder, os.PathSeparator)
	return err
}

// shares prints how much of the variance of the last year's balance rests on what.
func shares(ctx context.Context, w io.Writer, m *scenario.Model, o scenario.Options) error {
	const (
		baseline = "funding.baseline"
		surprise = "deflator.surprise"
		need     = "need.real_growth"
	)
	groups := []ask.Group{
		{Name: "the baseline, ±£1bn in eight cases of ten (red)", Drivers: []string{baseline}},
		{Name: "the deflator: inflation other than planned (red)", Drivers: []string{surprise}},
		{Name: "need before productivity (red)", Drivers: []string{need}},
		{Name: "what of 2025/26's overspending comes again (amber)",
			Drivers: []string{"need.components.overspending of 2025-26[2026/27]"}},
		{Name: "productivity (amber)", Drivers: []string{"need.components.productivity"}},
		{Name: "all that is red", Drivers: []string{baseline, surprise, need}},
	}
	last := m.Baseline.Model.(*finance.Model).Last.String()
	study, err := ask.New(ctx, ask.Of(withBaseline(m)), o)
	if err != nil {
		return err
	}
	found, err := study.Shares(ctx, ask.Figure{Line: "balance", Year: last}, groups...)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "\nWhat the balance in %s rests on, as shares of its variance with “%s”\n\n", last, m.Baseline.Name)
	for _, row := range found.Rows {
		inAll := row.Cells[1]
		fmt.Fprintf(w, "%-52s %s\n", row.Name, report.RateInWords(inAll.Estimate))
	}
	_, err = fmt.Fprint(w, `
The baseline weighs little because cost is counted from it, as the opening position says: a larger envelope is a larger cost. Shares
can add up to more than all, where inputs act together.
`)
	return err
}

// withBaseline is the model with an uncertain baseline; the opening cost moves with it, so that the opening position
// stays.
func withBaseline(m *scenario.Model) *scenario.Model {
	uncertain := *m
	uncertain.Scenarios, uncertain.Comparisons = nil, nil
	uncertain.Baseline.Drivers = append([]scenario.Driver{
		{Input: "funding.baseline", Law: dist.NormalFromInterval(154e9, 156e9)},
		{Input: "opening.cost", Follows: "funding.baseline", Times: 1},
	}, m.Baseline.Drivers...)
	return &uncertain
}
