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
// more of a rate, in every year. The differences are paired on common draws, so they hold for chances, percentiles and
// rows with steps as well as for means; each takes a run. Where a number cannot take more it takes less, and the
// difference changes its sign; where it can take neither it is left out, and a note says so. A model without decided
// numbers is a fault.
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
	a := s.answer("What does a little more of each number add to the "+s.title(f)+"?", uint64(len(q.base)))
	a.Columns = []string{"adds"}
	a.Value = Quantity{f.Statistic.of(q.base), s.unit(f)}
	for _, in := range inputs {
		if in.Law != "" || in.Default || len(in.Values) == 0 {
			continue
		}
		e, ok, err := q.more(ctx, in)
		switch {
		case err != nil:
			return nil, err
		case !ok:
			a.Notes = append(a.Notes, inputLabel(in.Input)+" cannot be changed alone.")
			continue
		}
		a.Rows = append(a.Rows, Row{inputLabel(in.Input) + ", " + q.step(in), []Quantity{{e, differenceOf(s.unit(f))}}})
	}
	if len(a.Rows) == 0 {
		return nil, fault.Missing.Found("no number is decided, so there is none to take more of")
	}
	size := func(r Row) float64 { return math.Abs(r.Cells[0].Value) }
	slices.SortStableFunc(a.Rows, func(x, y Row) int { return cmp.Compare(size(y), size(x)) })
	a.Sentence = says("What adds most to the "+s.title(f)+" is "+a.Rows[0].Name+": ", a.Rows[0].Cells[0], ".")
	a.Notes = append(a.Notes, "Each is a paired difference of two runs on the same draws.")
	return a, nil
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
		v := q.as
		v.settings = append(slices.Clip(v.settings), scenario.Setting{Path: in.Input, Value: q.text(in, sign)})
		each, err := q.each(ctx, q.figure, v)
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
