// Command system shows one integrated care system, invented: a commissioner, three trusts, primary care and a council
// with a pooled budget. Who breaks first, and what changes when the target is the system's and not each body's?
//
// It runs the scenario file beside it, prints the answer, and leaves results and pictures under out/. Copy the folder,
// change the file, and run it again:
//
//	go run ./examples/system
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
	"github.com/openenvelope/envelope/scenario/ask"
	"github.com/openenvelope/envelope/scenario/file"
)

//go:embed system.yaml
var system []byte

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
	spec, err := file.Load("system.yaml", system)
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
	if err := targets(w, result); err != nil {
		return err
	}
	if err := equivalent(ctx, w, spec, result); err != nil {
		return err
	}
	if err := report.WriteAll(ctx, folder, spec, result, report.ChartOptions{}); err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "\nResults, charts and the record of this run are in %s%c\n", folder, os.PathSeparator)
	return err
}

// targets sets a target for the system as a whole beside one for each body, in the last year: with the first, the
// surplus of one pays for the deficit of another.
func targets(w io.Writer, r *scenario.Result) error {
	last := r.Years[len(r.Years)-1]
	fmt.Fprintf(w, "\nA target for each body, or for the system? In %s, invented figures, means in £m\n\n", last)
	fmt.Fprintf(w, "%-16s %21s %21s %17s %15s\n", "", "deficits of bodies", "surpluses of others", "surplus to move",
		"left as deficit")
	for _, s := range r.Scenarios {
		var figures []float64
		for _, line := range []string{"deficit_financing", "surplus", "surplus_to_move"} {
			c, ok := r.Cell(s, line, last)
			if !ok {
				return fmt.Errorf("the run has no line %s in %s", line, last)
			}
			figures = append(figures, c.Mean.Value/1e6)
		}
		fmt.Fprintf(w, "%-16s %21.0f %21.0f %17.0f %15.0f\n", s, figures[0], figures[1], figures[2],
			figures[0]-figures[2])
	}
	_, err := fmt.Fprint(w, `
With a target for each body, all of the first column has to be financed, by loans at 3.5% for the acute trust. With a target for
the system, the surplus to move is agreed between the bodies, and only the last column is left.
`)
	return err
}

// equivalent says which growth of the NHS side would leave the system where funding care as it needs does.
func equivalent(ctx context.Context, w io.Writer, spec *file.Spec, r *scenario.Result) error {
	last := r.Years[len(r.Years)-1]
	funded, ok := r.Cell("care funded", "balance", last)
	if !ok {
		return fmt.Errorf("the run has no balance with care funded in %s", last)
	}
	study, err := ask.New(ctx, spec, spec.Run())
	if err != nil {
		return err
	}
	s, err := study.Solve(ctx, ask.Figure{Statistic: ask.Statistic{Kind: ask.Mean}, Line: "balance", Year: last},
		ask.Lever{Place: "bodies.Commissioner.funding.real_growth", Low: "0%", High: "10%"}, funded.Mean.Value)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, `
If social care is funded as it needs, less of it comes up at the hospital. To leave the system as well off in %s (mean balance), the
NHS settlement would have to grow by %s a year in real terms instead of 2.8%%.
`, last, report.QuantityInWords(s.Value, "£"))
	return err
}
