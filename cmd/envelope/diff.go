package main

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"strings"

	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/ask"
	"github.com/openenvelope/envelope/scenario/file"
)

type diffCmd struct {
	Old     string   `arg:"" help:"Scenario file, manifest.json or folder of results, as it was."`
	New     string   `arg:"" help:"The same as it is now."`
	Figure  []string `arg:"" optional:"" help:"The figure that the differences change (default: the chance that the balance is zero or more)."`
	Paths   *uint64  `help:"Number of paths (default: the new file's, or ${default_paths})."`
	Seed    *uint64  `help:"Seed of the draws (default: the new file's, or 0)."`
	Workers int      `help:"Number of threads (default: all processors)."`
	Format  string   `help:"What to print: text, json or csv." enum:"text,json,csv" default:"text"`
	Unit    string   `help:"Show money in bn, m, 000 or units (default: by the size of the largest amount)." enum:",bn,m,000,units" default:""`
	longFlag
}

// Run says what differs between two files, who owns each number, and what each difference did to a figure.
func (c *diffCmd) Run(ctx context.Context, s streams) error {
	before, was, err := recorded(c.Old)
	if err != nil {
		return err
	}
	now, is, err := recorded(c.New)
	if err != nil {
		return err
	}
	differences := before.Differences(now)
	if len(differences) == 0 {
		return c.same(s, was, is)
	}
	o := is
	if c.Paths != nil {
		o.Paths = *c.Paths
	}
	if c.Seed != nil {
		o.Seed = *c.Seed
	}
	q := &question{Format: c.Format, Unit: c.Unit, bar: newProgress(s)}
	o.Workers, o.Progress = c.Workers, q.bar.over(len(differences)+2)
	old, err := ask.New(ctx, before, o)
	if err != nil {
		return err
	}
	later, err := ask.New(ctx, now, o)
	if err != nil {
		return err
	}
	if err := c.bounded(ctx, later.Model(), o, len(differences)+1); err != nil {
		return err
	}
	f, err := q.figure(later, c.Figure, inBalance)
	if err != nil {
		return err
	}
	var steps []ask.Step
	for _, d := range differences {
		if d.Setting.Path != "" {
			steps = append(steps, ask.Step{Name: d.Path, Settings: []scenario.Setting{d.Setting}})
		}
	}
	a, err := old.Diff(ctx, later, f, steps)
	if err != nil {
		return err
	}
	a.Notes = append(c.listed(differences, later), a.Notes...)
	if was.Paths != is.Paths || was.Seed != is.Seed {
		a.Notes = append(a.Notes, "The two were run with other paths or seeds; here both are on the same draws.")
	}
	return q.print(s, later, a, nil)
}

// same says that nothing differs, or only luck.
func (c *diffCmd) same(s streams, was, is scenario.Options) error {
	says := "Nothing differs."
	if was.Paths != is.Paths || was.Seed != is.Seed {
		says = fmt.Sprintf("Only luck differs: %d paths and seed %d, and %d and %d.", was.Paths, was.Seed, is.Paths,
			is.Seed)
	}
	if c.Format == "json" {
		unknown := math.NaN()
		return report.WriteAnswerJSON(s.out, &ask.Answer{Question: "What differs?", Sentence: []ask.Part{{Text: says}},
			Value: ask.Quantity{Estimate: scenario.Estimate{Value: unknown, Lo: unknown, Hi: unknown}},
			Run:   ask.Run{Paths: is.Paths, Seed: is.Seed}}, "")
	}
	_, err := fmt.Fprintln(s.out, says)
	return err
}

// longestValue is how much of a value a note shows.
const longestValue = 60

// listed gives, for each place, the old and the new value, and the owner of the number.
func (c *diffCmd) listed(differences []file.Difference, later *ask.Study) (notes []string) {
	inputs, err := later.Model().Inputs()
	owners := map[string]string{}
	for _, in := range inputs {
		if err == nil && in.Owner != "" {
			owners[in.Input] = "; owner " + in.Owner
		}
	}
	for _, d := range differences {
		notes = append(notes, fmt.Sprintf("%s: %s, was %s%s", d.Path, shown(d.Is), shown(d.Was), owners[d.Path]))
	}
	return notes
}

// shown is a value without its quotation marks, cut if it is long.
func shown(value string) string {
	value = strings.ReplaceAll(value, `"`, "")
	if value == "" {
		return "not there"
	}
	if r := []rune(value); len(r) > longestValue {
		return string(r[:longestValue]) + "…"
	}
	return value
}

// recorded reads a scenario file, a manifest or a folder of results, with the paths and the seed of its run.
func recorded(path string) (*file.Spec, scenario.Options, error) {
	if name, ok := manifestIn(path); ok {
		m, err := readManifest(streams{}, name)
		if err != nil {
			return nil, scenario.Options{}, err
		}
		spec, _, o, err := m.Prepare(scenario.Options{})
		return spec, scenario.Options{Paths: cmp.Or(o.Paths, scenario.DefaultPaths), Seed: o.Seed}, err
	}
	spec, err := readSpec(path)
	if err != nil {
		return nil, scenario.Options{}, err
	}
	if _, err := spec.Model(); err != nil {
		return nil, scenario.Options{}, err
	}
	o := spec.Run()
	return spec, scenario.Options{Paths: cmp.Or(o.Paths, scenario.DefaultPaths), Seed: o.Seed}, nil
}
