package main

import (
	"bytes"
	"context"
	"io"

	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/scenario"
)

type runCmd struct {
	File     string   `arg:"" help:"Scenario file, YAML or JSON; - for standard input."`
	Paths    uint64   `help:"Number of paths (default: the file's, or ${default_paths})."`
	Seed     *uint64  `help:"Seed of the draws (default: the file's, or 0)."`
	Scenario []string `help:"Run only these scenarios; repeat or separate by semicolons." sep:";"`
	Lines    []string `help:"Report only these lines, separated by commas; bodies.*.balance is every body's."`
	Out      string   `help:"Folder for results.json, results.csv, manifest.json and the charts." type:"path"`
	Format   string   `help:"What to print: table, json or csv." enum:"table,json,csv" default:"table"`
	Unit     string   `help:"Show money in bn, m, 000 or units (default: by the size of the envelope)." enum:",bn,m,000,units" default:""`
	Year     string   `help:"The year to answer for (default: the last that the sources cover)."`
	Exact    bool     `help:"Find percentiles by sorting all paths, not from a histogram; takes about twice as long."`
	Workers  int      `help:"Number of threads (default: all processors)."`
}

// Run runs the scenario file and prints the answer; files are written only once everything has worked.
func (c *runCmd) Run(ctx context.Context, s streams) error {
	spec, m, err := load(c.File, s)
	if err != nil {
		return err
	}
	if m, err = m.Only(c.Scenario); err != nil {
		return badInput{err}
	}
	o := c.options(spec)
	if err := checkPlan(ctx, m, o); err != nil {
		return err
	}
	bar := newProgress(s.err)
	o.Progress = bar.show
	r, err := scenario.Run(ctx, m, o)
	bar.clear()
	if err != nil {
		return err
	}
	var page bytes.Buffer
	if err := c.print(&page, r); err != nil {
		return badInput{err}
	}
	if c.Out != "" {
		if err := report.WriteAll(c.Out, spec, r); err != nil {
			return err
		}
	}
	_, err = page.WriteTo(s.out)
	return err
}

// checkPlan finds what is wrong with the request before any path is run, so that it counts as bad input.
func checkPlan(ctx context.Context, m *scenario.Model, o scenario.Options) error {
	o.Paths = 1
	if _, err := scenario.NewPlan(ctx, m, o); err != nil && ctx.Err() == nil {
		return badInput{err}
	}
	return ctx.Err()
}

// options are the file's own with those of the command line over them.
func (c *runCmd) options(spec *scenario.Spec) scenario.Options {
	o := spec.Run()
	if c.Paths != 0 {
		o.Paths = c.Paths
	}
	if c.Seed != nil {
		o.Seed = *c.Seed
	}
	if len(c.Lines) > 0 {
		o.Lines = c.Lines
	}
	o.Workers, o.ExactPercentiles = c.Workers, c.Exact
	return o
}

func (c *runCmd) print(w io.Writer, r *scenario.Result) error {
	switch c.Format {
	case "json":
		return r.WriteJSON(w)
	case "csv":
		return r.WriteCSV(w)
	}
	o := report.Options{Year: c.Year, Width: terminalWidth(), Color: colour()}
	if len(c.Lines) > 0 { // show all that was asked for
		for _, l := range r.Lines {
			o.Lines = append(o.Lines, l.Name)
		}
	}
	if c.Unit != "" {
		o.Unit = unitNamed(c.Unit, r.Currency)
	}
	return report.Table(w, r, o)
}
