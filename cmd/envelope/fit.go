package main

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/scenario/evidence"
	"github.com/openenvelope/envelope/scenario/history"
)

type fitCmd struct {
	File    string `arg:"" help:"CSV table with a column year; - for standard input, history:NAME for a table that comes with the command."`
	Name    string `help:"What to call standard input as a source and in messages." default:"standard input"`
	Column  string `help:"The column of figures." required:""`
	Law     string `help:"Law to fit: ${laws}." default:"normal"`
	Process string `help:"How it moves from year to year: each_year (with a fitted persistence), independent, or walk (from the last value)." default:"each_year"`
	Until   string `help:"Fit what was known at the end of this year; leave out later years."`
	Low     string `help:"Lower end of a beta law." default:"0%"`
	High    string `help:"Upper end of a beta law." default:"100%"`
	Format  string `help:"What to print: table, or yaml for the text to paste alone." enum:"table,yaml" default:"table"`
}

// Run fits a law and a process to a column and prints the fit with its errors.
func (c *fitCmd) Run(ctx context.Context, s streams) error {
	text, err := readTable(c.File, s)
	if err != nil {
		return err
	}
	series, err := history.Read(c.tableName(), text, c.Column)
	if err != nil {
		return badInput{err}
	}
	if series, err = c.until(series); err != nil {
		return badInput{err}
	}
	o, err := c.options(series)
	if err != nil {
		return badInput{err}
	}
	f, err := history.Fit(ctx, series, o)
	if err != nil {
		return c.failure(ctx, err)
	}
	if c.Format == "yaml" {
		_, err = fmt.Fprintln(s.out, f.YAML)
		return err
	}
	ahead, err := history.OneStep(series, o)
	if err != nil {
		return badInput{err}
	}
	var page bytes.Buffer
	if err := report.Fit(&page, f, ahead, report.Options{Width: terminalWidth(), Color: colour()}); err != nil {
		return err
	}
	_, err = page.WriteTo(s.out)
	return err
}

// failure is an interruption, or a fault of the input.
func (c *fitCmd) failure(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return badInput{err}
}

// until leaves out the years after the one asked for.
func (c *fitCmd) until(s evidence.Series) (evidence.Series, error) {
	if c.Until == "" {
		return s, nil
	}
	year, err := finance.ParseYear(c.Until)
	if err != nil {
		return s, fmt.Errorf("--until: %w", err)
	}
	known := s.Until(year)
	if len(known.Points) == 0 {
		return s, fmt.Errorf("--until: the first year is %s", s.Label(s.Points[0].Year))
	}
	return known, nil
}

// options are the law, the process and the ends in the unit of the series.
func (c *fitCmd) options(s evidence.Series) (history.Options, error) {
	o := history.Options{Law: c.Law, Process: c.Process}
	if c.Law != "beta" || (s.Money && c.Low == "0%" && c.High == "100%") {
		return o, nil
	}
	var err error
	if o.Low, err = s.Parse(c.Low); err != nil {
		return o, fmt.Errorf("--low: %w", err)
	}
	if o.High, err = s.Parse(c.High); err != nil {
		return o, fmt.Errorf("--high: %w", err)
	}
	return o, nil
}

// shippedPrefix marks a table that comes with the library.
const shippedPrefix = "history:"

// tableName is the name printed before line numbers.
func (c *fitCmd) tableName() string {
	if c.File == "-" {
		return c.Name
	}
	return tableName(c.File)
}

// tableName is the path of a table, or the name of a shipped one.
func tableName(path string) string { return strings.TrimPrefix(path, shippedPrefix) }

// readTable reads the text of a table: from a regular file, standard input, or a shipped table.
func readTable(path string, s streams) ([]byte, error) {
	if name, ok := strings.CutPrefix(path, shippedPrefix); ok {
		text, err := history.Table(name)
		if err != nil {
			return nil, badInput{err}
		}
		return text, nil
	}
	_, text, err := tableBytes(path, s, history.MaxFile)
	return text, err
}
