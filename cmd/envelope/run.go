package main

import (
	"bytes"
	"context"
	"io"
	"path/filepath"

	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/scenario"
)

type runCmd struct {
	fileArg
	askFlags
	showFlags
	PathsOut string  `help:"File for the figures of every path, one row each, of the lines reported: Parquet (.parquet) or CSV (.csv)." type:"path"`
	Sample   *uint64 `help:"With --paths-out, write only the first so many paths (default: all)."`
	Workers  int     `help:"Number of threads (default: all processors)."`
	packFlags
	strictFlag
	longFlag
}

// Run runs the scenario file and prints the answer; files are written only once everything has worked.
func (c *runCmd) Run(ctx context.Context, s streams) error {
	spec, m, o, err := c.asked(s, c.fileArg, c.sensible())
	if err != nil {
		return err
	}
	o.Workers, c.workers = c.Workers, c.Workers
	asked := o
	if c.pathsAlone() && c.Sample != nil {
		asked.Paths = min(o.Paths, *c.Sample)
	}
	if err := c.bounded(ctx, m, asked, 1); err != nil {
		return err
	}
	if err := c.strict(ctx, spec, m, o); err != nil {
		return err
	}
	bar := newProgress(s)
	summary := o
	if summary.Progress = bar.show; c.pathsAlone() {
		summary.Paths, summary.Progress = 1, nil // enough for the description
	}
	r, err := scenario.Run(ctx, m, summary)
	bar.clear()
	if err != nil {
		return blame(ctx, m, o, err)
	}
	var page bytes.Buffer
	if err := c.print(&page, spec, r, len(c.Lines) > 0); err != nil {
		return badInput{err}
	}
	if c.Out != "" {
		brought, err := c.brought(ctx, spec, o, r)
		if err != nil {
			return err
		}
		c.packed = brought
		err = c.leave(ctx, &page, spec, r, c.pathsInside(m, o, r, bar)...)
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

// inside reports whether the file of the paths will be in the folder of results, as one of its files.
func (c *runCmd) inside() bool {
	return c.Out != "" && c.PathsOut != "" && filepath.Dir(filepath.Clean(c.PathsOut)) == filepath.Clean(c.Out)
}

// pathsInside is the file of the paths, if it is in the folder.
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

// blame is the error of a run: as bad input, if the run could not have been planned.
func blame(ctx context.Context, m *scenario.Model, o scenario.Options, err error) error {
	o.Paths = 1
	if _, fault := scenario.NewPlan(ctx, m, o); fault != nil && ctx.Err() == nil {
		return badInput{err}
	}
	return err
}
