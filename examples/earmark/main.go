// Command earmark answers two questions about the fund that was both for sustainability and for transformation: what
// was left of it to transform, and from when a ring-fence would have paid.
//
// It runs the scenario file beside it, prints the answer and what is on record, and leaves results and pictures under
// out/. Copy the folder, change the file, and run it again:
//
//	go run ./examples/earmark
package main

import (
	"context"
	_ "embed"
	"fmt"
	"io"
	"os"
	"os/signal"

	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
)

//go:embed earmark.yaml
var earmark []byte

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
	spec, err := file.Load("earmark.yaml", earmark)
	if err != nil {
		return err
	}
	model, err := spec.Model()
	if err != nil {
		return err
	}
	options := spec.Run()
	result, err := scenario.Run(ctx, model, options)
	if err != nil {
		return err
	}
	if err := report.Table(w, result, report.Options{Detail: true, Lines: options.Lines}); err != nil {
		return err
	}
	if err := breakEven(w, result); err != nil {
		return err
	}
	if err := record(w); err != nil {
		return err
	}
	if err := report.WriteAll(ctx, folder, spec, result, report.ChartOptions{}); err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "\nResults, charts and the record of this run are in %s%c\n", folder, os.PathSeparator)
	return err
}

// breakEven says from which year on the ring-fence pays in the year itself. Whether it pays added up, the page has
// said.
func breakEven(w io.Writer, r *scenario.Result) error {
	year, by := "", 0.0
	for _, label := range r.Years[1:] {
		d, ok := r.Difference("ring-fenced", "deficits first", "balance", label)
		middle, known := d.P(0.5)
		if d.Exact {
			middle, known = d.Mean, true
		}
		switch {
		case !ok || !known:
			return fmt.Errorf("the run has no difference of balance in %s", label)
		case middle.Value <= 0:
			year = ""
		case year == "":
			year, by = label, middle.Value
		}
	}
	if year == "" {
		_, err := fmt.Fprintf(w, "\nThe ring-fence makes no year's own balance better by %s, on the middle path.\n",
			r.Years[len(r.Years)-1])
		return err
	}
	_, err := fmt.Fprintf(w,
		"\nFrom %s on the ring-fence makes the year's own balance better, by £%.1fbn on the middle path.\n", year,
		by/1e9)
	return err
}
