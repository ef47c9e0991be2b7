package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/openenvelope/envelope/scenario/measure"
)

type solveCmd struct {
	fileArg
	Input    string  `help:"The number to find, by its place in the file; it takes one value for all years." default:"funding.real_growth"`
	From     string  `help:"The lowest value to try: a rate such as 2% or an amount such as £1bn." required:""`
	To       string  `help:"The highest value to try." required:""`
	Chance   string  `help:"The chance to reach." default:"80%"`
	Line     string  `help:"The line that is to be zero or more." default:"balance"`
	Year     string  `help:"The year asked about (default: the last)."`
	Measure  string  `help:"In the year alone, in every year so far, or added up." enum:"in_year,every_year,cumulatively" default:"in_year"`
	Scenario string  `help:"The scenario to change (default: the baseline)."`
	Paths    *uint64 `help:"Number of paths (default: the file's, or ${default_paths})."`
	Seed     *uint64 `help:"Seed of the draws (default: the file's, or 0)."`
	Workers  int     `help:"Number of threads (default: all processors)."`
	Format   string  `help:"What to print: text or json." enum:"text,json" default:"text"`
	longFlag
}

// Run finds the value and prints it with its interval.
func (c *solveCmd) Run(ctx context.Context, s streams) error {
	spec, m, err := c.load(s)
	if err != nil {
		return err
	}
	c.Scenario = cmp.Or(c.Scenario, m.Baseline.Name)
	if m, err = m.Only([]string{c.Scenario}); err != nil {
		return badInput{err}
	}
	plan, err := scenario.NewPlan(ctx, m, scenario.Options{Paths: 1})
	if err != nil {
		return err
	}
	l, _ := plan.Central(c.Scenario)
	search, err := c.search(l.Program, symbolOf(m))
	if err != nil {
		return badInput{err}
	}
	o, err := c.options(spec)
	if err != nil {
		return badInput{err}
	}
	if err := c.bounded(ctx, m, o, solveRuns); err != nil {
		return err
	}
	solution, err := scenario.Solve(ctx, m, o, search)
	if err != nil {
		return c.failure(ctx, err)
	}
	text := fmt.Sprintf("%s = %s in every year\nmakes it %s probable that %s, for %s and “%s”%s.\n",
		c.Input, c.inWords(solution.Value, l.Program, symbolOf(m)), c.Chance, c.condition().Words(), c.Year, c.Scenario,
		c.beside(m.Set))
	if c.Format == "json" {
		return c.json(s.out, solution, text)
	}
	_, err = fmt.Fprint(s.out, text)
	return err
}

// solveRuns is about how many runs a search takes.
const solveRuns = 20

// options ask for the one figure that the search looks at.
func (c *solveCmd) options(spec *file.Spec) (scenario.Options, error) {
	o, err := askFlags{Paths: c.Paths, Seed: c.Seed}.options(spec)
	o.Workers = c.Workers
	condition := c.condition()
	o.Lines, o.Years, o.Conditions = []string{condition.Line}, []string{c.Year}, []scenario.Condition{condition}
	return o, err
}

// beside says what else was set, after a space.
func (c *solveCmd) beside(set []scenario.Setting) string {
	others := slices.DeleteFunc(slices.Clone(set), func(s scenario.Setting) bool { return s.Path == c.Input })
	if len(others) == 0 {
		return ""
	}
	return " " + scenario.SettingsInWords(others)
}

// failure says in the units of the flags that there is no solution.
func (c *solveCmd) failure(ctx context.Context, err error) error {
	var none *scenario.NoSolution
	switch {
	case errors.As(err, &none):
		says := "no value of %s from %s to %s reaches a chance of %s"
		if none.Above() {
			says = "every value of %s from %s to %s has a chance of %s or more"
		}
		return badInput{fmt.Errorf(says+": it is %s at the first and %s at the last",
			c.Input, c.From, c.To, c.Chance, report.ChanceInWords(none.AtLow), report.ChanceInWords(none.AtHigh))}
	case ctx.Err() != nil:
		return ctx.Err()
	}
	return badInput{err}
}

// json writes the value found: rates as fractions, money in the currency's unit.
func (c *solveCmd) json(w io.Writer, found *scenario.Solution, words string) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(struct {
		Input string  `json:"input"`
		Year  string  `json:"year"`
		Value float64 `json:"value"`
		Lo    float64 `json:"lo"` // of the 95% Monte Carlo interval
		Hi    float64 `json:"hi"`
		Words string  `json:"words"`
	}{c.Input, c.Year, found.Value.Value, found.Value.Lo, found.Value.Hi, strings.TrimSpace(words)})
}

func (c *solveCmd) condition() scenario.Condition {
	for _, m := range measure.Kinds() {
		if m.Kind() == c.Measure {
			return scenario.Condition{Line: c.Line, Measure: m}
		}
	}
	return scenario.Condition{}
}

// search reads the flags against the sheet.
func (c *solveCmd) search(p *sheet.Program, symbol string) (s scenario.Search, err error) {
	i, ok := p.Input(c.Input)
	if !ok {
		return s, noInput(c.Input, p)
	}
	if c.Line, err = oneLine(c.Line, p); err != nil {
		return s, err
	}
	c.Year = cmp.Or(c.Year, p.Years[len(p.Years)-1])
	if _, ok := p.Column(c.Year); !ok {
		return s, fmt.Errorf("%s is not a year of this file; it has %s to %s", c.Year, p.Years[0],
			p.Years[len(p.Years)-1])
	}
	s = scenario.Search{Input: c.Input, Figure: scenario.ChanceOf(c.condition().Name(), c.Year)}
	read := func(flag, text string) float64 {
		x, e := c.value(p.Inputs[i].Unit, text, symbol)
		if e != nil && err == nil {
			err = fmt.Errorf("--%s: %w", flag, e)
		}
		return x
	}
	s.Low, s.High = read("from", c.From), read("to", c.To)
	chance, e := finance.ParseRate(c.Chance)
	if s.Target = float64(chance); err == nil && (e != nil || s.Target <= 0 || s.Target >= 1) {
		err = fmt.Errorf("--chance: %q is not a chance; write a percentage between 0%% and 100%%, such as 80%%",
			c.Chance)
	}
	return s, err
}

// noInput names the places where the sheet has what was asked for: the bodies' where it is a system's, else what is
// spelt almost alike, else the first.
func noInput(asked string, p *sheet.Program) error {
	var all, same []string
	for _, in := range p.Inputs {
		all = append(all, in.Name)
		if strings.HasSuffix(in.Name, "."+asked) {
			same = append(same, in.Name)
		}
	}
	if len(same) > 0 {
		return fmt.Errorf("there is no number %q in this file, which is of a system; with --input name one of %s",
			asked, someOf(same))
	}
	if near, ok := sheet.Nearest(asked, all); ok {
		return fmt.Errorf("there is no number %q in this file; did you mean %q?", asked, near)
	}
	return fmt.Errorf(
		"there is no number %q in this file; with --input name one of %s (envelope check says what they are)", asked,
		someOf(all))
}

// someOf lists the first twelve of many names.
func someOf(names []string) string {
	const most = 12
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}

// value reads a rate, or money in the currency's unit.
func (c *solveCmd) value(u sheet.Unit, text, symbol string) (float64, error) {
	if u == sheet.Money {
		a, err := finance.ParseAmount(text, symbol)
		return a.Decimal().InexactFloat64(), err
	}
	r, err := finance.ParseRate(text)
	return float64(r), err
}

// inWords writes the value found with its interval.
func (c *solveCmd) inWords(e scenario.Estimate, p *sheet.Program, symbol string) string {
	if i, _ := p.Input(c.Input); p.Inputs[i].Unit == sheet.Money {
		return report.MoneyInWords(e, symbol)
	}
	return report.RateInWords(e)
}

// oneLine is the row that a text names.
func oneLine(text string, p *sheet.Program) (string, error) {
	var rows []string
	for _, row := range p.Rows {
		rows = append(rows, row.Name)
	}
	found, err := scenario.FindLines(text, rows)
	if err != nil {
		return "", err
	}
	if len(found) > 1 {
		return "", fmt.Errorf("%s is %d lines; name one, such as %q", text, len(found), found[0])
	}
	return found[0], nil
}
