package ask

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/internal/interval"
)

// A Lever is a place in the file and where to look for its value: a number, an assumption, or a series, which takes one
// value for all years. Low and High are written as in the file: "2%", "£1bn".
type Lever struct {
	Place     string
	Low, High string
}

// A NoSolution says that a figure does not reach its target between the ends of a lever: it is below the target at
// every value, or at or above it at every value.
type NoSolution struct {
	Lever         Lever
	Target        Quantity
	AtLow, AtHigh Quantity
}

// Above reports whether the figure is at or above the target at every value. Otherwise it is below at every value.
func (n *NoSolution) Above() bool {
	n = door.Or(n)
	return n.AtLow.Value >= n.Target.Value
}

// Error says on which side of the target the figure is.
func (n *NoSolution) Error() string {
	n = door.Or(n)
	says := "no value of %s from %s to %s reaches the target"
	if n.Above() {
		says = "every value of %s from %s to %s is at the target or above"
	}
	return fmt.Sprintf(says, n.Lever.Place, n.Lever.Low, n.Lever.High)
}

// A Solution is where a figure reaches its target.
type Solution struct {
	// Value is the value of the lever, a rate as a fraction or money in the currency's unit, with the interval that the
	// figure's Monte Carlo error leaves open. The interval is cut at the ends of the lever.
	Value Quantity
	// Text is the value as the file would write it.
	Text string
	// Figure is the figure at that value.
	Figure Quantity
}

// How many points the grid has in which the first crossing is looked for, and how often the cell found is then halved.
const (
	solvePoints = 9
	solveHalves = 12
)

// Solve finds the first value of a lever, from Low on, at which a figure passes its target: a chance from 0 to 1, money
// in the currency's unit, a rate as a fraction. All values are tried on the same draws. It fails with [*NoSolution]
// where the figure does not pass the target between nine values from Low to High.
func (s *Study) Solve(ctx context.Context, f Figure, l Lever, target float64) (*Solution, error) {
	q, err := door.Or(s).solving(f, l, target)
	if err != nil {
		return nil, err
	}
	return q.solve(door.Context(ctx), nil)
}

// solving is a search under way.
type solving struct {
	*Study
	figure    Figure
	lever     Lever
	low, high number
	target    float64
}

func (s *Study) solving(f Figure, l Lever, target float64) (q *solving, err error) {
	l.Place = s.Place(l.Place)
	q = &solving{Study: s, figure: f, lever: l, target: target}
	if q.low, q.high, err = rangeOf(l.Low, l.High); err != nil {
		return nil, err
	}
	switch {
	case !(q.low.value < q.high.value):
		return nil, fault.OutOfRange.Found("the search goes from %s to %s", l.Low, l.High).Want("it must go up")
	case math.IsNaN(target) || math.IsInf(target, 0):
		return nil, fault.OutOfRange.Found("%v is not a target", target)
	}
	return q, nil
}

// A trial is a value of the lever, with the values on the paths and the figure at it.
type trial struct {
	value  float64
	each   []float64
	figure scenario.Estimate
}

// try works the figure out at a value of the lever, with other settings made before.
func (q *solving) try(ctx context.Context, x float64, others []scenario.Setting) (trial, error) {
	settings := append(slices.Clip(others), scenario.Setting{Path: q.lever.Place, Value: q.low.at(x)})
	of, versus, err := q.both(ctx, q.figure, settings...)
	if err != nil {
		return trial{}, inRow(err, settings)
	}
	return trial{x, of, q.figure.of(of, versus)}, nil
}

// grid tries evenly spaced values.
func (q *solving) grid(ctx context.Context, others []scenario.Setting, n int) (all []trial, err error) {
	for i := range n {
		x := q.low.value + float64((q.high.value-q.low.value)*float64(i)/float64(n-1))
		t, err := q.try(ctx, x, others)
		if err != nil {
			return nil, err
		}
		all = append(all, t)
	}
	return all, nil
}

func (q *solving) solve(ctx context.Context, others []scenario.Setting) (*Solution, error) {
	grid, err := q.grid(ctx, others, solvePoints)
	if err != nil {
		return nil, err
	}
	unit := q.unit(q.figure)
	i := q.crossing(grid)
	if i < 0 {
		return nil, &NoSolution{q.lever, Quantity{exactly(q.target), unit}, Quantity{grid[0].figure, unit},
			Quantity{grid[len(grid)-1].figure, unit}}
	}
	a, b := grid[i], grid[i+1]
	for range solveHalves {
		if a.figure.Value == q.target {
			break
		}
		middle, err := q.try(ctx, 0.5*(a.value+b.value), others)
		if err != nil {
			return nil, err
		}
		if q.crossing([]trial{a, middle}) == 0 {
			b = middle
		} else {
			a = middle
		}
	}
	return q.between(a, b, grid[i], grid[i+1]), nil
}

// crossing is the first trial after which the figure passes the target before the next trial; −1 if there is none.
func (q *solving) crossing(tried []trial) int {
	for i := range len(tried) - 1 {
		a, b := tried[i].figure.Value-q.target, tried[i+1].figure.Value-q.target
		if (a <= 0 && b >= 0 || a >= 0 && b <= 0) && a != b {
			return i
		}
	}
	return -1
}

// between interpolates between two trials. The error of the value is the error of the figure divided by the figure's
// slope, which is taken between two trials farther apart.
func (q *solving) between(a, b, first, last trial) *Solution {
	value := a.value
	if b.figure.Value != a.figure.Value {
		part := (q.target - a.figure.Value) / (b.figure.Value - a.figure.Value)
		value += float64(part * (b.value - a.value))
	}
	slope := math.Abs((last.figure.Value - first.figure.Value) / (last.value - first.value))
	off := a.figure.HalfWidth() / slope
	return &Solution{
		Value: q.natural(scenario.Estimate{Value: value, Lo: math.Max(q.low.value, value-off),
			Hi: math.Min(q.high.value, value+off)}),
		Text: q.low.at(rounded(value, off)),
		Figure: Quantity{scenario.Estimate{Value: q.target, Lo: q.target - a.figure.HalfWidth(),
			Hi: q.target + a.figure.HalfWidth()}, q.unit(q.figure)},
	}
}

// rounded is a value rounded to a tenth of the last digit that its error leaves certain.
func rounded(x, off float64) float64 {
	if !(off > 0) || math.IsInf(off, 0) {
		return x
	}
	step := math.Pow10(int(math.Floor(math.Log10(off))) - 1)
	return math.Round(x/step) * step
}

// Frontier solves for one lever at every value of another, and so shows which pairs of values reach the target.
func (s *Study) Frontier(ctx context.Context, f Figure, l Lever, other Axis, target float64) (*Answer, error) {
	s = door.Or(s)
	q, err := s.solving(f, l, target)
	if err != nil {
		return nil, err
	}
	other.Place = s.Place(other.Place)
	a := s.answer(fmt.Sprintf("%s that takes the %s to its target, by %s", q.lever.Place, s.title(f), other.Place),
		s.options.Paths)
	a.Columns = []string{q.lever.Place}
	for _, value := range other.Values {
		row := Row{Name: value, Cells: []Quantity{none()}}
		found, err := q.solve(door.Context(ctx), []scenario.Setting{{Path: other.Place, Value: value}})
		var never *NoSolution
		switch {
		case errors.As(err, &never) && never.Above():
			a.Notes = append(a.Notes, fmt.Sprintf("With %s %s every value from %s is at the target or above.",
				other.Place, value, l.Low))
		case never != nil:
			a.Notes = append(a.Notes, fmt.Sprintf("With %s %s no value up to %s reaches the target.", other.Place,
				value, l.High))
		case err != nil:
			return nil, err
		default:
			row.Cells[0] = found.Value
		}
		a.Rows = append(a.Rows, row)
	}
	a.Sentence = says("What " + q.lever.Place + " has to be for each value of " + other.Place + ".")
	return a, nil
}

// leverUnit is the unit of the lever's numbers.
func (q *solving) leverUnit() Unit {
	if q.low.before != "" {
		return Money
	}
	return Rate
}

// natural is a value of the lever in the library's units: rates as fractions, money in the currency's unit.
func (q *solving) natural(e scenario.Estimate) Quantity {
	size, ok := q.low.size()
	if !ok {
		size = 1
	}
	return Quantity{scenario.Estimate{Value: e.Value * size, Lo: e.Lo * size, Hi: e.Hi * size}, q.leverUnit()}
}

// BreakEven tells what every future would have needed: for each path, the first value of a lever at which the figure's
// line reaches a level on that path. It tries the given number of values, evenly spaced, and interpolates. Paths on
// which the line turns back between two values are counted apart and have no break-even. A line that falls as the lever
// rises is a fault.
func (s *Study) BreakEven(ctx context.Context, f Figure, l Lever, level float64) (*Answer, error) {
	s = door.Or(s)
	if f.Event != nil || f.Versus != "" {
		return nil, fault.Misplaced.Found("a path's break-even is of a line").Want("ask it of a line in a year")
	}
	q, err := s.solving(f, l, level)
	if err != nil {
		return nil, err
	}
	const points = 33
	grid, err := q.grid(door.Context(ctx), nil, points)
	if err != nil {
		return nil, err
	}
	n := float64(len(grid[0].each))
	if fell := falling(grid); float64(fell) > n/2 {
		return nil, fault.Misplaced.Found("on %d of %.0f paths %s falls as %s rises, so none is enough from there on",
			fell, n, named(f.Line), q.lever.Place).Want("ask of a number that makes it rise")
	}
	var needed []float64
	var before, after, turned float64
	for path := range grid[0].each {
		x, where := q.pathBreak(grid, path)
		switch where {
		case found:
			needed = append(needed, x)
		case below:
			before++
		case beyond:
			after++
		default:
			turned++
		}
	}
	a := s.answer(fmt.Sprintf("What %s would each future have needed for the %s?", q.lever.Place, s.title(f)),
		uint64(n))
	a.Columns = []string{q.lever.Place}
	sorted := slices.Sorted(slices.Values(needed))
	for _, share := range []float64{0.05, 0.1, 0.25, 0.5, 0.75, 0.8, 0.9, 0.95} {
		rank := share*(n-turned-1) - before
		cell := none()
		if rank >= 0 && rank <= float64(len(sorted)-1) {
			half := interval.Ranks(share, n-turned)[2] - interval.Ranks(share, n-turned)[0]
			cell = q.natural(scenario.Estimate{Value: ranked(sorted, rank), Lo: ranked(sorted, rank-half),
				Hi: ranked(sorted, rank+half)})
		}
		a.Rows = append(a.Rows, Row{fmt.Sprintf("enough in %g%% of futures", share*100), []Quantity{cell}})
	}
	a.Sentence = says("Up to "+l.Low+" is enough in ", chance(before, n),
		" of all futures, and "+l.High+" is not in ", chance(after, n), ".")
	if turned > 0 {
		a.Notes = append(a.Notes, fmt.Sprintf("On %.0f of %.0f paths the line turns back between the values tried; "+
			"they are left out.", turned, n))
	}
	return a, nil
}

// falling counts the paths on which the line is lower at the last value of the grid than at the first.
func falling(grid []trial) (n int) {
	for path, x := range grid[0].each {
		if grid[len(grid)-1].each[path] < x {
			n++
		}
	}
	return n
}

// Where a path's break-even lies.
const (
	found = iota
	below
	beyond
	turns
)

// pathBreak is the value at which one path reaches the target.
func (q *solving) pathBreak(grid []trial, path int) (x float64, where int) {
	rises, falls := false, false
	at := -1
	for i := range len(grid) - 1 {
		a, b := grid[i].each[path], grid[i+1].each[path]
		rises, falls = rises || b > a, falls || b < a
		if at < 0 && a < q.target && b >= q.target {
			at = i
		}
	}
	switch {
	case rises && falls:
		return 0, turns
	case grid[0].each[path] >= q.target && !falls:
		return 0, below
	case at < 0:
		return 0, beyond
	}
	a, b := grid[at].each[path], grid[at+1].each[path]
	return grid[at].value + float64((q.target-a)/(b-a)*(grid[at+1].value-grid[at].value)), found
}
