//go:build !lean

package report

import (
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/ask"
)

// BalanceCurve draws how the balance of the year asked about is distributed: a curve for the baseline and each scenario
// of [ChartOptions.Beside]; if none is named, for as many as there is room. The faults are: no curve, a scenario that
// has none, and those of [SCurve.Chart].
func BalanceCurve(r *scenario.Result, s Studied, o ChartOptions) (*Chart, error) {
	r, f, err := frameOfBaseline(r, o)
	if err != nil {
		return nil, err
	}
	f.titled, f.names = f.about.Scenarios, nil
	curve := SCurve{Of: r, Unit: f.unit.Name}
	var deficits []scenario.Estimate
	var paths uint64
	for k, name := range f.about.Scenarios {
		if k >= len(s.Curves) || s.Curves[k] == nil {
			continue
		}
		a := s.Curves[k]
		deficits, paths = append(deficits, a.Value.Estimate), a.Run.Paths
		if k > 0 && len(o.Beside) > 0 && !slices.Contains(o.Beside, name) ||
			len(curve.Curves) >= len(curveColors()) {
			continue
		}
		f.names = append(f.names, name)
		one := drawing{f.view, a, clean(r.Currency)}.curve("").Curves[0]
		for i := range one.Marks {
			one.Marks[i].Text = probability(a.Curve.Asked.Chance.Estimate) + " below 0"
		}
		curve.Curves = append(curve.Curves, one)
	}
	if len(curve.Curves) == 0 {
		return nil, fault.Missing.Found("the balance has no curve")
	}
	low, high := ends(deficits)
	curve.Title = fmt.Sprintf("The chance of a deficit in %s is %s", f.year(), probability(low))
	if from, to := probability(low), probability(high); from != to {
		curve.Title = fmt.Sprintf("The chance of a deficit in %s runs from %s to %s", f.year(), from, to)
	}
	curve.Words = fmt.Sprintf("Balance in %s, %s. A curve says how many of %s simulated futures end with so much or "+
		"less, from p1 to p99, with its 95%% Monte Carlo interval.%s", f.year(), f.unit.Name,
		count(paths), f.notDrawn(true))
	return curve.Chart(o)
}

// BalanceDrivers draws what drives the balance of the year asked about in the baseline, as [AnswerChart] does. It is a
// fault if that is not known.
func BalanceDrivers(r *scenario.Result, s Studied, o ChartOptions) (*Chart, error) {
	if len(s.Drivers) == 0 || s.Drivers[0] == nil {
		return nil, fault.Missing.Found("what drives the balance is not known")
	}
	r, f, err := frameOfBaseline(r, o)
	if err != nil {
		return nil, err
	}
	if o.Unit = f.unit; o.Title == "" {
		o.Title = fmt.Sprintf("What drives the mean of the balance in %s, with %s", f.year(), quoted(r.Scenarios[0]))
	}
	c, err := AnswerChart(s.Drivers[0], r.Currency, o)
	if err == nil {
		c.hash = r.Hash
	}
	return c, err
}

// frameOfBaseline is a frame for the baseline of a result.
func frameOfBaseline(r *scenario.Result, o ChartOptions) (*scenario.Result, frame, error) {
	r = door.Or(r)
	if len(r.Scenarios) == 0 {
		return r, frame{}, fault.Missing.Found("the result is empty: it has no scenarios")
	}
	f, err := newFrame(of(r), r.Scenarios[0], ChartOptions{Year: o.Year, Unit: o.Unit})
	return r, f, err
}

// Pictures are the files of the pictures of what was studied, as PNG and SVG, for [WriteAll]: curve and tornado, where
// there are figures for them. Errors come when they are written.
func (s Studied) Pictures(r *scenario.Result, o ChartOptions) (files []File) {
	add := func(name string, make func(*scenario.Result, Studied, ChartOptions) (*Chart, error)) {
		write := func(ending string, how func(*Chart, io.Writer) error) {
			files = append(files, File{Name: name + ending, Write: func(_ context.Context, w io.Writer) error {
				c, err := make(r, s, o)
				if err != nil {
					return err
				}
				return how(c, w)
			}})
		}
		write(".png", (*Chart).WritePNG)
		write(".svg", (*Chart).WriteSVG)
	}
	answered := func(all []*ask.Answer) bool {
		return slices.ContainsFunc(all, func(a *ask.Answer) bool { return a != nil })
	}
	if answered(s.Curves) {
		add("curve", BalanceCurve)
	}
	if len(s.Drivers) > 0 && s.Drivers[0] != nil {
		add("tornado", BalanceDrivers)
	}
	return files
}
