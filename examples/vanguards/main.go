// Command vanguards simulates two cases in which deficits took the money that was meant to change services, with the
// sums on record: the Sustainability and Transformation Fund, and the vanguards, which had £389m of £2.2bn.
//
// It runs the two scenario files beside it, prints what they say next to the record, and leaves results and pictures
// under out/. Copy the folder, change a file, and run it again:
//
//	go run ./examples/vanguards
package main

import (
	"context"
	"embed"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
)

//go:embed fund.yaml vanguards.yaml
var files embed.FS

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Stdout, "out"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run prints both cases on w, and writes the results and pictures of each into a folder of its own.
func run(ctx context.Context, w io.Writer, folder string) error {
	for _, c := range []struct {
		name string
		says func(io.Writer, *scenario.Result) error
	}{{"fund", fund}, {"vanguards", vanguards}} {
		r, err := simulate(ctx, w, c.name, filepath.Join(folder, c.name))
		if err != nil {
			return err
		}
		if err := c.says(w, r); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(w, "\nResults, charts and the records of these runs are in %s%c\n", folder, os.PathSeparator)
	return err
}

// simulate runs a file, prints its first page in £m, and writes its folder of results.
func simulate(ctx context.Context, w io.Writer, name, folder string) (*scenario.Result, error) {
	text, err := files.ReadFile(name + ".yaml")
	if err != nil {
		return nil, err
	}
	spec, err := file.Load(name+".yaml", text)
	if err != nil {
		return nil, err
	}
	model, err := spec.Model()
	if err != nil {
		return nil, err
	}
	options := spec.Run()
	r, err := scenario.Run(ctx, model, options)
	if err != nil {
		return nil, err
	}
	millions := finance.DisplayUnitFor(finance.Billion, "£")
	if err := report.Table(w, r, report.Options{Lines: options.Lines, Unit: millions}); err != nil {
		return nil, err
	}
	return r, report.WriteAll(ctx, folder, spec, r, report.ChartOptions{Unit: millions})
}
