package ask

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/scenario"
)

// A player is an uncertain number with all its draws: one for each year where each year has its own.
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

// Uncertain are the names of the numbers of a scenario (empty for the baseline) that have draws of their own: those
// that Drivers and Swings look at.
func (s *Study) Uncertain(scenario string) (inputs []string, err error) {
	_, m, err := door.Or(s).whole(scenario)
	if err != nil {
		return nil, err
	}
	for _, p := range players(m) {
		inputs = append(inputs, p.name)
	}
	return inputs, nil
}

// Drivers tells what a figure rests on: what Swings tells, and for a mean, a chance or a standard deviation also shares
// of the variance over paths: of the number alone (first-order) and of the number together with all that it acts
// through (total: Jansen, Computer Physics Communications 117, 1999); where numbers are correlated, the Shapley
// effects, which share out the whole variance (Song, Nelson and Staum, SIAM/ASA Journal on Uncertainty Quantification
// 4, 2016). A model without uncertain numbers is a fault.
func (s *Study) Drivers(ctx context.Context, f Figure) (*Answer, error) {
	return s.drive(ctx, f, func(q *drivers, ctx context.Context, a *Answer) error {
		if k := f.Statistic.Kind; k == Mean || k == SD || k == Chance {
			return q.shares(ctx, a)
		}
		return nil
	})
}

// Swings gives for every uncertain number the swing of a figure: the figure with the number held at its p10 and at its
// p90 in every year. All other numbers are drawn meanwhile; numbers correlated with the held one are drawn as they are
// given its value. A model without uncertain numbers is a fault.
func (s *Study) Swings(ctx context.Context, f Figure) (*Answer, error) {
	return s.drive(ctx, f, func(*drivers, context.Context, *Answer) error { return nil })
}

// drive answers with the swings, and what else is found out.
func (s *Study) drive(ctx context.Context, f Figure, also func(*drivers, context.Context, *Answer) error) (*Answer,
	error) {
	s, ctx = door.Or(s), door.Context(ctx)
	q, err := s.drivers(f)
	if err != nil {
		return nil, err
	}
	a := s.answer("What drives the "+s.title(f)+"?", s.options.Paths)
	if err := q.swings(ctx, a); err != nil {
		return nil, err
	}
	if err := also(q, ctx, a); err != nil {
		return nil, err
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
	base   []float64 // the figure's value on each path
}

// drivers begins the question.
func (s *Study) drivers(f Figure) (*drivers, error) {
	v, m, err := s.whole(f.Scenario)
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

// each is the figure's value on each path with other draws.
func (q *drivers) each(ctx context.Context, draws scenario.Draws, order []scenario.Correlation,
	paths uint64) ([]float64, error) {
	v := q.as
	v.draws, v.order, v.paths = draws, order, paths
	return q.Study.each(ctx, q.figure, v)
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
