package main

import (
	"bytes"
	"context"
	"fmt"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/report/workbook"
	"github.com/openenvelope/envelope/scenario/file"
)

type templateCmd struct {
	File string `arg:"" help:"Workbook to write, which must not be there and ends in .xlsx."`
	For  string `enum:"body,system,council,return" default:"body" help:"What the plan is for: body, system (bodies that pay each other), council, or return (what one organisation hands to its system)."`
	From string `help:"A scenario file to write as a workbook, in the place of an example." placeholder:"FILE" type:"path"`
}

// Run writes an input workbook.
func (c *templateCmd) Run(ctx context.Context, s streams) error {
	if !isWorkbook(c.File) {
		return fault.Misplaced.Found("%s does not end in .xlsx", fault.Quote(c.File)).
			Want("name the workbook as in plan.xlsx")
	}
	spec, err := c.spec()
	if err != nil {
		return err
	}
	var book bytes.Buffer
	if err := workbook.WriteTemplate(ctx, &book, spec); err != nil {
		return err
	}
	if err := writeNew(s, c.File, book.Bytes()); err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.out,
		"%s is an input workbook with an example. Put your own numbers in, save it, then: envelope check %s\n",
		report.Printable(c.File), inShell(c.File))
	return err
}

// spec is the scenario file that the workbook says.
func (c *templateCmd) spec() (*file.Spec, error) {
	if c.From != "" {
		spec, err := readSpec(c.From)
		if err != nil {
			return nil, err
		}
		_, err = spec.Model()
		return spec, err
	}
	text, err := starters.ReadFile("starters/" + c.For + ".yaml")
	if err != nil {
		return nil, err
	}
	return file.Load(c.For+".yaml", text)
}
