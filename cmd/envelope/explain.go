package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/scenario"
	"github.com/shopspring/decimal"
)

type explainCmd struct {
	fileArg
	Asked    string  `arg:"" name:"line" optional:"" help:"The line to explain, as on the sheet or in words: \"Acute trust: balance\" (default: balance)."`
	In       string  `arg:"" name:"year" optional:"" help:"The year (default: the last)."`
	Line     string  `help:"The same as the second argument."`
	Year     string  `help:"The same as the third argument."`
	Scenario string  `help:"The scenario (default: the baseline)."`
	Path     *uint64 `help:"Explain this path of the run instead of the central case."`
	Seed     *uint64 `help:"Seed of the draws, with --path (default: the file's, or 0)."`
	Depth    int     `help:"How many levels to show; 0 is all." default:"0"`
}

// Run prints the trace of a figure.
func (c *explainCmd) Run(ctx context.Context, s streams) error {
	_, m, o, err := c.load(s)
	if err != nil {
		return err
	}
	o.Paths, o.Lines = 1, nil
	if c.Seed != nil {
		o.Seed = *c.Seed
	}
	p, err := scenario.NewPlan(ctx, m, o)
	if err != nil {
		return badInput{err}
	}
	l, err := c.ledger(p, m)
	if err != nil {
		return badInput{err}
	}
	name, column, err := c.cell(l.Program)
	if err != nil {
		return badInput{err}
	}
	format := moneyFormat(m)
	step, err := l.Trace(name, column, format)
	if err != nil {
		return badInput{err}
	}
	text := inPlainWords(l.Program, step.TextTo(c.Depth, format))
	if columns, ok := terminalOf(s.out); ok {
		text = fold(text, columns)
	}
	_, err = fmt.Fprint(s.out, text)
	return err
}

// inPlainWords says the inputs of an explanation as people do: between quotation marks in a formula, and beside the key
// where the input itself is explained.
func inPlainWords(p *sheet.Program, text string) string {
	var keys []string
	for _, in := range p.Inputs {
		if report.SpokenInput(in.Name) != in.Name {
			keys = append(keys, in.Name)
		}
	}
	slices.SortFunc(keys, func(a, b string) int { return cmp.Compare(len(b), len(a)) }) // the whole before a part
	var quoted, beside []string
	for _, key := range keys {
		words := report.SpokenInput(key)
		quoted = append(quoted, key, "“"+report.Plainly(key, false)+"”")
		beside = append(beside, key, words+" ("+key+")")
	}
	formula, input := strings.NewReplacer(quoted...), strings.NewReplacer(beside...)
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if name, rest, ok := strings.Cut(line, "  [input: "); ok {
			lines[i] = input.Replace(name) + "  [input: " + rest
			continue
		}
		lines[i] = formula.Replace(line)
	}
	return strings.Join(lines, "\n")
}

// cell is the row or input and the column asked for.
func (c *explainCmd) cell(p *sheet.Program) (name string, column int, err error) {
	var names []string
	for _, row := range p.Rows {
		names = append(names, row.Name)
	}
	for _, in := range p.Inputs {
		names = append(names, in.Name)
	}
	asked := cmp.Or(c.Asked, c.Line, "balance")
	found, err := scenario.FindLines(asked, names)
	if err != nil {
		return "", 0, err
	}
	if len(found) > 1 {
		return "", 0, fmt.Errorf("%s is %d lines; explain takes one, such as %q", asked, len(found), found[0])
	}
	column = len(p.Years) - 1
	if year := cmp.Or(c.In, c.Year); year != "" {
		y, ok := p.Column(year)
		if !ok {
			return "", 0, fmt.Errorf("%s is not a year of this file; it has %s to %s", year, p.Years[0],
				p.Years[column])
		}
		column = y
	}
	return found[0], column, nil
}

// ledger is the exact ledger asked for: the central case, or one path of the run replayed.
func (c *explainCmd) ledger(p *scenario.Plan, m *scenario.Model) (*sheet.Ledger, error) {
	name := c.Scenario
	if name == "" {
		name = m.Baseline.Name
	}
	if c.Path != nil {
		return p.Replay(name, *c.Path)
	}
	if _, err := m.Only([]string{name}); err != nil {
		return nil, err
	}
	l, _ := p.Central(name)
	return l, nil
}

// moneyFormat prints money to the penny with the currency's sign, and rates as they are.
func moneyFormat(m *scenario.Model) sheet.Format {
	symbol := symbolOf(m)
	return func(u sheet.Unit, v decimal.Decimal) string {
		if u != sheet.Money {
			return v.String()
		}
		a := finance.Amount(v.IntPart())
		if a < 0 {
			return "−" + symbol + (-a).String()
		}
		return symbol + a.String()
	}
}
