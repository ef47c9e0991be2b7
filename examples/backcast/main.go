// Command backcast asks how a simulation would have fared: English NHS providers from 2013/14 to 2018/19, with the
// ranges that might have been given at the start, against what happened.
//
// It fits the deflator to the shipped history up to 2013/14, runs the scenario file beside it, and says where each
// outturn falls and how many lie inside their 80% bands. Copy the folder, change the files, and run it again:
//
//	go run ./examples/backcast
package main

import (
	"context"
	_ "embed"
	"fmt"
	"io"
	"os"
	"os/signal"

	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/scenario/evidence"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/openenvelope/envelope/scenario/history"
)

//go:embed providers.yaml
var providers []byte

//go:embed outturn.csv
var outturn []byte

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run shows the fit that the file's deflator rests on, then the back-cast.
func run(ctx context.Context, w io.Writer) error {
	f, ahead, err := deflator(ctx)
	if err != nil {
		return err
	}
	if err := report.Fit(w, f, ahead, report.Options{}); err != nil {
		return err
	}
	c, err := backcast(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintln(w)
	return report.Backcast(w, c, report.Options{})
}

// deflator fits inflation as it was known in 2013/14.
func deflator(ctx context.Context) (*evidence.Fitted, *evidence.Calibration, error) {
	growth, err := history.ReadShipped("gdp_deflator.csv", "growth")
	if err != nil {
		return nil, nil, err
	}
	o := history.Options{Process: history.Independent}
	f, err := history.Fit(ctx, growth.Until(2013), o)
	if err != nil {
		return nil, nil, err
	}
	ahead, err := history.OneStep(growth, o) // all years, to see how such forecasts have fared since
	return f, ahead, err
}

// backcast sets the scenario file against the outturns.
func backcast(ctx context.Context) (*evidence.Calibration, error) {
	spec, err := file.Load("providers.yaml", providers)
	if err != nil {
		return nil, err
	}
	m, err := spec.Model()
	if err != nil {
		return nil, err
	}
	outturns, err := history.ReadOutturns("outturn.csv", outturn)
	if err != nil {
		return nil, err
	}
	return history.Backcast(ctx, m, outturns, spec.Run())
}
