package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
)

type planCmd struct {
	fileArg
	askFlags
	Out string `short:"o" required:"" help:"The plan file to write." type:"path"`
}

// Run writes the plan file of a run: all that a machine needs to compute a part of it.
func (c *planCmd) Run(ctx context.Context, s streams) error {
	spec, m, o, err := c.asked(s, c.fileArg, nil)
	if err != nil {
		return err
	}
	p, err := file.NewPlanned(ctx, spec, m, o)
	if err != nil {
		return badInput{err}
	}
	line, err := writePlan(p, c.Out)
	if err == nil {
		_, err = fmt.Fprintln(s.out, line)
	}
	return err
}

// writePlan writes a plan file, and says what it is.
func writePlan(p *file.Planned, name string) (line string, err error) {
	var text bytes.Buffer
	if err := p.Write(&text); err != nil {
		return "", err
	}
	line = fmt.Sprintf("%s: %d paths, seed %d, %d bytes; at most %d parts", name, p.Plan.Paths(), p.Options.Seed,
		text.Len(), mostParts(p.Plan))
	return line, report.WriteFile(name, func(w io.Writer) error { _, err := text.WriteTo(w); return err })
}

// mostParts is the most parts that a run can be cut into.
func mostParts(p *scenario.Plan) uint64 {
	return (p.Paths() + scenario.PartPaths - 1) / scenario.PartPaths
}

// plannedFlags are a plan file, or a scenario file with the flags that say what to run.
type plannedFlags struct {
	fileArg
	askFlags
	Workers int `help:"Number of threads (default: all processors)."`
}

// planned is the run of a plan file or of a scenario file; wrong is any other fault of the command line.
func (f plannedFlags) planned(ctx context.Context, s streams, progress func(done, total uint64), wrong error) (
	*file.Planned, error) {
	o := scenario.Options{Workers: f.Workers, Progress: progress}
	if isPlan(f.File) {
		return f.read(ctx, o, wrong)
	}
	spec, m, asked, err := f.asked(s, f.fileArg, wrong)
	if err != nil {
		return nil, err
	}
	asked.Workers, asked.Progress = o.Workers, o.Progress
	p, err := file.NewPlanned(ctx, spec, m, asked)
	if err != nil && ctx.Err() == nil {
		err = badInput{err}
	}
	return p, err
}

// read reads the plan file.
func (f plannedFlags) read(ctx context.Context, o scenario.Options, wrong error) (*file.Planned, error) {
	given := f.given()
	if len(f.Set) > 0 {
		given = append(given, "--set")
	}
	if f.SetFrom != "" {
		given = append(given, "--set-from")
	}
	if len(given) > 0 {
		wrong = errors.Join(wrong, fmt.Errorf("%s: the plan file %s says this; write another with envelope plan",
			strings.Join(given, ", "), f.File))
	}
	if wrong != nil {
		return nil, badInput{wrong}
	}
	r, err := os.Open(f.File)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	p, err := file.ReadPlan(ctx, r, o)
	if err != nil && ctx.Err() == nil {
		err = badInput{fmt.Errorf("%s: %w", f.File, err)}
	}
	return p, err
}

// readPlanned is what a plan file says of its run.
func readPlanned(name string) (m file.Manifest, err error) {
	r, err := os.Open(name)
	if err != nil {
		return m, err
	}
	defer r.Close()
	if m, err = file.ReadPlanned(r); err != nil {
		err = badInput{fmt.Errorf("%s: %w", name, err)}
	}
	return m, err
}

// isPlan reports whether a file begins like a plan file. It does not read from a pipe or a device, which could make it
// wait.
func isPlan(path string) bool {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return false
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	mark := make([]byte, len(file.PlanMark))
	_, err = io.ReadFull(f, mark)
	return err == nil && string(mark) == file.PlanMark
}
