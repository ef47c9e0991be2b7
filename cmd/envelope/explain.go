package main

import (
	"context"
	"fmt"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario"
	"github.com/shopspring/decimal"
)

type explainCmd struct {
	fileArg
	Line     string  `help:"The line to explain." default:"balance"`
	Year     string  `help:"The year (default: the last)."`
	Scenario string  `help:"The scenario (default: the baseline)."`
	Path     *uint64 `help:"Explain this path of the run instead of the central case."`
	Seed     *uint64 `help:"Seed of the draws, with --path (default: the file's, or 0)."`
	Depth    int     `help:"How many levels to show; 0 is all." default:"0"`
}

// Run prints the trace of a figure.
func (c *explainCmd) Run(ctx context.Context, s streams) error {
	spec, m, err := c.load(s)
	if err != nil {
		return err
	}
	o := spec.Run()
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
	column := len(l.Program.Years) - 1
	if c.Year != "" {
		y, ok := l.Program.Column(c.Year)
		if !ok {
			return badInput{fmt.Errorf("%s is not a year of this file; it has %s to %s", c.Year, l.Program.Years[0], l.Program.Years[column])}
		}
		column = y
	}
	format := moneyFormat(m)
	step, err := l.Trace(lineName(c.Line), column, format)
	if err != nil {
		return badInput{err}
	}
	_, err = fmt.Fprint(s.out, step.TextTo(c.Depth, format))
	return err
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
