// Command settlement answers one question: is the June 2018 settlement for NHS England enough, with deficits first?
//
// It runs the scenario file beside it, which is embedded, prints the answer, and leaves results and pictures under
// out/. Copy the folder, change the file, and run it again:
//
//	go run ./examples/settlement
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
	"github.com/openenvelope/envelope/scenario/file"
)

//go:embed settlement.yaml
var settlement []byte

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Stdout, "out"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run answers the question on w and writes results and pictures into a folder.
func run(ctx context.Context, w io.Writer, folder string) error {
	spec, err := file.Load("settlement.yaml", settlement)
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
	if err := ledger(w, model); err != nil {
		return err
	}
	if err := report.WriteAll(ctx, folder, spec, result, report.ChartOptions{}); err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "\nResults, charts and the record of this run are in %s%c\n", folder, os.PathSeparator)
	return err
}

// ledger prints the exact central ledger of the baseline: no chance, every identity checked.
func ledger(w io.Writer, model *scenario.Model) error {
	fmt.Fprintln(w)
	m, ok := model.Baseline.Model.(*finance.Model)
	if !ok {
		return fmt.Errorf("the baseline is not an envelope")
	}
	l, err := finance.Project(m)
	if err != nil {
		return err
	}
	lines := []string{"funding", "cost", "interest", "benefit", "net_cost", "funding_gap", "earmark_planned",
		"diverted", "transformation", "balance", "debt", "support", "underlying_position"}
	if err := report.Ledger(w, m, l, report.Options{Lines: lines}); err != nil {
		return err
	}
	return bridge(w, m, l)
}

// bridge says how the opening position comes about: support is counted once, as funding.
func bridge(w io.Writer, m *finance.Model, l *finance.Ledger) error {
	unit := finance.DisplayUnits(m.Symbol())[0]
	unit.Decimals = 2
	in := func(row string) string {
		a, _ := l.Amount(row, m.First)
		return a.In(unit) + "bn"
	}
	_, err := fmt.Fprintf(w,
		"\nOpening position: %s before support, %s of support inside the funding, %s as counted.\n",
		in("underlying_position"), in("support"), in("balance"))
	return err
}
