package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/ask"
	"github.com/openenvelope/envelope/scenario/file"
)

// A question holds what all commands that ask a question share: the file, the paths, and how the answer is printed.
type question struct {
	fileArg
	Paths   *uint64 `help:"Number of paths (default: the file's, or ${default_paths})."`
	Seed    *uint64 `help:"Seed of the draws (default: the file's, or 0)."`
	Workers int     `help:"Number of threads (default: all processors)."`
	Format  string  `help:"What to print: text, json or csv." enum:"text,json,csv" default:"text"`
	Unit    string  `help:"Show money in bn, m, 000 or units (default: by the size of the largest amount)." enum:",bn,m,000,units" default:""`
	Picture string  `help:"Also draw the answer into this file: an S-curve of the figure asked for, a tornado of drivers, a waterfall of a bridge, a heat map of a table. Its name ends in .png or .svg." type:"path"`
	longFlag
	bar   *progress
	asked *file.Planned // the file, its model and its options, as the command line has them; nothing is planned
}

// study reads the file; times gives about how many runs of a model the question takes.
func (q *question) study(ctx context.Context, s streams, times func(*scenario.Model) int) (*ask.Study, error) {
	spec, m, o, err := q.load(s)
	if err != nil {
		return nil, err
	}
	if o, err = (askFlags{Paths: q.Paths, Seed: q.Seed}).over(o); err != nil {
		return nil, badInput{err}
	}
	q.asked = &file.Planned{Spec: spec, Model: m, Options: o}
	o.Workers = q.Workers
	if err := q.bounded(ctx, m, o, times(m)); err != nil {
		return nil, err
	}
	q.bar = newProgress(s)
	o.Workers, o.Progress = q.Workers, q.bar.over(times(m))
	study, err := ask.New(ctx, spec, o)
	if err != nil {
		return nil, badInput{err}
	}
	return study, nil
}

// runs is a question that takes n runs.
func runs(n int) func(*scenario.Model) int { return func(*scenario.Model) int { return n } }

// print writes an answer.
func (q *question) print(s streams, study *ask.Study, a *ask.Answer, err error) error {
	q.bar.clear()
	if err != nil {
		return err
	}
	symbol := symbolOf(study.Model())
	if err := q.draw(a, symbol); err != nil {
		return err
	}
	switch q.Format {
	case "json":
		return report.WriteAnswerJSON(s.out, a, symbol)
	case "csv":
		return report.WriteAnswerCSV(s.out, a)
	}
	return report.WriteAnswer(s.out, a, symbol, report.Options{Unit: q.unit(symbol), Width: terminalWidth(),
		Color: colour()})
}

// draw writes the picture of an answer, if one is asked for.
func (q *question) draw(a *ask.Answer, symbol string) error {
	if q.Picture == "" {
		return nil
	}
	svg := strings.EqualFold(filepath.Ext(q.Picture), ".svg")
	if !svg && !strings.EqualFold(filepath.Ext(q.Picture), ".png") {
		return badInput{fmt.Errorf("--picture: %s ends in neither .png nor .svg", filepath.Base(q.Picture))}
	}
	chart, err := report.AnswerChart(a, symbol, report.ChartOptions{Unit: q.unit(symbol)})
	if err != nil {
		return badInput{fmt.Errorf("--picture: %w", err)}
	}
	write := chart.WritePNG
	if svg {
		write = chart.WriteSVG
	}
	return report.WriteFile(q.Picture, write)
}

func (q *question) unit(symbol string) (u finance.DisplayUnit) {
	if q.Unit != "" {
		u = unitNamed(q.Unit, symbol)
	}
	return u
}

// figure is the figure that the words ask for; without words, otherwise.
func (q *question) figure(study *ask.Study, words []string, otherwise string) (ask.Figure, error) {
	f, err := study.Figure(cmp.Or(strings.Join(words, " "), otherwise))
	if err != nil {
		return f, badInput{err}
	}
	return f, nil
}

// inBalance is the figure of a question that names none.
const inBalance = "chance that balance"

type askCmd struct {
	question
	Figure []string `arg:"" help:"The figure, such as: p10 of balance in 2023/24; chance all bodies balance by 2028/29; worst 5% of balance; first year of balance."`
	Until  string   `help:"Run more paths until the figure is known to a width: 0.5 points, £20m, 0.1%." placeholder:"WIDTH"`
}

// Run works out a figure.
func (c *askCmd) Run(ctx context.Context, s streams) error {
	study, err := c.study(ctx, s, runs(1))
	if err != nil {
		return err
	}
	f, err := c.question.figure(study, c.Figure, "")
	if err != nil {
		return err
	}
	if c.Until == "" {
		a, err := study.Value(ctx, f)
		return c.print(s, study, a, err)
	}
	width, err := study.Width(f, c.Until)
	if err != nil {
		return badInput{fmt.Errorf("--until: %w", err)}
	}
	a, err := study.Until(ctx, f, width)
	return c.print(s, study, a, err)
}

type driversCmd struct {
	question
	Figure []string `arg:"" optional:"" help:"The figure (default: the chance that the balance is zero or more)."`
}

// Run tells what drives a figure.
func (c *driversCmd) Run(ctx context.Context, s streams) error {
	study, err := c.study(ctx, s, func(m *scenario.Model) int { return 1 + 4*len(m.Baseline.Drivers) })
	if err != nil {
		return err
	}
	f, err := c.question.figure(study, c.Figure, inBalance)
	if err != nil {
		return err
	}
	a, err := study.Drivers(ctx, f)
	return c.print(s, study, a, err)
}

type gradientCmd struct {
	question
	Figure []string `arg:"" optional:"" help:"The figure (default: the chance that the balance is zero or more)."`
}

// Run tells what a little more of each number adds to a figure.
func (c *gradientCmd) Run(ctx context.Context, s streams) error {
	study, err := c.study(ctx, s, func(*scenario.Model) int { return manyNumbers })
	if err != nil {
		return err
	}
	f, err := c.question.figure(study, c.Figure, inBalance)
	if err != nil {
		return err
	}
	a, err := study.Gradient(ctx, f)
	return c.print(s, study, a, err)
}

// manyNumbers is about how many numbers a file decides.
const manyNumbers = 30

type bridgeCmd struct {
	question
	Figure     []string `arg:"" optional:"" help:"The figure and the scenarios: mean of balance in 2023/24 for SCENARIO versus SCENARIO (default: the baseline)."`
	Since      string   `help:"An earlier year of the same scenario, in place of another scenario: why the mean moves from year to year, by inflation, need, savings and the rest." placeholder:"YEAR" xor:"versus"`
	Underlying string   `help:"What lies between the reported and the underlying position of a year: one-off savings, support and the rest (default of the figure: mean of reported_position)." placeholder:"YEAR" xor:"versus"`
}

// Run tells why two scenarios differ, or two years of one, or two positions.
func (c *bridgeCmd) Run(ctx context.Context, s streams) error {
	study, err := c.study(ctx, s, func(m *scenario.Model) int { return 1 << min(len(m.Scenarios), 8) })
	if err != nil {
		return err
	}
	if c.Underlying != "" {
		f, err := c.question.figure(study, c.Figure, "mean of reported_position")
		if err != nil {
			return err
		}
		a, err := study.Underlying(ctx, f, c.Underlying)
		return c.print(s, study, a, err)
	}
	f, err := c.question.figure(study, c.Figure, "")
	if err != nil {
		return err
	}
	if c.Since != "" {
		a, err := study.Movement(ctx, f, c.Since)
		return c.print(s, study, a, err)
	}
	a, err := study.Bridge(ctx, f)
	return c.print(s, study, a, err)
}

type tableCmd struct {
	question
	Rows    string   `help:"A place in the file and its values down: funding.real_growth=2%..5%, seven values; …=2%..5%/4, four; or a list." required:"" placeholder:"PLACE=VALUES"`
	Columns string   `help:"Another place and its values, across." placeholder:"PLACE=VALUES"`
	Figure  []string `arg:"" optional:"" help:"The figure (default: the chance that the balance is zero or more)."`
}

// Run works out a figure for values of one or two numbers.
func (c *tableCmd) Run(ctx context.Context, s streams) error {
	rows, err := ask.ParseAxis(c.Rows)
	if err != nil {
		return badInput{fmt.Errorf("--rows: %w", err)}
	}
	var columns ask.Axis
	if c.Columns != "" {
		if columns, err = ask.ParseAxis(c.Columns); err != nil {
			return badInput{fmt.Errorf("--columns: %w", err)}
		}
	}
	study, err := c.study(ctx, s, runs(len(rows.Values)*max(1, len(columns.Values))))
	if err != nil {
		return err
	}
	f, err := c.question.figure(study, c.Figure, inBalance)
	if err != nil {
		return err
	}
	a, err := study.Table(ctx, f, rows, columns)
	return c.print(s, study, a, err)
}

type replayCmd struct {
	question
	Lines  []string `help:"The lines of the ledger to show, separated by commas (default: those that the file reports)." sep:"none" placeholder:"LINES,..."`
	Figure []string `arg:"" optional:"" help:"A percentile, or the mean, of a line in a year: p95 of balance in 2023/24 (default: the median balance)."`
}

// Run shows the future at a percentile.
func (c *replayCmd) Run(ctx context.Context, s streams) error {
	study, err := c.study(ctx, s, runs(2))
	if err != nil {
		return err
	}
	f, err := c.question.figure(study, c.Figure, "median of balance")
	if err != nil {
		return err
	}
	r, err := study.Replay(ctx, f)
	if err != nil {
		return err
	}
	if err := c.print(s, study, r.Answer, nil); err != nil || c.Format != "text" {
		return err
	}
	m, ok := study.Model().Baseline.Model.(*finance.Model)
	if !ok {
		return nil
	}
	return c.ledger(s.out, study, m, r)
}

// ledger writes the path's ledger.
func (c *replayCmd) ledger(w io.Writer, study *ask.Study, m *finance.Model, r *ask.Replay) error {
	fmt.Fprintln(w)
	return report.Ledger(w, m, finance.LedgerOf(m, r.Ledger), report.Options{Lines: c.lines(study),
		Case: fmt.Sprintf("Path %d", r.Path),
		Unit: c.unit(symbolOf(study.Model())), Width: terminalWidth(), Color: colour()})
}

func (c *replayCmd) lines(study *ask.Study) []string {
	if asked := separated(c.Lines, ","); len(asked) > 0 {
		return asked
	}
	return study.Lines()
}
