package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
)

type partCmd struct {
	plannedFlags
	Part string `required:"" help:"Which part of how many, as in 3/64, from 1; or several, one after the other: 3-8/64." placeholder:"PART/PARTS"`
	Out  string `required:"" help:"Folder to write the parts to; it is made if it does not exist." type:"path"`
	longFlag
}

// partEnd is how the name of a part ends. Parts of a further pass over the paths have other names, so that both can be
// in one folder.
func partEnd(pass int) string {
	if pass == 1 {
		return ".part"
	}
	return fmt.Sprintf(".pass%d", pass)
}

// partName is the name of a part's file. Names of one run's parts are in the order of their paths.
func partName(pass, part, of int) string {
	return fmt.Sprintf("part-%0*d-of-%d%s", len(strconv.Itoa(of)), part, of, partEnd(pass))
}

// Run computes parts of a run and writes each when it is done.
func (c *partCmd) Run(ctx context.Context, s streams) error {
	first, last, of, wrong := partsOf(c.Part)
	bar := newProgress(s)
	p, err := c.planned(ctx, s, bar.show, wrong)
	if err != nil {
		return err
	}
	spans, err := p.Plan.Parts(of)
	if err != nil {
		return badInput{fmt.Errorf("--part: %w", err)}
	}
	if err := c.bearable(p, spans[last-1].To-spans[first-1].From); err != nil {
		return err
	}
	if err := os.MkdirAll(c.Out, 0o755); err != nil {
		return err
	}
	for i := first; i <= last; i++ {
		err := c.compute(ctx, s, p.Plan, spans[i-1], filepath.Join(c.Out, partName(p.Plan.Pass(), i, of)))
		bar.clear()
		if err != nil {
			return err
		}
	}
	return nil
}

// compute computes a part and writes it.
func (c *partCmd) compute(ctx context.Context, s streams, p *scenario.Plan, span scenario.Span, name string) error {
	partial, err := p.RunPart(ctx, span.From, span.To)
	if err != nil {
		return err
	}
	data, err := partial.MarshalBinary()
	if err != nil {
		return err
	}
	if err := report.WriteFile(name, func(w io.Writer) error { _, err := w.Write(data); return err }); err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.out, "%s: paths %d to %d of %d, %d bytes\n", name, span.From, span.To-1, p.Paths(),
		len(data))
	return err
}

// bearable refuses paths that will probably take more than an hour.
func (c *partCmd) bearable(p *file.Planned, paths uint64) error {
	cost, err := p.Plan.Cost()
	if err != nil {
		return badInput{err}
	}
	steps := float64(cost.Steps)
	if p.Options.ExactPercentiles {
		steps /= 2 // for one pass of two
	}
	return c.within(steps*float64(paths)/float64(p.Plan.Paths()), paths, c.Workers)
}

// partsOf reads the first and the last part to compute, and the number of all parts.
func partsOf(text string) (first, last, of int, err error) {
	some, all, _ := strings.Cut(text, "/")
	from, to, several := strings.Cut(some, "-")
	if !several {
		to = from
	}
	var wrong [3]error
	first, wrong[0] = strconv.Atoi(from)
	last, wrong[1] = strconv.Atoi(to)
	of, wrong[2] = strconv.Atoi(all)
	err = errors.Join(wrong[:]...)
	if err != nil || first < 1 || last < first || of < last {
		return 0, 0, 0, fmt.Errorf("--part: %q is no part; write 3/64 for the third of 64, or 3-8/64", text)
	}
	return first, last, of, nil
}
