package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/report/page"
	"github.com/openenvelope/envelope/report/paper"
	"github.com/openenvelope/envelope/report/parquet"
	"github.com/openenvelope/envelope/report/workbook"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
)

// inputsName is the file of a folder of results that says what a workbook said.
const inputsName = "inputs.yaml"

// showFlags say how a result is shown, and where it is written.
type showFlags struct {
	Out    string `help:"Folder for report.html (a page to read and print), model.xlsx (a live workbook), paper.docx (two pages for a board), results.json, results.csv, results.parquet, manifest.json and the charts." type:"path"`
	Format string `help:"What to print: table, json, csv, parquet (every figure, for programs) or none." enum:"table,json,csv,parquet,none" default:"table"`
	Detail bool   `help:"Print every line, year, difference and note, not the first screen only."`
	Unit   string `help:"Show money in bn, m, 000 or units (default: by the size of the envelope)." enum:",bn,m,000,units" default:""`
	Year   string `help:"The year to answer for (default: the last that the settlement covers)."`

	packed  brought // for the governance pack
	workers int     // of questions about the run
}

// sensible reports flags that would do nothing, all at once.
func (f showFlags) sensible() error {
	var all []error
	refuse := func(format string, args ...any) { all = append(all, fmt.Errorf(format, args...)) }
	for _, shown := range []struct {
		flag, value string
		formats     []string // the formats that take it
		why         string
	}{
		{"--unit", f.Unit, []string{"table"}, "its money is in the currency's unit"},
		{"--year", f.Year, []string{"table", "parquet"}, "it has every year"},
	} {
		switch {
		case shown.value == "" || slices.Contains(shown.formats, f.Format):
		case f.Format != "none":
			refuse("%s: this is for pages and charts, and not for --format %s; %s", shown.flag, f.Format, shown.why)
		case f.Out == "":
			refuse("%s: with --format none and without --out there is nothing to show", shown.flag)
		}
	}
	return errors.Join(all...)
}

// print prints a result; a table has all its lines, if they were asked for by name.
func (f showFlags) print(w io.Writer, spec *file.Spec, r *scenario.Result, byName bool) error {
	switch f.Format {
	case "none":
		return nil
	case "json":
		return r.WriteJSON(w)
	case "csv":
		return r.WriteCSV(w)
	}
	o := report.Options{Year: f.Year, Width: terminalWidth(), Color: colour()}
	if f.Format == "parquet" {
		return parquet.WriteRun(w, spec, r, o)
	}
	o.Detail = f.Detail || byName
	if byName { // show all lines that were asked for
		for _, l := range r.Lines {
			o.Lines = append(o.Lines, l.Name)
		}
	}
	o.Unit = f.unit(r)
	if err := report.Table(w, r, o); err != nil || o.Detail {
		return err
	}
	more := "--detail prints every line, year, difference and note"
	if f.Out == "" {
		more += "; --out FOLDER leaves a page to read and print, a paper for a board and a live workbook"
	}
	_, err := fmt.Fprint(w, fold("\n"+more+".\n", o.Width))
	return err
}

// leave writes a result into the folder, with further files, and the page, the workbook and the paper, which only the
// command writes. Below a table it lists what it wrote.
func (f showFlags) leave(ctx context.Context, w io.Writer, spec *file.Spec, r *scenario.Result,
	more ...report.File) error {
	studied, err := report.StudyBalance(ctx, spec, cmp.Or(f.Year, r.MainYear),
		scenario.Options{Paths: r.Run.Paths, Seed: r.Run.Seed, Workers: f.workers})
	if err != nil {
		return err
	}
	f.packed.Studied = studied
	shown := report.Options{Year: f.Year, Unit: f.unit(r), Brought: f.packed.Brought}
	drawn := report.ChartOptions{Year: f.Year, Unit: f.unit(r)}
	paged := page.Options{Options: shown, Shares: f.packed.shares, SharesOf: f.packed.RedOf}
	files := []report.File{page.File(r, paged), workbook.File(spec, r, shown), paper.File(r, shown),
		parquet.File(spec, r, shown)}
	if isWorkbook(spec.File()) {
		files = append(files, report.File{Name: inputsName, Write: func(_ context.Context, w io.Writer) error {
			_, err := w.Write(spec.Text())
			return err
		}})
	}
	files = append(files, studied.Pictures(r, drawn)...)
	err = report.WriteAll(ctx, f.Out, spec, r, drawn, append(files, more...)...)
	if err != nil || f.Format != "table" {
		return err
	}
	return list(w, f.Out)
}

// unit is the unit asked for, or the zero value.
func (f showFlags) unit(r *scenario.Result) (u finance.DisplayUnit) {
	if f.Unit != "" {
		u = unitNamed(f.Unit, r.Currency)
	}
	return u
}
