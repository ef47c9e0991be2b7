package ask

import (
	"context"
	"fmt"
	"math"
	"math/bits"
	"slices"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/scenario"
)

// A Step is one thing that differs between two cases: changes of the file, or settings.
type Step struct {
	Name     string
	Changes  []string
	Settings []scenario.Setting
}

// mostShared is the most steps whose parts are averaged over all orders: n steps need 2 to the power n cases.
const mostShared = 8

// Bridge tells why a figure differs between two scenarios: f.Scenario less f.Versus (the baseline if empty), change by
// change. See [Study.Steps].
func (s *Study) Bridge(ctx context.Context, f Figure) (*Answer, error) {
	s = door.Or(s)
	from, err := s.as(f.Versus)
	if err != nil {
		return nil, err
	}
	to, err := s.as(f.Scenario)
	if err != nil {
		return nil, err
	}
	for i, change := range from.changes {
		if i >= len(to.changes) || to.changes[i] != change {
			return nil, fault.Conflict.Found("%s does not begin with the changes of %s", fault.Quote(f.Scenario),
				fault.Quote(f.Versus)).Want("a bridge leads on from the changes that both have; leave out versus")
		}
	}
	var steps []Step
	for _, change := range to.changes[len(from.changes):] {
		steps = append(steps, Step{Name: change, Changes: []string{change}})
	}
	of := f
	of.Scenario, of.Versus = "", ""
	start := s.nameOf(f.Versus)
	q := &bridging{Study: s, figure: of, from: start, to: s.nameOf(f.Scenario), changes: from.changes, steps: steps}
	return q.answer(ctx, fmt.Sprintf("Why is the %s different in %s from %s?", of, q.to, q.from))
}

// nameOf is a scenario's name; the empty name means the baseline.
func (s *Study) nameOf(name string) string {
	if name == "" && len(s.names.scenarios) > 0 {
		return s.names.scenarios[0]
	}
	return name
}

// Steps takes the difference that several steps together make to a figure of f.Scenario (the baseline if empty), and
// gives each step its part: in the order given, each step on top of the steps before it; and, for up to eight steps, as
// the average over all orders (Shapley), which favours no step. The parts add up to the difference exactly: amounts are
// in whole pence, and the last part takes what rounding leaves. All cases use the same draws, so a step that makes no
// difference has a part of zero on every path.
func (s *Study) Steps(ctx context.Context, f Figure, steps []Step) (*Answer, error) {
	s = door.Or(s)
	from, err := s.as(f.Scenario)
	if err != nil {
		return nil, err
	}
	of := f
	of.Scenario = ""
	q := &bridging{Study: s, figure: of, from: s.nameOf(f.Scenario), to: "all steps", changes: from.changes,
		steps: steps}
	return q.answer(ctx, fmt.Sprintf("What does each step do to the %s?", f))
}

// bridging is a bridge under way.
type bridging struct {
	*Study
	figure   Figure
	from, to string   // the names of the two cases that it joins
	changes  []string // the changes that both cases have
	steps    []Step
	end      *Study // the study whose figure it ends at, where that is not the case with all steps
	cases    map[string]bridged
}

// answer makes the bridge.
func (q *bridging) answer(ctx context.Context, question string) (*Answer, error) {
	ctx = door.Context(ctx)
	switch {
	case len(q.steps) == 0 && q.end == nil:
		return nil, fault.Missing.Found("nothing differs between %s and %s", fault.Quote(q.from), fault.Quote(q.to))
	case q.figure.Versus != "" || q.figure.Scenario != "":
		return nil, fault.Misplaced.Found("a bridge is of one figure").Want("leave out for and versus")
	}
	q.cases = map[string]bridged{}
	first, last, ordered, err := q.ordered(ctx)
	if err != nil {
		return nil, err
	}
	unit := q.unit(q.figure)
	a := q.Study.answer(question, uint64(len(first.influence)))
	a.Columns, a.Picture = []string{"in this order"}, Waterfall
	a.Value = Quantity{influenced(last.value.Value-first.value.Value, apart(last.influence, first.influence)),
		differenceOf(unit)}
	all := [][]part{ordered}
	if n := len(q.steps); n <= mostShared && n > 1 {
		shared, err := q.shared(ctx)
		if err != nil {
			return nil, err
		}
		a.Columns = append(a.Columns, "in all orders")
		all = append(all, append(shared, ordered[n:]...))
	}
	for _, parts := range all {
		addUp(parts, a.Value.Value, unit == Money)
	}
	a.Rows = append(a.Rows, Row{q.from, cells(Quantity{first.value, unit}, len(all))})
	for i, name := range q.names() {
		row := Row{Name: name}
		for _, parts := range all {
			row.Cells = append(row.Cells, Quantity{influenced(parts[i].value, parts[i].influence), differenceOf(unit)})
		}
		a.Rows = append(a.Rows, row)
	}
	a.Rows = append(a.Rows, Row{q.to, cells(Quantity{last.value, unit}, len(all))})
	a.Sentence = says("From "+q.from+" to "+q.to+" the "+q.figure.String()+" goes from ", Quantity{first.value, unit},
		" to ", Quantity{last.value, unit}, ", a change of ", a.Value, ".")
	return a, nil
}

// names are the names of the steps, and of the rest where the bridge goes on after them.
func (q *bridging) names() (names []string) {
	for _, step := range q.steps {
		names = append(names, step.Name)
	}
	if q.end != nil {
		names = append(names, "all else")
	}
	return names
}

// ordered gives the two ends and the steps' parts, each step on top of the steps before it.
func (q *bridging) ordered(ctx context.Context) (first, last bridged, parts []part, err error) {
	if first, err = q.at(ctx, 0); err != nil {
		return first, last, nil, err
	}
	last = first
	add := func(after bridged) {
		parts = append(parts, part{after.value.Value - last.value.Value, apart(after.influence, last.influence)})
		last = after
	}
	for i := range q.steps {
		after, err := q.at(ctx, 1<<(i+1)-1)
		if err != nil {
			return first, last, nil, err
		}
		add(after)
	}
	if q.end != nil {
		each, err := q.end.each(ctx, q.figure, variation{})
		if err != nil {
			return first, last, nil, err
		}
		add(q.bridged(each))
	}
	return first, last, parts, nil
}

func cells(q Quantity, n int) []Quantity {
	return slices.Repeat([]Quantity{q}, n)
}

// A part is what a step does to the figure, and how much each path influences it.
type part struct {
	value     float64
	influence []float64
}

// bridged is a figure in one case, and how much each path influences it.
type bridged struct {
	value     scenario.Estimate
	influence []float64
}

// at is the figure in the case where a set of the steps is made.
func (q *bridging) at(ctx context.Context, set int) (bridged, error) {
	key := fmt.Sprint(set)
	if b, ok := q.cases[key]; ok {
		return b, nil
	}
	v := variation{changes: slices.Clone(q.changes)}
	for i, step := range q.steps {
		if set>>i&1 == 1 {
			v.changes = append(v.changes, step.Changes...)
			v.settings = append(v.settings, step.Settings...)
		}
	}
	each, err := q.each(ctx, q.figure, v)
	if err != nil {
		return bridged{}, err
	}
	b := q.bridged(each)
	q.cases[key] = b
	return b, nil
}

func (q *bridging) bridged(each []float64) bridged {
	return bridged{q.figure.Statistic.of(each), q.figure.Statistic.influence(each)}
}

// shared gives the steps' parts as averages over all orders.
func (q *bridging) shared(ctx context.Context) ([]part, error) {
	n := len(q.steps)
	weights := shapleyWeights(n)
	parts := make([]part, n)
	for set := range 1 << n {
		b, err := q.at(ctx, set)
		if err != nil {
			return nil, err
		}
		size := bits.OnesCount(uint(set))
		for i := range parts {
			w := -weights[size]
			if set>>i&1 == 1 {
				w = weights[size-1]
			}
			if parts[i].influence == nil {
				parts[i].influence = make([]float64, len(b.influence))
			}
			parts[i].value += float64(w * b.value.Value)
			for path, x := range b.influence {
				parts[i].influence[path] += float64(w * x)
			}
		}
	}
	return parts, nil
}

func apart(a, b []float64) []float64 {
	d := make([]float64, len(a))
	for i, x := range a {
		d[i] = x - b[i]
	}
	return d
}

// influenced is an estimate whose error is worked out from the influence of each path.
func influenced(x float64, influence []float64) scenario.Estimate {
	_, sd, _ := moments(influence)
	return around(x, sd/math.Sqrt(float64(len(influence))))
}

// addUp rounds parts that are money to whole pence, and sets the last part so that all add up to the whole.
func addUp(parts []part, whole float64, money bool) {
	pence := func(x float64) float64 { return math.Round(x*100) / 100 }
	left := whole
	if money {
		left = pence(whole)
	}
	for i := range parts {
		if i == len(parts)-1 {
			parts[i].value = left
		}
		if money {
			parts[i].value = pence(parts[i].value)
			left = pence(left - parts[i].value)
		} else {
			left -= parts[i].value
		}
	}
}
