package live

import (
	"context"
	"fmt"
	"slices"

	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/ask"
	"github.com/openenvelope/envelope/scenario/file"
)

// A Change is what moves did to a case, on the same draws: each figure is one of paired differences, path by path.
type Change struct {
	Sentence string       `json:"sentence"`
	Rows     []Difference `json:"rows"`
	// Steps share the change of the mean balance out among the moves, on average over all orders in which they may be
	// made; none where there is one move alone, or more than a few.
	Steps []Difference `json:"steps"`
	Year  string       `json:"year"`
	Paths uint64       `json:"paths"`
}

// A Difference is a figure of a [Change].
type Difference struct {
	Name  string  `json:"name"`
	Text  string  `json:"text"` // with its interval
	Value float64 `json:"value"`
	Lo    float64 `json:"lo"` // of the 95% Monte Carlo interval
	Hi    float64 `json:"hi"`
}

// mostShared bounds the moves that a change is shared out among: each doubles the cases to work out.
const mostShared = 4

// asMoved is what a case is called beside the one that it came from.
const asMoved = "as moved"

// A Comparison is a case, and what it is compared with: the same scenario where other moves were made.
type Comparison struct {
	Ask
	From []file.Move `json:"from,omitempty"` // none is the scenario as it is in the file
}

// Compare says what a case changed in the year of the main question. It fails as [Plan.Run] does.
func (p *Plan) Compare(ctx context.Context, c Comparison) (*Change, error) {
	p, ctx = door.Or(p), door.Context(ctx)
	_, moved, o, err := p.asked(c.Ask)
	if err != nil {
		return nil, err
	}
	before, both, _, err := p.asked(Ask{Scenario: c.Scenario, Paths: c.Paths, Moves: c.From})
	if err != nil {
		return nil, err
	}
	other := moved.Baseline
	other.Name = asMoved
	both.Scenarios = []scenario.Scenario{other}
	both.Comparisons = []scenario.Comparison{{Of: asMoved, Versus: both.Baseline.Name}}
	r, err := scenario.Run(ctx, both, o)
	if err != nil {
		return nil, err
	}
	d := &Change{Rows: p.differences(r), Year: p.about.Year, Paths: r.Run.Paths}
	d.Sentence = "In " + p.about.Year + " that changes nothing."
	if len(d.Rows) > 0 {
		d.Sentence = fmt.Sprintf("In %s that changes the %s by %s.", d.Year, d.Rows[0].Name, d.Rows[0].Text)
	}
	d.Steps, err = p.steps(ctx, before, c, o)
	return d, err
}

// differences are how the chances of the main year and the means of its lines differ.
func (p *Plan) differences(r *scenario.Result) (all []Difference) {
	add := func(name string, e scenario.Estimate, unit ask.Unit) {
		if e.Value != 0 || e.Lo != e.Hi {
			all = append(all, p.difference(name, ask.Quantity{Estimate: e, Unit: unit}))
		}
	}
	of, versus := r.Scenarios[1], r.Scenarios[0]
	for _, c := range []struct{ condition, name string }{{"balance_in_year", "chance of balance"},
		{"core_position_in_year", "chance of balance with the transformation money intact"}} {
		if d, ok := r.ChanceDifference(of, versus, c.condition, p.about.Year); ok {
			add(c.name, d.Probability, ask.Points)
		}
	}
	for _, l := range whole(r) {
		if d, ok := r.Difference(of, versus, l, p.about.Year); ok {
			add("mean "+label(l), d.Mean, ask.Money)
		}
	}
	return all
}

// difference writes one, with its sign.
func (p *Plan) difference(name string, q ask.Quantity) Difference {
	text := report.QuantityInWords(q, p.symbol)
	if q.Value > 0 && q.Unit == ask.Money {
		text = "+" + text
	}
	return Difference{Name: name, Text: text, Value: q.Value, Lo: q.Lo, Hi: q.Hi}
}

// steps share the change of the mean balance out among the moves of a comparison, from the file before them.
func (p *Plan) steps(ctx context.Context, before *file.Spec, c Comparison, o scenario.Options) ([]Difference, error) {
	all := []Difference{}
	moves := made(c)
	if len(moves) < 2 || len(moves) > mostShared || len(c.Set) > 0 {
		return all, nil
	}
	var steps []ask.Step
	for _, m := range moves {
		set, err := p.spec.Settings(m)
		if err != nil {
			return nil, err
		}
		steps = append(steps, ask.Step{Name: label(m.Place), Settings: set})
	}
	study, err := ask.New(ctx, before, o)
	if err != nil {
		return nil, err
	}
	mean := ask.Figure{Statistic: ask.Statistic{Kind: ask.Mean}, Line: "balance", Year: p.about.Year,
		Scenario: c.Scenario}
	shared, err := study.Steps(ctx, mean, steps)
	if err != nil {
		return nil, err
	}
	for _, row := range shared.Rows[1 : len(shared.Rows)-1] { // between where it begins and where it ends
		all = append(all, p.difference(row.Name, row.Cells[len(row.Cells)-1]))
	}
	return all, nil
}

// made are the moves that lead from one side of a comparison to the other: those that both made are none.
func made(c Comparison) (moves []file.Move) {
	for _, m := range c.Moves {
		if !slices.Contains(c.From, m) {
			moves = append(moves, m)
		}
	}
	for _, m := range c.From {
		if !slices.ContainsFunc(c.Moves, func(other file.Move) bool { return other.Place == m.Place }) {
			moves = append(moves, file.Move{Place: m.Place})
		}
	}
	return moves
}

// A Target is a question: which value of a number makes the chance of balance in the main year so high.
type Target struct {
	Ask
	Place  string  `json:"place"` // of the number, one value for all years
	Low    string  `json:"low"`   // where to look, as the file would have it: "2%"
	High   string  `json:"high"`
	Chance float64 `json:"chance"` // to reach, from 0 to 1
}

// A Solution is where a number reaches a [Target].
type Solution struct {
	Text  string  `json:"text"` // the value as the file would have it
	Words string  `json:"words"`
	Value float64 `json:"value"` // a rate as a fraction, money in the currency's unit
	Lo    float64 `json:"lo"`    // of the 95% Monte Carlo interval
	Hi    float64 `json:"hi"`
	Year  string  `json:"year"`
	Paths uint64  `json:"paths"`
}

// Solve finds the value of a number at which the chance of balance reaches a target, with moves and settings made. It
// fails as [Plan.Run] does, and with [*ask.NoSolution] where no value between the ends reaches the target.
func (p *Plan) Solve(ctx context.Context, t Target) (*Solution, error) {
	p, ctx = door.Or(p), door.Context(ctx)
	_, _, o, err := p.asked(t.Ask)
	if err != nil {
		return nil, err
	}
	spec, err := p.with(t.Ask)
	if err != nil {
		return nil, err
	}
	study, err := ask.New(ctx, spec, o)
	if err != nil {
		return nil, err
	}
	balances := ask.Term{Line: "balance", Op: ">=", Currency: p.symbol, Year: p.about.Year}
	chance := ask.Figure{Statistic: ask.Statistic{Kind: ask.Chance}, Event: ask.Event{{balances}}, Scenario: t.Scenario}
	s, err := study.Solve(ctx, chance, ask.Lever{Place: t.Place, Low: t.Low, High: t.High}, t.Chance)
	if err != nil {
		return nil, err
	}
	return &Solution{Text: s.Text, Words: report.QuantityInWords(s.Value, p.symbol), Value: s.Value.Value,
		Lo: s.Value.Lo, Hi: s.Value.Hi, Year: p.about.Year, Paths: o.Paths}, nil
}
