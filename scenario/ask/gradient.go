package ask

import (
	"cmp"
	"context"
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/scenario"
)

// How much more of each number [Study.Gradient] takes: a tenth of a percentage point of a rate, and a million of money.
const (
	pointMore = 0.001
	moneyMore = 1e6
)

// Gradient tells what a little more of every decided number adds to a figure: £1m more of an amount, a tenth of a point
// more of a rate, in every year. For the mean of a row it is the derivative along every path, of all numbers in one
// pass (reverse mode). Chances, percentiles, rows with steps, and numbers for which a path sits on a bend, are paired
// differences on common draws, a run for each. The notes say which is which. Where a number cannot take more it takes
// less, and the difference changes its sign; where it can take neither it is left out, and a note says so. A model
// without decided numbers is a fault.
func (s *Study) Gradient(ctx context.Context, f Figure) (*Answer, error) {
	s, ctx = door.Or(s), door.Context(ctx)
	v, err := s.as(f.Scenario)
	if err != nil {
		return nil, err
	}
	if f.Versus != "" {
		return nil, fault.Misplaced.Found("a pound more is asked of one scenario").Want("leave out versus")
	}
	m, err := s.vary(v)
	if err != nil {
		return nil, err
	}
	inputs, err := m.Inputs()
	if err != nil {
		return nil, err
	}
	q := &gradient{Study: s, figure: f, as: v}
	if q.base, err = s.each(ctx, f, v); err != nil {
		return nil, err
	}
	numbers := slices.DeleteFunc(inputs, func(in scenario.EffectiveInput) bool {
		return in.Law != "" || in.Default || len(in.Values) == 0
	})
	nudges, err := q.slopes(ctx, m, numbers)
	if err != nil {
		return nil, err
	}
	return q.answer(ctx, nudges)
}

// answer pairs what slopes cannot tell, and lists all by size.
func (q *gradient) answer(ctx context.Context, nudges []*nudge) (*Answer, error) {
	title, unit := q.title(q.figure), q.unit(q.figure)
	a := q.Study.answer("What does a little more of each number add to the "+title+"?", uint64(len(q.base)))
	a.Columns = []string{"adds"}
	a.Value = Quantity{q.figure.Statistic.of(q.base), unit}
	var paired []string
	for _, n := range nudges {
		name := inputLabel(n.number.Input)
		e := n.sum.estimate()
		if n.paired {
			more, ok, err := q.more(ctx, n.number)
			switch {
			case err != nil:
				return nil, err
			case !ok:
				a.Notes = append(a.Notes, name+" cannot be changed alone.")
				continue
			}
			e, paired = more, append(paired, name)
		}
		a.Rows = append(a.Rows, Row{name + ", " + q.step(n.number), []Quantity{{e, differenceOf(unit)}}})
	}
	if len(a.Rows) == 0 {
		return nil, fault.Missing.Found("no number is decided, so there is none to take more of")
	}
	size := func(r Row) float64 { return math.Abs(r.Cells[0].Value) }
	slices.SortStableFunc(a.Rows, func(x, y Row) int { return cmp.Compare(size(y), size(x)) })
	a.Sentence = says("What adds most to the "+title+" is "+a.Rows[0].Name+": ", a.Rows[0].Cells[0], ".")
	a.Notes = append(a.Notes, howDerived(len(a.Rows), paired))
	return a, nil
}

// howDerived says which numbers were paired, of so many.
func howDerived(all int, paired []string) string {
	const pairs = "a paired difference of two runs on the same draws"
	switch len(paired) {
	case 0:
		return "Each is the derivative along every path, all from one pass."
	case all:
		return "Each is " + pairs + "."
	}
	return "Each is the derivative along every path, all from one pass; but " + pairs + " for " +
		strings.Join(paired, ", ") + ", where a path sits on a bend or the row may jump."
}

// gradient is the question under way.
type gradient struct {
	*Study
	figure Figure
	as     variation
	base   []float64
}

// step is how much more of a number is taken, in words.
func (q *gradient) step(in scenario.EffectiveInput) string {
	if in.Money {
		return q.names.currency + "1m more"
	}
	return "0.1 points more"
}

// more is the difference that more of a number makes; not ok where the number cannot be set to more or less.
func (q *gradient) more(ctx context.Context, in scenario.EffectiveInput) (e scenario.Estimate, ok bool, err error) {
	for _, sign := range []float64{1, -1} {
		each, err := q.each(ctx, q.figure, q.with(in, sign))
		if ctx.Err() != nil {
			return e, false, ctx.Err()
		}
		if err != nil {
			var f fault.Fault
			if !errors.As(err, &f) {
				return e, false, err
			}
			continue // it is at the end of its range, or follows from another number
		}
		e = q.figure.Statistic.difference(each, q.base)
		if sign < 0 {
			e = scenario.Estimate{Value: -e.Value, Lo: -e.Hi, Hi: -e.Lo}
		}
		return e, true, nil
	}
	return e, false, nil
}

// with is the case with more of a number, or less.
func (q *gradient) with(in scenario.EffectiveInput, sign float64) variation {
	v := q.as
	v.settings = append(slices.Clip(v.settings), scenario.Setting{Path: in.Input, Value: q.text(in, sign)})
	return v
}

// text is a number with so much more, as the file would write it.
func (q *gradient) text(in scenario.EffectiveInput, sign float64) string {
	var all []string
	for _, value := range in.Values {
		x, err := strconv.ParseFloat(value, 64)
		if err != nil {
			return value
		}
		if in.Money {
			all = append(all, number{before: q.names.currency}.at(x+sign*moneyMore))
		} else {
			all = append(all, number{after: "%"}.at((x+sign*pointMore)*100))
		}
	}
	if len(all) == 1 {
		return all[0]
	}
	return "[" + strings.Join(all, ", ") + "]"
}
