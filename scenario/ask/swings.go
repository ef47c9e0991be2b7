package ask

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/process"
)

// tenth is the normal score of the 90th percentile.
const tenth = 1.2815515655446004

// swings works out the figure with each number held low and held high.
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
			a.Notes = append(a.Notes, p.name+" moves in a way that cannot be held, so it has no swing.")
		} else {
			row.Cells[2] = Quantity{q.figure.Statistic.difference(ends[1], ends[0]), differenceOf(unit)}
		}
		a.Rows = append(a.Rows, row)
	}
	return nil
}

// differenceOf is the unit of the difference between two numbers of the same unit.
func differenceOf(u Unit) Unit {
	if u == Probability {
		return Points
	}
	return u
}

// first is the model's correlations with a player put first in its group, so that the others are drawn given its value;
// or the reason why that is impossible.
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
		if others := slices.DeleteFunc(slices.Clone(c.Drivers), func(d string) bool {
			return slices.Contains(names, d)
		}); len(c.Drivers)-len(others) > 1 {
			return nil, p.name + " is correlated with itself from year to year, so it has no swing."
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

// reordered is a correlation with its drivers sorted by rank; drivers of equal rank keep their order.
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

// held are the draws that bring a player to a score, in standard deviations, in every year.
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

// drawsFor are the draws ε that keep a process, in every year, score standard deviations from its centre.
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
