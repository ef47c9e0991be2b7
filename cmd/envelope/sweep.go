package main

import (
	"context"
	"errors"
	"strings"

	"github.com/openenvelope/envelope/internal/table"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/ask"
)

type sweepCmd struct {
	question
	Settings string   `help:"Table of settings, CSV: a column for each place in the file, a row for each case; - for standard input." required:"" placeholder:"FILE"`
	Figure   []string `help:"A figure to work out in every case, as ask takes it; repeat for more (default: the chance that the balance is zero or more)." sep:"none" placeholder:"FIGURE"`
}

// sweepLimits bound the table of settings.
func sweepLimits() table.Limits {
	return table.Limits{Bytes: 8 << 20, Rows: 100_000, Columns: 500, Cells: 1_000_000}
}

// Run works out figures for every row of a table, and prints them as CSV, row by row.
func (c *sweepCmd) Run(ctx context.Context, s streams) error {
	places, rows, err := c.settings(s)
	if err != nil {
		return err
	}
	study, err := c.study(ctx, s, runs(len(rows)*max(1, len(c.Figure))))
	if err != nil {
		return err
	}
	var figures []ask.Figure
	if len(c.Figure) == 0 {
		c.Figure = []string{inBalance}
	}
	for _, text := range c.Figure {
		f, err := c.question.figure(study, []string{text}, "")
		if err != nil {
			return err
		}
		figures = append(figures, f)
	}
	all := make([][]scenario.Setting, len(rows))
	for i, row := range rows {
		for j, value := range row {
			all[i] = append(all[i], scenario.Setting{Path: study.Place(places[j]), Value: value})
		}
	}
	out := table.NewWriter(s.out)
	heading := places
	for _, f := range figures {
		heading = append(heading, f.String(), f.String()+", low", f.String()+", high")
	}
	out.Row(heading)
	bar := newProgress(s)
	defer bar.clear()
	return study.Sweep(ctx, figures, all, func(i int, estimates []scenario.Estimate) error {
		var cells []float64
		for _, e := range estimates {
			cells = append(cells, e.Value, e.Lo, e.Hi)
		}
		c.bar.clear()
		out.Row(rows[i], cells)
		bar.show(uint64(i+1), uint64(len(rows)))
		return out.Flush()
	})
}

// settings reads the table.
func (c *sweepCmd) settings(s streams) (places []string, rows [][]string, err error) {
	if c.Settings == "-" && c.File == "-" {
		return nil, nil, badInput{errors.New("--settings: standard input is the scenario file")}
	}
	name, text, err := tableBytes(c.Settings, s, int64(sweepLimits().Bytes))
	if err != nil {
		return nil, nil, err
	}
	t := table.Read(text, sweepLimits())
	t.Needs("settings")
	if err := inTable(name, t); err != nil {
		return nil, nil, err
	}
	for _, name := range t.Names {
		places = append(places, strings.TrimSpace(name.Text))
	}
	for _, row := range t.Rows {
		var values []string
		for _, cell := range row {
			values = append(values, cell.Text)
		}
		rows = append(rows, values)
	}
	return places, rows, nil
}
