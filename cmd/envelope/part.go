package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/scenario"
)

type partCmd struct {
	plannedFlags
	Part string `required:"" help:"Which part of how many, as in 3/64, from 1." placeholder:"PART/PARTS"`
	Out  string `required:"" help:"Folder to write the part to, which is made if need be." type:"path"`
	longFlag
}

// partEnd is how the name of a part ends.
const partEnd = ".part"

// partName is the name of a part's file. Names of one run's parts are in the order of their paths.
func partName(part, of int) string {
	return fmt.Sprintf("part-%0*d-of-%d%s", len(strconv.Itoa(of)), part, of, partEnd)
}

// Run computes a part of a run and writes it.
func (c *partCmd) Run(ctx context.Context, s streams) error {
	part, of, wrong := partOf(c.Part)
	bar := newProgress(s)
	p, err := c.planned(ctx, s, bar.show, wrong)
	if err != nil {
		return err
	}
	spans, err := p.Plan.Parts(of)
	if err != nil {
		return badInput{fmt.Errorf("--part: %w", err)}
	}
	span := spans[part-1]
	if err := c.bearable(p.Plan, span); err != nil {
		return err
	}
	partial, err := p.Plan.RunPart(ctx, span.From, span.To)
	bar.clear()
	if err != nil {
		return err
	}
	data, err := partial.MarshalBinary()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(c.Out, 0o755); err != nil {
		return err
	}
	name := filepath.Join(c.Out, partName(part, of))
	if err := report.WriteFile(name, func(w io.Writer) error { _, err := w.Write(data); return err }); err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.out, "%s: paths %d to %d of %d, %d bytes\n", name, span.From, span.To-1, p.Plan.Paths(),
		len(data))
	return err
}

// bearable refuses a part that is likely to take more than an hour.
func (c *partCmd) bearable(p *scenario.Plan, span scenario.Span) error {
	cost, err := p.Cost()
	if err != nil {
		return badInput{err}
	}
	steps := float64(cost.Steps)
	if c.Exact {
		steps /= 2 // the second pass is the merge's
	}
	share := float64(span.To-span.From) / float64(p.Paths())
	return c.within(steps*share, span.To-span.From, c.Workers)
}

// partOf reads which part of how many is meant.
func partOf(text string) (part, of int, err error) {
	one, all, _ := strings.Cut(text, "/")
	part, err = strconv.Atoi(one)
	if err == nil {
		of, err = strconv.Atoi(all)
	}
	if err != nil || part < 1 || part > of {
		return 0, 0, fmt.Errorf("--part: %q is no part; write 3/64 for the third of 64", text)
	}
	return part, of, nil
}
