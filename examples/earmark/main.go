// Command earmark answers two questions about the fund that was both for sustainability and for transformation: what was
// left of it to transform, and from when a ring-fence would have paid.
//
// It runs the scenario file beside it, prints the answer and what is on record, and leaves results and pictures under out/. Copy the folder, change the file, and run it again:
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
	spec, err := scenario.Load("earmark.yaml", earmark)
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
	if err := report.Table(w, result, report.Options{Lines: options.Lines}); err != nil {
		return err
	}
	if err := breakEven(w, result); err != nil {
		return err
	}
	if err := record(w); err != nil {
		return err
	}
	if err := report.WriteAll(folder, spec, result); err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "\nResults, charts and the record of this run are in %s%c\n", folder, os.PathSeparator)
	return err
}

// breakEven says from which year the ring-fence pays: in the year, and with all that it has cost before.
func breakEven(w io.Writer, r *scenario.Result) error {
	fmt.Fprintln(w, "\nWhen does a ring-fence pay, on the middle path?")
	for _, q := range []struct{ line, words string }{
		{"balance", "The year's balance is better than with deficits first"},
		{"cumulative_balance", "All balances so far, added up, are better"},
	} {
		year, chance, err := firstAhead(r, q.line)
		if err != nil {
			return err
		}
		if year == "" {
			last := r.Years[len(r.Years)-1]
			fmt.Fprintf(w, "- %s in no year to %s.\n", q.words, last)
			continue
		}
		fmt.Fprintf(w, "- %s from %s on: by %s at the middle.\n", q.words, year, chance)
	}
	return nil
}

// firstAhead is the first year from which the ring-fence is ahead on at least half of the paths and stays so.
func firstAhead(r *scenario.Result, line string) (year, by string, err error) {
	for _, label := range r.Years[1:] {
		d, ok := r.Difference("ring-fenced", "deficits first", line, label)
		if !ok {
			return "", "", fmt.Errorf("the run has no difference of %s in %s", line, label)
		}
		middle, ok := d.P(0.5)
		switch {
		case !ok || middle.Value <= 0:
			year = ""
		case year == "":
			year, by = label, fmt.Sprintf("£%.1fbn", middle.Value/1e9)
		}
	}
	return year, by, nil
}
