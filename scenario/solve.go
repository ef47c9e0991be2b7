package scenario

import (
	"context"
	"fmt"
	"math"
	"strconv"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/internal/pence"
)

// A Search looks for the value of one input at which a figure of the baseline reaches a target: the growth of funding
// that balances by year five in 80% of all futures.
type Search struct {
	// Input is one of the sheet's that is certain in the baseline; it takes the same value in every year.
	Input string
	// Low and High are where to look: fractions for rates (0.02 is 2%), the currency's unit for money (90e6 is £90m).
	Low, High float64
	// Figure is what has to reach Target. It has to rise or fall with the input all the way from Low to High, but for
	// Monte Carlo error.
	Figure Figure
	// Target is in the unit of the figure: a chance from 0 to 1, money in the currency's unit, a rate as a fraction.
	Target float64
}

// A Figure picks one estimate of a scenario from a result; ok is false when the result does not have it. It only reads
// the result, and is called from one goroutine at a time.
type Figure func(r *Result, scenario string) (e Estimate, ok bool)

// ChanceOf is the probability of a condition, by [Condition.Name], in a year.
func ChanceOf(condition, year string) Figure {
	return func(r *Result, scenario string) (Estimate, bool) {
		c, ok := r.Chance(scenario, condition, year)
		return c.Probability, ok
	}
}

// MeanOf is the mean of a line in a year, in the currency's unit or as a fraction.
func MeanOf(line, year string) Figure {
	return func(r *Result, scenario string) (Estimate, bool) {
		c, ok := r.Cell(scenario, line, year)
		return c.Mean, ok
	}
}

// PercentileOf is a percentile (0.5 is the median) of a line in a year; p is one that results have ([Cell]).
func PercentileOf(line, year string, p float64) Figure {
	return func(r *Result, scenario string) (Estimate, bool) {
		c, ok := r.Cell(scenario, line, year)
		e, found := c.P(p)
		return e, ok && found
	}
}

// A Solution is where a figure reaches its target.
type Solution struct {
	// Value is the input's value, in the unit of the search's Low and High, with the interval that the figure's Monte
	// Carlo error leaves open. An end beyond the search's is that of the search.
	Value Estimate
	// Figure is the figure there.
	Figure Estimate
}

// NoSolution says that a search has none between its ends: no value tried reaches the target, or every one is above it.
type NoSolution struct {
	Search        Search   // what was asked
	AtLow, AtHigh Estimate // the figure at the ends
}

// Above reports whether the figure is at the target or above it all the way from Low to High. Else it is below all the
// way.
func (n *NoSolution) Above() bool {
	n = door.Or(n)
	return n.AtLow.Value >= n.Search.Target
}

// Error says on which side of the target the figure is, and what it is at both ends.
func (n *NoSolution) Error() string {
	n = door.Or(n)
	says := "no value of %s from %s to %s reaches %s: the figure is %s at the first and %s at the last"
	if n.Above() {
		says = "every value of %s from %s to %s is at %s or above: the figure is %s at the first and %s at the last"
	}
	return fmt.Sprintf(says, n.Search.Input, plain(n.Search.Low), plain(n.Search.High), plain(n.Search.Target),
		plain(n.AtLow.Value), plain(n.AtHigh.Value))
}

// plain writes a number with six significant digits and no exponent.
func plain(x float64) string {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 6, 64), 64)
	if err != nil {
		rounded = x
	}
	return strconv.FormatFloat(rounded, 'f', -1, 64)
}

// solvePoints is how many values a round tries, and solveRounds how many rounds there are: the answer is as good as
// (High − Low) ÷ 8³, and better by interpolation.
const (
	solvePoints = 9
	solveRounds = 3
)

// Solve finds the solution. All values are tried on the same draws. It fails with [*NoSolution] when the figure does
// not reach the target between Low and High.
func Solve(ctx context.Context, m *Model, o Options, s Search) (*Solution, error) {
	ctx = door.Context(ctx)
	if err := s.fault(); err != nil {
		return nil, err
	}
	for _, d := range m.Baseline.Drivers {
		if d.Input == s.Input {
			return nil, fault.Conflict.Found("%s is uncertain in the baseline", s.Input).
				Want("a search is for an input that is decided")
		}
	}
	unit, err := s.unit(ctx, m)
	if err != nil {
		return nil, err
	}
	low, high := unit.in(s.Low), unit.in(s.High)
	var tried []trial
	for range solveRounds {
		if tried, err = s.try(ctx, m, o, unit, low, high); err != nil {
			return nil, err
		}
		i := crossing(tried, s.Target)
		if i < 0 {
			return nil, &NoSolution{s, tried[0].figure, tried[len(tried)-1].figure}
		}
		low, high = tried[i].value, tried[i+1].value
	}
	return s.solution(tried, unit), nil
}

// A searched is how a search counts its input: money in pence, so that what it tries is not rounded twice.
type searched struct{ money bool }

// unit finds whether the input is money. An input that the sheet does not have is left to the run, which says so.
func (s Search) unit(ctx context.Context, m *Model) (u searched, err error) {
	p, err := compile(ctx, m.Baseline)
	if err != nil {
		return u, err
	}
	return searched{isMoney(p, s.Input)}, nil
}

// in is a number of the search as it is counted.
func (u searched) in(x float64) float64 {
	if u.money {
		return pence.Of(x)
	}
	return x
}

// out is a number that was counted, in the unit of the search.
func (u searched) out(x float64) float64 {
	if u.money {
		return pence.Pounds(x)
	}
	return x
}

// law is that of an input that has one value.
func (u searched) law(x float64) dist.Distribution {
	if u.money {
		return pence.Law{InPence: dist.Normal{Mean: x}}
	}
	return dist.Normal{Mean: x}
}

// A trial is a value of the input, as the search counts it, and the figure there.
type trial struct {
	value  float64
	figure Estimate
}

func (s Search) fault() error {
	switch {
	case s.Figure == nil:
		return fault.Missing.Found("the search has no figure to look at")
	case !(s.Low < s.High) || math.IsInf(s.Low, 0) || math.IsInf(s.High, 0):
		return fault.OutOfRange.Found("the search goes from %v to %v", s.Low, s.High).Want("it must go up")
	case math.IsNaN(s.Target) || math.IsInf(s.Target, 0):
		return fault.OutOfRange.Found("%v is not a target", s.Target)
	}
	return nil
}

// try runs the baseline at evenly spaced values of the input.
func (s Search) try(ctx context.Context, m *Model, o Options, unit searched, low, high float64) ([]trial, error) {
	run := &Model{Name: m.Name, Correlation: m.Correlation, Comparisons: []Comparison{}}
	tried := make([]trial, solvePoints)
	for i := range tried {
		v := low + float64((high-low)*float64(i)/(solvePoints-1))
		tried[i].value = v
		at := m.Baseline
		at.Name = fmt.Sprintf("%s = %v", s.Input, unit.out(v))
		at.Drivers = append(at.Drivers[:len(at.Drivers):len(at.Drivers)], Driver{Input: s.Input, Law: unit.law(v)})
		run.Scenarios = append(run.Scenarios, at)
	}
	run.Baseline, run.Scenarios = run.Scenarios[0], run.Scenarios[1:]
	r, err := Run(ctx, run, o)
	if err != nil {
		return nil, err
	}
	for i, name := range r.Scenarios {
		e, ok := s.Figure(r, name)
		if !ok {
			return nil, fault.Unknown.Found("the run does not have the figure that the search looks at")
		}
		tried[i].figure = e
	}
	return tried, nil
}

// crossing is the first trial between which and the next the figure passes the target; −1 if there is none.
func crossing(tried []trial, target float64) int {
	for i := range len(tried) - 1 {
		a, b := tried[i].figure.Value-target, tried[i+1].figure.Value-target
		if (a <= 0 && b >= 0 || a >= 0 && b <= 0) && a != b {
			return i
		}
	}
	return -1
}

// solution interpolates between the last trials. The error of the figure over its slope is that of the value.
func (s Search) solution(tried []trial, unit searched) *Solution {
	i := crossing(tried, s.Target)
	a, b := tried[i], tried[i+1]
	part := (s.Target - a.figure.Value) / (b.figure.Value - a.figure.Value)
	value := a.value + float64(part*(b.value-a.value))
	first, last := tried[0], tried[len(tried)-1]
	slope := math.Abs((last.figure.Value - first.figure.Value) / (last.value - first.value))
	off := a.figure.HalfWidth() / slope
	return &Solution{
		Value:  Estimate{unit.out(value), math.Max(s.Low, unit.out(value-off)), math.Min(s.High, unit.out(value+off))},
		Figure: Estimate{s.Target, s.Target - a.figure.HalfWidth(), s.Target + a.figure.HalfWidth()},
	}
}
