//go:build !lean

package report

import (
	"math"
	"strings"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/ask"
)

// AnswerChart draws an answer as its [ask.Picture] says. It is a fault if the answer is best read as a table, or if the
// picture cannot show it.
func AnswerChart(a *ask.Answer, currency string, o ChartOptions) (*Chart, error) {
	a = door.Or(a)
	v := view{unit: o.Unit}
	if v.given = v.unit.Size > 0; !v.given {
		v.unit = finance.DisplayUnitFor(max(largest(a), largestOf(a.Curve)), clean(currency))
	}
	v.money = scaleIn(v.unit)
	d := drawing{v, a, clean(currency)}
	words := inPrint(Plainly(answerInWords(v, a, clean(currency)), false))
	switch a.Picture {
	case ask.Tornado:
		return d.tornado(words).Chart(o)
	case ask.Waterfall:
		return d.waterfall(words).Chart(o)
	case ask.HeatMap:
		return d.heat(words).Chart(o)
	case ask.SCurve:
		if a.Curve != nil && len(a.Curve.Points) > 0 {
			return d.curve(words).Chart(o)
		}
	}
	return nil, fault.Misplaced.Found("this answer has no picture").Want("read its table")
}

// A drawing is an answer to be drawn.
type drawing struct {
	view
	answer   *ask.Answer
	currency string
}

// run is what the caption says of the answer's run.
func (d drawing) run() *scenario.Result {
	r := d.answer.Run
	return &scenario.Result{Run: scenario.RunInfo{Paths: r.Paths, Seed: r.Seed},
		Description: scenario.Description{Set: r.Set}}
}

// label is a quantity beside its mark: rounded to the digits that its paths support, which the words below the title
// say with their interval.
func (d drawing) label(q ask.Quantity) string { return strings.TrimPrefix(d.cell(q), "~") }

// drawn is a quantity in the unit of a picture's axis.
func (d drawing) drawn(q ask.Quantity) float64 {
	switch q.Unit {
	case ask.Money:
		return q.Value / d.money.size
	case ask.Number:
		return q.Value
	}
	return q.Value * 100
}

// axis is the unit beside the axis.
func (d drawing) axis(q ask.Quantity) string {
	switch q.Unit {
	case ask.Money:
		return d.unit.Name
	case ask.Points:
		return "points"
	case ask.Number:
		return "years"
	}
	return "%"
}

func (d drawing) tornado(words string) Tornado {
	t := Tornado{Of: d.run(), Title: d.title(), Words: words, Unit: d.axis(d.answer.Value),
		Base: d.drawn(d.answer.Value), BaseText: d.label(d.answer.Value)}
	for _, r := range d.answer.Rows {
		if len(r.Cells) < 2 || !finite(r.Cells[0].Value) || !finite(r.Cells[1].Value) {
			continue
		}
		t.Bars = append(t.Bars, Bar{Name: clean(Plainly(r.Name, false)), Low: d.drawn(r.Cells[0]),
			High:    d.drawn(r.Cells[1]),
			LowText: d.label(r.Cells[0]), HighText: d.label(r.Cells[1])})
	}
	return t
}

func (d drawing) waterfall(words string) Waterfall {
	w := Waterfall{Of: d.run(), Title: d.title(), Words: words, Unit: d.axis(d.answer.Value)}
	last := len(d.answer.Rows) - 1
	for i, r := range d.answer.Rows {
		w.Steps = append(w.Steps, Step{Name: clean(Plainly(r.Name, false)), By: d.drawn(r.Cells[0]),
			Total: i == 0 || i == last,
			Text:  d.label(r.Cells[0])})
	}
	return w
}

func (d drawing) heat(words string) Heat {
	h := Heat{Of: d.run(), Title: d.title(), Words: words, Columns: shorter(cleaned(d.answer.Columns))}
	for _, r := range d.answer.Rows {
		h.Rows = append(h.Rows, clean(Plainly(r.Name, false)))
		var cells []HeatCell
		for _, c := range r.Cells {
			cell := HeatCell{Value: math.NaN(), Text: "–"}
			if finite(c.Value) {
				cell = HeatCell{Value: d.drawn(c), Text: d.label(c)}
			}
			cells = append(cells, cell)
		}
		h.Cells = append(h.Cells, cells)
	}
	h.Rows = shorter(h.Rows)
	return h
}

// largestOf is the largest amount of money on a curve.
func largestOf(c *ask.Curve) (most finance.Amount) {
	if c == nil {
		return 0
	}
	for _, p := range c.Points {
		if x := math.Abs(p.Figure.Value); p.Figure.Unit == ask.Money && finite(x) {
			most = max(most, amount(x))
		}
	}
	return most
}

func (d drawing) curve(words string) SCurve {
	c := d.answer.Curve
	at := func(p ask.Point) Quantile {
		lo, hi := p.Figure, p.Figure
		lo.Value, hi.Value = p.Figure.Lo, p.Figure.Hi
		return Quantile{P: p.Chance.Value, Value: d.drawn(p.Figure), Lo: d.drawn(lo), Hi: d.drawn(hi)}
	}
	curve := Curve{Name: clean(c.Name)}
	for _, p := range c.Points {
		curve.Points = append(curve.Points, at(p))
	}
	if c.Asked != nil {
		q := at(*c.Asked)
		curve.Marks = []Mark{{q.P, q.Value, d.pointed(*c.Asked)}}
	}
	return SCurve{Of: d.run(), Title: d.title(), Unit: d.axis(c.Points[0].Figure), Curves: []Curve{curve},
		Words: words + " The curve says how many of the paths have this or less, from p1 to p99."}
}

// pointed is a point of a curve in words.
func (d drawing) pointed(p ask.Point) string {
	if d.answer.Value.Unit == ask.Probability {
		side := " at or below "
		if d.answer.Curve.Less {
			side = " below "
		}
		return d.quantity(p.Chance, d.currency, false) + side + d.level(p.Figure)
	}
	return d.quantity(p.Figure, d.currency, false)
}

// level is a figure that was asked about, without decimals that say nothing.
func (d drawing) level(q ask.Quantity) string {
	if q.Value == 0 {
		return "0"
	}
	return minus(d.label(q))
}

// title is the question.
func (d drawing) title() string { return inPrint(sentence(clean(Plainly(d.answer.Question, false)))) }

// inPrint has the signs of print for those of the keyboard.
func inPrint(text string) string { return strings.NewReplacer(">=", "≥", "<=", "≤").Replace(text) }
