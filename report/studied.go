package report

import (
	"context"
	"fmt"
	"slices"

	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/ask"
)

// Studied are answers about a run's balance that a result does not keep. Pictures and documents show them.
type Studied struct {
	Year string // that the answers are about; empty if there are none
	// Curves say how likely a deficit in the year is, and how the balance is distributed, by scenario; nil where it is
	// the same on all paths.
	Curves []*ask.Answer
	// Drivers say what moves the mean of that balance, by scenario; nil where nothing is uncertain. There are none at
	// all where they would take more than a few seconds.
	Drivers []*ask.Answer
}

const (
	swingPaths = 20_000
	mostSwings = 200 // uncertain numbers, each of which takes two runs
	// mostSwingSteps is how many instructions the runs of all drivers may take: some seconds on one thread.
	mostSwingSteps = 20_000_000_000
)

// StudyBalance asks about the balance of a year, in every scenario, on the draws of a run with the options: how it is
// distributed, on at most [scenario.DefaultPaths] of the run's paths, and what drives it. Where the run does not report
// the balance of that year, there is no answer. The errors are those of package ask.
func StudyBalance(ctx context.Context, source ask.Source, year string, o scenario.Options) (s Studied, err error) {
	ctx = door.Context(ctx)
	o.Paths = min(o.Paths, scenario.DefaultPaths)
	study, err := ask.New(ctx, source, o)
	if err != nil || !slices.Contains(study.Lines(), "balance") || !slices.Contains(study.Years(), year) {
		return s, err
	}
	deficit, err := study.Figure("chance that balance < 0 in " + year)
	if err != nil {
		return s, err
	}
	for _, one := range append([]scenario.Scenario{study.Model().Baseline}, study.Model().Scenarios...) {
		deficit.Scenario = one.Name
		a, err := study.Value(ctx, deficit)
		if err != nil {
			return s, err
		}
		if a.Curve == nil {
			a = nil
		}
		s.Curves = append(s.Curves, a)
	}
	s.Year, o.Paths = year, min(o.Paths, swingPaths)
	if len(study.Model().Baseline.Drivers) > mostSwings {
		return s, nil
	}
	if study, err = ask.New(ctx, source, o); err != nil {
		return s, err
	}
	s.Drivers, err = swings(ctx, study, year, o)
	return s, err
}

// swings ask in every scenario what drives the mean of the balance, if that does not take too long.
func swings(ctx context.Context, study *ask.Study, year string, o scenario.Options) (all []*ask.Answer, err error) {
	m := study.Model()
	scenarios := append([]scenario.Scenario{m.Baseline}, m.Scenarios...)
	runs := 0
	uncertain := make([]bool, len(scenarios))
	for k, one := range scenarios {
		numbers, err := study.Uncertain(one.Name)
		if err != nil {
			return nil, err
		}
		uncertain[k] = len(numbers) > 0
		runs = max(runs, 1+2*len(numbers))
	}
	o.Lines, o.Years, o.Conditions = []string{"balance"}, []string{year}, nil
	plan, err := scenario.NewPlan(ctx, m, o)
	if err != nil {
		return nil, err
	}
	cost, err := plan.Cost()
	if err != nil || cost.Steps > mostSwingSteps/uint64(runs) {
		return nil, err
	}
	for k, one := range scenarios {
		var a *ask.Answer
		if uncertain[k] {
			a, err = study.Swings(ctx, ask.Figure{Statistic: ask.Statistic{Kind: ask.Mean}, Line: "balance",
				Year: year, Scenario: one.Name})
			if err != nil {
				return nil, err
			}
		}
		all = append(all, a)
	}
	return all, nil
}

// pageOfDrivers is an empty page for what drives the balance in the baseline, with the unit of the result; false if
// that is not known.
func (s Studied) pageOfDrivers(r *scenario.Result, o Options) (p page, ok bool) {
	v, err := look(of(door.Or(r)), o.Year, o.Unit)
	if err != nil || len(s.Drivers) == 0 || s.Drivers[0] == nil {
		return p, false
	}
	o.Unit = v.unit
	return pageOf(s.Drivers[0], v.about.Currency, o), true
}

// DriversGrid is the table of what drives the mean of the balance in the baseline; empty if that is not known.
func (s Studied) DriversGrid(r *scenario.Result, o Options) Grid {
	p, ok := s.pageOfDrivers(r, o)
	if !ok {
		return Grid{}
	}
	a := s.Drivers[0]
	return gridOf(p.tableHeading(a), shorter(cleaned(a.Columns)), []section{p.answerRows(a)})
}

// DriversInWords says which two numbers move the mean of the balance most in the baseline; empty if that is not known.
func (s Studied) DriversInWords(r *scenario.Result, o Options) string {
	p, ok := s.pageOfDrivers(r, o)
	if !ok {
		return ""
	}
	currency := r.Currency
	var most []string
	for _, r := range s.Drivers[0].Rows {
		if low, high := r.Cells[0], r.Cells[1]; len(most) < 2 && finite(low.Value) && finite(high.Value) {
			most = append(most, fmt.Sprintf("%s (from %s at its p10 to %s at its p90)", clean(Plainly(r.Name, false)),
				p.sized(p.money.write(low.Estimate), clean(currency)),
				p.sized(p.money.write(high.Estimate), clean(currency))))
		}
	}
	if len(most) == 0 {
		return ""
	}
	return fmt.Sprintf("What moves the mean of the balance in %s most: %s.", clean(s.Year), joined(most))
}
