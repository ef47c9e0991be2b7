package main

import (
	"context"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/openenvelope/envelope/internal/table"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/ask"
)

type sweepCmd struct {
	question
	Settings string   `help:"Table of settings, CSV: a column for each place in the file, a row for each case; - for standard input." required:"" placeholder:"FILE"`
	Figure   []string `help:"A figure to work out in every case, as ask takes it; repeat for more (default: the chance that the balance is zero or more)." sep:"none" placeholder:"FIGURE"`
	Part     string   `help:"Work out only a part of the rows, as in 3/64, from 1, or several, 3-8/64, and write each into the folder --out, to be put together by --merge." placeholder:"PART/PARTS"`
	Out      string   `help:"Folder for --part; it is made if it does not exist." type:"path"`
	Merge    []string `help:"Put together parts of this sweep that --part wrote, instead of working it out: files in any order, or folders with parts. Repeat for more." sep:"none" type:"path"`
}

// sweepLimits bound the table of settings.
func sweepLimits() table.Limits {
	return table.Limits{Bytes: 8 << 20, Rows: 100_000, Columns: 500, Cells: 1_000_000}
}

// Run works out figures for every row of a table, and prints them as CSV, row by row.
func (c *sweepCmd) Run(ctx context.Context, s streams) error {
	if err := c.sensible(); err != nil {
		return badInput{err}
	}
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
	w := &swept{sweepCmd: c, study: study, figures: figures, places: places, rows: rows}
	if c.Part != "" {
		return w.parts(ctx, s)
	}
	heading := slices.Clone(places)
	for _, f := range figures {
		heading = append(heading, f.String(), f.String()+", low", f.String()+", high")
	}
	out := table.NewWriter(s.out)
	if !ascii(slices.Concat(append(rows, places)...)) {
		out.Mark()
	}
	out.Row(heading)
	if len(c.Merge) > 0 {
		return w.merge(ctx, s, out)
	}
	return w.work(ctx, s, out, 0, len(rows))
}

// ascii reports whether texts have no other letters.
func ascii(texts []string) bool {
	return !slices.ContainsFunc(texts, func(text string) bool {
		return strings.ContainsFunc(text, func(r rune) bool { return r >= utf8.RuneSelf })
	})
}

// A swept is a sweep with all that decides what it gives.
type swept struct {
	*sweepCmd
	study   *ask.Study
	figures []ask.Figure
	places  []string
	rows    [][]string
}

// work works out the rows from ≤ row < to, and writes each when it is known.
func (w *swept) work(ctx context.Context, s streams, out *table.Writer, from, to int) error {
	all := make([][]scenario.Setting, to-from)
	for i, row := range w.rows[from:to] {
		for j, value := range row {
			all[i] = append(all[i], scenario.Setting{Path: w.study.Place(w.places[j]), Value: value})
		}
	}
	bar := newProgress(s)
	defer bar.clear()
	return w.study.Sweep(ctx, w.figures, all, func(i int, estimates []scenario.Estimate) error {
		var cells []float64
		for _, e := range estimates {
			cells = append(cells, e.Value, e.Lo, e.Hi)
		}
		w.bar.clear()
		out.Row(w.rows[from+i], cells)
		bar.show(uint64(i+1), uint64(len(all)))
		return out.Flush()
	})
}

// sensible checks flags that go together.
func (c *sweepCmd) sensible() error {
	switch {
	case c.Part != "" && len(c.Merge) > 0:
		return errors.New("--part and --merge: a sweep is either worked out in parts or put together from them")
	case (c.Part == "") != (c.Out == ""):
		return errors.New("--part and --out go together: which part, and the folder to write it into")
	}
	if c.Part != "" {
		_, _, _, err := partsOf(c.Part)
		return err
	}
	return nil
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
