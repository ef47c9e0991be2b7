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
	"github.com/openenvelope/envelope/scenario/ask"
	"github.com/openenvelope/envelope/scenario/measure"
)

type solveCmd struct {
	question
	Input    string `help:"The number to find, by its place in the file, or an assumption; it takes one value for all years." default:"funding.real_growth"`
	From     string `help:"The lowest value to try: a rate such as 2% or an amount such as £1bn." required:""`
	To       string `help:"The highest value to try." required:""`
	Chance   string `help:"The chance to reach." default:"80%"`
	Line     string `help:"The line that must be zero or more." default:"balance"`
	Year     string `help:"The year asked about (default: the last)."`
	Measure  string `help:"In the year alone, in every year so far, or added up." enum:"${measures}" default:"in_year"`
	Scenario string `help:"The scenario to change (default: the baseline)."`
	Figure   string `help:"Any figure in place of a chance, as ask takes it: p10 of balance in 2023/24."`
	Target   string `help:"With --figure, the value that it must reach: £0, 2%, 80%." placeholder:"VALUE"`
	With     string `help:"Find the value for each of several values of another number, as table takes them: need.real_growth=3%..4%/5." placeholder:"PLACE=VALUES"`
	Each     bool   `help:"Tell which value each future would have needed for the line to be zero or more."`
}

// solveRuns is about how many runs a search takes.
const solveRuns = 21

// Run finds the value and prints it with its interval.
func (c *solveCmd) Run(ctx context.Context, s streams) error {
	study, err := c.study(ctx, s, runs(solveRuns))
	if err != nil {
		return err
	}
	f, target, err := c.asked(study)
	if err != nil {
		return badInput{err}
	}
	lever := ask.Lever{Place: c.Input, Low: c.From, High: c.To}
	switch {
	case c.Each:
		a, err := study.BreakEven(ctx, f, lever, target)
		return c.print(s, study, a, err)
	case c.With != "":
		axis, err := ask.ParseAxis(c.With)
		if err != nil {
			return badInput{fmt.Errorf("--with: %w", err)}
		}
		a, err := study.Frontier(ctx, f, lever, axis, target)
		return c.print(s, study, a, err)
	}
	solution, err := study.Solve(ctx, f, lever, target)
	c.bar.clear()
	if err != nil {
		return c.failure(err)
	}
	symbol := symbolOf(study.Model())
	text := fmt.Sprintf("%s = %s in every year\nmakes it %s%s.\n", c.Input,
		report.QuantityInWords(solution.Value, symbol), c.reached(f), c.beside(study.Model().Set))
	if c.Format == "json" {
		return c.json(s.out, solution, text)
	}
	if said := report.SpokenInput(c.Input); said != c.Input {
		text = report.Printable(said) + ":\n" + text
	}
	_, err = fmt.Fprint(s.out, text)
	return err
}

// asked is the figure to look at and the value that it must reach.
func (c *solveCmd) asked(study *ask.Study) (f ask.Figure, target float64, err error) {
	if err := c.known(study); err != nil {
		return f, 0, err
	}
	if c.Figure != "" {
		if f, err = study.Figure(c.Figure); err != nil {
			return f, 0, err
		}
		c.Target = cmp.Or(c.Target, c.Chance)
		target, err = study.Level(f, c.Target)
		if err != nil {
			err = fmt.Errorf("--target: %w", err)
		}
		return f, target, err
	}
	years := study.Years()
	c.Year = cmp.Or(c.Year, years[len(years)-1])
	if !slices.Contains(years, c.Year) {
		return f, 0, fmt.Errorf("%s is not a year of this file; it has %s to %s", c.Year, study.Opening(),
			years[len(years)-1])
	}
	m, err := study.Model().Only(separated([]string{c.Scenario}, ";"))
	if err != nil {
		return f, 0, err
	}
	c.Scenario = m.Baseline.Name
	if c.Line, err = study.Line(c.Line); err != nil {
		return f, 0, err
	}
	if c.Each {
		return ask.Figure{Line: c.Line, Year: c.Year, Scenario: c.Scenario}, 0, nil
	}
	chance, err := finance.ParseRate(c.Chance)
	if target = float64(chance); err != nil || target <= 0 || target >= 1 {
		return f, 0, fmt.Errorf("--chance: %q is not a chance; write a percentage between 0%% and 100%%, such as 80%%",
			c.Chance)
	}
	over := map[string]ask.Span{"every_year": ask.EveryYear, "cumulatively": ask.AddedUp}[c.Measure]
	term := ask.Term{Line: c.Line, Op: ">=", Over: over, Year: c.Year}
	f = ask.Figure{Statistic: ask.Statistic{Kind: ask.Chance}, Event: ask.Event{{term}}, Scenario: c.Scenario}
	return f, target, nil
}

// known checks that the number to find is a number of the file, or holds some.
func (c *solveCmd) known(study *ask.Study) error {
	c.Input = study.Place(c.Input)
	inputs := study.Inputs()
	for _, name := range inputs {
		if strings.EqualFold(report.SpokenInput(name), c.Input) {
			c.Input = name // in words, as answers and workbooks have it
		}
		if name == c.Input || strings.HasPrefix(name, c.Input+".") {
			return nil
		}
	}
	return noInput(c.Input, inputs)
}

// reached says what the figure is at the value found.
func (c *solveCmd) reached(f ask.Figure) string {
	if c.Figure != "" {
		return "so that the " + f.String() + " is " + c.Target
	}
	return fmt.Sprintf("%s probable that %s, for %s and “%s”", c.Chance, c.condition().Words(), c.Year, c.Scenario)
}

// beside gives the other settings, after a space.
func (c *solveCmd) beside(set []scenario.Setting) string {
	others := slices.DeleteFunc(slices.Clone(set), func(s scenario.Setting) bool { return s.Path == c.Input })
	if len(others) == 0 {
		return ""
	}
	return " " + scenario.SettingsInWords(others)
}

// failure says that there is no solution, in the units of the flags.
func (c *solveCmd) failure(err error) error {
	var none *ask.NoSolution
	if !errors.As(err, &none) {
		return err
	}
	target, figure := "a chance of "+c.Chance, report.QuantityInWords
	if c.Figure != "" {
		target = c.Target
	}
	says := "no value of %s from %s to %s reaches %s"
	if none.Above() {
		says = "every value of %s from %s to %s has %s or more"
	}
	return badInput{fmt.Errorf(says+": it is %s at the first and %s at the last", c.Input, c.From, c.To, target,
		figure(none.AtLow, c.symbol()), figure(none.AtHigh, c.symbol()))}
}

// symbol is the currency that the ends are written in.
func (c *solveCmd) symbol() string {
	return strings.TrimLeft(strings.TrimRight(strings.TrimLeft(c.From, "-−"), "0123456789.,%kmbnt"), "0123456789.,")
}

// json writes the value found: rates as fractions, money in the currency's unit.
func (c *solveCmd) json(w io.Writer, found *ask.Solution, words string) error {
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

// measures are the names of all yes-or-no questions.
func measures() (names []string) {
	for _, m := range measure.Kinds() {
		names = append(names, m.Kind())
	}
	return names
}

func (c *solveCmd) condition() scenario.Condition {
	for _, m := range measure.Kinds() {
		if m.Kind() == c.Measure {
			return scenario.Condition{Line: c.Line, Measure: m}
		}
	}
	return scenario.Condition{}
}

// noInput names numbers that may be meant by an unknown one: those of the bodies of a system, else one with almost the
// same spelling, else the first ones.
func noInput(asked string, all []string) error {
	var same []string
	for _, name := range all {
		if strings.HasSuffix(name, "."+asked) {
			same = append(same, name)
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

// someOf lists the first twelve of many names, as the command line takes them.
func someOf(names []string) string {
	const most = 12
	names = slices.Clone(names)
	for i, name := range names {
		names[i] = inShell(name)
	}
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}
