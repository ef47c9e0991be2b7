package ask

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/scenario"
)

// A Group is some uncertain numbers that are looked at together.
type Group struct {
	Name    string
	Drivers []string // by [scenario.Driver.Name]
}

// Shares tells how much of the variance of a figure over the paths rests on each group of numbers: the variance that
// would be left if everything else were known. Numbers correlated with a group's numbers count with the group, because
// their effects cannot be told apart. Shares can add up to more than 1 where groups act together or have numbers in
// common.
func (s *Study) Shares(ctx context.Context, f Figure, groups ...Group) (*Answer, error) {
	s, ctx = door.Or(s), door.Context(ctx)
	if len(groups) == 0 {
		return nil, fault.Missing.Found("there is no group of numbers to find the share of")
	}
	q, err := s.drivers(f)
	if err != nil {
		return nil, err
	}
	if q.base, err = q.each(ctx, scenario.Draws{}, nil, 0); err != nil {
		return nil, err
	}
	if _, sd, _ := moments(q.base); sd == 0 {
		return nil, fault.Conflict.Found("it is the same on all %d paths, which cannot tell what it depends on",
			len(q.base))
	}
	a := s.answer("What does the "+s.title(f)+" depend on?", uint64(len(q.base)))
	a.Columns = []string{"share alone", "share in all"}
	known := drawsOf(q.all)
	for _, g := range groups {
		for _, name := range g.Drivers {
			if !slices.Contains(known, name) {
				near, _ := sheet.Nearest(name, known)
				return nil, fault.Unknown.Found("%s is not a driver with draws of its own",
					fault.Quote(name)).Suggest(near)
			}
		}
		alone, inAll, err := q.share(ctx, q.together(g.Drivers))
		if err != nil {
			return nil, err
		}
		a.Rows = append(a.Rows, Row{g.Name, []Quantity{{alone, Share}, {inAll, Share}}})
	}
	a.Sentence = says("Shares of the variance of the " + s.title(f) + ".")
	return a, nil
}

// shares adds the shares of the variance.
func (q *drivers) shares(ctx context.Context, a *Answer) error {
	if _, sd, _ := moments(q.base); sd == 0 {
		a.Notes = append(a.Notes, fmt.Sprintf("It is the same on all %d paths, so there is no variance to share out.",
			len(q.base)))
		return nil
	}
	a.Columns = append(a.Columns, "share alone", "share in all")
	shapley := len(q.model.Correlation) > 0
	for i, p := range q.all {
		mates := q.mates(p)
		if shapley && len(mates) > len(p.drivers) {
			a.Rows[i].Cells = append(a.Rows[i].Cells, none(), none())
			continue
		}
		alone, inAll, err := q.share(ctx, p.draws())
		if err != nil {
			return err
		}
		a.Rows[i].Cells = append(a.Rows[i].Cells, Quantity{alone, Share}, Quantity{inAll, Share})
		if inAll.Value == 0 {
			a.Notes = append(a.Notes, fmt.Sprintf("No path of %d changes with %s.", len(q.base), p.name))
		}
	}
	if shapley {
		if err := q.shapley(ctx, a); err != nil {
			return err
		}
	}
	return q.red(ctx, a)
}

// mates are the draws of a player and of every number correlated with it.
func (q *drivers) mates(p player) []string { return q.together(p.draws()) }

// together is some draws, with all draws that are correlated with any of them.
func (q *drivers) together(names []string) []string {
	names, drawn := slices.Clone(names), drawsOf(q.all)
	for _, c := range q.model.Correlation {
		if slices.ContainsFunc(c.Drivers, func(d string) bool { return slices.Contains(names, d) }) {
			for _, d := range c.Drivers {
				if !slices.Contains(names, d) && slices.Contains(drawn, d) {
					names = append(names, d)
				}
			}
		}
	}
	return names
}

// share is the part of the variance that rests on some draws alone, and the part that rests on them with all that they
// act through.
func (q *drivers) share(ctx context.Context, names []string) (alone, inAll scenario.Estimate, err error) {
	others := slices.DeleteFunc(drawsOf(q.all), func(d string) bool { return slices.Contains(names, d) })
	again, err := q.each(ctx, scenario.Draws{Again: names}, nil, 0)
	if err != nil {
		return alone, inAll, err
	}
	rest, err := q.each(ctx, scenario.Draws{Again: others}, nil, 0)
	if err != nil {
		return alone, inAll, err
	}
	inAll = ratio(halfSquares(q.base, again), spread(q.base, again))
	of := ratio(halfSquares(q.base, rest), spread(q.base, rest))
	return scenario.Estimate{Value: 1 - of.Value, Lo: 1 - of.Hi, Hi: 1 - of.Lo}, inAll, nil
}

// halfSquares are half the squared changes on each path: their mean is the variance that does not rest on the draws
// that stayed the same.
func halfSquares(a, b []float64) []float64 {
	each := make([]float64, len(a))
	for i, x := range a {
		each[i] = 0.5 * float64((x-b[i])*(x-b[i]))
	}
	return each
}

// spread gives each path's part of the variance, from two columns of the same distribution.
func spread(a, b []float64) []float64 {
	meanA, _, _ := moments(a)
	meanB, _, _ := moments(b)
	mean := 0.5 * (meanA + meanB)
	each := make([]float64, len(a))
	for i, x := range a {
		each[i] = 0.5 * (float64((x-mean)*(x-mean)) + float64((b[i]-mean)*(b[i]-mean)))
	}
	return each
}

// ratio is the ratio of two means on the same paths.
func ratio(above, below []float64) scenario.Estimate {
	top, _, _ := moments(above)
	bottom, _, _ := moments(below)
	r := top / bottom
	each := make([]float64, len(above))
	for i, x := range above {
		each[i] = (x - float64(r*below[i])) / bottom
	}
	_, sd, _ := moments(each)
	return around(r, sd/math.Sqrt(float64(len(above))))
}

// red adds the share of all numbers whose quality is red, with what is correlated with them.
func (q *drivers) red(ctx context.Context, a *Answer) error {
	inputs, err := q.model.Inputs()
	if err != nil {
		return err
	}
	var names, of []string
	for _, p := range q.all {
		i := slices.IndexFunc(inputs, func(in scenario.EffectiveInput) bool { return in.Input == p.name })
		if i >= 0 && strings.EqualFold(inputs[i].Quality, "red") {
			of = append(of, p.name)
			for _, d := range q.mates(p) {
				if !slices.Contains(names, d) {
					names = append(names, d)
				}
			}
		}
	}
	if len(of) == 0 {
		return nil
	}
	_, inAll, err := q.share(ctx, names)
	if err != nil {
		return err
	}
	a.Notes = append(a.Notes, fmt.Sprintf("Red numbers: %s.", strings.Join(of, "; ")))
	red := Row{Name: "all red numbers", Cells: []Quantity{none(), none(), none(), none(), {inAll, Share}}}
	for len(red.Cells) < len(a.Columns) {
		red.Cells = append(red.Cells, none())
	}
	a.Rows = append(a.Rows, red)
	return nil
}
