package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/openenvelope/envelope/scenario"
)

type checkCmd struct {
	File string `arg:"" help:"Scenario file, YAML or JSON; - for standard input."`
	All  bool   `help:"Show every input of every scenario, not only what differs from the baseline."`
}

// Run reports every fault, else the numbers in effect and the cost of a run.
func (c *checkCmd) Run(ctx context.Context, s streams) error {
	spec, m, err := load(c.File, s)
	if err != nil {
		return err
	}
	p, err := scenario.NewPlan(ctx, m, spec.Run())
	if err != nil {
		return badInput{err}
	}
	cost, err := p.Cost()
	if err != nil {
		return err
	}
	fmt.Fprintf(s.out, "%s: no faults\n\n", spec.File())
	c.inputs(s, p.Inputs())
	fmt.Fprintf(s.out, "\nA run of %d paths: %d figures to summarise, about %d MiB of memory, %.2g million instructions on %d columns a block.\n",
		p.Paths(), cost.Cells, cost.Memory>>20, float64(cost.Steps)/1e6, len(m.Scenarios)+1)
	return nil
}

// inputs prints the numbers in effect: the baseline's, and for other scenarios what differs.
func (c *checkCmd) inputs(s streams, inputs []scenario.EffectiveInput) {
	t := table.NewWriter()
	t.SetOutputMirror(s.out)
	t.SetStyle(table.StyleLight)
	t.Style().Options.SeparateRows = false
	t.SetAllowedRowLength(max(terminalWidth(), 80))
	t.AppendHeader(table.Row{"scenario", "input", "value", "uncertainty", "quality", "source"})
	base := map[string]string{}
	baseline := inputs[0].Scenario
	for _, in := range inputs {
		key := fmt.Sprint(in.Values, in.Law, in.Process)
		if in.Scenario == baseline {
			base[in.Input] = key
		} else if !c.All && base[in.Input] == key {
			continue
		}
		uncertain := in.Law
		if uncertain != "" {
			uncertain += "; " + in.Process
		}
		t.AppendRow(table.Row{cut(in.Scenario, 24), in.Input, cut(values(in), 40), cut(uncertain, 48), support(in), cut(in.Source, 60)})
	}
	t.Render()
}

func values(in scenario.EffectiveInput) string { return strings.Join(in.Values, " ") }

// support is the quality of an input, or that nobody vouches for it.
func support(in scenario.EffectiveInput) string {
	switch {
	case in.Quality != "":
		return in.Quality
	case in.Default:
		return "default"
	}
	return "unsupported"
}

// cut shortens a text that is too long for its column.
func cut(text string, most int) string {
	r := []rune(text)
	if len(r) <= most {
		return text
	}
	return string(r[:most-1]) + "…"
}
