package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"path/filepath"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/report/page"
	"github.com/openenvelope/envelope/report/paper"
	"github.com/openenvelope/envelope/report/parquet"
	"github.com/openenvelope/envelope/report/workbook"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
)

type runCmd struct {
	fileArg
	Paths    *uint64  `help:"Number of paths (default: the file's, or ${default_paths})."`
	Seed     *uint64  `help:"Seed of the draws (default: the file's, or 0)."`
	Scenario []string `help:"Run only these scenarios; repeat or separate by semicolons." sep:"none" placeholder:"SCENARIO;..."`
	Lines    []string `help:"Report only these lines, separated by commas; bodies.*.balance is every body's." sep:"none" placeholder:"LINES,..."`
	Out      string   `help:"Folder for report.html (a page to read and print), model.xlsx (a live workbook), paper.docx (two pages for a board), results.json, results.csv, manifest.json and the charts." type:"path"`
	PathsOut string   `help:"File for the figures of every path, one row each, of the lines reported: Parquet (.parquet) or CSV (.csv)." type:"path"`
	Sample   *uint64  `help:"With --paths-out, write only so many paths, the first (default: all)."`
	Format   string   `help:"What to print: table, json, csv, parquet (every figure, for programs) or none." enum:"table,json,csv,parquet,none" default:"table"`
	Unit     string   `help:"Show money in bn, m, 000 or units (default: by the size of the envelope)." enum:",bn,m,000,units" default:""`
	Year     string   `help:"The year to answer for (default: the last that the settlement covers)."`
	Exact    bool     `help:"Find percentiles by sorting all paths, not from a histogram; takes about twice as long."`
	Workers  int      `help:"Number of threads (default: all processors)."`
	longFlag
}

// Run runs the scenario file and prints the answer; files are written only once everything has worked.
func (c *runCmd) Run(ctx context.Context, s streams) error {
	spec, m, err := c.load(s)
	if err != nil {
		return err
	}
	if m, err = m.Only(separated(c.Scenario, ";")); err != nil {
		return badInput{err}
	}
	o, err := c.options(spec)
	if err = errors.Join(err, c.sensible()); err != nil {
		return badInput{err}
	}
	asked := o
	if c.pathsAlone() && c.Sample != nil {
		asked.Paths = min(o.Paths, *c.Sample)
	}
	if err := c.bounded(ctx, m, asked, 1); err != nil {
		return err
	}
	bar := newProgress(s)
	summary := o
	if summary.Progress = bar.show; c.pathsAlone() {
		summary.Paths, summary.Progress = 1, nil // for what the file says of itself
	}
	r, err := scenario.Run(ctx, m, summary)
	bar.clear()
	if err != nil {
		return blame(ctx, m, o, err)
	}
	var page bytes.Buffer
	if err := c.print(&page, r); err != nil {
		return badInput{err}
	}
	if c.Out != "" {
		err := report.WriteAll(ctx, c.Out, spec, r, report.ChartOptions{Year: c.Year, Unit: c.unit(r)},
			c.more(m, o, r, bar)...)
		bar.clear()
		if err != nil {
			return err
		}
	}
	err = c.pathsOutside(ctx, m, o, r, bar)
	bar.clear()
	if err != nil {
		return err
	}
	_, err = page.WriteTo(s.out)
	return err
}

// pathsAlone reports whether nothing is asked for but the paths.
func (c *runCmd) pathsAlone() bool { return c.PathsOut != "" && c.Format == "none" && c.Out == "" }

// inside reports whether the file of the paths is to be one of the folder of results, and of its set.
func (c *runCmd) inside() bool {
	return c.Out != "" && c.PathsOut != "" && filepath.Dir(filepath.Clean(c.PathsOut)) == filepath.Clean(c.Out)
}

// more are the files of the folder of results that only the command writes: the page, the workbook, the
// paper, and the paths.
func (c *runCmd) more(m *scenario.Model, o scenario.Options, r *scenario.Result, bar *progress) []report.File {
	shown := report.Options{Year: c.Year, Unit: c.unit(r)}
	files := []report.File{page.File(r, page.Options{Options: shown}), workbook.File(r, shown), paper.File(r, shown)}
	return append(files, c.pathsInside(m, o, r, bar)...)
}

// pathsInside is the file of the paths, if it is one of the folder.
func (c *runCmd) pathsInside(m *scenario.Model, o scenario.Options, r *scenario.Result, bar *progress) []report.File {
	if !c.inside() {
		return nil
	}
	return []report.File{{Name: filepath.Base(c.PathsOut), Write: func(ctx context.Context, w io.Writer) error {
		return c.writePaths(ctx, w, m, o, r, bar)
	}}}
}

// pathsOutside writes the file of the paths, if it is anywhere else.
func (c *runCmd) pathsOutside(ctx context.Context, m *scenario.Model, o scenario.Options, r *scenario.Result,
	bar *progress) error {
	if c.PathsOut == "" || c.inside() {
		return nil
	}
	return report.WriteFile(c.PathsOut, func(w io.Writer) error { return c.writePaths(ctx, w, m, o, r, bar) })
}

// writePaths writes the paths. They are worked out again, which takes less than keeping them.
func (c *runCmd) writePaths(ctx context.Context, w io.Writer, m *scenario.Model, o scenario.Options, r *scenario.Result,
	bar *progress) error {
	alone := *m
	alone.Comparisons = []scenario.Comparison{}
	o.Progress, o.ExactPercentiles = bar.show, false
	p, err := scenario.NewPlan(ctx, &alone, o)
	if err != nil {
		return err
	}
	to := p.Paths()
	if c.Sample != nil {
		to = min(to, *c.Sample)
	}
	return pathWriter(c.PathsOut)(ctx, w, r, p, 0, to)
}

// blame is why a run failed: as bad input, if it could not have been planned.
func blame(ctx context.Context, m *scenario.Model, o scenario.Options, err error) error {
	o.Paths = 1
	if _, fault := scenario.NewPlan(ctx, m, o); fault != nil && ctx.Err() == nil {
		return badInput{err}
	}
	return err
}

// options are the file's own with those of the command line over them.
func (c *runCmd) options(spec *file.Spec) (scenario.Options, error) {
	o := spec.Run()
	if c.Paths != nil {
		o.Paths = *c.Paths
	}
	if c.Seed != nil {
		o.Seed = *c.Seed
	}
	if len(c.Lines) > 0 {
		o.Lines = separated(c.Lines, ",")
	}
	o.Workers, o.ExactPercentiles = c.Workers, c.Exact
	return o, withinPaths("--paths", c.Paths)
}

func (c *runCmd) print(w io.Writer, r *scenario.Result) error {
	switch c.Format {
	case "none":
		return nil
	case "json":
		return r.WriteJSON(w)
	case "csv":
		return r.WriteCSV(w)
	}
	o := report.Options{Year: c.Year, Width: terminalWidth(), Color: colour()}
	if c.Format == "parquet" {
		return parquet.WriteRecords(w, r, o)
	}
	if len(c.Lines) > 0 { // show all that was asked for
		for _, l := range r.Lines {
			o.Lines = append(o.Lines, l.Name)
		}
	}
	o.Unit = c.unit(r)
	return report.Table(w, r, o)
}

// unit is the one asked for, or the zero value.
func (c *runCmd) unit(r *scenario.Result) (u finance.DisplayUnit) {
	if c.Unit != "" {
		u = unitNamed(c.Unit, r.Currency)
	}
	return u
}
