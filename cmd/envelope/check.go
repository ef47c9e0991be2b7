package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
)

type checkCmd struct {
	fileArg
	strictFlag
	All    bool   `help:"Show every input of every scenario, not only what differs from the baseline."`
	Format string `help:"What to print: text or json." enum:"text,json" default:"text"`
}

// Run reports every fault; if there is none, the numbers in effect and the cost of a run.
func (c *checkCmd) Run(ctx context.Context, s streams) error {
	spec, m, o, err := c.load(s)
	if err != nil {
		return err
	}
	p, err := scenario.NewPlan(ctx, m, o)
	if err != nil {
		return badInput{err}
	}
	cost, err := p.Cost()
	if err != nil {
		return badInput{err}
	}
	about, err := m.Describe(ctx, o)
	if err != nil {
		return badInput{err}
	}
	if c.Strict {
		if err := spec.Strict(about.Warnings); err != nil {
			return err
		}
	}
	if c.Format == "json" {
		return c.json(s.out, spec, about, p)
	}
	fmt.Fprintf(s.out, "%s: no faults\n", strings.TrimSuffix(spec.File()+", "+scenario.SettingsInWords(m.Set), ", "))
	if v := spec.Schema(); v < file.CurrentSchema {
		fmt.Fprintf(s.out, "schema %d is an older version of the format, and still read; envelope migrate writes the file in version %d\n",
			v, file.CurrentSchema)
	}
	warnings(s.out, about.Warnings)
	c.inputs(s.out, about.Inputs, about.Currency)
	correlations(s.out, about.Correlations)
	pairs, err := p.Comovements()
	if err != nil {
		return badInput{err}
	}
	comovements(s.out, pairs, correlated(about.Correlations))
	_, err = fmt.Fprintf(s.out, "\nA run of %d paths summarises %d figures, carries out about %.1f billion instructions and takes about %d MiB of memory.\n",
		p.Paths(), cost.Cells, float64(cost.Steps)/1e9, cost.Memory>>20)
	return err
}

// warnings lists the open warnings, then the accepted ones with their reasons.
func warnings(w io.Writer, all []scenario.Warning) {
	open := scenario.Unanswered(all)
	for _, warning := range open {
		fmt.Fprintf(w, "warning: %s\n", warning)
	}
	for _, warning := range all {
		if warning.Accepted != "" {
			fmt.Fprintf(w, "accepted: %s\n", warning)
		}
	}
	if len(open) > 0 {
		fmt.Fprintln(w, answering(open[0]))
	}
}

// answering says what is done about warnings such as this one, in a workbook or in a file.
func answering(warning scenario.Warning) string {
	if strings.Contains(warning.Place, ", cell ") {
		return "To answer a warning, mend the workbook; or copy a row of its sheet Start that gives a text, write the reason in Value, and in Place accepted > and the ID, as in: accepted > " +
			warning.ID
	}
	return "To answer a warning, mend the file, or write accepted: {…: the reason} with the ID in its brackets."
}

// inputs lists the numbers in effect: all of the baseline's, and those of other scenarios that differ.
func (c *checkCmd) inputs(w io.Writer, inputs []scenario.EffectiveInput, symbol string) {
	base := map[string]string{}
	title := ""
	for _, in := range inputs {
		key := fmt.Sprint(in.Values, in.Law, in.Process)
		if in.Scenario == inputs[0].Scenario {
			base[in.Input] = key
		} else if !c.All && base[in.Input] == key {
			continue
		}
		if in.Scenario != title {
			title = in.Scenario
			fmt.Fprintf(w, "\n%s%s\n", title,
				map[bool]string{true: " (what differs)"}[!c.All && title != inputs[0].Scenario])
		}
		fmt.Fprintf(w, "  %-28s %s  [%s]\n", in.Input, report.ValuesInWords(in, symbol), support(in))
		if said := report.SpokenInput(in.Input); said != in.Input {
			fmt.Fprintf(w, "  %-28s %s\n", "", report.Printable(said))
		}
		if in.Law != "" {
			fmt.Fprintf(w, "  %-28s %s; %s\n", "", in.Law, in.Process)
		}
		for _, about := range []string{in.Source, in.Note, in.Place} {
			if about != "" && !in.Default {
				fmt.Fprintf(w, "  %-28s %s\n", "", about)
			}
		}
	}
}

// mostRows is how many rows of a matrix are shown.
const mostRows = 30

// correlations lists the groups of inputs that depend on each other, with the matrices that a run uses.
func correlations(w io.Writer, groups []scenario.EffectiveCorrelation) {
	for _, g := range groups {
		about := "correlated"
		if g.Factor != "" {
			about += " by " + g.Factor
		}
		if g.DF != 0 {
			about += fmt.Sprintf(", t copula with %v degrees of freedom", g.DF)
		}
		if g.Repaired {
			about += ", repaired: the nearest matrix that can hold"
		}
		fmt.Fprintf(w, "\n%s\n", about)
		for i, row := range g.Matrix {
			if i == mostRows {
				fmt.Fprintf(w, "  and %d more (envelope run --out writes a manifest, which has the whole matrix)\n",
					len(g.Matrix)-i)
				break
			}
			fmt.Fprintf(w, "  %-28s", g.Drivers[i])
			for _, x := range row[:i+1] {
				fmt.Fprintf(w, " %12s", strconv.FormatFloat(x, 'f', -1, 64))
			}
			fmt.Fprintln(w)
		}
	}
}

// correlated counts the pairs whose r is not 0.
func correlated(groups []scenario.EffectiveCorrelation) (pairs int) {
	for _, g := range groups {
		for i, row := range g.Matrix {
			for _, x := range row[:i] {
				if x != 0 {
					pairs++
				}
			}
		}
	}
	return pairs
}

// comovements lists what each correlation means for ranks and values.
func comovements(w io.Writer, pairs []scenario.Comovement, all int) {
	if len(pairs) == 0 {
		return
	}
	fmt.Fprintf(w, "\nr is between normal scores; for ranks and values it means\n  %8s %8s %8s\n", "r", "ranks", "values")
	for _, p := range pairs {
		fmt.Fprintf(w, "  %8.2f %8.2f %8.2f  %s and %s\n", p.Scores, p.Ranks, p.Values, p.One, p.Other)
	}
	if more := all - len(pairs); more > 0 {
		fmt.Fprintf(w, "  and %d pairs more, which are not worked out\n", more)
	}
}

// support is the quality of an input, and the year from which it is red.
func support(in scenario.EffectiveInput) string {
	quality := report.SupportInWords(in)
	if in.AssumedFrom != "" {
		quality += "; red from " + in.AssumedFrom
	}
	return quality
}

// symbolOf is the currency sign of a model.
func symbolOf(m *scenario.Model) string {
	if f, ok := m.Baseline.Model.(*finance.Model); ok {
		return f.Symbol()
	}
	return "£"
}

// json writes the content of the file, for programs.
func (c *checkCmd) json(w io.Writer, spec *file.Spec, about *scenario.Description, p *scenario.Plan) error {
	l, _ := p.Central("")
	record := struct {
		SchemaVersion int                       `json:"schema_version"`
		Format        int                       `json:"schema"`
		Name          string                    `json:"name"`
		Currency      string                    `json:"currency"`
		Paths         uint64                    `json:"paths"`
		Scenarios     []string                  `json:"scenarios"`
		Years         []string                  `json:"years"`
		Lines         []string                  `json:"lines"`
		NotModelled   []string                  `json:"not_modelled"`
		Inputs        []scenario.EffectiveInput `json:"inputs"`
		Warnings      []scenario.Warning        `json:"warnings,omitempty"`
	}{SchemaVersion: scenario.SchemaVersion, Format: spec.Schema(), Name: about.Name, Currency: about.Currency,
		Paths: p.Paths(), Scenarios: about.Scenarios, Years: about.Years, NotModelled: about.NotModelled,
		Inputs: about.Inputs, Warnings: about.Warnings}
	for _, row := range l.Program.Rows {
		record.Lines = append(record.Lines, row.Name)
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(record)
}
