package main

import (
	"bytes"
	"context"
	"errors"

	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/scenario/evidence"
	"github.com/openenvelope/envelope/scenario/history"
)

type backcastCmd struct {
	fileArg
	Outturn  string  `arg:"" help:"CSV table of what happened, with the columns row, year, value and source."`
	Scenario string  `help:"The scenario to look at (default: the baseline)."`
	Paths    *uint64 `help:"Number of paths (default: the file's, or ${default_paths})."`
	Seed     *uint64 `help:"Seed of the draws (default: the file's, or 0)."`
	Format   string  `help:"What to print: table or csv." enum:"table,csv" default:"table"`
	Unit     string  `help:"Show money in bn, m, 000 or units (default: by the smallest outturn)." enum:",bn,m,000,units" default:""`
	Workers  int     `help:"Number of threads (default: all processors)."`
	longFlag
}

// Run runs the scenario file and prints where the outturns fall among its paths. Faults of both files are reported
// together.
func (c *backcastCmd) Run(ctx context.Context, s streams) error {
	if c.File == "-" && c.Outturn == "-" {
		return badInput{errors.New("only one of the two files can be standard input")}
	}
	if c.Unit != "" && c.Format != "table" {
		return badInput{errors.New(
			"--unit: this is for the table, and not for --format csv; its money is in the currency's unit")}
	}
	_, m, o, err := c.load(s)
	outturns, otherErr := c.outturns(s)
	if err := errors.Join(err, otherErr); err != nil {
		return err
	}
	if c.Scenario != "" {
		if m, err = m.Only([]string{c.Scenario}); err != nil {
			return badInput{err}
		}
	}
	o, err = (askFlags{Paths: c.Paths, Seed: c.Seed}).over(o)
	o.Workers = c.Workers
	if err != nil {
		return badInput{err}
	}
	if err := c.bounded(ctx, m, o, 1); err != nil {
		return err
	}
	bar := newProgress(s)
	o.Progress = bar.show
	found, err := history.Backcast(ctx, m, outturns, o)
	bar.clear()
	if err != nil {
		return err
	}
	var page bytes.Buffer
	if err := c.print(&page, found); err != nil {
		return err
	}
	_, err = page.WriteTo(s.out)
	return err
}

// outturns reads the table of outturns.
func (c *backcastCmd) outturns(s streams) (history.Outturns, error) {
	text, err := readTable(c.Outturn, s)
	if err != nil {
		return history.Outturns{}, err
	}
	return history.ReadOutturns(tableName(c.Outturn), text)
}

func (c *backcastCmd) print(page *bytes.Buffer, found *evidence.Calibration) error {
	if c.Format == "csv" {
		return found.WriteCSV(page)
	}
	o := report.Options{Width: terminalWidth(), Color: colour()}
	if c.Unit != "" {
		o.Unit = unitNamed(c.Unit, found.Currency)
	}
	return report.Backcast(page, found, o)
}
