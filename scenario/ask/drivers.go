package ask

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/process"
)

// A player is an uncertain number with all its draws: those of its years, if each has its own.
type player struct {
	name    string
	drivers []scenario.Driver
}

// players are the uncertain numbers of a model that have draws of their own.
func players(m *scenario.Model) (all []player) {
	at := map[string]int{}
	for _, d := range m.Baseline.Drivers {
		if d.Law == nil {
			continue
		}
		i, ok := at[d.Input]
		if !ok {
			i = len(all)
			at[d.Input] = i
			all = append(all, player{name: d.Input})
		}
		all[i].drivers = append(all[i].drivers, d)
	}
	return all
}

// draws are the names of the player's drivers.
func (p player) draws() (names []string) {
	for _, d := range p.drivers {
		names = append(names, d.Name())
	}
	return names
}

func drawsOf(all []player) (names []string) {
	for _, p := range all {
		names = append(names, p.draws()...)
	}
	return names
}

// tenth is the normal score of the 90th percentile.
const tenth = 1.2815515655446004

// Drivers tells what a figure rests on. For every uncertain number it gives the swing: the figure with the number at
// its p10 and at its p90, in every year, while all others are drawn, those correlated with it as they are then. Of a
// mean, a chance, a standard deviation it also gives shares of the variance of what the paths have: of the number alone
// (first-order) and of the number with all that it acts through (total: Jansen, Computer Physics Communications 117,
// 1999); where numbers are correlated, the Shapley effects, which share out all of it (Song, Nelson and Staum, SIAM/ASA
// Journal on Uncertainty Quantification 4, 2016). A model without uncertain numbers is a fault.
func (s *Study) Drivers(ctx context.Context, f Figure) (*Answer, error) {
	s, ctx = door.Or(s), door.Context(ctx)
	q, err := s.drivers(f)
	if err != nil {
		return nil, err
	}
	a := s.answer("What drives the "+s.title(f)+"?", s.options.Paths)
	if err := q.swings(ctx, a); err != nil {
		return nil, err
	}
	if k := f.Statistic.Kind; k == Mean || k == SD || k == Chance {
		if err := q.shares(ctx, a); err != nil {
			return nil, err
		}
	}
	q.order(a)
	return a, nil
}

// drivers is the question under way.
type drivers struct {
	*Study
	figure Figure
	as     variation
	model  *scenario.Model
	all    []player
	base   []float64 // what the paths have
}

// drivers begins the question.
func (s *Study) drivers(f Figure) (*drivers, error) {
	v, err := s.as(f.Scenario)
	if err != nil {
		return nil, err
	}
	m, err := s.vary(v)
	if err != nil {
		return nil, err
	}
	q := &drivers{Study: s, figure: f, as: v, model: m, all: players(m)}
	if len(q.all) == 0 {
		return nil, fault.Missing.Found("no number is uncertain, so nothing drives the figure")
	}
	if f.Versus != "" {
		return nil, fault.Misplaced.Found("what drives a difference is asked of each scenario alone").
			Want("leave out versus")
	}
	return q, nil
}

// each is what the paths have with other draws.
func (q *drivers) each(ctx context.Context, draws scenario.Draws, order []scenario.Correlation,
	paths uint64) ([]float64, error) {
	v := q.as
	v.draws, v.order, v.paths = draws, order, paths
	return q.Study.each(ctx, q.figure, v)
}

// swings works the figure out with every number low and high.
func (q *drivers) swings(ctx context.Context, a *Answer) (err error) {
	unit := q.unit(q.figure)
	a.Columns = []string{"at its p10", "at its p90", "swing"}
	a.Picture = Tornado
	if q.base, err = q.each(ctx, scenario.Draws{}, nil, 0); err != nil {
		return err
	}
	a.Value = Quantity{q.figure.Statistic.of(q.base), unit}
	for _, p := range q.all {
		row := Row{Name: p.name, Cells: []Quantity{none(), none(), none()}}
		order, why := q.first(p)
		if why != "" {
			a.Notes = append(a.Notes, why)
			a.Rows = append(a.Rows, row)
			continue
		}
		var ends [2][]float64
		for i, score := range []float64{-tenth, tenth} {
			held, ok := q.held(p, score)
			if !ok {
				break
			}
			if ends[i], err = q.each(ctx, scenario.Draws{Held: held}, order, 0); err != nil {
				return err
			}
			row.Cells[i] = Quantity{q.figure.Statistic.of(ends[i]), unit}
		}
		if ends[1] == nil {
			a.Notes = append(a.Notes, p.name+" repeats a history, so it has no swing.")
		} else {
			row.Cells[2] = Quantity{q.figure.Statistic.difference(ends[1], ends[0]), differenceOf(unit)}
		}
		a.Rows = append(a.Rows, row)
	}
	return nil
}

// differenceOf is the unit of a difference of two numbers of a unit.
func differenceOf(u Unit) Unit {
	if u == Probability {
		return Points
	}
	return u
}

// first are the model's correlations with a player before the others of its group, so that they are drawn as they are
// when it is known; or why that cannot be.
func (q *drivers) first(p player) (order []scenario.Correlation, why string) {
	names := p.draws()
	order = slices.Clone(q.model.Correlation)
	for i, c := range order {
		if !slices.ContainsFunc(c.Drivers, func(d string) bool { return slices.Contains(names, d) }) {
			continue
		}
		if c.DF != 0 {
			return nil, p.name + " is in a group with a t copula, where it cannot be held alone, so it has no swing."
		}
		order[i] = reordered(c, func(d string) int {
			if slices.Contains(names, d) {
				return 0
			}
			return 1
		})
	}
	return order, ""
}

// reordered is a correlation with its drivers by rank, and as they were where ranks are equal.
func reordered(c scenario.Correlation, rank func(driver string) int) scenario.Correlation {
	at := make([]int, len(c.Drivers))
	for i := range at {
		at[i] = i
	}
	slices.SortStableFunc(at, func(a, b int) int { return cmp.Compare(rank(c.Drivers[a]), rank(c.Drivers[b])) })
	r := c
	r.Drivers, r.Matrix = nil, nil
	for _, i := range at {
		r.Drivers = append(r.Drivers, c.Drivers[i])
		var row []float64
		for _, j := range at {
			row = append(row, c.Matrix[i][j])
		}
		r.Matrix = append(r.Matrix, row)
	}
	return r
}

// held are the draws that take a player to a score, in standard deviations, in every year.
func (q *drivers) held(p player, score float64) (map[string][]float64, bool) {
	held := map[string][]float64{}
	for _, d := range p.drivers {
		draws, ok := drawsFor(d.Process, score, len(q.names.years))
		if !ok {
			return nil, false
		}
		held[d.Name()] = draws
	}
	return held, true
}

// drawsFor are the draws ε of a process with which it stands, in every year, so many standard deviations from its
// centre.
func drawsFor(p process.Process, score float64, years int) (draws []float64, ok bool) {
	if shock, is := p.(process.Shock); is {
		p = shock.Beneath()
	}
	var coefficients func(year int) (carry, fresh float64) // of z = carry·z' + fresh·ε, where z' is last year's
	switch p := p.(type) {
	case nil, process.Once:
		return slices.Repeat([]float64{score}, years), true
	case process.EachYear:
		coefficients = p.Coefficients
	case process.AR1:
		coefficients = p.Coefficients
	case process.RandomWalk:
		coefficients = p.Coefficients
	case process.MeanReverting:
		coefficients = p.Coefficients
	case process.Regime:
		coefficients = p.Coefficients
	default:
		return nil, false
	}
	var sd, was float64
	for year := range years {
		carry, fresh := coefficients(year)
		sd = math.Hypot(carry*sd, fresh)
		at := score * sd
		draws = append(draws, (at-carry*was)/fresh)
		was = at
	}
	return draws, true
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

// mates are the draws of a player and of all that are correlated with it.
func (q *drivers) mates(p player) []string { return q.together(p.draws()) }

// together is draws with all that are correlated with any of them.
func (q *drivers) together(names []string) []string {
	names = slices.Clone(names)
	for _, c := range q.model.Correlation {
		if slices.ContainsFunc(c.Drivers, func(d string) bool { return slices.Contains(names, d) }) {
			for _, d := range c.Drivers {
				if !slices.Contains(names, d) {
					names = append(names, d)
				}
			}
		}
	}
	return names
}

// share is the part of the variance that rests on some draws alone, and that with all that they act through.
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

// halfSquares are half the squares of what changed on each path: their mean is the variance that does not rest on what
// stayed the same.
func halfSquares(a, b []float64) []float64 {
	each := make([]float64, len(a))
	for i, x := range a {
		each[i] = 0.5 * float64((x-b[i])*(x-b[i]))
	}
	return each
}

// spread are each path's parts of the variance, from two columns of the same distribution.
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

// ratio is that of two means on the same paths.
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
	a.Notes = append(a.Notes, fmt.Sprintf("Red numbers: %s.", strings.Join(of, ", ")))
	red := Row{Name: "all red numbers", Cells: []Quantity{none(), none(), none(), none(), {inAll, Share}}}
	for len(red.Cells) < len(a.Columns) {
		red.Cells = append(red.Cells, none())
	}
	a.Rows = append(a.Rows, red)
	return nil
}

// inputLabel is an input's name as people read it: "Acute trust: need.real_growth".
func inputLabel(name string) string {
	body, rest := sheet.BodyOf(name)
	if body == "" {
		return name
	}
	return sheet.BodyLabel(body) + ": " + rest
}

// order puts the widest swing first, and says so.
func (q *drivers) order(a *Answer) {
	width := func(r Row) float64 {
		if x := math.Abs(r.Cells[2].Value); !math.IsNaN(x) {
			return x
		}
		return -1
	}
	slices.SortStableFunc(a.Rows, func(x, y Row) int { return cmp.Compare(width(y), width(x)) })
	for i := range a.Rows {
		a.Rows[i].Name = inputLabel(a.Rows[i].Name)
	}
	first := a.Rows[0]
	if width(first) < 0 {
		return
	}
	a.Sentence = says("The widest swing is that of "+first.Name+": from ", first.Cells[0], " at its p10 to ",
		first.Cells[1], " at its p90, a difference of ", first.Cells[2], ".")
	if len(q.model.Correlation) > 0 {
		a.Notes = append(a.Notes, "While a number is held, those correlated with it are drawn as they are then.")
	}
}
