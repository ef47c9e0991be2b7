package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/openenvelope/envelope/scenario/xlsx"
)

type rollCmd struct {
	File    string `arg:"" help:"Scenario file of the plan, YAML or JSON."`
	Actuals string `arg:"" help:"Table of actual figures of the plan's first year: a CSV file with the columns line and amount."`
	Out     string `short:"o" help:"File for the plan that opens a year later, which must not exist (default: none is written); - prints it." placeholder:"FILE"`
	Month   int    `help:"The figures go to the end of this month of the year; before month 12 they are carried on at the rate so far." default:"12"`
}

// Run opens the plan a year later and shows planned against actual figures.
func (c *rollCmd) Run(s streams) error {
	spec, err := file.Reader{Workbook: xlsx.Load}.Read(c.File)
	if err != nil {
		return badInput{notThere(c.File, err)}
	}
	text, err := c.table()
	if err != nil {
		return badInput{notThere(c.Actuals, err)}
	}
	a, err := spec.ReadActuals(c.Actuals, text, c.Month)
	if err != nil {
		return badInput{err}
	}
	forecast := ""
	if c.Month < 12 {
		forecast = fmt.Sprintf("at month %d", c.Month)
	}
	rolled, err := spec.Roll(a, forecast)
	if err != nil {
		return badInput{asked(c.Actuals, err)}
	}
	if c.Out == "" {
		return c.page(s.out, spec, rolled, forecast)
	}
	if err := writeNew(s, c.Out, rolled.Text); err != nil || c.Out == "-" {
		return err
	}
	if err := c.page(s.out, spec, rolled, forecast); err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.out, "\n%s opens on these figures.\n", c.Out)
	return err
}

// table reads the table, at most one byte more than its limit.
func (c *rollCmd) table() ([]byte, error) {
	f, err := os.Open(c.Actuals)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, file.MaxFile+1))
}

// asked puts faults of the figures into the terms of their table.
func asked(table string, err error) error {
	var faults finance.Faults
	if !errors.As(err, &faults) {
		return err
	}
	var all []error
	for _, f := range faults {
		line, figure := strings.CutPrefix(f.Path, "actuals.")
		if figure {
			f = f.At(inWords(line))
			all = append(all, fmt.Errorf("%s: %w", table, f))
			continue
		}
		all = append(all, f)
	}
	return errors.Join(all...)
}

// inWords is a line as people name it: "Acute trust: recurrent cost".
func inWords(line string) string { return sheet.Label(line) }

// page shows planned and actual figures, line by line.
func (c *rollCmd) page(w io.Writer, spec *file.Spec, rolled file.Rolled, forecast string) error {
	m, err := spec.Model()
	if err != nil {
		return err
	}
	plan, _ := m.Baseline.Model.(*finance.Model)
	what := "as it came out"
	if forecast != "" {
		what = "as it is forecast " + forecast + ", at the rate so far"
	}
	largest := finance.Amount(0)
	for _, f := range rolled.Figures {
		largest = max(largest, f.Planned, f.Actual)
	}
	unit := finance.DisplayUnitFor(largest, plan.Symbol())
	fmt.Fprintf(w, "%s in %s, %s, %s\n\n", spec.Title(), rolled.Opens, what, unit.Name)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(t, "planned\tcame\tmore or less\t\n")
	var taken []string
	for _, f := range rolled.Figures {
		if !f.Given {
			if f.Planned != 0 {
				taken = append(taken, inWords(f.Line))
			}
			continue
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t  %s\n", f.Planned.In(unit), f.Actual.In(unit), (f.Actual - f.Planned).In(unit),
			inWords(f.Line))
	}
	if err := t.Flush(); err != nil {
		return err
	}
	if len(taken) > 0 {
		_, err = fmt.Fprint(w, fold("\nTaken as planned, as no figure was given: "+
			strings.Join(slices.Compact(taken), ", ")+".\n", terminalWidth()))
	}
	return err
}
